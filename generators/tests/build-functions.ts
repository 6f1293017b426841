import {
  calculationCases,
  derivedCases,
  type FunctionCase,
  translationCases,
  upgradeCases,
  viewCases,
} from '../../analysis/function-cases.ts';
import type { Calculation, Event, Projection, Translation } from '../../pim/behaviour.ts';
import type { Context, Element, Named, Structure } from '../../pim/model.ts';
import { type ModelIndex, structuresOf } from '../../pim/model-index.ts';
import { type Needs, needsNothing, needsOf, needsOfTranslation } from '../../pim/needs.ts';
import { payloadIndex } from '../../pim/payload-index.ts';
import { scenarioCaller, scenarioMoment } from '../../pim/run-scenario.ts';
import { kebabCase } from '../core/naming.ts';
import type { SymbolRef, Symbols } from '../core/target.ts';
import { distinctTitles } from './distinct-titles.ts';
import { FileImports } from './file-imports.ts';
import { functionTables, type TestedFunction } from './function-table.ts';
import { named, object, text } from './lay-out.ts';
import { quote } from './print-value.ts';
import type { FunctionFile, FunctionSuite, FunctionTable, TestValue } from './psm.ts';

/** The tests of a context's pure functions, one file for each module that has some. */
export function buildFunctions(
  index: ModelIndex,
  symbols: Symbols,
  context: Context,
): readonly FunctionFile[] {
  const subjects: readonly (Calculation | Event | Projection | Translation)[] = [
    ...context.translations,
    ...context.calculations,
    ...context.projections.filter(({ aggregate }) => aggregate),
    ...[
      ...context.declarations.flatMap((one) => (one.kind === 'aggregate' ? one.events : [])),
      ...context.events,
    ].filter(({ previous }) => previous.length > 0),
  ];
  const derived = new FunctionFileBuilder(index, symbols);
  const derivedSuites = structuresOf(context).flatMap((structure) => derived.derived(structure));
  const byModule = Map.groupBy(subjects, ({ id }) => symbols.get(id)?.from);
  const files = [...byModule].flatMap(([from, all]): readonly FunctionFile[] => {
    if (from === undefined) return [];
    const builder = new FunctionFileBuilder(index, symbols);
    const suites = all.flatMap((subject) => builder.suites(subject));
    return suites.some(({ tables }) => tables.length > 0) ? [builder.file(from, context, all, suites)] : [];
  });
  if (derivedSuites.length === 0) return files;
  const folder = kebabCase(context.name) || context.name;
  return [...files, derived.file(`typescript/${folder}/derived.ts`, context, [], derivedSuites)];
}

/** Names that the template uses, and the globals. */
const ownNames = [
  'describe',
  'expect',
  'it',
  'input',
  'expected',
  'byHand',
  'context',
  'stored',
  'plain',
  'value',
  'data',
  'type',
  'version',
  'count',
  'n',
  '_',
  'JSON',
  'String',
  'Array',
  'Parameters',
  'undefined',
];

class FunctionFileBuilder {
  private readonly index: ModelIndex;
  private readonly symbols: Symbols;
  private readonly imports = new FileImports(ownNames);
  private hasContext = false;
  private envelope: TestValue | undefined;

  constructor(index: ModelIndex, symbols: Symbols) {
    this.index = index;
    this.symbols = symbols;
  }

