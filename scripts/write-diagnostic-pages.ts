import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** One file of `docs/diagnostics`. */
export interface PageFile {
  readonly name: string;
  readonly content: string;
}

export interface DiagnosticPage {
  readonly code: string;
  readonly severity: string;
  /** Markdown: the doc comment above the code's export. */
  readonly text: string;
  /** The file that declares it, from the project's root. */
  readonly source: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const pagesFolder = 'docs/diagnostics';

/**
 * Where codes are declared, as exported objects with a `code`, a `severity` and a doc comment: the
 * model checks, and a `diagnostic-pages.ts` of any part that reports something itself.
 */
function sourceFiles(): readonly string[] {
  return [
    ...['grammar', 'generators', 'cli']
      .flatMap(below)
      .filter((file) => file.endsWith('/diagnostic-pages.ts')),
    ...below('validators/model').filter((file) => file.endsWith('.ts')),
  ];
}

function below(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .toSorted();
}

/** The pages as the sources have them now, by code. Throws for a code that has no doc comment. */
export async function readDiagnosticPages(): Promise<readonly DiagnosticPage[]> {
  const pages: DiagnosticPage[] = [];
  for (const file of sourceFiles()) {
    const exported: unknown = await import(pathToFileURL(join(root, file)).href);
    const source = readFileSync(join(root, file), 'utf8');
    for (const [name, value] of Object.entries(exported ?? {})) {
      if (!isProblem(value)) continue;
      pages.push({
        code: value.code,
        severity: value.severity,
        text: docAbove(name, source, file),
        source: file,
      });
    }
  }
  return pages.toSorted((left, right) => (left.code < right.code ? -1 : 1));
}

function isProblem(value: unknown): value is { readonly code: string; readonly severity: string } {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('severity' in value))
    return false;
  return typeof value.code === 'string' && typeof value.severity === 'string';
}

function docAbove(name: string, source: string, file: string): string {
  const before = source.slice(0, source.search(new RegExp(`^export const ${name}\\b`, 'm')));
  const comment = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n$/.exec(before)?.[1];
  if (comment === undefined) throw new Error(`${file}: \`${name}\` has no doc comment, which is its page`);
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** Every file of `docs/diagnostics`, and nothing else may be there. */
export async function diagnosticPageFiles(): Promise<readonly PageFile[]> {
  const pages = await readDiagnosticPages();
  return [
    { name: 'README.md', content: index(pages) },
    ...pages.map(({ code, severity, text }) => ({
      name: `${code}.md`,
      content: `# ${code}\n\n*${severity === 'error' ? 'Error' : 'Warning'}.* ${text}\n`,
    })),
  ];
}

function index(pages: readonly DiagnosticPage[]): string {
  const rows = pages.map(
    ({ code, severity, text }) => `| [${code}](${code}.md) | ${severity} | ${summaryOf(text)} |`,
  );
  return `# Diagnostics

What Pimento reports about a model. Written by \`scripts/write-diagnostic-pages.ts\` from the comments
above the checks; edit those.

| code | severity | what it says |
|---|---|---|
${rows.join('\n')}
`;
}

/** The first sentence. */
function summaryOf(text: string): string {
  const [paragraph = ''] = text.split('\n\n');
  return (/^.*?\.(?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph).replaceAll('\n', ' ').replaceAll('|', '\\|');
}

if (import.meta.main) {
  const folder = join(root, pagesFolder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, content } of await diagnosticPageFiles()) writeFileSync(join(folder, name), content);
}
