import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../generators/core/writer/diff-lines.ts';
import { firstMarker, mergeTexts } from '../../generators/core/writer/merge-texts.ts';
import { decodeText, textLines } from '../../generators/core/writer/text-lines.ts';
import { unifiedDiff } from '../../generators/core/writer/unified-diff.ts';

/** Few different lines, so that many are equal; names that every object has among them. */
const someLines = fc.array(
  fc.constantFrom('a\n', 'b\n', 'c\n', '\n', '}\n', 'constructor\n', '__proto__\n', 'x\n', 'y\n'),
  { maxLength: 30 },
);
const someText = fc
  .tuple(someLines, fc.boolean())
  .map(([lines, ends]) => (ends ? lines.join('') : lines.join('').replace(/\n$/, '')));

describe('the difference of two texts', () => {
  it('turns one into the other', () => {
    fc.assert(
      fc.property(someLines, someLines, (before, after) => {
        expect(patched(before, after)).toEqual(after);
      }),
      { numRuns: 2000 },
    );
  });

  it('is small where little changed', () => {
    fc.assert(
      fc.property(someLines, someLines, (head, tail) => {
        const changes = diffLines([...head, 'new\n', ...tail], [...head, ...tail]);
        expect(changes).toEqual([
          {
            before: { start: head.length, end: head.length + 1 },
            after: { start: head.length, end: head.length },
          },
        ]);
      }),
    );
  });

  it('finds the shortest way where no line is unique', () => {
    const before = 'a b c a b b a'.split(' ');
    const after = 'c b a b a c'.split(' ');
    const edits = diffLines([...before, ...before], [...after, ...after]).reduce(
      (sum, change) => sum + change.before.end - change.before.start + change.after.end - change.after.start,
      0,
    );
    // The example of Myers' paper takes 5 edits; twice over, 10.
    expect(edits).toBe(10);
  });

  it('takes no time that grows with the square of a text of equal lines', () => {
    const text = (salt: number): readonly string[] =>
      Array.from({ length: 20_000 }, (_, at) => [
        `  name${at % salt === 0 ? 'x' : ''}${at}:\n`,
        '  }\n',
        '\n',
      ]).flat();
    const [before, after] = [text(10), text(11)];
    expect(patched(before, after)).toEqual(after);
    const nothing = Array.from({ length: 50_000 }, (_, at) => `${at % 7}\n`);
    const alike = Array.from({ length: 50_000 }, (_, at) => `${(at * at) % 7}\n`);
    expect(patched(nothing, alike)).toEqual(alike);
  }, 10_000);
});

