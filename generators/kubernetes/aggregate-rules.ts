import { inlineDerived } from '../../pim/expression-tools.ts';
import { fieldsRead } from '../../pim/fields-read.ts';
import type { ElementId, Field, Rule } from '../../pim/model.ts';
import { constrainedTypesOf } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { lifecycleRule } from '../core/lifecycle-rule.ts';
import { one } from './cel-cost.ts';
import { has, negation, type Piece, property, variable } from './cel-piece.ts';
import type { ObjectPart, Placement } from './placement.ts';
import type { ValidationRule } from './psm.ts';
import { type RuleText, ruleText } from './rule-text.ts';
import { placeRules, type SchemaBuild, schemaPointer } from './structural-schema.ts';

/** The rules that the parts of an object hold. */
export interface AggregateRules {
  readonly root: readonly ValidationRule[];
  readonly spec: readonly ValidationRule[];
  readonly status: readonly ValidationRule[];
}

export interface SitedRule {
  readonly id: ElementId;
  readonly part: keyof AggregateRules;
  readonly text: RuleText;
}

/** Finds the place of each rule and lifecycle of an aggregate, and of its id's type, and puts it there. */
export function placeAggregateRules(build: SchemaBuild, placement: Placement): AggregateRules {
  const sited = [
    ...idTypeRules(build, placement),
    ...placement.aggregate.rules.map((rule) => siteRule(build, placement, rule)),
    ...placement.aggregate.lifecycles.flatMap((lifecycle) => {
      const rule = lifecycleRule(lifecycle, placement.aggregate, build.index);
      return rule ? [siteRule(build, placement, rule)] : [];
    }),
  ];
  const at = (part: keyof AggregateRules): readonly ValidationRule[] =>
    placeRules(
      build,
      part === 'root' ? schemaPointer : schemaPointer + pointer('properties', part),
      sited.filter((rule) => rule.part === part),
    );
  return { root: at('root'), spec: at('spec'), status: at('status') };
}

/** The `where`s of the id's type: the name cannot hold rules of its own. */
function idTypeRules(build: SchemaBuild, placement: Placement): readonly SitedRule[] {
  const id = placement.aggregate.fields.find((field) => placement.partOf(field) === 'metadata');
  if (!id) return [];
  return constrainedTypesOf(build.index, id.type).flatMap(({ constraint }) => {
    if (!constraint) return [];
    const { index, minimumServer, candidates } = build;
    const site = {
      index,
      minimumServer,
      self: 'self.metadata.name',
      within: [],
      candidates,
      fieldPath: (): readonly string[] => ['metadata', 'name'],
    };
    return [{ id: constraint.id, part: 'root', text: ruleText(constraint, site) } as const];
  });
}

/** A rule of the aggregate on the innermost of root, spec and status that holds all it reads. */
export function siteRule(
  build: Pick<SchemaBuild, 'index' | 'minimumServer' | 'candidates'>,
  placement: Placement,
  rule: Rule,
): SitedRule {
  const { index, minimumServer, candidates } = build;
  const read = fieldsRead(inlineDerived(rule.condition, index), index);
  const part = partFor(read, placement);
  const own = part === 'root' ? 0 : 1;
  const mustExist =
    part === 'root' &&
    !placement.statusMayBeEmpty &&
    read.some((field) => placement.partOf(field) === 'status');
  const path = (field: Field): readonly string[] => placement.pathOf(field).slice(own);
  return {
    id: rule.id,
    part,
    text: ruleText(rule, {
      index,
      minimumServer,
      self: 'self',
      within: [],
      candidates,
      place: (field) => ({
        path: path(field),
        partMayBeMissing:
          part === 'root' && placement.statusMayBeEmpty && placement.partOf(field) === 'status',
      }),
      // Without a status the object is not yet a whole aggregate, and rules are for whole ones.
      ...(mustExist ? { unless: (rule.transition ? ['self', 'oldSelf'] : ['self']).map(hasNoStatus) } : {}),
      fieldPath: ([first, ...rest]) => {
        const field = read.find(({ name }) => name === first);
        return field ? [...path(field), ...rest] : [];
      },
    }),
  };
}

function hasNoStatus(root: string): Piece {
  return negation(has(property(variable(root, one), 'status', one)));
}

function partFor(read: readonly Field[], placement: Placement): keyof AggregateRules {
  const parts = new Set<ObjectPart>(read.map((field) => placement.partOf(field)));
  const [only] = parts;
  if (only === undefined) return placement.spec.length > 0 ? 'spec' : 'root';
  if (parts.size > 1 || only === 'metadata') return 'root';
  // A status that may be missing is judged by its defaults, which only the root can do.
  return only === 'status' && placement.statusMayBeEmpty ? 'root' : only;
}
