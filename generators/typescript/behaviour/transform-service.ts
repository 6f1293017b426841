import type { Service, ServiceStep } from '../../../pim/behaviour.ts';
import { assigned } from '../assign.ts';
import { quote } from '../code.ts';
import { docOf } from '../doc-text.ts';
import { genericText, typeAlias } from '../print-text.ts';
import type { TsBlock } from '../psm.ts';
import { functionLines, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { handedInterface, inputInterface, schemaLines } from './payload.ts';
import { readNames } from './read-names.ts';
import { StepWriter } from './step-writer.ts';
import { resultType } from './transform-calculation.ts';
import { World } from './world.ts';

/** A service: what it is started with, what it works with, and its steps as a function. */
export function transformService(service: Service, scope: ModuleScope): readonly TsBlock[] {
  const { id: element, fields } = service;
  const { plan, names } = scope;
  const name = plan.symbol(element, 'self').name;
  const input = plan.symbol(element, 'input').name;
  const world = new World(scope);
  const run = runBlock(service, name, world, scope);
  const start = `export const ${name} = `;
  const maker = genericText(names.runtime('structure'), [name, input], 0, start.length);
  const worldName = plan.symbol(element, 'world').name;
  return [
    handedInterface(
      element,
      name,
      `What \`${plan.symbol(element, 'run').name}\` is started with.`,
      fields,
      scope,
    ),
    inputInterface(element, input, `What \`${name}\` is made from.`, fields, scope),
    {
      element,
      lines: [
        textLine(element, `${start}${maker}({`),
        ...(fields.length > 0
          ? schemaLines(element, fields, 2, scope)
          : [textLine(element, '  fields: {},')]),
        textLine(element, '});'),
      ],
    },
    refusalBlock(service, scope),
    world.block(element, worldName, `What \`${plan.symbol(element, 'run').name}\` works with.`),
    {
      ...run,
      lines: run.lines.map((one, at) => (at === 0 ? { ...one, documentation: docOf(service) } : one)),
    },
  ];
}

function refusalBlock({ id: element, steps }: Service, scope: ModuleScope): TsBlock {
  const names = refusalNames(steps).map(quote);
  const { name } = scope.plan.symbol(element, 'refusal');
  const text = typeAlias(name, names.length > 0 ? [...new Set(names)] : ['never']);
  return { element, lines: [textLine(element, text, 'Names of the reasons for which it is refused.')] };
}

function refusalNames(steps: readonly ServiceStep[]): readonly string[] {
  return steps.flatMap((one): readonly string[] => {
    if (one.kind === 'forEach') return refusalNames(one.steps);
    return (one.kind === 'let' || one.kind === 'requires') && one.refusal ? [one.refusal.name] : [];
  });
}

/** `export async function gitSync(input, world, saga)` */
function runBlock(service: Service, name: string, world: World, scope: ModuleScope): TsBlock {
  const { id: element, steps, returns, result, onFailure } = service;
  const { plan, names } = scope;
  const writer = new StepWriter(
    element,
    { input: 'input', self: 'input', around: ['input', 'failure'] },
    world,
    scope,
    readNames(service),
  );
  let hasBegun = false;
  for (const step of steps) {
    if (!hasBegun && (step.kind === 'step' || step.kind === 'forEach')) {
      hasBegun = true;
      writer.onFailure(onFailure?.emissions ?? [], onFailure?.call);
    }
    writer.step(step);
  }
  if (returns && result) {
    const value = assigned(writer.code(returns), returns, result.type, scope);
    writer.push({ kind: 'return', element, value });
  }
  const refusal = plan.symbol(element, 'refusal').name;
  const parameters = [
    ['input', name],
    ['world', plan.symbol(element, 'world').name],
    ['saga', `${names.runtimeType('Saga')}<${refusal}>`],
  ] as const;
  const type = result ? resultType(result, scope) : 'void';
  const start = `export async function ${plan.symbol(element, 'run').name}`;
  return {
    element,
    lines: functionLines(
      element,
      start,
      parameters,
      `${names.global('Promise')}<${type}>`,
      writer.builder.statements,
    ),
  };
}
