// What the model leaves to code written by hand: all of it together is a `GitOpsByHand`.
import type { GitOpsByHand } from '../../output/typescript/git-ops/by-hand.js';

export const analyse: GitOpsByHand['analyse'] = (input) => {
  throw new Error('`analyse` is still to be written', { cause: { input } });
};
