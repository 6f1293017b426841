import { assertNever } from '../../pim/assert-never.ts';
import { callerLength, foreignFields, secretPartLength } from '../../pim/conformance.ts';
import { decimalLimit } from '../../pim/decimal.ts';
import { formats } from '../../pim/formats.ts';
import type { Alternative, ElementId, Structure, Union } from '../../pim/model.ts';
import {
  declarationOf,
  fieldOf,
  identityOfItems,
  idFieldOf,
  storedFieldsOf,
  storedType,
  type TypeDeclaration,
  unionOf,
} from '../../pim/model-index.ts';
import { integerLimit, type NumberRange, type SizeRange, type Type } from '../../pim/type.ts';
import type { Compiler } from './compile.ts';
import type { Computed, JsonPlace } from './dialect.ts';
import { scalarOf } from './layout.ts';
import { all, any, at, compared, denied, levels, not, type Piece, piece } from './piece.ts';

/** How many of each value that holds itself lie around a place. */
export type Around = ReadonlyMap<ElementId, number>;

/** Says that a place has the shape of a declaration by calling a function; undefined to say it in place. */
export type ShapeCall = (declaration: TypeDeclaration, place: JsonPlace, around: Around) => Piece | undefined;

/** The greatest finite double. */
const greatestDouble = Number.MAX_VALUE;

/**
 * What the type layer asks of values, as conditions: of JSON all of it, of a column what its own type does
 * not hold already.
 */
export class ShapeWriter {
  private readonly compiler: Compiler;
  private readonly call: ShapeCall;

  constructor(compiler: Compiler, call: ShapeCall) {
    this.compiler = compiler;
    this.call = call;
  }

  /** Conditions on a scalar in a column of its type. */
  column(type: Type, reference: string): readonly Piece[] {
    const { dialect, index } = this.compiler;
    const value = dialect.column(reference, scalarOf(index, type));
    const isNative = dialect.id === 'postgresql';
    const stored = storedType(index, type);
    switch (stored.kind) {
      case 'boolean':
        return isNative ? [] : [piece(`${value.text} IN (0, 1)`, levels.compare)];
      case 'date':
        return isNative
          ? [piece(`${value.text} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'`, levels.compare)]
          : [dialect.isDate(value)];
      case 'dateTime':
        return isNative ? nativeMoment(value) : [dialect.isMoment(value)];
      case 'decimal': {
        const spelled = isNative
          ? piece(`scale(${value.text}) = ${stored.scale}`, levels.compare)
          : dialect.isDecimal(piece(reference), stored.scale);
        return [spelled, ...this.decimalRange(stored, value)];
      }
      case 'format':
        return isNative && stored.format === 'Uuid' ? [] : this.scalarTests(stored, value);
      default:
        return this.scalarTests(stored, value);
    }
  }

  /** Conditions on a column of JSON, which is a text for an engine that has no type for it. */
  document(type: Type, reference: string): Piece {
    const test = this.json(type, { base: reference, path: [], kind: 'column' });
    return this.compiler.dialect.document(reference, test);
  }

