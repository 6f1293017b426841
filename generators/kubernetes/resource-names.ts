import { kebabCase, pascalCase, plural, words } from '../core/naming.ts';
import type { AggregateMarks } from './marks.ts';
import type { CustomResourceNames } from './psm.ts';

/** How an aggregate's resource is called; what the marks leave open follows from the aggregate's name. */
export function resourceNames(
  aggregate: string,
  marks: AggregateMarks,
  categories: readonly string[],
): CustomResourceNames {
  const kind = /^[A-Z][A-Za-z0-9]*$/.test(aggregate) ? aggregate : pascalCase(aggregate);
  const singular = marks.singular ?? kind.toLowerCase();
  return {
    kind,
    listKind: `${kind}List`,
    plural: marks.plural ?? plural(singular),
    singular,
    ...(marks.shortNames.length === 0 ? {} : { shortNames: marks.shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
}

export function crdPath(context: string, aggregate: string): string {
  return `kubernetes/${kebabCase(context)}/${kebabCase(aggregate)}.crd.yaml`;
}

/** `lastSync` → `Last Sync`: a column's heading. */
export function columnHeading(path: string): string {
  return words(path.split('.').at(-1) ?? path)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
