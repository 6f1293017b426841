import { defineTarget, type Symbols } from '../core/target.ts';
import { check } from './check.ts';
import { emit } from './emit.ts';
import { enforce, unheldLimits } from './enforce.ts';
import { marksSchema } from './marks.ts';
import type { KubernetesPsm } from './psm.ts';
import { transform } from './transform.ts';

/** An aggregate's symbol is its kind, in the file of its definition. */
function symbols(psm: KubernetesPsm): Symbols {
  return new Map(
    psm.documents.map(({ aggregate, path, document }) => [
      aggregate,
      { name: document.spec.names.kind, from: path },
    ]),
  );
}

export const kubernetes = defineTarget<KubernetesPsm>({
  id: 'kubernetes',
  title: 'Kubernetes custom resource definitions with their rules in CEL',
  marks: marksSchema,
  needs: [],
  transform,
  symbols,
  enforce,
  unheldLimits,
  check,
  emit,
});
