import type { ElementId, Enum, Field } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { resolveType, type TypeSource } from '../pim/typing.ts';
import type * as ast from './generated/ast.ts';

/** A part of a context: contexts of one name in several files are one. */
export interface ContextPart {
  readonly node: ast.ContextDeclaration;
  readonly file: string;
}

export interface ContextSource {
  readonly id: ElementId;
  readonly name: string;
  readonly parts: readonly ContextPart[];
}

export type DeclaredKind = 'type' | 'enum' | 'value' | 'aggregate' | 'entity';

interface Declared {
  readonly id: ElementId;
  readonly name: string;
  readonly kind: DeclaredKind;
}

/**
 * What the names of a model mean. Filled in two steps: `declareContext` for every context, then
 * types, fields and enums as they are built; only then can expressions be linked.
 */
export class Symbols implements TypeSource {
  private readonly byContext = new Map<string, Map<string, Declared>>();
  private readonly declared = new Map<ElementId, Declared>();
  private readonly bases = new Map<ElementId, Type>();
  private readonly fields = new Map<ElementId, Map<string, Field>>();
  private readonly enums = new Map<ElementId, Enum>();
  private bindings = 0;

  declareContext(context: ContextSource): void {
    const names = new Map<string, Declared>();
    this.byContext.set(context.name, names);
    const declare = (name: string, id: ElementId, kind: DeclaredKind): void => {
      const entry: Declared = { id, name, kind };
      if (!names.has(name)) names.set(name, entry);
      if (!this.declared.has(id)) this.declared.set(id, entry);
    };
    for (const { node } of context.parts) {
      for (const declaration of node.declarations) {
        if (!declaration.name) continue;
        const id = `${context.id}.${declaration.name}`;
        declare(declaration.name, id, kindOf(declaration));
        if (declaration.$type !== 'AggregateDeclaration') continue;
        for (const member of declaration.members) {
          if (member.$type === 'EntityDeclaration' && member.name)
            declare(member.name, `${id}.${member.name}`, 'entity');
        }
      }
    }
  }

  setBase(id: ElementId, base: Type): void {
    if (!this.bases.has(id)) this.bases.set(id, base);
  }

  setFields(structure: ElementId, fields: readonly Field[]): void {
    if (this.fields.has(structure)) return;
    const byName = new Map<string, Field>();
    for (const field of fields) if (!byName.has(field.name)) byName.set(field.name, field);
    this.fields.set(structure, byName);
  }

  setEnum(declaration: Enum): void {
    if (!this.enums.has(declaration.id)) this.enums.set(declaration.id, declaration);
  }

  /** A name as seen from a context: its own first, then `Context.Name` and `Aggregate.Entity`. */
  lookUp(context: string, written: string): Declared | undefined {
    const own = this.byContext.get(context);
    const found = own?.get(written);
    if (found) return found;
    const parts = written.split('.');
    const last = parts.at(-1) ?? '';
    const [first = ''] = parts;
    const candidate =
      parts.length > 1
        ? (this.byContext.get(first)?.get(last) ??
          (own?.get(first)?.kind === 'aggregate' ? own.get(last) : undefined))
        : undefined;
    return candidate?.id.endsWith(`.${written}`) || candidate?.id.endsWith(`${first}.${last}`)
      ? candidate
      : undefined;
  }

  /** What may be written for a type in a context, for near misses. */
  namesIn(context: string): readonly string[] {
    const others = [...this.byContext]
      .filter(([name]) => name !== context)
      .flatMap(([name, declared]) => [...declared.keys()].map((one) => `${name}.${one}`));
    return [...(this.byContext.get(context)?.keys() ?? []), ...others];
  }

  named(id: ElementId): ReturnType<TypeSource['named']> {
    const kind = this.declared.get(id)?.kind;
    if (!kind) return undefined;
    if (kind === 'enum') return { kind };
    if (kind !== 'type') return { kind: 'structure' };
    const base = this.bases.get(id);
    return base && { kind, base };
  }

  nameOf(id: ElementId): string {
    return this.declared.get(id)?.name ?? id;
  }

  idOf(aggregate: ElementId): { readonly field: ElementId; readonly type: Type } | undefined {
    for (const field of this.fields.get(aggregate)?.values() ?? []) {
      if (field.role === 'id') return { field: field.id, type: field.type };
    }
    return undefined;
  }

  fieldsOf(type: Type): ReadonlyMap<string, Field> {
    const resolved = resolveType(this, type);
    return (resolved.kind === 'named' ? this.fields.get(resolved.id) : undefined) ?? noFields;
  }

  enumOf(type: Type): Enum | undefined {
    const resolved = resolveType(this, type);
    return resolved.kind === 'named' ? this.enums.get(resolved.id) : undefined;
  }

  enumsOf(context: string): readonly Enum[] {
    return [...(this.byContext.get(context)?.values() ?? [])].flatMap((one) => this.enums.get(one.id) ?? []);
  }

  enumNamed(context: string, name: string): Enum | undefined {
    const found = this.lookUp(context, name);
    return found && this.enums.get(found.id);
  }

  nextBinding(): number {
    this.bindings += 1;
    return this.bindings;
  }
}

const noFields: ReadonlyMap<string, Field> = new Map();

function kindOf(declaration: ast.Declaration): DeclaredKind {
  switch (declaration.$type) {
    case 'TypeDeclaration':
      return 'type';
    case 'EnumDeclaration':
      return 'enum';
    case 'ValueDeclaration':
      return 'value';
    case 'AggregateDeclaration':
      return 'aggregate';
  }
}
