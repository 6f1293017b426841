import { readFileSync } from 'node:fs';

/** A file of a new project, by its path in there. */
export interface StarterFile {
  readonly path: string;
  readonly text: string;
}

const paths = ['models/shop.domain', 'pimento.config.yaml'];

/** What a project begins with: `starter/` lies one folder up from the source and from the bundle alike. */
export function starterFiles(): readonly StarterFile[] {
  return paths.map((path) => ({
    path,
    text: readFileSync(new URL(`../starter/${path}`, import.meta.url), 'utf8'),
  }));
}