describe('a three-way merge', () => {
  it.each([
    ['both changed other lines', '1 2 3 4 5', 'x 2 3 4 5', '1 2 3 4 y', 'x 2 3 4 y'],
    ['both added at other places', '1 2 3', '0 1 2 3', '1 2 3 4', '0 1 2 3 4'],
    ['both made the same change', '1 2 3', '1 x 3', '1 x 3', '1 x 3'],
    ['ours removed, theirs added', '1 2 3 4', '2 3 4', '1 2 3 x 4', '2 3 x 4'],
    ['only ours', '1 2', 'x 2', '1 2', 'x 2'],
    ['only theirs', '1 2', '1 2', '1 x', '1 x'],
    ['nothing left of ours but what theirs adds', '1 2 3', '', '1 2 3', ''],
    ['nothing there before', '', '1', '', '1'],
  ])('is clean: %s', (_, base, ours, theirs, merged) => {
    expect(mergeTexts(lined(base), lined(ours), lined(theirs))).toEqual({
      text: lined(merged),
      conflicts: [],
    });
  });

  it.each([
    ['both changed a line', '1 2 3', '1 x 3', '1 y 3', '1 < x = y > 3', [2]],
    ['lines without one between them', '1 2 3 4', '1 x 3 4', '1 2 y 4', '1 < x 3 = 2 y > 4', [2]],
    ['both added at one place', '1 2', '1 x 2', '1 y 2', '1 < x = y > 2', [2]],
    ['removed and changed', '1 2 3', '1 3', '1 y 3', '1 < = y > 3', [2]],
    ['twice', '1 2 3 4 5', 'x 2 3 4 x', 'y 2 3 4 y', '< x = y > 2 3 4 < x = y >', [1, 9]],
  ])('marks what it cannot decide: %s', (_, base, ours, theirs, merged, conflicts) => {
    const marks: Readonly<Record<string, string>> = {
      '<': '<<<<<<< edited by hand',
      '=': '=======',
      '>': '>>>>>>> generated',
    };
    const text = lined(merged).replaceAll(/[<=>]/g, (mark) => marks[mark] ?? '');
    const merge = mergeTexts(lined(base), lined(ours), lined(theirs));
    expect({ text: merge.text, conflicts: merge.conflicts.map(({ marker }) => marker) }).toEqual({
      text,
      conflicts,
    });
    expect(firstMarker(text)).toBe(conflicts[0]);
  });

  it('is what one side says if the other says nothing new, and clean if both say the same', () => {
    fc.assert(
      fc.property(someText, someText, (base, text) => {
        expect(mergeTexts(base, text, base)).toEqual({ text, conflicts: [] });
        expect(mergeTexts(base, base, text)).toEqual({ text, conflicts: [] });
        expect(mergeTexts(base, text, text)).toEqual({ text, conflicts: [] });
      }),
    );
  });

  it('loses no line of either side', () => {
    fc.assert(
      fc.property(someText, someLines, someLines, (base, mine, others) => {
        const ours = [...textLines(base), ...mine.map((line) => `mine ${line}`)].join('');
        const theirs = [...others.map((line) => `other ${line}`), ...textLines(base)].join('');
        const { text } = mergeTexts(base, ours, theirs);
        for (const line of [...textLines(ours), ...textLines(theirs)]) expect(text).toContain(line);
      }),
    );
  });

  it('takes two additions with a line between them, whatever stands around', () => {
    const samples = fc.sample(fc.tuple(someLines, someLines, someLines), { numRuns: 20, seed: 7 });
    for (const [head, middle, tail] of samples) {
      const base = [...head, 'k1\n', ...middle, 'k2\n', ...tail].join('');
      const ours = [...head, 'ours\n', 'k1\n', ...middle, 'k2\n', ...tail].join('');
      const theirs = [...head, 'k1\n', ...middle, 'k2\n', 'theirs\n', ...tail].join('');
      expect(mergeTexts(base, ours, theirs)).toEqual({
        text: [...head, 'ours\n', 'k1\n', ...middle, 'k2\n', 'theirs\n', ...tail].join(''),
        conflicts: [],
      });
    }
  });

  it.each([
    ['CRLF stays CRLF', 'a\nb\nc\n', 'A\r\nb\r\nc\r\n', 'a\nb\nC\n', 'A\r\nb\r\nC\r\n'],
    ['each line of ours keeps its end', 'a\nb\nc\n', 'A\r\nb\nc\n', 'a\nb\nC\n', 'A\r\nb\nC\n'],
    ['a last line without an end', 'a\nb\nc', 'A\nb\nc', 'a\nb\nc', 'A\nb\nc'],
    ['the end of the last line is theirs', 'a\nb\nc', 'A\nb\nc', 'a\nb\nc\n', 'A\nb\nc\n'],
  ])('%s', (_, base, ours, theirs, text) => {
    expect(mergeTexts(base, ours, theirs)).toEqual({ text, conflicts: [] });
  });

  it('tells the lines of the edited text that are in conflict', () => {
    const { conflicts } = mergeTexts('a\nb\nc\nd\n', 'new\na\nx\nc\ny\n', 'a\nX\nc\nY\n');
    expect(conflicts.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('puts every marker on a line of its own', () => {
    expect(mergeTexts('a', 'x', 'y').text).toBe('<<<<<<< edited by hand\nx\n=======\ny\n>>>>>>> generated\n');
    expect(mergeTexts('a\r\n', 'x\r\n', 'y\n').text).toBe(
      '<<<<<<< edited by hand\r\nx\r\n=======\r\ny\r\n>>>>>>> generated\r\n',
    );
  });
});

describe('a unified diff', () => {
  it('shows changes with three lines around them, far ones apart', () => {
    const before = lined('1 2 3 4 5 6 7 8 9 10 11 12 13 14');
    const after = lined('1 2 x 4 5 6 7 8 9 10 11 12 13 14 15');
    expect(unifiedDiff({ name: 'a', text: before }, { name: 'b', text: after }).join('\n')).toBe(
      '--- a|+++ b|@@ -1,6 +1,6 @@| 1| 2|-3|+x| 4| 5| 6|@@ -12,3 +12,4 @@| 12| 13| 14|+15'.replaceAll(
        '|',
        '\n',
      ),
    );
  });

  it('says when a file comes or goes, and nothing of line ends', () => {
    const none = { name: 'a', text: undefined };
    expect(unifiedDiff(none, { name: 'a', text: 'x\n' })).toEqual([
      '--- /dev/null',
      '+++ a',
      '@@ -0,0 +1 @@',
      '+x',
    ]);
    expect(unifiedDiff({ name: 'a', text: 'x' }, none)).toEqual([
      '--- a',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-x',
      '\\ No newline at end of file',
    ]);
    expect(unifiedDiff({ name: 'a', text: 'x\r\n' }, { name: 'a', text: 'x\n' })).toEqual([]);
  });

  it('is a patch: applied to the one text it gives the other', () => {
    fc.assert(
      fc.property(someText, someText, (before, after) => {
        const lines = unifiedDiff({ name: 'f', text: before }, { name: 'f', text: after });
        expect(applied(lines, before)).toBe(after);
      }),
    );
  });
});

describe('a text', () => {
  it.each([
    ['a NUL', Uint8Array.of(97, 0)],
    ['no UTF-8', Uint8Array.of(0xe9, 97)],
  ])('is not: %s', (_, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
  });

  it('keeps a byte order mark', () => {
    expect(decodeText(Buffer.from('\ufeffa\n'))).toBe('\ufeffa\n');
  });

  it('is its lines', () => {
    fc.assert(
      fc.property(someText, (text) => {
        const lines = textLines(text);
        expect(lines.join('')).toBe(text);
        expect(lines.slice(0, -1).every((line) => /^[^\n]*\n$/.test(line))).toBe(true);
      }),
    );
  });
});

function lined(words: string): string {
  return words === '' ? '' : `${words.replaceAll(' ', '\n')}\n`;
}

/** `before` with the changes made that lead to `after`. */
function patched(before: readonly string[], after: readonly string[]): readonly string[] {
  const result: string[] = [];
  let at = 0;
  for (const change of diffLines(before, after)) {
    result.push(
      ...before.slice(at, change.before.start),
      ...after.slice(change.after.start, change.after.end),
    );
    at = change.before.end;
  }
  return [...result, ...before.slice(at)];
}

/** What a unified diff makes of a text, as `patch` reads it: every line it does not add must be there. */
function applied(diff: readonly string[], before: string): string {
  const lines = [...textLines(before)];
  const result: string[] = [];
  let from = 0;
  for (const [index, line] of diff.entries()) {
    const hunk = /^@@ -(?<start>\d+)(?:,(?<count>\d+))? /.exec(line)?.groups;
    if (hunk) {
      const start = Number(hunk.start) - (hunk.count === '0' ? 0 : 1);
      result.push(...lines.slice(from, start));
      from = start;
    } else if (index >= 2 && !line.startsWith('\\')) {
      const text = line.slice(1) + (diff[index + 1]?.startsWith('\\') ? '' : '\n');
      if (line[0] !== '+') {
        expect(lines[from]).toBe(text);
        from += 1;
      }
      if (line[0] !== '-') result.push(text);
    }
  }
  return [...result, ...lines.slice(from)].join('');
}
