import { jsonObject } from '../../../pim/json.ts';
import type { ElementId, Field } from '../../../pim/model.ts';
import { pointer } from '../document.ts';
import type { DeclarationSchema } from './declaration-schema.ts';
import { fieldSchema, type SchemaContext } from './type-schema.ts';

/**
 * An object with these fields: what a command, an event or a query carries, or a projection's row.
 * Unknown members are accepted.
 */
export function payloadSchema(fields: readonly Field[], context: SchemaContext): DeclarationSchema {
  const trace: Record<string, ElementId> = {};
  for (const field of fields) trace[pointer('properties', field.name)] = field.id;
  const required = fields.filter((field) => !field.optional && !field.default);
  return {
    schema: {
      type: 'object',
      properties: jsonObject(fields.map((field) => [field.name, fieldSchema(field, context)])),
      ...(required.length === 0 ? {} : { required: required.map((field) => field.name) }),
    },
    trace,
  };
}
