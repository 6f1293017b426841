import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { SymbolRef } from '../generators/core/target.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { askProgram } from './ask-program.ts';
import {
  accepted,
  type Engine,
  failed,
  notRun,
  type Question,
  type Reason,
  rejected,
  type Verdict,
} from './engine.ts';
import { inNewFolder, writeInto } from './generated-folder.ts';
import type { MakeOutput } from './make-output.ts';

/** What the process that runs the generated code is asked, a line each. */
interface Asked {
  /** The module, relative to the folder. */
  readonly from: string;
  /** What the module exports, with `parse` and, if there is an `old`, with `follow`. */
  readonly name: string;
  readonly instance: string;
  readonly old?: string;
}

/** What it answers, a line each: reasons, none if it accepts; why `old` cannot have been; what was thrown. */
type Answered =
  | { readonly reasons: readonly Reason[] }
  | { readonly impossible: readonly Reason[] }
  | { readonly fault: string };

/**
 * The generated TypeScript on this Node, which strips the types by itself. `runtimeFolder` is where
 * `@pimento/runtime` lies, compiled.
 */
export function typescriptEngine(make: MakeOutput, runtimeFolder: string): Engine {
  return {
    id: 'typescript',
    title: 'the generated TypeScript on Node',
    target: 'typescript',
    judge: (questions) =>
      inNewFolder('typescript', (folder) => judgeIn(folder, questions, make, runtimeFolder)),
  };
}

async function judgeIn(
  folder: string,
  questions: readonly Question[],
  make: MakeOutput,
  runtimeFolder: string,
): Promise<readonly Verdict[]> {
  const models = [...new Set(questions.map(({ index }) => index))];
  const folders = new Map<ModelIndex, string>();
  for (const [position, index] of models.entries()) {
    folders.set(index, `${position}`);
    for (const { path, content } of make(index, 'typescript').files)
      writeInto(folder, `${position}/${path}`, onNode(content));
  }
  writeInto(folder, 'package.json', JSON.stringify({ type: 'module' }));
  writeInto(folder, 'judge.js', judgeProgram);
  // Types are not stripped inside `node_modules`; the runtime is JavaScript.
  cpSync(runtimeFolder, join(folder, 'node_modules/@pimento/runtime'), { recursive: true });
  const asked = questions.map((question): Asked | undefined => {
    const symbol = companionOf(question, make(question.index, 'typescript').symbols);
    if (!symbol) return undefined;
    const { instance, old } = question;
    const from = `./${folders.get(question.index) ?? ''}/${symbol.from}`;
    return { from, name: symbol.name, instance, ...(old === undefined ? {} : { old }) };
  });
  const answers = await askProgram(
    [process.execPath, '--disable-warning=ExperimentalWarning', 'judge.js'],
    asked.flatMap((one) => (one ? [JSON.stringify(one)] : [])),
    folder,
  );
  const verdicts = answers.map((answered) => verdictOf(answered as unknown as Answered)).values();
  return asked.map((one) => (one && verdicts.next().value) ?? notRun('nothing is generated for this type'));
}

/** Imports name what a compiler would write; Node wants what is there. */
function onNode(content: string): string {
  return content.replace(/^((?:import|export|\}) .*from '\.{1,2}\/.*)\.js';$/gm, "$1.ts';");
}

/** Of an aggregate that is its state: what an instance is, and what follows another. */
function companionOf(
  { subject }: Question,
  symbols: ReadonlyMap<string, SymbolRef>,
): Pick<SymbolRef, 'name' | 'from'> | undefined {
  const symbol = symbols.get(subject);
  return symbol?.parts?.['state'] ?? symbol;
}

function verdictOf(answered: Answered): Verdict {
  if ('fault' in answered) return failed(answered.fault);
  if ('reasons' in answered) return answered.reasons.length === 0 ? accepted : rejected(answered.reasons);
  return notRun(`\`old\` cannot have been: ${answered.impossible.map(({ message }) => message).join('; ')}`);
}

/** Runs beside the generated code, on any Node that strips types. What code throws is a fault of it. */
const judgeProgram = `import { text } from 'node:stream/consumers';

async function judge({ from, name, instance, old }) {
  const companion = (await import(from))[name];
  if (old === undefined || companion.follow === undefined) {
    const result = companion.parse(JSON.parse(instance));
    return { reasons: result.ok ? [] : result.error };
  }
  const before = companion.parse(JSON.parse(old));
  if (!before.ok) return { impossible: before.error };
  const result = companion.follow(before.value, JSON.parse(instance));
  return { reasons: result.ok ? [] : result.error };
}

// Not by \`readline\`: for it a line ends at U+2028 too.
for (const line of (await text(process.stdin)).split('\\n')) {
  if (line === '') continue;
  const answer = await judge(JSON.parse(line)).catch((error) => ({ fault: String(error) }));
  process.stdout.write(JSON.stringify(answer) + '\\n');
}
`;
