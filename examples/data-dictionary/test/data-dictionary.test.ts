import type { Element, ModelIndex } from 'pimento/target';
import { childElements } from 'pimento/target';
import { type JudgeFiles, tryTarget } from 'pimento/testing';
import { testTarget } from 'pimento/testing/vitest';
import { describe, expect, it } from 'vitest';
import { dataDictionary } from '../src/index.ts';
import { readCsv } from './read-csv.ts';

const columns = 7;

/** Every file is CSV with the same number of cells in each row, and says what every element means. */
const judge: JudgeFiles = (files, index) => {
  const cells = files.flatMap(({ content }) => {
    const rows = readCsv(content, ',');
    if (rows.some((row) => row.length !== columns)) throw new Error(`a row has not ${columns} cells`);
    return rows.flat();
  });
  const said = new Set(cells.map((cell) => cell.replace(/^'/, '')));
  return meanings(index)
    .filter((meaning) => !said.has(meaning.replace(/^'/, '')))
    .map((meaning) => `nothing says ${JSON.stringify(meaning)}`);
};

function meanings(index: ModelIndex): readonly string[] {
  const below = (element: Element): readonly string[] => [
    ...(element.doc === undefined ? [] : [element.doc]),
    ...childElements(element).flatMap(below),
  ];
  return index.model.contexts
    .flatMap((context) => context.declarations)
    .filter(({ kind }) => kind === 'enum')
    .flatMap(below);
}

const subject = { target: dataDictionary, packageFolder: new URL('..', import.meta.url), judge };

testTarget(subject);

function madeOf(text: string): string {
  const attempt = tryTarget(subject, [{ file: 'shop.domain', text }]);
  if (attempt.kind === 'refused')
    return attempt.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n');
  return attempt.files.map(({ path, content }) => `${path}\n${content}`).join('\n');
}

describe('the data dictionary', () => {
  it('has a row for everything that holds data', () => {
    const text = `model Shop version 1
      context Sales {
        /** What a parcel weighs. */
        type Grams = Integer(1..30000)
        enum Way { POST, PICKUP = "pick-up" }
        aggregate Order {
          id number: Uuid
          /** From the warehouse's "scales". */
          weight: Grams?
          way: Way = POST
          notes: String(1..80)[0..3]
          derived heavy: Boolean = (weight ?? 1) > 20000
        }
      }`;
    expect(madeOf(text)).toBe(
      [
        'data-dictionary/sales.csv',
        '"Kind","Name","Part","Type","Limits","Required","Meaning"',
        '"type","Grams","","integer","1..30000","","What a parcel weighs."',
        '"enum","Way","","","","",""',
        '"enum","Way","POST","POST","","",""',
        '"enum","Way","PICKUP","pick-up","","",""',
        '"aggregate","Order","","","","",""',
        '"aggregate","Order","number","Uuid","","yes",""',
        '"aggregate","Order","weight","Grams","","no","From the warehouse\'s ""scales""."',
        '"aggregate","Order","way","Way","","no",""',
        '"aggregate","Order","notes","list of string","0..3","yes",""',
        '"aggregate","Order","heavy","boolean","","computed",""',
        '',
      ].join('\n'),
    );
  });

  it('takes another separator, and refuses what is none', () => {
    const model = (separator: string): string =>
      `model Shop version 1 context Sales { type Grams = Integer(1..9) } platform data-dictionary for Sales { separator: "${separator}" }`;
    expect(madeOf(model(';'))).toContain('"type";"Grams";"";"integer";"1..9";"";""\n');
    expect(madeOf(model('|'))).toMatch(/^bad-mark: The mark `separator` must be one of /);
  });

  it('runs no text as a formula', () => {
    const text = 'model Shop version 1 context Sales { /** =1+1 */ type Grams = Integer(-9..9) }';
    expect(madeOf(text)).toContain(`"'-9..9","","'=1+1"`);
  });

  it('refuses two contexts of one file name', () => {
    const text = 'model Shop version 1 context FooBar { type A = Date } context Foo_Bar { type B = Date }';
    expect(madeOf(text)).toMatch(
      /^data-dictionary-file-clash: `Foo_Bar` and `FooBar` would both be written to /,
    );
  });
});