  /** Whether JSON has the shape of a type. */
  json(type: Type, place: JsonPlace, around: Around = new Map()): Piece {
    const { dialect, index } = this.compiler;
    switch (type.kind) {
      case 'boolean':
        return dialect.isKind(place, 'boolean');
      case 'integer':
      case 'duration': {
        const { min, max } = limits(type.range);
        return dialect.isInteger(place, min, max);
      }
      case 'number':
        return all([
          dialect.isKind(place, 'number'),
          ...this.scalarTests(type, dialect.json(place, 'number')),
        ]);
      case 'decimal': {
        const spelled = dialect.isDecimal(dialect.json(place, 'text'), type.scale);
        const range = this.decimalRange(type, dialect.json(place, 'decimal'));
        return all([dialect.isKind(place, 'string'), spelled, ...range]);
      }
      case 'date':
        return all([dialect.isKind(place, 'string'), dialect.isDate(dialect.json(place, 'text'))]);
      case 'dateTime':
        return all([dialect.isKind(place, 'string'), dialect.isMoment(dialect.json(place, 'text'))]);
      case 'string':
      case 'format':
      case 'cidr':
      case 'caller':
        return all([dialect.isKind(place, 'string'), ...this.scalarTests(type, dialect.json(place, 'text'))]);
      case 'json':
        return dialect.isNotNull(place);
      case 'secret':
        return this.secret(place);
      case 'list':
        return this.list(type, place, around);
      case 'map':
        return this.map(type, place, around);
      case 'named':
        return this.declared(declarationOf(index, type.id), place, around);
      case 'reference': {
        const aggregate = declarationOf(index, type.aggregate);
        const id = aggregate.kind === 'aggregate' ? idFieldOf(aggregate) : undefined;
        if (!id) throw new Error(`\`${type.aggregate}\` has no id; please report this`);
        return this.json(id.type, place, around);
      }
      case 'unresolved':
        throw new Error(`\`${type.name}\` was not resolved; please report this`);
      default:
        return assertNever(type);
    }
  }

  /** Conditions on a scalar that is known to be one of its kind. */
  private scalarTests(type: Type, value: Computed): readonly Piece[] {
    const { dialect } = this.compiler;
    switch (type.kind) {
      case 'integer':
      case 'duration': {
        const { min, max } = limits(type.range);
        return [piece(`${at(levels.sum, value)} BETWEEN ${min} AND ${max}`, levels.compare)];
      }
      case 'number': {
        const [min, max] = [type.range.min ?? -greatestDouble, type.range.max ?? greatestDouble];
        const [low, high] = [min, max].map((one) => this.constant(one));
        return [piece(`${at(levels.sum, value)} BETWEEN ${low} AND ${high}`, levels.compare)];
      }
      case 'string':
        return [
          ...this.length(value, type.length),
          ...(type.pattern ? [dialect.matches(value, type.pattern)] : []),
        ];
      case 'caller':
        return this.length(value, callerLength);
      case 'format': {
        const { pattern, maxLength } = formats[type.format];
        const isFixed = type.format === 'Uuid' || type.format === 'Ipv4';
        const most = { min: 0, max: maxLength, stated: true };
        return [...(isFixed ? this.noNul(value) : this.length(value, most)), dialect.matches(value, pattern)];
      }
      case 'cidr':
        return [...this.noNul(value), dialect.isCidr(value, type.network)];
      case 'named': {
        const declaration = declarationOf(this.compiler.index, type.id);
        if (declaration.kind !== 'enum') return [];
        return [
          this.oneOf(
            value,
            declaration.literals.map(({ wire }) => wire),
          ),
        ];
      }
      default:
        return [];
    }
  }

  private constant(value: number): string {
    return this.compiler.dialect.literal(value, 'number', 0).text;
  }

  private noNul(value: Piece): readonly Piece[] {
    const test = this.compiler.dialect.isText(value);
    return test ? [test] : [];
  }

  private length(value: Piece, { min, max }: SizeRange): readonly Piece[] {
    const { text } = this.compiler.dialect.length(value);
    return [...this.noNul(value), withinSize(piece(text.replace(/::bigint$/, '')), min, max)];
  }

  private oneOf(value: Piece, wires: readonly string[]): Piece {
    const texts = wires.map((wire) => this.compiler.dialect.literal(wire, 'text', 0).text);
    return piece(`${at(levels.sum, value)} IN (${texts.join(', ')})`, levels.compare);
  }

  private decimalRange(
    { range, scale }: Extract<Type, { kind: 'decimal' }>,
    value: Computed,
  ): readonly Piece[] {
    const { min = -decimalLimit, max = decimalLimit } = range;
    const [low, high] = [min, max].map(
      (units) => this.compiler.dialect.literal(units, 'decimal', scale).text,
    );
    return [piece(`${at(levels.sum, value)} BETWEEN ${low} AND ${high}`, levels.compare)];
  }

