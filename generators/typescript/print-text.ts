import type { Code } from './code.ts';
import { group, indent, join, type Layout, line, printLayout, softline, whenBroken } from './layout.ts';
import { layoutOf, propertyLayout, returnLayout } from './print-code.ts';
import type { FunctionBody } from './translate-expression.ts';

/** Columns of a line. */
export const width = 110;

/** Sentences of ours in lines of a comment: one line with its marks on both sides, or several. */
export function wrapped(text: string): string {
  if (text.length <= width - '/**  */'.length) return text;
  const rows = [''];
  for (const word of text.split(' ')) {
    const longer = `${rows.at(-1) ?? ''} ${word}`.trimStart();
    if (longer.length <= width - ' * '.length) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows.join('\n');
}

/** Whole lines at an indentation of `depth` spaces. */
export function lines(layout: Layout, depth: number): string {
  return ' '.repeat(depth) + printLayout(layout, { width, depth, column: depth, after: 0 });
}

/** `readonly name?: type;` in an interface; a type of several alternatives breaks where it must. */
export function propertyLine(name: string, isOptional: boolean, types: readonly string[]): string {
  return lines([`readonly ${name}${isOptional ? '?' : ''}:`, alternativesOf(types), ';'], 2);
}

/** ` A | B`, or one to a line. */
function alternativesOf(types: readonly string[]): Layout {
  const [only] = types;
  if (only !== undefined && types.length === 1) return ` ${only}`;
  return group(indent(line, whenBroken('| '), join([line, '| '], types)));
}

export function typeAlias(name: string, types: readonly string[]): string {
  return lines([`export type ${name} =`, alternativesOf(types), ';'], 0);
}

/** `export type FabricName = Branded<string, 'FabricName'>;` */
export function genericAlias(name: string, generic: string, args: readonly string[]): string {
  return lines([`export type ${name} = `, typeArguments(generic, args), ';'], 0);
}

/** As `genericAlias`, for the module alone. */
export function localAlias(name: string, generic: string, args: readonly string[]): string {
  return lines([`type ${name} = `, typeArguments(generic, args), ';'], 0);
}

/** `structure<Money, MoneyInput>`, without indentation before its first line, `column` columns into it. */
export function genericText(generic: string, args: readonly string[], depth: number, column: number): string {
  return printLayout(typeArguments(generic, args), { width, depth, column, after: '({'.length });
}

function typeArguments(generic: string, args: readonly string[]): Layout {
  return group(`${generic}<`, indent(softline, join([',', line], args)), softline, '>');
}

/** `export const name = …;` */
export function constantLine(name: string, value: Code): string {
  return lines([`export const ${name} = `, layoutOf(value), ';'], 0);
}

/** `static readonly name = …;` in a class. */
export function memberConstant(head: string, value: Code, depth: number): string {
  return lines([`${head} = `, layoutOf(value), ';'], depth);
}

/** `name: value,` in an object. */
export function memberLine(name: string, value: Code, depth: number): string {
  return lines([propertyLayout(name, value), ','], depth);
}

/** An item of an array. */
export function itemLine(value: Code, depth: number): string {
  return lines([layoutOf(value), ','], depth);
}

/** `function name(…): type {` */
export function functionHead(
  start: string,
  parameters: readonly Layout[],
  type: string,
  depth: number,
): string {
  const list: Layout =
    parameters.length === 0
      ? '()'
      : ['(', indent(softline, join([',', line], parameters), whenBroken(',')), softline, ')'];
  return lines([group(`${start}`, list, `: ${type}`), ' {'], depth);
}

/** `name: type`, as a parameter. */
export function parameterLayout([name, type]: readonly [string, Layout]): Layout {
  return [name, ': ', type];
}

/** The statements of a function whose head stands at `depth`. */
export function statements(body: FunctionBody, depth: number): string {
  const constants = body.constants.map(({ name, value }) =>
    lines([`const ${name} = `, layoutOf(value), ';'], depth + 2),
  );
  return [...constants, lines([returnLayout(body.result), ';'], depth + 2)].join('\n');
}

/** `import type` where nothing is left of it at run time. */
export function importLine(names: readonly string[], from: string): string {
  const isType = names.every((name) => name.startsWith(typeMark));
  const [start, listed] = isType
    ? ['import type ', names.map((name) => name.slice(typeMark.length))]
    : ['import ', names];
  if (listed.length === 1) return `${start}{ ${listed.join()} } from '${from}';`;
  const list = group('{', indent(line, join([',', line], listed), whenBroken(',')), line, '}');
  return lines([start, list, ` from '${from}';`], 0);
}

const typeMark = 'type ';
