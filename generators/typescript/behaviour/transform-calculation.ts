import type { Calculation } from '../../../pim/behaviour.ts';
import type { Ambient } from '../../../pim/expression.ts';
import { needsOf } from '../../../pim/needs.ts';
import { assigned } from '../assign.ts';
import { atom, type Code, member, methodCall } from '../code.ts';
import { docOf } from '../doc-text.ts';
import { functionHead, parameterLayout } from '../print-text.ts';
import type { TsBlock } from '../psm.ts';
import { statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { outputType } from '../type-code.ts';
import { wholeContext } from './calls.ts';
import { contextParameter } from './context-type.ts';
import { FunctionBuilder } from './function-builder.ts';
import { handedInterface } from './payload.ts';

/** A calculation: what it is called with and, unless it is written by hand, its function. */
export function transformCalculation(calculation: Calculation, scope: ModuleScope): readonly TsBlock[] {
  const { id, fields, value } = calculation;
  const { name } = scope.plan.symbol(id, 'self');
  const data = scope.plan.find(id, 'data');
  return [
    ...(data ? [handedInterface(id, data.name, `What \`${name}\` is called with.`, fields, scope)] : []),
    ...(value ? [functionBlock(calculation, name, scope)] : []),
  ];
}

/** The type of what a calculation, an operation or a query gives. */
export function resultType({ type, optional }: Calculation['result'], scope: ModuleScope): string {
  return `${outputType(type, scope)}${optional ? ' | undefined' : ''}`;
}

function functionBlock(calculation: Calculation, name: string, scope: ModuleScope): TsBlock {
  const { id, value, result } = calculation;
  if (!value) throw new Error(`\`${id}\` is written by hand`);
  const input = scope.names.local('input');
  const context = scope.names.local('context', [input]);
  const builder = new FunctionBuilder(scope, {
    self: input,
    old: input,
    input,
    around: [input, context],
    ambient: (ambient) => ambientOfContext(ambient, atom(context)),
    newId: () => methodCall(atom(context), 'newId'),
    calls: wholeContext(atom(context)),
  });
  const code = assigned(builder.code(value, id), value, result.type, scope);
  builder.statements.push({ kind: 'return', element: id, value: code });
  const data = scope.plan.find(id, 'data');
  const isUsed = builder.statements.some((one) => statementMentions(one, input));
  const parameters = [
    ...(data ? [`${isUsed ? '' : '_'}${input}: ${data.name}`] : []),
    ...contextParameter(context, needsOf([value], scope.index), scope).map(parameterLayout),
  ];
  return {
    element: id,
    lines: [
      textLine(
        id,
        functionHead(`export function ${name}`, parameters, resultType(result, scope), 0),
        docOf(calculation),
      ),
      ...statementLines(builder.statements, 0),
      textLine(id, '}'),
    ],
  };
}

/** What comes in with a command: `now` and `caller`. */
export function ambientOfContext(ambient: Ambient['ambient'], context: Code): Code {
  if (ambient === 'now' || ambient === 'caller') return member(context, ambient);
  throw new Error(`there is no \`${ambient}\` here`);
}
