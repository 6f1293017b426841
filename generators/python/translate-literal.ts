import { decimalText } from '../../pim/decimal.ts';
import type { Literal } from '../../pim/expression.ts';
import type { Type } from '../../pim/type.ts';
import { atom, type Code, call, keyword, numberCode, truth, unary } from './code.ts';
import type { ModuleScope } from './module-scope.ts';
import { stringCode } from './quote.ts';
import { isIpv4, valueType } from './value-type.ts';

/** A literal as what is wanted where it stands. */
export function literalCode({ value, type }: Literal, wanted: Type | undefined, scope: ModuleScope): Code {
  if (typeof value === 'boolean') return truth(value);
  const own = valueType(type, scope.index);
  if (typeof value === 'number') {
    if (own.kind === 'decimal')
      return call(scope.standard('decimal', 'Decimal'), digitsCode(decimalText(value, own.scale)));
    return own.kind === 'duration' ? durationCode(value, scope) : numberCode(value);
  }
  return textCode(value, wanted ?? own, scope);
}

/** A text of the wire as a value of the type. */
export function textCode(text: string, type: Type, scope: ModuleScope): Code {
  const wanted = valueType(type, scope.index);
  if (wanted.kind === 'date') return call(scope.standard('datetime', 'date'), ...numbers(text.split('-')));
  if (wanted.kind === 'dateTime') return momentCode(text, scope);
  if (isIpv4(wanted)) return call(scope.standard('ipaddress', 'IPv4Address'), stringCode(text));
  if (wanted.kind === 'cidr') return call(scope.standard('ipaddress', 'IPv4Interface'), stringCode(text));
  if (wanted.kind === 'decimal') return call(scope.standard('decimal', 'Decimal'), digitsCode(text));
  return stringCode(text);
}

/** What a `Decimal` is made from: whole numbers need no text. */
function digitsCode(text: string): Code {
  return text.includes('.') ? stringCode(text) : numberCode(BigInt(text));
}

function numbers(digits: readonly string[]): readonly Code[] {
  return digits.map((one) => numberCode(Number(one)));
}

function momentCode(text: string, scope: ModuleScope): Code {
  const [day = '', time = ''] = text.replace('Z', '').split('T');
  const [clock = '', millis = ''] = time.split('.');
  const times = [...clock.split(':').map(Number), Number(millis) * 1000];
  while (times.at(-1) === 0) times.pop();
  const parts = [...numbers(day.split('-')), ...times.map(numberCode)];
  const zone = keyword('tzinfo', atom(scope.standard('datetime', 'UTC')));
  return call(scope.standard('datetime', 'datetime'), ...parts, zone);
}

const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
  ['milliseconds', 1],
] as const;

/** `timedelta(minutes=15)`: the largest unit that goes into it. */
export function durationCode(millis: number, scope: ModuleScope): Code {
  const timedelta = scope.standard('datetime', 'timedelta');
  const [unit, size] = units.find(([, one]) => millis !== 0 && millis % one === 0) ?? units[4];
  if (millis === 0) return call(timedelta);
  const amount = numberCode(Math.abs(millis) / size);
  const code = call(timedelta, keyword(unit, amount));
  return millis < 0 ? unary('-', code) : code;
}
