import { pathProblems } from '../../generators/core/writer/output-path.ts';
import { loadModels } from '../../grammar/load-models.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Origin } from '../../pim/origin.ts';
import { checkModel } from '../../validators/check-model.ts';
import { fileProblems } from './file-problems.ts';
import type { HostileModel, HostilePosition } from './hostile-positions.ts';
import type { TargetUnderTest } from './target-under-test.ts';
import { type Attempt, type Made, tryTarget } from './try-target.ts';

type BuildModel = (texts: readonly string[]) => HostileModel;

interface Round {
  readonly problems: readonly string[];
  /** Refused in this company; without it, they may not be. */
  readonly refused: readonly string[];
}

/**
 * Tries every text of a position: each is refused in words, or what is made of it passes the judge.
 * They are tried together, and what is refused beside others gets another chance without them.
 */
export async function hostileProblems(
  subject: TargetUnderTest,
  position: HostilePosition,
): Promise<readonly string[]> {
  const { target, marks } = subject;
  const build: BuildModel = (texts) =>
    position.modelOf(texts, (context) =>
      marks === undefined ? '' : `platform ${target.id} for ${context} { ${marks} }`,
    );
  const tried = position.texts.filter((_, at) => subject.thorough !== false || at % 2 === 0);
  const objections = new Map(tried.map((text) => [text, screened(position, text)]));
  const problems = [...objections.values()].flatMap(withoutWords);
  let waiting = tried.filter((text) => objections.get(text)?.length === 0);
  if (waiting.length === 0) problems.push('Every text is refused: nothing is tried.');
  while (waiting.length > 0) {
    const round = await tryTogether(subject, waiting, build);
    problems.push(...round.problems);
    if (round.refused.length === waiting.length) {
      for (const text of waiting) problems.push(...(await tryTogether(subject, [text], build)).problems);
      return problems;
    }
    waiting = [...round.refused];
  }
  return problems;
}

/** What the language refuses it refuses whatever the target: asked once for all of them. */
const screenings = new Map<HostilePosition, Map<string, readonly Diagnostic[]>>();

function screened(position: HostilePosition, text: string): readonly Diagnostic[] {
  const known = screenings.get(position) ?? new Map<string, readonly Diagnostic[]>();
  screenings.set(position, known);
  const objections = known.get(text) ?? objectionsTo(position.modelOf([text], () => ''));
  known.set(text, objections);
  return objections;
}

/** What the language itself has against a model, whatever the target. */
function objectionsTo({ sources }: HostileModel): readonly Diagnostic[] {
  const { models, diagnostics } = loadModels(sources);
  const all = [...diagnostics, ...models.flatMap((one) => [...one.diagnostics, ...checkModel(one.model)])];
  return all.filter(isError);
}

function withoutWords(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .filter(({ message }) => !/\w.*[.?!]$/s.test(message))
    .map(({ code, message }) => `${code} is told without words: ${JSON.stringify(message)}`);
}

async function tryTogether(
  subject: TargetUnderTest,
  texts: readonly string[],
  build: BuildModel,
): Promise<Round> {
  const refused: string[] = [];
  let left = texts;
  while (left.length > 0) {
    const model = build(left);
    const attempt = tryTarget(subject, model.sources);
    const origins =
      attempt.kind === 'made'
        ? unwritable(attempt)
        : attempt.diagnostics.filter(isError).map((one) => one.origin);
    if (attempt.kind === 'made' && origins.length === 0) {
      const problems = [
        ...fileProblems(attempt),
        ...(await subject.judge(attempt.allFiles, attempt.index, attempt.scaffolds)),
      ];
      return { problems, refused };
    }
    const named = new Set(origins.flatMap(({ file, start }) => model.textAt(file, start.line) ?? []));
    if (named.size === 0)
      return { problems: [`None of ${left.length} texts is named: ${reasons(attempt)}`], refused };
    refused.push(...named);
    left = left.filter((text) => !named.has(text));
  }
  return { problems: [], refused };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** The writer refuses a name that not every system takes: the places of what would have such a file. */
function unwritable({ allFiles, index }: Made): readonly Origin[] {
  const elements = new Map(allFiles.map(({ path, element }) => [path, element]));
  return pathProblems([...elements.keys()]).flatMap(({ path }) => {
    const element = index.get(elements.get(path) ?? '');
    return element ? [element.origin] : [];
  });
}

function reasons(attempt: Attempt): string {
  if (attempt.kind === 'made') return 'not every file can be written.';
  return attempt.diagnostics.map(({ code, message }) => `${code}: ${message}`).join(' ');
}
