import { describe, expect, it } from 'vitest';
import { type ModelOutput, planOutput } from '../../generators/core/writer/plan.ts';

const all = { targets: undefined, coversSource: () => false };

function output(model: string, folder: string, path = 'typescript/a.ts'): ModelOutput {
  return {
    model,
    folder,
    sources: [],
    targets: [
      { target: 'typescript', files: [{ path, element: model, content: 'A\n', trace: [] }], scaffolds: [] },
    ],
  };
}

describe('a plan', () => {
  const cases: readonly { name: string; outputs: readonly ModelOutput[]; problems: readonly string[] }[] = [
    { name: 'two models', outputs: [output('Sales', 'sales'), output('Support', 'support')], problems: [] },
    {
      name: 'two models of one name',
      outputs: [output('Sales', 'sales'), output('Sales', 'sales')],
      problems: ['sales would hold two models named `Sales`'],
    },
    {
      name: 'two models of one folder',
      outputs: [output('Sales', 'sales'), output('SALES', 'sales')],
      problems: ['sales would hold two models, `Sales` and `SALES`'],
    },
    {
      name: 'a model without a folder',
      outputs: [output('_', '')],
      problems: ['_ has no letter or digit to name a folder by'],
    },
    {
      name: 'a model that is called like a device',
      outputs: [output('Nul', 'nul')],
      problems: ['nul/typescript/a.ts has the part `nul`, which Windows keeps for a device'],
    },
    {
      name: 'a target that leaves its folder',
      outputs: [output('Sales', 'sales', '../../a')],
      problems: ['sales/../../a leaves the output folder'],
    },
  ];
  it.each(cases)('$name', ({ outputs, problems }) => {
    expect(planOutput(outputs, all).problems.map(({ path, reason }) => `${path} ${reason}`)).toEqual(
      problems,
    );
  });

  const file = { model: 'Old', target: 'typescript', sha256: '' };
  const scopes: readonly {
    name: string;
    targets?: readonly string[];
    read?: readonly string[];
    covered?: readonly string[];
    sources?: readonly string[];
    expected: boolean;
  }[] = [
    { name: 'of a model that was read', read: ['Old'], expected: true },
    { name: 'of a model elsewhere', sources: ['../m/old.domain'], expected: false },
    {
      name: 'of a model that is gone',
      sources: ['../m/old.domain'],
      covered: ['../m/old.domain'],
      expected: true,
    },
    {
      name: 'of a model of which only a part is gone',
      sources: ['../m/a', '../m/b'],
      covered: ['../m/a'],
      expected: false,
    },
    {
      name: 'of a model whose source nobody knows',
      sources: [],
      covered: ['../m/old.domain'],
      expected: false,
    },
    { name: 'of a target that was not asked for', read: ['Old'], targets: ['sql'], expected: false },
    { name: 'of a target that was asked for', read: ['Old'], targets: ['sql', 'typescript'], expected: true },
  ];
  it.each(scopes)(
    'answers for a file $name: $expected',
    ({ targets, read = [], covered = [], sources = [], expected }) => {
      const scope = {
        targets: targets && new Set(targets),
        coversSource: (source: string) => covered.includes(source),
      };
      const { plan } = planOutput(
        read.map((model) => output(model, model)),
        scope,
      );
      expect(plan.covers(file, { sources })).toBe(expected);
    },
  );
});
