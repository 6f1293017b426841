import { Fabric } from '../../generated/hedgehog/typescript/fabric-management/fabric.js';
import type { Build, Judge } from './judge.ts';

/** The aggregate's class. */
export function pimentoJudge(): Judge {
  return (fabric) => {
    const result = Fabric.parse(fabric);
    return result.ok ? 0 : result.error.length;
  };
}

export function pimentoBuild(): Build {
  return (fabric) => {
    const result = Fabric.parse(fabric);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
}
