import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  Aggregates,
  CommandContext,
  DomainEvent,
  Happened,
  Rejection,
  Result,
  Saga,
} from '../../runtime/src/index.ts';
import { failure, runSaga, success } from '../../runtime/src/index.ts';
import { compiledModels } from '../support/behaviour-project.ts';
import { idSequence } from '../support/command-runs.ts';
import {
  comparable,
  expectedAnswer,
  generatedAnswer,
  loadedQueries,
  queries,
  questions,
  worlds,
} from '../support/query-runs.ts';
import {
  expectedTranslation,
  generatedTranslation,
  sourcesOf,
  translations,
} from '../support/translation-runs.ts';

/** What is generated of fabric.domain and of the users' model besides deciding, run. */

type Module = Readonly<Record<string, never>>;
type Decided = Result<readonly DomainEvent[], Rejection>;

// Compiled while tests are collected: no hook's limit is on it.
const { project } = compiledModels();

/** All that a context exports. */
function context(path: string): Promise<Module> {
  return project.load(`${path}/index.ts`) as Promise<Module>;
}

let fabrics: Module;
let crds: Module;
let users: Module;
let works: Module;

beforeAll(async () => {
  fabrics = await context('case-fabric/typescript/fabric-management');
  crds = await context('case-fabric/typescript/crd-management');
  users = await context('users/typescript/identity');
  works = await context('case-references/typescript/work');
});

const newId = idSequence();
const byHand = {
  differs: ({ desired, actual }: { readonly desired: unknown; readonly actual?: unknown }) =>
    JSON.stringify(desired) !== JSON.stringify(actual),
  importInventory: (decision: { emit(type: unknown, data: unknown): void }) =>
    decision.emit(fabrics['ResourceRemoved'], { uid: newId() }),
};
const outside = {
  now: '2026-02-03T04:05:06.789Z',
  caller: 'somebody',
  newId,
  byHand,
} as unknown as CommandContext;

const uid = '11111111-1111-4111-8111-111111111111';
const sha = 'a'.repeat(40);
const git = { repositoryUrl: 'https://git.example/a' };
const resource = { uid, kind: 'Switch', name: 'leaf-1', size: 3, desired: { a: 1 } };
const provision = { name: 'edge-1', kubernetes: { server: 'https://k8s.example:6443' }, capacity: 10 };

interface FabricClass {
  readonly status: string;
  readonly lastSync?: string;
  resource(uid: string): { readonly actual?: unknown } | undefined;
  configureGitOps(
    data: object,
    context: CommandContext,
  ): Result<Happened<FabricClass, DomainEvent>, Rejection>;
  addResource(data: object, context: CommandContext): Result<Happened<FabricClass, DomainEvent>, Rejection>;
  activate(context: CommandContext): Result<Happened<FabricClass, DomainEvent>, Rejection>;
  importInventory(
    data: object,
    context: CommandContext,
  ): Result<Happened<FabricClass, DomainEvent>, Rejection>;
  toJSON(): object;
}
type FabricRoot = {
  provision(data: object, context: CommandContext): Result<Happened<FabricClass, DomainEvent>, Rejection>;
  replay(events: readonly DomainEvent[]): FabricClass | undefined;
};

function valueOf<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function Fabric(): FabricRoot {
  return fabrics['Fabric'] as unknown as FabricRoot;
}

function fabricWithGit(): FabricClass {
  const provisioned = valueOf(Fabric().provision(provision, outside)).aggregate;
  const configured = valueOf(provisioned.configureGitOps({ git }, outside)).aggregate;
  return valueOf(configured.addResource({ resource }, outside)).aggregate;
}

