import type { Calculation, Event, EventVersion, Projection, Translation } from '../pim/behaviour.ts';
import { judge, shapeOf, type Violation, withDefaults } from '../pim/conformance.ts';
import { withEmptyCollections } from '../pim/evolve.ts';
import type { Expression } from '../pim/expression.ts';
import { rewrite } from '../pim/expression-tools.ts';
import { jsonOf, type Scope, translate } from '../pim/interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, member } from '../pim/json.ts';
import type { Element, ElementId, Field, Payload, Structure } from '../pim/model.ts';
import { isStructure, type ModelIndex, storedFieldsOf, underlyingType } from '../pim/model-index.ts';
import { payloadIndex, payloadValue } from '../pim/payload-index.ts';
import { viewOf } from '../pim/project.ts';
import { scenarioCaller, scenarioMoment } from '../pim/run-scenario.ts';
import type { Type } from '../pim/type.ts';
import { upgraded } from '../pim/upgrade.ts';
import { allOf, not } from './condition.ts';
import { constraintCases } from './constraint-cases.ts';
import { exampleOf, samplesOf, satisfying } from './examples.ts';
import { type HandResult, handResults } from './hand-results.ts';
import { waysToBreak } from './rule-ways.ts';
import { differentSamples } from './sample-value.ts';
import { toldExamples } from './told-examples.ts';

/** What a pure function of the model makes of one input, as the reference says. */
export interface FunctionCase {
  readonly input: JsonValue;
  /** Undefined where it gives nothing. */
  readonly result: JsonValue | undefined;
  /** Why the result is refused. */
  readonly violations: readonly Violation[];
  /** What was given for what is written by hand. */
  readonly hand: readonly HandResult[];
}

/** How many cases of one function are told, how many that are all accepted, and how long each may be. */
const mostCases = 6;
const mostAccepted = 3;
const longestCase = 900;

/** A translation of the model's own, of instances of its source. */
export function translationCases(index: ModelIndex, translation: Translation): readonly FunctionCase[] {
  const { source, target } = translation;
  const [from, to] = [index.get(source.id ?? ''), index.get(target.id ?? '')];
  if (translation.byHand || !from || !to) return [];
  if (from.kind === 'enum')
    return from.literals.map(({ wire }) =>
      plainCase(wire, translate(translation.id, wire, { self: null, index })),
    );
  const inputs = sourcesOf(index, from, translation);
  return chosen(
    inputs.map((input) => {
      const hands = handResults(index);
      const value = translate(translation.id, input, scopeOf(index, hands.call, { input }));
      const { result, violations } = accepted(index, to.id, value);
      return { input, result, violations, hand: hands.given() };
    }),
    mostAccepted,
  );
}

/** Instances of what is translated; a projection's are what readers see of its aggregate. */
function sourcesOf(index: ModelIndex, from: Element, translation: Translation): readonly JsonValue[] {
  switch (from.kind) {
    case 'event':
    case 'command':
      return payloadsOfMessage(index, from);
    case 'projection':
      return viewCases(index, from)
        .map(({ result }) => result)
        .filter((row) => isWhole(from, row));
    default:
      return instancesOf(index, from.id, conditionsOf(index, translation));
  }
}

/** Whether a row holds everything that is derived for it. */
function isWhole({ fields }: Projection, row: JsonValue | undefined): row is JsonObject {
  return (
    isJsonObject(row) &&
    fields.every(({ name, derivation }) => !derivation || member(row, name) !== undefined)
  );
}

/** A calculation that the model says. */
export function calculationCases(index: ModelIndex, calculation: Calculation): readonly FunctionCase[] {
  const { value, fields } = calculation;
  if (!value) return [];
  const inputs = fields.length > 0 ? payloadsOfMessage(index, calculation) : [{}];
  const turns = [0, 1, 2];
  return chosen(
    inputs.flatMap((input) =>
      turns.flatMap((turn) => {
        const hands = handResults(index, turn);
        const result = jsonOf(value, scopeOf(index, hands.call, { input }));
        return turn < hands.turns() ? [{ input, result, violations: [], hand: hands.given() }] : [];
      }),
    ),
  );
}