  private secret(place: JsonPlace): Piece {
    const parts = ['name', 'key'].map((name) =>
      this.json({ kind: 'string', length: secretPartLength }, inside(place, name)),
    );
    return this.object(place, parts);
  }

  /** All tests, if it is an object at all. */
  private object(place: JsonPlace, tests: readonly Piece[]): Piece {
    const isObject = this.compiler.dialect.isKind(place, 'object');
    if (tests.length === 0) return isObject;
    return piece(`CASE WHEN ${isObject.text} THEN ${all(tests).text} ELSE FALSE END`);
  }

  private list(type: Extract<Type, { kind: 'list' }>, place: JsonPlace, around: Around): Piece {
    const { dialect } = this.compiler;
    const rows = dialect.items(place, this.compiler.alias('item'));
    const size = withinSize(dialect.size(place, 'array'), type.size.min, type.size.max);
    const tests = [
      size,
      this.compiler.every({ from: rows.from, where: [] }, this.json(type.element, rows.item, around)),
      ...this.distinct(type, place),
    ];
    return piece(`CASE WHEN ${dialect.isKind(place, 'array').text} THEN ${all(tests).text} ELSE FALSE END`);
  }

  /** What must differ: ids of entities, the key of a list `unique by`, the items of a `unique` one. */
  private distinct(type: Extract<Type, { kind: 'list' }>, place: JsonPlace): readonly Piece[] {
    const { dialect, index } = this.compiler;
    const id = identityOfItems(index, type.element);
    const by = type.uniqueBy?.field === undefined ? undefined : fieldOf(index, type.uniqueBy.field);
    const fields = [id, by].filter((field) => field !== undefined);
    const isScalar = scalarOf(index, type.element) !== 'json';
    const keys = fields.length > 0 ? fields : type.unique && isScalar ? [undefined] : [];
    return keys.map((field) => {
      const rows = dialect.items(place, this.compiler.alias('item'));
      const item = { kind: 'json', place: rows.item, type: type.element, through: [] } as const;
      const key = field
        ? this.compiler.read(this.compiler.member(item, field)).text
        : dialect.json(rows.item, 'text').text;
      const twice = `SELECT 1 FROM ${rows.from} WHERE ${key} IS NOT NULL GROUP BY ${key} HAVING count(*) > 1`;
      return not(this.compiler.query(`EXISTS (${twice})`));
    });
  }

  private map(type: Extract<Type, { kind: 'map' }>, place: JsonPlace, around: Around): Piece {
    const { dialect, index } = this.compiler;
    const rows = dialect.members(place, this.compiler.alias('entry'));
    const key: Computed = { ...rows.key, form: 'text' };
    const tests = [
      withinSize(dialect.size(place, 'object'), type.size.min, type.size.max),
      this.compiler.every(
        { from: rows.from, where: [] },
        all([...this.keyTests(storedType(index, type.key), key), this.json(type.value, rows.item, around)]),
      ),
    ];
    return this.object(place, tests);
  }

  private keyTests(type: Type, key: Computed): readonly Piece[] {
    const { dialect } = this.compiler;
    if (type.kind === 'date') return [dialect.isDate(key)];
    if (type.kind === 'dateTime') return [dialect.isMoment(key)];
    return this.scalarTests(type, key);
  }

  private declared(declaration: TypeDeclaration, place: JsonPlace, around: Around): Piece {
    const { dialect } = this.compiler;
    switch (declaration.kind) {
      case 'type':
        return this.json(declaration.base, place, around);
      case 'enum': {
        const wires = declaration.literals.map(({ wire }) => wire);
        return all([dialect.isKind(place, 'string'), this.oneOf(dialect.json(place, 'text'), wires)]);
      }
      default:
        return this.call(declaration, place, around) ?? this.declaredHere(declaration, place, around);
    }
  }

