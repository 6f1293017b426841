import type { Fix } from '../pim/diagnostic.ts';
import { relativeImport } from '../pim/import-path.ts';
import type { Context, Declaration, Element, ElementId, Entity, Model } from '../pim/model.ts';
import { childElements } from '../pim/model-index.ts';
import { nearMiss } from '../pim/near-miss.ts';
import type { Origin } from '../pim/origin.ts';
import { primitiveNames } from '../pim/type.ts';

/** What a context declares and other places can name: its declarations and its aggregates' entities. */
export function declaredIn(context: Context): readonly (Declaration | Entity)[] {
  return context.declarations.flatMap((declaration): readonly (Declaration | Entity)[] =>
    declaration.kind === 'aggregate' ? [declaration, ...declaration.entities] : [declaration],
  );
}

/** The names of elements of some kinds: as a context knows them, and with their context before them. */
export class NamesOfKinds {
  private readonly byContext = new Map<ElementId, readonly string[]>();
  private readonly qualified = new Map<string, { readonly context: ElementId; readonly name: string }[]>();

  constructor(model: Model, kinds: ReadonlySet<Element['kind']>) {
    for (const context of model.contexts) {
      const names: string[] = [];
      const walk = (element: Element): void => {
        if (kinds.has(element.kind)) {
          names.push(element.name);
          const same = this.qualified.get(element.name) ?? [];
          // Members of aggregates are known by their context's name alone, but a reader wants the whole.
          same.push({ context: context.id, name: element.id.slice(model.id.length + 1) });
          this.qualified.set(element.name, same);
        }
        for (const child of childElements(element)) walk(child);
      };
      walk(context);
      this.byContext.set(context.id, names);
    }
  }

  /** The names that mean something in a context as they stand. */
  plain(context: Context | undefined): readonly string[] {
    return context ? (this.byContext.get(context.id) ?? []) : [];
  }

  /** How other contexts' elements of a name are written. */
  elsewhere(name: string, context: Context | undefined): readonly string[] {
    const found = this.qualified.get(name.slice(name.lastIndexOf('.') + 1)) ?? [];
    return found.flatMap((one) => (one.context === context?.id ? [] : [one.name]));
  }

  /** What was likely meant. */
  near(name: string, context: Context | undefined): string | undefined {
    const near = nearMiss(name, this.plain(context));
    if (near !== undefined) return near;
    if (name.includes('.'))
      return nearMiss(
        name,
        [...this.qualified.values()].flat().map((one) => one.name),
      );
    const other = nearMiss(name, this.qualified.keys());
    return other === undefined ? undefined : this.elsewhere(other, context)[0];
  }
}

/** The names that mean a type in a context as they stand. */
export function plainNamesIn(context: Context): readonly string[] {
  const named = [...declaredIn(context), ...context.projections];
  return [...named.map(({ name }) => name), ...primitiveNames];
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

/** Tells of a name that is declared in a file which this one does not import. */
export function hiddenName(name: string, hiddenIn: string, origin: Origin): string {
  return `\`${name}\` is declared in \`${hiddenIn}\`, which this file does not import: write \`import "${relativeImport(origin.file, hiddenIn)}"\`.`;
}

/** Tells of a name that several things have. */
export function severalMeanings(name: string, meanings: readonly string[]): string {
  return `\`${name}\` may mean several things. Write ${meanings.map((one) => `\`${one}\``).join(' or ')}.`;
}

/** Only letter case was off, so there is no doubt which name was meant. */
export function caseFix(name: string, near: string, origin: Origin): Fix | undefined {
  if (name.toLowerCase() !== near.toLowerCase()) return undefined;
  return { title: `Write \`${near}\``, origin, replacement: near };
}
