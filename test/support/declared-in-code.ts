import { ts } from 'ts-morph';
import { words } from '../../generators/core/naming.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import type { EventVersion } from '../../pim/behaviour.ts';
import type { Element } from '../../pim/model.ts';
import { childElements, type ModelIndex } from '../../pim/model-index.ts';
import { type DeclaredLine, descendants } from './declared-in-documents.ts';

/**
 * What a TypeScript file declares, found in its syntax tree: by name, among what the model declares
 * in the element that the file is about.
 */
export function declaredInCode(file: OutputFile, index: ModelIndex): readonly DeclaredLine[] {
  const source = ts.createSourceFile(file.path, file.content, ts.ScriptTarget.Latest, true);
  const about = index.get(file.element);
  if (!about) throw new Error(`\`${file.element}\` is no element`);
  const site = { source, about, index };
  if (file.path.endsWith('.test.ts')) return source.statements.flatMap((one) => inSuite(one, about, site));
  return [...source.statements.flatMap((one) => inStatement(one, site)), ...inBodies(source, site)];
}

interface Site {
  readonly source: ts.SourceFile;
  /** What the names of declarations are looked up in. */
  readonly about: Element;
  readonly index: ModelIndex;
}

function inStatement(statement: ts.Statement, site: Site): readonly DeclaredLine[] {
  if (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const owners = statement.name ? ownersOf(statement.name.text, site) : [];
    const members: readonly ts.NamedDeclaration[] = [...statement.members];
    return [
      ...named(statement, owners, site),
      ...members.flatMap((member) => inMember(member, owners, site)),
    ];
  }
  if (ts.isTypeAliasDeclaration(statement) || ts.isFunctionDeclaration(statement)) {
    return statement.name ? named(statement, ownersOf(statement.name.text, site), site) : [];
  }
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) => {
      const owners = ts.isIdentifier(declaration.name) ? ownersOf(declaration.name.text, site) : [];
      return [...named(declaration, owners, site), ...inObjects(declaration.initializer, owners, site)];
    });
  }
  return [];
}

/** What is told apart by an event's name, and what is made with an element's id. */
function inBodies(node: ts.Node, site: Site): readonly DeclaredLine[] {
  const inside = node.getChildren(site.source).flatMap((child) => inBodies(child, site));
  if (ts.isCaseClause(node) && ts.isStringLiteral(node.expression)) {
    const { text } = node.expression;
    const isOfEvents = node.parent.parent.expression.getText(site.source) === 'event.type';
    const events = descendants(site.about).filter((one) => one.kind === 'event' && one.name === text);
    return [...(isOfEvents ? named(node, events, site) : []), ...inside];
  }
  if (ts.isPropertyAssignment(node) && nameText(node.name) === 'id' && ts.isStringLiteral(node.initializer)) {
    const element = site.index.get(node.initializer.text);
    return element ? named(node, [element], site) : inside;
  }
  return inside;
}

/** A property is a field; a getter too, under its name or one made from it; a method is none. */
function inMember(
  member: ts.NamedDeclaration,
  owners: readonly Element[],
  site: Site,
): readonly DeclaredLine[] {
  if (!member.name) return [];
  if (ts.isPropertyDeclaration(member)) return inObjects(member.initializer, owners, site);
  const name = nameText(member.name);
  const parts = owners.flatMap((owner) => childElements(owner));
  if (ts.isPropertySignature(member)) return named(member, partsNamed(name, owners), site);
  const isWanted = ({ kind }: Element): boolean =>
    ts.isGetAccessor(member) ? kind === 'field' : kind !== 'field' && kind !== 'entity';
  return named(
    member,
    parts.filter((one) => isWanted(one) && isLike(one.name, name)),
    site,
  );
}

/** The members of an object and of those in it; not of what is registered by its id, nor of another version. */
function inObjects(
  node: ts.Node | undefined,
  owners: readonly Element[],
  site: Site,
): readonly DeclaredLine[] {
  if (!node || ts.isArrowFunction(node)) return [];
  if (ts.isObjectLiteralExpression(node) && isRegistered(node, site)) return [];
  const version = ts.isCallExpression(node) ? versionOf(node, owners, site) : undefined;
  if (version) return node.getChildren(site.source).flatMap((child) => inObjects(child, [version], site));
  const inside = node.getChildren(site.source).flatMap((child) => inObjects(child, owners, site));
  if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return inside;
  return [...named(node, partsNamed(nameText(node.name), owners), site), ...inside];
}

/** `{ id: 'Model.Context.Type.Rule', … }` */
function isRegistered({ properties }: ts.ObjectLiteralExpression, { index }: Site): boolean {
  const [id] = properties;
  if (!id || !ts.isPropertyAssignment(id) || nameText(id.name) !== 'id') return false;
  return ts.isStringLiteral(id.initializer) && index.get(id.initializer.text) !== undefined;
}

/** `earlierVersion(1, …)` */
function versionOf(
  call: ts.CallExpression,
  owners: readonly Element[],
  { source }: Site,
): Element | undefined {
  if (call.expression.getText(source) !== 'earlierVersion') return undefined;
  const version = Number(call.arguments[0]?.getText(source));
  return versionsOf(owners).find((one) => one.version === version);
}

function versionsOf(owners: readonly Element[]): readonly EventVersion[] {
  return owners.flatMap((owner) => (owner.kind === 'event' ? owner.previous : []));
}

