import { assertNever } from '../../pim/assert-never.ts';
import { ecmaScriptEscape, escapeInvisible } from '../core/invisible.ts';

/** The part of TypeScript's expressions that generated code is made of; plain data. */
export type Code =
  /** A name or a number: whatever needs no parentheses and never breaks. */
  | { readonly kind: 'atom'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'regex'; readonly text: string }
  | { readonly kind: 'member'; readonly object: Code; readonly name: string; readonly optional: boolean }
  /** `object[key]` */
  | { readonly kind: 'element'; readonly object: Code; readonly key: Code }
  | {
      readonly kind: 'call';
      readonly callee: Code;
      readonly typeArguments: readonly string[];
      readonly args: readonly Code[];
    }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Code }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperatorToken;
      readonly left: Code;
      readonly right: Code;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Code;
      readonly whenTrue: Code;
      readonly whenFalse: Code;
    }
  | {
      readonly kind: 'arrow';
      readonly parameters: readonly string[];
      readonly body: Code;
      /** The type of what it gives, where TypeScript cannot infer it. */
      readonly returns?: string;
    }
  | { readonly kind: 'array'; readonly items: readonly Code[] }
  | {
      readonly kind: 'object';
      readonly members: readonly (readonly [string, Code])[];
      readonly isTall: boolean;
    }
  | { readonly kind: 'as'; readonly operand: Code; readonly type: string }
  /** `x!`: the model has proven that it is there, and TypeScript cannot see it. */
  | { readonly kind: 'present'; readonly operand: Code }
  | { readonly kind: 'await'; readonly operand: Code };

export type BinaryOperatorToken =
  | '||'
  | '&&'
  | '??'
  | '==='
  | '!=='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

export function atom(text: string): Code {
  return { kind: 'atom', text };
}

export function stringCode(text: string): Code {
  return { kind: 'string', text: quote(text) };
}

/** Negative numbers are a `-` before a number, as the parser sees them. */
export function numberCode(value: number | bigint): Code {
  const suffix = typeof value === 'bigint' ? 'n' : '';
  const isNegative = value < 0;
  const digits = `${String(isNegative ? -value : value)}${suffix}`;
  return isNegative ? unary('-', atom(digits)) : atom(digits);
}

export function member(object: Code, name: string, optional = false): Code {
  return { kind: 'member', object, name, optional };
}

/** `object[key]` */
export function elementOf(object: Code, key: Code): Code {
  return { kind: 'element', object, key };
}

/** `object.name(…)` */
export function methodCall(object: Code, name: string, ...args: readonly Code[]): Code {
  return call(member(object, name), ...args);
}

export function call(callee: Code, ...args: readonly Code[]): Code {
  return { kind: 'call', callee, typeArguments: [], args };
}

export function callGeneric(callee: Code, typeArguments: readonly string[], args: readonly Code[]): Code {
  return { kind: 'call', callee, typeArguments, args };
}

export function unary(operator: '!' | '-', operand: Code): Code {
  return { kind: 'unary', operator, operand };
}

/** `a && (b && c)` is written as the chain that it is. */
export function binary(operator: BinaryOperatorToken, left: Code, right: Code): Code {
  const isChain = operator === '&&' || operator === '||' || operator === '??';
  if (isChain && right.kind === 'binary' && right.operator === operator) {
    return { kind: 'binary', operator, left: binary(operator, left, right.left), right: right.right };
  }
  return { kind: 'binary', operator, left, right };
}

export function arrow(parameters: readonly string[], body: Code): Code {
  return { kind: 'arrow', parameters, body };
}

export function objectCode(members: readonly (readonly [string, Code])[]): Code {
  return { kind: 'object', members, isTall: false };
}

/** Over several lines, even where it would fit on one. */
export function tallObjectCode(members: readonly (readonly [string, Code])[]): Code {
  return { kind: 'object', members, isTall: true };
}

export function asType(operand: Code, type: string): Code {
  return { kind: 'as', operand, type };
}

/** True if the name stands in it as a value of its own. */
export function mentions(code: Code, name: string): boolean {
  return code.kind === 'atom' ? begins(code.text, name) : partsOf(code).some((part) => mentions(part, name));
}

/** True if the name, or a path from it, stands in the text of an atom. */
function begins(text: string, name: string): boolean {
  if (text === name) return true;
  const paths = text.split(/[^\p{ID_Continue}$.]+/u).map((path) => path.replace(/^\.+/u, ''));
  return paths.some((path) => path === name || path.startsWith(`${name}.`));
}

function partsOf(code: Code): readonly Code[] {
  switch (code.kind) {
    case 'atom':
    case 'string':
    case 'regex':
      return [];
    case 'member':
      return [code.object];
    case 'element':
      return [code.object, code.key];
    case 'call':
      return [code.callee, ...code.args];
    case 'unary':
    case 'as':
    case 'present':
    case 'await':
      return [code.operand];
    case 'binary':
      return [code.left, code.right];
    case 'conditional':
      return [code.condition, code.whenTrue, code.whenFalse];
    case 'arrow':
      return [code.body];
    case 'array':
      return code.items;
    case 'object':
      return code.members.map(([, value]) => value);
    default:
      return assertNever(code);
  }
}

/**
 * A string literal that means exactly this text, in the quotes that need fewer escapes. What an
 * editor would not show, or would show out of order, is escaped.
 */
export function quote(text: string): string {
  const singles = text.split("'").length;
  const doubles = text.split('"').length;
  const mark = singles > doubles ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `${mark}${escapeInvisible(escaped, ecmaScriptEscape)}${mark}`;
}

/** The text between a regular expression's slashes, from its source as `RegExp` takes it. */
export function regexCode(source: string): Code {
  const escaped = escapeInvisible(source.replaceAll('/', '\\/'), ecmaScriptEscape);
  return { kind: 'regex', text: `/${escaped}/u` };
}
