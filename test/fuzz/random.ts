/** A stream of choices: the same for the same seed, on every machine. */
export interface Random {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  /** True in this share of cases. */
  chance(share: number): boolean;
  /** One of them, each as often; undefined if there may be none and there is none. */
  pick<const Items extends readonly unknown[]>(items: Items): Picked<Items>;
  /** One of them, as often as its weight says; undefined if no weight is above zero. */
  weighted<Item>(choices: readonly Weighted<Item>[]): Item | undefined;
  /** In another order. */
  shuffled<Item>(items: readonly Item[]): readonly Item[];
  /** A stream of its own: what one consumer takes shifts nothing for another. */
  fork(label: string): Random;
}

type Picked<Items extends readonly unknown[]> =
  | Items[number]
  | (Items extends readonly [unknown, ...unknown[]] ? never : undefined);

export interface Weighted<Item> {
  readonly weight: number;
  readonly item: Item;
}

/** sfc32 (PractRand's small fast counting generator), seeded by a hash of the text. */
export function randomOf(seed: string): Random {
  let [a, b, c, counter] = hashed(seed);
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round += 1) next();
  const below = (count: number): number => Math.floor(next() * count);
  const random: Random = {
    below,
    chance: (share) => next() < share,
    pick: <const Items extends readonly unknown[]>(items: Items) =>
      items[below(items.length)] as Picked<Items>,
    weighted: (choices) => {
      let rest = next() * choices.reduce((total, { weight }) => total + weight, 0);
      for (const { weight, item } of choices) {
        rest -= weight;
        if (weight > 0 && rest < 0) return item;
      }
      return choices.findLast(({ weight }) => weight > 0)?.item;
    },
    shuffled: (items) => {
      const order = [...items];
      for (let last = order.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [order[last], order[other]] = [order[other] as never, order[last] as never];
      }
      return order;
    },
    fork: (label) => randomOf(`${seed}/${label}`),
  };
  return random;
}

/** xmur3: four words of 32 bits that depend on every character. */
function hashed(text: string): [number, number, number, number] {
  let hash = 1_779_033_703 ^ text.length;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 3_432_918_353);
    hash = (hash << 13) | (hash >>> 19);
  }
  const word = (): number => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
    hash ^= hash >>> 16;
    return hash | 0;
  };
  return [word(), word(), word(), 1];
}
