import * as z from 'zod';
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

export function zodJudge(): Judge {
  return judgeOf(fabricSchema());
}

/** With `z.compile`, which gives what is accepted a path of its own and leaves errors to the other. */
export function compiledZodJudge(): Judge {
  return judgeOf(z.compile(fabricSchema(), { strict: true }));
}

export function zodBuild(): Build {
  const schema = fabricSchema();
  return (fabric) => schema.parse(fabric);
}

function judgeOf(schema: z.ZodType): Judge {
  return (fabric) => schema.safeParse(fabric).error?.issues.length ?? 0;
}

const text = (min: number, max: number): z.ZodString =>
  z.string().refine((value) => isText(value, min, max), `Must be text of ${min} to ${max} characters`);
const label = z.string().min(1).max(63).regex(patterns.label);
const dateTime = z.string().regex(patterns.dateTime);
const wholeNumber = (min: number, max: number): z.ZodNumber => z.int().min(min).max(max);
const problem = text(1, 4000);

/** A field that may be absent or null, and has a value then. */
function defaulted<Output>(schema: z.ZodType<Output>, value: Output): z.ZodType<Output> {
  return schema.nullish().transform((given) => given ?? value);
}

const secretReference = z.object({ name: text(1, 253), key: text(1, 253) });

const kubernetesConfig = z.object({
  server: z
    .string()
    .max(2048)
    .regex(patterns.url)
    .refine((value) => isText(value, 8, 2048)),
  namespace: defaulted(label, 'default'),
  token: secretReference.nullish(),
  certificateAuthority: text(1, 16384).nullish(),
});

const gitConfiguration = z
  .object({
    repositoryUrl: text(1, 2048).refine(isGitUrl, 'A repository URL must be HTTPS or SSH'),
    branch: defaulted(text(1, 255), 'main'),
    path: defaulted(text(0, 1024).refine(isRepositoryPath, 'A path is relative and never leads upwards'), ''),
    username: text(1, 255).nullish(),
    token: secretReference.nullish(),
  })
  .refine(
    ({ token, repositoryUrl }) => !isPresent(token) || repositoryUrl.startsWith('https://'),
    'A token is only used over HTTPS: a git@ URL authenticates by key',
  );

const connectionStatus = z
  .object({
    state: defaulted(z.enum(['UNKNOWN', 'CONNECTED', 'DISCONNECTED']), 'UNKNOWN'),
    checkedAt: dateTime.nullish(),
    problem: problem.nullish(),
  })
  .refine(
    ({ state, checkedAt }) => state === 'UNKNOWN' || isPresent(checkedAt),
    "A connection's state is known only from a check",
  )
  .refine(
    (status) => !isPresent(status.problem) || status.state === 'DISCONNECTED',
    'Only a lost connection has a problem',
  );

const syncConfiguration = z
  .object({
    enabled: defaulted(z.boolean(), true),
    interval: defaulted(wholeNumber(60_000, 86_400_000), 300_000),
    reconcileAutomatically: defaulted(z.boolean(), false),
    reconcileAtMostPercent: defaulted(wholeNumber(0, 100), 20),
  })
  .refine(
    ({ reconcileAutomatically, enabled }) => !reconcileAutomatically || enabled,
    'Automatic reconciliation needs synchronisation to be enabled',
  );

const syncResult = z
  .object({
    commitSha: z.string().min(40).max(40).regex(patterns.commitSha).nullish(),
    resourcesUpdated: defaulted(wholeNumber(0, 250), 0),
    startedAt: dateTime,
    finishedAt: dateTime,
    errors: z.array(problem).max(50),
  })
  .refine(endsAfterItBegins, 'A synchronisation cannot finish before it starts')
  .refine(
    ({ commitSha, errors }) => isPresent(commitSha) || errors.length > 0,
    'A synchronisation ends at a commit or with an error',
  );

const fabricStats = z
  .object({ resources: wholeNumber(0, 250), drifted: wholeNumber(0, 250) })
  .refine(noMoreThanAll, 'No more resources can have drifted than there are');

const fabricResource = z.object({
  uid: z.string().max(36).regex(patterns.uuid),
  kind: z.string().min(1).max(63).regex(patterns.kind),
  name: z.string().min(1).max(253).regex(patterns.objectName),
  namespace: defaulted(label, 'default'),
  size: defaulted(wholeNumber(1, 1000), 1),
  // Whatever a JSON parser made is JSON.
  desired: z.unknown().refine(isPresent, 'Is required'),
  actual: z.unknown().optional(),
});

function fabricSchema(): z.ZodType {
  return z
    .object({
      name: label,
      description: text(0, 500).nullish(),
      status: defaulted(z.enum(['PLANNED', 'ACTIVE', 'DEPRECATED', 'ARCHIVED']), 'PLANNED'),
      kubernetes: kubernetesConfig,
      connection: connectionStatus.nullish(),
      git: gitConfiguration.nullish(),
      sync: syncConfiguration.nullish(),
      syncStatus: defaulted(z.enum(['NEVER', 'RUNNING', 'SUCCEEDED', 'FAILED']), 'NEVER'),
      syncStartedAt: dateTime.nullish(),
      lastSync: syncResult.nullish(),
      stats: fabricStats.nullish(),
      capacity: wholeNumber(1, 1_000_000),
      resources: z.array(fabricResource).max(250).refine(hasUniqueUids, 'No two items may have the same uid'),
    })
    .refine(
      ({ status, resources }) => status !== 'ACTIVE' || resources.length > 0,
      'An active fabric must have at least one resource',
    )
    .refine(withinCapacity, "Resources in use must fit the fabric's capacity")
    .refine(oneOfAKind, 'Kind, namespace and name identify a resource in its fabric')
    .refine(({ sync, git }) => !isPresent(sync) || isPresent(git), 'GitOps is not configured for this fabric')
    .refine(
      ({ lastSync, git }) => !isPresent(lastSync) || isPresent(git),
      'Only a fabric with a Git configuration can have been synchronised',
    )
    .refine(
      ({ status, sync }) => status !== 'ARCHIVED' || !isPresent(sync),
      'An archived fabric is no longer synchronised',
    )
    .refine(statsOfOwnResources, 'No more resources can have been looked at than the fabric has');
}
