import type { JsonValue } from '../pim/json.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { askProgram } from './ask-program.ts';
import type { Program } from './cached-program.ts';
import {
  accepted,
  type Engine,
  failed,
  jsonOfText,
  notRun,
  type Question,
  type Reason,
  rejected,
  type Verdict,
} from './engine.ts';
import { inNewFolder, writeInto } from './generated-folder.ts';
import type { MakeOutput } from './make-output.ts';
import { pydanticPointer } from './pydantic-pointer.ts';

interface Asked {
  readonly index: ModelIndex;
  /** The package that the model is, at the top. */
  readonly root: string;
  /** What the program in engines/python is asked. */
  readonly line: {
    /** The module, and what in it has a type. */
    readonly module: string;
    readonly name: string;
    readonly instance: string;
    readonly old?: string;
  };
}

interface PythonViolation {
  readonly loc: readonly (string | number)[];
  readonly message: string;
  readonly rule: string | null;
}

/** What it answers, a line each; `impossible` is why `old` cannot have been. */
type Answered =
  | { readonly violations: readonly PythonViolation[] }
  | { readonly impossible: readonly PythonViolation[] }
  | { readonly fault: string };

/** The generated Python on pydantic. `program` gives a Python that has it, `judge` is engines/python/judge.py. */
export function pythonEngine(make: MakeOutput, program: () => Promise<Program>, judge: string): Engine {
  return {
    id: 'python',
    title: 'the generated Python on pydantic',
    target: 'python',
    judge: async (questions) => {
      const asked = inPythonsWords(questions, make);
      // What nobody is asked is not installed.
      if (asked.every((one) => one === undefined)) return questions.map(() => notRun(notGenerated));
      const found = await program();
      if ('missing' in found) return questions.map(() => notRun(found.missing));
      return inNewFolder('python', (folder) => judgeIn(folder, asked, make, [found.path, judge]));
    },
  };
}

const notGenerated = 'nothing is generated for this type';

/** Each model is a package of its own. */
function inPythonsWords(questions: readonly Question[], make: MakeOutput): readonly (Asked | undefined)[] {
  const packages = new Map<ModelIndex, string>();
  return questions.map(({ index, subject, instance, old }) => {
    const root = packages.get(index) ?? `m${packages.size}`;
    packages.set(index, root);
    const symbol = make(index, 'python').symbols.get(subject);
    if (!symbol) return undefined;
    const line = {
      module: moduleName(root, symbol.from),
      name: symbol.name,
      instance,
      ...(old === undefined ? {} : { old }),
    };
    return { index, root, line };
  });
}

async function judgeIn(
  folder: string,
  asked: readonly (Asked | undefined)[],
  make: MakeOutput,
  command: readonly [string, ...string[]],
): Promise<readonly Verdict[]> {
  const packages = new Map(asked.flatMap((one) => (one ? [[one.root, one.index] as const] : [])));
  for (const [root, index] of packages) {
    writeInto(folder, `${root}/__init__.py`, '');
    for (const { path, content } of make(index, 'python').files)
      writeInto(folder, path.replace(/^python\//, `${root}/`), content);
  }
  const lines = asked.flatMap((one) => (one ? [JSON.stringify(one.line)] : []));
  const answers = (await askProgram(command, lines, folder)).values();
  return asked.map((one) =>
    one
      ? verdictOf(answers.next().value as unknown as Answered, jsonOfText(one.line.instance))
      : notRun(notGenerated),
  );
}

/** How Python imports a generated file that lies below a package. */
export function moduleName(root: string, file: string): string {
  return file
    .replace(/^python\//, `${root}.`)
    .replace(/\.py$/, '')
    .replaceAll('/', '.');
}

function verdictOf(answered: Answered, instance: JsonValue): Verdict {
  if ('fault' in answered) return failed(answered.fault);
  if ('impossible' in answered)
    return notRun(
      `\`old\` cannot have been: ${answered.impossible.map(({ message }) => message).join('; ')}`,
    );
  const { violations } = answered;
  return violations.length === 0 ? accepted : rejected(violations.map((one) => reasonOf(one, instance)));
}

function reasonOf({ loc, message, rule }: PythonViolation, instance: JsonValue): Reason {
  return { path: pydanticPointer(loc, instance), message, ...(rule === null ? {} : { rule }) };
}
