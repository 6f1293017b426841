import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../cli/package-templates.ts';
import { emitModel } from '../generators/core/pipeline.ts';
import { traceAtLine } from '../generators/core/trace.ts';
import { targets } from '../generators/targets.ts';
import { analyseSources } from '../grammar/analyse.ts';
import type { SourceText } from '../grammar/load-models.ts';
import type { Element, ElementId } from '../pim/model.ts';
import { childElements } from '../pim/model-index.ts';
import { caseNames, casesFolder } from './support/cases.ts';
import { declaredInCode } from './support/declared-in-code.ts';
import { declaredInDocument } from './support/declared-in-documents.ts';

/**
 * What `pimento explain` promises: every line of every generated file leads to an element, and a line
 * that declares something leads to that very element. What declares something is found here by
 * parsing the files with the tools of their own languages.
 */
const modelsFolder = new URL('../models', import.meta.url).pathname;

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
  ...readdirSync(modelsFolder).map((name) => ({
    name: `models/${name}`,
    sources: sourcesBelow(join(modelsFolder, name)),
    wanted: new Set(targets.map(({ id }) => id)),
  })),
  ...caseNames().map((name) => ({
    name,
    sources: sourcesBelow(join(casesFolder, name)),
    wanted: new Set([name.split('/')[0] ?? '']),
  })),
];

describe.each(inputs)('of $name', ({ sources, wanted }) => {
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
        const declared = file.path.endsWith('.ts')
          ? declaredInCode(file, index)
          : declaredInDocument(file.content, index);
        for (const { line, what, elements } of declared) {
          for (const one of elements) found.add(one);
          const { element } = traceAtLine(file, line);
          if (!elements.includes(element))
            wrong.push(`${file.path}:${line} ${what}: ${elements.join(' or ')}, not ${element}`);
        }
      }
      expect(wrong).toEqual([]);
      if (target === 'typescript' || target === 'json-schema')
        expect(declaredBy(target, index.model).filter((id) => !found.has(id))).toEqual([]);
      else expect(found.size).toBeGreaterThan(0);
    },
  );
});

/** What these two declare of a model: all of it, but for what a schema does not hold. */
function declaredBy(target: string, element: Element): readonly ElementId[] {
  return childElements(element).flatMap((child) => {
    const isLeftOut =
      child.kind === 'context' ||
      (target === 'json-schema' &&
        (child.kind === 'rule' || (child.kind === 'field' && child.role === 'derived')));
    return [...(isLeftOut ? [] : [child.id]), ...declaredBy(target, child)];
  });
}
