import type { Expectation } from '../../engines/compare.ts';
import { jsonOfText } from '../../engines/engine.ts';
import { referenceViolations } from '../../engines/interpreter.ts';
import { judge, type Violation } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import { declarationOf, isStructure, type ModelIndex } from '../../pim/model-index.ts';
import { oddlySpelled } from './json-spelling.ts';
import { type Random, randomOf } from './random.ts';
import { type InstanceMaker, instanceMaker, withIdOf } from './random-instances.ts';
import { mainName, randomSketch } from './random-sketch.ts';
import type { Sketch } from './sketch.ts';
import { type Crash, type FuzzModel, type FuzzRun, type Refusal, soundModel } from './sound-model.ts';

/** Something that engines are asked, with what the reference says to it. */
export interface FuzzQuestion {
  readonly model: FuzzModel;
  readonly expectation: Expectation;
  readonly violations: readonly Violation[];
}

export interface Batch {
  readonly number: number;
  readonly models: readonly FuzzModel[];
  readonly questions: readonly FuzzQuestion[];
  readonly refusals: readonly Refusal[];
  readonly crashes: readonly Crash[];
}

export interface BatchSize {
  readonly models: number;
  readonly instances: number;
}

export const batchSize: BatchSize = { models: 24, instances: 56 };

/** The sketches of a batch: they depend on the seed and its number alone. */
export function sketchesOf(
  seed: string,
  number: number,
  { models }: BatchSize = batchSize,
): readonly Sketch[] {
  const random = randomOf(`${seed}/${number}`);
  return Array.from({ length: models }, (_, at) => randomSketch(random.fork(`model ${at}`)));
}

/** Everything that is asked in a batch. */
export function makeBatch(seed: string, number: number, run: FuzzRun, size: BatchSize = batchSize): Batch {
  const random = randomOf(`${seed}/${number}`);
  // An engine that takes another spelling for an exception is asked twice: not in every batch.
  const isOddlySpelled = number % 4 === 3;
  const sound = sketchesOf(seed, number, size).map((sketch) => soundModel(sketch, run));
  const models = sound.flatMap(({ model }) => model ?? []);
  const questions = models.flatMap((model, at) =>
    questionsOf(model, random.fork(`instances ${at}`), size.instances).map((question) =>
      isOddlySpelled && random.chance(0.3) ? respelled(question, random) : question,
    ),
  );
  return {
    number,
    models,
    questions,
    refusals: sound.flatMap(({ refusals }) => refusals),
    crashes: sound.flatMap(({ crash }) => crash ?? []),
  };
}

/** Mostly about the aggregate, which every engine knows; a few about what is declared beside it. */
function questionsOf(model: FuzzModel, random: Random, count: number): readonly FuzzQuestion[] {
  const { index } = model;
  const maker = instanceMaker(index, random);
  const main = `${index.model.name}.C.${mainName}`;
  const others = index.model.contexts
    .flatMap(({ declarations }) => declarations)
    .filter(({ id }) => id !== main);
  const beside = random.chance(0.5) ? random.pick(others) : undefined;
  return [
    ...balanced(model, main, candidates(model, main, maker, random, count), random, count),
    ...(beside ? balanced(model, beside.id, candidates(model, beside.id, maker, random, 8), random, 8) : []),
  ];
}

interface Candidate {
  readonly instance: JsonValue;
  readonly old?: JsonValue;
}

