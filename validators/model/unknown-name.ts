import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression, UnresolvedName } from '../../pim/expression.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import type { Origin } from '../../pim/origin.ts';
import { describeFamily, familyOf, type TypeSource } from '../../pim/typing.ts';
import { namesIn } from '../bound-names.ts';
import { allNodes } from '../expression-nodes.ts';
import { type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { hiddenName } from '../names-in-scope.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * An expression names something that is not there.
 *
 * A bare name is a field of what the rule is about, a parameter of `x => …` around it, or a literal
 * of an enum. After a dot stands a field of the structure before it, or one of the operations that
 * strings (`.size`, `.startsWith("…")`, `.matches(/…/)`, …), lists (`.size`, `.all(x => …)`, …) and
 * enums (`.rank`) have. `old`, the state before a change, can be read by what an aggregate holds only.
 * What is in another aggregate is read by services, policies and queries: a command knows its own state
 * and what comes in with it. A step of a service reads what the steps before it gave back.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Period {
 *     first: Date
 *     last: Date
 *     rule Forward: frist <= last
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Period {
 *     first: Date
 *     last: Date
 *     rule Forward: first <= last
 *   }
 * }
 * ```
 */
export const unknownName: ModelCheck = {
  code: 'unknown-name',
  severity: 'error',
  check: (_model, index) => {
    const source = typeSourceOf(index);
    return expressionSites(index).flatMap((site) =>
      allNodes(site.expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind !== 'unresolvedName' || node.name === '' || node.ambiguous) return [];
        const message = node.receiver
          ? unknownMember(node, node.receiver, source)
          : unknownBareName(node, site, source);
        return message === undefined ? [] : [finding(unknownName, message, placeOf(node))];
      }),
    );
  },
};

/** The name stands at the end of `receiver.name` and of `Enum.NAME`, but somewhere inside a call. */
function placeOf(node: UnresolvedName): Origin {
  const { file, end } = node.origin;
  if (node.call) return node.origin;
  const { length } = node.name;
  return { file, start: { line: end.line, column: end.column - length, offset: end.offset - length }, end };
}

/** How other languages write the two Booleans. */
const truths: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['yes', 'true'],
  ['false', 'false'],
  ['no', 'false'],
]);

function unknownBareName(node: UnresolvedName, site: ExpressionSite, source: TypeSource): string {
  const { name, candidates, hiddenIn, origin } = node;
  if (hiddenIn !== undefined) return hiddenName(name, hiddenIn, origin);
  if (node.call)
    return `Nothing that can be made or calculated is called \`${name}\`.${didYouMean(name, candidates)}`;
  if (name === 'old') return unknownOld(site);
  const outside = outsideWords.get(name);
  if (outside !== undefined) return outside;
  if (name === 'null' || name === 'undefined')
    return `There is no \`${name}\`: what may be absent is asked with \`is absent\`.`;
  const truth = truths.get(name.toLowerCase());
  if (truth !== undefined) return `Nothing is called \`${name}\` here. Did you mean \`${truth}\`?`;
  if (name === 'self' || name === 'this')
    return `Nothing is called \`${name}\` here: what a condition is about is \`it\`.`;
  const { start, end } = node.origin;
  if (end.offset - start.offset > name.length) {
    return `That enum has no literal \`${name}\`.${didYouMean(name, candidates)}`;
  }
  const { element, role, context } = site;
  if (role === 'default' && element.kind === 'field') {
    const family = familyOf(source, element.type);
    if (family.startsWith('enum ')) {
      return `The enum \`${source.nameOf(family.slice(5))}\` has no literal \`${name}\`.${didYouMean(name, candidates)}`;
    }
  }
  const declared = context.declarations.find((declaration) => declaration.name === name);
  if (declared?.kind === 'enum') {
    const [first] = declared.literals;
    return `\`${name}\` is an enum, not a value: write one of its literals${first ? `, such as \`${name}.${first.name}\`` : ''}.`;
  }
  if (declared) return `\`${name}\` is a type, not a value.`;
  const known = boundElsewhere(node, site) ?? notCreatedYet(name, site);
  if (known !== undefined) return known;
  return `Nothing is called \`${name}\` here.${didYouMean(name, candidates)}`;
}

