// What the model leaves to code written by hand: all of it together is a `SettingsByHand`.
import type { SettingsByHand } from '../../../generated/users/typescript/settings/by-hand.js';

export const configProblems: SettingsByHand['configProblems'] = (input) => {
  throw new Error('`configProblems` is still to be written', { cause: { input } });
};
