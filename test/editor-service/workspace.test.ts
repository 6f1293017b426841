import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import { compareDiagnostics, type Diagnostic } from '../../pim/diagnostic.ts';
import { modelTexts, workspaceOf } from '../support/editor-workspace.ts';

const texts = modelTexts('models/hedgehog');
const files = Object.keys(texts);

function told(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.toSorted(compareDiagnostics).map((one) => {
    const { file, start, end } = one.origin;
    return `${file}:${start.offset}-${end.offset} ${one.code} ${one.message}`;
  });
}

function afresh(now: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const sources = Object.entries(now).map(([file, text]) => ({ file, text }));
  const wanted = new Set(targets.filter(({ deferred }) => !deferred).map(({ id }) => id));
  return analyseSources(sources, { targets, wanted }).diagnostics;
}

/** A sequence of numbers below one that is the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What somebody may do to a text: take a piece out, write a word over another, leave a line half written. */
function edited(text: string, next: () => number): string {
  const at = Math.floor(next() * text.length);
  const length = Math.floor(next() * 12);
  const inserted = ['', 'x', 'status', ' {', '}', ' == ', 'rule R: ', ': ', 'ref ', '"'][
    Math.floor(next() * 10)
  ];
  return text.slice(0, at) + inserted + text.slice(at + length);
}

describe('a workspace', () => {
  it('finds nothing wrong with a model that is right', () => {
    const workspace = workspaceOf(texts);
    for (const file of files) expect(told(workspace.focus(file)?.diagnostics ?? [])).toEqual([]);
  });

  it('says of everything, after any edits, what a fresh run says', () => {
    const next = sequence(11);
    const workspace = workspaceOf(texts);
    const now: Record<string, string> = { ...texts };
    for (let round = 0; round < 25; round += 1) {
      const file = files[Math.floor(next() * files.length)] ?? '';
      now[file] = round % 5 === 4 ? (texts[file] ?? '') : edited(now[file] ?? '', next);
      workspace.set(file, now[file]);
      workspace.focus(file);
      const any = files.find((one) => workspace.parsed(one)?.ast?.name);
      const homeless = files.filter((one) => !workspace.parsed(one)?.ast?.name);
      expect(
        told([
          ...(workspace.whole(any ?? '')?.diagnostics ?? []),
          ...homeless.flatMap((one) => workspace.homeless(one)),
        ]),
      ).toEqual(told(afresh(now)));
    }
  });

  it('says of the file that is worked on, from what it depends on alone, what it says when it sees everything', () => {
    const next = sequence(5);
    for (let round = 0; round < 60; round += 1) {
      const file = files[round % files.length] ?? '';
      const workspace = workspaceOf(texts);
      workspace.whole(file);
      workspace.set(file, edited(texts[file] ?? '', next));
      if (!workspace.parsed(file)?.ast?.name) continue;
      const quick = told(workspace.focus(file)?.diagnostics ?? []);
      const whole = workspace.whole(file)?.diagnostics.filter(({ origin }) => origin.file === file) ?? [];
      expect(quick, `round ${round}`).toEqual(told(whole));
    }
  });

  it('cuts a model to what a file depends on', () => {
    const workspace = workspaceOf(texts);
    const count = (one: readonly { readonly ast?: { readonly elements: readonly object[] } | undefined }[]) =>
      one.flatMap(({ ast }) =>
        (ast?.elements ?? []).flatMap((each) =>
          'declarations' in each ? (each.declarations as object[]) : [],
        ),
      ).length;
    const file = 'models/hedgehog/user-interface.domain';
    expect(count(workspace.slicedFor(file))).toBeLessThan(count(workspace.modelFiles(file)));
  });
});
