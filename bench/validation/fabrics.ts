// Fabrics as JSON has them, whole and broken, for validation.ts.
import { createHash } from 'node:crypto';

type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** A Fabric that must be refused. */
export interface BrokenFabric {
  readonly name: string;
  readonly fabric: Json;
  /** How many errors everybody must report at least; none of them comes of another. */
  readonly errors: number;
  /** What the generated JSON Schema says of itself that it does not enforce. */
  readonly beyondSchema?: true;
}

/** A Fabric with 20 resources and every optional part. Another object each time. */
export function wholeFabric(): JsonObject {
  const resources = Array.from({ length: 20 }, (_, position) => ({
    uid: uuidOf(position),
    kind: position % 4 === 0 ? 'Switch' : 'Connection',
    name: `resource-${position}.rack-${position % 3}`,
    namespace: 'hedgehog',
    size: 1 + position,
    desired: { role: 'spine', asn: 65_100 + position, ports: ['Ethernet1', 'Ethernet2'], ecmp: { paths: 4 } },
    ...(position % 2 === 0 ? { actual: { role: 'spine', asn: 65_100 + position } } : {}),
  }));
  const fabric = {
    name: 'core-1',
    description: 'The fabric of the main data centre',
    status: 'ACTIVE',
    kubernetes: {
      server: 'https://k8s.example:6443',
      namespace: 'hedgehog',
      token: { name: 'core-1-cluster', key: 'token' },
    },
    connection: { state: 'CONNECTED', checkedAt: '2026-03-14T09:30:00.000Z' },
    git: {
      repositoryUrl: 'https://git.example/network/fabrics.git',
      branch: 'main',
      path: 'core-1',
      username: 'pimento',
      token: { name: 'core-1-git', key: 'token' },
    },
    sync: { enabled: true, interval: 300_000, reconcileAutomatically: true, reconcileAtMostPercent: 20 },
    syncStatus: 'SUCCEEDED',
    syncStartedAt: '2026-03-14T09:29:50.000Z',
    lastSync: {
      commitSha: '0123456789abcdef0123456789abcdef01234567',
      resourcesUpdated: 20,
      startedAt: '2026-03-14T09:29:50.000Z',
      finishedAt: '2026-03-14T09:29:58.250Z',
      errors: [],
    },
    stats: { resources: 20, drifted: 10 },
    capacity: 1000,
    resources,
  };
  return asParsed(fabric);
}

/** Fabrics that everybody must take, the whole one apart. */
export function otherWholeFabrics(): readonly JsonObject[] {
  const least = { name: 'edge-1', kubernetes: { server: 'https://k8s.example' }, capacity: 1, resources: [] };
  return [
    asParsed(least),
    asParsed({
      ...least,
      description: null,
      status: null,
      connection: {},
      git: null,
      sync: null,
      stats: null,
    }),
    changed({ description: '🦔'.repeat(500) }),
    changed({ note: 'no field of a fabric' }),
  ];
}

/** One constraint broken in each, but for the last. */
export function brokenFabrics(): readonly BrokenFabric[] {
  const one = (name: string, fabric: Json): BrokenFabric => ({ name, fabric, errors: 1 });
  const beyond = (name: string, fabric: Json): BrokenFabric => ({ ...one(name, fabric), beyondSchema: true });
  return [
    one('no object', []),
    one('no name', without(wholeFabric(), 'name')),
    one('name: pattern', changed({ name: 'Core_1' })),
    one('description: too long', changed({ description: '🦔'.repeat(501) })),
    one('description: a lone surrogate', changed({ description: '\uD800' })),
    one('status: no literal of it', changed({ status: 'RETIRED' })),
    one('capacity: above its maximum', changed({ capacity: 1_000_001 })),
    one('capacity: no whole number', changed({ capacity: 1000.5 })),
    one('resources: too many', changed({ resources: manyResources(251), stats: null, capacity: 1_000_000 })),
    one('a resource: uid', withResource(7, { uid: uuidOf(7).toUpperCase() })),
    one('a resource: size', withResource(7, { size: 0 })),
    one('a resource: desired is null', withResource(7, { desired: null })),
    one('syncStartedAt: a day that does not exist', changed({ syncStartedAt: '2026-02-29T09:29:50.000Z' })),
    one('git.path: leads upwards', withPart('git', { path: 'a/../b' })),
    one('TokenNeedsHttps', withPart('git', { repositoryUrl: 'git@git.example:network/fabrics.git' })),
    one('CheckedUnlessUnknown', withPart('connection', { checkedAt: null })),
    one('ReconcilesOnlyWhenEnabled', withPart('sync', { enabled: false })),
    one('ActiveHasResources', changed({ resources: [], stats: null })),
    one('ArchivedIsQuiet', changed({ status: 'ARCHIVED' })),
    { ...one('SyncNeedsGit, SyncedFromGit', changed({ git: null })), errors: 2 },
    beyond('EndsAfterItBegins', withPart('lastSync', { finishedAt: '2026-03-14T09:29:49.999Z' })),
    beyond('NoMoreThanAll', withPart('stats', { drifted: 21 })),
    beyond('resources: the same uid twice', withResource(7, { uid: uuidOf(6) })),
    beyond('WithinCapacity', changed({ capacity: 209 })),
    beyond('OneOfAKind', withResource(7, { name: 'resource-6.rack-0' })),
    beyond('StatsOfOwnResources', withPart('stats', { resources: 21 })),
    { name: 'five errors', fabric: fabricWithFiveErrors(), errors: 5 },
  ];
}

/** Five limits broken: two of the fabric's fields, one of a part's, two of its resources'. */
export function fabricWithFiveErrors(): JsonObject {
  const fabric = withResource(7, { uid: 'none' }, withResource(12, { size: 1001 }));
  return { ...fabric, name: 'Core_1', syncStatus: 'SLOW', stats: { resources: 20, drifted: 251 } };
}

/** Which no two have the same uid, or the same name. */
function manyResources(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, position) => ({
    uid: uuidOf(position),
    kind: 'VPC',
    name: `vpc-${position}`,
    desired: {},
  }));
}

/** As different from each other as random ones, and the same each time. */
function uuidOf(position: number): string {
  const digits = createHash('sha256').update(String(position)).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function changed(changes: JsonObject): JsonObject {
  return { ...wholeFabric(), ...changes };
}

function withPart(name: string, changes: JsonObject): JsonObject {
  const fabric = wholeFabric();
  return { ...fabric, [name]: { ...(fabric[name] as JsonObject), ...changes } };
}

function withResource(at: number, changes: JsonObject, fabric = wholeFabric()): JsonObject {
  const resources = (fabric['resources'] as JsonObject[]).map((resource, position) =>
    position === at ? { ...resource, ...changes } : resource,
  );
  return { ...fabric, resources };
}

function without(fabric: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = fabric;
  return rest;
}

/** As a parser makes it, not as a literal of this file. */
function asParsed(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
