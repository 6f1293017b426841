import type { Target } from '../../generators/core/target.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import { type Diagnostic, isError } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { isLeftOut } from './known.ts';
import { withoutPart } from './reduce-sketch.ts';
import { type PrintedPart, type PrintedSketch, printSketch, type Sketch } from './sketch.ts';

/** A model that the checks let pass, theirs and those of the targets that are asked. */
export interface FuzzModel {
  readonly sketch: Sketch;
  readonly text: string;
  readonly index: ModelIndex;
}

/** What was left out of a sketch, and why. */
export interface Refusal {
  readonly code: string;
  /** As it was written. */
  readonly text: string;
  readonly isRule: boolean;
}

export interface FuzzRun {
  readonly targets: readonly Target[];
  /** Ids of the targets whose checks count. */
  readonly wanted: ReadonlySet<string>;
}

/** How often something is left out before the whole is given up. */
const mostTries = 6;

export interface SoundModel {
  readonly model?: FuzzModel;
  readonly refusals: readonly Refusal[];
  readonly crash?: Crash;
}

/** Something that a check or a target throws: never right. */
export interface Crash {
  readonly sketch: Sketch;
  readonly text: string;
  readonly message: string;
}

/** What is thrown where the sketch is read, checked and transformed; undefined if nothing is. */
export function crashOf(sketch: Sketch, run: FuzzRun): Crash | undefined {
  const printed = printSketch(sketch);
  const { crash } = analysed(printed, run, true);
  return crash === undefined ? undefined : { sketch, text: printed.text, message: crash };
}

/** The sketch as a model, without those of its parts that a check refuses; no model where that does not help. */
export function soundModel(sketch: Sketch, run: FuzzRun): SoundModel {
  const refusals: Refusal[] = [];
  let current = sketch;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const printed = printSketch(current);
    const { text } = printed;
    // Targets take longer than the model's own checks, and have nothing to say about what those refuse.
    let found = analysed(printed, run, false);
    let refused = refusedParts(printed, found.diagnostics);
    if (refused.length === 0 && found.index) {
      found = analysed(printed, run, true);
      refused = refusedParts(printed, found.diagnostics);
      if (refused.length === 0 && found.index) {
        return { model: { sketch: current, text, index: found.index }, refusals };
      }
    }
    if (found.crash !== undefined)
      return { refusals, crash: { sketch: current, text, message: found.crash } };
    if (refused.length === 0) break;
    for (const { part, code } of refused) {
      refusals.push({ code, text: text.slice(part.from, part.to).trim(), isRule: isRule(part) });
      current = withoutPart(current, part.path);
    }
  }
  return { refusals: [...refusals, { code: 'given up', text: printSketch(current).text, isRule: false }] };
}

/** The model as it is, or undefined if anything about it is wrong, or says the same of every instance. */
export function asItIs(sketch: Sketch, run: FuzzRun): FuzzModel | undefined {
  const printed = printSketch(sketch);
  const { index, diagnostics } = analysed(printed, run, true);
  const isRefused = diagnostics.some((one) => isError(one) || one.code === 'constant-rule');
  return index && !isRefused ? { sketch, text: printed.text, index } : undefined;
}

interface Analysed {
  /** If nothing about the model is an error. */
  readonly index?: ModelIndex;
  readonly diagnostics: readonly Diagnostic[];
  readonly crash?: string;
}

function analysed({ text }: PrintedSketch, { targets, wanted }: FuzzRun, withTargets: boolean): Analysed {
  try {
    const { models, diagnostics } = analyseSources([{ file: 'fuzz.domain', text }], {
      targets,
      wanted: withTargets ? wanted : new Set(),
    });
    const [model] = models;
    return { ...(model?.sound ? { index: model.index } : {}), diagnostics };
  } catch (error) {
    return { diagnostics: [], crash: error instanceof Error ? error.message : String(error) };
  }
}

interface RefusedPart {
  readonly part: PrintedPart;
  readonly code: string;
}

/** The parts that a check refuses, that say the same of every instance, or that are known to be judged wrong. */
function refusedParts(
  { text, parts }: PrintedSketch,
  diagnostics: readonly Diagnostic[],
): readonly RefusedPart[] {
  const refused = new Map<PrintedPart, string>();
  for (const part of parts) if (isLeftOut(text.slice(part.from, part.to), text)) refused.set(part, 'known');
  for (const one of diagnostics) {
    if (!isError(one) && one.code !== 'constant-rule') continue;
    const { offset } = one.origin.start;
    const meant = parts.find(({ from, to }) => from <= offset && offset < to);
    // What is said of a whole is said of its rules: they are left out one after the other.
    const part = meant ?? parts.findLast(isRule);
    if (part && !refused.has(part)) refused.set(part, one.code);
  }
  return [...refused].map(([part, code]) => ({ part, code }));
}

/** Rules are in upper case, as is no field; the `where` of a type is one too. */
function isRule({ path }: PrintedPart): boolean {
  return /^(?:[RTVSE]\d+|where)$/.test(path.at(-1) ?? '');
}
