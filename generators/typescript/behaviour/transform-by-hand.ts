import type { Calculation, Command, Translation } from '../../../pim/behaviour.ts';
import type { Context } from '../../../pim/model.ts';
import { docOf } from '../doc-text.ts';
import { group, indent, join, line, softline, whenBroken } from '../layout.ts';
import { lines } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { handNames, handParameters, handWrittenOf } from './by-hand.ts';
import { resultType } from './transform-calculation.ts';
import { dataType } from './transform-message.ts';
import { translationTypes } from './translation-types.ts';

/** The interface of what a context leaves to code written by hand. */
export function transformByHand(context: Context, scope: ModuleScope): readonly TsBlock[] {
  const { id } = context;
  const names = handNames(context, scope.plan);
  const { name } = scope.plan.symbol(id, 'byHand');
  const doc = 'What the model leaves to code written by hand. Each is pure: the same comes of the same.';
  return [
    {
      element: id,
      lines: [
        textLine(id, `export interface ${name} {`, doc),
        ...handWrittenOf(context).map((one) => methodLine(one, names.get(one.id) ?? '', scope)),
        textLine(id, '}'),
      ],
    },
  ];
}

function methodLine(one: Calculation | Command | Translation, name: string, scope: ModuleScope): TsLine {
  const { parameters, result } = signatureOf(one, scope);
  return textLine(one.id, methodHead(name, parameters, result), docOf(one));
}

/** `name(parameter: Type): Result;` in an interface. */
export function methodHead(name: string, parameters: readonly string[], result: string): string {
  const list = group('(', indent(softline, join([',', line], parameters), whenBroken(',')), softline, ')');
  return lines([name, parameters.length > 0 ? list : '()', `: ${result};`], 2);
}

function signatureOf(
  one: Calculation | Command | Translation,
  scope: ModuleScope,
): { readonly parameters: readonly string[]; readonly result: string } {
  switch (one.kind) {
    case 'calculation': {
      const data = scope.plan.find(one.id, 'data');
      return {
        parameters: data ? [`input: ${scope.names.symbolType(data)}`] : [],
        result: resultType(one.result, scope),
      };
    }
    case 'command':
      return { parameters: commandParameters(one, scope), result: 'void' };
    case 'translation': {
      const types = translationTypes(one, scope);
      return { parameters: [`source: ${types.source()}`], result: types.unchecked() };
    }
  }
}

function commandParameters(command: Command, scope: ModuleScope): readonly string[] {
  const { index, names, plan } = scope;
  const aggregate = index.parent(command.id);
  if (aggregate?.kind !== 'aggregate') throw new Error(`\`${command.id}\` stands in no aggregate`);
  const events = (command.byHand?.mayEmit ?? []).flatMap(({ id }) =>
    id === undefined ? [] : [names.symbolType(plan.symbol(id, 'self'))],
  );
  const state = names.symbolType(plan.of(aggregate.id));
  const decision = names.runtimeType('Decision');
  const event = events.length > 0 ? events.join(' | ') : 'never';
  const types = [`${decision}<${state}, ${event}>`, dataType(command, scope), state];
  return handParameters(command, index).map((name, at) => `${name}: ${types[at] ?? ''}`);
}
