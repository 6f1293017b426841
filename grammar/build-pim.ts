import type { AstNode } from 'langium';
import type { Diagnostic } from '../pim/diagnostic.ts';
import { someNode } from '../pim/expression-tools.ts';
import type {
  Aggregate,
  ConstrainedType,
  Context,
  Declaration,
  ElementId,
  Entity,
  Enum,
  EnumLiteral,
  Field,
  FieldRole,
  Model,
  Named,
  Rule,
  Value,
} from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { buildMarks } from './build-marks.ts';
import { buildType } from './build-type.ts';
import { versionClash } from './diagnostic-pages.ts';
import type * as ast from './generated/ast.ts';
import { type ExpressionScope, linkExpression } from './link-expression.ts';
import type { ParsedFile } from './parse.ts';
import { decodeNumber, decodeText, docOf, originOf, originOfProperty } from './source.ts';
import { type ContextPart, type ContextSource, Symbols } from './symbols.ts';

/** A platform-independent model, and what only the syntax tree could tell is wrong with it. */
export interface BuiltModel {
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes the PIM of the files of one model: names become ids, every element keeps its origin. What
 * does not resolve stays in the model as `unresolved`, so that the checks can report all of it.
 * Contexts of the same name in several files are one context. Undefined if no file names a model.
 */
export function buildPim(files: readonly ParsedFile[]): BuiltModel | undefined {
  const head = files.find((file) => file.ast?.name);
  return head?.ast ? new PimBuilder().build(files, head.ast, head.file) : undefined;
}

type StructureNode = ast.ValueDeclaration | ast.AggregateDeclaration | ast.EntityDeclaration;

/** Where an expression is written, and what its `self` is. */
interface ExpressionSite {
  readonly context: string;
  readonly file: string;
  readonly self: Type;
  readonly allowsOld: boolean;
}

class PimBuilder {
  private readonly symbols = new Symbols();
  private readonly diagnostics: Diagnostic[] = [];
  /** Fields with their types, before their expressions are linked. */
  private readonly bases = new Map<ast.TypeDeclaration, Type>();
  private readonly bareFields = new Map<ast.FieldDeclaration, Field>();

  build(files: readonly ParsedFile[], root: ast.DomainFile, file: string): BuiltModel {
    this.compareVersions(files, root, file);
    const sources = contextSources(files, root.name);
    for (const source of sources) this.symbols.declareContext(source);
    for (const source of sources) this.buildTypes(source);
    const contexts = sources.map((source) => this.context(source));
    const marks = files.flatMap((one) =>
      (one.ast?.elements ?? [])
        .filter((element) => element.$type === 'PlatformBlock')
        .map((element) => buildMarks(element, contexts, one.file)),
    );
    const model: Model = {
      kind: 'model',
      ...named(root, root.name, root.name, file),
      version: decodeNumber(root.version ?? '1'),
      contexts,
      marks,
    };
    return { model, diagnostics: this.diagnostics };
  }

  private compareVersions(files: readonly ParsedFile[], root: ast.DomainFile, file: string): void {
    for (const other of files) {
      const { ast: node } = other;
      if (!node?.version || !root.version || decodeNumber(node.version) === decodeNumber(root.version))
        continue;
      const first = originOfProperty(root, 'version', file);
      this.diagnostics.push({
        ...versionClash,
        message: `\`${root.name}\` is version ${root.version} elsewhere, and ${node.version} here: a model has one version.`,
        origin: originOfProperty(node, 'version', other.file),
        related: [{ message: `Version ${root.version} is stated here`, origin: first }],
      });
    }
  }

  /** Everything that expressions need to know before the first is linked. */
  private buildTypes(source: ContextSource): void {
    for (const part of source.parts) {
      for (const declaration of part.node.declarations) {
        const id = `${source.id}.${declaration.name}`;
        if (declaration.$type === 'TypeDeclaration') {
          const base = this.baseType(declaration.base, source.name, part.file);
          this.bases.set(declaration, base);
          this.symbols.setBase(id, base);
        } else if (declaration.$type === 'EnumDeclaration') {
          this.symbols.setEnum(enumOf(declaration, id, part.file));
        } else {
          this.buildFields(declaration, id, source.name, part.file);
        }
      }
    }
  }

