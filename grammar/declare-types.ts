import type { ElementId } from '../pim/model.ts';
import { versionId } from './build-aggregate.ts';
import { eventKind } from './build-clauses.ts';
import {
  type BareSource,
  bareFields,
  buildResult,
  declareFields,
  declarePayload,
  noSource,
} from './build-fields.ts';
import { aggregateKind, filterFields, itemTypeOf } from './build-reading.ts';
import type { BuildSite } from './build-site.ts';
import { buildBase, buildEnum } from './build-structure.ts';
import { declareTranslation } from './build-translation.ts';
import { withUniqueKeys } from './build-type.ts';
import { aggregateMembers, type ContextSource } from './declared-names.ts';
import type * as ast from './generated/ast.ts';
import { decodeNumber } from './source.ts';

type Declare = (node: ast.Declaration, id: ElementId, site: BuildSite) => void;

/**
 * Everything that expressions need to know before the first is linked, in an order in which each step
 * finds what it builds on: types and structures, what happens to aggregates, what reads them, results.
 */
export function declareTypes(
  contexts: readonly ContextSource[],
  siteOf: (context: string, file: string) => BuildSite,
): void {
  for (const declare of [declareStructure, declareHappening, declareProjection, declareCall]) {
    for (const { id, name, parts } of contexts) {
      for (const { declarations, file } of parts) {
        for (const node of declarations) {
          if ('name' in node && node.name) declare(node, `${id}.${node.name}`, siteOf(name, file));
        }
      }
    }
  }
  for (const { id, name, parts } of contexts) {
    for (const { declarations, file } of parts) {
      for (const node of declarations) {
        if (node.$type === 'TranslationDeclaration') declareTranslation(node, id, siteOf(name, file));
      }
    }
  }
  const { symbols } = siteOf('', '');
  symbols.mapTypes((type) => withUniqueKeys(type, symbols));
}

const declareStructure: Declare = (node, id, site) => {
  const { symbols } = site;
  switch (node.$type) {
    case 'TypeDeclaration':
      symbols.setBase(id, buildBase(node.base, site));
      return;
    case 'EnumDeclaration':
      symbols.setEnum(buildEnum(node, id, site.file));
      return;
    case 'ValueDeclaration':
      if (!node.union) declareFields(node.members, id, site);
      for (const one of node.alternatives) declareFields(one.members, `${id}.${one.name}`, site);
      return;
    case 'AggregateDeclaration':
      declareAggregate(node, id, site);
      return;
    default:
      return;
  }
};

/** Where each member of an aggregate is built: a trait's in the trait's file. */
function membersOf(node: ast.AggregateDeclaration, id: ElementId, site: BuildSite) {
  const aggregate = site.symbols.declaredName(id);
  return aggregateMembers(node, site.context, site.file, site.traits).map(({ member, file }) => ({
    member,
    at: { ...site, file, ...(aggregate ? { aggregate } : {}) },
  }));
}

function declareAggregate(node: ast.AggregateDeclaration, id: ElementId, site: BuildSite): void {
  const members = membersOf(node, id, site);
  const fields = members.flatMap(({ member, at }) => bareFields([member], id, at));
  site.symbols.setFields(id, fields);
  for (const { member, at } of members) {
    if (member.$type === 'EntityDeclaration') declareFields(member.members, `${id}.${member.name}`, at);
  }
}

/** Events and commands, whose bare names are fields of their aggregate. */
const declareHappening: Declare = (node, id, site) => {
  if (node.$type === 'EventDeclaration') declareEvent(node, id, noSource, site);
  if (node.$type !== 'AggregateDeclaration') return;
  const fields = site.symbols.fieldsOfId(id);
  const source: BareSource = { fields, takesDefaults: false, keepsRoles: false };
  for (const { member, at } of membersOf(node, id, site)) {
    if (member.$type === 'EventDeclaration') declareEvent(member, `${id}.${member.name}`, source, at);
    if (member.$type !== 'CommandDeclaration') continue;
    const command = `${id}.${member.name}`;
    declarePayload(member.payload, command, { ...source, takesDefaults: true }, at);
    at.symbols.setCommand(command, {
      aggregate: id,
      creation: member.kind === 'create',
      emits: emittedBy(member, at),
    });
  }
};

function declareEvent(node: ast.EventDeclaration, id: ElementId, source: BareSource, site: BuildSite): void {
  declarePayload(node.payload, id, source, site);
  for (const version of node.previous) {
    declarePayload(version.payload, versionId(id, decodeNumber(version.version ?? '0')), source, site);
  }
}

function emittedBy(node: ast.CommandDeclaration, site: BuildSite): readonly ElementId[] {
  const emissions = node.clauses.flatMap((one) => (one.$type === 'EmitsClause' ? one.emissions : []));
  const ids = emissions.flatMap((one) => site.symbols.find(site, one.event ?? '', eventKind)?.id ?? []);
  return [...new Set(ids)];
}

const declareProjection: Declare = (node, id, site) => {
  if (node.$type !== 'ProjectionDeclaration') return;
  const { symbols } = site;
  const aggregate =
    node.aggregate === undefined ? undefined : symbols.find(site, node.aggregate, aggregateKind);
  if (aggregate) symbols.setShown(id, aggregate.id);
  const fields = aggregate ? symbols.fieldsOfId(aggregate.id) : new Map();
  declarePayload(node.payload, id, { fields, takesDefaults: false, keepsRoles: true }, site);
};

/** What is asked or told: a payload, and a result. */
const declareCall: Declare = (node, id, site) => {
  const { symbols } = site;
  const result = (written: ast.TypeExpression | undefined, of: ElementId) => {
    const built = buildResult(written, site);
    if (built) symbols.setResult(of, built);
    return built;
  };
  switch (node.$type) {
    case 'CalculationDeclaration':
    case 'ServiceDeclaration':
      declarePayload(node.payload, id, noSource, site);
      result(node.result, id);
      return;
    case 'QueryDeclaration': {
      const built = result(node.result, id);
      const item = built && itemTypeOf(built.type, site);
      if (item && node.filters.length > 0) symbols.setFields(id, filterFields(node.filters, id, item, site));
      else declarePayload(node.payload, id, noSource, site);
      return;
    }
    case 'PortDeclaration':
      for (const one of node.operations) {
        declarePayload(one.payload, `${id}.${one.name}`, noSource, site);
        result(one.result, `${id}.${one.name}`);
      }
      return;
    default:
      return;
  }
};
