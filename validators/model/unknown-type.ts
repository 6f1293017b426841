import type { Diagnostic, Fix } from '../../pim/diagnostic.ts';
import type { Context, Model } from '../../pim/model.ts';
import { nearMiss } from '../../pim/near-miss.ts';
import type { Origin } from '../../pim/origin.ts';
import type { PrimitiveName, UnresolvedType } from '../../pim/type.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { elementOrSelf, typeSites } from '../model-walk.ts';
import { plainNamesIn, qualifiedNames } from '../names-in-scope.ts';

/**
 * A type is named that nothing declares.
 *
 * A name means what its own context says. What another context declares needs that context's name
 * before it, `Sales.Customer`, so that two contexts can use one word for two things.
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
    return typeSites(model).flatMap(({ type, context }): readonly Diagnostic[] => {
      const element = elementOrSelf(type);
      // Without a name there was a syntax error, which is reported already.
      if (element.kind !== 'unresolved' || element.name === '') return [];
      const scope = scopes.get(context) ?? scopeOf(model, context);
      scopes.set(context, scope);
      return [unknown(element, context, scope)];
    });
  },
};

/** What other languages call our primitive types. */
const aliases: ReadonlyMap<string, PrimitiveName> = new Map([
  ['int', 'Integer'],
  ['int32', 'Integer'],
  ['int64', 'Integer'],
  ['long', 'Integer'],
  ['bool', 'Boolean'],
  ['float', 'Number'],
  ['double', 'Number'],
  ['decimal', 'Number'],
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

function unknown({ name, origin }: UnresolvedType, context: Context, scope: Scope): Diagnostic {
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

/** Only letter case was off, so there is no doubt which name was meant. */
function caseFix(name: string, near: string, origin: Origin): Fix | undefined {
  if (name.toLowerCase() !== near.toLowerCase()) return undefined;
  return { title: `Write \`${near}\``, origin, replacement: near };
}
