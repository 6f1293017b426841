import { assertNever } from '../pim/assert-never.ts';
import type { Expression } from '../pim/expression.ts';
import { formats } from '../pim/formats.ts';
import { isJsonObject, type JsonValue, member } from '../pim/json.ts';
import type { ElementId, Field, Structure } from '../pim/model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  idFieldOf,
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  underlyingType,
} from '../pim/model-index.ts';
import { integerLimit, type Type } from '../pim/type.ts';
import { CaseList, type ConstraintCases, type Fault, type Slot } from './case-list.ts';
import { exampleOf, samplesOf, waysBrokenBy } from './examples.ts';
import { isList } from './instance-place.ts';
import { ofLength, textLimits } from './readable-text.ts';
import { sizeIs } from './rule-ways.ts';
import { extendList, sampleList, sampleOf, withMember, withoutMember } from './sample-value.ts';
import { probeText } from './text-probes.ts';
import { probeCidr, probeDecimal, probeMap, probeRange, probeShape } from './value-probes.ts';

/** Lists of more elements are not built. */
const mostItems = 1_000;

/**
 * For every constraint on the fields of a structure, or on a type or enum itself, an instance that
 * violates it alone, and instances that just keep it. All are judged; none if the subject has no
 * example.
 */
export function constraintCases(index: ModelIndex, subject: ElementId): ConstraintCases {
  const known = suites.get(index) ?? new Map<ElementId, CaseList>();
  suites.set(index, known);
  const cases = known.get(subject) ?? new CaseList(index, subject);
  if (!known.has(subject)) {
    // Before they are all there: what holds itself looks at those of its parts that are.
    known.set(subject, cases);
    findCases(cases, index, subject);
  }
  return cases;
}

// The cases of a part are asked for by whatever holds it. The index never changes.
const suites = new WeakMap<ModelIndex, Map<ElementId, CaseList>>();

function findCases(cases: CaseList, index: ModelIndex, subject: ElementId): void {
  const declaration = declarationOf(index, subject);
  const example = exampleOf(index, subject);
  if (!example.found) return;
  if (isStructure(declaration)) {
    for (const field of storedFieldsOf(declaration)) fieldCases(cases, declaration, field, example.instance);
  } else {
    const type: Type = { kind: 'named', id: subject, origin: declaration.nameOrigin };
    const slot: Slot = {
      path: [],
      subject: { owner: declaration.name, field: 'it' },
      set: (value) => value,
      isOwn: true,
    };
    cases.refuse(slot, { kind: 'null' }, 'required', [null]);
    probe(cases, type, slot, example.instance);
  }
}

function fieldCases(cases: CaseList, structure: Structure, field: Field, example: JsonValue): void {
  if (!isJsonObject(example)) return;
  const subject = { owner: structure.name, field: field.name };
  const path = [field.name];
  const isOwn = constrainedTypesOf(cases.index, field.type).length === 0;
  const slot: Slot = { field, path, subject, isOwn, set: (value) => withMember(example, field.name, value) };
  if (!field.optional && field.default === undefined) {
    const without = withoutMember(example, field.name);
    if (!cases.refuseInstance(slot, { kind: 'absent' }, 'required', without)) {
      cases.lack(slot, { kind: 'absent' }, 'its absence breaks more than this');
    }
    cases.refuse(slot, { kind: 'null' }, 'required', [null]);
  } else if (field.optional && member(example, field.name) === undefined) {
    cases.accept(slot, { kind: 'null' }, [null]);
  }
  const current = member(example, field.name) ?? sampleOf(samplesOf(cases.index), field.type, subject);
  if (current !== undefined) probe(cases, field.type, slot, current);
}

