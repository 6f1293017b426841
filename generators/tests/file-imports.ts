import { importPath } from '../core/naming.ts';
import { reservedWords } from '../core/reserved-words.ts';
import type { TestImport } from './psm.ts';

/** A name that a file exports. */
export interface Exported {
  readonly name: string;
  readonly from: string;
}

interface Imported extends Exported {
  readonly local: string;
  isType: boolean;
}

const runtime = '@pimento/runtime';

/** What one file of tests imports, and every name that is taken in it. */
export class FileImports {
  private readonly taken: Set<string>;
  private readonly imported = new Map<string, Imported>();

  /** `reserved`: what the file declares, and every global that it uses. */
  constructor(reserved: readonly string[]) {
    this.taken = new Set(reserved);
  }

  /** What something is called here that is imported to be run. */
  value(exported: Exported): string {
    const one = this.import(exported);
    one.isType = false;
    return one.local;
  }

  /** What something is called here of which only the type is needed, if it is no value besides. */
  type(exported: Exported): string {
    return this.import(exported).local;
  }

  runtime(name: string): string {
    return this.value({ name, from: runtime });
  }

  /** A name that nothing else has here. */
  free(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name) || reservedWords.has(name); number += 1)
      name = `${wanted}${number}`;
    this.taken.add(name);
    return name;
  }

  /** The imports of the file at this path, packages first, then in the order of their paths. */
  list(path: string): readonly TestImport[] {
    const byFile = Map.groupBy(this.imported.values(), ({ from }) => from);
    return [...byFile]
      .toSorted(
        ([one], [other]) => Number(other === runtime) - Number(one === runtime) || (one < other ? -1 : 1),
      )
      .map(([from, all]) => ({
        from: from === runtime ? from : importPath(path, from),
        names: all
          .toSorted((left, right) => (left.name < right.name ? -1 : 1))
          .map(({ name, local, isType }) => ({
            exported: name,
            ...(local === name ? {} : { as: local }),
            ...(isType ? { isType } : {}),
          })),
      }));
  }

  private import(exported: Exported): Imported {
    const key = `${exported.from} ${exported.name}`;
    const known = this.imported.get(key);
    if (known) return known;
    const one = { ...exported, local: this.free(exported.name), isType: true };
    this.imported.set(key, one);
    return one;
  }
}
