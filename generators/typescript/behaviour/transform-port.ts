import type { Operation, Port } from '../../../pim/behaviour.ts';
import { quote } from '../code.ts';
import { docOf } from '../doc-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { handedInterface } from './payload.ts';
import { methodHead } from './transform-by-hand.ts';
import { resultType } from './transform-calculation.ts';

/** A port: an interface that an adapter implements, and what each operation is called with. */
export function transformPort(port: Port, scope: ModuleScope): readonly TsBlock[] {
  const { id: element, operations } = port;
  const { name } = scope.plan.symbol(element, 'self');
  return [
    {
      element,
      lines: [
        textLine(element, `export interface ${name} {`, docOf(port)),
        ...operations.map((operation) => operationLine(operation, scope)),
        textLine(element, '}'),
      ],
    },
    ...operations.flatMap((operation) => {
      const data = scope.plan.find(operation.id, 'data');
      const what = `What \`${operation.name}\` is called with.`;
      return data ? [handedInterface(operation.id, data.name, what, operation.fields, scope)] : [];
    }),
  ];
}

function operationLine(operation: Operation, scope: ModuleScope): TsLine {
  const { id, name, result, failures } = operation;
  const data = scope.plan.find(id, 'data');
  const value = result ? resultType(result, scope) : 'void';
  const failed = failures.map((one) => quote(one.name)).join(' | ');
  const answer = `${scope.names.runtimeType('Answer')}<${value}${failed === '' ? '' : `, ${failed}`}>`;
  return textLine(id, methodHead(name, data ? [`input: ${data.name}`] : [], answer), docOf(operation));
}
