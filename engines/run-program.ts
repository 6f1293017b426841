import { type SpawnOptions, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** How a program ended, and what it said. */
export interface Ended {
  /** Its exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end. Throws what the system says if it cannot be started. */
export async function runProgram(
  [command, ...words]: readonly [string, ...string[]],
  { input, ...options }: Pick<SpawnOptions, 'cwd' | 'env'> & { readonly input?: string } = {},
): Promise<Ended> {
  const child = spawn(command, words, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  // A program that ends early closes its input: its exit code and its errors tell more than that.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  return { code, output, errors };
}
