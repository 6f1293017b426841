import type { Engine, Verdict } from '../../engines/engine.ts';

/** The same engine, whose verdicts on the questions that it is asked first are kept. */
export function recordedEngine(engine: Engine): {
  readonly engine: Engine;
  readonly verdicts: readonly Verdict[];
} {
  const verdicts: Verdict[] = [];
  return {
    engine: {
      ...engine,
      judge: async (questions) => {
        const answers = await engine.judge(questions);
        if (verdicts.length === 0) verdicts.push(...answers);
        return answers;
      },
    },
    verdicts,
  };
}
