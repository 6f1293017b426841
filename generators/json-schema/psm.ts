import type { JsonObject } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { PointerTrace } from '../core/document.ts';

/** What the target makes: a file for each type, enum, value, entity and aggregate. */
export interface JsonSchemaPsm {
  /** In the order of the source, entities right after their aggregate. */
  readonly files: readonly JsonSchemaFile[];
}

/** One JSON Schema (2020-12) document. */
export interface JsonSchemaFile {
  readonly path: string;
  readonly element: ElementId;
  readonly name: string;
  readonly nameOrigin: Origin;
  readonly document: JsonObject;
  readonly trace: PointerTrace;
}
