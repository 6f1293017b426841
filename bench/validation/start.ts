// Run in a process of its own: how many milliseconds it takes a contender to import its module, to make its
// schemas and to judge one Fabric.
import { performance } from 'node:perf_hooks';
import type { ContenderModule } from './contenders.ts';
import { wholeFabric } from './fabrics.ts';

const [module = '', maker = ''] = process.argv.slice(2);
const fabric = wholeFabric();
const before = performance.now();
const exported = (await import(module)) as ContenderModule;
const errors = exported[maker]?.()(fabric);
const took = performance.now() - before;
if (errors !== 0) throw new Error(`${maker} does not take the whole Fabric`);
console.log(took);
