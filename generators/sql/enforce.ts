import type { ElementId, Rule } from '../../pim/model.ts';
import { constrainedTypesOf, isStructure, type ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { marksOf } from '../core/marks.ts';
import { type Enforcement, exact, notEnforceable, type UnheldLimit } from '../core/target.ts';
import { Compiler } from './compile.ts';
import type { Dialect } from './dialect.ts';
import { layoutOf, type Scalar, scalarOf } from './layout.ts';
import { reasonAgainst } from './place-conditions.ts';
import { postgresql } from './postgresql.ts';
import { type Engine, engines, type PlacedRule } from './psm.ts';
import { sqlite } from './sqlite.ts';
import { transform } from './transform.ts';

/** The rules of one model's schemas, by rule: computed once, since every rule is asked about. */
const placedRules = new WeakMap<ModelIndex, ReadonlyMap<ElementId, readonly PlacedRule[]>>();

/**
 * Exact if the engine holds the rule wherever it applies; of both, if none is named: otherwise the first reason
 * why not, and in which. A rule that no table needs is answered for a value of its own.
 */
export function enforce(rule: Rule, index: ModelIndex, dialect?: string): Enforcement {
  const sites = sitesOf(rule, index);
  if (dialect !== undefined) {
    const own = sites.find(({ engine, reason }) => engine === dialect && reason !== undefined);
    return own?.reason === undefined ? exact : notEnforceable(own.reason);
  }
  const broken = sites.find(({ reason }) => reason !== undefined);
  if (broken?.reason === undefined) return exact;
  const isEverywhere = engines.every((engine) =>
    sites.some((site) => site.engine === engine && site.reason !== undefined),
  );
  return notEnforceable(isEverywhere ? broken.reason : `${broken.reason} (${titles[broken.engine]} alone)`);
}

/** The limits that some column does not hold: PostgreSQL reads what it has a type for. */
export function unheldLimits(index: ModelIndex, dialect?: string): readonly UnheldLimit[] {
  if (dialect === 'sqlite') return [];
  const columns = index.model.contexts.flatMap((context) =>
    layoutOf(context, 'schema', index).tables.flatMap((table) => table.columns),
  );
  const limits = columns.flatMap(({ use, element, type, scalar }): readonly UnheldLimit[] => {
    const spelled = use === 'field' ? respelled[scalar] : undefined;
    if (spelled === undefined) return [];
    const owner = constrainedTypesOf(index, type).at(-1) ?? element;
    const reason = `PostgreSQL takes ${spelled} in other spellings too, and keeps it in its own`;
    return [{ element: owner.id, constraint: 'format', reason }];
  });
  return [...new Map(limits.map((one) => [one.element, one])).values()];
}

const respelled: Readonly<Partial<Record<Scalar, string>>> = {
  uuid: 'a UUID',
  date: 'a date',
  dateTime: 'a moment',
  decimal: 'a decimal number',
};

/** What one engine makes of a rule, at each place. */
export function sitesOf(rule: Rule, index: ModelIndex): readonly PlacedRule[] {
  let placed = placedRules.get(index);
  if (!placed) {
    const { rules } = transform({ index, marks: marksOf(index.model, 'sql') });
    placed = Map.groupBy(rules, (one) => one.rule);
    placedRules.set(index, placed);
  }
  return placed.get(rule.id) ?? alone(rule, index);
}

const titles: Readonly<Record<Engine, string>> = { postgresql: 'PostgreSQL', sqlite: 'SQLite' };

/** As if what the rule is about were kept as JSON. */
function alone(rule: Rule, index: ModelIndex): readonly PlacedRule[] {
  const dialects: readonly (readonly [Engine, Dialect])[] = [
    [
      'postgresql',
      postgresql(
        'schema',
        () => {},
        () => {},
      ),
    ],
    [
      'sqlite',
      sqlite(
        () => ({ number: 1, last: 1 }),
        () => {},
      ),
    ],
  ];
  return dialects.map(([engine, dialect]) => {
    const reason = reasonAgainst(() => {
      const compiler = new Compiler(index, dialect, { query: () => {}, nullable: () => {}, parts: () => {} });
      const type = ownType(rule, index);
      const place = { base: 'given', path: [], kind: 'value' } as const;
      const self =
        scalarOf(index, type) === 'json'
          ? ({ kind: 'json', place, type, through: [] } as const)
          : ({ kind: 'computed', value: dialect.column('given', scalarOf(index, type)) } as const);
      return compiler.condition(rule.condition, { self, parameters: new Map() });
    });
    return { rule: rule.id, engine, ...(reason === undefined ? {} : { reason }) };
  });
}

function ownType(rule: Rule, index: ModelIndex): Type {
  const owner = index.parent(rule.id);
  if (owner?.kind === 'type') return owner.base;
  if (!isStructure(owner)) throw new Error(`\`${rule.id}\` is no rule of a type; please report this`);
  return { kind: 'named', id: owner.id, origin: owner.nameOrigin };
}
