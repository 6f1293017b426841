import { compare, type Outcome, wordFor } from '../../engines/compare.ts';
import type { Engine, Question, Verdict } from '../../engines/engine.ts';
import type { Target } from '../../generators/core/target.ts';
import { rulesOf } from '../../pim/model-index.ts';
import { type FuzzQuestion, isAboutRules } from './batch.ts';
import { isKnown } from './known.ts';

/** What an engine did otherwise than it should. */
export type Wrong =
  | 'accepts what is wrong'
  | 'rejects what is right'
  /** It refuses what is wrong, and does not name the one rule that is broken. */
  | 'names another rule'
  | 'blames what holds'
  /** It tells every rule in general, and not one that is broken. */
  | 'hides what is broken'
  /** It cannot run what the target made of a model that no check refuses. */
  | 'cannot run it'
  /** It stops, and nothing else is answered. */
  | 'breaks down';

export interface Finding {
  readonly engine: string;
  readonly wrong: Wrong;
  readonly question: FuzzQuestion;
  /** What it said, in words. */
  readonly told: string;
}

/** What is said, without the names and numbers in it: alike for what comes of the same. */
export function wordsOf({ told }: Pick<Finding, 'told'>): string {
  return told.replaceAll(/"[^"]*"|'[^']*'|\b\w*\d\w*\b|\S*[/.]\S*/g, '').slice(0, 80);
}

/** How one engine did in a batch. */
export interface EngineAnswers {
  readonly engine: string;
  readonly outcomes: readonly (Outcome['kind'] | undefined)[];
  readonly findings: readonly Finding[];
  /** How many more were of faults that are known. */
  readonly known: number;
}

/**
 * Engines that tell every rule that is broken. Of the others, Python asks the rules of a whole only once its parts
 * are right, databases stop at the first, and schemas and servers tell what they come across.
 */
const tellsEvery: ReadonlySet<string> = new Set(['typescript']);

type Word = ReturnType<typeof wordFor>;

/** Asks one engine, and looks at what it says of each question. */
export async function askEngine(
  engine: Engine,
  targets: readonly Target[],
  questions: readonly FuzzQuestion[],
): Promise<EngineAnswers> {
  const word = wordFor(engine, targets);
  const said = new Map<Question, Verdict>();
  const listening: Engine = {
    ...engine,
    judge: async (asked) => {
      const verdicts = await engine.judge(asked);
      for (const [at, one] of asked.entries()) {
        const verdict = verdicts[at];
        if (verdict) said.set(one, verdict);
      }
      return verdicts;
    },
  };
  const judged = await judgedApart(listening, word, questions);
  const all = questions.flatMap((question, at): readonly Finding[] => {
    const answer = judged[at];
    if (answer === undefined) return [];
    const wrong =
      'failure' in answer
        ? { wrong: 'breaks down' as const, told: answer.failure }
        : wrongIn(engine, word, question, answer, said.get(question.expectation));
    return wrong ? [{ engine: engine.id, question, ...wrong }] : [];
  });
  const findings = all.filter(({ told }) => !isKnown(engine.id, told));
  return {
    engine: engine.id,
    outcomes: judged.map((one) => (one && !('failure' in one) ? one.kind : undefined)),
    findings,
    known: all.length - findings.length,
  };
}

/** Where to cut: between two models, if there are several. */
function halfOf(questions: readonly FuzzQuestion[]): number {
  const middle = Math.ceil(questions.length / 2);
  const at = questions[middle]?.model;
  const before = questions.findIndex(({ model }) => model === at);
  const after = questions.findLastIndex(({ model }) => model === at) + 1;
  const cut = before > 0 ? before : after;
  return cut > 0 && cut < questions.length ? cut : middle;
}

type Judged = Outcome | { readonly failure: string };

/** All at once; where that fails, in halves down to the question that it fails at. */
async function judgedApart(
  engine: Engine,
  word: Word,
  questions: readonly FuzzQuestion[],
): Promise<readonly (Judged | undefined)[]> {
  try {
    return await compare(
      engine,
      word,
      questions.map(({ expectation }) => expectation),
    );
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    if (questions.length === 1) return [{ failure }];
    const [first, ...others] = questions;
    // Of one model all mostly fail alike.
    if (first && others.every(({ model }) => model === first.model)) {
      const [alone] = await judgedApart(engine, word, [first]);
      if (alone && 'failure' in alone) return questions.map((_, at) => (at === 0 ? alone : undefined));
    }
    const half = halfOf(questions);
    return [
      ...(await judgedApart(engine, word, questions.slice(0, half))),
      ...(await judgedApart(engine, word, questions.slice(half))),
    ];
  }
}

function wrongIn(
  engine: Engine,
  word: Word,
  { expectation, violations }: FuzzQuestion,
  outcome: Outcome,
  verdict: Verdict | undefined,
): Pick<Finding, 'wrong' | 'told'> | undefined {
  if (outcome.kind === 'disagreed') {
    const told = outcome.reasons.map(({ message, path = '', rule = '' }) =>
      [path, message, rule].join(' ').trim(),
    );
    return { wrong: wrongBy(outcome, expectation), told: told.join('; ') };
  }
  if (verdict?.kind !== 'rejected' || outcome.kind !== 'agreed' || !isAboutRules(violations))
    return undefined;
  // It may have been refused on the way.
  if (expectation.old !== undefined && engine.exceptions?.includes('entities changed one by one'))
    return undefined;
  const told = new Set(verdict.reasons.flatMap(({ rule }) => rule ?? []));
  const broken = new Set(violations.flatMap(({ rule }) => rule ?? []));
  const innocent = [...told].filter((rule) => !broken.has(rule));
  if (innocent.length > 0) return { wrong: 'blames what holds', told: innocent.join(', ') };
  if (!tellsEvery.has(engine.id)) return undefined;
  const held = rulesOf(expectation.index.model).filter(
    (rule) => broken.has(rule.id) && (word?.enforce(rule, expectation.index).verdict ?? 'exact') === 'exact',
  );
  const hidden = held.filter(({ id }) => !told.has(id)).map(({ id }) => id);
  return hidden.length > 0 ? { wrong: 'hides what is broken', told: hidden.join(', ') } : undefined;
}

function wrongBy(
  { got }: Extract<Outcome, { kind: 'disagreed' }>,
  { expected }: FuzzQuestion['expectation'],
): Wrong {
  if (got === 'failure') return 'cannot run it';
  if (got === 'accept') return 'accepts what is wrong';
  return expected === 'accept' ? 'rejects what is right' : 'names another rule';
}
