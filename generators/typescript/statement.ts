import { assertNever } from '../../pim/assert-never.ts';
import type { ElementId } from '../../pim/model.ts';
import { type Code, mentions } from './code.ts';
import { group, indent, type Layout, softline } from './layout.ts';
import { assignmentLayout, layoutOf, returnLayout } from './print-code.ts';
import { functionHead, lines, parameterLayout } from './print-text.ts';
import type { TsLine } from './psm.ts';

/** The statements that generated functions are made of; `element` is what each is about. */
export type Statement =
  | {
      readonly kind: 'const';
      readonly element: ElementId;
      readonly name: string;
      /** Where the value does not tell. */
      readonly type?: string;
      readonly value: Code;
    }
  | { readonly kind: 'let'; readonly element: ElementId; readonly name: string; readonly type: string }
  | { readonly kind: 'assign'; readonly element: ElementId; readonly name: string; readonly value: Code }
  | { readonly kind: 'return'; readonly element: ElementId; readonly value: Code }
  | { readonly kind: 'do'; readonly element: ElementId; readonly value: Code }
  | {
      readonly kind: 'if';
      readonly element: ElementId;
      readonly condition: Code;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'for';
      readonly element: ElementId;
      readonly name: string;
      /** `for await` */
      readonly isAsync?: boolean;
      readonly list: Code;
      readonly body: readonly Statement[];
    };

/** The lines of a body whose function's head stands at `depth`. */
export function statementLines(statements: readonly Statement[], depth: number): readonly TsLine[] {
  return statements.flatMap((statement) => linesOf(statement, depth + 2));
}

/** A function of parameters, each a name and a type; what it does not use is marked as such. */
export function functionLines(
  element: ElementId,
  start: string,
  parameters: readonly (readonly [string, Layout])[],
  type: string,
  body: readonly Statement[],
): readonly TsLine[] {
  const named = parameters.map(([name, of]) => {
    const isUsed = body.some((one) => statementMentions(one, name));
    return parameterLayout([`${isUsed ? '' : '_'}${name}`, of]);
  });
  const head = functionHead(start, named, type, 0);
  if (body.length === 0) return [textLine(element, `${head}}`)];
  return [textLine(element, head), ...statementLines(body, 0), textLine(element, '}')];
}

function linesOf(statement: Statement, depth: number): readonly TsLine[] {
  const { element } = statement;
  const whole = (layout: Layout): readonly TsLine[] => [textLine(element, lines(layout, depth))];
  switch (statement.kind) {
    case 'const':
      return whole([
        assignmentLayout(
          `const ${statement.name}${statement.type === undefined ? '' : `: ${statement.type}`} =`,
          statement.value,
        ),
        ';',
      ]);
    case 'let':
      return whole(`let ${statement.name}: ${statement.type};`);
    case 'assign':
      return whole([assignmentLayout(`${statement.name} =`, statement.value), ';']);
    case 'return':
      return whole([returnLayout(statement.value), ';']);
    case 'do':
      return whole([layoutOf(statement.value), ';']);
    case 'if': {
      const condition = group(indent(softline, layoutOf(statement.condition, 'ifTest')), softline);
      return blockLines(element, ['if (', condition, ') {'], statement.body, depth);
    }
    case 'for': {
      const { body, isAsync, name, list } = statement;
      const isUsed = body.some((one) => statementMentions(one, name));
      const head = `for ${isAsync ? 'await ' : ''}(const ${isUsed ? '' : '_'}${name} of `;
      return blockLines(element, [head, layoutOf(list), ') {'], body, depth);
    }
    default:
      return assertNever(statement);
  }
}

function blockLines(
  element: ElementId,
  head: Layout,
  body: readonly Statement[],
  depth: number,
): readonly TsLine[] {
  return [
    textLine(element, lines(head, depth)),
    ...statementLines(body, depth),
    textLine(element, `${' '.repeat(depth)}}`),
  ];
}

export function textLine(element: ElementId, text: string, documentation = ''): TsLine {
  const margin = text.slice(0, text.length - text.trimStart().length);
  return { element, documentation, margin, text };
}

/** True if the name stands in it as a value of its own. */
export function statementMentions(statement: Statement, name: string): boolean {
  switch (statement.kind) {
    case 'let':
      return false;
    case 'const':
    case 'assign':
    case 'return':
    case 'do':
      return mentions(statement.value, name);
    case 'if':
      return (
        mentions(statement.condition, name) || statement.body.some((one) => statementMentions(one, name))
      );
    case 'for':
      return mentions(statement.list, name) || statement.body.some((one) => statementMentions(one, name));
    default:
      return assertNever(statement);
  }
}
