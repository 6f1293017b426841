import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defineTarget, type OutputFile, type TargetDefinition } from '../../kit/target.ts';
import { hostileNames, hostileTexts, type TargetUnderTest, targetChecks } from '../../kit/testing/index.ts';
import { testTarget } from '../../kit/vitest.ts';
import { type ListPsm, listDefinition, listTarget } from '../support/list-target.ts';

const root = new URL('../..', import.meta.url).pathname;

function subject(
  change: Partial<TargetDefinition<ListPsm>> = {},
  judge: TargetUnderTest['judge'] = () => [],
): TargetUnderTest {
  return {
    target: defineTarget({ ...listDefinition, ...change }),
    packageFolder: pathToFileURL(root),
    judge,
  };
}

/** What the suite says, check by check. */
async function failures(tried: TargetUnderTest, names: RegExp): Promise<string> {
  const said: string[] = [];
  for (const { name, run } of targetChecks(tried)) {
    if (!names.test(name)) continue;
    for (const problem of await run()) said.push(`${name}: ${problem}`);
  }
  return said.join('\n');
}

/** What a target finds that prints texts of the model. */
interface TextsPsm extends ListPsm {
  readonly docs: readonly string[];
  readonly messages: readonly string[];
}

/** Prints texts without a thought of what may be in them. */
function textsPrinted(printed: (psm: TextsPsm) => readonly string[]): Partial<TargetDefinition<ListPsm>> {
  return {
    transform: (input): TextsPsm => {
      const declarations = input.index.model.contexts.flatMap((context) => context.declarations);
      const aggregates = declarations.filter((one) => one.kind === 'aggregate');
      return {
        ...listDefinition.transform(input),
        docs: aggregates.flatMap(({ fields }) => fields.flatMap(({ doc }) => doc ?? [])),
        messages: aggregates.flatMap(({ rules }) => rules.map(({ message }) => message)),
      };
    },
    emit: (psm, render) =>
      listDefinition.emit(psm, render).map((file) => ({
        ...file,
        content: [file.content, ...printed(psm as TextsPsm).map((line) => `${line}\n`)].join(''),
      })),
  };
}

testTarget(subject());

