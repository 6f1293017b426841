import type { Actor, Reference } from '../../pim/behaviour.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { Context, ElementId } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import type { ContextMarks } from './marks.ts';

/** The one security scheme of a document: whoever calls comes as one or more actors. */
const schemeName = 'actor';

export interface Security {
  /** Any one of these will do; undefined where the model does not say who may. */
  requirements(allows: readonly Reference[]): readonly JsonObject[] | undefined;
  /** A sentence about the actors whom only the state of an aggregate tells; empty if there are none. */
  relations(allows: readonly Reference[]): readonly string[];
  /** None if nothing of what is offered says who may. */
  schemes(allows: readonly Reference[]): { readonly [name: string]: JsonObject };
}

export function securityOf(context: Context, marks: ContextMarks, index: ModelIndex): Security {
  const actors = index.model.contexts.flatMap((one) => [
    ...one.actors,
    ...aggregatesOf(one).flatMap((aggregate) => aggregate.actors),
  ]);
  const nameOf = ({ id }: Actor): string => actorName(id, context, index);
  const whoMay = (allows: readonly Reference[]): readonly Actor[] => {
    const found = new Set(actors.filter(({ id }) => allows.some((allowed) => allowed.id === id)));
    // A set is walked in the order of insertion, what is added on the way included.
    for (const actor of found) {
      for (const heir of actors) if (heir.parent?.id === actor.id) found.add(heir);
    }
    return [...found];
  };
  return {
    requirements: (allows) => {
      if (allows.length === 0) return undefined;
      const scopes = whoMay(allows).map((actor) =>
        // A provider of identities knows nothing of an aggregate: there, whoever has a token may ask.
        actor.condition && marks.openIdConnect !== undefined ? [] : [nameOf(actor)],
      );
      const distinct = new Map(scopes.map((scope) => [scope.join(), scope]));
      return [...distinct.values()].map((scope) => ({ [schemeName]: scope }));
    },
    relations: (allows) =>
      whoMay(allows)
        .filter(({ condition }) => condition)
        .map((actor) => `Who is \`${nameOf(actor)}\` depends on the state of the aggregate${asDoc(actor)}.`),
    schemes: (allows) => {
      const all = whoMay(allows);
      if (all.length === 0) return {};
      const description = ['Whoever calls comes as one or more of the actors:', '', ...all.map(line)].join(
        '\n',
      );
      return { [schemeName]: scheme(description, marks.openIdConnect) };
    },
  };

  function line(actor: Actor): string {
    const parent =
      actor.parent?.id === undefined ? undefined : actors.find(({ id }) => id === actor.parent?.id);
    const is = parent ? `, who may do all that \`${nameOf(parent)}\` may` : '';
    return `- \`${nameOf(actor)}\`${is}${asDoc(actor)}`;
  }
}

function asDoc({ doc }: Actor): string {
  return doc === undefined ? '' : `: ${doc.replaceAll('\n', ' ').replace(/\.$/, '')}`;
}

function scheme(description: string, openIdConnectUrl: string | undefined): JsonObject {
  return openIdConnectUrl === undefined
    ? { type: 'http', scheme: 'bearer', description }
    : { type: 'openIdConnect', openIdConnectUrl, description };
}

/** `Operator`, `User.Oneself`; of another context with that context's name. */
function actorName(id: ElementId, context: Context, index: ModelIndex): string {
  const home = index.context(id);
  const root = home.id === context.id ? home.id : index.model.id;
  return id.slice(root.length + 1);
}
