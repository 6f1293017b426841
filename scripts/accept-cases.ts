import { acceptCase, caseNames } from '../test/support/cases.ts';

/** `npm run accept [-- name…]`: rewrites what the cases expect. The diff is the review. */
const wanted = process.argv.slice(2);
for (const name of caseNames()) {
  if (wanted.length > 0 && !wanted.some((one) => name.includes(one))) continue;
  acceptCase(name);
  process.stdout.write(`accepted ${name}\n`);
}
