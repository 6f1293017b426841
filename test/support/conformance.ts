import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { enginesFolder } from '../../cli/engines-folder.ts';
import type { EngineReport } from '../../cli/judging/engine-report.ts';
import { findExpectations } from '../../cli/judging/find-expectations.ts';
import { readCases } from '../../cli/judging/read-cases.ts';
import { packageTemplates } from '../../cli/package-templates.ts';
import { runtimeFolder } from '../../cli/runtime-folder.ts';
import { allEngines } from '../../engines/all-engines.ts';
import type { Expectation } from '../../engines/compare.ts';
import type { Engine } from '../../engines/engine.ts';
import { outputMaker } from '../../engines/make-output.ts';
import { targets } from '../../generators/targets.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';

const folder = new URL('../conformance', import.meta.url).pathname;

export interface ConformanceCase {
  readonly id: string;
  /** The name of its file. */
  readonly topic: string;
  readonly expectation: Expectation;
}

export interface Conformance {
  readonly cases: readonly ConformanceCase[];
  /** Why cases cannot be asked: there are none. */
  readonly problems: readonly Diagnostic[];
}

/** The cases of `test/conformance`, for engines with these targets. */
export function readConformance(engines: readonly Engine[]): Conformance {
  const ids = new Set<string>();
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const read = files.toSorted().map((name) => {
    const path = join(folder, name);
    return readCases(readFileSync(path, 'utf8'), path, ids);
  });
  const wanted = new Set(engines.flatMap(({ target }) => target ?? []));
  const written = read.flatMap(({ cases }) => cases);
  const { found } = findExpectations(written, { targets, wanted });
  return {
    cases: found.flatMap((one, at) =>
      'expectation' in one ? [{ ...one, topic: basename(written[at]?.origin.file ?? '', '.yaml') }] : [],
    ),
    problems: [
      ...read.flatMap(({ diagnostics }) => diagnostics),
      ...found.flatMap((one) => ('diagnostics' in one ? one.diagnostics : [])),
    ],
  };
}

/** Every engine that there is, as the command line has them. */
export function conformanceEngines(): readonly Engine[] {
  return allEngines({ make: outputMaker(targets, packageTemplates), runtimeFolder, enginesFolder });
}

/** By engine and case, as `failuresOf` tells them: empty, and it stays empty. */
export const knownFailures: readonly string[] = [];

/** A line for each case that the engine judges otherwise. */
export function failuresOf({ engine, disagreed }: EngineReport): readonly string[] {
  return disagreed.map(({ id, expected, got }) => `${engine.id}: ${got}, to ${expected} ${id}`);
}