  file(
    from: string,
    context: Context,
    subjects: readonly Named[],
    suites: readonly FunctionSuite[],
  ): FunctionFile {
    const [first] = subjects;
    const about = first && subjects.length === 1 ? first : context;
    const path = from.replace(/^typescript\//, 'tests/').replace(/\.ts$/, '.test.ts');
    return {
      element: about.id,
      name: about.name,
      origin: about.nameOrigin,
      path,
      imports: this.imports.list(path),
      suites,
      ...(this.hasContext ? { context: { moment: scenarioMoment, caller: scenarioCaller } } : {}),
      ...(this.envelope ? { envelope: this.envelope } : {}),
    };
  }

  suites(subject: Calculation | Event | Projection | Translation): readonly FunctionSuite[] {
    switch (subject.kind) {
      case 'translation':
        return this.translation(subject);
      case 'calculation':
        return this.calculation(subject);
      case 'projection':
        return this.view(subject);
      case 'event':
        return this.versions(subject);
    }
  }

  private translation(translation: Translation): readonly FunctionSuite[] {
    const symbol = this.symbols.get(translation.id);
    const [source, target] = [translation.source, translation.target].map(({ id }) =>
      this.index.get(id ?? ''),
    );
    if (!symbol || !source || !target) return [];
    if (translation.byHand) return [this.unwritten(translation, symbol)];
    const cases = translationCases(this.index, translation);
    const isEvent = source.kind === 'event';
    // An event is translated with all that was recorded with it.
    const input = isEvent
      ? `${this.stored(source)} as ${this.typeOf(source)}`
      : `input as ${this.typeOf(source)}`;
    const type = target.kind === 'command' ? target.name : undefined;
    const all = needsOfTranslation(translation, this.index);
    // An event brings its own `now` and `caller`.
    const needs = isEvent ? { ...all, now: false, caller: false } : all;
    return [
      this.suite(translation, symbol.name, cases, {
        element: translation.id,
        ...this.inputOf(source),
        call: `${this.imports.value(symbol)}(${[input, ...this.contextOf(needs, cases)].join(', ')})`,
        isChecked: target.kind !== 'enum',
        ...(type === undefined
          ? {}
          : { accepted: (data: TestValue) => object(['type', text(type)], ['data', data]) }),
      }),
    ];
  }

  private calculation(calculation: Calculation): readonly FunctionSuite[] {
    const symbol = this.symbols.get(calculation.id);
    if (!symbol) return [];
    if (!calculation.value) return [this.unwritten(calculation, symbol)];
    const cases = calculationCases(this.index, calculation);
    const own = this.imports.value(symbol);
    const data = symbol.parts?.['data'];
    const given = [
      ...(data ? [`input as ${this.imports.type(data)}`] : []),
      ...this.contextOf(needsOf([calculation.value], this.index), cases),
    ];
    return [
      this.suite(calculation, symbol.name, cases, {
        element: calculation.id,
        ...this.inputOf(calculation),
        call: `${own}(${given.join(', ')})`,
        isChecked: false,
      }),
    ];
  }

  private view(projection: Projection): readonly FunctionSuite[] {
    const of = this.symbols.get(projection.id)?.parts?.['of'];
    const aggregate = this.index.get(projection.aggregate?.id ?? '');
    if (!of || !aggregate) return [];
    const cases = viewCases(this.index, projection);
    const needs = needsOf(
      projection.fields.flatMap(({ derivation }) => derivation ?? []),
      this.index,
    );
    const given = [`input as ${this.typeOf(aggregate)}`, ...this.contextOf(needs, cases)];
    return [
      this.suite(projection, of.name, cases, {
        element: projection.id,
        ...this.inputOf(aggregate),
        call: `${this.imports.value(of)}(${given.join(', ')})`,
        isChecked: false,
      }),
    ];
  }

  /** What is derived of a structure, where the type of that has a name to be called by. */
  derived(structure: Structure): readonly FunctionSuite[] {
    const symbol = this.symbols.get(structure.id);
    const owner = symbol?.parts?.['state'] ?? symbol;
    if (!owner) return [];
    return structure.fields.flatMap((field): readonly FunctionSuite[] => {
      const member = this.symbols.get(field.id)?.name;
      if (!field.derivation || member === undefined) return [];
      const companion = this.imports.value(owner);
      return [
        this.suite(field, `${owner.name}.${member}`, derivedCases(this.index, structure, field), {
          element: field.id,
          ...this.inputOf(structure),
          call: `${companion}.${member}(input as ${companion})`,
          isChecked: false,
        }),
      ];
    });
  }

  /** Stored data of each earlier version is read as what the event is now. */
  private versions(event: Event): readonly FunctionSuite[] {
    const symbol = this.symbols.get(event.id);
    if (!symbol) return [];
    const own = this.imports.value(symbol);
    return event.previous.map((version) => {
      const { id } = version;
      const stored = this.stored(event, version.version);
      return this.suite(
        event,
        `${event.name}, version ${version.version}`,
        upgradeCases(this.index, event, version),
        {
          element: id,
          input: { kind: 'named', id, origin: version.nameOrigin },
          inputIndex: payloadIndex(this.index, version),
          isStored: true,
          call: `${own}.read(${stored})`,
          isChecked: true,
          accepted: () => named(this.stored(event, event.version, 'expected')),
        },
      );
    });
  }

  /** `stored('FabricSynced', 1, input)`: an event as it was recorded. */
  private stored(event: Event, version = event.version, data = 'input'): string {
    const owner = this.index.parent(event.id);
    this.envelope = object(
      ['id', text('00000000-0000-4000-8000-000000000000')],
      ['source', text(owner?.id ?? '')],
      ['at', text(scenarioMoment)],
      ['by', text(scenarioCaller)],
    );
    return `stored(${quote(event.name)}, ${version}, ${data})`;
  }

  /** The last argument, where a function needs something from outside. */
  private contextOf(needs: Needs, cases: readonly FunctionCase[]): readonly string[] {
    if (needsNothing(needs)) return [];
    this.hasContext = true;
    return [cases.some(({ hand }) => hand.length > 0) ? 'context(byHand)' : 'context()'];
  }

  private inputOf(element: Element): Pick<TestedFunction, 'input' | 'inputIndex'> {
    const isPayload =
      element.kind === 'event' ||
      element.kind === 'command' ||
      element.kind === 'calculation' ||
      element.kind === 'projection';
    return {
      input: { kind: 'named', id: element.id, origin: element.nameOrigin },
      inputIndex: isPayload ? payloadIndex(this.index, element) : this.index,
    };
  }

  /** Of an aggregate, its state. */
  private typeOf({ id }: Element): string {
    const symbol = this.symbols.get(id);
    if (!symbol) throw new Error(`nothing is made of \`${id}\``);
    return this.imports.type(symbol.parts?.['state'] ?? symbol);
  }

  private suite(
    about: Named,
    title: string,
    cases: readonly FunctionCase[],
    tested: TestedFunction,
  ): FunctionSuite {
    const tables = functionTables(this.index, this.symbols, this.imports, tested, cases);
    const none = `Not tested: no example was found that \`${title}\` could be called with`;
    const gap = { element: about.id, origin: about.nameOrigin, text: none, warns: false };
    return { element: about.id, title, notes: cases.length > 0 ? [] : [gap], tables: distinctRows(tables) };
  }

  private unwritten({ id, nameOrigin }: Named, { name }: SymbolRef): FunctionSuite {
    const words = `Not tested: \`${name}\` is written by hand`;
    return {
      element: id,
      title: name,
      notes: [{ element: id, origin: nameOrigin, text: words, warns: false }],
      tables: [],
    };
  }
}

/** Tells the rows of several tables apart by their titles. */
function distinctRows(tables: readonly FunctionTable[]): readonly FunctionTable[] {
  const rows = distinctTitles(tables.flatMap((table) => table.rows));
  let begin = 0;
  return tables.map((table) => {
    const own = rows.slice(begin, begin + table.rows.length);
    begin += table.rows.length;
    return { ...table, rows: own };
  });
}
