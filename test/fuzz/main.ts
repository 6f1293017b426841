import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { conformanceEngines } from '../support/conformance.ts';
import { caseText, crashText } from './case-text.ts';
import { type Found, fuzz } from './fuzz.ts';
import { printTally, wrongVerdicts } from './tally.ts';

const usage = `npm run fuzz -- [--minutes N] [--seed TEXT] [--engine ID,…] [--batch N] [--out DIR]

Random models, rules and instances, judged by every engine and held to the reference.
  --minutes  how long (1)
  --seed     the same seed gives the same models and instances
  --batch    this batch alone
  --engine   these engines alone
  --out      a folder, in which found.yaml gets what is found
`;

/** So many findings are enough to begin with. */
const enough = 40;

const options = read();
const began = Date.now();
const seconds = (): number => (Date.now() - began) / 1000;
process.stdout.write(`seed ${options.seed}\n`);
const { tally, found: all } = await fuzz({
  seed: options.seed,
  from: options.batch ?? 0,
  engines: options.engines,
  goesOn: (_, count) => options.batch === undefined && seconds() < options.minutes * 60 && count < enough,
  shrinks: 2,
  told: ({ number, questions }, news) => {
    process.stdout.write(`batch ${number}: ${questions.length} instances, ${seconds().toFixed(0)} s\n`);
    news.forEach(tell);
  },
});
process.stdout.write(`\nseed ${options.seed}\n${printTally(tally, seconds())}`);
const silent = options.engines
  .filter(({ id }) => (tally.engines.get(id)?.run ?? 0) === 0)
  .map(({ id }) => id);
if (silent.length > 0) process.stdout.write(`answered nothing: ${silent.join(', ')}\n`);
process.exitCode = wrongVerdicts(tally) > 0 || all.length > 0 || silent.length > 0 ? 1 : 0;

function tell({ what, batch }: Found): void {
  const origin = `seed ${options.seed}, batch ${batch}`;
  const text = 'engine' in what ? caseText(what, origin) : crashText(what, origin);
  process.stdout.write(`${text}\n`);
  if (options.out === undefined) return;
  mkdirSync(options.out, { recursive: true });
  appendFileSync(join(options.out, 'found.yaml'), `${text}\n`);
}

function read() {
  const engines = conformanceEngines().filter(({ id }) => id !== 'interpreter');
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '1' },
        seed: { type: 'string', default: String(Date.now()) },
        batch: { type: 'string' },
        engine: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) end(usage, 0);
    const wanted = values.engine?.split(',');
    const unknown = wanted?.find((id) => !engines.some((one) => one.id === id));
    if (unknown !== undefined) throw new Error(`there is no engine \`${unknown}\` beside the interpreter`);
    return {
      seed: values.seed,
      minutes: numberOf('minutes', values.minutes),
      batch: values.batch === undefined ? undefined : numberOf('batch', values.batch),
      engines: wanted ? engines.filter(({ id }) => wanted.includes(id)) : engines,
      out: values.out,
    };
  } catch (error) {
    return end(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

function numberOf(name: string, text: string): number {
  const found = Number(text);
  if (text === '' || !Number.isFinite(found) || found < 0)
    throw new Error(`--${name} takes a number, and this is \`${text}\``);
  return found;
}

function end(text: string, code: number): never {
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exit(code);
}
