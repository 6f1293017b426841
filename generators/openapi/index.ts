import type { ElementId, Rule } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { marksOf } from '../core/marks.ts';
import { enforceBySchema } from '../core/schema/rule-schema.ts';
import { limitsUnheldBySchema } from '../core/schema/unheld-limits.ts';
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
  const isJudged = subject !== undefined && judgedIn(index).has(subject.id);
  return isJudged ? enforceBySchema(rule, index) : notEnforceable('is about something that no request holds');
}

const judgedByIndex = new WeakMap<ModelIndex, ReadonlySet<ElementId>>();

/** Whatever a document's schemas judge; worked out once for a model, as every rule asks. */
function judgedIn(index: ModelIndex): ReadonlySet<ElementId> {
  const known = judgedByIndex.get(index);
  if (known) return known;
  const marks = marksOf(index.model, 'openapi');
  const { documents } = transform({ index, marks, symbolsOf: () => new Map() });
  const judged = new Set(documents.flatMap((document) => document.judged));
  judgedByIndex.set(index, judged);
  return judged;
}

export const openapi = defineTarget<OpenApiPsm>({
  id: 'openapi',
  title: 'OpenAPI 3.1 with a path for each command and query of a context',
  marks: marksSchema,
  needs: [],
  transform,
  symbols,
  enforce,
  unheldLimits: limitsUnheldBySchema,
  check,
  emit,
});
