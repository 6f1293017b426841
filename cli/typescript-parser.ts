import { createRequire } from 'node:module';
import { moduleReader } from '../generators/core/scaffold/read-module.ts';

/** Reads hand-written modules. The parser takes a while to load, and most runs need none: hence not an import. */
export const readModule = moduleReader(() => {
  const morph: typeof import('ts-morph') = createRequire(import.meta.url)('ts-morph');
  return morph.ts;
});