/** Data of an earlier version of an event, and what it has become. */
export function upgradeCases(
  index: ModelIndex,
  event: Event,
  version: EventVersion,
): readonly FunctionCase[] {
  return chosen(
    payloadsOfMessage(index, version).map((input) => {
      const own = payloadIndex(index, event);
      const value = upgraded(index, event, version.id, input);
      const violations = judge(own, event.id, value);
      return { input, result: withDefaults(own, payloadValue(event), value), violations, hand: [] };
    }),
  );
}

/** What readers see of states. */
export function viewCases(index: ModelIndex, projection: Projection): readonly FunctionCase[] {
  const aggregate = index.get(projection.aggregate?.id ?? '');
  if (aggregate?.kind !== 'aggregate') return [];
  const wishes = projection.fields.flatMap(({ derivation }) => bothAnswers(index, derivation));
  return chosen(
    instancesOf(index, aggregate.id, wishes)
      .filter(isJsonObject)
      .map((state) => {
        const hands = handResults(index);
        const { outside } = scopeOf(index, hands.call, { input: null });
        const result = viewOf(index, projection, state, outside);
        return { input: state, result, violations: [], hand: hands.given() };
      }),
  );
}

/** What is derived of instances of a structure. */
export function derivedCases(index: ModelIndex, structure: Structure, field: Field): readonly FunctionCase[] {
  const { derivation } = field;
  if (!derivation) return [];
  const wishes = bothAnswers(index, derivation);
  return chosen(
    instancesOf(index, structure.id, wishes).map((self) =>
      plainCase(self, jsonOf(derivation, { self, index })),
    ),
  );
}

function plainCase(input: JsonValue, result: JsonValue | undefined): FunctionCase {
  return { input, result, violations: [], hand: [] };
}

function scopeOf(
  index: ModelIndex,
  call: (callee: ElementId) => JsonValue | undefined,
  { input }: { readonly input: JsonValue },
): Scope {
  let ids = 0;
  return {
    self: null,
    index,
    input,
    outside: {
      ambient: {
        now: scenarioMoment,
        caller: scenarioCaller,
        'event.id': '00000000-0000-4000-8000-000000000000',
      },
      call,
      generate: () => {
        ids += 1;
        return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
      },
    },
  };
}

/** What comes of a value that is to be of this type, message or enum. */
function accepted(
  index: ModelIndex,
  target: ElementId,
  value: JsonValue | undefined,
): Pick<FunctionCase, 'result' | 'violations'> {
  const element = index.get(target);
  if (value === undefined || !element) return { result: undefined, violations: [] };
  if (element.kind === 'event' || element.kind === 'command') {
    const own = payloadIndex(index, element);
    return {
      result: withDefaults(own, payloadValue(element), value),
      violations: judge(own, element.id, value),
    };
  }
  return { result: filled(index, target, value), violations: judge(index, target, value) };
}

/** As code holds it. */
function filled(index: ModelIndex, id: ElementId, value: JsonValue): JsonValue {
  const element = index.get(id);
  if (!element || !('nameOrigin' in element)) return value;
  const type: Type = { kind: 'named', id, origin: element.nameOrigin };
  const shape = shapeOf(index, type, value);
  const whole = shape ? withDefaults(index, shape, value) : value;
  return element.kind === 'aggregate' && isJsonObject(whole)
    ? withEmptyCollections(element, whole, index)
    : whole;
}

/** Instances of a declaration that are unlike each other, those first that read well. */
export function instancesOf(
  index: ModelIndex,
  id: ElementId,
  wishes: readonly Expression[] = [],
): readonly JsonValue[] {
  const examples = (['minimal', 'full'] as const).flatMap((extent) => {
    const example = exampleOf(index, id, extent);
    return example.found ? [example.instance] : [];
  });
  const told = toldExamples(index, id).flatMap(({ instance, breaks }) =>
    breaks.length === 0 ? [instance] : [],
  );
  const wished = wishes.flatMap((wish) => {
    const one = satisfying(index, id, wish, examples);
    return one.found ? [one.instance] : [];
  });
  const edges = constraintCases(index, id).accepted.map(({ instance }) => instance);
  const [first] = examples;
  const others = first === undefined ? [] : variations(index, id, first);
  return [...examples, ...told, ...wished, ...edges, ...others].map((one) => filled(index, id, one));
}

