import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { constraintCases } from '../../analysis/constraint-cases.ts';
import { exampleOf, waysBrokenBy, waysHeldBy } from '../../analysis/examples.ts';
import { moduleName } from '../../engines/python.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { python } from '../../generators/python/index.ts';
import { loadModels } from '../../grammar/load-models.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { sampleModels } from '../../kit/testing/sample-models.ts';
import { targetChecks } from '../../kit/testing/target-checks.ts';
import { judge, withDefaults } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import {
  declarationOf,
  indexModel,
  isStructure,
  type ModelIndex,
  rulesOf,
  type TypeDeclaration,
} from '../../pim/model-index.ts';
import { checkModel } from '../../validators/check-model.ts';
import { caseNames, casesFolder } from '../support/cases.ts';
import { nearInstances } from '../support/near-instances.ts';
import { addModel, type PythonModel, pythonCase } from '../support/python-models.ts';
import { createPythonProject, type PythonAnswer, type PythonCase } from '../support/python-project.ts';
import { difference } from '../support/python-verdicts.ts';
import {
  awkwardRules,
  probeDeclarations,
  probeFields,
  probeInstance,
  randomRule,
} from '../support/random-rules.ts';
import {
  awkwardValueRules,
  schemaValueRules,
  valueDeclarations,
  valueFields,
  valueInstance,
  valueRule,
  valueShapes,
} from '../support/value-rules.ts';

/** Generated Python, held to Python's own tools and to the reference judge. */
const project = await createPythonProject();
afterAll(() => project.remove());

function indexOf(sources: readonly { readonly file: string; readonly text: string }[]): ModelIndex {
  const [loaded] = loadModels(sources).models;
  if (!loaded) throw new Error(`no model is read from ${sources.map(({ file }) => file).join(', ')}`);
  return indexModel(loaded.model);
}