describe('the class on top', () => {
  it('gives the events of a command, and what they make', () => {
    const { aggregate, events } = valueOf(Fabric().provision(provision, outside));
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([['FabricProvisioned', 'edge-1']]);
    expect(aggregate.status).toBe('PLANNED');
    expect(Object.isFrozen(aggregate)).toBe(true);
  });

  it('refuses as the model says, and stays as it is', () => {
    const { aggregate } = valueOf(Fabric().provision(provision, outside));
    expect(aggregate.activate(outside)).toMatchObject({
      ok: false,
      error: {
        kind: 'broken',
        violations: [{ rule: 'Hedgehog.FabricManagement.Fabric.ActiveHasResources' }],
      },
    });
    const active = valueOf(fabricWithGit().activate(outside)).aggregate;
    expect(active.activate(outside)).toMatchObject({
      error: { kind: 'illegalMove', message: expect.stringContaining('while status is ACTIVE') },
    });
    expect(active.status).toBe('ACTIVE');
  });

  it('refuses a command that cannot be one', () => {
    expect(Fabric().provision({ ...provision, capacity: 0 }, outside)).toMatchObject({
      error: { kind: 'broken', violations: [{ path: '/capacity', constraint: 'minimum' }] },
    });
  });

  it('replays events', () => {
    const { aggregate, events } = valueOf(Fabric().provision(provision, outside));
    const more = valueOf(aggregate.configureGitOps({ git }, outside)).events;
    expect(
      Fabric()
        .replay([...events, ...more])
        ?.toJSON(),
    ).toMatchObject({ name: 'edge-1', git });
    expect(Fabric().replay([])).toBeUndefined();
  });

  it('leaves to code by hand what the model leaves to it', () => {
    const { events } = valueOf(fabricWithGit().importInventory({ inventory: {} }, outside));
    expect(events.map(({ type }) => type)).toEqual(['ResourceRemoved']);
  });
});

describe('a stored event', () => {
  it('of an earlier version is brought up to the model', () => {
    const read = fabrics['readFabricEvent'] as unknown as (stored: unknown) => Result<DomainEvent>;
    const stored = {
      id: uid,
      type: 'FabricSynced',
      version: 1,
      source: 's',
      subject: 'edge-1',
      at: outside.now,
      by: 'x',
    };
    expect(read({ ...stored, data: { sha } })).toMatchObject({
      ok: true,
      value: { version: 2, data: { commitSha: sha, resourcesUpdated: 0 } },
    });
  });

  it('is read under the names that it and its fields had', () => {
    const read = works['readJobEvent'] as unknown as (stored: unknown) => Result<DomainEvent>;
    const stored = { id: uid, version: 1, source: 's', subject: uid, at: outside.now, by: 'x' };
    for (const [type, data] of [
      ['JobPriced', { price: '1.00', why: 'a' }],
      ['JobCosted', { price: '1.00', reason: 'a' }],
      ['Costed', { cost: '1.00', reason: 'a' }],
    ]) {
      expect(JSON.parse(JSON.stringify(read({ ...stored, type, data })))).toMatchObject({
        ok: true,
        value: { type: 'JobPriced', data: { price: '1.00', why: 'a' } },
      });
    }
    expect(read({ ...stored, type: 'Priced', data: {} })).toMatchObject({ error: [{ path: '/type' }] });
  });
});

describe('a projection', () => {
  it('of an aggregate shows what it has and what is derived', () => {
    const of = fabrics['fabricSummaryOf'] as unknown as (state: object) => object;
    expect(of(fabricWithGit().toJSON())).toEqual({
      name: 'edge-1',
      status: 'PLANNED',
      capacity: 10,
      used: 3,
      resourceCount: 1,
    });
  });

  it('on events has a row for each id, which begins with its defaults', () => {
    const apply = fabrics['applyFabricHealth'] as unknown as (row: unknown, event: object) => object;
    const key = fabrics['fabricHealthKey'] as unknown as (event: object) => string;
    const synced = { type: 'FabricSynced', subject: 'edge-1', at: outside.now, data: {} };
    expect(key(synced)).toBe('edge-1');
    const once = apply(undefined, synced);
    expect(once).toEqual({ fabric: 'edge-1', syncs: 1, drifts: 0, lastSync: outside.now });
    expect(apply(once, { ...synced, type: 'DriftDetected' })).toEqual({ ...once, drifts: 1 });
  });
});

describe('a query', () => {
  const items = [
    { name: 'b', status: 'ACTIVE', capacity: 10, used: 9, resourceCount: 1 },
    { name: 'a', status: 'PLANNED', capacity: 10, used: 1, resourceCount: 1 },
    { name: 'c', status: 'ACTIVE', capacity: 10, used: 10, resourceCount: 2 },
  ];
  type Answer = (all: typeof items, query: object, choice?: object) => { readonly items: typeof items };
  const names = (name: string, query: object, choice?: object): string =>
    (fabrics[name] as unknown as Answer)(items, query, choice)
      .items.map((one) => one.name)
      .join('');

  it('filters where it is asked to, and orders', () => {
    expect(names('answerFabricOverview', {})).toBe('abc');
    expect(names('answerFabricOverview', { status: 'ACTIVE' }, { order: 'used' })).toBe('cb');
    expect(names('answerCrowdedFabrics', { above: 90 })).toBe('c');
  });
});

