import type { Diagnostic } from '../pim/diagnostic.ts';
import type { Context, Declaration, Model } from '../pim/model.ts';
import { buildActor, buildAggregate, buildEvent } from './build-aggregate.ts';
import { buildExample, buildScenario } from './build-example.ts';
import { buildMarks } from './build-marks.ts';
import { buildCalculation, buildProjection, buildQuery, buildRepository } from './build-reading.ts';
import { buildRelation } from './build-relation.ts';
import { buildPolicy, buildPort, buildService } from './build-service.ts';
import { BareFields, type BuildSite, emptyScope, named } from './build-site.ts';
import { buildBase, buildConstrainedType, buildEnum, buildValue } from './build-structure.ts';
import { buildTranslation } from './build-translation.ts';
import { withUniqueKeys } from './build-type.ts';
import { declareTypes } from './declare-types.ts';
import type { ContextPart, ContextSource, TraitSource } from './declared-names.ts';
import { versionClash } from './diagnostic-pages.ts';
import type * as ast from './generated/ast.ts';
import { visibleFiles } from './imports.ts';
import type { ParsedFile } from './parse.ts';
import { decodeNumber, originOfProperty } from './source.ts';
import { commonContext, Symbols } from './symbols.ts';

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
  if (!head?.ast) return undefined;
  const root = head.ast;
  const diagnostics: Diagnostic[] = [...compareVersions(files, root, head.file)];
  const imports = visibleFiles(files);
  diagnostics.push(...imports.diagnostics);
  const sources = contextSources(files, root.name);
  const traits = traitFinder(sources);
  const symbols = new Symbols({ contexts: sources, traits }, imports.sees);
  const shared = {
    symbols,
    traits,
    fields: new BareFields(),
    report: (diagnostic: Diagnostic) => diagnostics.push(diagnostic),
  };
  const siteOf = (context: string, file: string): BuildSite => ({ ...shared, context, file });
  declareTypes(sources, siteOf);
  const contexts = sources.map((source) => buildContext(source, siteOf));
  const model: Model = {
    kind: 'model',
    ...named(root, root.name, root.name, head.file),
    version: decodeNumber(root.version ?? '1'),
    contexts,
    relations: files.flatMap(({ ast: tree, file }) =>
      elementsOf(tree, 'ContextMap').flatMap((map) =>
        map.relations.map((one) => buildRelation(one, siteOf('', file))),
      ),
    ),
    marks: files.flatMap(({ ast: tree, file }) =>
      elementsOf(tree, 'PlatformBlock').map((block) => buildMarks(block, contexts, file)),
    ),
  };
  return { model, diagnostics };
}

function elementsOf<Type extends ast.ModelElement['$type']>(
  tree: ast.DomainFile | undefined,
  type: Type,
): readonly Extract<ast.ModelElement, { readonly $type: Type }>[] {
  return (tree?.elements ?? []).filter(
    (one): one is Extract<ast.ModelElement, { readonly $type: Type }> => one.$type === type,
  );
}

function compareVersions(
  files: readonly ParsedFile[],
  root: ast.DomainFile,
  file: string,
): readonly Diagnostic[] {
  return files.flatMap((other): readonly Diagnostic[] => {
    const { ast: node } = other;
    if (!node?.version || !root.version || decodeNumber(node.version) === decodeNumber(root.version))
      return [];
    const first = originOfProperty(root, 'version', file);
    return [
      {
        ...versionClash,
        message: `\`${root.name}\` is version ${root.version} elsewhere, and ${node.version} here: a model has one version.`,
        origin: originOfProperty(node, 'version', other.file),
        related: [{ message: `Version ${root.version} is stated here`, origin: first }],
      },
    ];
  });
}

/** Contexts in the order of their first part; `Common` last, if types stand outside of every context. */
function contextSources(files: readonly ParsedFile[], modelName: string): readonly ContextSource[] {
  const parts = new Map<string, ContextPart[]>();
  const add = (name: string, part: ContextPart): void => {
    const found = parts.get(name);
    if (found) found.push(part);
    else parts.set(name, [part]);
  };
  for (const { ast: root, file } of files) {
    for (const node of elementsOf(root, 'ContextDeclaration')) {
      if (node.name) add(node.name, { node, declarations: node.declarations, file });
    }
  }
  for (const { ast: root, file } of files) {
    const declarations = elementsOf(root, 'TypeDeclaration');
    if (declarations.length > 0) add(commonContext, { declarations, file });
  }
  return [...parts].map(([name, all]) => ({ id: `${modelName}.${name}`, name, parts: all }));
}

