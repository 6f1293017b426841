// What the model leaves to code written by hand: all of it together is a `VowsByHand`.
import type { VowsByHand } from '../../output/typescript/vows/by-hand.js';

export const chosen: VowsByHand['chosen'] = (input) => {
  throw new Error('`chosen` is still to be written', { cause: { input } });
};
