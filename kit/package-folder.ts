/** This package's folder: one up from the source and from the bundle alike. */
export const packageFolder = new URL('..', import.meta.url);
