import { exampleOf } from '../../analysis/examples.ts';
import type { Service } from '../../pim/behaviour.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { Aggregate, Context, Declaration, Entity } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import { importPath, kebabCase, pascalCase } from '../core/naming.ts';
import type { SymbolRef, Symbols, TransformInput } from '../core/target.ts';
import { buildBehaviour } from './build-behaviour.ts';
import { buildFunctions } from './build-functions.ts';
import { buildService } from './build-service.ts';
import { buildSuite, type SuiteNames } from './build-suite.ts';
import type { Fixture, Note, Suite, TestFile, TestImport, TestsPsm } from './psm.ts';
import { type Base, type ValueWriter, writeInstance } from './test-value.ts';

/** One file of tests for each declaration of which the TypeScript target publishes a schema. */
export function transform(input: TransformInput): TestsPsm {
  const symbols = input.symbolsOf('typescript');
  const services = input.index.model.contexts
    .flatMap((context) => context.services)
    .map((service) => ({ service, file: buildService(input.index, symbols, service) }));
  return {
    behaviours: input.index.model.contexts.flatMap((context) =>
      aggregatesOf(context).flatMap(
        (aggregate) => buildBehaviour(input.index, symbols, context, aggregate) ?? [],
      ),
    ),
    services: services.flatMap(({ file }) => file ?? []),
    untested: services.flatMap(({ service, file }) => (file ? [] : [untestedService(service)])),
    functions: input.index.model.contexts.flatMap((context) => buildFunctions(input.index, symbols, context)),
    files: input.index.model.contexts.flatMap((context) =>
      context.declarations.flatMap(
        (declaration) => testFile(input.index, symbols, context, declaration) ?? [],
      ),
    ),
  };
}

function untestedService({ id, name, nameOrigin }: Service): Note {
  return {
    element: id,
    origin: nameOrigin,
    text: `Not tested that \`${name}\` comes to its end: no input and states were found with which it does`,
    warns: true,
  };
}

type Subject = Declaration | Entity;

function testFile(
  index: ModelIndex,
  symbols: Symbols,
  context: Context,
  declaration: Declaration,
): TestFile | undefined {
  const subjects = subjectsOf(declaration).flatMap((subject) => {
    const symbol = symbols.get(subject.id);
    return symbol ? [{ subject, symbol }] : [];
  });
  if (subjects.length === 0) return undefined;
  const path = `tests/${kebabCase(context.name) || context.name}/${kebabCase(declaration.name) || declaration.name}.test.ts`;
  const used = subjects.flatMap(({ subject, symbol }) => {
    const state = stateSymbol(subject, symbol);
    return [symbol, ...(state ? [state] : [])];
  });
  const names = new FileNames(used);
  const fixtures: Fixture[] = [];
  const entities = new Map<string, Base>();
  const writer: ValueWriter = { index, entities };
  // The entities first: the aggregate's fixtures are made of theirs.
  const prepared = subjects.toReversed().map(({ subject, symbol }) => {
    const suiteNames = names.suiteNames(subject, symbol, subject.id === declaration.id);
    fixtures.push(...fixturesOf(writer, subject, suiteNames));
    const minimal = exampleOf(index, subject.id);
    if (subject.kind === 'entity' && minimal.found) {
      entities.set(subject.id, { name: suiteNames.minimal, value: minimal.instance });
    }
    return { subject, suiteNames };
  });
  const suites: readonly Suite[] = prepared
    .toReversed()
    .map(({ subject, suiteNames }) => buildSuite(writer, subject, suiteNames));
  return {
    element: declaration.id,
    name: declaration.name,
    origin: declaration.nameOrigin,
    path,
    imports: importsOf(path, used, names),
    fixtures,
    suites,
  };
}

