import * as fc from 'fast-check';
import { planNames } from '../../generators/typescript/plan-names.ts';
import type { Translation } from '../../pim/behaviour.ts';
import { withDefaults } from '../../pim/conformance.ts';
import { translate } from '../../pim/interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../../pim/json.ts';
import { isStructure } from '../../pim/model-index.ts';
import { payloadIndex } from '../../pim/payload-index.ts';
import { compiledModels, generatedModels } from './behaviour-project.ts';
import { byHandResult, idSequence } from './command-runs.ts';

// What translations make of values and events, by the case `translations`.

const model = generatedModels.find(({ name }) => name === 'case-translations');
if (!model) throw new Error('there is no case of translations');
const { index } = model;
const plan = planNames(index.model);
const [now, caller] = ['2026-02-03T04:05:06.789Z', 'somebody'];

/** The translations that the model says, but for those between enums. */
export const translations: readonly Translation[] = index.model.contexts
  .flatMap((context) => context.translations)
  .filter(({ byHand, cases }) => !byHand && cases.length === 0);

const inner = fc.record(
  {
    kind: fc.constantFrom('A', 'B', 'C'),
    n: fc.integer({ min: 0, max: 9 }),
    code: fc.constantFrom('a', 'b'),
  },
  { requiredKeys: ['kind'] },
);
const outer = fc.record({ inner, list: fc.array(inner, { maxLength: 3 }) }, { requiredKeys: ['list'] });
const came = fc.record({ outer, who: fc.constantFrom('a', 'b'), label: fc.constant('a') });

/** What a translation is given. */
export function sourcesOf({ source }: Translation): fc.Arbitrary<JsonObject> {
  const of = { Inner: inner, Outer: outer, Came: came, Went: fc.constant({}) }[
    source.name.split('.').at(-1) ?? ''
  ];
  if (!of) throw new Error(`there is no ${source.name}`);
  return (of as fc.Arbitrary<object>).map((one) => JSON.parse(JSON.stringify(one)) as JsonObject);
}

/** What the reference makes of it, defaults filled in; undefined where it means nothing. */
export function expectedTranslation({ id, target }: Translation, source: JsonObject): JsonValue | undefined {
  const newId = idSequence();
  const made = translate(id, source, {
    self: null,
    index,
    outside: {
      ambient: { now, caller },
      generate: newId,
      call: (callee, input) => byHandResult(index, callee, input),
    },
  });
  return made === undefined ? undefined : whole(target.id ?? '', made);
}

function whole(target: string, made: JsonValue): JsonValue {
  const element = index.get(target);
  if (isStructure(element)) return withDefaults(index, element, made);
  if (element?.kind !== 'command' && element?.kind !== 'event') throw new Error(`\`${target}\` is no target`);
  const own = payloadIndex(index, element);
  const payload = own.get(target);
  return isStructure(payload) ? withDefaults(own, payload, made) : made;
}

/** What generated code makes of it, before it is checked. */
export async function generatedTranslation(
  translation: Translation,
): Promise<(source: JsonObject) => JsonValue | undefined> {
  const { id, source, target } = translation;
  const { from, name } = plan.symbol(id, 'of');
  const translateInto = (await compiledModels().project.load(`case-translations/${from}`))[name] as (
    ...args: readonly unknown[]
  ) => unknown;
  const isMessage = index.get(source.id ?? '')?.kind === 'event';
  const byHand = new Proxy({}, { get: (_, method) => (input: unknown) => called(String(method), input) });
  return (given) => {
    const event = { type: source.name, at: now, by: caller, data: given };
    const context = { newId: idSequence(), byHand, ...(isMessage ? {} : { now, caller }) };
    const made = translateInto(isMessage ? event : given, context);
    return made === undefined
      ? undefined
      : whole(target.id ?? '', JSON.parse(JSON.stringify(made)) as JsonValue);
  };
}

function called(method: string, input: unknown): JsonValue {
  const plain = JSON.parse(JSON.stringify(input)) as JsonValue;
  const id = method === 'isBig' ? 'Translations.Ours.isBig' : 'Translations.Ours.Theirs-Kind-to-Sort';
  return byHandResult(index, id, isJsonObject(plain) ? plain : jsonObject([['value', plain]]));
}
