import { judge } from '../../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import type { ElementId, Field, Structure, Union } from '../../pim/model.ts';
import {
  declarationOf,
  idFieldOf,
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  unionOf,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import type { Random } from './random.ts';
import { junk, Pools } from './value-pools.ts';

/** Makes instances of what a model declares. */
export interface InstanceMaker {
  /** With something wrong in about this share of its values. */
  make(subject: ElementId, wrong: number): JsonValue;
  /** The base with one member or item, anywhere, as the other has it. */
  mix(base: JsonValue, other: JsonValue): JsonValue;
}

const absent = Symbol('absent');
type Maybe = JsonValue | typeof absent;

/** What lies deeper is left out where that can be. */
const deepest = 5;

export function instanceMaker(index: ModelIndex, random: Random): InstanceMaker {
  const pools = new Pools(index, random);

  const ofType = (type: Type, wrong: number, depth: number): JsonValue => {
    if (random.chance(wrong / 2)) return random.pick(junk) ?? null;
    switch (type.kind) {
      case 'list':
        return ofList(type, wrong, depth);
      case 'map':
        return ofMap(type, wrong, depth);
      case 'named': {
        const declaration = declarationOf(index, type.id);
        if (isStructure(declaration))
          return keeping(declaration.id, () => ofStructure(declaration, wrong, depth));
        if (declaration.kind === 'union') return ofUnion(declaration, wrong, depth);
        if (
          declaration.kind === 'type' &&
          (declaration.base.kind === 'list' || declaration.base.kind === 'map')
        )
          return keeping(declaration.id, () => ofType(declaration.base, wrong, depth));
        break;
      }
      default:
        break;
    }
    const pool = pools.of(type);
    const isWrong = pool.right.length === 0 || (pool.wrong.length > 0 && random.chance(wrong));
    return random.pick(isWrong ? pool.wrong : pool.right) ?? null;
  };

  /** Mostly such that the rules of the part itself hold: of many parts all would hold hardly ever. */
  const keeping = (id: ElementId, make: () => JsonValue): JsonValue => {
    let made = make();
    if (random.chance(0.12)) return made;
    for (let tries = 0; tries < 3 && judge(index, id, made).length > 0; tries += 1) made = make();
    return made;
  };

  const ofStructure = (structure: Structure, wrong: number, depth: number): JsonObject => {
    const tag: readonly (readonly [string, JsonValue])[] =
      structure.kind === 'alternative' ? [[unionOf(index, structure).discriminator, structure.wire]] : [];
    const members = structure.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
      const value = ofField(field, wrong, depth);
      return value === absent ? [] : [[field.name, value]];
    });
    const more: readonly (readonly [string, JsonValue])[] = random.chance(0.04)
      ? [['unknown member', 'x']]
      : [];
    const all = [...tag, ...members, ...more];
    return jsonObject(random.chance(0.1) ? random.shuffled(all) : all);
  };

  const ofField = (field: Field, wrong: number, depth: number): Maybe => {
    if (field.role === 'derived') return random.chance(0.02) ? 'junk' : absent;
    const mayLack = field.optional || field.default !== undefined;
    if (mayLack && (depth > deepest || random.chance(0.35))) return random.chance(0.25) ? null : absent;
    if (random.chance(wrong / 4)) return random.chance(0.5) ? null : absent;
    return ofType(field.type, wrong, depth + 1);
  };

  const ofUnion = (union: Union, wrong: number, depth: number): JsonValue => {
    const [one, another] = [random.pick(union.alternatives), random.pick(union.alternatives)];
    if (!one || !another) return null;
    const value = keeping(one.id, () => ofStructure(one, wrong, depth + 1));
    if (!isJsonObject(value) || !random.chance(wrong)) return value;
    if (random.chance(0.5)) return { ...ofStructure(another, 0, depth + 1), ...value };
    return {
      ...value,
      [union.discriminator]: random.pick([null, 5, '', 'toString', another.name, another.wire]) ?? null,
    };
  };

  const ofList = (type: Extract<Type, { kind: 'list' }>, wrong: number, depth: number): JsonValue => {
    const count = sizeWithin(type.size, wrong, depth);
    const repeats = random.chance(0.15);
    const items: JsonValue[] = [];
    const names = keyNames(type);
    const isSet = (type.unique || names.length > 0) && !random.chance(wrong * 2);
    for (let tries = 0; items.length < count && tries < count * 6; tries += 1) {
      const same = repeats ? random.pick(items) : undefined;
      const item = same ?? ofType(type.element, wrong, depth + 1);
      if (!isSet || !items.some((other) => isSame(names, item, other))) items.push(item);
    }
    return items;
  };

  const keyNames = (type: Extract<Type, { kind: 'list' }>): readonly string[] => {
    const structure = structureOfType(index, type.element);
    const id = structure?.kind === 'entity' ? idFieldOf(structure) : undefined;
    return [...(id ? [id.name] : []), ...(type.uniqueBy ? [type.uniqueBy.name] : [])];
  };

  const ofMap = (type: Extract<Type, { kind: 'map' }>, wrong: number, depth: number): JsonValue => {
    const count = sizeWithin(type.size, wrong, depth);
    const entries = new Map<string, JsonValue>();
    for (let tries = 0; entries.size < count && tries < count * 6; tries += 1) {
      const key = ofType(type.key, wrong, depth + 1);
      // V8 of Node 24: JSON.parse reads the key "\u001f" as "\\" if an object before had that key there.
      if (typeof key === 'string' && !key.includes('\\'))
        entries.set(key, ofType(type.value, wrong, depth + 1));
    }
    return jsonObject(entries);
  };

  /** Empty, full, or between; few where that is allowed. */
  const sizeWithin = (
    { min, max }: { readonly min: number; readonly max: number },
    wrong: number,
    depth: number,
  ): number => {
    const most = Math.min(max, depth > 3 ? Math.max(min, 1) : 5);
    if (random.chance(wrong)) return random.pick([Math.max(min - 1, 0), max <= 10 ? max + 1 : min]);
    if (depth > deepest) return min;
    if (max <= 30 && random.chance(0.06)) return max;
    return random.pick([min, most, min + random.below(Math.max(most - min, 0) + 1)]);
  };

  return {
    make: (subject, wrong) => {
      const declaration = declarationOf(index, subject);
      return isStructure(declaration)
        ? ofStructure(declaration, wrong, 0)
        : ofType({ kind: 'named', id: subject, origin: declaration.nameOrigin }, wrong, 0);
    },
    mix: (base, other) => mixed(random, base, other),
  };
}

