import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageTemplates } from '../../cli/package-templates.ts';
import { emitModel } from '../../generators/core/pipeline.ts';
import { beginModule } from '../../generators/core/scaffold/complete-module.ts';
import { modulePart } from '../../generators/core/scaffold/plan-scaffolds.ts';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';

/**
 * The folder of the cases: `<target>/<case>/` holds `input.domain`, `output/`, `handwritten/` (the
 * scaffolds as they begin) and `diagnostics.txt`.
 */
export const casesFolder = new URL('../cases', import.meta.url).pathname;

/** Every file of a case but its input, by path. */
export type CaseFiles = ReadonlyMap<string, string>;

/** `kubernetes/every-construct`, … in order. */
export function caseNames(): readonly string[] {
  return readdirSync(casesFolder)
    .flatMap((target) => readdirSync(join(casesFolder, target)).map((name) => `${target}/${name}`))
    .toSorted();
}

/** What the case's input becomes now: the output of the target that the case is filed under. */
export function runCase(name: string): CaseFiles {
  const [target = ''] = name.split('/');
  const text = readFileSync(join(casesFolder, name, 'input.domain'), 'utf8');
  const analysis = analyseSources([{ file: 'input.domain', text }], { targets, wanted: new Set([target]) });
  const files = new Map<string, string>();
  if (analysis.diagnostics.length > 0) {
    const lines = analysis.diagnostics.map(
      ({ origin, severity, code, message }) =>
        `${origin.file}:${origin.start.line}:${origin.start.column}-${origin.end.line}:${origin.end.column} ${severity} ${code} ${message}\n`,
    );
    files.set('diagnostics.txt', lines.join(''));
  }
  for (const model of analysis.models.filter((one) => one.sound)) {
    const plan = emitModel(model.index, model.transformed, packageTemplates);
    for (const file of plan.targets.flatMap((one) => one.files))
      files.set(`output/${file.path}`, file.content);
    for (const { path, header, parts } of plan.targets.flatMap((one) => one.scaffolds)) {
      const toOutput = `${'../'.repeat(path.split('/').length)}output`;
      const begun = beginModule(
        header,
        parts.map((part) => modulePart(part, toOutput)),
      );
      files.set(`handwritten/${path}`, begun);
    }
  }
  return files;
}

/** What the case is expected to become. */
export function expectedFiles(name: string): CaseFiles {
  const files = new Map<string, string>();
  const read = (path: string): void => {
    const absolute = join(casesFolder, name, path);
    if (!existsSync(absolute)) return;
    if (statSync(absolute).isDirectory()) for (const child of readdirSync(absolute)) read(join(path, child));
    else files.set(path, readFileSync(absolute, 'utf8'));
  };
  read('diagnostics.txt');
  read('output');
  read('handwritten');
  return files;
}

/** Takes what the case becomes now for what it is expected to become. */
export function acceptCase(name: string): void {
  const folder = join(casesFolder, name);
  for (const part of ['output', 'handwritten']) rmSync(join(folder, part), { recursive: true, force: true });
  rmSync(join(folder, 'diagnostics.txt'), { force: true });
  for (const [path, content] of runCase(name)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
