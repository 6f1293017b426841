import type { Projection, Query } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression } from '../../pim/expression.ts';
import type { Aggregate } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { describeType } from '../../pim/typing.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { elementOrSelf } from '../model-walk.ts';
import { printPath } from '../presence.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * A query does not say how its answer is found.
 *
 * What is looked up is an aggregate or a projection: `by` and `where` pick from all there are, `order by` and
 * `page` are for lists. What is not a list is found by what tells one from all others. Everything else is
 * computed: `query Total { order: ref Order }: Integer = order.lines.size`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order { id: Uuid, note: String(0..100) }
 *   query Latest: Order
 *     allows Clerk
 *     page 20
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order { id: Uuid, note: String(0..100) }
 *   query Noted by note: Order[]
 *     allows Clerk
 *     page 20
 * }
 * ```
 */
export const badQuery: ModelCheck = {
  code: 'bad-query',
  severity: 'error',
  check: (model, index) =>
    model.contexts.flatMap(({ queries }) =>
      queries.flatMap((query): readonly Diagnostic[] => {
        const problem = query.value ? ofComputed(query) : ofLookedUp(query, index);
        return problem ? [finding(badQuery, problem.message, problem.origin)] : [];
      }),
    ),
};

interface Problem {
  readonly message: string;
  readonly origin: Origin;
}

function ofComputed({ name, nameOrigin, where, filters, order, page }: Query): Problem | undefined {
  if (!where && filters.length === 0 && order.length === 0 && !page) return undefined;
  const message = `\`${name}\` computes its answer after \`=\`, so there is nothing to pick from, to order or to page: do it there, \`….where(x => …)\`.`;
  return { message, origin: where?.origin ?? order[0]?.path.origin ?? nameOrigin };
}

function ofLookedUp(query: Query, index: ModelIndex): Problem | undefined {
  const { name, nameOrigin, result, list, order, page, where } = query;
  const item = underlyingType(index, elementOrSelf(underlyingType(index, result.type)));
  if (item.kind === 'unresolved') return undefined;
  const kept = item.kind === 'named' ? index.get(item.id) : undefined;
  if (kept?.kind !== 'projection' && kept?.kind !== 'aggregate') {
    const message = `\`${name}\` gives back ${describeType(typeSourceOf(index), item)}, which is kept nowhere: look up an aggregate or a projection, or compute the answer after \`=\`.`;
    return { message, origin: result.origin };
  }
  if (list) return pageProblem(query);
  const [first] = order;
  if (first)
    return { message: `\`${name}\` gives back one, and one is not ordered.`, origin: first.path.origin };
  if (page) return { message: `\`${name}\` gives back one, and one has no pages.`, origin: nameOrigin };
  if (where || tellsApart(query, kept, index)) return undefined;
  return {
    message: `\`${name}\` does not say which one \`${kept.name}\` it gives back: find it \`by\` its id, or give back a list.`,
    origin: nameOrigin,
  };
}

/** Whether what is asked by is known of one alone: its id, or all of a `key`. */
function tellsApart({ filters }: Query, kept: Aggregate | Projection, index: ModelIndex): boolean {
  // A name that leads nowhere may well be the id.
  if (filters.some(({ kind }) => kind !== 'fieldAccess')) return true;
  const asked = new Set(filters.flatMap(writtenPath));
  const of = kept.kind === 'projection' ? kept.aggregate?.id : kept.id;
  const aggregate = of === undefined ? undefined : index.get(of);
  const keys =
    aggregate?.kind === 'aggregate' ? aggregate.keys.map(({ paths }) => paths.flatMap(writtenPath)) : [];
  const ids = kept.fields.flatMap(({ role, name }) => (role === 'id' ? [[name]] : []));
  return [...ids, ...keys].some((names) => names.length > 0 && names.every((name) => asked.has(name)));
}

/** `desired.kind`, of an aggregate and of what shows it alike. */
function writtenPath(path: Expression): readonly string[] {
  const written = printPath(path);
  return written === undefined ? [] : [written];
}

function pageProblem({ name, nameOrigin, page }: Query): Problem | undefined {
  if (!page) return undefined;
  if (page.size < 1) return { message: `A page of \`${name}\` holds at least one item.`, origin: nameOrigin };
  if (page.size <= page.max) return undefined;
  return {
    message: `A page of \`${name}\` holds ${page.size} items, and at most ${page.max}: the greatest comes last, \`page ${page.max} max ${page.size}\`.`,
    origin: nameOrigin,
  };
}
