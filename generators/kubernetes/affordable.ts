import type { SizeRange } from '../../pim/type.ts';
import { type Bounds, type NamedBound, placesIn, type Sizing } from './bounds.ts';
import { budget, type Measure, nothing, times } from './cel-cost.ts';
import { type Piece, unmeasured } from './cel-piece.ts';
import { loweredBounds, loweringWords } from './lowered-bounds.ts';

/** Something to be judged at a node of a schema. */
export interface Judged extends Pick<Sizing, 'index'> {
  /** Its text, and what that costs where lengths and sizes are these. */
  readonly piece: (sizing: Sizing) => Piece;
  /** The sizes of the lists and maps around the node. */
  readonly within: readonly SizeRange[];
  /** The bounds that can be lowered. */
  readonly candidates: () => readonly NamedBound[];
}

/** The same, whose piece for the bounds of the model is made once. */
export function madeOnce(judged: Judged): Judged {
  const stated = judged.piece({ index: judged.index });
  return { ...judged, piece: (sizing) => (sizing.bounds ? judged.piece(sizing) : stated) };
}

/** What all judging of one thing in an object costs; nothing where it is too costly to be judged at all. */
export type Costing = (bounds?: Bounds) => Measure;

export function costingOf(judged: Judged): Costing {
  return (bounds) => {
    const price = priceOf(judged, bounds);
    return isAffordable(price) ? times(price.cost, price.places) : nothing;
  };
}

/**
 * Why something cannot stand at its node, with the bounds to lower and to what; undefined if it can. The server
 * would refuse the definition, or take it and later refuse objects that keep every rule.
 */
export function tooExpensive(judged: Judged): string | undefined {
  const price = priceOf(judged);
  if (isAffordable(price)) return undefined;
  const { cost, places } = price;
  if (cost.estimate >= unmeasured)
    return 'it goes through a text or a list of what it looks up, and the API server knows no bound of that';
  const what =
    cost.run > budget.perCall
      ? `judging it can cost ${cost.run} units, and Kubernetes allows ${budget.perCall}`
      : `judging it${places === 1 ? '' : ` in up to ${places} places`} is estimated at ${cost.estimate * places} units, and Kubernetes allows ${budget.perRule}`;
  const lowered = loweredBounds(judged.candidates(), (bounds) => isAffordable(priceOf(judged, bounds)));
  return lowered.length > 0
    ? `${what}: ${loweringWords(lowered)}`
    : `${what}, and lower bounds are not enough: say it in fewer steps, or with shorter patterns`;
}

interface Price {
  /** Of judging it once. */
  readonly cost: Measure;
  readonly places: number;
}

function priceOf({ piece, within, index }: Judged, bounds?: Bounds): Price {
  return { cost: piece({ index, bounds }).cost, places: placesIn(within, bounds) };
}

function isAffordable({ cost, places }: Price): boolean {
  return cost.run <= budget.perCall && cost.estimate * places <= budget.perRule;
}
