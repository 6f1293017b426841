// What the model leaves to code written by hand: all of it together is a `UserInterfaceByHand`.
import type { UserInterfaceByHand } from '../../../generated/hedgehog/typescript/user-interface/by-hand.js';

/** A form holds whatever was typed: what it means is told by hand, with an answer for every slip. */
export const fabricFormAsFabricManagementFabricConfiguration: UserInterfaceByHand['fabricFormAsFabricManagementFabricConfiguration'] =
  (source) => {
    throw new Error('`fabricFormAsFabricManagementFabricConfiguration` is still to be written', {
      cause: { source },
    });
  };
