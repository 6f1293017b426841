import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { diagnosticPageFiles, readDiagnosticPages } from '../../scripts/write-diagnostic-pages.ts';
import { modelChecks } from '../../validators/model-checks.ts';

const root = new URL('../..', import.meta.url).pathname;
const folder = join(root, 'docs/diagnostics');
const pages = await readDiagnosticPages();

/** What is found in a model: by every target too if a target reports it, else by the model checks alone. */
function findings(text: string, source: string): readonly Diagnostic[] {
  const wanted = source.startsWith('generators/') ? undefined : new Set<string>();
  return analyseSources([{ file: 'model.domain', text }], { targets, wanted }).diagnostics;
}

function examples(text: string, heading: string): readonly string[] {
  const blocks = text.matchAll(new RegExp(`^${heading}:\n\n\`\`\`domain\n([^]*?)\n\`\`\``, 'gm'));
  return [...blocks].map((match) => match[1] ?? '');
}

const sources = ['pim', 'validators', 'analysis', 'generators', 'grammar', 'cli'].flatMap((part) =>
  readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
    .map((name) => join(part, name))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('grammar/generated/')),
);

function nodesOf(file: string): readonly ts.Node[] {
  const text = readFileSync(join(root, file), 'utf8');
  const below = (node: ts.Node): readonly ts.Node[] => [node, ...node.getChildren().flatMap(below)];
  return below(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
}

/** What stands in quotes after a `code:`. */
function reportedCodes(file: string): readonly string[] {
  return nodesOf(file)
    .filter((node) => ts.isPropertyAssignment(node))
    .filter(({ name }) => name.getText() === 'code')
    .flatMap(({ initializer }) =>
      ts.isConditionalExpression(initializer) ? [initializer.whenTrue, initializer.whenFalse] : [initializer],
    )
    .filter((value) => ts.isStringLiteralLike(value) || ts.isTemplateExpression(value))
    .map((value) => value.getText().slice(1, -1));
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
    const files = readdirSync(join(root, 'validators/model'));
    expect(files.toSorted()).toEqual(codes.map((code) => `${code}.ts`).toSorted());
  });
});

/** Pages of what is wrong around the models, which test/cli shows. */
const notOfModels: Readonly<Record<string, string>> = {
  'unreadable-input': 'it is about files, and not about what a model says',
  'configuration-syntax': 'its examples are configurations',
  'bad-setting': 'its examples are configurations',
  'bad-plugin': 'it is about packages',
  'unknown-template': 'it is about templates',
  'bad-template': 'it is about templates',
  'not-enforced': 'it is about a configuration and models together',
  'bad-case': 'its examples are cases of `pimento judge`',
};

/** Pages that cannot show a model that is refused, and why. */
const withoutExample: Readonly<Record<string, string>> = {
  'too-deep': "no page can show a hundred brackets; the parser's own tests do",
  ...notOfModels,
  'version-clash': 'it takes two files; the tests of loading models show it',
  'kubernetes-recursion': "the model check cyclic-containment comes first; the target's own tests show it",
};

/** Pages that cannot show how to mend the model, and why. */
const withoutMend: Readonly<Record<string, string>> = {
  ...notOfModels,
  'version-clash': 'it takes two files; the tests of loading models show it',
};

describe.each(pages)('the page of $code', ({ code, severity, text, source }) => {
  it('shows a model that is refused, for this reason', () => {
    const reported = examples(text, 'Reported');
    expect(reported, withoutExample[code]).toHaveLength(code in withoutExample ? 0 : 1);
    for (const example of reported) {
      const found = findings(example, source);
      const [one, ...others] = found.filter((each) => each.code === code);
      expect(one).toMatchObject({ severity });
      expect(others).toEqual([]);
      // Whatever else the example leads to, the page tells.
      const unexpected = found.filter((each) => each !== one && !text.includes(`[${each.code}](`));
      expect(unexpected).toEqual([]);
      for (const { message } of found) expect(message).toMatch(/[.?]$/);
    }
  });

  it('shows how to mend it', () => {
    const mended = examples(text, 'Mended');
    expect(mended, withoutMend[code]).toHaveLength(code in withoutMend ? 0 : 1);
    for (const example of mended) expect(findings(example, source)).toEqual([]);
  });

  it('leads to pages that there are', () => {
    for (const [, link = ''] of text.matchAll(/\]\(([^)]*)\)/g))
      expect(existsSync(join(folder, link)), link).toBe(true);
  });
});

describe('the sources', () => {
  it('report nothing that has no page', () => {
    const known = new Set(pages.map(({ code }) => code));
    const reported = sources.flatMap(reportedCodes);
    expect(new Set(reported).size).toBeGreaterThan(40);
    expect(reported.filter((code) => !known.has(code))).toEqual([]);
  });

  it('take no code as a parameter, where no search would find what it can be', () => {
    const hidden = sources.filter((file) =>
      nodesOf(file).some(
        (node) =>
          ts.isParameter(node) &&
          node.name.getText() === 'code' &&
          node.type?.kind === ts.SyntaxKind.StringKeyword,
      ),
    );
    expect(hidden).toEqual([]);
  });
});
