import type { Branded } from './branded.ts';
import type { Schema } from './schema.ts';
import { string } from './string.ts';

/** Who sent a command: an opaque text that the outside vouches for. */
export type Caller = Branded<string, 'Caller'>;
export const Caller: Schema<Caller, string> = string<Caller>({ min: 1, max: 255 });
