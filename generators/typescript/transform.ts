import { assertNever } from '../../pim/assert-never.ts';
import type {
  Aggregate,
  ConstrainedType,
  Context,
  Declaration,
  Entity,
  Enum,
  Named,
  Structure,
} from '../../pim/model.ts';
import { type ModelIndex, structuresOf } from '../../pim/model-index.ts';
import { camelCase } from '../core/naming.ts';
import { generatedNotice } from '../core/notice.ts';
import type { TransformInput } from '../core/target.ts';
import { methodNames } from './behaviour/class-methods.ts';
import { behaviourModules } from './behaviour/modules.ts';
import { scaffoldOf } from './behaviour/scaffold.ts';
import { behaviourSymbols } from './behaviour/symbols.ts';
import { atom, type Code, callGeneric, quote, stringCode, tallObjectCode } from './code.ts';
import { docOf } from './doc-text.ts';
import { ModuleNames } from './module-names.ts';
import { contextFolder, type NamePlan, planNames } from './plan-names.ts';
import {
  constantLine,
  functionHead,
  genericAlias,
  importLine,
  memberLine,
  statements,
  typeAlias,
} from './print-text.ts';
import type { TsConstrainedType, TsEnum, TsIndex, TsModule, TsPart, TsSymbol, TypeScriptPsm } from './psm.ts';
import { transformRoot } from './transform-root.ts';
import { transformState, transformStructure } from './transform-structure.ts';
import { transformUnion } from './transform-union.ts';
import { translateBody, usesName } from './translate-expression.ts';
import { inputType, outputType, schemaOf } from './type-code.ts';

/** What the transforms of one module share. */
export interface ModuleScope {
  readonly index: ModelIndex;
  readonly names: ModuleNames;
  readonly plan: NamePlan;
  namesOf: NamePlan['of'];
  symbolOf: NamePlan['of'];
  memberName: NamePlan['memberName'];
}

export function transform({ index }: TransformInput): TypeScriptPsm {
  const { model } = index;
  const plan = planNames(model);
  const declared = model.contexts.flatMap((context) => context.declarations);
  const symbols = declared.flatMap((one): readonly (Declaration | Entity)[] =>
    one.kind === 'aggregate' ? [one, ...one.entities] : [one],
  );
  return {
    modules: model.contexts.flatMap((context) => [
      ...context.declarations.flatMap((declaration) => modulesOf(declaration, index, plan)),
      ...behaviourModules(context, plan).map(({ about, path, blocks }) =>
        moduleOf(about, path, (scope) => [{ kind: 'code', declarations: blocks(scope) }], index, plan),
      ),
    ]),
    indexes: model.contexts.map((one) => indexOf(one, plan)).filter(({ exports }) => exports.length > 0),
    symbols: [
      ...symbols.map((one) => symbolOf(one, plan)),
      ...declared.flatMap((one) => (one.kind === 'aggregate' ? commandSymbols(one, plan) : [])),
      ...model.contexts.flatMap(structuresOf).flatMap((one) => derivedSymbols(one, plan)),
      ...model.contexts.flatMap((context) => behaviourSymbols(context, plan)),
    ],
    scaffolds: model.contexts.flatMap((context) => scaffoldOf(context, index, plan)),
  };
}

function symbolOf(element: Declaration | Entity, plan: NamePlan): TsSymbol {
  const { id } = element;
  const planned = plan.of(id);
  const { name, from } = planned.root ?? planned;
  if (element.kind !== 'aggregate') return { element: id, name, from };
  const parts = (['context', 'outcome', 'event'] as const).flatMap((role) => {
    const made = plan.find(id, role);
    return made ? [[role, { name: made.name, from: made.from }] as const] : [];
  });
  const state = { name: planned.name, from: planned.from };
  return { element: id, name, from, parts: { state, ...Object.fromEntries(parts) } };
}

/** What is derived is a member of the companion. */
function derivedSymbols({ id, fields }: Structure, plan: NamePlan): readonly TsSymbol[] {
  const { from } = plan.of(id);
  return fields
    .filter(({ derivation }) => derivation)
    .map((field) => ({ element: field.id, name: plan.memberName(field), from }));
}

function commandSymbols(aggregate: Aggregate, plan: NamePlan): readonly TsSymbol[] {
  const { from } = plan.of(aggregate.id).root ?? plan.of(aggregate.id);
  return [...methodNames(aggregate, plan)].map(([{ id }, method]) => {
    const made = plan.symbol(id, 'self');
    return { element: id, name: made.name, from: made.from, parts: { method: { name: method, from } } };
  });
}

function modulesOf(declaration: Declaration, index: ModelIndex, plan: NamePlan): readonly TsModule[] {
  const { from, root } = plan.of(declaration.id);
  const module = moduleOf(declaration, from, (scope) => partsOf(declaration, scope), index, plan);
  if (declaration.kind !== 'aggregate' || !root) return [module];
  return [
    module,
    moduleOf(declaration, root.from, (scope) => [transformRoot(declaration, scope)], index, plan),
  ];
}

function moduleOf(
  declaration: Named,
  path: string,
  partsIn: (scope: ModuleScope) => readonly TsPart[],
  index: ModelIndex,
  plan: NamePlan,
): TsModule {
  const names = new ModuleNames(path, plan.exportedBy(path));
  const scope = { index, names, plan, namesOf: plan.of, symbolOf: plan.of, memberName: plan.memberName };
  const parts = partsIn(scope);
  return {
    path,
    notice: generatedNotice(declaration.origin),
    element: declaration.id,
    name: declaration.name,
    nameOrigin: declaration.nameOrigin,
    imports: names.imports().map((one) => importLine(one.names, one.from)),
    parts,
  };
}

