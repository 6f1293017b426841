import type { Context } from '../../../pim/model.ts';
import type { ModelIndex } from '../../../pim/model-index.ts';
import { documentation } from '../../core/render.ts';
import type { Scaffold, ScaffoldMember } from '../../core/scaffold/scaffold.ts';
import { atom, call, objectCode, quote, stringCode } from '../code.ts';
import { contextFolder, type NamePlan } from '../plan-names.ts';
import { layoutOf } from '../print-code.ts';
import { lines, width } from '../print-text.ts';
import { type HandWritten, handNames, handParameters, handWrittenOf } from './by-hand.ts';

/** The module of a context's hand-written code, as it begins: a constant for each method of the interface. */
export function scaffoldOf(context: Context, index: ModelIndex, plan: NamePlan): readonly Scaffold[] {
  const written = handWrittenOf(context);
  if (written.length === 0) return [];
  const { name, from } = plan.symbol(context.id, 'byHand');
  const names = handNames(context, plan);
  return [
    {
      path: `${contextFolder(context).replace(/^typescript\//, '')}/by-hand.ts`,
      header: `// What the model leaves to code written by hand: all of it together is a \`${name}\`.\n`,
      parts: written.map((one) => memberOf(one, names.get(one.id) ?? one.name, name, from, index)),
    },
  ];
}

function memberOf(
  one: HandWritten,
  method: string,
  type: string,
  file: string,
  index: ModelIndex,
): ScaffoldMember {
  const parameters = parametersOf(one, index);
  const head = `export const ${method}: ${type}[${quote(method)}] =`;
  const arrow = `(${parameters.join(', ')}) => {`;
  // What does not fit behind the `=` stands below it.
  const depth = head.length + 1 + arrow.length <= width ? 0 : 2;
  const margin = ' '.repeat(depth);
  const error = call(
    atom('new Error'),
    stringCode(`\`${method}\` is still to be written`),
    ...(parameters.length > 0
      ? [objectCode([['cause', objectCode(parameters.map((name) => [name, atom(name)]))]])]
      : []),
  );
  const text = [
    ...(one.doc === undefined ? [] : [documentation(one.doc, '').trimEnd()]),
    depth === 0 ? `${head} ${arrow}` : `${head}\n${margin}${arrow}`,
    lines(['throw ', layoutOf(error), ';'], depth + 2),
    `${margin}};`,
    '',
  ].join('\n');
  return {
    kind: 'member',
    name: method,
    element: one.id,
    text,
    imports: [{ name: type, from: { file }, typeOnly: true }],
  };
}

/** As the interface calls them. */
function parametersOf(one: HandWritten, index: ModelIndex): readonly string[] {
  switch (one.kind) {
    case 'calculation':
      return one.fields.length > 0 ? ['input'] : [];
    case 'translation':
      return ['source'];
    case 'command':
      return handParameters(one, index);
  }
}
