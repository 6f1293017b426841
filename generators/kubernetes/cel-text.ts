import { escapeInvisible, longEscape } from '../core/invisible.ts';

/** CEL's reserved words, by which the API server escapes property names (apiserver/pkg/cel/escaping.go). */
const reservedWords: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);

/**
 * What a variable must not be called besides: the API server's own variables, type names, and the
 * namespaces of functions, since `sets.contains(x)` would be read as the function of that name.
 */
const takenNames: ReadonlySet<string> = new Set([
  'self',
  'oldSelf',
  'bool',
  'bytes',
  'double',
  'duration',
  'dyn',
  'int',
  'list',
  'map',
  'null_type',
  'optional_type',
  'string',
  'timestamp',
  'type',
  'uint',
  'base64',
  'cel',
  'cidr',
  'format',
  'google',
  'ip',
  'jsonpatch',
  'kubernetes',
  'lists',
  'math',
  'net',
  'optional',
  'proto',
  'regex',
  'semver',
  'sets',
  'strings',
]);

/** The name by which a rule reads a property. Every identifier of the language has one. */
export function propertyName(name: string): string {
  return reservedWords.has(name) ? `__${name}__` : name.replaceAll('__', '__underscores__');
}

/** A variable's name: the wanted one, or the wanted one with a number where that is taken or reserved. */
export function variableName(wanted: string, inScope: Iterable<string>): string {
  const used = new Set(inScope);
  const free = (name: string): boolean =>
    !reservedWords.has(name) && !takenNames.has(name) && !used.has(name);
  if (free(wanted)) return wanted;
  for (let count = 2; ; count += 1) {
    const name = `${wanted}${count}`;
    if (free(name)) return name;
  }
}

/** A CEL string literal that holds exactly this text, on one line and in printable characters. */
export function stringLiteral(text: string): string {
  const body = [...text].map(escapeCharacter).join('');
  return `"${body}"`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeCharacter(character: string): string {
  const short = Object.hasOwn(shortEscapes, character) ? shortEscapes[character] : undefined;
  if (short !== undefined) return short;
  return escapeInvisible(character, longEscape);
}

/** A CEL double: an integral number needs its point, or it would be an int. */
export function doubleLiteral(value: number): string {
  const text = Object.is(value, -0) ? '0' : String(value);
  return /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}
