import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { atom, type Code, member } from './code.ts';
import type { NamePlan } from './plan-names.ts';

const runtimeModule = '._pimento';

/** Every name of one generated module, and what it imports. What it declares keeps its name. */
export class ModuleScope {
  readonly index: ModelIndex;
  readonly plan: NamePlan;
  private readonly path: string;
  private readonly own: ReadonlySet<string>;
  private readonly functions = new Set<string>();
  private readonly imported = new Map<string, Map<string, string>>();
  private readonly modules = new Set<string>();
  private readonly locals = new Set<string>();

  constructor(index: ModelIndex, plan: NamePlan, module: string) {
    this.index = index;
    this.plan = plan;
    this.path = module;
    this.own = plan.declaredIn(module);
  }

  /** What a module of the standard library, or pydantic, exports. */
  standard(module: string, name: string): string {
    return this.use(module, name, `${name}_`);
  }

  /** What `_pimento.py` exports. */
  runtime(name: string): string {
    return this.use(runtimeModule, name, /^[A-Z]/.test(name) ? `Pimento${name}` : `pimento_${name}`);
  }

  /** A module of the standard library as a whole. */
  module(name: string): string {
    this.modules.add(name);
    return name;
  }

  className(id: ElementId): string {
    const { name, module, context } = this.plan.classOf(id);
    return module === this.path ? name : this.use(`.${module}`, name, `${context}${name}`);
  }

  literal(id: ElementId): Code {
    const owner = this.index.parent(id);
    if (!owner) throw new Error(`\`${id}\` stands in no enum`);
    return member(atom(this.className(owner.id)), this.plan.literalOf(id));
  }

  attribute(id: ElementId): string {
    return this.plan.attributeOf(id);
  }

  /** A function of the module itself. */
  declare(wanted: string): string {
    let name = wanted;
    while (this.isTaken(name)) name += '_';
    this.functions.add(name);
    return name;
  }

  isTaken(name: string): boolean {
    return (
      this.own.has(name) || this.functions.has(name) || this.locals.has(name) || runtimeFunctions.has(name)
    );
  }

  /** The lines of all imports, the standard library's first; an empty line between the kinds. */
  importLines(): readonly string[] {
    const froms = [...this.imported].map(([module, names]) => ({ module, names: [...names] }));
    const sections = [
      [
        ...[...this.modules].toSorted().map((name) => `import ${name}`),
        ...importsOf(froms, (module) => !module.startsWith('.') && module !== 'pydantic'),
      ],
      importsOf(froms, (module) => module === 'pydantic'),
      importsOf(froms, (module) => module.startsWith('.')),
    ].filter((one) => one.length > 0);
    return sections.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
  }

  private use(module: string, name: string, otherwise: string): string {
    const names = this.imported.get(module) ?? new Map<string, string>();
    this.imported.set(module, names);
    const known = names.get(name);
    if (known !== undefined) return known;
    let local = name;
    if (this.own.has(local) || this.locals.has(local)) local = otherwise;
    while (this.own.has(local) || this.locals.has(local)) local += '_';
    names.set(name, local);
    this.locals.add(local);
    return local;
  }
}

/** What `_pimento.py` has in lower case: no variable of a rule hides it. */
const runtimeFunctions = new Set(
  `by_address coalesce distinct epoch_day lower_ascii millis present quotient rank ratio remainder rule transition
  upper_ascii cast date datetime timedelta re`.split(/\s+/),
);

type Imported = readonly {
  readonly module: string;
  readonly names: readonly (readonly [string, string])[];
}[];

function importsOf(froms: Imported, isWanted: (module: string) => boolean): readonly string[] {
  return froms
    .filter(({ module }) => isWanted(module))
    .toSorted((left, right) => (left.module < right.module ? -1 : 1))
    .flatMap(({ module, names }) => importLines(module, names));
}

export function importLines(
  module: string,
  names: readonly (readonly [string, string])[],
): readonly string[] {
  const sorted = names.toSorted(([left], [right]) => compareNames(left, right));
  const plain = sorted.filter(([name, local]) => name === local).map(([name]) => name);
  const renamed = sorted
    .filter(([name, local]) => name !== local)
    .map(([name, local]) => `from ${module} import ${name} as ${local}`);
  if (plain.length === 0) return renamed;
  const flat = `from ${module} import ${plain.join(', ')}`;
  const lines =
    flat.length <= 88 ? [flat] : [`from ${module} import (`, ...plain.map((name) => `    ${name},`), ')'];
  return [...lines, ...renamed];
}

/** As `ruff` sorts what is imported. */
export function compareNames(left: string, right: string): number {
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}

/** Constants first, then classes, then functions. */
function rank(name: string): number {
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
}
