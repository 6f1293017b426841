import * as v from 'valibot';
import {
  endsAfterItBegins,
  hasUniqueUids,
  isGitUrl,
  isPresent,
  isRepositoryPath,
  isText,
  noMoreThanAll,
  oneOfAKind,
  patterns,
  statsOfOwnResources,
  withinCapacity,
} from './fabric-rules.ts';
import type { Build, Judge } from './judge.ts';

export function valibotJudge(): Judge {
  return (fabric) => v.safeParse(fabricSchema, fabric).issues?.length ?? 0;
}

export function valibotBuild(): Build {
  return (fabric) => v.parse(fabricSchema, fabric);
}

type Text = v.GenericSchema<string>;
type WholeNumber = v.GenericSchema<number>;

const text = (min: number, max: number): Text =>
  v.pipe(
    v.string(),
    v.check((value) => isText(value, min, max), `Must be text of ${min} to ${max} characters`),
  );
const wholeNumber = (min: number, max: number): WholeNumber =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(63), v.regex(patterns.label));
const dateTime = v.pipe(v.string(), v.regex(patterns.dateTime));
const problem = text(1, 4000);

const secretReference = v.object({ name: text(1, 253), key: text(1, 253) });

const kubernetesConfig = v.object({
  server: v.pipe(
    v.string(),
    v.maxLength(2048),
    v.regex(patterns.url),
    v.check((value) => isText(value, 8, 2048)),
  ),
  namespace: v.nullish(label, 'default'),
  token: v.nullish(secretReference),
  certificateAuthority: v.nullish(text(1, 16384)),
});

const gitConfiguration = v.pipe(
  v.object({
    repositoryUrl: v.pipe(text(1, 2048), v.check(isGitUrl, 'A repository URL must be HTTPS or SSH')),
    branch: v.nullish(text(1, 255), 'main'),
    path: v.nullish(
      v.pipe(text(0, 1024), v.check(isRepositoryPath, 'A path is relative and never leads upwards')),
      '',
    ),
    username: v.nullish(text(1, 255)),
    token: v.nullish(secretReference),
  }),
  v.check(
    ({ token, repositoryUrl }) => !isPresent(token) || repositoryUrl.startsWith('https://'),
    'A token is only used over HTTPS: a git@ URL authenticates by key',
  ),
);

const connectionStatus = v.pipe(
  v.object({
    state: v.nullish(v.picklist(['UNKNOWN', 'CONNECTED', 'DISCONNECTED']), 'UNKNOWN'),
    checkedAt: v.nullish(dateTime),
    problem: v.nullish(problem),
  }),
  v.check(
    ({ state, checkedAt }) => state === 'UNKNOWN' || isPresent(checkedAt),
    "A connection's state is known only from a check",
  ),
  v.check(
    (status) => !isPresent(status.problem) || status.state === 'DISCONNECTED',
    'Only a lost connection has a problem',
  ),
);

const syncConfiguration = v.pipe(
  v.object({
    enabled: v.nullish(v.boolean(), true),
    interval: v.nullish(wholeNumber(60_000, 86_400_000), 300_000),
    reconcileAutomatically: v.nullish(v.boolean(), false),
    reconcileAtMostPercent: v.nullish(wholeNumber(0, 100), 20),
  }),
  v.check(
    ({ reconcileAutomatically, enabled }) => !reconcileAutomatically || enabled,
    'Automatic reconciliation needs synchronisation to be enabled',
  ),
);

const syncResult = v.pipe(
  v.object({
    commitSha: v.nullish(v.pipe(v.string(), v.minLength(40), v.maxLength(40), v.regex(patterns.commitSha))),
    resourcesUpdated: v.nullish(wholeNumber(0, 250), 0),
    startedAt: dateTime,
    finishedAt: dateTime,
    errors: v.pipe(v.array(problem), v.maxLength(50)),
  }),
  v.check((value) => endsAfterItBegins(value), 'A synchronisation cannot finish before it starts'),
  v.check(
    ({ commitSha, errors }) => isPresent(commitSha) || errors.length > 0,
    'A synchronisation ends at a commit or with an error',
  ),
);

const fabricStats = v.pipe(
  v.object({ resources: wholeNumber(0, 250), drifted: wholeNumber(0, 250) }),
  v.check((value) => noMoreThanAll(value), 'No more resources can have drifted than there are'),
);

const fabricResource = v.object({
  uid: v.pipe(v.string(), v.maxLength(36), v.regex(patterns.uuid)),
  kind: v.pipe(v.string(), v.minLength(1), v.maxLength(63), v.regex(patterns.kind)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(253), v.regex(patterns.objectName)),
  namespace: v.nullish(label, 'default'),
  size: v.nullish(wholeNumber(1, 1000), 1),
  // Whatever a JSON parser made is JSON.
  desired: v.pipe(v.unknown(), v.check(isPresent, 'Is required')),
  actual: v.nullish(v.unknown()),
});

const fabricSchema = v.pipe(
  v.object({
    name: label,
    description: v.nullish(text(0, 500)),
    status: v.nullish(v.picklist(['PLANNED', 'ACTIVE', 'DEPRECATED', 'ARCHIVED']), 'PLANNED'),
    kubernetes: kubernetesConfig,
    connection: v.nullish(connectionStatus),
    git: v.nullish(gitConfiguration),
    sync: v.nullish(syncConfiguration),
    syncStatus: v.nullish(v.picklist(['NEVER', 'RUNNING', 'SUCCEEDED', 'FAILED']), 'NEVER'),
    syncStartedAt: v.nullish(dateTime),
    lastSync: v.nullish(syncResult),
    stats: v.nullish(fabricStats),
    capacity: wholeNumber(1, 1_000_000),
    resources: v.pipe(
      v.array(fabricResource),
      v.maxLength(250),
      v.check((value) => hasUniqueUids(value), 'No two items may have the same uid'),
    ),
  }),
  v.check(
    ({ status, resources }) => status !== 'ACTIVE' || resources.length > 0,
    'An active fabric must have at least one resource',
  ),
  v.check((value) => withinCapacity(value), "Resources in use must fit the fabric's capacity"),
  v.check((value) => oneOfAKind(value), 'Kind, namespace and name identify a resource in its fabric'),
  v.check(({ sync, git }) => !isPresent(sync) || isPresent(git), 'GitOps is not configured for this fabric'),
  v.check(
    ({ lastSync, git }) => !isPresent(lastSync) || isPresent(git),
    'Only a fabric with a Git configuration can have been synchronised',
  ),
  v.check(
    ({ status, sync }) => status !== 'ARCHIVED' || !isPresent(sync),
    'An archived fabric is no longer synchronised',
  ),
  v.check(
    (value) => statsOfOwnResources(value),
    'No more resources can have been looked at than the fabric has',
  ),
);
