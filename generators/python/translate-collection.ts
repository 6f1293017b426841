import { assertNever } from '../../pim/assert-never.ts';
import type { Expression, HasKey, Lookup, Quantifier, Unique } from '../../pim/expression.ts';
import { fieldOf, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import {
  atom,
  binary,
  both,
  bracketed,
  type Code,
  call,
  conditional,
  generator,
  isNotNone,
  member,
  methodCall,
  none,
  numberCode,
  subscript,
  unary,
} from './code.ts';
import { type Facts, withPresent } from './facts.ts';
import { isNative, isTime, millisCode } from './translate-quantity.ts';
import type { Translator } from './translator.ts';

export function quantifierCode(
  { quantifier, list, key, parameter, body }: Quantifier,
  facts: Facts,
  to: Translator,
): Code {
  const all = to.required(list, facts);
  const iterable = key ? methodCall(all, 'items') : all;
  return to.binding(key ? [key, parameter] : [parameter], (names) => {
    const variables = names.join(', ');
    const condition = to.required(body, facts);
    const holds = (): Code => generator(condition, variables, iterable);
    switch (quantifier) {
      case 'all':
      case 'any':
        return call(quantifier, holds());
      case 'none':
        return unary('not', call('any', holds()));
      case 'count':
        return call('sum', generator(numberCode(1), variables, iterable, condition));
      default:
        return assertNever(quantifier);
    }
  });
}

export function uniqueCode({ list, parameter, body }: Unique, facts: Facts, to: Translator): Code {
  const all = to.required(list, facts);
  const distinct = to.scope.runtime('distinct');
  if (!parameter || !body) return call(distinct, all);
  return to.binding([parameter], ([item = '']) => {
    const isCounted = isTime(body, to.index) && !isNative(body, to.index);
    const key = isCounted ? millisCode(body, facts, to) : to.code(body, facts);
    return call(distinct, generator(key, item, all));
  });
}

export function containsCode({ map, key }: HasKey, facts: Facts, to: Translator): Code {
  return binary('in', to.required(key, facts, keyType(map, to)), to.required(map, facts));
}

export function keyType(map: Expression, to: Translator): Type | undefined {
  const type = underlyingType(to.index, map.type);
  return type.kind === 'map' ? type.key : undefined;
}

/** What is found, or `None`. */
export function lookupCode(expression: Lookup, facts: Facts, to: Translator): Code {
  const { collection, key, by } = expression;
  if (to.mayBeAbsent(collection, facts)) {
    const known = withPresent(facts, to.placesOnTheWay(collection));
    return conditional(to.presence(collection, facts), lookupCode(expression, known, to), none);
  }
  if (by === undefined)
    return methodCall(
      to.required(collection, facts),
      'get',
      to.required(key, facts, keyType(collection, to)),
    );
  return searched(expression, facts, to, (found) => call('next', bracketed(found), none));
}

/** What is found where the model has proven that something is. */
export function requiredLookup(expression: Lookup, facts: Facts, to: Translator): Code {
  const { collection, key, by } = expression;
  if (by === undefined)
    return subscript(to.required(collection, facts), to.required(key, facts, keyType(collection, to)));
  return searched(expression, facts, to, (found) => call('next', found));
}

/** Whether something is found. */
export function hasEntry(expression: Lookup, facts: Facts, to: Translator): Code {
  const { collection, key, by } = expression;
  const isThere = to.presence(collection, facts);
  const known = withPresent(facts, to.placesOnTheWay(collection));
  const found =
    by === undefined
      ? binary('in', to.required(key, known, keyType(collection, to)), to.required(collection, known))
      : searched(expression, known, to, (all) => call('any', asTest(all)));
  return both(isThere, found);
}

/** `x for x in list if x.key == …` as a condition of each: `x.key == … for x in list`. */
function asTest(found: Code): Code {
  if (found.kind !== 'generator' || !found.condition) return found;
  return generator(found.condition, found.variables, found.iterable);
}

function searched(expression: Lookup, facts: Facts, to: Translator, use: (found: Code) => Code): Code {
  const { collection, key, by } = expression;
  if (by === undefined) throw new Error('a map is not searched');
  const list = to.required(collection, facts);
  const { type } = fieldOf(to.index, by);
  return to.binding([undefined], ([item = '']) => {
    const wanted = to.code(key, facts, type);
    const isSame = binary('==', member(atom(item), to.scope.attribute(by)), wanted);
    const condition = to.mayBeAbsent(key, facts) ? binary('and', isNotNone(wanted), isSame) : isSame;
    return use(generator(atom(item), item, list, condition));
  });
}
