// What the model leaves to code written by hand: all of it together is a `OursByHand`.
import type { OursByHand } from '../../output/typescript/ours/by-hand.js';

export const isBig: OursByHand['isBig'] = (input) => {
  throw new Error('`isBig` is still to be written', { cause: { input } });
};

export const kindAsSort: OursByHand['kindAsSort'] = (source) => {
  throw new Error('`kindAsSort` is still to be written', { cause: { source } });
};