  private buildFields(node: StructureNode, id: ElementId, context: string, file: string): void {
    const fields: Field[] = [];
    for (const member of node.members) {
      if (member.$type === 'FieldDeclaration') fields.push(this.bareField(member, id, context, file));
      else if (member.$type === 'EntityDeclaration')
        this.buildFields(member, `${id}.${member.name}`, context, file);
    }
    this.symbols.setFields(id, fields);
  }

  private bareField(node: ast.FieldDeclaration, owner: ElementId, context: string, file: string): Field {
    const name = node.name ?? 'id';
    const role: FieldRole = node.identity ? 'id' : node.derived ? 'derived' : 'data';
    const identity = named(node, `${owner}.${name}`, name, file);
    const field: Field = {
      kind: 'field',
      ...identity,
      nameOrigin: node.name ? identity.nameOrigin : originOfProperty(node, 'identity', file),
      role,
      type: this.type(node.type, context, file),
      optional: node.type?.optional ?? false,
      generated: node.generated,
    };
    this.bareFields.set(node, field);
    return field;
  }

  /** Whether a value may be absent is for the field to say that has it. */
  private baseType(node: ast.TypeExpression | undefined, context: string, file: string): Type {
    if (node?.optional) {
      this.diagnostics.push({
        code: 'misplaced-limit',
        severity: 'error',
        message: 'A type is not optional: the field that has it can be.',
        origin: originOf(node, file),
        related: [],
      });
    }
    return this.type(node, context, file);
  }

  private type(node: ast.TypeExpression | undefined, context: string, file: string): Type {
    return buildType(node, {
      symbols: this.symbols,
      context,
      file,
      report: (diagnostic) => this.diagnostics.push(diagnostic),
    });
  }

  private context(source: ContextSource): Context {
    const [head] = source.parts;
    if (!head) throw new Error(`the context \`${source.name}\` has no part`);
    const declarations = source.parts.flatMap((part) =>
      part.node.declarations
        .filter((declaration) => declaration.name)
        .map((declaration) => this.declaration(declaration, source, part)),
    );
    return { kind: 'context', ...named(head.node, source.id, source.name, head.file), declarations };
  }

  private declaration(node: ast.Declaration, source: ContextSource, { file }: ContextPart): Declaration {
    const id = `${source.id}.${node.name}`;
    switch (node.$type) {
      case 'TypeDeclaration':
        return this.constrainedType(node, id, source.name, file);
      case 'EnumDeclaration':
        return enumOf(node, id, file);
      case 'ValueDeclaration':
        return { kind: 'value', ...this.structure(node, id, source.name, file, false) } satisfies Value;
      case 'AggregateDeclaration': {
        const entities = node.members
          .filter((member) => member.$type === 'EntityDeclaration')
          .filter((member) => member.name)
          .map(
            (member): Entity => ({
              kind: 'entity',
              ...this.structure(member, `${id}.${member.name}`, source.name, file, false),
            }),
          );
        return {
          kind: 'aggregate',
          ...this.structure(node, id, source.name, file, true),
          entities,
        } satisfies Aggregate;
      }
    }
  }

  private constrainedType(
    node: ast.TypeDeclaration,
    id: ElementId,
    context: string,
    file: string,
  ): ConstrainedType {
    const declaration = named(node, id, node.name, file);
    const base = this.bases.get(node) ?? this.baseType(node.base, context, file);
    if (!node.condition) return { kind: 'type', ...declaration, base };
    const condition = linkExpression(
      node.condition,
      this.scope({ context, file, self: base, allowsOld: false }),
    );
    const constraint: Rule = {
      kind: 'rule',
      id: `${id}.where`,
      name: 'where',
      ...(declaration.doc === undefined ? {} : { doc: declaration.doc }),
      origin: condition.origin,
      nameOrigin: declaration.nameOrigin,
      condition,
      message: node.message ? decodeText(node.message) : `Must be a valid ${node.name}`,
      transition: false,
    };
    return { kind: 'type', ...declaration, base, constraint };
  }

