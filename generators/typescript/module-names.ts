import { importPath } from '../core/naming.ts';
import { reservedWords } from '../core/reserved-words.ts';
import type { SymbolRef } from '../core/target.ts';

const runtimeModule = '@pimento/runtime';

/** A name that a module imports, and whether only as a type. */
interface ImportedName {
  readonly exported: string;
  readonly local: string;
  isType: boolean;
}

/** Globals of TypeScript that generated code uses, values and types. */
export const usedGlobals = [
  'BigInt',
  'Boolean',
  'Date',
  'Math',
  'Number',
  'Object',
  'Pick',
  'Promise',
] as const;

/**
 * Every name of one generated module. What the module exports keeps its name; imports are given
 * another where one is taken already, and parameters stay clear of both.
 */
export class ModuleNames {
  private readonly path: string;
  private readonly own = new Set<string>();
  private readonly locals = new Set<string>();
  private readonly imported = new Map<string, Map<string, ImportedName>>();
  private readonly importedLocals = new Set<string>();

  /** `exported`: all names that the module exports. */
  constructor(path: string, exported: Iterable<string>) {
    this.path = path;
    for (const name of exported) this.own.add(name);
  }

  /** A function or constant of the module itself. */
  declare(wanted: string): string {
    const name = free(wanted, (one) => this.isTaken(one));
    this.own.add(name);
    return name;
  }

  /** A parameter or local constant inside a function in which `around` are taken. */
  local(wanted: string, around: readonly string[] = []): string {
    const name = free(wanted, (one) => this.isTaken(one) || around.includes(one) || isUsedGlobal(one));
    this.locals.add(name);
    return name;
  }

  /** What `@pimento/runtime` exports under this name. */
  runtime(name: string): string {
    return this.use(runtimeModule, name, false);
  }

  runtimeType(name: string): string {
    return this.use(runtimeModule, name, true);
  }

  /** What another module exports; its own name inside the module itself. */
  symbol(symbol: SymbolRef): string {
    return symbol.from === this.path
      ? symbol.name
      : this.use(importPath(this.path, symbol.from), symbol.name, false);
  }

  symbolType(symbol: SymbolRef): string {
    return symbol.from === this.path
      ? symbol.name
      : this.use(importPath(this.path, symbol.from), symbol.name, true);
  }

  /** A global, which the module's own declaration of that name would hide; an import never does. */
  global(name: (typeof usedGlobals)[number]): string {
    return this.own.has(name) ? `globalThis.${name}` : name;
  }

  /** The runtime first, then other modules, each by path; names in the order of the alphabet. */
  imports(): readonly { readonly from: string; readonly names: readonly string[] }[] {
    return [...this.imported]
      .toSorted(([left], [right]) => rank(left) - rank(right) || compare(left, right))
      .map(([from, names]) => ({
        from,
        names: [...names.values()]
          .toSorted((left, right) => compare(left.exported, right.exported))
          .map(({ exported, local, isType }) => {
            const name = exported === local ? exported : `${exported} as ${local}`;
            return isType ? `type ${name}` : name;
          }),
      }));
  }

  private use(from: string, exported: string, isType: boolean): string {
    const names = this.imported.get(from) ?? new Map<string, ImportedName>();
    this.imported.set(from, names);
    const known = names.get(exported);
    if (known) {
      known.isType &&= isType;
      return known.local;
    }
    const isFree = !this.isTaken(exported) && !this.locals.has(exported) && !isUsedGlobal(exported);
    const wanted = isFree
      ? exported
      : `${from === runtimeModule ? 'pimento' : 'imported'}${capitalise(exported)}`;
    const local = isFree ? exported : free(wanted, (one) => this.isTaken(one) || this.locals.has(one));
    names.set(exported, { exported, local, isType });
    this.importedLocals.add(local);
    return local;
  }

  private isTaken(name: string): boolean {
    return this.own.has(name) || this.importedLocals.has(name);
  }
}

function isUsedGlobal(name: string): boolean {
  return usedGlobals.some((one) => one === name);
}

/** The name itself, or with underscores after it, until it is neither reserved nor taken. */
export function free(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  while (reservedWords.has(name) || isTaken(name)) name += '_';
  return name;
}

function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function rank(path: string): number {
  return path.startsWith('.') ? 1 : 0;
}

function compare(left: string, right: string): number {
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  if (one !== other) return one < other ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
