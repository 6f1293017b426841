import { describe, expect, it } from 'vitest';
import { analyseSources } from '../../grammar/analyse.ts';

/** What is found in a model whose context holds the text, each as `line code message`. */
function found(text: string, wanted?: ReadonlySet<string>): readonly string[] {
  const sources = [{ file: 'm.domain', text: `model M version 1\ncontext C {\n${text}\n}\n` }];
  return analyseSources(sources, { targets: [], wanted }).diagnostics.map(
    ({ origin, code, message }) => `${origin.start.line - 2} ${code} ${message}`,
  );
}

const unbounded = 'value V { s: String }';

describe('pimento-ignore', () => {
  it('ignores a warning on the next line', () => {
    expect(found(unbounded)).toHaveLength(1);
    expect(found(`// pimento-ignore missing-bound: nobody knows\n${unbounded}`)).toEqual([]);
    expect(found(`  //pimento-ignore missing-bound : nobody knows\r\n${unbounded}`)).toEqual([]);
  });

  it('ignores several of one line', () => {
    const text = `// pimento-ignore missing-bound: nobody knows
// pimento-ignore plain-secret: it is one of a game
value V { password: String }`;
    expect(found(text)).toEqual([]);
  });

  it('ignores no other code and no other line', () => {
    expect(found(`// pimento-ignore plain-secret: a game's\n${unbounded}`)).toEqual([
      '1 bad-ignore Nothing on the line below is reported as `plain-secret`, so this can go.',
      expect.stringMatching(/^2 missing-bound /),
    ]);
    expect(found(`// pimento-ignore missing-bound: nobody knows\n\n${unbounded}`)).toEqual([
      '1 bad-ignore Nothing on the line below is reported as `missing-bound`, so this can go.',
      expect.stringMatching(/^3 missing-bound /),
    ]);
  });

  it('gives a reason, and a code that there is', () => {
    expect(found(`// pimento-ignore missing-bound\n${unbounded}`)).toEqual([
      '1 bad-ignore This ignores `missing-bound` and does not say why: write the reason behind the code.',
    ]);
    expect(found(`// pimento-ignore\n${unbounded}`)).toEqual([
      '1 bad-ignore This does not say what it ignores: write `// pimento-ignore code: reason`.',
      expect.stringMatching(/^2 missing-bound /),
    ]);
    expect(found(`// pimento-ignore missing-bond: nobody knows\n${unbounded}`)).toEqual([
      '1 bad-ignore Nothing on the line below is reported as `missing-bond`, so this can go. Did you mean `missing-bound`?',
      expect.stringMatching(/^2 missing-bound /),
    ]);
  });

  it('never ignores an error', () => {
    expect(found('// pimento-ignore unknown-type: later\nvalue V { s: Strng }')).toEqual([
      '1 bad-ignore `unknown-type` is an error here, and an error cannot be ignored: mend it.',
      expect.stringMatching(/^2 unknown-type /),
    ]);
  });

  it('says nothing of a comment whose check did not run, or that is about something else', () => {
    const ofTarget = '// pimento-ignore kubernetes-object-name: short enough\nvalue V { n: Integer }';
    expect(found(ofTarget, new Set())).toEqual([]);
    expect(found(ofTarget)).toHaveLength(1);
    expect(found('// pimento-ignore constant-rule: later\nvalue V { n: Integer }\nvalue W { v: X }')).toEqual(
      [expect.stringMatching(/^3 unknown-type /)],
    );
    expect(found('/* pimento-ignored */\n// as pimento-ignore says\nvalue V { n: Integer }')).toEqual([]);
    expect(found('value V { s: "// pimento-ignore missing-bound: no comment" }')).not.toEqual([]);
  });
});
