import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JsonObject } from '../../pim/json.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { type Arguments, valueOf } from '../arguments.ts';
import type { RunCommand, UsageProblem } from '../command.ts';
import { diagnosticCodes, diagnosticPage } from '../diagnostic-page.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { counted } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import { readSources, readTogether } from '../read-sources.ts';
import { isWithin } from '../source-paths.ts';
import { systemProblem } from '../system-error.ts';
import type { Terminal } from '../terminal.ts';
import { explainGenerated } from '../tracing/explain-generated.ts';
import { explainModelLine } from '../tracing/explain-model-line.ts';
import { type FilePlace, parseFilePlace } from '../tracing/file-place.ts';
import { findGenerated } from '../tracing/find-generated.ts';
import { planModels } from '../tracing/plan-models.ts';
import { printGeneratedLine, printModelLine } from '../tracing/print-tracing.ts';
import { generatedLineJson, modelLineJson } from '../tracing/tracing-json.ts';

/** Tells what a line of a generated file comes from, what a line of a model becomes, or what a code means. */
export const explain: RunCommand = async (given, terminal) => {
  const [word, ...rest] = given.operands;
  if (word === undefined) return { usage: 'A place or a code is missing: `FILE:LINE` or `CODE`.' };
  if (rest.length > 0) return { usage: 'One place or code at a time.' };
  if (/^[a-z]+(?:-[a-z]+)+$/.test(word)) return explainCode(word, given, terminal);
  const place = parseFilePlace(word);
  if (!place)
    return {
      usage: `\`${printable(word)}\` names no line and no code: write \`FILE:LINE\`, or a code as \`check\` prints it.`,
    };
  const text = textWith(place);
  if (typeof text !== 'string') return refused(place.file, text.objection, terminal);
  const settings = { ...given, operands: [] };
  return place.file.endsWith('.domain')
    ? explainModel(place, settings, terminal)
    : explainOutput(place, text, settings, terminal);
};

/** The code of a diagnostic, `unknown-name`. */
function explainCode(name: string, given: Arguments, terminal: Terminal): ExitCode | UsageProblem {
  if (isJson(given)) return { usage: 'What a code means is told to people only, without `--format json`.' };
  const codes = diagnosticCodes();
  if (codes.includes(name)) {
    terminal.answer(diagnosticPage(name));
    return exitCodes.fine;
  }
  const hint = didYouMean(name, codes);
  terminal.problem(
    `error: No code is called \`${name}\`.${hint} What targets of others report, they explain themselves.\n`,
  );
  return exitCodes.problems;
}

async function explainOutput(
  place: FilePlace,
  text: string,
  given: Arguments,
  terminal: Terminal,
): Promise<ExitCode | UsageProblem> {
  const generated = findGenerated(place.file);
  if ('objection' in generated) return refused(place.file, generated.objection, terminal);
  const { recorded, sources, path } = generated;
  const planned = await planModels(
    {
      given,
      otherwise: sources,
      sourcesOf: ({ models }) => (sources.length > 0 ? readTogether(sources) : readSources(models)),
      wantedOf: ({ targets }) => new Set(targets.map(({ id }) => id).filter((id) => id === recorded.target)),
    },
    terminal,
  );
  if (!('models' in planned)) return 'exit' in planned ? planned.exit : planned;
  for (const { model, plan, targets } of planned.models) {
    const [target] = targets;
    const made = plan.targets
      .flatMap(({ files }) => files)
      .find((file) => `${plan.folder}/${file.path}` === path);
    if (!target || !made || model.index.model.name !== recorded.model) continue;
    const line = explainGenerated(place, { generated, text, made, model, target });
    terminal.answer(isJson(given) ? json(generatedLineJson(line)) : printGeneratedLine(line));
    return exitCodes.fine;
  }
  const reason = `was made by \`${recorded.target}\` from the model \`${recorded.model}\`, which makes it no more`;
  return refused(place.file, `${reason}: \`pimento generate\` removes it`, terminal);
}

async function explainModel(
  place: FilePlace,
  given: Arguments,
  terminal: Terminal,
): Promise<ExitCode | UsageProblem> {
  const path = resolve(place.file);
  const folder = dirname(place.file);
  const planned = await planModels(
    {
      given,
      otherwise: [folder],
      sourcesOf: ({ models }) => {
        const around = models.filter((one) => isWithin(one, path));
        return readSources(around.length > 0 ? around : [folder]);
      },
      wantedOf: ({ wanted }) => wanted,
    },
    terminal,
  );
  if (!('models' in planned)) return 'exit' in planned ? planned.exit : planned;
  for (const one of planned.models) {
    const [file] = [...one.model.sources].find(([, source]) => source.path === path) ?? [];
    if (file === undefined) continue;
    const line = explainModelLine(place, file, one);
    terminal.answer(isJson(given) ? json(modelLineJson(line)) : printModelLine(line));
    return exitCodes.fine;
  }
  return refused(place.file, 'is a part of no model', terminal);
}

/** The text of a file that has the line; or why not, as the end of a sentence about the file. */
function textWith({ file, line }: FilePlace): string | { readonly objection: string } {
  try {
    const text = readFileSync(file, 'utf8');
    const lines = text.replace(/\n$/, '').split('\n').length;
    return line <= lines ? text : { objection: `has ${counted(lines, 'line')}: there is no line ${line}` };
  } catch (error) {
    const problem = systemProblem(error);
    if (!problem) throw error;
    return { objection: problem.reason };
  }
}

function refused(file: string, objection: string, terminal: Terminal): ExitCode {
  terminal.problem(`error: \`${printable(file)}\` ${printable(objection)}.\n`);
  return exitCodes.problems;
}

function isJson(given: Arguments): boolean {
  return valueOf(given, 'format') === 'json';
}

function json(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
