import type { Context, Declaration, Entity, Model } from '../pim/model.ts';
import { primitiveNames } from '../pim/type.ts';

/** What a context declares and other places can name: its declarations and its aggregates' entities. */
export function declaredIn(context: Context): readonly (Declaration | Entity)[] {
  return context.declarations.flatMap((declaration): readonly (Declaration | Entity)[] =>
    declaration.kind === 'aggregate' ? [declaration, ...declaration.entities] : [declaration],
  );
}

/** The names that mean a type in a context as they stand. */
export function plainNamesIn(context: Context): readonly string[] {
  return [...declaredIn(context).map(({ name }) => name), ...primitiveNames];
}

/** `Context.Name` for everything that the other contexts declare. */
export function qualifiedNames(model: Model, from: Context): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const context of model.contexts) {
    if (context === from) continue;
    for (const element of declaredIn(context)) {
      // An entity is named with its aggregate where it is not at home.
      const qualified = element.id.slice(model.id.length + 1);
      byName.set(element.name, [...(byName.get(element.name) ?? []), qualified]);
    }
  }
  return byName;
}