/** Every constraint of a type, tried on one slot that now holds a good value. */
function probe(cases: CaseList, type: Type, slot: Slot, current: JsonValue): void {
  const base = underlyingType(cases.index, type);
  switch (base.kind) {
    case 'boolean':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', ['yes']);
      break;
    case 'integer':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', ['many']);
      cases.refuse(slot, { kind: 'fraction' }, 'type', [typeof current === 'number' ? current + 0.5 : 0.5]);
      if (base.range.max === undefined) cases.refuse(slot, { kind: 'inexact' }, 'type', [integerLimit + 1]);
      probeRange(cases, base.range, slot);
      break;
    case 'number':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', ['many']);
      probeRange(cases, base.range, slot);
      break;
    case 'string':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', [42]);
      probeText(cases, base, slot, current);
      break;
    case 'format': {
      const { description, maxLength } = formats[base.format];
      cases.refuse(slot, { kind: 'wrongType' }, 'type', [42]);
      cases.refuse(slot, { kind: 'malformed', description }, 'format', [
        nearMisses[base.format],
        'not right',
      ]);
      if (base.format !== 'Uuid' && base.format !== 'Ipv4') {
        const long = ofLength(textLimits(base), maxLength + 1);
        cases.refuse(slot, { kind: 'longer', limit: maxLength }, 'format', [long]);
      }
      break;
    }
    case 'date':
    case 'dateTime': {
      const isDate = base.kind === 'date';
      cases.refuse(slot, { kind: 'wrongType' }, 'type', [42]);
      const description = isDate ? 'a day that exists' : 'a moment that exists';
      cases.refuse(slot, { kind: 'malformed', description }, 'format', [
        isDate ? '2026-02-30' : '2026-02-30T09:30:00.000Z',
      ]);
      cases.refuse(
        slot,
        {
          kind: 'malformed',
          description: isDate ? 'written YYYY-MM-DD' : 'written in UTC with milliseconds',
        },
        'format',
        [isDate ? '14.03.2026' : '2026-03-14T09:30:00+01:00'],
      );
      break;
    }
    case 'decimal':
      probeDecimal(cases, base, slot, current);
      break;
    case 'duration':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', ['PT1H']);
      probeRange(cases, base.range, slot);
      break;
    case 'cidr':
      probeCidr(cases, base, slot);
      break;
    case 'caller':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', [42]);
      break;
    case 'map':
      probeMap(cases, base, slot, current);
      break;
    case 'json':
      break;
    case 'secret':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', ['plain text']);
      cases.refuse(
        { ...slot, path: [...slot.path, 'key'] },
        { kind: 'inside', fault: { kind: 'absent' }, path: ['key'] },
        'required',
        [{ name: 'credentials' }],
      );
      break;
    case 'reference': {
      const target = declarationOf(cases.index, base.aggregate);
      const id = isStructure(target) ? idFieldOf(target) : undefined;
      if (id) probe(cases, id.type, { ...slot, isOwn: false }, current);
      break;
    }
    case 'named':
      probeDeclared(cases, base, slot, current);
      break;
    case 'list':
      probeList(cases, base, slot, current);
      break;
    case 'unresolved':
      break;
    default:
      assertNever(base);
  }
  for (const declared of constrainedTypesOf(cases.index, type)) {
    // A type's own suite tells of its `where`; here it is told of the fields that use it.
    const rule = declared.constraint;
    if (!rule || slot.path.length === 0) continue;
    const [way] = waysBrokenBy(cases.index, declared.id, rule.id);
    const fault: Fault = { kind: 'rule', rule: rule.id, message: rule.message };
    if (way) cases.refuse(slot, fault, 'rule', [way.instance]);
  }
}

/** Texts that are nearly of the form. */
const nearMisses: Readonly<Record<keyof typeof formats, string>> = {
  Uuid: '00000000-0000-4000-8000-00000000000G',
  Url: 'ftp://example.org/',
  Email: 'somebody.example.org',
  Hostname: '-host.example.org',
  Ipv4: '192.0.2.256',
};

function probeDeclared(
  cases: CaseList,
  type: Extract<Type, { kind: 'named' }>,
  slot: Slot,
  current: JsonValue,
): void {
  const declaration = declarationOf(cases.index, type.id);
  switch (declaration.kind) {
    case 'enum': {
      const wires = new Set(declaration.literals.map(({ wire }) => wire));
      cases.refuse(slot, { kind: 'wrongType' }, 'type', [42]);
      cases.refuse(
        slot,
        { kind: 'unheardOf' },
        'enum',
        ['UNHEARD_OF', 'UNHEARD-OF'].filter((wire) => !wires.has(wire)),
      );
      return;
    }
    case 'union':
      probeShape(cases, type, slot, current);
      return;
    case 'value':
    case 'entity':
    case 'alternative':
    case 'aggregate':
      cases.refuse(slot, { kind: 'wrongType' }, 'type', ['text']);
      probeInside(cases, declaration, slot);
      return;
    case 'type':
      return;
    default:
      assertNever(declaration);
  }
}