describe('a query that follows references', () => {
  it.each(queries)('$name answers as the reference does', async (query) => {
    const all = await loadedQueries();
    const seen = new Set<string>();
    fc.assert(
      fc.property(worlds, questions(query), (world, input) => {
        const expected = comparable(expectedAnswer(query, input, world));
        expect(comparable(generatedAnswer(all, query.name, input, world))).toEqual(expected);
        seen.add(JSON.stringify(expected) ?? 'nothing');
      }),
      { numRuns: 60, seed: 7 },
    );
    // Where all answers are the same, nothing was tried.
    if (query.fields.length > 0) expect(seen.size).toBeGreaterThan(1);
  });
});

describe('who may send a command', () => {
  it('is who is allowed, and whoever is that too', () => {
    const may = fabrics['mayCommandFabric'] as unknown as (type: string, roles: readonly string[]) => boolean;
    expect(may('ActivateFabric', ['Operator'])).toBe(true);
    expect(may('ActivateFabric', ['Administrator'])).toBe(true);
    expect(may('ArchiveFabric', ['Operator'])).toBe(false);
    expect(may('RecordSync', ['Administrator'])).toBe(false);
  });

  it('may depend on the aggregate', () => {
    const may = users['mayCommandUser'] as unknown as (
      type: string,
      roles: readonly string[],
      who: object,
      user: unknown,
    ) => boolean;
    expect(may('IssueToken', [], { caller: 'me' }, { subject: 'me' })).toBe(true);
    expect(may('IssueToken', [], { caller: 'me' }, { subject: 'you' })).toBe(false);
    expect(may('IssueToken', [], { caller: 'me' }, undefined)).toBe(false);
  });
});

describe('a translation', () => {
  const translate = (name: string, source: unknown): unknown =>
    (crds[name] as unknown as (source: unknown) => unknown)(source);

  it('of an enum takes each literal, and all others', () => {
    expect(
      ['Running', 'ContainerCreating', 'Failed'].map((one) => translate('phaseToCrdPhase', one)),
    ).toEqual(['READY', 'WAITING', 'BROKEN']);
  });

  it('of a structure translates what is in it, and checks what comes of it', () => {
    expect(translate('statusToCrdStatus', { phase: 'Succeeded' })).toEqual(
      success({ phase: 'DONE', ready: false }),
    );
    expect(translate('statusToCrdStatus', {})).toEqual(success({ phase: 'BROKEN', ready: false }));
    const manifest = { kind: 'VPC', metadata: { name: '', labels: {} }, spec: 1 };
    expect(translate('manifestToGitOpsCrdSpec', manifest)).toMatchObject({
      ok: false,
      error: [{ path: '/name', constraint: 'minLength' }],
    });
  });

  it('to a command means nothing where its condition does not hold', () => {
    const spec = { kind: 'VPC', name: 'v', namespace: 'default', body: { a: 1 } };
    expect(translate('crdSpecToVpcDeclare', spec)).toEqual(
      success({ type: 'Declare', data: { name: 'v', spec: { a: 1 } } }),
    );
    expect(translate('crdSpecToSwitchDeclare', spec)).toBeUndefined();
  });
});

describe('a translation with all that it needs', () => {
  it.each(translations.map((one) => ({ name: one.id, one })))(
    '$name means what the reference says',
    async ({ one }) => {
      const generated = await generatedTranslation(one);
      fc.assert(
        fc.property(sourcesOf(one), (source) => {
          expect(generated(source)).toEqual(expectedTranslation(one, source));
        }),
        { numRuns: 40, seed: 3 },
      );
    },
  );
});

/** Fabrics in memory, and what a service does with them. */
class FabricWorld {
  readonly happened: string[] = [];
  readonly published: object[] = [];
  private state: unknown;
  private readonly refused: string | undefined;
  readonly gitRepository;

