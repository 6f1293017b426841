import { readdirSync, readFileSync } from 'node:fs';

/** They lie one folder up from the source and from the bundle alike. */
const folder = new URL('../docs/diagnostics/', import.meta.url);

/** The codes that have a page, sorted: those of Pimento itself, not those of plugins. */
export function diagnosticCodes(): readonly string[] {
  return readdirSync(folder)
    .flatMap((name) => /^([a-z-]+)\.md$/.exec(name)?.[1] ?? [])
    .toSorted();
}

/** The page of one of the codes that have one: Markdown. */
export function diagnosticPage(name: string): string {
  return readFileSync(new URL(`${name}.md`, folder), 'utf8');
}

/** Where a person reads what a code means: what works wherever Pimento is installed. */
export function whereExplained(name: string): string {
  return `pimento explain ${name}`;
}
