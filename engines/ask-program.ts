import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { JsonValue } from '../pim/json.ts';
import { jsonOfText } from './engine.ts';

/**
 * Runs a program that answers each line of its input with a line of JSON, in their order. Throws with what it
 * says if it fails: it answers whatever is asked, so that is a fault of ours.
 */
export async function askProgram(
  [command, ...words]: readonly [string, ...string[]],
  questions: readonly string[],
  folder?: string,
): Promise<readonly JsonValue[]> {
  if (questions.length === 0) return [];
  const child = spawn(command, words, {
    ...(folder === undefined ? {} : { cwd: folder }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A program that ends early closes its input: its exit code and its errors tell more than that.
  child.stdin.on('error', () => undefined);
  child.stdin.end(questions.map((one) => `${one}\n`).join(''));
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  if (code !== 0) throw new Error(`\`${command}\` failed: ${errors}`);
  const answers = output.split('\n').flatMap((line) => (line === '' ? [] : [jsonOfText(line)]));
  if (answers.length !== questions.length) {
    throw new Error(`\`${command}\` gave ${answers.length} answers to ${questions.length} questions`);
  }
  return answers;
}
