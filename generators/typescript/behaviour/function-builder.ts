import type { Expression, Parameter } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import type { Code } from '../code.ts';
import { type Facts, nothingKnown } from '../facts.ts';
import type { Statement } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import type { Surroundings } from '../translate-behaviour.ts';
import {
  assumed,
  type TranslationOptions,
  type TranslationScope,
  translateBody,
} from '../translate-expression.ts';
import { translatedCode } from './translated.ts';

/** What the expressions of a function are written in terms of. */
export interface FunctionSubjects extends Omit<Surroundings, 'bound' | 'codes' | 'around' | 'translated'> {
  readonly self: string;
  readonly old: string;
  /** Where what is written by hand is found. */
  byHand?(id: ElementId): Code;
  /** Names of parameters, which no constant may take. */
  readonly around: readonly string[];
}

/** The statements of one function, with what is known and bound on the way. */
export class FunctionBuilder {
  readonly statements: Statement[] = [];
  private readonly module: ModuleScope;
  private subjects: FunctionSubjects;
  private readonly bound: Map<number, string>;
  private readonly codes: Map<number, Code>;
  private readonly locals: string[];
  private facts: Facts;

  constructor(module: ModuleScope, subjects: FunctionSubjects, outer?: FunctionBuilder) {
    this.module = module;
    this.subjects = subjects;
    this.bound = new Map(outer?.bound);
    this.codes = new Map(outer?.codes);
    this.locals = [...subjects.around, ...(outer?.locals ?? [])];
    this.facts = outer?.facts ?? nothingKnown;
  }

  /** The statements of a block inside, which knows what is known here. */
  inner(subjects: FunctionSubjects = this.subjects): FunctionBuilder {
    return new FunctionBuilder(this.module, subjects, this);
  }

  /** The code of an expression; constants that its closures need become statements before it. */
  code(expression: Expression, element: ElementId, options: TranslationOptions = {}): Code {
    const { constants, result } = translateBody(expression, this.scope(), this.facts, options);
    for (const { name, value } of constants) {
      this.locals.push(name);
      this.statements.push({ kind: 'const', element, name, value });
    }
    return result;
  }

  /** From here on the condition holds. */
  assume(condition: Expression): void {
    this.facts = assumed(condition, this.scope(), this.facts);
  }

  /** The subject is another from here on: what was known of it is known of what it was. */
  continueWith(subjects: FunctionSubjects): void {
    this.facts = factsOfOld(this.facts, this.subjects.self === this.subjects.old);
    this.subjects = subjects;
  }

  /** A constant for a name of the model. */
  bind(parameter: Parameter, element: ElementId, value: Code): string {
    const name = this.name(parameter);
    this.statements.push({ kind: 'const', element, name, value });
    return name;
  }

  /** A name for a name of the model that something else declares. */
  name(parameter: Parameter): string {
    const name = this.local(parameter.name);
    this.bound.set(parameter.binding, name);
    return name;
  }

  /** How a name of the model is called here. */
  boundName({ binding, name }: Parameter): string {
    return this.bound.get(binding) ?? name;
  }

  /** Lets code stand for a name of the model. */
  stand(binding: number, code: Code): void {
    this.codes.set(binding, code);
  }

  /** An expression that stands for code. */
  known(
    code: Code,
    { type, optional, origin }: Pick<Expression, 'type' | 'optional' | 'origin'>,
  ): Expression {
    // Far from the bindings of the model, and from those of the translator.
    const binding = -1_000_000 - this.codes.size;
    this.codes.set(binding, code);
    return { kind: 'parameter', name: '', binding, type, optional, origin };
  }

  local(wanted: string): string {
    const name = this.module.names.local(wanted, this.locals);
    this.locals.push(name);
    return name;
  }

  private scope(): TranslationScope {
    const { module, subjects, bound, codes, locals } = this;
    return {
      ...module,
      ...subjects,
      bound,
      codes,
      around: locals,
      translated: (expression, operand, isOptional) =>
        translatedCode(expression, operand, isOptional, subjects.byHand, module),
    };
  }
}

/** What is known of `self` becomes known of `old`, where both are one variable; else it is forgotten. */
function factsOfOld(facts: Facts, isOne: boolean): Facts {
  const isSelf = (place: string): boolean => place === 'self' || place.startsWith('self.');
  const moved = (place: string): readonly string[] => {
    if (!isSelf(place)) return [place];
    return isOne ? [`old${place.slice('self'.length)}`] : [];
  };
  return {
    ...facts,
    present: new Set([...facts.present].flatMap(moved)),
    absent: new Set([...facts.absent].flatMap(moved)),
    possible: new Map(
      [...facts.possible].flatMap(([place, literals]) => moved(place).map((one) => [one, literals])),
    ),
  };
}
