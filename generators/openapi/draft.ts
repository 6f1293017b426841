import type { Command, Event } from '../../pim/behaviour.ts';
import type { Aggregate, Context, ElementId, Field, Named } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import type { PointerTrace } from '../core/document.ts';
import { sentenceWords } from '../core/naming.ts';
import { descriptionOf } from '../core/schema/annotations.ts';
import type { ContextMarks } from './marks.ts';
import type { Problem } from './problem.ts';
import type { ProblemStore } from './problem-store.ts';
import type { Method, NamedPlace, Operation, PathItem, Reference } from './psm.ts';
import type { SchemaStore } from './schema-store.ts';
import type { Security } from './security.ts';

/** A document in the making: where its operations find names and leave what they share. */
export interface Draft {
  readonly context: Context;
  readonly index: ModelIndex;
  readonly marks: ContextMarks;
  readonly names: MemberNames;
  readonly schemas: SchemaStore;
  readonly problems: ProblemStore;
  readonly security: Security;
}

/** One operation, where it stands, and whose it is. */
export interface PlannedOperation {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
  readonly element: Named;
  /** Pointers from the operation. */
  readonly trace: PointerTrace;
  /** Of the path: each operation of a path gives the same. */
  readonly parameters?: { readonly list: NonNullable<PathItem['parameters']>; readonly trace: PointerTrace };
}

/** The parameter with which a path names one aggregate. */
export function idReference(aggregate: Aggregate, id: Field): Reference {
  return { $ref: `#/components/parameters/${idParameterName(aggregate, id)}` };
}

export function idParameterName(aggregate: Aggregate, id: Field): string {
  return `${aggregate.name}.${id.name}`;
}

/** What members of aggregates are called in a document, where several aggregates may have one name. */
export interface MemberNames {
  /** `Declare`; `DeclareVpc` where a switch is declared too. */
  command(command: Command, aggregate: Aggregate): string;
  /** `Declared`; `VpcDeclared` where a switch is declared too. */
  event(event: Event, aggregate: Aggregate): string;
  /** A problem's: the id without what goes without saying. */
  problem(id: ElementId): string;
}

export function memberNames(context: Context, index: ModelIndex): MemberNames {
  const taken = new Map<string, number>();
  const aggregates = aggregatesOf(context);
  const named: readonly (readonly Named[])[] = [
    context.declarations,
    context.projections,
    context.queries,
    context.services,
    ...aggregates.flatMap(({ entities, commands, events }) => [entities, commands, events]),
  ];
  for (const { name } of named.flat()) taken.set(name, (taken.get(name) ?? 0) + 1);
  const isAlone = (name: string): boolean => taken.get(name) === 1;
  return {
    command: ({ name }, aggregate) => (isAlone(name) ? name : name + aggregate.name),
    event: ({ name }, aggregate) => (isAlone(name) ? name : aggregate.name + name),
    problem: (id) => {
      const home = index.context(id);
      const root = home.id === context.id ? home.id : index.model.id;
      return id.slice(root.length + 1).replace(/[^A-Za-z0-9._-]+/g, '-');
    },
  };
}

export function placeOf({ id, name, nameOrigin }: Named): NamedPlace {
  return { element: id, name, nameOrigin };
}

/** What a person reads of an element first: its name as words, and all that is to say of it. */
export function wordsOf(
  element: Named,
  more: readonly string[] = [],
): Pick<Operation, 'summary' | 'description' | 'deprecated'> {
  const words = sentenceWords(element.name);
  const description = descriptionOf(element, more);
  return {
    summary: words.charAt(0).toUpperCase() + words.slice(1) || element.name,
    ...(description === undefined ? {} : { description }),
    ...(element.evolution?.deprecated === undefined ? {} : { deprecated: true }),
  };
}

/** A trace whose pointers begin at `prefix`. */
export function under(prefix: string, trace: PointerTrace): PointerTrace {
  return Object.fromEntries(Object.entries(trace).map(([at, id]) => [prefix + at, id]));
}

/** Each problem once. */
export function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [problem.id, problem])).values()];
}
