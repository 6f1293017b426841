import { kebabCase, words } from '../../generators/core/naming.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import type { Element, ElementId, Field } from '../../pim/model.ts';
import {
  childElements,
  enumOfType,
  isStructure,
  type ModelIndex,
  rulesOf,
  structureOfType,
  underlyingType,
  unionOfType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import {
  at,
  type Entry,
  entriesOf,
  itemsOf,
  type Placed,
  readDocument,
  textAt,
  textOf,
} from './placed-document.ts';

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
export function declaredInDocument(
  { path, content }: OutputFile,
  index: ModelIndex,
): readonly DeclaredLine[] {
  const root = readDocument(content);
  const crd = at(root, 'spec', 'versions', '0', 'schema', 'openAPIV3Schema');
  if (crd) return inCustomResource(crd, textAt(root, 'spec', 'names', 'kind'), index);
  if (at(root, 'openapi')) return inInterface(root, index);
  const [owner] = elementsOfPath(path, index);
  return owner ? [...declared(root.line, path, [owner]), ...inSchema(root, owner, index)] : [];
}

function inCustomResource(
  schema: Placed,
  kind: string | undefined,
  index: ModelIndex,
): readonly DeclaredLine[] {
  const owner = descendants(index.model).find((one) => one.kind === 'aggregate' && one.name === kind);
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

/** An OpenAPI document: its schemas, its operations, and whatever is called by the end of an element's id. */
function inInterface(root: Placed, index: ModelIndex): readonly DeclaredLine[] {
  const schemas = entriesOf(at(root, 'components', 'schemas')).flatMap(({ key, line, value }) => {
    const found = descendants(index.model).filter((one) => one.kind !== 'field' && one.name === key);
    // Of several with one name, it cannot be told from here which it is.
    const [owner, other] = found;
    return [...declared(line, key, found), ...(other ? [] : inSchema(value, owner, index))];
  });
  const operations = entriesOf(at(root, 'paths')).flatMap(({ value }) =>
    entriesOf(value).flatMap((method) => {
      const id = entriesOf(method.value).find(({ key }) => key === 'operationId');
      const name = textOf(id?.value) ?? '';
      return id ? declared(id.line, name, callable(name, index)) : [];
    }),
  );
  const others = ['parameters', 'examples', 'responses'].flatMap((kind) =>
    entriesOf(at(root, 'components', kind)).flatMap(({ key, line }) =>
      declared(
        line,
        key,
        descendants(index.model).filter(({ id }) => key.includes('.') && id.endsWith(`.${key}`)),
      ),
    ),
  );
  return [...schemas, ...operations, ...others];
}

function callable(name: string, index: ModelIndex): readonly Element[] {
  return descendants(index.model).filter(
    (one) =>
      ['command', 'query', 'service'].includes(one.kind) && words(one.name).join() === words(name).join(),
  );
}

/** `json-schema/git-ops/resource.drafted.v1.schema.json`: the context, then what it stands in, itself, a version. */
function elementsOfPath(path: string, index: ModelIndex): readonly Element[] {
  const [, folder, file = ''] = /^json-schema\/([^/]+)\/(.+)\.schema\.json$/.exec(path) ?? [];
  const context = index.model.contexts.find(({ name }) => fileName(name) === folder);
  const names = file.split('.');
  return (context ? descendants(context) : []).filter((one) => {
    if (one.kind === 'field') return false;
    const around = [one, ...ancestors(one, index)].map((element) =>
      element.kind === 'eventVersion' ? `v${element.version}` : fileName(element.name),
    );
    return names.toReversed().every((name, position) => around[position] === name);
  });
}

function fileName(name: string): string {
  return kebabCase(name) || name;
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
        case 'additionalProperties':
          return inSchema(value, owner, index);
        case 'enum':
          return owner?.kind === 'enum' ? inEnum(value, owner) : [];
        case 'allOf':
        case 'anyOf':
        case 'oneOf':
          return itemsOf(value).flatMap((item) => inPart(item, owner, index));
        default:
          return [];
      }
    }),
  ];
}

/** A rule, one shape of a union, or the same again. */
function inPart(item: Placed, owner: Element | undefined, index: ModelIndex): readonly DeclaredLine[] {
  const rule = index.get(textAt(item, '$comment') ?? '');
  if (rule) return declared(item.line, rule.id, [rule]);
  // How deep a value holds itself is said of the value, however often a field of it is named there.
  if (owner?.kind === 'value' && owner.depth !== undefined) return declared(item.line, owner.name, [owner]);
  if (owner?.kind !== 'union') return inSchema(item, owner, index);
  const shape = owner.alternatives.find(({ name }) => name === textAt(item, 'title'));
  return shape ? [...declared(item.line, shape.name, [shape]), ...inSchema(item, shape, index)] : [];
}

/** What is not the owner's own, as the member that tells the shapes of a union apart, declares nothing of it. */
function inProperty(
  { key, line, value }: Entry,
  owner: Element | undefined,
  index: ModelIndex,
): readonly DeclaredLine[] {
  const field = owner && childElements(owner).find((one) => one.kind === 'field' && one.name === key);
  if (field?.kind === 'field')
    return [...declared(line, key, [field]), ...inSchema(value, ownerOf(field, index), index)];
  if (isStructure(owner) && owner.kind !== 'alternative')
    throw new Error(`\`${owner.id}\` has no \`${key}\``);
  return [];
}

function ownerOf(field: Field, index: ModelIndex): Element | undefined {
  let type: Type = underlyingType(index, field.type);
  while (type.kind === 'list' || type.kind === 'map')
    type = underlyingType(index, type.kind === 'list' ? type.element : type.value);
  return structureOfType(index, type) ?? enumOfType(index, type) ?? unionOfType(index, type);
}

function inEnum(values: Placed, owner: Element): readonly DeclaredLine[] {
  return itemsOf(values).flatMap((item) =>
    declared(
      item.line,
      textOf(item) ?? '',
      childElements(owner).filter((one) => one.kind === 'literal' && one.wire === textOf(item)),
    ),
  );
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

export function descendants(element: Element): readonly Element[] {
  return childElements(element).flatMap((child) => [child, ...descendants(child)]);
}

function ancestors(element: Element, index: ModelIndex): readonly Element[] {
  const parent = index.parent(element.id);
  return parent ? [parent, ...ancestors(parent, index)] : [];
}

function declared(line: number, what: string, elements: readonly Element[]): readonly DeclaredLine[] {
  return elements.length === 0 ? [] : [{ line, what, elements: elements.map(({ id }) => id) }];
}
