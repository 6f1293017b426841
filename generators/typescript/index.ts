import { defineTarget, exact, type Symbols } from '../core/target.ts';
import { check } from './check.ts';
import { emit } from './emit.ts';
import type { TypeScriptPsm } from './psm.ts';
import { transform } from './transform.ts';

function symbols(psm: TypeScriptPsm): Symbols {
  return new Map(psm.symbols.map(({ element, ...symbol }) => [element, symbol]));
}

export const typescript = defineTarget<TypeScriptPsm>({
  id: 'typescript',
  title: 'types, checked constructors and aggregates in TypeScript',
  marks: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
  },
  needs: [],
  transform,
  symbols,
  enforce: () => exact,
  check,
  emit,
  scaffolds: ({ scaffolds }) => scaffolds,
});