function isSame(names: readonly string[], one: JsonValue, other: JsonValue): boolean {
  return names.length === 0 || !isJsonObject(one) || !isJsonObject(other)
    ? JSON.stringify(one) === JSON.stringify(other)
    : names.some((name) => member(one, name) === member(other, name));
}

function mixed(random: Random, base: JsonValue, other: JsonValue): JsonValue {
  if (isJsonObject(base) && isJsonObject(other)) {
    const names = [...new Set([...Object.keys(base), ...Object.keys(other)])];
    const name = random.pick(names);
    if (name === undefined) return base;
    const [own, taken] = [member(base, name), member(other, name)];
    const rest = Object.entries(base).filter(([key]) => key !== name);
    if (taken === undefined) return jsonObject(rest);
    const value = own !== undefined && random.chance(0.5) ? mixed(random, own, taken) : taken;
    return jsonObject([...rest, [name, value]]);
  }
  if (Array.isArray(base) && Array.isArray(other)) {
    const items: readonly JsonValue[] = base;
    const taken = random.pick(other as readonly JsonValue[]);
    const place = random.below(items.length + 1);
    if (taken === undefined || random.chance(0.3)) return items.filter((_, at) => at !== place);
    return [...items.slice(0, place), mixed(random, items[place] ?? taken, taken), ...items.slice(place + 1)];
  }
  return other;
}

/** The stored members that both must agree in for the one to follow the other. */
export function withIdOf(
  index: ModelIndex,
  subject: ElementId,
  value: JsonValue,
  from: JsonValue,
): JsonValue {
  const declaration = declarationOf(index, subject);
  const id = isStructure(declaration)
    ? storedFieldsOf(declaration).find(({ role }) => role === 'id')
    : undefined;
  if (!id || !isJsonObject(value) || !isJsonObject(from)) return value;
  const kept = member(from, id.name);
  return kept === undefined
    ? value
    : jsonObject([...Object.entries(value).filter(([name]) => name !== id.name), [id.name, kept]]);
}
