import { describe, expect, it } from 'vitest';
import { readModule } from '../../cli/typescript-parser.ts';
import { emitModel } from '../../generators/core/pipeline.ts';
import type { ReadModule } from '../../generators/core/scaffold/module-facts.ts';
import { planScaffolds } from '../../generators/core/scaffold/plan-scaffolds.ts';
import type { ScaffoldChanges } from '../../generators/core/scaffold/scaffold-changes.ts';
import { defineTarget, exact, type Target } from '../../generators/core/target.ts';
import { writeOutput } from '../../generators/core/writer/apply.ts';
import type { ModelOutput } from '../../generators/core/writer/plan.ts';
import { planOutput } from '../../generators/core/writer/plan.ts';
import { analyseSources } from '../../grammar/analyse.ts';

import { Died, MemoryFileSystem } from '../writer/memory-file-system.ts';
import { aloneRun } from '../writer/scenario.ts';

/** Makes one file that needs a function and a method by hand for each of these names. */
function target(...names: readonly string[]): Target {
  const element = 'Sales.Shop';
  return defineTarget({
    id: 'sketch',
    title: 'Only for tests',
    marks: {},
    needs: [],
    transform: () => names,
    symbols: () => new Map(),
    enforce: () => exact,
    check: () => [],
    emit: (all: readonly string[]) => [
      { path: 'sketch/needs.ts', element, content: `// ${all.join(' ')}\n`, trace: [] },
    ],
    scaffolds: (all: readonly string[]) =>
      all.length === 0
        ? []
        : [
            {
              path: 'shop/by-hand.ts',
              header: '// Yours.\n',
              parts: [
                ...all.map((name) => ({
                  kind: 'member' as const,
                  name,
                  element,
                  text: `export function ${name}(): Needs {\n  throw new Error();\n}\n`,
                  imports: [{ name: 'Needs', from: { file: 'sketch/needs.ts' }, typeOnly: true }],
                })),
                {
                  kind: 'class' as const,
                  name: 'Shop',
                  element,
                  head: 'export class Shop {',
                  imports: [],
                  methods: all.map((name) => ({
                    kind: 'member' as const,
                    name,
                    element,
                    text: `${name}(): void {}\n`,
                    imports: [],
                  })),
                },
              ],
            },
          ],
  });
}

const path = 'sales/shop/by-hand.ts';
const begun = `// Yours.
import type { Needs } from '../../../generated/sales/sketch/needs.js';

export function open(): Needs {
  throw new Error();
}

export class Shop {
  open(): void {}
}
`;

/** An output folder, a folder of hand-written code, and the reader of modules, counted. */
class Project {
  readonly output = new MemoryFileSystem();
  readonly own = new MemoryFileSystem();
  reads = 0;

  run(names: readonly string[], process = 100): ScaffoldChanges {
    const read: ReadModule = (text, at) => {
      this.reads += 1;
      return readModule(text, at);
    };
    const outputs = [modelOutput(names)];
    const { plan } = planOutput(outputs, { targets: undefined, coversSource: () => false });
    const { scaffolds, problems } = planScaffolds(outputs, '../generated');
    expect(problems).toEqual([]);
    const outcome = writeOutput({
      plan,
      scaffolding: { scaffolds, fileSystem: this.own, readModule: read },
      fileSystem: this.output,
      run: { ...aloneRun, process },
      policy: 'stop',
      dryRun: false,
    });
    if (outcome.kind !== 'written') throw new Error(outcome.kind);
    return outcome.changes.scaffolds;
  }

  write(text: string, at = path): void {
    this.own.makeFolder(at.slice(0, at.lastIndexOf('/')));
    this.own.entries.set(at, { kind: 'file', content: text });
  }
}

function modelOutput(names: readonly string[]): ModelOutput {
  const analysis = analyseSources(
    [{ file: 'a.domain', text: 'model Sales version 1\n\ncontext Shop {}\n' }],
    {
      targets: [target(...names)],
    },
  );
  const [model] = analysis.models;
  if (!model?.sound) throw new Error(JSON.stringify(analysis.diagnostics));
  return { model: 'Sales', sources: [], ...emitModel(model.index, model.transformed, () => '') };
}

