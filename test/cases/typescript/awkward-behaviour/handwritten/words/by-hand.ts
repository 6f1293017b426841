// What the model leaves to code written by hand: all of it together is a `WordsByHand`.
import type { WordsByHand } from '../../output/typescript/words/by-hand.js';

export const await_: WordsByHand['await_'] = (input) => {
  throw new Error('`await_` is still to be written', { cause: { input } });
};

export const by: WordsByHand['by'] = (decision, command, decision_) => {
  throw new Error('`by` is still to be written', { cause: { decision, command, decision_ } });
};

export const happenedAsDecisionCreate: WordsByHand['happenedAsDecisionCreate'] = (source) => {
  throw new Error('`happenedAsDecisionCreate` is still to be written', { cause: { source } });
};
