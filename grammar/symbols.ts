import type { ElementId, Enum, Field } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { resolveType, type TypeSource } from '../pim/typing.ts';
import { type DeclaredKind, type DeclaredName, declareContext, type ModelSource } from './declared-names.ts';
import type * as ast from './generated/ast.ts';

/** Where a name is written: decides which names it sees, and which of them is nearest. */
export interface NameSite {
  /** The name of the context it is written in; empty outside of every context. */
  readonly context: string;
  readonly file: string;
  /** The aggregate it is written in, whose members it sees first. */
  readonly aggregate?: DeclaredName;
}

/** What a written name can lead to. */
export type LookUp =
  | { readonly found: DeclaredName }
  /** Several things have the name, and nothing tells which is meant. */
  | { readonly ambiguous: readonly DeclaredName[] }
  /** Declared in a file that the writing file does not import. */
  | { readonly hidden: DeclaredName }
  | undefined;

/** Which emitted event, and of which aggregate, a command's result is. */
export interface CommandFacts {
  readonly aggregate: ElementId;
  readonly creation: boolean;
  /** Without those that it only may emit. */
  readonly emits: readonly ElementId[];
}

/**
 * What the names of a model mean. Filled in steps: names when it is made, then types, fields and
 * enums as they are built; only then can expressions be linked.
 */
export class Symbols implements TypeSource {
  private readonly contexts: ReadonlyMap<string, DeclaredName>;
  private readonly declared = new Map<ElementId, DeclaredName>();
  private readonly visible: (from: string, to: string) => boolean;
  private readonly bases = new Map<ElementId, Type>();
  private readonly fields = new Map<ElementId, Map<string, Field>>();
  private readonly enums = new Map<ElementId, Enum>();
  private readonly results = new Map<ElementId, { readonly type: Type; readonly optional: boolean }>();
  private readonly commands = new Map<ElementId, CommandFacts>();
  private readonly shown = new Map<ElementId, ElementId>();
  private readonly translations = new Map<ElementId, ElementId | undefined>();
  private readonly defaults = new Map<ElementId, ast.Expression>();
  private bindings = 0;

  constructor(source: ModelSource, visible: (from: string, to: string) => boolean) {
    this.visible = visible;
    const all = source.contexts.map((context) => declareContext(context, source.traits));
    this.contexts = new Map(all.map((one) => [one.name, one]));
    const add = (name: DeclaredName): void => {
      if (!this.declared.has(name.id)) this.declared.set(name.id, name);
      for (const same of name.members.values()) for (const member of same) add(member);
    };
    for (const context of all) add(context);
  }

  declaredName(id: ElementId): DeclaredName | undefined {
    return this.declared.get(id);
  }

  contextNamed(name: string): DeclaredName | undefined {
    return this.contexts.get(name);
  }

  /**
   * A name as seen from a site: members of its aggregate, of its context, of anything in its context,
   * `Common`'s, then `Context.Name`. Only what is of one of the kinds counts.
   */
  lookUp(site: NameSite, written: string, kinds: ReadonlySet<DeclaredKind>): LookUp {
    const parts = written.split('.');
    let hidden: DeclaredName | undefined;
    for (const scope of this.scopesOf(site)) {
      const all = candidates(scope, parts).filter((one) => kinds.has(one.kind));
      const seen = all.filter((one) => one.files.some((file) => this.visible(site.file, file)));
      const [first] = seen;
      if (first && new Set(seen.map((one) => one.id)).size > 1) return { ambiguous: seen };
      if (first) return { found: first };
      hidden ??= all[0];
    }
    return hidden && { hidden };
  }

  /** The same, where only one clear meaning is of use. */
  find(site: NameSite, written: string, kinds: ReadonlySet<DeclaredKind>): DeclaredName | undefined {
    const result = this.lookUp(site, written, kinds);
    return result && 'found' in result ? result.found : undefined;
  }

  private scopesOf({
    context,
    aggregate,
  }: NameSite): readonly ReadonlyMap<string, readonly DeclaredName[]>[] {
    const own = this.contexts.get(context);
    const common = this.contexts.get(commonContext);
    const contexts = new Map([...this.contexts].map(([name, one]) => [name, [one]] as const));
    return [
      ...(aggregate ? [aggregate.members] : []),
      ...(own ? [own.members, own.promoted] : []),
      ...(common && common !== own ? [common.members] : []),
      contexts,
    ];
  }

