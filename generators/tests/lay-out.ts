import { commentText, lineWidth, printRows, printValue, quote, textWidth } from './print-value.ts';
import type { Note, TestImport, TestMember, TestValue } from './psm.ts';

/** An import, on one line if it fits; a single name always stays there. */
export function importText({ from, names }: TestImport): string {
  const areTypes = names.every(({ isType }) => isType);
  const all = names.map(({ exported, as, isType }) => {
    const name = as === undefined ? exported : `${exported} as ${as}`;
    return isType && !areTypes ? `type ${name}` : name;
  });
  const word = areTypes ? 'import type' : 'import';
  const flat = `${word} { ${all.join(', ')} } from ${quote(from)};`;
  if (all.length === 1 || flat.length <= lineWidth) return flat;
  return `${word} {\n${all.map((one) => `  ${one},\n`).join('')}} from ${quote(from)};`;
}

/** A gap, as a comment on one line. */
export function noteView({ element, text: words }: Note): object {
  return { element, text: commentText(words) };
}

/** The rows of a table in a `describe`, each with what it is about. */
export function rowsView(
  rows: readonly { readonly element: string; readonly cells: readonly TestValue[] }[],
): readonly object[] {
  const printed = printRows(
    rows.map(({ cells }) => ({ kind: 'list', items: cells })),
    4,
  );
  return rows.map(({ element }, position) => ({ element, text: printed[position] ?? '' }));
}

/** `const name = value;`, its first line without indentation. */
export function constant(variable: string, value: TestValue, depth: number): string {
  const head = `const ${variable} = `;
  const printed = printValue(value, { depth, before: head.length, after: 1 });
  const overflows = depth + head.length + textWidth(printed) + 1 > lineWidth;
  if (overflows && value.kind === 'text' && !printed.includes('\n')) {
    return `const ${variable} =\n${' '.repeat(depth + 2)}${printed};`;
  }
  return `${head}${printed};`;
}

/** `expect(subject).matcher(value);` */
export function expectation(subject: string, matcher: string, value: TestValue, depth: number): string {
  const head = `expect(${subject}).${matcher}(`;
  if (depth + textWidth(head) + 1 <= lineWidth) {
    return `${head}${printValue(value, { depth, before: head.length, after: 2 })});`;
  }
  const indent = ' '.repeat(depth);
  const tail = `).${matcher}(`;
  return `expect(\n${indent}  ${subject},\n${indent}${tail}${printValue(value, { depth, before: tail.length, after: 2 })});`;
}

/** Parts of values that are written as they stand, and so below. */
export function text(value: string): TestValue {
  return { kind: 'text', parts: [{ text: value, times: 1 }] };
}

export function scalar(value: boolean): TestValue {
  return { kind: 'scalar', value };
}

export function named(value: string): TestValue {
  return { kind: 'name', name: value };
}

export function object(...members: readonly (readonly [string, TestValue])[]): TestValue {
  return { kind: 'object', members: members.map(([key, value]): TestMember => ({ name: key, value })) };
}

/** What a refusal with one reason is. */
export function outcomeOf(refusal: string): TestValue {
  return object(['ok', scalar(false)], ['error', { kind: 'list', items: [named(refusal)] }]);
}
