import type { Engine } from '../../engines/engine.ts';
import { jsonOfText } from '../../engines/engine.ts';
import { isJsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import { askEngine, type Finding, wordsOf } from './ask.ts';
import { type FuzzQuestion, questionOf } from './batch.ts';
import { withIdOf } from './random-instances.ts';
import { smallerSketches, soleParts, type Unwrapped } from './reduce-sketch.ts';
import type { Sketch } from './sketch.ts';
import { asItIs, type Crash, crashOf, type FuzzModel, type FuzzRun } from './sound-model.ts';

/** So many ways to make it smaller are tried at once. */
const mostCandidates = 160;
/** After so many rounds it is small enough. */
const mostRounds = 60;

/** Of a question: what may become less. */
interface Trial {
  readonly sketch: Sketch;
  readonly instance: JsonValue;
  readonly old?: JsonValue;
}

/**
 * The smallest question that is found about which the engine is wrong in the same way. All candidates of a round
 * are asked at once; the best of those that are still wrong is where the next begins.
 */
export async function shrink(engine: Engine, run: FuzzRun, finding: Finding): Promise<Finding> {
  const { expectation, model } = finding.question;
  const { target } = engine;
  const narrow: FuzzRun = { ...run, wanted: new Set(target === undefined ? [] : [target]) };
  const wrongWith = async (questions: readonly FuzzQuestion[]): Promise<readonly Finding[]> =>
    (await askEngine(engine, run.targets, questions)).findings.filter(({ wrong }) => wrong === finding.wrong);
  const { instance, old } = expectation;
  const start: Trial = {
    sketch: model.sketch,
    instance: jsonOfText(instance),
    ...(old === undefined ? {} : { old: jsonOfText(old) }),
  };
  const [plain] = await wrongWith(
    asked([start], expectation.subject, narrow, new Map([[model.sketch, model]])),
  );
  // Where the spelling is what matters, it stays.
  if (!plain) return finding;
  // Spelled plainly it may be refused in other words.
  const stillWrong = async (questions: readonly FuzzQuestion[]): Promise<readonly Finding[]> =>
    (await wrongWith(questions)).filter((one) => wordsOf(one) === wordsOf(plain));
  let best = plain;
  for (let round = 0; round < mostRounds; round += 1) {
    const smaller = await smallerThan(best, narrow, stillWrong);
    if (!smaller) break;
    best = smaller;
  }
  return best;
}

/** The smallest model that is found on which the same is thrown. */
export function shrinkCrash(crash: Crash, run: FuzzRun): Crash {
  let best = crash;
  for (let round = 0; round < mostRounds; round += 1) {
    const { sketch } = best;
    const steps = [
      () => soleParts(sketch),
      () => smallerSketches(sketch, 'cuts'),
      () => smallerSketches(sketch, 'refinements'),
    ];
    let smaller: Crash | undefined;
    for (const step of steps) {
      const found = step().flatMap((one) => crashOf(one.sketch, run) ?? []);
      const same = found.filter(
        ({ text, message }) => message === best.message && text.length < best.text.length,
      );
      smaller = same.toSorted((one, other) => one.text.length - other.text.length)[0];
      if (smaller) break;
    }
    if (!smaller) break;
    best = smaller;
  }
  return best;
}

async function smallerThan(
  best: Finding,
  run: FuzzRun,
  stillWrong: (questions: readonly FuzzQuestion[]) => Promise<readonly Finding[]>,
): Promise<Finding | undefined> {
  const { model, expectation } = best.question;
  const trial: Trial = {
    sketch: model.sketch,
    instance: jsonOfText(expectation.instance),
    ...(expectation.old === undefined ? {} : { old: jsonOfText(expectation.old) }),
  };
  const size = sizeOf(best.question);
  const known = new Map([[model.sketch, model]]);
  for (const step of [leaps, cuts, refinements]) {
    const trials = step(trial);
    for (let from = 0; from < trials.length; from += mostCandidates) {
      const questions = asked(trials.slice(from, from + mostCandidates), expectation.subject, run, known);
      const smaller = questions.filter((one) => sizeOf(one) < size);
      const found = await stillWrong(smaller);
      const [first] = found.toSorted((one, other) => sizeOf(one.question) - sizeOf(other.question));
      if (first) return first;
    }
  }
  return undefined;
}

function sizeOf({ model, expectation }: FuzzQuestion): number {
  return model.text.length + expectation.instance.length + (expectation.old?.length ?? 0);
}

/** The trials that can be asked: their models are sound, and what comes after a state comes after a right one. */
function asked(
  trials: readonly Trial[],
  subject: string,
  run: FuzzRun,
  known: Map<Sketch, FuzzModel>,
): readonly FuzzQuestion[] {
  return trials.flatMap(({ sketch, instance, old }): readonly FuzzQuestion[] => {
    const model = known.get(sketch) ?? asItIs(sketch, run);
    if (model?.index.get(subject) === undefined) return [];
    known.set(sketch, model);
    if (old === undefined) return [questionOf(model, subject, JSON.stringify(instance))];
    const before = JSON.stringify(old);
    if (questionOf(model, subject, before).violations.length > 0) return [];
    // What has another id is another.
    return [
      questionOf(model, subject, JSON.stringify(withIdOf(model.index, subject, instance, old)), before),
    ];
  });
}

/** One rule or one field alone, all that is not needed left out. */
function leaps(trial: Trial): readonly Trial[] {
  return soleParts(trial.sketch).map(({ sketch, without }) =>
    lessMembers({ ...trial, sketch }, new Set(without)),
  );
}

/** Whole rules, fields, declarations; whole members and items. */
function cuts(trial: Trial): readonly Trial[] {
  const { old: _, ...withoutOld } = trial;
  return [
    ...(trial.old === undefined ? [] : [withoutOld]),
    ...smallerSketches(trial.sketch, 'cuts').map(({ sketch, without }) =>
      lessMembers({ ...trial, sketch }, new Set(without)),
    ),
    ...smallerValues(trial, cutValues),
  ];
}

function refinements(trial: Trial): readonly Trial[] {
  return [
    ...smallerValues(trial, simplerValues),
    ...smallerSketches(trial.sketch, 'refinements').map(({ sketch, unwrapped }) =>
      unwrapped === undefined
        ? { ...trial, sketch }
        : {
            ...trial,
            sketch,
            instance: unwrap(trial.instance, unwrapped),
            ...(trial.old === undefined ? {} : { old: unwrap(trial.old, unwrapped) }),
          },
    ),
  ];
}

function smallerValues(trial: Trial, smaller: (value: JsonValue) => readonly JsonValue[]): readonly Trial[] {
  const { instance, old } = trial;
  return [
    ...smaller(instance).map((one) => ({ ...trial, instance: one })),
    ...(old === undefined ? [] : smaller(old).map((one) => ({ ...trial, old: one }))),
    // What both have in the same way becomes simpler in both.
    ...(old !== undefined && JSON.stringify(old) === JSON.stringify(instance)
      ? smaller(instance).map((one) => ({ ...trial, instance: one, old: one }))
      : []),
  ];
}

function lessMembers({ sketch, instance, old }: Trial, names: ReadonlySet<string>): Trial {
  return {
    sketch,
    instance: withoutNames(instance, names),
    ...(old === undefined ? {} : { old: withoutNames(old, names) }),
  };
}

/** Names of fields are given once in a sketch: wherever one is, it is that field. */
function withoutNames(value: JsonValue, names: ReadonlySet<string>): JsonValue {
  if (names.size === 0) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutNames(item, names));
  if (!isJsonObject(value)) return value;
  return jsonObject(
    Object.entries(value).flatMap(([name, item]) =>
      names.has(name) ? [] : [[name, withoutNames(item, names)] as const],
    ),
  );
}