function sourcesIn(folder: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.domain'))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

const modelsFolder = new URL('../../models', import.meta.url).pathname;
const named: readonly (readonly [string, ModelIndex])[] = [
  ...readdirSync(modelsFolder).map((name) => [name, indexOf(sourcesIn(join(modelsFolder, name)))] as const),
  ...caseNames().map((name) => [name, indexOf(sourcesIn(join(casesFolder, name)))] as const),
  ...sampleModels.map(({ name, sources }) => [name, indexOf(sources)] as const),
  ['values of every type', indexOf([{ file: 'shapes.domain', text: valueShapes }])],
];
const sound = named.filter(
  ([, { model }]) => !checkModel(model).some(({ severity }) => severity === 'error'),
);
const models = sound.map(([name, index]) => ({ name, ...addModel(project, index) }));

/** A model of one value with these rules, as far as the checks let them through. */
function probeOf(declarations: string, fields: string, rules: readonly string[]): PythonModel {
  const textOf = (some: readonly string[]): string =>
    `model M version 1\ncontext C {\n${declarations}\n  value Probe {${fields}\n${some
      .map((one, at) => `    rule R${at}: ${one}\n`)
      .join('')}  }\n}`;
  const read = rules.filter((one) => readModelText(textOf([one])).diagnostics.length === 0);
  const problems = checkModel(indexOf([{ file: 'probe.domain', text: textOf(read) }]).model);
  const refused = new Set(
    problems.filter(({ severity }) => severity === 'error').map(({ origin }) => origin.start.line),
  );
  const first = textOf([]).split('\n').length - 2;
  const kept = read.filter((_, at) => !refused.has(first + at));
  return addModel(project, indexOf([{ file: 'probe.domain', text: textOf(kept) }]));
}

const seed = Number(process.env['PIMENTO_SEED'] ?? 5);
const probes = [
  {
    name: 'fields of each kind',
    instances: probeInstance,
    ...probeOf(probeDeclarations, probeFields, [
      ...awkwardRules,
      ...fc.sample(randomRule, { seed, numRuns: 1200 }),
    ]),
  },
  {
    name: 'quantities, maps and shapes',
    instances: valueInstance,
    ...probeOf(valueDeclarations, valueFields, [
      ...awkwardValueRules,
      ...schemaValueRules,
      ...fc.sample(valueRule, { seed, numRuns: 1200 }),
    ]),
  },
];

describe('generated packages', () => {
  it('are formatted as `ruff format` does', () => {
    expect(project.run('ruff', 'format', '--diff', ...models.map((one) => one.package))).toBe('');
  });

  it('give `ruff` nothing to object to', () => {
    expect(project.run('ruff', 'check', ...models.map((one) => one.package))).toBe('');
  });

  it('are typed, `mypy --strict` says', () => {
    expect(project.run('mypy', '--strict', '.')).toBe('');
  });

  it('can be imported', () => {
    const modules = [...models, ...probes].flatMap((one) => [
      ...new Set([...one.symbols.values()].map(({ from }) => moduleName(one.package, from))),
    ]);
    expect(project.run('script', '-W', 'error', importer, ...modules)).toBe('');
  });
});

describe('hostile texts and names', () => {
  const packages: string[] = [];
  const checks = targetChecks({
    target: python,
    packageFolder: new URL('../..', import.meta.url),
    judge: (files) => {
      packages.push(...modulesOf(project.add(files), files));
      return [];
    },
    thorough: true,
  });

  it('break nothing that Python reads, and make nothing that pydantic refuses', async () => {
    for (const { name, run } of checks)
      if (name.includes('by no text')) expect(await run(), name).toEqual([]);
    expect(packages.length).toBeGreaterThan(40);
    expect(project.run('script', '-W', 'error', importer, ...packages)).toBe('');
  });
});

const importer = new URL('import_all.py', import.meta.url).pathname;

function modulesOf(root: string, files: readonly Pick<OutputFile, 'path'>[]): readonly string[] {
  return files.filter(({ path }) => path.endsWith('.py')).map(({ path }) => moduleName(root, path));
}

/** An instance that both are asked about. */
interface Question {
  readonly subject: string;
  readonly instance: JsonValue;
  readonly old?: JsonValue;
}

function caseOf(model: PythonModel, { subject, instance, old }: Question): PythonCase {
  return pythonCase(model, {
    subject,
    instance: JSON.stringify(instance),
    ...(old === undefined ? {} : { old: JSON.stringify(old) }),
  });
}

/** How the answer to a question differs from the judge's verdict; undefined if it does not. */
function disagreement(
  index: ModelIndex,
  { subject, instance, old }: Question,
  answer: PythonAnswer,
): string | undefined {
  const all = judge(index, subject, instance, old);
  // A change is asked about once the new state is right.
  const own = all.filter(({ rule }) => !isTransition(index, rule));
  const found = difference(own.length > 0 ? own : all, answer, instance);
  if (found !== undefined || all.length > 0) return found;
  const structure = declarationOf(index, subject);
  const isKept =
    !isStructure(structure) ||
    !('kept' in answer) ||
    isDeepStrictEqual(answer.kept, JSON.parse(JSON.stringify(withDefaults(index, structure, instance))));
  return isKept ? undefined : `was kept as ${JSON.stringify(answer)}`;
}

function isTransition(index: ModelIndex, rule: string | undefined): boolean {
  const element = rule === undefined ? undefined : index.get(rule);
  return element?.kind === 'rule' && element.transition;
}

function subjectsOf(index: ModelIndex): readonly TypeDeclaration[] {
  return index.model.contexts
    .flatMap((context) => context.declarations)
    .flatMap((one): readonly TypeDeclaration[] => {
      if (one.kind === 'aggregate') return [one, ...one.entities];
      return one.kind === 'union' ? [one, ...one.alternatives] : [one];
    });
}

/** Everything that the analysis finds: held, broken and at the edge. */
function told(index: ModelIndex): readonly Question[] {
  return subjectsOf(index).flatMap((subject): readonly Question[] => {
    const ask = (instance: JsonValue, old?: JsonValue): Question => ({
      subject: subject.id,
      instance,
      ...(old === undefined ? {} : { old }),
    });
    const { refused, accepted } = constraintCases(index, subject.id);
    const rules = isStructure(subject) ? subject.rules : [];
    const ways = rules.flatMap(({ id }) => [
      ...waysHeldBy(index, subject.id, id),
      ...waysBrokenBy(index, subject.id, id),
    ]);
    const examples = (['minimal', 'full'] as const).map((extent) => exampleOf(index, subject.id, extent));
    return [
      ...[...refused, ...accepted].map(({ instance }) => ask(instance)),
      ...ways.map(({ instance, old }) => ask(instance, old)),
      ...examples.flatMap((one) => (one.found ? [ask(one.instance)] : [])),
    ];
  });
}

/** By chance, near the edges. */
function near(index: ModelIndex): readonly Question[] {
  return subjectsOf(index).flatMap(({ id }) =>
    [6, 40, 400].flatMap((rarely) =>
      fc
        .sample(nearInstances(index, id, rarely), { seed: seed + rarely, numRuns: 80 })
        .map((instance) => ({ subject: id, instance })),
    ),
  );
}

/** All questions about all models: Python is started once. */
const asked = [
  ...models.map((model) => ({ ...model, questions: [...told(model.index), ...near(model.index)] })),
  ...probes.map((probe) => ({
    ...probe,
    questions: fc
      .sample(probe.instances, { seed, numRuns: 250 })
      .map((instance): Question => ({ subject: 'M.C.Probe', instance })),
  })),
];
const answers = project.judge(asked.flatMap((one) => one.questions.map((question) => caseOf(one, question))));
const judged = asked.map((one, at) => {
  const before = asked.slice(0, at).reduce((count, { questions }) => count + questions.length, 0);
  return { ...one, answers: answers.slice(before, before + one.questions.length) };
});

it('is asked thousands of questions', () => {
  expect(answers.length).toBeGreaterThan(20_000);
});

describe.each(judged)('$name', ({ index, questions, answers: given }) => {
  it('agrees with the judge', () => {
    const differences = questions.flatMap((question, at) => {
      const answer = given[at];
      const found = answer && disagreement(index, question, answer);
      return found === undefined ? [] : [`${JSON.stringify(question)}: ${found}`.slice(0, 3000)];
    });
    expect(differences.slice(0, 5)).toEqual([]);
    expect(given.some((one) => 'violations' in one && one.violations.length > 0)).toBe(true);
  });

  it('enforces every rule', () => {
    for (const rule of rulesOf(index.model))
      expect(python.enforce(rule, index)).toEqual({ verdict: 'exact' });
  });
});

describe.each(judged.slice(0, models.length))('$name', ({ answers: given }) => {
  it('has instances that Python accepts', () => {
    expect(given.some((one) => 'violations' in one && one.violations.length === 0)).toBe(true);
  });
});

describe.each(probes)('random rules over $name', ({ index, instances }) => {
  it('come out both ways, most of them', () => {
    const rules = rulesOf(index.model).length;
    expect(rules).toBeGreaterThan(400);
    const broken = new Set(
      fc
        .sample(instances, { seed, numRuns: 250 })
        .flatMap((instance) => judge(index, 'M.C.Probe', instance).map(({ rule }) => rule)),
    );
    expect(broken.size).toBeGreaterThan(rules / 2);
  });
});
