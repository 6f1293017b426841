import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';
import type { Element, ElementId, Field } from '../../pim/model.ts';
import {
  childElements,
  enumOfType,
  isStructure,
  type ModelIndex,
  rulesOf,
  structureOfType,
  underlyingType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** A line of a generated file that declares something, and the elements of which it must name one. */
export interface DeclaredLine {
  readonly line: number;
  readonly what: string;
  readonly elements: readonly ElementId[];
}

/**
 * What a schema, a CRD or an OpenAPI document declares, found by reading the text as YAML (which JSON
 * is too) and following the model's types along it; nothing of the emitters is used.
 */
export function declaredInDocument(text: string, index: ModelIndex): readonly DeclaredLine[] {
  const root = readDocument(text);
  const crd = at(root, 'spec', 'versions', '0', 'schema', 'openAPIV3Schema');
  if (crd) return inCustomResource(crd, textAt(root, 'spec', 'names', 'kind'), index);
  const schemas = at(root, 'components', 'schemas');
  if (schemas) {
    return entriesOf(schemas).flatMap(({ key, line, value }) => {
      const named = namedLike(key, index);
      // A page of resources is about the aggregate, and has none of its fields.
      const owner = named.find(({ name }) => key !== `${name}Page`);
      return [...declared(line, key, named), ...inSchema(value, owner, index)];
    });
  }
  const title = textAt(root, 'title');
  if (title === undefined) return [];
  const named = namedLike(title, index);
  return [...declared(root.line, title, named), ...inSchema(root, named[0], index)];
}

function inCustomResource(
  schema: Placed,
  kind: string | undefined,
  index: ModelIndex,
): readonly DeclaredLine[] {
  const owner = namedLike(kind ?? '', index).find((one) => one.kind === 'aggregate');
  const id = owner && childElements(owner).find((one) => one.kind === 'field' && one.role === 'id');
  const name = entriesOf(at(schema, 'properties', 'metadata', 'properties')).find(
    ({ key }) => key === 'name',
  );
  return [
    ...(name && id ? declared(name.line, 'metadata.name', [id]) : []),
    ...validations(schema, index),
    ...['spec', 'status'].flatMap((part) => inSchema(at(schema, 'properties', part), owner, index)),
  ];
}

/** Below a schema of `owner`: its properties, literals and rules, and those of what they hold. */
function inSchema(
  schema: Placed | undefined,
  owner: Element | undefined,
  index: ModelIndex,
): readonly DeclaredLine[] {
  if (schema?.kind !== 'map') return [];
  return [
    ...validations(schema, index),
    ...schema.entries.flatMap(({ key, value }): readonly DeclaredLine[] => {
      switch (key) {
        case 'properties':
          return entriesOf(value).flatMap((entry) => inProperty(entry, owner, index));
        case 'items':
          return inSchema(value, owner, index);
        case 'enum':
          return owner?.kind === 'enum' ? inEnum(value, owner) : [];
        case 'allOf':
        case 'anyOf':
        case 'oneOf':
          return itemsOf(value).flatMap((item) => {
            const rule = index.get(textAt(item, '$comment') ?? '');
            return rule ? declared(item.line, rule.id, [rule]) : inSchema(item, owner, index);
          });
        default:
          return [];
      }
    }),
  ];
}

function inProperty(
  { key, line, value }: Entry,
  owner: Element | undefined,
  index: ModelIndex,
): readonly DeclaredLine[] {
  if (!isStructure(owner)) return [];
  const field = owner.fields.find((one) => one.name === key);
  if (!field) throw new Error(`\`${owner.id}\` has no field \`${key}\``);
  return [...declared(line, key, [field]), ...inSchema(value, ownerOf(field, index), index)];
}

function ownerOf(field: Field, index: ModelIndex): Element | undefined {
  let type: Type = underlyingType(index, field.type);
  while (type.kind === 'list') type = underlyingType(index, type.element);
  return structureOfType(index, type) ?? enumOfType(index, type);
}

function inEnum(values: Placed, owner: Element): readonly DeclaredLine[] {
  return itemsOf(values).flatMap((item) => {
    const literals = childElements(owner).filter(
      (one) => one.kind === 'literal' && one.wire === textOf(item),
    );
    return textOf(item) === 'null' ? [] : declared(item.line, textOf(item) ?? '', literals);
  });
}

/** A validation of a CRD says its rule's message; several rules may have one. */
function validations(schema: Placed, index: ModelIndex): readonly DeclaredLine[] {
  return itemsOf(at(schema, 'x-kubernetes-validations')).flatMap((item) => {
    const message = textAt(item, 'message') ?? '';
    return declared(
      item.line,
      message,
      rulesOf(index.model).filter((rule) => rule.message === message),
    );
  });
}

/** Declarations of this name, or of the name before an ending such as that of `FabricPage`. */
function namedLike(name: string, index: ModelIndex): readonly Element[] {
  const all = index.model.contexts.flatMap((context) =>
    context.declarations.flatMap((one) => [
      one,
      ...childElements(one).filter(({ kind }) => kind === 'entity'),
    ]),
  );
  const exact = all.filter((one) => one.name === name);
  return exact.length > 0
    ? exact
    : all.filter((one) => name === `${one.name}View` || name === `${one.name}Page`);
}

function declared(line: number, what: string, elements: readonly Element[]): readonly DeclaredLine[] {
  return elements.length === 0 ? [] : [{ line, what, elements: elements.map(({ id }) => id) }];
}

type Placed =
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly Placed[] }
  | { readonly kind: 'text'; readonly line: number; readonly text: string };

interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Placed;
}

function at(node: Placed | undefined, ...path: readonly string[]): Placed | undefined {
  return path.reduce<Placed | undefined>(
    (found, key) =>
      found?.kind === 'list'
        ? found.items[Number(key)]
        : entriesOf(found).find((entry) => entry.key === key)?.value,
    node,
  );
}

function textAt(node: Placed | undefined, ...path: readonly string[]): string | undefined {
  return textOf(at(node, ...path));
}

function textOf(node: Placed | undefined): string | undefined {
  return node?.kind === 'text' ? node.text : undefined;
}

function entriesOf(node: Placed | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}

function itemsOf(node: Placed | undefined): readonly Placed[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The document with the line on which each part begins. */
function readDocument(text: string): Placed {
  const events = parseEvents(text, {});
  let next = 0;
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const children = (): readonly Placed[] => {
    const found: Placed[] = [];
    while (events[next] && events[next]?.type !== EVENT_ID.POP) found.push(read());
    next += 1;
    return found;
  };
  const read = (): Placed => {
    const event: Event | undefined = events[next];
    next += 1;
    switch (event?.type) {
      case EVENT_ID.DOCUMENT:
        return children()[0] ?? { kind: 'text', line: 1, text: '' };
      case EVENT_ID.SCALAR:
        return { kind: 'text', line: lineAt(event.valueStart), text: getScalarValue(text, event) };
      case EVENT_ID.SEQUENCE:
        return { kind: 'list', line: lineAt(event.start), items: children() };
      case EVENT_ID.MAPPING: {
        const line = lineAt(event.start);
        const all = children();
        const entries = all.flatMap((key, position) => {
          const value = all[position + 1];
          return position % 2 === 0 && key.kind === 'text' && value
            ? [{ key: key.text, line: key.line, value }]
            : [];
        });
        return { kind: 'map', line, entries };
      }
      default:
        throw new Error('a generated document holds an alias');
    }
  };
  return read();
}