/** What judges a change of an aggregate that changes by events alone. */
function stateSymbol(subject: Subject, { parts }: SymbolRef): Omit<SymbolRef, 'parts'> | undefined {
  const isChanged = subject.kind === 'aggregate' && subject.events.length + subject.commands.length > 0;
  return isChanged && subject.rules.some(({ transition }) => transition) ? parts?.['state'] : undefined;
}

function subjectsOf(declaration: Declaration): readonly Subject[] {
  return declaration.kind === 'aggregate'
    ? [declaration, ...(declaration satisfies Aggregate).entities]
    : [declaration];
}

function fixturesOf(writer: ValueWriter, subject: Subject, names: SuiteNames): readonly Fixture[] {
  if (subject.kind === 'enum') return [];
  const type = { kind: 'named', id: subject.id, origin: subject.nameOrigin } as const;
  const fixture = (name: string, value: JsonValue, bases: readonly Base[]): Fixture => ({
    element: subject.id,
    name,
    // TypeScript takes no type from an empty list.
    ...(Array.isArray(value) && value.length === 0 ? { type: 'readonly unknown[]' } : {}),
    value: writeInstance(writer, type, value, bases),
  });
  const minimal = exampleOf(writer.index, subject.id);
  if (!minimal.found) return [];
  const base = { name: names.minimal, value: minimal.instance };
  const fixtures = [fixture(names.minimal, minimal.instance, [])];
  const full = exampleOf(writer.index, subject.id, 'full');
  if (full.found && JSON.stringify(full.instance) !== JSON.stringify(minimal.instance)) {
    fixtures.push(fixture(names.full, full.instance, [base]));
  }
  return fixtures;
}

function importsOf(path: string, symbols: readonly SymbolRef[], names: FileNames): readonly TestImport[] {
  const froms = [...new Set(symbols.map(({ from }) => from))].toSorted();
  return froms.map((from) => ({
    from: importPath(path, from),
    names: [...new Set(symbols.filter((symbol) => symbol.from === from).map(({ name }) => name))]
      .toSorted()
      .map((exported) => {
        const local = names.local(exported);
        return local === exported ? { exported } : { exported, as: local };
      }),
  }));
}

/** Names that the templates use, which nothing imported may take. */
const templateNames = [
  'valid',
  'full',
  'describe',
  'literals',
  'absent',
  'none',
  'parsed',
  'expect',
  'it',
  'input',
  'path',
  'constraint',
  'refusal',
  'change',
  'before',
  'changes',
  'outcome',
  'field',
  'value',
  'literal',
  'n',
  '_',
  'Array',
  'String',
  'Error',
  'JSON',
  'undefined',
  'Object',
];

/** A longer name is imported under a short one, so that lines can hold it. */
const longestName = 40;

/** Keeps the names in one file apart: what is imported gives way to what is declared. */
class FileNames {
  private readonly taken: Set<string>;
  private readonly locals = new Map<string, string>();

  constructor(symbols: readonly SymbolRef[]) {
    this.taken = new Set(templateNames);
    for (const { name } of symbols) {
      const short = name.length > longestName ? 'Schema' : name;
      let local = short;
      for (let number = 1; this.taken.has(local); number += 1) {
        local = `${short === name ? `${name}Schema` : short}${number === 1 ? '' : number}`;
      }
      this.taken.add(local);
      this.locals.set(name, local);
    }
  }

  local(exported: string): string {
    return this.locals.get(exported) ?? exported;
  }

  suiteNames(subject: Subject, symbol: SymbolRef, isMain: boolean): SuiteNames {
    const state = stateSymbol(subject, symbol);
    const suffix = isMain ? '' : pascalCase(subject.name);
    return {
      symbol: this.local(symbol.name),
      ...(state === undefined ? {} : { state: this.local(state.name) }),
      minimal: isMain ? 'valid' : this.free(`valid${suffix}`),
      full: isMain ? 'full' : this.free(`full${suffix}`),
    };
  }

  private free(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name); number += 1) name = `${wanted}${number}`;
    this.taken.add(name);
    return name;
  }
}
