import { fileURLToPath } from 'node:url';

/** `@pimento/runtime`, compiled, as the build puts it: for the source and the bundle alike. */
export const runtimeFolder = fileURLToPath(new URL('../dist/runtime', import.meta.url));