  /** The shape of a declaration that is an object, written out. */
  declaredHere(
    declaration: Exclude<TypeDeclaration, { kind: 'type' | 'enum' }>,
    place: JsonPlace,
    around: Around,
  ): Piece {
    switch (declaration.kind) {
      case 'union':
        return this.union(declaration, place, around);
      case 'alternative':
        return this.alternative(unionOf(this.compiler.index, declaration), declaration, place, around);
      case 'value': {
        const depth = around.get(declaration.id) ?? 0;
        if (declaration.depth !== undefined && depth > declaration.depth) return piece('FALSE');
        return this.object(place, this.fields(declaration, place, nestedIn(around, declaration)));
      }
      case 'aggregate':
      case 'entity':
        return this.object(place, this.fields(declaration, place, around));
      default:
        return assertNever(declaration);
    }
  }

  private fields(structure: Structure, place: JsonPlace, around: Around): readonly Piece[] {
    const { dialect } = this.compiler;
    return storedFieldsOf(structure).map((field) => {
      const member = inside(place, field.name);
      const test = this.json(field.type, member, around);
      if (!field.optional && field.default === undefined) return test;
      return any([denied(dialect.isPresent(member)), test]);
    });
  }

  private union(union: Union, place: JsonPlace, around: Around): Piece {
    const { dialect } = this.compiler;
    const tag = inside(place, union.discriminator);
    const shapes = union.alternatives.map((one) => {
      const tests = [...this.fields(one, place, around), ...this.foreign(union, one, place)];
      return `WHEN ${dialect.literal(one.wire, 'text', 0).text} THEN ${all(tests).text}`;
    });
    const chosen = piece(`CASE ${dialect.json(tag, 'text').text} ${shapes.join(' ')} ELSE FALSE END`);
    return this.object(place, [dialect.isKind(tag, 'string'), chosen]);
  }

  private alternative(union: Union, alternative: Alternative, place: JsonPlace, around: Around): Piece {
    const { dialect } = this.compiler;
    const tag = inside(place, union.discriminator);
    const wire = dialect.literal(alternative.wire, 'text', 0);
    return this.object(place, [
      dialect.isKind(tag, 'string'),
      compared(dialect.json(tag, 'text'), '=', wire),
      ...this.fields(alternative, place, around),
      ...this.foreign(union, alternative, place),
    ]);
  }

  private foreign(union: Union, alternative: Alternative, place: JsonPlace): readonly Piece[] {
    return foreignFields(union, alternative).map((name) =>
      denied(this.compiler.dialect.isPresent(inside(place, name))),
    );
  }
}

/** The surroundings of what lies in a value that holds itself. */
export function nestedIn(
  around: Around,
  { id, depth }: { readonly id: ElementId; readonly depth?: number },
): Around {
  return depth === undefined ? around : new Map(around).set(id, (around.get(id) ?? 0) + 1);
}

export function inside({ base, path, kind }: JsonPlace, name: string): JsonPlace {
  return { base, path: [...path, name], kind };
}

/** A count within inclusive limits. */
export function withinSize(size: Piece, min: number, max: number): Piece {
  const text = at(levels.sum, size);
  if (min === max) return piece(`${text} = ${min}`, levels.compare);
  return min === 0
    ? piece(`${text} <= ${max}`, levels.compare)
    : piece(`${text} BETWEEN ${min} AND ${max}`, levels.compare);
}

function limits({ min = -integerLimit, max = integerLimit }: NumberRange): { min: number; max: number } {
  return { min, max };
}

/** Years that the language has, in whole milliseconds. */
function nativeMoment({ text }: Computed): readonly Piece[] {
  const utc = `${text} AT TIME ZONE 'UTC'`;
  return [
    piece(
      `${text} BETWEEN TIMESTAMPTZ '0001-01-01T00:00:00Z' AND TIMESTAMPTZ '9999-12-31T23:59:59.999Z'`,
      levels.compare,
    ),
    piece(`date_trunc('milliseconds', ${utc}) = ${utc}`, levels.compare),
  ];
}
