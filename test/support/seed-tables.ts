import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageTemplates } from '../../cli/package-templates.ts';
import { emitModel } from '../../generators/core/pipeline.ts';
import { targets } from '../../generators/targets.ts';
import { type Analysis, analyseSources } from '../../grammar/analyse.ts';
import type { ElementId } from '../../pim/model.ts';

/** The pages that say where the things of a seed document are in the models. */
export const seedPages = new URL('../../docs/seeds', import.meta.url).pathname;

const modelsFolder = new URL('../../models', import.meta.url).pathname;

/** A row of a table with a column `in the model`. */
export interface SeedRow {
  /** What the seed calls it, as the first column has it. */
  readonly named: string;
  readonly ids: readonly ElementId[];
  /** Targets, from the column `outputs`; undefined in a table without one. */
  readonly outputs: readonly string[] | undefined;
  /** Of the page, from 0. */
  readonly line: number;
}

/** By target: every element that some line of its output is about. */
export type Carried = ReadonlyMap<string, ReadonlySet<ElementId>>;

/** All models of `models/`, read and checked. */
export function analyseModels(): Analysis {
  const sources = readdirSync(modelsFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.domain'))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(modelsFolder, file), 'utf8') }));
  return analyseSources(sources, { targets });
}

/** What the outputs of one model are about. Throws if there is no such model. */
export function carriedBy({ models }: Analysis, name: string): Carried {
  const model = models.find(({ index }) => index.model.name === name);
  if (!model) throw new Error(`there is no model \`${name}\``);
  const { targets: plans } = emitModel(model.index, model.transformed, packageTemplates);
  return new Map(
    plans.map(({ target, files }) => [
      target,
      new Set(files.flatMap(({ element, trace }) => [element, ...trace.map((entry) => entry.element)])),
    ]),
  );
}

export function readSeedRows(page: string): readonly SeedRow[] {
  const rows: SeedRow[] = [];
  let header: readonly string[] = [];
  for (const [line, text] of page.split('\n').entries()) {
    if (!text.startsWith('|')) header = [];
    else if (header.length === 0) header = cellsOf(text);
    else if (header.includes('in the model') && !/^\|[-|]+$/.test(text)) {
      const cells = cellsOf(text);
      const outputs = cells[header.indexOf('outputs')];
      rows.push({
        named: cells[0] ?? '',
        ids: [...(cells[header.indexOf('in the model')] ?? '').matchAll(/`([^`]+)`/g)].map(
          ([, id]) => id ?? '',
        ),
        outputs: outputs?.split(/,\s*/).filter((name) => name !== ''),
        line,
      });
    }
  }
  return rows;
}

/** The targets whose output is about each of the ids, in the order of targets.ts. */
export function outputsOf(ids: readonly ElementId[], carried: Carried): readonly string[] {
  return [...carried].filter(([, elements]) => ids.every((id) => elements.has(id))).map(([target]) => target);
}

/** The page with its column `outputs` as the targets have it now. */
export function withOutputs(page: string, carried: Carried): string {
  const lines = page.split('\n');
  const header = lines.find((line) => line.includes('| in the model |') && line.includes('| outputs |'));
  const column = header === undefined ? -1 : cellsOf(header).indexOf('outputs');
  for (const { ids, outputs, line } of readSeedRows(page)) {
    if (outputs === undefined) continue;
    const cells = cellsOf(lines[line] ?? '').with(column, outputsOf(ids, carried).join(', '));
    lines[line] = `| ${cells.join(' | ')} |`.replaceAll('  ', ' ');
  }
  return lines.join('\n');
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
