import { readFileSync } from 'node:fs';
import type { TemplateSource } from '../generators/core/render.ts';

/** The templates of this package: they lie one folder up from the source and from the bundle alike. */
export const packageTemplates: TemplateSource = (name) =>
  readFileSync(new URL(`../templates/${name}.hbs`, import.meta.url), 'utf8');