  setBase(id: ElementId, base: Type): void {
    if (!this.bases.has(id)) this.bases.set(id, base);
  }

  setFields(owner: ElementId, fields: readonly Field[]): void {
    if (this.fields.has(owner)) return;
    const byName = new Map<string, Field>();
    for (const field of fields) if (!byName.has(field.name)) byName.set(field.name, field);
    this.fields.set(owner, byName);
  }

  /** Remembers how a field's default is written: before it is linked, all that is known is that it has one. */
  setDefault(field: ElementId, value: ast.Expression): void {
    this.defaults.set(field, value);
  }

  defaultOf(field: ElementId): ast.Expression | undefined {
    return this.defaults.get(field);
  }

  setEnum(declaration: Enum): void {
    if (!this.enums.has(declaration.id)) this.enums.set(declaration.id, declaration);
  }

  setResult(id: ElementId, result: { readonly type: Type; readonly optional: boolean }): void {
    if (!this.results.has(id)) this.results.set(id, result);
  }

  /** Changes what was declared so far, now that there is more to say about types. */
  mapTypes(change: (type: Type) => Type): void {
    for (const [id, base] of this.bases) this.bases.set(id, change(base));
    for (const [id, result] of this.results) this.results.set(id, { ...result, type: change(result.type) });
    for (const fields of this.fields.values()) {
      for (const [name, field] of fields) fields.set(name, { ...field, type: change(field.type) });
    }
  }

  /** Without an id, there is one that is never applied by itself. */
  setTranslation(source: ElementId, target: ElementId, id: ElementId | undefined): void {
    const key = `${source} ${target}`;
    this.translations.set(key, this.translations.has(key) ? undefined : id);
  }

  /** The translation from one type to another, if there is one and no other. */
  translation(source: ElementId, target: ElementId): ElementId | undefined {
    return this.translations.get(`${source} ${target}`);
  }

  /** The aggregate whose state a projection shows: its id refers to that aggregate. */
  setShown(projection: ElementId, aggregate: ElementId): void {
    this.shown.set(projection, aggregate);
  }

  shownBy(projection: ElementId): ElementId | undefined {
    return this.shown.get(projection);
  }

  /** What a calculation, a query, an operation or a service gives back. */
  resultOf(id: ElementId): { readonly type: Type; readonly optional: boolean } | undefined {
    return this.results.get(id);
  }

  setCommand(id: ElementId, facts: CommandFacts): void {
    if (!this.commands.has(id)) this.commands.set(id, facts);
  }

  commandFacts(id: ElementId): CommandFacts | undefined {
    return this.commands.get(id);
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

  /** The fields of a structure or a payload. */
  fieldsOfId(id: ElementId): ReadonlyMap<string, Field> {
    return this.fields.get(id) ?? noFields;
  }

  fieldsOf(type: Type): ReadonlyMap<string, Field> {
    const resolved = resolveType(this, type);
    return resolved.kind === 'named' ? this.fieldsOfId(resolved.id) : noFields;
  }

  enumOf(type: Type): Enum | undefined {
    const resolved = resolveType(this, type);
    return resolved.kind === 'named' ? this.enums.get(resolved.id) : undefined;
  }

  /** The enums that a bare literal may belong to. */
  enumsOf(context: string): readonly Enum[] {
    const names = [...(this.contexts.get(context)?.members.values() ?? [])].flat();
    return names.flatMap((one) => this.enums.get(one.id) ?? []);
  }

  nextBinding(): number {
    this.bindings += 1;
    return this.bindings;
  }
}

/** Where types stand that are written outside of every context. */
export const commonContext = 'Common';

const noFields: ReadonlyMap<string, Field> = new Map();

function candidates(
  scope: ReadonlyMap<string, readonly DeclaredName[]>,
  [first = '', ...rest]: readonly string[],
): readonly DeclaredName[] {
  let found = scope.get(first) ?? [];
  for (const part of rest) {
    found = found.flatMap((one) => one.members.get(part) ?? one.promoted.get(part) ?? []);
  }
  return found;
}