  constructor(state: unknown, answer: Result<unknown, object>, refused?: string) {
    this.state = state;
    this.refused = refused;
    this.gitRepository = { fetch: async () => answer };
  }

  readonly fabric: Aggregates<string, unknown, DomainEvent> = {
    read: async () => this.state,
    // oxlint-disable-next-line func-names -- a generator has no other form
    all: async function* (this: void) {},
    send: async (_, command, data) => {
      if (command.type === this.refused) return failure({ kind: 'absent', message: 'No' });
      const decide = fabrics['decideFabric'] as unknown as (...args: readonly unknown[]) => Decided;
      const decided = decide(this.state, valueOf(command.create(data)), outside);
      if (!decided.ok) return decided;
      const evolve = fabrics['evolveFabric'] as unknown as (state: unknown, event: DomainEvent) => unknown;
      this.state = decided.value.reduce(evolve, this.state);
      this.happened.push(...decided.value.map(({ type }) => type));
      return decided;
    },
    create: async () => failure({ kind: 'exists', message: 'No' }),
  };

  readonly publish = async (type: { readonly type: string }, data: object): Promise<Result<unknown>> => {
    this.published.push({ type: type.type, ...data });
    return success(undefined);
  };

  get current(): unknown {
    return this.state;
  }
}

describe('a service', () => {
  const fetched = success({ commitSha: sha, resources: [{ uid, actual: { a: 2 } }] });
  const sync = (world: FabricWorld): Promise<Result<unknown, object>> =>
    runSaga(outside, (saga) =>
      (fabrics['gitSync'] as unknown as (...args: readonly unknown[]) => Promise<unknown>)(
        { fabric: 'edge-1' },
        world,
        saga,
      ),
    );

  it('takes its steps in order', async () => {
    const world = new FabricWorld(fabricWithGit().toJSON(), fetched);
    expect(await sync(world)).toEqual(fetched);
    expect(world.happened).toEqual(['ResourceObserved', 'FabricSynced', 'DriftDetected']);
    expect(world.current).toMatchObject({ lastSync: sha, resources: [{ actual: { a: 2 } }] });
    expect(world.published).toEqual([]);
  });

  it('undoes what it did, and tells that it failed', async () => {
    const world = new FabricWorld(fabricWithGit().toJSON(), fetched, 'CalculateDrift');
    expect(await sync(world)).toMatchObject({
      error: { kind: 'failed', step: 'CalculateDrift', message: 'No' },
    });
    expect(world.happened).toEqual(['ResourceObserved', 'FabricSynced', 'FabricSyncReverted']);
    expect(world.current).not.toHaveProperty('lastSync');
    expect(world.published).toEqual([
      { type: 'FabricSyncFailed', fabric: 'edge-1', step: 'CalculateDrift', reason: 'No' },
    ]);
  });

  it('fails where the outside does', async () => {
    const down = failure({ kind: 'failed', name: 'Unreachable', message: 'Down' });
    const world = new FabricWorld(fabricWithGit().toJSON(), down);
    expect(await sync(world)).toMatchObject({ error: { step: 'fetch', message: 'Down' } });
    expect(world.happened).toEqual([]);
  });

  it('is refused before it begins, and then nothing has failed', async () => {
    const world = new FabricWorld(
      valueOf(Fabric().provision(provision, outside)).aggregate.toJSON(),
      fetched,
    );
    expect(await sync(world)).toMatchObject({ error: { kind: 'refused', name: 'NotConfigured' } });
    expect(world.published).toEqual([]);
  });
});

/** Jobs and teams in memory: what is read of them, and what they are asked. */
class WorkWorld {
  readonly read: string[] = [];
  readonly asked: string[] = [];
  readonly bank = {
    pay: async (input: object) => {
      this.asked.push(`pay ${JSON.stringify(input)}`);
      return success('NEW');
    },
    stop: async () => {
      this.asked.push('stop');
      return success(undefined);
    },
  };
  readonly team = this.aggregates('team');
  readonly job = this.aggregates('job');
  private readonly states: Readonly<Record<string, object>>;

  constructor(states: Readonly<Record<string, object>>) {
    this.states = states;
  }

