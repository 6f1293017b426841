import type { JsonObject } from '../../pim/json.ts';
import { defineTarget, type Symbols } from '../core/target.ts';
import { emit } from './emit.ts';
import { enforce } from './enforce.ts';
import type { PythonPsm } from './psm.ts';
import { transform } from './transform.ts';

const marks: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
};

function symbols(psm: PythonPsm): Symbols {
  return new Map(psm.symbols.map(({ element, name, from }) => [element, { name, from }]));
}

export const python = defineTarget<PythonPsm>({
  id: 'python',
  title: 'Python models of all types, events and commands, with their rules, for pydantic 2',
  marks,
  needs: [],
  transform,
  symbols,
  enforce,
  // Every name that the model can say becomes one that Python takes, and every file has a name of its own.
  check: () => [],
  emit,
});
