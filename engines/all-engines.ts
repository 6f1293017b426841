import { join } from 'node:path';
import { ajvEngine } from './ajv.ts';
import type { Engine } from './engine.ts';
import { goProgram } from './go-program.ts';
import { interpreter } from './interpreter.ts';
import { kubernetesEngine } from './kubernetes.ts';
import type { MakeOutput } from './make-output.ts';
import { postgresEngine } from './postgres.ts';
import { pythonEngine } from './python.ts';
import { pythonProgram } from './python-program.ts';
import { sqliteEngine } from './sqlite.ts';
import { typescriptEngine } from './typescript.ts';

/** What engines need of the place that they run in. */
export interface Surroundings {
  readonly make: MakeOutput;
  /** The folder of `@pimento/runtime`, compiled. */
  readonly runtimeFolder: string;
  /** The folder of the programs in other languages: the Go module `kubernetes`, `python/judge.py`. */
  readonly enginesFolder: string;
}

/** Every engine there is, the reference first. */
export function allEngines({ make, runtimeFolder, enginesFolder }: Surroundings): readonly Engine[] {
  return [
    interpreter,
    typescriptEngine(make, runtimeFolder),
    ajvEngine(make),
    kubernetesEngine(make, () => goProgram(join(enginesFolder, 'kubernetes'))),
    postgresEngine(make),
    sqliteEngine(make),
    pythonEngine(make, () => pythonProgram(), join(enginesFolder, 'python/judge.py')),
  ];
}
