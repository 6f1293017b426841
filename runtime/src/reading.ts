import type { Saga } from './saga.ts';

/** What is read in the middle of a calculation. */
export interface Reading {
  /** As `Saga.read`. Without a key there is nothing to read. */
  read<Key extends NonNullable<unknown>, Value>(
    name: string,
    key: Key,
    load: (key: Key) => Promise<Value | undefined>,
  ): Value;
  read<Key, Value>(
    name: string,
    key: Key | undefined,
    load: (key: Key) => Promise<Value | undefined>,
  ): Value | undefined;
  /** As `Saga.find`. */
  find<Key, Value>(name: string, key: Key, load: (key: Key) => Promise<Value>): Value;
}

/**
 * What comes of a calculation that finds out on the way what it has to read. It must be pure: it is begun
 * again each time that something was read.
 */
export async function reading<Value>(
  saga: Pick<Saga, 'read' | 'find'>,
  calculate: (reading: Reading) => Value,
): Promise<Value> {
  const known = new Map<string, unknown>();
  const take = (name: string, key: unknown, load: () => Promise<unknown>): unknown => {
    const place = JSON.stringify([name, key]);
    if (!known.has(place)) throw new Missing(place, load);
    return known.get(place);
  };
  const lookup: Reading = {
    read: <Key, One>(name: string, key: Key | undefined, load: (key: Key) => Promise<One | undefined>) =>
      key === undefined
        ? (undefined as One)
        : (take(name, key, () => saga.read(name, () => load(key))) as One),
    find: (name, key, load) => take(name, key, () => saga.find(name, () => load(key))) as never,
  };
  for (;;) {
    try {
      return calculate(lookup);
    } catch (missing) {
      if (!(missing instanceof Missing)) throw missing;
      known.set(missing.place, await missing.load());
    }
  }
}

/** Thrown where something has not been read yet, and caught above: nothing else ever sees it. */
class Missing extends Error {
  readonly place: string;
  readonly load: () => Promise<unknown>;
  constructor(place: string, load: () => Promise<unknown>) {
    super(place);
    this.place = place;
    this.load = load;
  }
}