/** More than are wanted: right ones, wrong ones, and some between the two. */
function candidates(
  { index }: FuzzModel,
  subject: ElementId,
  maker: InstanceMaker,
  random: Random,
  count: number,
): readonly Candidate[] {
  const fresh = Array.from({ length: count * 2 }, (_, at) => maker.make(subject, at % 4 === 3 ? 0.08 : 0));
  const good = fresh.filter((one) => judge(index, subject, one).length === 0);
  const beside = Array.from({ length: count }, (): JsonValue => {
    const base = random.pick(good) ?? random.pick(fresh) ?? null;
    return maker.mix(base, maker.make(subject, random.chance(0.2) ? 0.1 : 0));
  });
  const declaration = declarationOf(index, subject);
  const hasChanges = isStructure(declaration) && declaration.rules.some(({ transition }) => transition);
  const olds = [...good, ...beside.filter((one) => judge(index, subject, one).length === 0)];
  const changes =
    hasChanges && olds.length > 0
      ? Array.from({ length: count }, () => change(index, subject, olds, maker, random))
      : [];
  return [
    ...fresh.map((instance) => ({ instance })),
    ...beside.map((instance) => ({ instance })),
    ...changes,
  ];
}

/** Out of a state that is right: a bit of it changed, or all of it. */
function change(
  index: ModelIndex,
  subject: ElementId,
  olds: readonly JsonValue[],
  maker: InstanceMaker,
  random: Random,
): Candidate {
  const old = random.pick(olds) ?? null;
  const next = random.chance(0.3)
    ? (random.pick(olds) ?? old)
    : maker.mix(old, maker.make(subject, random.chance(0.1) ? 0.1 : 0));
  return { instance: withIdOf(index, subject, next, old), old };
}

/** As many that are accepted as that are refused, and most of these for a rule, if there are. */
function balanced(
  model: FuzzModel,
  subject: ElementId,
  found: readonly Candidate[],
  random: Random,
  count: number,
): readonly FuzzQuestion[] {
  const texts = new Set<string>();
  const all = random.shuffled(found).flatMap(({ instance, old }): readonly FuzzQuestion[] => {
    const text = JSON.stringify(instance);
    const key = `${text} ${JSON.stringify(old)}`;
    if (texts.has(key)) return [];
    texts.add(key);
    return [questionOf(model, subject, text, old === undefined ? undefined : JSON.stringify(old))];
  });
  // What comes of changes is asked first: there is less of it.
  const ordered = [...all.filter(isChange), ...all.filter((one) => !isChange(one))];
  const accepted = ordered.filter(({ violations }) => violations.length === 0);
  const byRules = ordered.filter(({ violations }) => violations.length > 0 && isAboutRules(violations));
  const others = ordered.filter(({ violations }) => violations.length > 0 && !isAboutRules(violations));
  const chosen = [
    ...accepted.slice(0, Math.ceil(count / 2)),
    ...byRules.slice(0, Math.ceil(count / 3)),
    ...others.slice(0, Math.ceil(count / 6)),
  ];
  const rest = [...byRules, ...accepted, ...others].filter((one) => !chosen.includes(one));
  return [...chosen, ...rest].slice(0, count);
}

function isChange({ expectation }: FuzzQuestion): boolean {
  return expectation.old !== undefined;
}

/** Nothing but rules is broken, so that all of them have been asked. */
export function isAboutRules(violations: readonly Violation[]): boolean {
  return violations.every(({ constraint }) => constraint === 'rule');
}

/** Asks with what the reference says; names the rule where only one is broken. */
export function questionOf(
  model: FuzzModel,
  subject: ElementId,
  instance: string,
  old?: string,
): FuzzQuestion {
  const { index } = model;
  const asked = { index, subject, instance, ...(old === undefined ? {} : { old }) };
  const violations = referenceViolations(asked);
  const broken = new Set(violations.flatMap(({ rule }) => rule ?? []));
  const [rule] = isAboutRules(violations) && broken.size === 1 ? broken : [];
  const expected = violations.length === 0 ? 'accept' : 'reject';
  return { model, expectation: { ...asked, expected, ...(rule === undefined ? {} : { rule }) }, violations };
}

function respelled({ model, expectation }: FuzzQuestion, random: Random): FuzzQuestion {
  const { subject, instance, old } = expectation;
  return questionOf(model, subject, oddlySpelled(random, jsonOfText(instance)), old);
}
