import { ajvEngine } from './ajv.ts';
import type { Engine } from './engine.ts';
import { goProgram } from './go-program.ts';
import { interpreter } from './interpreter.ts';
import { kubernetesEngine } from './kubernetes.ts';
import type { MakeOutput } from './make-output.ts';
import { typescriptEngine } from './typescript.ts';

/** What engines need of the place that they run in. */
export interface Surroundings {
  readonly make: MakeOutput;
  /** The folder of `@pimento/runtime`, compiled. */
  readonly runtimeFolder: string;
  /** The folder of the Go module with the API server's validation. */
  readonly kubernetesModule: string;
}

/** Every engine there is, the reference first. */
export function allEngines({ make, runtimeFolder, kubernetesModule }: Surroundings): readonly Engine[] {
  return [
    interpreter,
    typescriptEngine(make, runtimeFolder),
    ajvEngine(make),
    kubernetesEngine(make, () => goProgram(kubernetesModule)),
  ];
}
