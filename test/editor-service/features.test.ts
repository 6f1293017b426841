import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../editor/features/completion.ts';
import { documentSymbols } from '../../editor/features/document-symbols.ts';
import { hoverAt } from '../../editor/features/hover.ts';
import { definitionOf, referencesOf, renameOf } from '../../editor/features/navigation.ts';
import { atMark, modelTexts, workspaceOf } from '../support/editor-workspace.ts';

const head = 'model Shop version 1\ncontext Sales {\n';
const shop = `${head}  /** What it costs. */
  value Money { amount: Integer(0..100) }
  enum Status { OPEN, PAID }
  aggregate Order {
    id number: String(1..9)
    price: Money
    status: Status = OPEN
    rule Priced: price.amount > 0 else "A price"
    lifecycle status { OPEN -> PAID on Paid }
    event Paid
    event Placed { number, price } creates
    create Place { number, price } emits Placed
    command Pay requires status == OPEN else NotOpen "It is paid" emits Paid
  }
}
`;

function completed(marked: string): readonly string[] {
  const { text, position } = atMark(marked);
  return completionsAt(workspaceOf({ 'models/a.domain': text }), 'models/a.domain', position).map(
    ({ label }) => label,
  );
}

/** The text of the first match, with the mark behind its first letter. */
function markedAt(text: string, pattern: string): ReturnType<typeof atMark> {
  const at = text.indexOf(pattern);
  return atMark(`${text.slice(0, at + 1)}|${text.slice(at + 1)}`);
}

describe('completion', () => {
  it.each([
    ['the fields of a value', shop.replace('price.amount > 0', 'price.|'), ['amount'], ['status', 'Order']],
    ['fields in a rule', shop.replace('price.amount > 0', '|'), ['price', 'status', 'number'], []],
    ['a half-written name in a rule', shop.replace('price.amount > 0', 'pri|'), ['price'], []],
    ['types', shop.replace('price: Money', 'price: |'), ['Money', 'Status', 'Integer'], ['price', 'Paid']],
    ['events', shop.replace('emits Paid', 'emits |'), ['Paid', 'Placed'], []],
    [
      'words of the language elsewhere',
      shop.replace('    event Paid\n', '    eve|\n'),
      ['event', 'command'],
      [],
    ],
    ['in an empty text', '|', ['model', 'context'], []],
    ['behind a missing brace', `${head}  aggregate A { id n: String(1..3)\n rule R: n.|`, ['size'], []],
  ])('offers %s', (_, marked, wanted, unwanted) => {
    const labels = completed(marked);
    expect(labels).toEqual(expect.arrayContaining(wanted));
    for (const one of unwanted) expect(labels).not.toContain(one);
  });
});

describe('navigation', () => {
  const file = 'models/a.domain';
  const workspace = workspaceOf({ [file]: shop });
  const textAt = (range: {
    start: { line: number; character: number };
    end: { character: number };
  }): string => shop.split('\n')[range.start.line]?.slice(range.start.character, range.end.character) ?? '';

  it.each([
    ['Money\n    status', 3],
    ['price.amount', 7],
    ['amount > 0', 3],
    ['PAID on', 4],
    ['Paid event', 11],
  ])('leads from %s to its declaration', (pattern, line) => {
    const { position } = markedAt(shop.replaceAll('Paid\n    event Paid', 'Paid event Paid'), pattern);
    const same = pattern.startsWith('Paid') ? markedAt(shop, 'Paid }').position : position;
    expect(definitionOf(workspace, file, same)?.range.start.line).toBe(line);
  });

  it('finds every use of an event', () => {
    const found = referencesOf(workspace, file, markedAt(shop, 'Paid\n    event Placed').position, true);
    expect(found.map(({ range }) => textAt(range))).toEqual(['Paid', 'Paid', 'Paid']);
  });

  it('shows a declaration, its doc and how far a rule is held', () => {
    const value = (pattern: string): string =>
      JSON.stringify(hoverAt(workspace, file, markedAt(shop, pattern).position)?.contents);
    expect(value('Money {')).toContain('What it costs.');
    expect(value('Priced')).toMatch(/Held exactly by \d+ of \d+/);
  });

  it('says nothing where nothing is named', () => {
    expect(hoverAt(workspace, file, { line: 0, character: 0 })).toBeUndefined();
    expect(definitionOf(workspace, file, { line: 999, character: 999 })).toBeUndefined();
  });

  it('makes an outline in which everything lies in what it is part of', () => {
    const [context] = documentSymbols(workspace, file);
    expect(context?.children?.map(({ name }) => name)).toEqual(['Money', 'Status', 'Order']);
  });
});

describe('rename', () => {
  const file = 'models/a.domain';
  const renamed = (pattern: string, name: string) =>
    renameOf(workspaceOf({ [file]: shop }), file, markedAt(shop, pattern).position, name);

  it('changes the name and its uses, and nothing else', () => {
    const { edits, problem } = renamed('Money {', 'Amount');
    expect(problem).toBeUndefined();
    expect(edits.get(file)?.map(({ newText }) => newText)).toEqual(['Amount', 'Amount']);
  });

  it.each([
    ['a name that is taken', 'Money {', 'Status'],
    ['what is no name', 'Money {', 'no name'],
    ['a field that others go by', 'price: Money', 'cost'],
  ])('refuses %s', (_, pattern, name) => {
    const { edits, problem } = renamed(pattern, name);
    expect(problem).toBeDefined();
    expect(edits.size).toBe(0);
  });

  it('changes several files', () => {
    const texts = modelTexts('models/hedgehog');
    const home = Object.keys(texts).find((name) => texts[name]?.includes('type CommitSha'));
    const place = markedAt(texts[home ?? ''] ?? '', 'CommitSha');
    const { edits, problem } = renameOf(workspaceOf(texts), home ?? '', place.position, 'Revision');
    expect(problem).toBeUndefined();
    expect(edits.size).toBeGreaterThan(1);
    const uses = Object.values(texts)
      .join('')
      .match(/\bCommitSha\b/g)?.length;
    expect([...edits.values()].flat().length).toBe(uses);
  });
});
