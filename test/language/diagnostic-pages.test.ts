import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { diagnosticPageFiles, readDiagnosticPages } from '../../scripts/write-diagnostic-pages.ts';
import { checkModel } from '../../validators/check-model.ts';
import { modelChecks } from '../../validators/model-checks.ts';

const folder = new URL('../../docs/diagnostics', import.meta.url).pathname;
const pages = await readDiagnosticPages();

function codesOf(text: string): readonly string[] {
  const { model, diagnostics } = readModelText(text);
  const syntax = diagnostics.map(({ code }) => code);
  return syntax.length > 0 || !model ? syntax : checkModel(model).map(({ code }) => code);
}

function examples(text: string, heading: string): readonly string[] {
  const blocks = text.matchAll(new RegExp(`^${heading}:\n\n\`\`\`domain\n([^]*?)\n\`\`\``, 'gm'));
  return [...blocks].map((match) => match[1] ?? '');
}

describe('docs/diagnostics', () => {
  it('is what scripts/write-diagnostic-pages.ts writes', async () => {
    const wanted = await diagnosticPageFiles();
    expect(readdirSync(folder).toSorted()).toEqual(wanted.map(({ name }) => name).toSorted());
    for (const { name, content } of wanted) expect(readFileSync(join(folder, name), 'utf8')).toBe(content);
  });

  it('has a page for every check, whose file is named after its code', () => {
    const codes = modelChecks.map(({ code }) => code);
    expect(pages.map(({ code }) => code)).toEqual(
      expect.arrayContaining([...codes, 'misplaced-limit', 'syntax-error', 'too-deep']),
    );
    const files = readdirSync(new URL('../../validators/model', import.meta.url).pathname);
    expect(files.toSorted()).toEqual(codes.map((code) => `${code}.ts`).toSorted());
  });
});

// What targets and the command line report takes more than a model to show.
const ofModels = pages.filter(({ source }) => /^(validators|grammar)\//.test(source));

describe.each(ofModels)('the page of $code', ({ code, text }) => {
  it('shows a model that is refused, for this reason alone', () => {
    const reported = examples(text, 'Reported');
    // No page can show a hundred brackets; the parser's own tests do.
    expect(reported).toHaveLength(code === 'too-deep' ? 0 : 1);
    for (const example of reported) expect(codesOf(example)).toEqual([code]);
  });

  it('shows how to mend it', () => {
    const mended = examples(text, 'Mended');
    expect(mended).toHaveLength(1);
    for (const example of mended) expect(codesOf(example)).toEqual([]);
  });
});