  private structure(
    node: StructureNode,
    id: ElementId,
    context: string,
    file: string,
    allowsOld: boolean,
  ): Omit<Value, 'kind'> {
    const declaration = named(node, id, node.name, file);
    const self: Type = { kind: 'named', id, origin: declaration.nameOrigin };
    const site: ExpressionSite = { context, file, self, allowsOld };
    const fields: Field[] = [];
    const rules: Rule[] = [];
    for (const member of node.members) {
      if (member.$type === 'FieldDeclaration') fields.push(this.field(member, site));
      else if (member.$type === 'RuleDeclaration' && member.name) rules.push(this.rule(member, id, site));
    }
    return { ...declaration, fields, rules };
  }

  private field(node: ast.FieldDeclaration, site: ExpressionSite): Field {
    const bare = this.bareFields.get(node);
    if (!bare) throw new Error(`the field \`${node.name}\` was not declared`);
    if (!node.value) return bare;
    const scope = this.scope({ ...site, allowsOld: false });
    const expression = linkExpression(node.value, scope, this.symbols.enumOf(bare.type));
    return bare.role === 'derived' ? { ...bare, derivation: expression } : { ...bare, default: expression };
  }

  private rule(node: ast.RuleDeclaration, owner: ElementId, site: ExpressionSite): Rule {
    const condition = linkExpression(node.condition, this.scope(site));
    return {
      kind: 'rule',
      ...named(node, `${owner}.${node.name}`, node.name, site.file),
      condition,
      message: node.message ? decodeText(node.message) : `The rule ${node.name} is broken`,
      transition: someNode(condition, (one) => one.kind === 'old'),
    };
  }

  private scope({ context, file, self, allowsOld }: ExpressionSite): ExpressionScope {
    const { symbols } = this;
    return {
      file,
      self,
      allowsOld,
      selfFields: symbols.fieldsOf(self),
      enums: symbols.enumsOf(context),
      named: (id) => symbols.named(id),
      nameOf: (id) => symbols.nameOf(id),
      idOf: (aggregate) => symbols.idOf(aggregate),
      fieldsOf: (type) => symbols.fieldsOf(type),
      enumOf: (type) => symbols.enumOf(type),
      enumNamed: (name) => symbols.enumNamed(context, name),
      nextBinding: () => symbols.nextBinding(),
    };
  }
}

function contextSources(files: readonly ParsedFile[], modelName: string): readonly ContextSource[] {
  const parts = new Map<string, ContextPart[]>();
  for (const { ast: root, file } of files) {
    for (const node of root?.elements ?? []) {
      if (node.$type !== 'ContextDeclaration' || !node.name) continue;
      const found = parts.get(node.name);
      if (found) found.push({ node, file });
      else parts.set(node.name, [{ node, file }]);
    }
  }
  return [...parts].map(([name, all]) => ({ id: `${modelName}.${name}`, name, parts: all }));
}

function enumOf(node: ast.EnumDeclaration, id: ElementId, file: string): Enum {
  const literals = node.literals
    .filter((literal) => literal.name)
    .map(
      (literal, rank): EnumLiteral => ({
        kind: 'literal',
        ...named(literal, `${id}.${literal.name}`, literal.name, file),
        wire: literal.wire === undefined ? literal.name : decodeText(literal.wire),
        rank,
      }),
    );
  return { kind: 'enum', ...named(node, id, node.name, file), literals };
}

function named(node: AstNode, id: ElementId, name: string, file: string): Named {
  const doc = docOf(node);
  return {
    id,
    name,
    ...(doc === undefined ? {} : { doc }),
    origin: originOf(node, file),
    nameOrigin: originOfProperty(node, 'name', file),
  };
}
