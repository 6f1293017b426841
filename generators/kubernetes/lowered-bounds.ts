import type { SizeRange } from '../../pim/type.ts';
import type { Bounds, NamedBound } from './bounds.ts';

/** A bound, and what to lower it to. */
export interface LoweredBound {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The bounds to lower, and to what at most, so that something fits which does not: one where one alone will do,
 * of several the one that keeps most of its room, and otherwise as many as it takes. Each is as great as it can
 * be beside the others. None where nothing helps.
 */
export function loweredBounds(
  candidates: readonly NamedBound[],
  fits: (bounds: Bounds) => boolean,
): readonly LoweredBound[] {
  const open = candidates.filter(({ size }) => size.max > leastOf(size));
  const alone = open.flatMap((one) => {
    const to = mostThatFits(one.size, (most) => fits(new Map([[one.size, most]])));
    return to === undefined ? [] : [{ name: one.name, from: one.size.max, to }];
  });
  const [best] = alone.toSorted((left, right) => right.to / right.from - left.to / left.from);
  return best ? [best] : together(open, fits);
}

/** What something must at least be able to hold. */
function leastOf({ min }: SizeRange): number {
  return Math.max(min, 1);
}

/** The greatest bound below the stated one that fits, of which the next does not; undefined if none does. */
function mostThatFits(size: SizeRange, fits: (most: number) => boolean): number | undefined {
  let [fitting, failing] = [leastOf(size), size.max];
  if (!fits(fitting)) return undefined;
  while (failing - fitting > 1) {
    const middle = Math.floor((fitting + failing) / 2);
    if (fits(middle)) fitting = middle;
    else failing = middle;
  }
  return fitting;
}

const steps = 64;

/** All are lowered alike until it fits, and then each is raised again as far as it can be. */
function together(
  candidates: readonly NamedBound[],
  fits: (bounds: Bounds) => boolean,
): readonly LoweredBound[] {
  const lowered = (share: number): Map<SizeRange, number> =>
    new Map(
      candidates.map(({ size }) => [size, Math.max(leastOf(size), Math.floor((size.max * share) / steps))]),
    );
  const share = Array.from({ length: steps }, (_, taken) => steps - 1 - taken).find((one) =>
    fits(lowered(one)),
  );
  if (share === undefined) return [];
  const bounds = lowered(share);
  for (const { size } of candidates) {
    const before = bounds.get(size) ?? size.max;
    const fitsWith = (most: number): boolean => fits(new Map(bounds).set(size, most));
    if (fitsWith(size.max)) bounds.set(size, size.max);
    else bounds.set(size, mostThatFits({ ...size, min: before }, fitsWith) ?? before);
  }
  return candidates.flatMap(({ name, size }) => {
    const to = bounds.get(size) ?? size.max;
    return to === size.max ? [] : [{ name, from: size.max, to }];
  });
}

/** In words, to go on from what is too much; empty where nothing helps. */
export function loweringWords(bounds: readonly LoweredBound[]): string {
  if (bounds.length === 0) return '';
  const each = bounds.map(({ name, from, to }) => `${name} from ${from} to ${to}`);
  const last = each.pop() ?? '';
  const all = each.length === 0 ? last : `${each.join(', ')} and ${last}`;
  return `lower the ${each.length === 0 ? 'bound' : 'bounds'} of ${all}`;
}
