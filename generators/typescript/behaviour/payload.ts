import type { ElementId, Field } from '../../../pim/model.ts';
import { quote } from '../code.ts';
import { docOf } from '../doc-text.ts';
import { genericText, memberLine, propertyLine, width } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { fieldSchema, inputType, outputType } from '../type-code.ts';

/** An interface of stored fields: `readonly name: Type;`, one line about each. */
export function dataInterface(
  id: ElementId,
  name: string,
  documentation: string,
  fields: readonly Field[],
  scope: ModuleScope,
): TsBlock {
  const properties = fields.map((field) =>
    textLine(
      field.id,
      propertyLine(field.name, field.optional, [outputType(field.type, scope)]),
      docOf(field),
    ),
  );
  return interfaceBlock(id, name, documentation, properties);
}

/** As `dataInterface`, of what is still to be checked: what may be absent may be null, too. */
export function inputInterface(
  id: ElementId,
  name: string,
  documentation: string,
  fields: readonly Field[],
  scope: ModuleScope,
): TsBlock {
  const properties = fields.map((field) => {
    const mayBeAbsent = field.optional || field.default !== undefined;
    const types = [inputType(field.type, scope), ...(mayBeAbsent ? ['null', 'undefined'] : [])];
    return textLine(field.id, propertyLine(field.name, mayBeAbsent, types));
  });
  return interfaceBlock(id, name, documentation, properties);
}

/** As `dataInterface`, of what code hands on to code: what may be absent may be undefined. */
export function handedInterface(
  id: ElementId,
  name: string,
  documentation: string,
  fields: readonly Field[],
  scope: ModuleScope,
): TsBlock {
  const properties = fields.map((field) => {
    const types = [outputType(field.type, scope), ...(field.optional ? ['undefined'] : [])];
    return textLine(field.id, propertyLine(field.name, field.optional, types), docOf(field));
  });
  return interfaceBlock(id, name, documentation, properties);
}

export function interfaceBlock(
  element: ElementId,
  name: string,
  documentation: string,
  properties: readonly TsLine[],
): TsBlock {
  const head = `export interface ${name} {`;
  if (properties.length === 0) return { element, lines: [textLine(element, `${head}}`, documentation)] };
  return { element, lines: [textLine(element, head, documentation), ...properties, textLine(element, '}')] };
}

/** The members of `structure({ … })`, and its end: `fields: { … }`, at a depth. */
export function schemaLines(
  element: ElementId,
  fields: readonly Field[],
  depth: number,
  scope: ModuleScope,
): readonly TsLine[] {
  const margin = ' '.repeat(depth);
  return [
    textLine(element, `${margin}fields: {`),
    ...fields.map((field) =>
      textLine(field.id, memberLine(field.name, fieldSchema(field, scope), depth + 2)),
    ),
    textLine(element, `${margin}},`),
  ];
}

/** `export const Name = maker<A, B>`, for `objectCallLines`. */
export function callHead(start: string, maker: string, types: readonly string[]): string {
  const flat = `${start}${maker}<${types.join(', ')}>`;
  return `${flat}(`.length === width ? flat : `${start}${genericText(maker, types, 0, start.length)}`;
}

/**
 * `head({ … });` over several lines. Where only the `{` does not fit behind the head, the formatter moves
 * the whole object.
 */
export function objectCallLines(
  element: ElementId,
  head: string,
  members: readonly TsLine[],
): readonly TsLine[] {
  const last = head.split('\n').at(-1) ?? '';
  if (last.length + '('.length !== width) {
    return [textLine(element, `${head}({`), ...members, textLine(element, '});')];
  }
  const further = (one: TsLine): TsLine => ({
    ...one,
    margin: `  ${one.margin}`,
    text: one.text.replaceAll(/^/gm, '  '),
  });
  return [
    textLine(element, `${head}(`),
    textLine(element, '  {'),
    ...members.map(further),
    textLine(element, '  },'),
    textLine(element, ');'),
  ];
}

/** `name: 'text',` in an object at a depth. */
export function textMember(element: ElementId, name: string, text: string, depth: number): TsLine {
  return textLine(element, `${' '.repeat(depth)}${name}: ${quote(text)},`);
}
