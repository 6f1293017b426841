import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyseModels, carriedBy, seedPages, withOutputs } from '../test/support/seed-tables.ts';

/** `npm run seed-tables`: writes into `docs/seeds` which targets carry what the seeds name. */
const carried = carriedBy(analyseModels(), 'Hedgehog');
for (const name of readdirSync(seedPages)) {
  const page = join(seedPages, name);
  writeFileSync(page, withOutputs(readFileSync(page, 'utf8'), carried));
}
