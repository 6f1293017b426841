import type { OutputFile } from '../../generators/core/output.ts';
import { pathProblems } from '../../generators/core/writer/output-path.ts';
import { loadModels } from '../../grammar/load-models.ts';
import type { Context, Model } from '../../pim/model.ts';
import { indexModel, rulesOf } from '../../pim/model-index.ts';
import { watchAmbience } from './ambient-reads.ts';
import { fileProblems } from './file-problems.ts';
import type { SampleModel, TargetUnderTest } from './target-under-test.ts';
import { type Made, make, tryTarget } from './try-target.ts';

/** One question about what a target makes of a model; an answer is what is wrong. */
interface Question {
  readonly name: string;
  answer(
    made: Made,
    subject: TargetUnderTest,
    model: SampleModel,
  ): readonly string[] | Promise<readonly string[]>;
}

/** What is asked of a target for each model. */
export const modelQuestions: readonly Question[] = [
  {
    name: 'makes files that have their place and lead back to the model',
    answer: (made) => [
      ...fileProblems(made),
      ...pathProblems(made.files.map(({ path }) => path)).map(({ path, reason }) => `\`${path}\` ${reason}.`),
    ],
  },
  {
    name: 'makes what its judge takes',
    answer: ({ allFiles, index, scaffolds }, { judge }) => judge(allFiles, index, scaffolds),
  },
  {
    name: 'has a model of its own that is plain JSON',
    answer: ({ psm }) => notJson(psm, ''),
  },
  {
    name: 'makes the same of the same, asks the machine for nothing and changes nothing that it is given',
    answer: ({ files }, subject, { sources }) => {
      // Read anew: the other is one that the target has already had.
      const model = loadModels(sources).models[0]?.model;
      if (!model) return ['The model is not there.'];
      const before = JSON.stringify(model);
      const { result, reads } = watchAmbience(() => make(subject, indexModel(model)));
      const { psm, files: again } = result;
      const psmBefore = JSON.stringify(psm);
      subject.target.check(psm);
      subject.target.symbols(psm);
      return [
        ...reads.map((name) => `It reads ${name}.`),
        ...differences(files, again),
        ...(JSON.stringify(model) === before ? [] : ['The model is not the same afterwards.']),
        ...(JSON.stringify(psm) === psmBefore ? [] : ['`check` or `symbols` changes its own model.']),
      ];
    },
  },
  {
    name: 'makes the same files in whatever order the model declares things',
    answer: ({ files, index }, subject) => {
      const turned = make(subject, indexModel(turnedAround(index.model)));
      return differences(files.map(withSortedLines), turned.files.map(withSortedLines));
    },
  },
  {
    name: 'begins hand-written modules that lead back to the model, and import what is made',
    answer: ({ scaffolds, allFiles, index }) => {
      const paths = new Set(allFiles.map(({ path }) => path));
      const parts = scaffolds.flatMap((scaffold) => scaffold.parts);
      return [
        ...pathProblems(scaffolds.map(({ path }) => path)).map(
          ({ path, reason }) => `\`${path}\` ${reason}.`,
        ),
        ...parts
          .filter(({ element }) => !index.get(element))
          .map(({ name, element }) => `\`${name}\` is for \`${element}\`, which is no element of the model.`),
        ...parts.flatMap(({ name, imports }) =>
          imports.flatMap(({ from }) =>
            'file' in from && !paths.has(from.file)
              ? [`\`${name}\` imports from \`${from.file}\`, which is not made.`]
              : [],
          ),
        ),
      ];
    },
  },
  {
    name: 'publishes symbols of elements that are there, in files that it makes',
    answer: ({ files, index, psm }, { target }) => {
      const paths = new Set(files.map(({ path }) => path));
      return [...target.symbols(psm)].flatMap(([element, { name, from }]) => [
        ...(index.get(element) ? [] : [`The symbol \`${name}\` is of \`${element}\`, which is no element.`]),
        ...(name === '' ? [`The symbol of \`${element}\` has no name.`] : []),
        ...(paths.has(from) ? [] : [`The symbol \`${name}\` is in \`${from}\`, which is not made.`]),
      ]);
    },
  },
  {
    name: 'answers for every rule',
    answer: ({ index }, { target }) =>
      rulesOf(index.model).flatMap((rule) => {
        const answer = target.enforce(rule, index);
        const isSaid = answer.verdict === 'exact' || /\S{3}/.test(answer.reason);
        return isSaid ? [] : [`It does not say why it cannot enforce \`${rule.id}\`.`];
      }),
  },
];

/** What becomes of a model. Throws if it is refused. */
export function makeModel(subject: TargetUnderTest, { sources }: SampleModel): Made {
  const attempt = tryTarget(subject, sources);
  if (attempt.kind === 'made') return attempt;
  const said = attempt.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  throw new Error(`The model is refused: ${said.join(' ')}`);
}

/** A model with a platform block for each of its contexts, if the target asks for them. */
export function withMarks({ name, sources }: SampleModel, { target, marks }: TargetUnderTest): SampleModel {
  if (marks === undefined) return { name, sources };
  const contexts = loadModels(sources).models.flatMap(({ model }) => model.contexts);
  const blocks = contexts.map((context) => `platform ${target.id} for ${context.name} { ${marks} }\n`);
  return { name, sources: sources.map(({ file, text }) => ({ file, text: text + blocks.join('') })) };
}

/** Everything declared in the opposite order, but for what has an order: literals, fields and rules. */
function turnedAround(model: Model): Model {
  const turned = (context: Context): Context => ({
    ...context,
    declarations: context.declarations.toReversed(),
  });
  return { ...model, contexts: model.contexts.toReversed().map(turned), marks: model.marks.toReversed() };
}

/** A list in another order has its commas elsewhere. */
function withSortedLines(file: OutputFile): OutputFile {
  const lines = file.content.split('\n').map((line) => line.replace(/,$/, ''));
  return { ...file, content: lines.toSorted().join('\n') };
}

function differences(left: readonly OutputFile[], right: readonly OutputFile[]): readonly string[] {
  const contents = new Map(right.map(({ path, content }) => [path, content]));
  const here = new Set(left.map(({ path }) => path));
  return [
    ...left.flatMap(({ path, content }) => {
      const other = contents.get(path);
      if (other === undefined) return [`\`${path}\` is made the first time only.`];
      return other === content
        ? []
        : [`\`${path}\` is another the second time: ${firstDifference(content, other)}.`];
    }),
    ...right
      .filter(({ path }) => !here.has(path))
      .map(({ path }) => `\`${path}\` is made the second time only.`),
  ];
}

function firstDifference(left: string, right: string): string {
  const others = right.split('\n');
  const line = left.split('\n').findIndex((text, at) => text !== others[at]);
  return `${JSON.stringify(left.split('\n')[line])} and ${JSON.stringify(others[line])}`;
}

/** Where a value is nothing that JSON can say: a Map, a function, a class of its own… */
function notJson(value: unknown, path: string): readonly string[] {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return [];
    case 'number':
      return Number.isFinite(value) ? [] : [`${path} is ${value}.`];
    case 'object':
      return value === null ? [] : notJsonObject(value, path);
    default:
      return [`${path} is of the type ${typeof value}.`];
  }
}

function notJsonObject(value: object, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => notJson(item, `${path}/${at}`));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype)
    return [`${path} is a ${value.constructor.name}.`];
  // A member that is undefined is one that is not there.
  return Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : notJson(member, `${path}/${name}`),
  );
}
