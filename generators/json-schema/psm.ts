import type { JsonObject } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { PointerTrace } from '../core/document.ts';

/** What the target makes: a file for each type, and for what each event, command, query, service and row holds. */
export interface JsonSchemaPsm {
  /** Types in the order of the source, entities right after their aggregate; then what happens and what is asked. */
  readonly files: readonly JsonSchemaFile[];
}

/** One JSON Schema (2020-12) document. */
export interface JsonSchemaFile {
  readonly path: string;
  readonly element: ElementId;
  readonly name: string;
  readonly nameOrigin: Origin;
  /** True for a declaration as it is sent, which has its own file beside that of how it is kept. */
  readonly isVariant: boolean;
  readonly document: JsonObject;
  readonly trace: PointerTrace;
}
