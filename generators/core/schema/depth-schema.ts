import type { JsonObject } from '../../../pim/json.ts';
import type { ElementId, Field, Value } from '../../../pim/model.ts';
import {
  declarationOf,
  type ModelIndex,
  storedFieldsOf,
  type TypeDeclaration,
} from '../../../pim/model-index.ts';
import type { Type } from '../../../pim/type.ts';
import { nullable, type Schema } from './schema.ts';

/**
 * That a value which holds itself does so no more levels deep than it says: a schema that follows the
 * ways from it to itself, to stand beside its shape. True where nothing leads back; undefined if the ways
 * go round in circles of their own, or are too many, so that no schema can follow them all.
 */
export function depthSchema(value: Value, index: ModelIndex): Schema | undefined {
  if (value.depth === undefined) return true;
  return new DepthWalk(value, index).schema(value.depth);
}

/** Every way is written out: more of them make schemas that nobody reads, and with each level twice as many. */
const mostWays = 1000;

class DepthWalk {
  private readonly value: Value;
  private readonly index: ModelIndex;
  /** What lies around, since the value itself was last met. */
  private within = new Set<ElementId>();
  private ways = 0;
  private isEndless = false;

  constructor(value: Value, index: ModelIndex) {
    this.value = value;
    this.index = index;
  }

  schema(depth: number): Schema | undefined {
    const schema = this.ofFields(storedFieldsOf(this.value), depth);
    return this.isEndless ? undefined : schema;
  }

  /** The value itself with so many levels left; nothing with less than none. */
  private itself(left: number): Schema {
    if (left < 0) return false;
    this.ways += 1;
    if (this.ways > mostWays) this.isEndless = true;
    if (this.isEndless) return true;
    const around = this.within;
    this.within = new Set();
    const schema = this.ofFields(storedFieldsOf(this.value), left);
    this.within = around;
    return schema;
  }

  private ofFields(fields: readonly Field[], left: number): Schema {
    const properties = fields.flatMap((field): readonly (readonly [string, Schema])[] => {
      const schema = this.ofType(field.type, left);
      return schema === true ? [] : [[field.name, field.optional ? nullable(schema) : schema]];
    });
    const byName = new Map(properties);
    // Two shapes of a union with other ways under one name: no schema of both holds for either.
    for (const [name, schema] of properties) {
      if (JSON.stringify(byName.get(name)) !== JSON.stringify(schema)) this.isEndless = true;
    }
    return properties.length === 0 ? true : { type: 'object', properties: Object.fromEntries(byName) };
  }

  private ofType(type: Type, left: number): Schema {
    switch (type.kind) {
      case 'list':
        return this.inside({ type: 'array' }, 'items', this.ofType(type.element, left));
      case 'map':
        return this.inside({ type: 'object' }, 'additionalProperties', this.ofType(type.value, left));
      case 'named':
        return type.id === this.value.id ? this.itself(left - 1) : this.ofOther(type.id, left);
      default:
        return true;
    }
  }

  private inside(schema: JsonObject, keyword: string, inner: Schema): Schema {
    return inner === true ? true : { ...schema, [keyword]: inner };
  }

  private ofOther(id: ElementId, left: number): Schema {
    if (this.within.has(id)) {
      this.isEndless = true;
      return true;
    }
    this.within.add(id);
    const schema = this.ofDeclaration(declarationOf(this.index, id), left);
    this.within.delete(id);
    return schema;
  }

  private ofDeclaration(declaration: TypeDeclaration, left: number): Schema {
    switch (declaration.kind) {
      case 'type':
        return this.ofType(declaration.base, left);
      case 'union':
        // A value has the fields of one alternative alone, so that those of all can be asked at once.
        return this.ofFields(declaration.alternatives.flatMap(storedFieldsOf), left);
      case 'enum':
        return true;
      default:
        return this.ofFields(storedFieldsOf(declaration), left);
    }
  }
}