/** How many other values are tried for one field. */
const mostVariations = 3;

/** The instance with one of its fields otherwise. */
function variations(index: ModelIndex, id: ElementId, instance: JsonValue): readonly JsonValue[] {
  const structure = index.get(id);
  if (!isStructure(structure) || !isJsonObject(instance)) return [];
  return storedFieldsOf(structure).flatMap((field) => {
    const value = member(instance, field.name);
    if (value === undefined || value === null) return [];
    return [...differentSamples(samplesOf(index), field.type, value, mostVariations)]
      .map((other) => ({ ...instance, [field.name]: other }))
      .filter((one) => judge(index, id, one).length === 0);
  });
}

function payloadsOfMessage(index: ModelIndex, message: Payload): readonly JsonObject[] {
  // What holds what readers see has no limits of its own to find examples by.
  if (message.fields.some(({ type }) => holdsProjection(index, type))) return [];
  const own = payloadIndex(index, message);
  const value = payloadValue(message);
  return instancesOf(own, message.id)
    .map((one) => withDefaults(own, value, one))
    .filter(isJsonObject);
}

function holdsProjection(index: ModelIndex, type: Type): boolean {
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list') return holdsProjection(index, resolved.element);
  if (resolved.kind === 'map') return holdsProjection(index, resolved.value);
  return resolved.kind === 'named' && index.get(resolved.id)?.kind === 'projection';
}

/** What instances are looked for so that a translation applies, and does not, and says all that it can. */
function conditionsOf(index: ModelIndex, { condition, values }: Translation): readonly Expression[] {
  const ofSource = (one: Expression): Expression =>
    rewrite(one, (node) => (node.kind === 'input' ? { ...node, kind: 'self' } : node));
  const applies = condition ? [ofSource(condition)] : [];
  const answers = values.flatMap(({ value }) => bothAnswers(index, ofSource(value)));
  const said = answers.map((answer) => allOf([...applies, answer]) ?? answer);
  // Each part of the condition may be what fails.
  return [...applies, ...applies.flatMap((one) => waysToBreak(index, one)), ...said];
}

/** Of a condition, that it holds and that it does not. */
function bothAnswers(index: ModelIndex, expression: Expression | undefined): readonly Expression[] {
  if (!expression || underlyingType(index, expression.type).kind !== 'boolean') return [];
  return [expression, not(expression)];
}

/** The first, and each that comes to something else, as long as they can be read; a few of which comes nothing. */
function chosen(cases: readonly FunctionCase[], most = mostCases): readonly FunctionCase[] {
  const short = cases.filter((one) => JSON.stringify([one.input, one.result]).length <= longestCase);
  const all = short.length > 0 ? short : cases.slice(0, 1);
  const distinct = [...new Map(all.toReversed().map((one) => [outcomeKey(one), one])).values()].toReversed();
  const refused = distinct.filter(({ violations }) => violations.length > 0);
  const given = distinct.filter(({ result, violations }) => violations.length === 0 && result !== undefined);
  const nothing = distinct.filter(
    ({ result, violations }) => violations.length === 0 && result === undefined,
  );
  const kept = new Set([...given.slice(0, most), ...nothing.slice(0, mostAccepted), ...refused]);
  return distinct.filter((one) => kept.has(one)).slice(0, mostCases);
}

/** Why it is refused, what it gives, or what it gives nothing for. */
function outcomeKey({ input, result, violations }: FunctionCase): string {
  if (violations.length > 0) {
    return JSON.stringify(violations.map(({ path, constraint }) => [path, constraint]));
  }
  return JSON.stringify(result === undefined ? { input } : { result });
}
