// What the model of a Fabric says and no schema library has a word for, by hand: for zod, valibot and Ajv.
// A rule is written so that it is silent on what has not even the right shape.

interface Resource {
  readonly uid?: unknown;
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly namespace?: unknown;
  readonly size?: unknown;
}

interface Sized {
  readonly capacity?: unknown;
  readonly resources?: unknown;
  readonly stats?: unknown;
}

const year = '(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})';
const monthDay =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const leapDay = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29';
const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}';

export const patterns = {
  dateTime: new RegExp(`^(?:${year}-${monthDay}|${leapDay})T${time}Z$`, 'u'),
  label: /^[0-9a-z](?:[-0-9a-z]*[0-9a-z])?$/u,
  objectName: /^[0-9a-z](?:[-.0-9a-z]*[0-9a-z])?$/u,
  kind: /^[A-Z][0-9A-Za-z]*$/u,
  commitSha: /^[0-9a-f]+$/u,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u,
  url: /^https?:\/\/[^\t-\r "#/<>?\\^`{-}]+(?:[#/?][^\t-\r "<>\\^`{-}]*)?$/u,
};

/** Whether a text is Unicode without U+0000, and of so many code points. */
export function isText(text: string, min: number, max: number): boolean {
  if (!text.isWellFormed() || text.includes('\0')) return false;
  const units = text.length;
  if (units <= max && units >= 2 * min) return true;
  const count = units > 2 * max ? units : [...text].length;
  return count >= min && count <= max;
}

export function isGitUrl(text: string): boolean {
  return text.startsWith('https://') || text.startsWith('git@');
}

export function isRepositoryPath(text: string): boolean {
  return !text.startsWith('/') && !text.includes('..');
}

export function hasUniqueUids(resources: readonly unknown[]): boolean {
  const uids = (resources as readonly Resource[]).map((resource) => resource?.uid).filter(isPresent);
  return new Set(uids).size === uids.length;
}

export function withinCapacity({ resources, capacity }: Sized): boolean {
  if (typeof capacity !== 'number') return true;
  let used = 0;
  for (const resource of itemsOf(resources)) {
    const size = resource?.size ?? 1;
    if (typeof size === 'number') used += size;
  }
  return used <= capacity;
}

export function oneOfAKind({ resources }: Sized): boolean {
  const items = itemsOf(resources).filter((resource) => isPresent(resource?.uid));
  return items.every((one) => !items.some((other) => other?.uid !== one?.uid && isSameObject(one, other)));
}

function isSameObject(one: Resource | null | undefined, other: Resource | null | undefined): boolean {
  return (
    other?.kind === one?.kind &&
    other?.name === one?.name &&
    (other?.namespace ?? 'default') === (one?.namespace ?? 'default')
  );
}

export function statsOfOwnResources({ stats, resources }: Sized): boolean {
  const counted = isObject(stats) ? stats['resources'] : undefined;
  return typeof counted !== 'number' || !Array.isArray(resources) || counted <= resources.length;
}

export function endsAfterItBegins(sync: {
  readonly startedAt?: unknown;
  readonly finishedAt?: unknown;
}): boolean {
  const { startedAt, finishedAt } = sync;
  return typeof startedAt !== 'string' || typeof finishedAt !== 'string' || finishedAt >= startedAt;
}

export function noMoreThanAll(stats: { readonly resources?: unknown; readonly drifted?: unknown }): boolean {
  const { resources, drifted } = stats;
  return typeof resources !== 'number' || typeof drifted !== 'number' || drifted <= resources;
}

/** Neither left out nor null, which mean the same. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function itemsOf(resources: unknown): readonly (Resource | null | undefined)[] {
  return Array.isArray(resources) ? resources : [];
}
