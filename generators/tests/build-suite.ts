import type { ConstraintCases, MissingCase } from '../../analysis/case-list.ts';
import { constraintCases } from '../../analysis/constraint-cases.ts';
import { brokenBy, exampleOf, heldBy, waysBrokenBy, waysHeldBy } from '../../analysis/examples.ts';
import { pointerOfPath } from '../../analysis/instance-place.ts';
import type { Example } from '../../analysis/workbench.ts';
import { defaultOf, judge, shapeOf, withDefaults } from '../../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import type { Declaration, Entity, Field, Rule, Structure } from '../../pim/model.ts';
import { isStructure, storedFieldsOf, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { distinctTitles } from './distinct-titles.ts';
import { holdsDecimal } from './holds-decimal.ts';
import type {
  AcceptedRow,
  DefaultRow,
  NamedExample,
  Note,
  RefusedRow,
  RuleCase,
  RuleSuite,
  Suite,
  TestValue,
} from './psm.ts';
import { type Base, sameJson, type ValueWriter, weight, writeInstance } from './test-value.ts';
import {
  changeWords,
  differenceWords,
  edgeWords,
  elementNoun,
  faultWords,
  type Noun,
  nounOf,
} from './words.ts';

/** What a suite's parts are called in its file. */
export interface SuiteNames {
  readonly symbol: string;
  /** Of an aggregate that changes by events alone: the schema of its state. */
  readonly state?: string;
  readonly minimal: string;
  readonly full: string;
}

/** Works out everything that is tested of one declaration or entity. */
export function buildSuite(writer: ValueWriter, subject: Declaration | Entity, names: SuiteNames): Suite {
  return new SuiteBuilder(writer, subject, names).build();
}

class SuiteBuilder {
  private readonly writer: ValueWriter;
  private readonly subject: Declaration | Entity;
  private readonly names: SuiteNames;
  private readonly type: Type;
  private readonly minimal: Base | undefined;
  private readonly full: Base | undefined;

  constructor(writer: ValueWriter, subject: Declaration | Entity, names: SuiteNames) {
    this.writer = writer;
    this.subject = subject;
    this.names = names;
    this.type = { kind: 'named', id: subject.id, origin: subject.nameOrigin };
    if (subject.kind === 'enum') return;
    const minimal = exampleOf(writer.index, subject.id);
    const full = exampleOf(writer.index, subject.id, 'full');
    if (minimal.found) this.minimal = { name: names.minimal, value: minimal.instance };
    if (minimal.found && full.found && !sameJson(full.instance, minimal.instance)) {
      this.full = { name: names.full, value: full.instance };
    }
  }

  build(): Suite {
    const { subject, writer, names } = this;
    const cases = constraintCases(writer.index, subject.id);
    const unknownMember = this.unknownMember();
    const [accepted, refused] = [this.accepted(cases), this.refused(cases)];
    return {
      element: subject.id,
      title: subject.name,
      symbol: names.symbol,
      asJson: subject.kind === 'aggregate' || holdsDecimal(writer.index, this.type),
      ...(names.state === undefined ? {} : { state: names.state }),
      notes: [
        ...this.exampleNotes(),
        ...this.missingNotes(cases),
        ...this.longNotes([...accepted, ...refused]),
      ],
      literals: subject.kind === 'enum' ? subject.literals.map(({ wire }) => wire) : [],
      examples: this.examples(),
      accepted: distinctTitles(accepted.filter(isShort)),
      refused: distinctTitles(refused.filter(isShort)),
      defaults: isStructure(subject) ? this.defaults(subject) : [],
      ...(unknownMember === undefined ? {} : { unknownMember }),
      rules: this.rules(),
    };
  }

  private examples(): readonly NamedExample[] {
    const { minimal, full, subject } = this;
    if (!minimal) return [];
    if (!isStructure(subject)) {
      return [minimal, ...(full ? [full] : [])].map(({ name, value }) => ({
        title: `accepts ${this.shapeWords(value)}`,
        fixture: name,
      }));
    }
    return [
      {
        title: full ? 'accepts what is needed and no more' : 'accepts a whole example',
        fixture: minimal.name,
      },
      ...(full ? [{ title: 'accepts everything that it can hold', fixture: full.name }] : []),
    ];
  }

  /** Of a union, the alternative; else the value. */
  private shapeWords(value: JsonValue): string {
    const shape = shapeOf(this.writer.index, this.type, value);
    return shape?.kind === 'alternative' ? shape.name : differenceWords(null, value);
  }

  private accepted(cases: ConstraintCases): readonly AcceptedRow[] {
    // The example itself is accepted above.
    const others = cases.accepted.filter(({ instance }) => !sameJson(instance, this.minimal?.value));
    return others.map(({ field, edge, path, instance }) => ({
      element: field?.id ?? this.subject.id,
      title: edgeWords(this.noun(field, typeof path[1] === 'number'), edge),
      value: this.written(instance),
    }));
  }

  private refused(cases: ConstraintCases): readonly RefusedRow[] {
    const rows = cases.refused.map(({ field, fault, path, constraint, rule, instance }): RefusedRow => {
      const isWhole = !field && fault.kind === 'null';
      const isElement = typeof path[1] === 'number' && fault.kind !== 'nullItem';
      return {
        element: field?.id ?? this.subject.id,
        title: isWhole ? 'null' : faultWords(this.noun(field, isElement), fault),
        value: this.written(instance),
        path: pointerOfPath(path),
        constraint,
        ...(rule === undefined ? {} : { rule }),
      };
    });
    return [...this.wholeRefused(rows), ...rows];
  }

  /** What is no instance at all, which needs no example. */
  private wholeRefused(others: readonly RefusedRow[]): readonly RefusedRow[] {
    const { index } = this.writer;
    const candidates: readonly (readonly [string, JsonValue])[] = isStructure(this.subject)
      ? [
          ['null', null],
          ['a text in its place', 'text'],
          ['a list in its place', []],
        ]
      : [['null', null]];
    return candidates.flatMap(([title, value]) => {
      const [violation, ...more] = judge(index, this.subject.id, value);
      if (!violation || more.length > 0 || others.some((other) => other.title === title)) return [];
      const { path, constraint } = violation;
      return [{ element: this.subject.id, title, value: this.written(value), path, constraint }];
    });
  }

  private noun(field: Field | undefined, isElement = false): Noun {
    const { index } = this.writer;
    const list = field && underlyingType(index, field.type);
    if (field && isElement && list?.kind === 'list') return elementNoun(index, field.name, list.element);
    return nounOf(index, field?.name ?? this.subject.name, field?.type ?? this.type);
  }

  /** Defaults that are taken whether the field is absent or null, each proven on the example. */
  private defaults(structure: Structure): readonly DefaultRow[] {
    const { minimal, writer } = this;
    if (!minimal || !isJsonObject(minimal.value)) return [];
    const { value: instance } = minimal;
    return storedFieldsOf(structure).flatMap((field): readonly DefaultRow[] => {
      const value = defaultOf(writer.index, field);
      if (value === undefined) return [];
      const without = jsonObject([
        ...Object.entries(instance).filter(([name]) => name !== field.name),
        [field.name, null],
      ]);
      if (judge(writer.index, structure.id, without).length > 0) return [];
      return [{ element: field.id, field: field.name, value: this.written(value) }];
    });
  }

  private unknownMember(): string | undefined {
    if (!this.minimal || !isStructure(this.subject)) return undefined;
    const taken = new Set(this.subject.fields.map(({ name }) => name));
    let name = 'unheardOf';
    while (taken.has(name)) name = `${name}Before`;
    return name;
  }

  private rules(): readonly RuleSuite[] {
    const { subject } = this;
    if (!this.minimal) return [];
    if (subject.kind === 'type') return subject.constraint ? [this.rule(subject.constraint)] : [];
    return isStructure(subject) ? subject.rules.map((rule) => this.rule(rule)) : [];
  }

  private rule(rule: Rule): RuleSuite {
    const { index } = this.writer;
    const held = waysHeldBy(index, this.subject.id, rule.id).map((way) => this.ruleCase(way, true));
    const broken = waysBrokenBy(index, this.subject.id, rule.id).map((way) => this.ruleCase(way, false));
    const gaps = [
      held.length > 0 ? undefined : heldBy(index, this.subject.id, rule.id),
      broken.length > 0 ? undefined : brokenBy(index, this.subject.id, rule.id),
    ];
    return {
      element: rule.id,
      title: this.subject.kind === 'type' ? rule.message : `${rule.name}: ${rule.message}`,
      rule: rule.id,
      message: rule.message,
      transition: rule.transition,
      cases: distinctTitles([...held, ...broken]),
      notes: gaps.flatMap((gap) => (gap && !gap.found ? [note(rule, gap.reason, true)] : [])),
    };
  }

  private ruleCase({ instance, old }: Example, holds: boolean): RuleCase {
    const verb = holds ? 'holds' : 'is broken';
    const value = this.written(old ?? instance);
    if (old === undefined) {
      return { title: `${verb} ${holds ? 'with' : 'by'} ${this.difference(value, instance)}`, holds, value };
    }
    const { index } = this.writer;
    const state = (one: JsonValue): JsonValue =>
      isStructure(this.subject) ? withDefaults(index, this.subject, one) : one;
    const start = this.differenceBesides(old, instance);
    return {
      title: `${verb} when ${changeWords(state(old), state(instance))}${start === '' ? '' : `, with ${start}`}`,
      holds,
      value,
      changes: this.changesBetween(old, instance),
    };
  }

  /** How the state before differs from the fixture in what the change leaves alone; empty if it does not. */
  private differenceBesides(old: JsonValue, instance: JsonValue): string {
    const base = this.minimal?.value;
    if (!isJsonObject(old) || !isJsonObject(instance) || !isJsonObject(base)) return '';
    const unchanged = (one: JsonObject): JsonObject =>
      jsonObject(Object.entries(one).filter(([name]) => sameJson(member(old, name), member(instance, name))));
    const [before, after] = [unchanged(base), unchanged(old)];
    return sameJson(before, after) ? '' : differenceWords(before, after);
  }

  /** In words, against the fixture that the value is written as a variation of. */
  private difference(written: TestValue, instance: JsonValue): string {
    const name =
      written.kind === 'object' ? written.spread : written.kind === 'name' ? written.name : undefined;
    if (written.kind === 'name' && name === this.full?.name) return 'everything that it can hold';
    const base = name !== undefined && name === this.full?.name ? this.full : this.minimal;
    return differenceWords(base?.value ?? null, instance);
  }

  /** What a change sets; null takes a field away, or brings its default back. */
  private changesBetween(old: JsonValue, instance: JsonValue): TestValue {
    if (!isJsonObject(old) || !isJsonObject(instance)) return { kind: 'object', members: [] };
    const names = [...new Set([...Object.keys(instance), ...Object.keys(old)])].filter(
      (name) => !sameJson(member(old, name), member(instance, name)),
    );
    const changed = jsonObject(names.map((name) => [name, member(instance, name) ?? null]));
    return writeInstance(this.writer, this.type, changed, []);
  }

  private written(value: JsonValue): TestValue {
    const bases = [this.minimal, this.full].filter((base) => base !== undefined && isJsonObject(base.value));
    return writeInstance(this.writer, this.type, value, bases as readonly Base[]);
  }

  private exampleNotes(): readonly Note[] {
    const { subject, writer } = this;
    if (this.minimal || subject.kind === 'enum') return [];
    const example = exampleOf(writer.index, subject.id);
    return example.found
      ? []
      : [note(subject, `${example.reason}, so nothing that needs one is tested`, true)];
  }

  private missingNotes(cases: ConstraintCases): readonly Note[] {
    return cases.missing.map((missing) =>
      note(missing.field ?? this.subject, this.missingText(missing), warns(missing)),
    );
  }

  /** Lists of unlike elements that would fill pages. */
  private longNotes(rows: readonly AcceptedRow[]): readonly Note[] {
    return rows
      .filter((row) => !isShort(row))
      .map(({ title }) =>
        note(this.subject, `Not tested with ${title}: it takes too much space to write`, false),
      );
  }

  private missingText({ field, about, reason }: MissingCase): string {
    const noun = this.noun(field);
    const what = isEdge(about) ? `accepts ${edgeWords(noun, about)}` : `refuses ${faultWords(noun, about)}`;
    return `Not tested that it ${what}: ${reason}`;
  }
}

/** A row that is written in more than about so many characters is left out. */
const mostWritten = 6000;

function isShort({ value }: AcceptedRow): boolean {
  return weight(value) <= mostWritten;
}

function isEdge(
  about: MissingCase['about'],
): about is Extract<
  MissingCase['about'],
  { kind: 'null' | 'minimum' | 'maximum' | 'shortest' | 'longest' | 'fewest' | 'most' }
> {
  return ['minimum', 'maximum', 'shortest', 'longest', 'fewest', 'most'].includes(about.kind);
}

/**
 * No gaps to warn of: an edge that other rules forbid, a limit that cannot be broken alone, and a
 * `where` that the suite of its type breaks.
 */
function warns({ about, impossible }: MissingCase): boolean {
  return !impossible && !isEdge(about) && about.kind !== 'rule';
}

function note(element: Declaration | Entity | Field | Rule, text: string, warning: boolean): Note {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return { element: element.id, origin: element.nameOrigin, text: sentence, warns: warning };
}