/** One fault inside a nested structure: that it is looked at, and where it is reported. */
function probeInside(cases: CaseList, structure: Structure, slot: Slot): void {
  const inner = constraintCases(cases.index, structure.id).refused.find(({ fault }) => fault.kind !== 'rule');
  if (inner) {
    const deeper = { ...slot, path: [...slot.path, ...inner.path] };
    const fault: Fault = { kind: 'inside', fault: inner.fault, path: inner.path };
    cases.refuse(deeper, fault, inner.constraint, [inner.instance]);
  }
  for (const rule of structure.rules) {
    if (rule.transition) continue;
    const [way] = waysBrokenBy(cases.index, structure.id, rule.id);
    if (!way) continue;
    // Other rules may not let the broken part in: its own suite has the rule, so nothing is missing.
    cases.refuseInstance(
      slot,
      { kind: 'rule', rule: rule.id, message: rule.message },
      'rule',
      slot.set(way.instance),
    );
    return;
  }
}

function probeList(
  cases: CaseList,
  type: Extract<Type, { kind: 'list' }>,
  slot: Slot,
  current: JsonValue,
): void {
  const { min, max } = type.size;
  const samples = samplesOf(cases.index);
  const some = sampleList(samples, type, Math.max(min, 1), slot.subject);
  const items = isList(current) && current.length > 0 ? current : (some ?? []);
  const [pattern] = items;
  const ofSize = (size: number): readonly JsonValue[] | undefined =>
    pattern === undefined
      ? sampleList(samples, type, size, slot.subject)
      : extendList(samples, type, items, pattern, size);
  cases.refuse(slot, { kind: 'wrongType' }, 'type', ['none']);
  if (min > 0) {
    cases.refuse(slot, { kind: 'fewer', limit: min }, 'minItems', [ofSize(min - 1)]);
    cases.accept(slot, { kind: 'fewest', limit: min }, [ofSize(min)], sizeWish(slot, min));
  }
  const more: Fault = { kind: 'more', limit: max };
  if (max >= mostItems) cases.lack(slot, more, `a list of ${max + 1} elements is too long to try`);
  else {
    const tooMany = ofSize(max + 1);
    if (tooMany) cases.refuse(slot, more, 'maxItems', [tooMany]);
    else if (type.size.stated) cases.lack(slot, more, `there are no ${max + 1} different elements`, true);
    if (max > min && type.size.stated)
      cases.accept(slot, { kind: 'most', limit: max }, [ofSize(max)], sizeWish(slot, max));
  }
  if (max === 0 || pattern === undefined) return;
  probeElements(cases, type, slot, items);
}

/** That the slot's list has so many elements, whichever they are. */
function sizeWish({ field }: Slot, size: number): Expression | undefined {
  if (!field) return undefined;
  const { id, name, type, optional, origin } = field;
  const self: Expression = { kind: 'self', type: { kind: 'json' }, optional: false, origin };
  return sizeIs({ kind: 'fieldAccess', receiver: self, field: id, name, type, optional, origin }, '==', size);
}

function probeElements(
  cases: CaseList,
  type: Extract<Type, { kind: 'list' }>,
  slot: Slot,
  items: readonly JsonValue[],
): void {
  const [pattern, ...others] = items;
  if (pattern === undefined) return;
  const structure = structureOfType(cases.index, type.element);
  const id = structure?.kind === 'entity' ? idFieldOf(structure) : undefined;
  if ((type.unique || id) && type.size.max > 1) {
    const [, , ...rest] = items;
    cases.refuse(slot, { kind: 'repeated' }, 'unique', [[pattern, pattern, ...rest]]);
  }
  const element: Slot = {
    ...slot,
    path: [...slot.path, 0],
    isOwn: constrainedTypesOf(cases.index, type.element).length === 0,
    set: (value) => slot.set([value, ...others]),
  };
  cases.refuse(element, { kind: 'nullItem' }, 'required', [null]);
  probe(cases, type.element, element, pattern);
}
