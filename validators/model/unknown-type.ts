import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Context, Model } from '../../pim/model.ts';
import { didYouMean, nearMiss } from '../../pim/near-miss.ts';
import type { PrimitiveName, UnresolvedType } from '../../pim/type.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, type TypeSite, typeSites } from '../model-walk.ts';
import { caseFix, hiddenName, plainNamesIn, qualifiedNames } from '../names-in-scope.ts';

/**
 * A type is named that nothing declares.
 *
 * A name means what its own context says. What another context declares needs that context's name
 * before it, `Sales.Customer`, so that two contexts can use one word for two things. What another file
 * declares can be named only if this one imports it, as soon as any file of the model imports another.
 *
 * In what an event or a command carries, a name alone takes the type of the aggregate's field of that
 * name; where there is no such field, the type is written behind it.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: Strng(1..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String(1..100) }
 * }
 * ```
 */
export const unknownType: ModelCheck = {
  code: 'unknown-type',
  severity: 'error',
  check: (model) => {
    const scopes = new Map<Context, Scope>();
    return typeSites(model).flatMap((site) =>
      partsOfType(site.type).flatMap((type): readonly Diagnostic[] => {
        // Without a name there was a syntax error; one of several meanings is another check's.
        if (type.kind !== 'unresolved' || type.name === '' || type.ambiguous) return [];
        // What a query asks by is named in a path, which is reported as such.
        if (site.owner?.kind === 'query' && site.owner.filters.length > 0) return [];
        if (isNamedAfterNothing(site)) return [namedAfterNothing(type, site)];
        const { context } = site;
        const scope = scopes.get(context) ?? scopeOf(model, context);
        scopes.set(context, scope);
        return [unknown(type, context, scope)];
      }),
    );
  },
};

/** A bare name in a payload, where no field has that name. */
function isNamedAfterNothing({ type, element }: TypeSite): boolean {
  return (
    element.kind === 'field' &&
    type.kind === 'unresolved' &&
    type.origin.start.offset === element.nameOrigin.start.offset
  );
}

function namedAfterNothing({ name, origin }: UnresolvedType, { owner, aggregate }: TypeSite): Diagnostic {
  const nearest = aggregate?.fields.map((field) => field.name) ?? [];
  const message =
    aggregate && (owner?.kind === 'event' || owner?.kind === 'command' || owner?.kind === 'eventVersion')
      ? `\`${aggregate.name}\` has no field \`${name}\` whose type this could take: write one, \`${name}: …\`.`
      : `Nothing near has a field \`${name}\` whose type this could take: write one, \`${name}: …\`.`;
  return finding(unknownType, `${message}${didYouMean(name, nearest)}`, origin);
}

/** What other languages call our primitive types. */
const aliases: ReadonlyMap<string, PrimitiveName> = new Map([
  ['int', 'Integer'],
  ['int32', 'Integer'],
  ['int64', 'Integer'],
  ['long', 'Integer'],
  ['bool', 'Boolean'],
  ['float', 'Number'],
  ['double', 'Number'],
  ['decimal', 'Decimal'],
  ['money', 'Decimal'],
  ['dict', 'Map'],
  ['record', 'Map'],
  ['interval', 'Duration'],
  ['cidr', 'Ipv4Cidr'],
  ['ip', 'Ipv4'],
  ['text', 'String'],
  ['str', 'String'],
  ['timestamp', 'DateTime'],
  ['instant', 'DateTime'],
  ['uri', 'Url'],
  ['guid', 'Uuid'],
]);

interface Scope {
  readonly plain: readonly string[];
  readonly elsewhere: ReadonlyMap<string, readonly string[]>;
}

function scopeOf(model: Model, context: Context): Scope {
  return { plain: plainNamesIn(context), elsewhere: qualifiedNames(model, context) };
}

function unknown({ name, origin, hiddenIn }: UnresolvedType, context: Context, scope: Scope): Diagnostic {
  if (hiddenIn !== undefined) return finding(unknownType, hiddenName(name, hiddenIn, origin), origin);
  const { plain, elsewhere } = scope;
  const others = elsewhere.get(name) ?? [];
  const [only] = others;
  if (only !== undefined) {
    const message = `The context \`${context.name}\` has no type \`${name}\`. Did you mean ${others.map((other) => `\`${other}\``).join(' or ')}?`;
    return finding(unknownType, message, origin, {
      fix: others.length === 1 ? { title: `Write \`${only}\``, origin, replacement: only } : undefined,
    });
  }
  const alias = aliases.get(name.toLowerCase());
  const near = alias ?? nearMiss(name, plain) ?? nearElsewhere(name, elsewhere);
  const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  return finding(unknownType, `No type is called \`${name}\`.${hint}`, origin, {
    fix: near !== undefined ? caseFix(name, near, origin) : undefined,
  });
}

function nearElsewhere(name: string, elsewhere: Scope['elsewhere']): string | undefined {
  if (name.includes('.')) return nearMiss(name, [...elsewhere.values()].flat());
  const near = nearMiss(name, elsewhere.keys());
  return near === undefined ? undefined : elsewhere.get(near)?.[0];
}