function unknownOld({ element, owner }: ExpressionSite): string {
  const creation = [element, owner].find((one) => one.kind === 'command' && one.creation);
  return creation
    ? `\`old\` is the state before a change, and before \`${creation.name}\` creates it there is none: what comes in is read by its own name.`
    : '`old` is the state before a change, and only the rules, events and commands of an aggregate have one: say it there.';
}

/** A field of the aggregate that a command is about to create. */
function notCreatedYet(name: string, { element, owner, aggregate }: ExpressionSite): string | undefined {
  const creation = [element, owner].find((one) => one.kind === 'command' && one.creation);
  if (!creation || !aggregate?.fields.some((field) => field.name === name)) return undefined;
  return `There is no \`${name}\` before \`${creation.name}\` creates the \`${aggregate.name}\`: let it come in, \`create ${creation.name} { ${name} }\`.`;
}

/** Words that mean something only where something happens. */
const outsideWords: ReadonlyMap<string, string> = new Map([
  ['now', 'There is no `now` here: what is always true does not depend on when it is asked.'],
  ['caller', 'There is no `caller` here: only where somebody does something is there one.'],
  ['failure', 'There is no `failure` here: `undo` and `on failure` alone read why a service failed.'],
  ['event', 'There is no `event` here: only what an event does, and what listens to it, read one.'],
]);

/** A name that `let`, `step` or `for each` of the same service or command binds, though not for this place. */
function boundElsewhere({ name, origin }: UnresolvedName, { owner }: ExpressionSite): string | undefined {
  const clauses =
    owner.kind === 'service' ? owner.steps : owner.kind === 'command' ? owner.clauses : undefined;
  const bound = clauses && namesIn(clauses).find((one) => one.name === name);
  if (!bound) return undefined;
  return bound.origin.start.offset > origin.start.offset
    ? `\`${name}\` is not there yet: it is bound further down.`
    : `\`${name}\` is not known here: whether it came to be depends on how far the rest came.`;
}

function unknownMember(node: UnresolvedName, receiver: Expression, source: TypeSource): string | undefined {
  const { name, call, candidates } = node;
  const family = familyOf(source, receiver.type);
  // What the name belongs to is unknown, which is reported already.
  if (family === 'unresolved') return undefined;
  if (candidates.includes(name)) {
    if (name === 'matches' && call)
      return '`.matches` takes a pattern that is written out, `.matches(/…/)`, for every platform gets a spelling of its own. What another text holds is asked with `.contains`, `.startsWith` or `.endsWith`.';
    const usage = family === 'list' || family === 'string' ? usages.get(name) : undefined;
    return usage === undefined ? `\`.${name}\` takes no brackets.` : `\`.${name}\` is written \`${usage}\`.`;
  }
  const known = otherWords.get(name);
  const hint =
    known !== undefined && candidates.includes(known)
      ? ` Did you mean \`${known}\`?`
      : didYouMean(name, candidates);
  const [kind, id] = family.split(' ');
  if (kind === 'reference' && id !== undefined) {
    return `This is a reference to \`${source.nameOf(id)}\`, and only services, policies and queries read what is in another aggregate.`;
  }
  if (kind === 'structure' && id !== undefined) {
    return `\`${source.nameOf(id)}\` has no ${call ? 'operation' : 'field'} \`${name}\`.${hint}`;
  }
  return `${capital(describeFamily(source, family))} has no \`.${name}\`.${hint}`;
}

/** How the operations that take something are written. */
const usages: ReadonlyMap<string, string> = new Map([
  ['all', '.all(x => …)'],
  ['any', '.any(x => …)'],
  ['none', '.none(x => …)'],
  ['count', '.count(x => …)'],
  ['sum', '.sum` or `.sum(x => …)'],
  ['unique', '.unique` or `.unique(x => …)'],
  ['startsWith', '.startsWith("…")'],
  ['endsWith', '.endsWith("…")'],
  ['contains', '.contains("…")'],
  ['matches', '.matches(/…/)'],
]);

/** What the operations are called elsewhere. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ['length', 'size'],
  ['len', 'size'],
  ['toLowerCase', 'lowerAscii'],
  ['toUpperCase', 'upperAscii'],
  ['lower', 'lowerAscii'],
  ['upper', 'upperAscii'],
  ['includes', 'contains'],
  ['match', 'matches'],
  ['every', 'all'],
  ['some', 'any'],
  ['exists', 'any'],
  ['ordinal', 'rank'],
]);

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