  readonly publish = async (_: unknown, data: object): Promise<Result<unknown>> => {
    this.asked.push(`publish ${JSON.stringify(data)}`);
    return success(undefined);
  };

  private aggregates(kind: string): Aggregates<string, unknown, DomainEvent> {
    return {
      read: async (id) => {
        this.read.push(id);
        const state = this.states[id];
        const companion = works[kind === 'team' ? 'TeamState' : 'JobState'] as unknown as {
          parse(input: unknown): Result<unknown>;
        };
        return state && valueOf(companion.parse(state));
      },
      // oxlint-disable-next-line func-names -- a generator has no other form
      all: async function* (this: void) {},
      send: async (id, { type }, data) => {
        this.asked.push(`${type} ${id} ${JSON.stringify(data)}`);
        return success([]);
      },
      create: async () => failure({ kind: 'exists', message: 'No' }),
    };
  }
}

describe('a service that follows references', () => {
  const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const job = { team: 'a', price: '2.50', phase: 'NEW' };
  const payAll = (world: WorkWorld): Promise<Result<unknown, object>> =>
    runSaga(outside, (saga) =>
      (works['payAll'] as unknown as (...args: readonly unknown[]) => Promise<unknown>)(
        { team: 'a', phases: ['NEW'] },
        world,
        saga,
      ),
    );

  it('reads for each item what it is asked of it, and once', async () => {
    const world = new WorkWorld({
      a: { code: 'a', size: 1, parts: [one, two] },
      [one]: { ...job, id: one, phase: 'DONE' },
      [two]: { ...job, id: two },
    });
    // The second is not looked at: the first is enough to refuse.
    expect(await payAll(world)).toMatchObject({ error: { kind: 'refused', name: 'SomeDone' } });
    expect(world.read).toEqual(['a', one, two, one, 'a']);
    expect(world.asked).toEqual([]);
  });

  it('reads nothing where there is no reference', async () => {
    const world = new WorkWorld({ a: { code: 'a', size: 3, parts: [one] }, [one]: { ...job, id: one } });
    expect(await payAll(world)).toEqual(success(1));
    expect(world.asked).toEqual([
      `pay {"job":"${one}","amount":"2.50","note":"none"}`,
      `Price ${one} {"price":"3.50"}`,
      'stop',
      `publish {"job":"${one}","amount":"1.00"}`,
    ]);
  });

  it('follows a reference that is there', async () => {
    const world = new WorkWorld({
      a: { code: 'a', size: 3, parts: [one] },
      [one]: { ...job, id: one, other: two },
      [two]: { ...job, id: two, phase: 'DONE' },
    });
    expect(await payAll(world)).toEqual(success(1));
    expect(world.asked.filter((asked) => asked.startsWith('Price'))).toEqual([]);
  });

  it('fails where what is referred to is not there', async () => {
    const world = new WorkWorld({ a: { code: 'a', size: 3, parts: [one] } });
    expect(await payAll(world)).toMatchObject({ error: { step: 'Job', message: 'There is no such Job' } });
  });
});

describe('a policy', () => {
  interface Policy {
    readonly on: { readonly type: string };
    readonly delayMillis: number;
    readonly unless: readonly { readonly type: string }[];
    act(event: object, world: FabricWorld, saga: Saga): Promise<void>;
  }

  it('acts on its event where its condition holds', async () => {
    const policy = fabrics['resyncOnDrift'] as unknown as Policy;
    expect(policy.on.type).toBe('DriftDetected');
    const events = async (drifted: number): Promise<readonly string[]> => {
      const answer = success({ commitSha: sha, resources: [] });
      const world = new FabricWorld(fabricWithGit().toJSON(), answer);
      const event = { subject: 'edge-1', data: { drifted, of: 4 } };
      await runSaga(outside, (saga) => policy.act(event, world, saga));
      return world.happened;
    };
    expect(await events(2)).toEqual([]);
    expect(await events(3)).toEqual(['FabricSynced', 'DriftDetected']);
  });

  it('says after what time it acts, and what keeps it from that', () => {
    const policy = fabrics['archiveForgotten'] as unknown as Policy;
    expect(policy.delayMillis).toBe(90 * 24 * 60 * 60 * 1000);
    expect(policy.unless.map(({ type }) => type)).toEqual(['FabricArchived']);
  });
});
