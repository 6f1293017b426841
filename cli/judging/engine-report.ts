import { compare, type Expectation, type Expected, type Outcome, wordFor } from '../../engines/compare.ts';
import type { Engine, Exception, Reason } from '../../engines/engine.ts';
import type { Target } from '../../generators/core/target.ts';

/** A case that can be asked. */
export interface AskedCase {
  readonly id: string;
  readonly expectation: Expectation;
}

/** How one engine did; cases by their ids, in their order. */
export interface EngineReport {
  readonly engine: Pick<Engine, 'id' | 'title'>;
  /** How many it was asked and answered. */
  readonly run: number;
  readonly agreed: number;
  readonly disagreed: readonly Disagreement[];
  readonly exceptions: readonly { readonly id: string; readonly exception: Exception }[];
  readonly notEnforceable: readonly { readonly id: string; readonly reason: string }[];
  readonly notRun: readonly { readonly id: string; readonly reason: string }[];
}

export interface Disagreement {
  readonly id: string;
  readonly expected: Expected;
  readonly got: Expected | 'failure';
  readonly reasons: readonly Reason[];
}

/** Asks an engine all cases. */
export async function reportOn(
  engine: Engine,
  cases: readonly AskedCase[],
  targets: readonly Target[],
): Promise<EngineReport> {
  const outcomes = await compare(
    engine,
    wordFor(engine, targets),
    cases.map(({ expectation }) => expectation),
  );
  const of = <Kind extends Outcome['kind'], Told>(
    kind: Kind,
    tell: (outcome: Extract<Outcome, { kind: Kind }>, one: AskedCase) => Told,
  ): readonly Told[] =>
    cases.flatMap((one, at) => {
      const outcome = outcomes[at];
      return outcome?.kind === kind ? [tell(outcome as Extract<Outcome, { kind: Kind }>, one)] : [];
    });
  const notRun = of('not run', ({ reason }, { id }) => ({ id, reason }));
  return {
    engine: { id: engine.id, title: engine.title },
    run: cases.length - notRun.length,
    agreed: of('agreed', () => true).length,
    disagreed: of('disagreed', ({ got, reasons }, { id, expectation: { expected } }) => ({
      id,
      expected,
      got,
      reasons,
    })),
    exceptions: of('exception', ({ exception }, { id }) => ({ id, exception })),
    notEnforceable: of('not enforceable', ({ reason }, { id }) => ({ id, reason })),
    notRun,
  };
}