/** `describe` and `it`: a title may name a part, or say a rule's message; rows and refusals hold the path of one. */
function inSuite(statement: ts.Statement, about: Element, site: Site): readonly DeclaredLine[] {
  const node = ts.isExpressionStatement(statement) ? statement.expression : statement;
  if (!ts.isCallExpression(node)) return [];
  const called = node.expression.getText(site.source);
  const [title, body] = node.arguments;
  if (called === 'describe' && title && ts.isStringLiteralLike(title)) {
    const [name = ''] = title.text.split(':');
    const rules = childElements(about).filter((one) => one.kind === 'rule' && one.message === title.text);
    const found = rules.length > 0 ? rules : partsNamed(name, [about]);
    const subject = found[0] ?? about;
    const statements = body && ts.isArrowFunction(body) && ts.isBlock(body.body) ? body.body.statements : [];
    return [...named(node, found, site), ...statements.flatMap((one) => inSuite(one, subject, site))];
  }
  if (called === 'it' && title && ts.isStringLiteralLike(title)) {
    const scenarios = descendants(site.about).filter(
      (one) => one.kind === 'scenario' && one.name === title.text,
    );
    if (scenarios.length > 0) return named(node, scenarios, site);
  }
  if (called === 'it')
    return named(node, refusedPart(node, about, site) ?? [about, ...descendants(about)], site);
  const rows = ts.isCallExpression(node.expression) ? node.expression.arguments[0] : undefined;
  if (!rows || !ts.isArrayLiteralExpression(rows)) return [];
  return rows.elements.flatMap((row) => inRow(row, about, site));
}

/** `[title, input, '/field/…', …]` is about that field. */
function inRow(row: ts.Expression, about: Element, site: Site): readonly DeclaredLine[] {
  if (!ts.isArrayLiteralExpression(row)) return [];
  const path = row.elements[2];
  return path && ts.isStringLiteralLike(path) ? named(row, partOfPath(path.text, about), site) : [];
}

/** The part that a single test refuses: its `const refusal = { path: '/field/…' }`. */
function refusedPart(test: ts.CallExpression, about: Element, site: Site): readonly Element[] | undefined {
  const path = /const refusal = \{\s*path: '\/([^'/]*)/.exec(test.getText(site.source))?.[1];
  const field = /^'takes its default for an absent or null (.*)'$/.exec(
    test.arguments[0]?.getText(site.source) ?? '',
  )?.[1];
  const name = path ?? field;
  return name === undefined ? undefined : partOfPath(`/${name}`, about);
}

function partOfPath(path: string, about: Element): readonly Element[] {
  const [, first = ''] = path.split('/');
  return childElements(about).filter((one) => one.name === first);
}

/** The element of the file, or one in it, whose name a declaration takes, with an ending or without. */
function ownersOf(name: string, site: Site): readonly Element[] {
  const { base = '', version } = /^(?<base>.*)(?:Data|Input)V(?<version>\d+)$/.exec(name)?.groups ?? {};
  if (version !== undefined)
    return versionsOf(ownersOf(base, site)).filter((one) => one.version === Number(version));
  const all = [site.about, ...descendants(site.about)].filter(
    (one) => one.kind !== 'field' || one.role === 'derived',
  );
  const lifecycle = /^(?<base>.*)Lifecycle$/.exec(name)?.groups?.['base'];
  if (lifecycle !== undefined) {
    const isNamed = (one: Element): boolean =>
      isLike(one.name, lifecycle) || isLike(fullName(one, site), lifecycle);
    const lifecycles = all.filter((one) => one.kind === 'lifecycle' && isNamed(one));
    if (lifecycles.length > 0) return lifecycles;
  }
  const exact = all.filter((one) => isLike(one.name, name) || isTranslation(one, name) || isTest(one, name));
  if (exact.length > 0) return exact;
  // A lifecycle is told by its ending alone: `OrderStateLifecycle`, beside the state `OrderState`.
  const full = all.filter((one) => one.kind !== 'lifecycle' && isLike(fullName(one, site), name));
  const ended = name.replace(/(?:Input|State|Changes|Data|Event|Command|Actors|Permissions)$/, '');
  return full.length > 0 || ended === name ? full : ownersOf(ended, site);
}

/** `phaseToCrdPhase`, or `phaseAsCrdPhase` where the outcome is checked after it. */
function isTranslation(element: Element, name: string): boolean {
  if (element.kind !== 'translation') return false;
  const { source, target } = element;
  const from = source.name.split('.').at(-1) ?? '';
  return ['to', 'as'].some((word) => isLike(`${from} ${word} ${target.name}`, name));
}

/** `isDriver`: whether somebody is an actor to an aggregate. */
function isTest({ kind, name }: Element, declared: string): boolean {
  return kind === 'actor' && isLike(`is ${name}`, declared);
}

/** Its name after that of what it stands in: where two of an aggregate's context would have one name. */
function fullName({ id, name }: Element, { index }: Site): string {
  return `${index.parent(id)?.name ?? ''} ${name}`;
}

/** A name that is taken in the code has further `_` at its end there. */
function partsNamed(name: string, owners: readonly Element[]): readonly Element[] {
  const exact = partsOf(owners).filter((one) => one.name === name);
  const base = (text: string): string => text.replace(/_+$/, '');
  return exact.length > 0 ? exact : partsOf(owners).filter((one) => base(one.name) === base(name));
}

function partsOf(owners: readonly Element[]): readonly Element[] {
  return owners.flatMap((owner) => [owner, ...childElements(owner)]);
}

function isLike(name: string, declared: string): boolean {
  return words(name).join(' ') === words(declared).join(' ');
}

function named(node: ts.Node, elements: readonly Element[], { source }: Site): readonly DeclaredLine[] {
  if (elements.length === 0) return [];
  const start = ts.isVariableDeclaration(node) ? node.getStart(source) : node.getStart(source, false);
  const line = source.getLineAndCharacterOfPosition(start).line + 1;
  const [what = ''] = node.getText(source).split('\n');
  return [{ line, what, elements: elements.map(({ id }) => id) }];
}

function nameText(name: ts.DeclarationName): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
}