/** The first item or entry, or the member, where there was something with parts. */
function unwrap(value: JsonValue, unwrapped: Unwrapped): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => unwrap(item, unwrapped));
  if (!isJsonObject(value)) return value;
  return jsonObject(
    Object.entries(value).flatMap(([name, item]): readonly (readonly [string, JsonValue])[] => {
      if (name !== unwrapped.field) return [[name, unwrap(item, unwrapped)]];
      const part = partOf(item, unwrapped);
      return part === undefined ? [] : [[name, part]];
    }),
  );
}

function partOf(value: JsonValue, { member: name }: Unwrapped): JsonValue | undefined {
  if (name !== undefined) return isJsonObject(value) ? member(value, name) : undefined;
  const [first] = isJsonObject(value) || Array.isArray(value) ? Object.values<JsonValue>(value) : [value];
  return first;
}

/** The value without one of its members or items, at any depth. */
function cutValues(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return [
      ...(items.length > 1 ? [[]] : []),
      ...items.map((_, at) => items.filter((_item, place) => place !== at)),
      ...items.flatMap((item, at) =>
        cutValues(item).map((less) => items.map((one, place) => (place === at ? less : one))),
      ),
    ];
  }
  if (!isJsonObject(value)) return [];
  const entries = Object.entries(value);
  return [
    ...entries.map(([gone]) => jsonObject(entries.filter(([name]) => name !== gone))),
    ...entries.flatMap(([name, item]) =>
      cutValues(item).map((less) =>
        jsonObject(entries.map(([other, one]) => [other, other === name ? less : one])),
      ),
    ),
  ];
}

/** The value with one text shorter or one number simpler, at any depth. */
function simplerValues(value: JsonValue): readonly JsonValue[] {
  if (typeof value === 'string') return simplerTexts(value);
  if (typeof value === 'number') {
    return [0, 1, -1, Math.trunc(value), Math.trunc(value / 2), value - Math.sign(value)].filter(
      (one) => JSON.stringify(one).length < JSON.stringify(value).length || Math.abs(one) < Math.abs(value),
    );
  }
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.flatMap((item, at) =>
      simplerValues(item).map((one) => items.map((other, place) => (place === at ? one : other))),
    );
  }
  if (!isJsonObject(value)) return [];
  const entries = Object.entries(value);
  return entries.flatMap(([name, item]) => [
    ...simplerValues(item).map((one) =>
      jsonObject(entries.map(([other, old]) => [other, other === name ? one : old])),
    ),
    ...simplerTexts(name).map((shorter) =>
      jsonObject(entries.map(([other, old]) => [other === name ? shorter : other, old])),
    ),
  ]);
}

function simplerTexts(text: string): readonly string[] {
  const characters = [...text];
  const half = Math.ceil(characters.length / 2);
  return [
    ...new Set([
      '',
      'a',
      characters.slice(0, half).join(''),
      characters.slice(half).join(''),
      ...(characters.length <= 12
        ? characters.map((_, at) => characters.filter((_one, place) => place !== at).join(''))
        : []),
    ]),
  ].filter((one) => one.length < text.length);
}