describe('the suite', () => {
  const psmChanged = (change: (psm: ListPsm) => unknown): Partial<TargetDefinition<ListPsm>> => ({
    transform: (input) => change(listDefinition.transform(input)) as ListPsm,
  });
  const filesChanged = (change: (file: OutputFile) => OutputFile): Partial<TargetDefinition<ListPsm>> => ({
    emit: (psm, render) => listDefinition.emit(psm, render).map(change),
  });
  const lineAdded = (line: () => string): Partial<TargetDefinition<ListPsm>> =>
    filesChanged((file) => ({ ...file, content: `${file.content}${line()}\n` }));
  let runs = 0;

  const broken: readonly {
    readonly name: string;
    readonly change: Partial<TargetDefinition<ListPsm>>;
    readonly said: RegExp;
  }[] = [
    { name: 'an id that is none', change: { id: 'My List' }, said: /keeps the contract: has an `id`/ },
    { name: 'marks that are no schema', change: { marks: { type: 'objekt' } }, said: /no JSON Schema/ },
    {
      name: 'a step that throws',
      change: psmChanged(() => {
        throw new TypeError('oh');
      }),
      said: /the smallest model: Error: `transform` of the target `list` threw TypeError: oh/,
    },
    {
      name: 'nothing made',
      change: { emit: () => [] },
      said: /makes something of a library: It makes no file/,
    },
    {
      name: 'a Map in its own model',
      change: psmChanged((psm) => ({ ...psm, more: [new Map()] })),
      said: /plain JSON: a library: \/more\/0 is a Map/,
    },
    {
      name: 'a number that JSON has no word for',
      change: psmChanged((psm) => ({ ...psm, more: Number.NaN })),
      said: /\/more is NaN/,
    },
    {
      name: 'a file beside its folder',
      change: filesChanged((file) => ({ ...file, path: file.path.replace('list/', 'other/') })),
      said: /does not lie in its folder `list\/`/,
    },
    {
      name: 'a file that no Windows has',
      change: filesChanged((file) => ({ ...file, path: 'list/aux.txt' })),
      said: /`list\/aux\.txt` has the part `aux\.txt`, which Windows keeps/,
    },
    {
      name: 'a last line that does not end',
      change: filesChanged((file) => ({ ...file, content: file.content.trimEnd() })),
      said: /does not end with a line feed/,
    },
    { name: 'a control character', change: lineAdded(() => '\u0007'), said: /holds a control character/ },
    { name: 'half of a character', change: lineAdded(() => '\ud800'), said: /holds half of a character/ },
    {
      name: 'lines that lead nowhere',
      change: filesChanged((file) => ({ ...file, trace: [] })),
      said: /leads none of its lines back/,
    },
    {
      name: 'lines of an element that is not there',
      change: filesChanged((file) => ({ ...file, trace: [{ start: 1, end: 1, element: 'Nowhere' }] })),
      said: /leads to `Nowhere`, which is no element/,
    },
    {
      name: 'lines that the file has not',
      change: filesChanged(({ trace, ...file }) => ({
        ...file,
        trace: trace.map((one) => ({ ...one, end: 999 })),
      })),
      said: /traces the lines 2 to 999/,
    },
    { name: 'the clock', change: lineAdded(() => `${Date.now()}`), said: /It reads Date\.now/ },
    { name: 'today', change: lineAdded(() => new Date().toISOString()), said: /It reads new Date\(\)/ },
    { name: 'chance', change: lineAdded(() => `${Math.random()}`), said: /It reads Math\.random/ },
    { name: 'the folder', change: lineAdded(() => process.cwd()), said: /It reads process\.cwd/ },
    {
      name: 'the environment',
      change: lineAdded(() => `${process.env['HOME']}`),
      said: /It reads process\.env\.HOME/,
    },
    {
      name: 'the locale',
      change: lineAdded(() => (1).toLocaleString()),
      said: /It reads Number\.prototype\.toLocaleString/,
    },
    {
      name: 'the order of a locale',
      change: lineAdded(() => ['b', 'a'].toSorted((left, right) => left.localeCompare(right)).join('')),
      said: /It reads String\.prototype\.localeCompare/,
    },
    {
      name: 'the time zone',
      change: lineAdded(() => `${new Date(0).getHours()}`),
      said: /It reads Date\.prototype\.getHours/,
    },
    {
      name: 'something of its own that changes',
      change: lineAdded(() => `${(runs += 1)}`),
      said: /is another the second time: "\d+" and "\d+"/,
    },
    {
      name: 'a model that it changes',
      change: {
        transform: (input) => {
          Object.assign(input.index.model, { name: 'Changed' });
          return listDefinition.transform(input);
        },
      },
      said: /The model is not the same afterwards/,
    },
    {
      name: 'a model of its own that a step changes',
      change: {
        check: (psm) => {
          Object.assign(psm, { checked: `${(runs += 1)}` });
          return [];
        },
      },
      said: /`check` or `symbols` changes its own model/,
    },
    {
      name: 'the order of the declarations',
      change: {
        emit: (psm, render) =>
          listDefinition
            .emit(psm, render)
            .map((file, at) => ({ ...file, content: `${file.content}${at}\n` })),
      },
      said: /in whatever order[^]*is another the second time/,
    },
    {
      name: 'a symbol of nothing',
      change: { symbols: () => new Map([['Nowhere', { name: '', from: 'list/nowhere.txt' }]]) },
      said: /of `Nowhere`, which is no element\.[^]*has no name\.[^]*`list\/nowhere.txt`, which is not made/,
    },
    {
      name: 'a reason that says nothing',
      change: { enforce: () => ({ verdict: 'not enforceable', reason: '' }) },
      said: /It does not say why it cannot enforce `Library\./,
    },
    {
      name: 'a diagnostic that is none',
      change: { check: () => [{ code: 'list-odd' }] as never },
      said: /`check` of the target `list` returned something that is no diagnostic/,
    },
    {
      name: 'a promise',
      change: psmChanged((psm) => Promise.resolve(psm)),
      said: /returned a promise/,
    },
  ];
  it.each(broken)('tells of $name', async ({ change, said }) => {
    expect(await failures(subject(change), /^(?!is broken by no text)/)).toMatch(said);
  });

  it('tells what the judge says', async () => {
    const judged = subject({}, (files, index) => [`${files.length} files of ${index.model.name}`]);
    expect(await failures(judged, /judge/)).toMatch(/a library: 2 files of Library/);
  });

  const naive: readonly {
    readonly name: string;
    readonly printed: (psm: TextsPsm) => readonly string[];
    readonly isWhole: RegExp;
  }[] = [
    { name: 'a comment', printed: ({ docs }) => docs.map((doc) => `# ${doc}`), isWhole: /^(#.*|\w+)$/ },
    {
      name: 'a message',
      printed: ({ messages }) => messages.map((one) => `"${one}"`),
      isWhole: /^(#.*|\w+|"[^"]*")$/,
    },
  ];
  it.each(naive)('finds what breaks out of $name', async ({ name, printed, isWhole }) => {
    const judge: TargetUnderTest['judge'] = (files) =>
      files.flatMap(({ content }) =>
        content
          .trimEnd()
          .split('\n')
          .filter((line) => !isWhole.test(line))
          .map((line) => `a line is ${line}`),
      );
    const tried = subject(textsPrinted(printed), judge);
    expect(await failures(tried, new RegExp(`text as ${name}$`))).toMatch(/a line is/);
    expect(await failures(tried, /the name of a rule$/)).toBe('');
  });

  it('has more than two hundred texts, and as many names', () => {
    expect(hostileTexts.length).toBeGreaterThan(500);
    expect(hostileNames.length).toBeGreaterThan(200);
    expect(new Set(hostileTexts).size).toBe(hostileTexts.length);
  });

  it('leaves the machine as it was', async () => {
    const before = [Date, Date.now, Math.random, process.env, process.cwd, Intl.Collator];
    await failures(subject(), /asks the machine/);
    expect([Date, Date.now, Math.random, process.env, process.cwd, Intl.Collator]).toEqual(before);
    expect(Object.hasOwn(performance, 'now')).toBe(false);
  });

  it('is declared with the contract of the target', () => {
    expect(listTarget.contract).toBe(1);
  });
});
