// What the model leaves to code written by hand: all of it together is a `FabricManagementByHand`.
import type { FabricManagementByHand } from '../../../generated/hedgehog/typescript/fabric-management/by-hand.js';

/** Whether a resource is not as it was wanted. What a server fills in by itself is no difference. */
export const differs: FabricManagementByHand['differs'] = (input) => {
  throw new Error('`differs` is still to be written', { cause: { input } });
};

/** What no declaration can say is written by hand, behind a generated interface. */
export const importInventory: FabricManagementByHand['importInventory'] = (decision, command, fabric) => {
  throw new Error('`importInventory` is still to be written', { cause: { decision, command, fabric } });
};
