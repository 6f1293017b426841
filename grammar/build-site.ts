import type { AstNode } from 'langium';
import type { Reference } from '../pim/behaviour.ts';
import type { ElementId, Evolution, Field, Named } from '../pim/model.ts';
import type { Origin } from '../pim/origin.ts';
import type { Type } from '../pim/type.ts';
import { type TypeSite, whyUnresolved } from './build-type.ts';
import type { DeclaredKind, TraitFinder } from './declared-names.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { decodeNumber, decodeText, docOf, originOf, originOfProperty } from './source.ts';
import type { LookUp } from './symbols.ts';

/** Where an element is built: what its names see, and what the whole build shares. */
export interface BuildSite extends TypeSite {
  readonly traits: TraitFinder;
  readonly fields: BareFields;
}

/** Fields with their types, before their expressions are linked. A trait's field is one for each aggregate. */
export class BareFields {
  private readonly byNode = new WeakMap<AstNode, Map<ElementId, Field>>();

  set(node: AstNode, owner: ElementId, field: Field): void {
    const same = this.byNode.get(node) ?? new Map<ElementId, Field>();
    this.byNode.set(node, same);
    same.set(owner, field);
  }

  get(node: AstNode, owner: ElementId): Field {
    const field = this.byNode.get(node)?.get(owner);
    if (!field) throw new Error(`a field of \`${owner}\` was not declared`);
    return field;
  }
}

interface Evolving extends AstNode {
  readonly evolution?: readonly ast.EvolutionClause[];
}

/** What every named element has. */
export function named(node: Evolving, id: ElementId, name: string, file: string): Named {
  const doc = docOf(node);
  const evolution = evolutionOf(node.evolution ?? []);
  return {
    id,
    name,
    ...(doc === undefined ? {} : { doc }),
    origin: originOf(node, file),
    nameOrigin: originOfProperty(node, 'name', file),
    ...(evolution ? { evolution } : {}),
  };
}

function evolutionOf(clauses: readonly ast.EvolutionClause[]): Evolution | undefined {
  if (clauses.length === 0) return undefined;
  const since = clauses.find((one) => one.since !== undefined)?.since;
  const deprecated = clauses.find((one) => one.deprecated);
  return {
    formerNames: clauses.flatMap((one) => one.formerName ?? []),
    ...(since === undefined ? {} : { since: decodeNumber(since) }),
    ...(deprecated
      ? { deprecated: deprecated.reason === undefined ? '' : decodeText(deprecated.reason) }
      : {}),
  };
}

/** A name that leads to an element of one of the kinds, or says why it does not. */
export function reference(
  written: string | undefined,
  origin: Origin,
  kinds: ReadonlySet<DeclaredKind>,
  site: BuildSite,
): Reference {
  const name = written ?? '';
  return referenceOf(name, origin, site.symbols.lookUp(site, name, kinds));
}

export function referenceOf(name: string, origin: Origin, result: LookUp): Reference {
  return result && 'found' in result
    ? { name, id: result.found.id, origin }
    : { name, ...whyUnresolved(result), origin };
}

/** References of a list of names. */
export function references(
  nodes: readonly (AstNode & { readonly name: string })[],
  kinds: ReadonlySet<DeclaredKind>,
  site: BuildSite,
): readonly Reference[] {
  return nodes.map((node) => reference(node.name, originOf(node, site.file), kinds, site));
}

/** A scope in which only what is written in the expression itself has a meaning. */
export function emptyScope(site: BuildSite): ExpressionScope {
  return {
    symbols: site.symbols,
    site,
    variables: new Map(),
    allowsOld: false,
    ambients: new Map(),
    dereferences: false,
  };
}

export function typeNamed(id: ElementId, origin: Origin): Type {
  return { kind: 'named', id, origin };
}

/** A text made part of an id: letters, digits and hyphens, so that it is never a name of the model. */
export function idPart(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]+/g, '-').replaceAll(/^-+|-+$/g, '');
}

/** `NoSuchResource` → `No such resource`: what a refusal says that the model gives no words. */
export function wordsOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
