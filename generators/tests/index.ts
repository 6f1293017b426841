import type { JsonObject } from '../../pim/json.ts';
import { defineTarget, type Enforcement, notEnforceable, type Symbols } from '../core/target.ts';
import { check } from './check.ts';
import { emit } from './emit.ts';
import type { TestsPsm } from './psm.ts';
import { transform } from './transform.ts';

const marks: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
};

function symbols(): Symbols {
  return new Map();
}

/** A suite gives no verdict on anyone's data: it asks another engine for its verdict on examples. */
function enforce(): Enforcement {
  return notEnforceable('tests judge no data: they hold the TypeScript to the rule, on examples');
}

export const tests = defineTarget<TestsPsm>({
  id: 'tests',
  title: 'vitest suites for the TypeScript: every constraint and rule held, broken and at its edge',
  marks,
  needs: ['typescript'],
  deferred: true,
  judges: false,
  transform,
  symbols,
  enforce,
  check,
  emit,
});
