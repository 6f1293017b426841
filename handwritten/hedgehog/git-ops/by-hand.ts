// What the model leaves to code written by hand: all of it together is a `GitOpsByHand`.
import type { GitOpsByHand } from '../../../generated/hedgehog/typescript/git-ops/by-hand.js';

/** Both specifications member by member; what a server fills in by itself is no difference. */
export const compare: GitOpsByHand['compare'] = (input) => {
  throw new Error('`compare` is still to be written', { cause: { input } });
};
