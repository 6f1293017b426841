import { fileURLToPath } from 'node:url';

/** The programs of engines in other languages: they lie one folder up from the source and from the bundle alike. */
export const enginesFolder = fileURLToPath(new URL('../engines', import.meta.url));
