import { FabricState } from '../../generated/hedgehog/typescript/fabric-management/fabric-state.js';
import type { Judge } from './judge.ts';

/** What the aggregate's class holds, without commands and events. */
export function pimentoStateJudge(): Judge {
  return (fabric) => {
    const result = FabricState.parse(fabric);
    return result.ok ? 0 : result.error.length;
  };
}
