import { describe, expect, it } from 'vitest';
import { analyseSources } from '../../../grammar/analyse.ts';

/** What is found in a model of these files, each as `code message`. */
function found(files: Readonly<Record<string, string>>): readonly string[] {
  const sources = Object.entries(files).map(([file, text]) => ({ file, text }));
  return analyseSources(sources, { targets: [], wanted: new Set() }).diagnostics.map(
    ({ origin, code, message }) => `${origin.file} ${code} ${message}`,
  );
}

const people = `model M version 1
context C {
  actor Clerk
  value Address { city: String(1..9) }
  calculation twice { n: Integer(0..9) }: Integer = n * 2
  event Moved
  service Move allows Clerk emits Moved
}
`;
const orders = (imported: string): string => `model M version 1
${imported}
context C {
  aggregate Order {
    id: Uuid  to: Address
    event Placed { id, to } creates
    create Place { id, to } allows Clerk emits Placed
  }
  port P { go { n: Integer(0..99) } }
  policy L: on Moved do P.go { n: twice { n: 1 } }
}
`;
const other = 'model M version 1\nimport "./people.domain"\n';

describe('names that an import would show', () => {
  it('are found where the file is imported, or nothing imports anything', () => {
    expect(found({ 'a/people.domain': people, 'a/orders.domain': orders('') })).toEqual([]);
    expect(
      found({ 'a/people.domain': people, 'a/b/orders.domain': orders('import "../people.domain"') }),
    ).toEqual([]);
  });

  it('are told of with that import', () => {
    const hidden = (name: string): string =>
      `\`${name}\` is declared in \`people.domain\`, which this file does not import: write \`import "../people.domain"\`.`;
    const files = {
      'a/people.domain': people,
      'a/b/orders.domain': orders(''),
      'a/other.domain': other,
    };
    expect(found(files)).toEqual([
      `a/b/orders.domain unknown-type ${hidden('Address')}`,
      `a/b/orders.domain unknown-reference ${hidden('Clerk')}`,
      `a/b/orders.domain unknown-reference ${hidden('Moved')}`,
      `a/b/orders.domain unknown-name ${hidden('twice')}`,
    ]);
  });
});