function indexOf(context: Context, plan: NamePlan): TsIndex {
  const folder = contextFolder(context);
  const files = [
    ...context.declarations.flatMap(({ id }) => {
      const { from, root } = plan.of(id);
      return [from, ...(root ? [root.from] : [])].map((path) => ({ id, path }));
    }),
    ...behaviourModules(context, plan).map(({ about, path }) => ({ id: about.id, path })),
  ];
  const exports = files.map(({ id, path }) => {
    const file = path.slice(folder.length + 1).replace(/\.ts$/, '.js');
    return { element: id, documentation: '', text: `export * from './${file}';` };
  });
  return {
    path: `${folder}/index.ts`,
    notice: generatedNotice(context.origin),
    element: context.id,
    name: context.name,
    nameOrigin: context.nameOrigin,
    exports: exports.toSorted((left, right) => (left.text < right.text ? -1 : 1)),
  };
}

function partsOf(declaration: Declaration, scope: ModuleScope): readonly TsPart[] {
  switch (declaration.kind) {
    case 'type':
      return [transformType(declaration, scope)];
    case 'enum':
      return [transformEnum(declaration, scope)];
    case 'value':
      return [transformStructure(declaration, scope)];
    case 'union':
      return transformUnion(declaration, scope);
    case 'aggregate':
      return transformState(declaration, scope);
    default:
      return assertNever(declaration);
  }
}

function transformType(type: ConstrainedType, scope: ModuleScope): TsConstrainedType {
  const { name } = scope.plan.of(type.id);
  const brand = `${scope.index.context(type.id).name}.${type.name}`;
  const declared = {
    kind: 'type',
    element: type.id,
    name,
    documentation: docOf(type),
    type: genericAlias(name, scope.names.runtimeType('Branded'), [
      outputType(type.base, scope),
      quote(brand),
    ]),
  } as const;
  const schema = schemaOf(type.base, scope);
  const { constraint } = type;
  if (!constraint) {
    return {
      ...declared,
      schema: constantLine(name, brandedSchema(type, name, schema, scope)),
      rule: [],
      schemaEnd: '',
      functions: [],
    };
  }
  const holds = scope.names.declare('holds');
  const self = scope.names.local(camelCase(type.name) || 'it');
  const old = 'old';
  const body = translateBody(constraint.condition, { ...scope, self, old });
  const parameters = usesName(body, self) ? [`${self}: ${name}`] : [];
  const rule = tallObjectCode([
    ['id', stringCode(constraint.id)],
    ['message', stringCode(constraint.message)],
    ['holds', atom(holds)],
  ]);
  const types = [name, inputType(type.base, scope)];
  const text = constantLine(
    name,
    callGeneric(atom(scope.names.runtime('constrained')), types, [schema, rule]),
  );
  const cut = splitRule(text);
  return {
    ...declared,
    schema: cut.before,
    rule: [{ element: constraint.id, documentation: '', text: cut.rule }],
    schemaEnd: cut.after,
    functions: [
      {
        element: constraint.id,
        documentation: '',
        head: functionHead(`function ${holds}`, parameters, 'boolean', 0),
        text: statements(body, 0),
      },
    ],
  };
}

/** The lines of the rule, which is the last argument and stands over several lines, apart from the others. */
function splitRule(text: string): { readonly before: string; readonly rule: string; readonly after: string } {
  const all = text.split('\n');
  const first = all.findLastIndex((one) => one.trimStart().startsWith('id: '));
  const last = all.findLastIndex((one) => one.trimStart().startsWith('holds'));
  return {
    before: all.slice(0, first).join('\n'),
    rule: all.slice(first, last + 1).join('\n'),
    after: all.slice(last + 1).join('\n'),
  };
}

/** A schema of the runtime takes the branded type itself; another declaration's is given the new name. */
function brandedSchema(type: ConstrainedType, name: string, schema: Code, scope: ModuleScope): Code {
  const isPrimitive = ['string', 'integer', 'number', 'boolean'].includes(type.base.kind);
  if (isPrimitive && schema.kind === 'call') return { ...schema, typeArguments: [name] };
  return callGeneric(atom(scope.names.runtime('constrained')), [name, inputType(type.base, scope)], [schema]);
}

// What an enumeration has besides its literals.
const enumMembers = new Set(['create', 'parse', 'equals', 'values', 'rank']);

function transformEnum(declaration: Enum, scope: ModuleScope): TsEnum {
  const { name } = scope.plan.of(declaration.id);
  const wires = declaration.literals.map(({ wire }) => quote(wire));
  const taken = new Set(declaration.literals.map((literal) => literal.name));
  return {
    kind: 'enum',
    element: declaration.id,
    name,
    documentation: docOf(declaration),
    type: typeAlias(name, wires.length > 0 ? wires : ['never']),
    maker: scope.names.runtime('enumeration'),
    literals: declaration.literals.map((literal) => ({
      element: literal.id,
      documentation: docOf(literal),
      text: memberLine(literalMember(literal.name, taken), stringCode(literal.wire), 2),
    })),
  };
}

function literalMember(literal: string, taken: Set<string>): string {
  let name = literal;
  if (enumMembers.has(name)) {
    while (enumMembers.has(name) || taken.has(name)) name += '_';
    taken.add(name);
  }
  return name;
}
