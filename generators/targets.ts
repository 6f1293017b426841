import type { Target } from './core/target.ts';
import { jsonSchema } from './json-schema/index.ts';
import { kubernetes } from './kubernetes/index.ts';
import { openapi } from './openapi/index.ts';
import { python } from './python/index.ts';
import { sql } from './sql/index.ts';
import { tests } from './tests/index.ts';
import { typescript } from './typescript/index.ts';

/** The built-in targets, in the order in which they are run: one that needs another comes after it. */
export const targets: readonly Target[] = [typescript, tests, kubernetes, openapi, jsonSchema, sql, python];