function traitFinder(contexts: readonly ContextSource[]) {
  const traits = new Map<string, TraitSource>();
  for (const { name, parts } of contexts) {
    for (const { declarations, file } of parts) {
      for (const node of declarations) {
        if (node.$type === 'TraitDeclaration' && node.name)
          traits.set(`${name}.${node.name}`, { node, file });
      }
    }
  }
  return (context: string, name: string): TraitSource | undefined =>
    traits.get(`${context}.${name}`) ?? traits.get(name);
}

type DeclarationOf<Type extends string> = Extract<ast.Declaration, { readonly $type: Type }>;

function buildContext(source: ContextSource, siteOf: (context: string, file: string) => BuildSite): Context {
  const [head] = source.parts;
  if (!head) throw new Error(`the context \`${source.name}\` has no part`);
  const { id } = source;
  /** What is built of every declaration of one kind that has a name, or needs none. */
  const all = <Type extends ast.Declaration['$type'], Result>(
    type: Type,
    build: (node: DeclarationOf<Type>, id: string, site: BuildSite) => Result,
  ): readonly Result[] =>
    source.parts.flatMap(({ declarations, file }) =>
      declarations
        .filter((node): node is DeclarationOf<Type> => node.$type === type)
        .filter(isWhole)
        .map((node) => build(node, `${id}.${'name' in node ? node.name : ''}`, siteOf(source.name, file))),
    );
  return {
    kind: 'context',
    ...(head.node ? named(head.node, id, source.name, head.file) : ofCommon(source, head)),
    external: source.parts.some((part) => part.node?.external),
    declarations: source.parts.flatMap(({ declarations, file }) =>
      declarations.flatMap((node) => buildDeclaration(node, id, siteOf(source.name, file))),
    ),
    actors: all('ActorDeclaration', (node, _, site) => buildActor(node, id, site, emptyScope(site))),
    events: all('EventDeclaration', (node, _, site) => buildEvent(node, id, site, emptyScope(site))),
    calculations: all('CalculationDeclaration', buildCalculation),
    repositories: all('RepositoryDeclaration', buildRepository),
    projections: all('ProjectionDeclaration', buildProjection),
    queries: all('QueryDeclaration', buildQuery),
    ports: all('PortDeclaration', buildPort),
    services: all('ServiceDeclaration', buildService),
    policies: all('PolicyDeclaration', buildPolicy),
    translations: all('TranslationDeclaration', (node, _, site) => buildTranslation(node, id, site)),
    examples: all('ExampleDeclaration', (node, _, site) => buildExample(node, id, site)),
    scenarios: all('ScenarioDeclaration', (node, _, site) => buildScenario(node, id, site)),
    traits: all('TraitDeclaration', (node, trait, { file }) => ({
      kind: 'trait' as const,
      ...named(node, trait, node.name, file),
    })),
  };
}

/** Recovery from a syntax error leaves declarations without the name that they need. */
function isWhole(node: ast.Declaration): boolean {
  return (
    node.$type === 'TranslationDeclaration' || node.$type === 'ScenarioDeclaration' || Boolean(node.name)
  );
}

/** `Common` has no declaration of its own: its first type stands for it. */
function ofCommon(source: ContextSource, { declarations, file }: ContextPart) {
  const [first] = declarations;
  if (!first) throw new Error(`the context \`${source.name}\` has nothing in it`);
  const { doc: _, evolution: __, ...rest } = named(first, source.id, source.name, file);
  return rest;
}

function buildDeclaration(node: ast.Declaration, context: string, site: BuildSite): readonly Declaration[] {
  if (!('name' in node) || !node.name) return [];
  const id = `${context}.${node.name}`;
  switch (node.$type) {
    case 'TypeDeclaration':
      return [
        buildConstrainedType(
          node,
          id,
          withUniqueKeys(buildBase(node.base, { ...site, report: () => undefined }), site.symbols),
          site,
        ),
      ];
    case 'EnumDeclaration':
      return [buildEnum(node, id, site.file)];
    case 'ValueDeclaration':
      return [buildValue(node, id, site)];
    case 'AggregateDeclaration':
      return [buildAggregate(node, id, site)];
    default:
      return [];
  }
}
