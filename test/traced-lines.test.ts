import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../cli/package-templates.ts';
import type { OutputFile } from '../generators/core/output.ts';
import { emitModel } from '../generators/core/pipeline.ts';
import { traceAtLine } from '../generators/core/trace.ts';
import { targets } from '../generators/targets.ts';
import { analyseSources } from '../grammar/analyse.ts';
import type { SourceText } from '../grammar/load-models.ts';
import type { Element, ElementId } from '../pim/model.ts';
import { childElements, type ModelIndex } from '../pim/model-index.ts';
import { caseNames, casesFolder } from './support/cases.ts';
import { declaredInCode } from './support/declared-in-code.ts';
import { type DeclaredLine, declaredInDocument } from './support/declared-in-documents.ts';
import { declaredInPython } from './support/declared-in-python.ts';
import { declaredInSql } from './support/declared-in-sql.ts';

/**
 * What `pimento explain` promises: every line of every generated file leads to an element, and a line
 * that declares something leads to that very element. What declares something is found here by
 * parsing the files with the tools of their own languages.
 */
const root = new URL('..', import.meta.url).pathname;
const everyTarget: ReadonlySet<string> = new Set(targets.map(({ id }) => id));

interface Input {
  readonly name: string;
  readonly sources: readonly SourceText[];
  /** The targets whose files are walked. */
  readonly wanted: ReadonlySet<string>;
}

function sourcesBelow(folder: string): readonly SourceText[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.domain'))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

const inputs: readonly Input[] = [
  ...[
    ...readdirSync(join(root, 'models')).map((name) => `models/${name}`),
    'test/language/reference',
    'starter/models',
  ].map((name) => ({ name, sources: sourcesBelow(join(root, name)), wanted: everyTarget })),
  ...readdirSync(join(root, 'docs/language')).flatMap((name) => {
    const [, text] =
      /```domain\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/language', name), 'utf8')) ?? [];
    const sources = [{ file: 'example.domain', text: text ?? '' }];
    return text === undefined ? [] : [{ name: `docs/language/${name}`, sources, wanted: everyTarget }];
  }),
  ...caseNames().map((name) => ({
    name,
    sources: sourcesBelow(join(casesFolder, name)),
    wanted: new Set([name.split('/')[0] ?? '']),
  })),
];

// Its commands are called like what every class has: there a name does not tell what it declares.
const misleading = new Set(['typescript/awkward-behaviour']);

describe.each(inputs)('of $name', ({ name, sources, wanted }) => {
  const analysis = analyseSources(sources, { targets, wanted });
  const [model] = analysis.models;
  if (!model?.sound) throw new Error(JSON.stringify(analysis.diagnostics));
  const { index, transformed } = model;
  const plans = emitModel(index, transformed, packageTemplates).targets;

  it.each(plans)(
    'every line of $target leads to an element, a declaration to its own',
    ({ target, files }) => {
      const wrong: string[] = [];
      const found = new Set<ElementId>();
      for (const file of files) {
        const lines = file.content.split('\n').length - 1;
        for (let line = 1; line <= lines; line += 1) {
          if (!index.get(traceAtLine(file, line).element)) wrong.push(`${file.path}:${line} leads nowhere`);
        }
        const declared = declaredIn(file, index);
        for (const { line, what, elements } of declared) {
          for (const one of elements) found.add(one);
          const { element } = traceAtLine(file, line);
          if (!elements.includes(element) && !misleading.has(name))
            wrong.push(`${file.path}:${line} ${what}: ${elements.join(' or ')}, not ${element}`);
        }
      }
      expect(wrong).toEqual([]);
      if (files.length > 0) expect(found.size).toBeGreaterThan(0);
      const kinds = whole.get(target) ?? [];
      expect(declarable(index.model, kinds).filter((id) => !found.has(id))).toEqual([]);
    },
  );
});

function declaredIn(file: OutputFile, index: ModelIndex): readonly DeclaredLine[] {
  if (file.path.startsWith('python/')) return declaredInPython(file, index);
  if (file.path.endsWith('.ts')) return declaredInCode(file, index);
  return file.path.endsWith('.sql') ? declaredInSql(file, index) : declaredInDocument(file, index);
}

/** Of what targets declare all that a model has. */
const structures = 'type enum literal value union alternative aggregate entity event eventVersion command';
const behaviour = 'lifecycle refusal calculation translation actor repository port operation policy';
const whole = new Map([
  ['typescript', `${structures} ${behaviour} rule query projection service`.split(' ')],
  ['json-schema', `${structures} query projection service`.split(' ')],
]);

/** The elements of these kinds, and the fields of those; a reason to refuse stands in a command. */
function declarable(element: Element, kinds: readonly string[]): readonly ElementId[] {
  const isOfKind = ({ kind }: Element): boolean =>
    kinds.includes(kind) && (kind !== 'refusal' || kinds.includes(element.kind));
  return childElements(element).flatMap((child) => {
    const isField = child.kind === 'field' && kinds.includes(element.kind);
    const isHeld = isField && (child.role !== 'derived' || kinds.includes('rule'));
    return [...(isOfKind(child) || isHeld ? [child.id] : []), ...declarable(child, kinds)];
  });
}
