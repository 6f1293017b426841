import type { Element, Rule } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { enforceBySchema } from '../core/schema/rule-schema.ts';
import { usedDeclarations } from '../core/schema/used-declarations.ts';
import {
  defineTarget,
  type Enforcement,
  notEnforceable,
  type SymbolRef,
  type Symbols,
} from '../core/target.ts';
import { check } from './check.ts';
import { emit } from './emit.ts';
import { marksSchema } from './marks.ts';
import type { OpenApiPsm } from './psm.ts';
import { transform } from './transform.ts';

/** A declaration's schema in the document of its own context, as a pointer. */
function symbols(psm: OpenApiPsm): Symbols {
  const found = new Map<string, SymbolRef>();
  for (const { path, context, components } of psm.documents) {
    for (const { claimed, element, name } of components) {
      if (claimed !== name || element === context.element) continue;
      found.set(element, { name: `#${pointer('components', 'schemas', claimed)}`, from: path });
    }
  }
  return found;
}

function enforce(rule: Rule, index: ModelIndex): Enforcement {
  const subject = index.parent(rule.id);
  const isUsed = subject !== undefined && usedIn(index).has(subject);
  return isUsed ? enforceBySchema(rule, index) : notEnforceable('is about something that no aggregate holds');
}

const usedByIndex = new WeakMap<ModelIndex, ReadonlySet<Element>>();

/** Whatever stands in a document; worked out once for a model, as every rule asks. */
function usedIn(index: ModelIndex): ReadonlySet<Element> {
  const known = usedByIndex.get(index);
  if (known) return known;
  const used = usedDeclarations(index.model.contexts.flatMap(aggregatesOf), index);
  usedByIndex.set(index, used);
  return used;
}

export const openapi = defineTarget<OpenApiPsm>({
  id: 'openapi',
  title: 'OpenAPI 3.1 with the aggregates of a context as resources',
  marks: marksSchema,
  needs: [],
  transform,
  symbols,
  enforce,
  check,
  emit,
});
