import type { JsonValue } from '../pim/json.ts';
import { jsonOfText } from './engine.ts';
import { runProgram } from './run-program.ts';

/**
 * Runs a program that answers each line of its input with a line of JSON, in their order. Throws with what it
 * says if it fails: it answers whatever is asked, so that is a fault of ours.
 */
export async function askProgram(
  command: readonly [string, ...string[]],
  questions: readonly string[],
  folder?: string,
): Promise<readonly JsonValue[]> {
  if (questions.length === 0) return [];
  const input = questions.map((one) => `${one}\n`).join('');
  const { code, output, errors } = await runProgram(command, {
    input,
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  if (code !== 0) throw new Error(`\`${command[0]}\` failed: ${errors}`);
  const answers = output.split('\n').flatMap((line) => (line === '' ? [] : [jsonOfText(line)]));
  if (answers.length !== questions.length) {
    throw new Error(`\`${command[0]}\` gave ${answers.length} answers to ${questions.length} questions`);
  }
  return answers;
}
