// A contender in a process of its own, so that V8 makes its code of what it alone does: each message is the name
// of Fabrics to judge for a turn, and is answered with how many it judged in a second.
import { performance } from 'node:perf_hooks';
import type { ContenderModule } from './contenders.ts';
import { fabricWithFiveErrors, wholeFabric } from './fabrics.ts';
import type { Judge } from './judge.ts';

export type Fabrics = 'whole' | 'five errors';

/** Milliseconds. */
const turn = 20;

const [module = '', maker = ''] = process.argv.slice(2);
const judge = ((await import(module)) as ContenderModule)[maker]?.() as Judge;
// Several, so that no two calls in a row are given the same object.
const several = (make: () => unknown): readonly unknown[] => Array.from({ length: 16 }, make);
const fabrics = { whole: several(wholeFabric), 'five errors': several(fabricWithFiveErrors) };

process.on('message', (name: Fabrics) => {
  const given = fabrics[name];
  const before = performance.now();
  let judged = 0;
  let errors = 0;
  for (; performance.now() < before + turn; judged += given.length)
    for (const fabric of given) errors += judge(fabric);
  const took = performance.now() - before;
  if (errors > 0 !== (name !== 'whole')) throw new Error(`${maker} finds ${errors} errors: ${name}`);
  process.send?.((judged * 1000) / took);
});