describe('scaffolds', () => {
  it('are begun once, and then left alone', () => {
    const project = new Project();
    expect(project.run(['open'])).toMatchObject({ writes: [{ path, content: begun, added: undefined }] });
    expect(project.own.files()).toEqual({ [path]: begun });
    project.own.log.length = 0;
    project.output.log.length = 0;
    expect(project.run(['open'])).toMatchObject({ writes: [], blocked: [], obsolete: [] });
    expect([...project.own.log, ...project.output.log]).toEqual([]);
    expect(project.reads).toBe(0);
  });

  it('are never overwritten, and read once after each edit', () => {
    const project = new Project();
    project.run(['open']);
    const edited = begun.replace('throw new Error()', 'return { mine: 1 }');
    project.write(edited);
    for (let round = 0; round < 3; round += 1)
      expect(project.run(['open'])).toMatchObject({ writes: [], blocked: [], obsolete: [] });
    expect(project.own.files()).toEqual({ [path]: edited });
    expect(project.reads).toBeLessThanOrEqual(2);
  });

  it('get what the model asks for later', () => {
    const project = new Project();
    project.run(['open']);
    project.write(`${begun}\n// my last word\n`);
    expect(project.run(['open', 'close'])).toMatchObject({ writes: [{ added: ['close', 'Shop.close'] }] });
    expect(project.own.text(path)).toBe(
      `${begun.replace('  open(): void {}\n', '  open(): void {}\n\n  close(): void {}\n')}\n// my last word\n\nexport function close(): Needs {\n  throw new Error();\n}\n`,
    );
    expect(project.run(['open', 'close']).writes).toEqual([]);
    expect([...project.own.entries.keys()].filter((at) => at.endsWith('.pimento'))).toEqual([]);
  });

  it('keep what the model no longer asks for, and it is told until it is gone', () => {
    const project = new Project();
    project.run(['open', 'close']);
    const whole = project.own.text(path) ?? '';
    for (let round = 0; round < 2; round += 1) {
      expect(project.run(['open']).obsolete).toEqual([
        { path, member: 'Shop.close' },
        { path, member: 'close' },
      ]);
    }
    expect(project.own.text(path)).toBe(whole);
    project.write(begun);
    expect(project.run(['open']).obsolete).toEqual([]);
    project.write(whole);
    expect(project.run(['open']).obsolete).toEqual([]);
  });

  it('are kept when nothing asks for them any more, and forgotten once they are gone', () => {
    const project = new Project();
    project.run(['open']);
    expect(project.run([]).obsolete.map(({ member }) => member)).toEqual(['Shop', 'Shop.open', 'open']);
    expect(project.own.files()).toEqual({ [path]: begun });
    project.own.entries.delete(path);
    expect(project.run([]).obsolete).toEqual([]);
    expect(project.output.text('.pimento/manifest.json')).not.toContain('scaffolds');
  });

  it('come back if they are gone though the model asks for them', () => {
    const project = new Project();
    project.run(['open']);
    project.own.entries.delete(path);
    expect(project.run(['open']).writes).toHaveLength(1);
    expect(project.own.text(path)).toBe(begun);
  });

  it.each([
    ['a syntax error', `${begun}(`, /syntax error in line 11/],
    ['a name that is taken', `${begun}const close = 1;\n`, /declares `close` but does not export it/],
    ['bytes that are no text', '\0', /not a text/],
  ])('tell what they cannot add: %s', (_, text, reason) => {
    const project = new Project();
    project.run(['open']);
    project.write(text);
    const { blocked } = project.run(['open', 'close']);
    expect(blocked).toContainEqual({ path, member: 'close', reason: expect.stringMatching(reason) });
    expect(project.own.text(path)?.endsWith(text.slice(-15))).toBe(true);
  });

  it('are not written through a link', () => {
    const project = new Project();
    project.own.entries.set('sales', { kind: 'link' });
    expect(project.run(['open']).blocked).toMatchObject([
      { member: 'open', reason: '`sales` is in the way: it is a link' },
      { member: 'Shop' },
      { member: 'Shop.open' },
    ]);
    expect(project.own.files()).toEqual({});
  });

  it('do not believe a cache that is none', () => {
    const project = new Project();
    project.run(['open']);
    project.write('// nothing\n');
    for (const cache of ['', '[]', '{"a": 1}', 'null']) {
      project.output.entries.set('.pimento/local/scaffolds', { kind: 'file', content: cache });
      project.write('// nothing\n');
      expect(project.run(['open']).writes).toHaveLength(1);
    }
  });

  it('do not lie in the output folder, twice, or where no file can be', () => {
    const [output] = [modelOutput(['open'])];
    expect(planScaffolds([output], 'sales/shop').problems).toMatchObject([{ path }]);
    expect(planScaffolds([output, output], '../generated').problems).toMatchObject([
      { reason: 'is planned twice' },
    ]);
  });

  it('survive a kill at any change', () => {
    const whole = new Project();
    whole.run(['open']);
    whole.run(['open', 'close']);
    for (let death = 1; ; death += 1) {
      const project = new Project();
      project.run(['open']);
      if (!dies(project, death)) break;
      expect([begun, whole.own.text(path)]).toContain(project.own.text(path));
      project.run(['open', 'close'], 101);
      expect(project.own.entries).toEqual(whole.own.entries);
      expect(project.output.text('.pimento/manifest.json')).toBe(whole.output.text('.pimento/manifest.json'));
    }
  });
});

/** Lets the next run die at its `death`-th change in either folder. */
function dies(project: Project, death: number): boolean {
  project.output.dieAfter(death);
  project.own.dieWith(project.output);
  try {
    project.run(['open', 'close']);
    return false;
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    return true;
  } finally {
    project.output.dieAfter(Number.POSITIVE_INFINITY);
  }
}
