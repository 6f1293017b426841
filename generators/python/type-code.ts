import { assertNever } from '../../pim/assert-never.ts';
import { decimalLimit, decimalText } from '../../pim/decimal.ts';
import { identityOfItems, underlyingType } from '../../pim/model-index.ts';
import { integerLimit, type NumberRange, type Type } from '../../pim/type.ts';
import { idTypeOf } from '../core/schema/type-schema.ts';
import { atom, type Code, call, keyword, numberCode, subscript } from './code.ts';
import type { ModuleScope } from './module-scope.ts';
import { patternCode, stringCode } from './quote.ts';
import { unanchored } from './translate-expression.ts';
import { durationCode } from './translate-literal.ts';

type TypeOf<Kind extends Type['kind']> = Extract<Type, { kind: Kind }>;

/** A type as an annotation, its limits included. */
export function annotation(type: Type, scope: ModuleScope): Code {
  switch (type.kind) {
    case 'boolean':
      return atom(scope.standard('pydantic', 'StrictBool'));
    case 'integer':
      return ranged('Integer', 'int', 'IntegerRange', limits(type.range, integerLimit, numberCode), scope);
    case 'number':
      return ranged('Number', 'float', 'NumberRange', limits(type.range, Infinity, numberCode), scope);
    case 'duration': {
      const found = limits(type.range, integerLimit, (millis) => durationCode(millis, scope));
      if (found.length === 0) return atom(scope.runtime('Duration'));
      return annotated(
        atom(scope.standard('datetime', 'timedelta')),
        [call(scope.runtime('DurationRange'), ...found)],
        scope,
      );
    }
    case 'decimal': {
      const found = limits(type.range, decimalLimit, (units) => stringCode(decimalText(units, type.scale)));
      const scale = keyword('scale', numberCode(type.scale));
      const range = call(scope.runtime('DecimalRange'), scale, ...found);
      return annotated(atom(scope.standard('decimal', 'Decimal')), [range], scope);
    }
    case 'string':
      return annotated(atom('str'), [textLimits(type, scope)], scope);
    case 'format':
      return atom(scope.runtime(type.format));
    case 'date':
      return atom(scope.runtime('Date'));
    case 'dateTime':
      return atom(scope.runtime('DateTime'));
    case 'cidr':
      return atom(scope.runtime(type.network ? 'Ipv4Network' : 'Ipv4Cidr'));
    case 'caller':
      return atom(scope.runtime('Caller'));
    case 'json':
      return atom(scope.runtime('Json'));
    case 'secret':
      return atom(scope.runtime('SecretReference'));
    case 'list':
      return listAnnotation(type, scope);
    case 'map': {
      const map = subscript('dict', annotation(type.key, scope), annotation(type.value, scope));
      return annotated(map, sizeLimits(type.size, scope), scope);
    }
    case 'named':
      return atom(scope.className(type.id));
    case 'reference':
      return annotation(idTypeOf(type.aggregate, scope.index), scope);
    case 'unresolved':
      throw new Error(`\`${type.name}\` was not resolved: only checked models are generated from`);
    default:
      return assertNever(type);
  }
}

export function annotated(type: Code, metadata: readonly Code[], scope: ModuleScope): Code {
  return metadata.length === 0 ? type : subscript(scope.standard('typing', 'Annotated'), type, ...metadata);
}

/** The type that Python calculates with, without any limits: of what a derived field gives. */
export function plainType(type: Type, scope: ModuleScope): Code {
  if (type.kind === 'named') return atom(scope.className(type.id));
  const resolved = underlyingType(scope.index, type);
  switch (resolved.kind) {
    case 'boolean':
      return atom('bool');
    case 'integer':
      return atom('int');
    case 'number':
      return atom('float');
    case 'duration':
      return atom(scope.standard('datetime', 'timedelta'));
    case 'decimal':
      return atom(scope.standard('decimal', 'Decimal'));
    case 'string':
      return atom('str');
    case 'list':
      return subscript('tuple', plainType(resolved.element, scope), atom('...'));
    case 'map':
      return subscript('dict', plainType(resolved.key, scope), plainType(resolved.value, scope));
    case 'reference':
      return plainType(idTypeOf(resolved.aggregate, scope.index), scope);
    default:
      return annotation(resolved, scope);
  }
}

function ranged(
  whole: string,
  type: string,
  range: string,
  found: readonly Code[],
  scope: ModuleScope,
): Code {
  if (found.length === 0) return atom(scope.runtime(whole));
  return annotated(atom(type), [call(scope.runtime(range), ...found)], scope);
}

/** The ends of a range that are narrower than what the type has anyway. */
function limits({ min, max }: NumberRange, limit: number, code: (value: number) => Code): readonly Code[] {
  return [
    ...(min === undefined || min <= -limit ? [] : [keyword('minimum', code(min))]),
    ...(max === undefined || max >= limit ? [] : [keyword('maximum', code(max))]),
  ];
}

function textLimits({ length, pattern }: TypeOf<'string'>, scope: ModuleScope): Code {
  return call(
    scope.runtime('Text'),
    ...(length.min > 0 ? [keyword('min_length', numberCode(length.min))] : []),
    keyword('max_length', numberCode(length.max)),
    ...(pattern?.node ? [keyword('pattern', patternCode(unanchored(pattern)))] : []),
  );
}

function sizeLimits({ min, max }: TypeOf<'list'>['size'], scope: ModuleScope): readonly Code[] {
  const most = call(scope.standard('pydantic', 'Field'), keyword('max_length', numberCode(max)));
  return min === 0 ? [most] : [call(scope.runtime('AtLeast'), numberCode(min)), most];
}

function listAnnotation(type: TypeOf<'list'>, scope: ModuleScope): Code {
  const list = subscript('tuple', annotation(type.element, scope), atom('...'));
  const id = identityOfItems(scope.index, type.element)?.id;
  const by = type.uniqueBy?.field;
  const keys = [...new Set([id, by].filter((one) => one !== undefined))];
  const isUnique = type.unique || keys.length > 0;
  const unique = (): Code =>
    call(scope.runtime('Unique'), ...keys.map((one) => stringCode(scope.attribute(one))));
  return annotated(list, [...sizeLimits(type.size, scope), ...(isUnique ? [unique()] : [])], scope);
}
