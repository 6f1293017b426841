// What the model leaves to code written by hand: all of it together is a `CrdManagementByHand`.
import type { CrdManagementByHand } from '../../../generated/hedgehog/typescript/crd-management/by-hand.js';

/** What a specification says is read, and written, by hand: its members are the kind's own. */
export const crdSpecAsVpcDeclareVpc: CrdManagementByHand['crdSpecAsVpcDeclareVpc'] = (source) => {
  throw new Error('`crdSpecAsVpcDeclareVpc` is still to be written', { cause: { source } });
};

export const vpcAsGitOpsCrdSpec: CrdManagementByHand['vpcAsGitOpsCrdSpec'] = (source) => {
  throw new Error('`vpcAsGitOpsCrdSpec` is still to be written', { cause: { source } });
};

export const crdSpecAsConnectionDeclareConnection: CrdManagementByHand['crdSpecAsConnectionDeclareConnection'] =
  (source) => {
    throw new Error('`crdSpecAsConnectionDeclareConnection` is still to be written', { cause: { source } });
  };

export const crdSpecAsSwitchDeclareSwitch: CrdManagementByHand['crdSpecAsSwitchDeclareSwitch'] = (source) => {
  throw new Error('`crdSpecAsSwitchDeclareSwitch` is still to be written', { cause: { source } });
};

export const crdSpecAsServerDeclareServer: CrdManagementByHand['crdSpecAsServerDeclareServer'] = (source) => {
  throw new Error('`crdSpecAsServerDeclareServer` is still to be written', { cause: { source } });
};

export const connectionAsGitOpsCrdSpec: CrdManagementByHand['connectionAsGitOpsCrdSpec'] = (source) => {
  throw new Error('`connectionAsGitOpsCrdSpec` is still to be written', { cause: { source } });
};

export const switchAsGitOpsCrdSpec: CrdManagementByHand['switchAsGitOpsCrdSpec'] = (source) => {
  throw new Error('`switchAsGitOpsCrdSpec` is still to be written', { cause: { source } });
};

export const serverAsGitOpsCrdSpec: CrdManagementByHand['serverAsGitOpsCrdSpec'] = (source) => {
  throw new Error('`serverAsGitOpsCrdSpec` is still to be written', { cause: { source } });
};
