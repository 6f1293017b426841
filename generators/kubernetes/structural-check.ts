import { isJsonObject, type JsonObject, type JsonValue, member } from '../../pim/json.ts';
import { codePointLength } from '../../pim/text.ts';
import { pointer } from '../core/document.ts';

/** Why the API server would refuse a definition, or would not do with it what the model says. */
export interface StructuralProblem {
  /** The node, as a pointer into the document. */
  readonly at: string;
  /** For a person: a clause about the node. */
  readonly problem: string;
}

/**
 * Holds a CustomResourceDefinition against what apiextensions.k8s.io/v1 demands (validation.go and
 * schema/validation.go of apiextensions-apiserver), and against our own: every string and list has
 * a bound, and every default fits its schema.
 */
export function structuralProblems(document: JsonObject): readonly StructuralProblem[] {
  return [...checkNames(document), ...checkVersions(document), ...checkSize(document)];
}

const largestObject = 1_500_000;
const label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function checkNames(document: JsonObject): readonly StructuralProblem[] {
  const spec = objectAt(document, 'spec');
  const names = objectAt(spec, 'names');
  const group = textAt(spec, 'group');
  const at = pointer('spec', 'names');
  const problems: StructuralProblem[] = [];
  if (!subdomain.test(group) || !group.includes('.') || group.length > 253) {
    problems.push({
      at: pointer('spec', 'group'),
      problem: `the group \`${group}\` is not a domain name with a dot`,
    });
  }
  if (/(^|\.)(k8s|kubernetes)\.io$/.test(group)) {
    problems.push({
      at: pointer('spec', 'group'),
      problem: `the group \`${group}\` belongs to Kubernetes itself`,
    });
  }
  const wanted = `${textAt(names, 'plural')}.${group}`;
  if (textAt(objectAt(document, 'metadata'), 'name') !== wanted) {
    problems.push({ at: pointer('metadata', 'name'), problem: `the name is not \`${wanted}\`` });
  }
  for (const key of ['plural', 'singular'])
    problems.push(...checkLabel(textAt(names, key), at + pointer(key)));
  for (const key of ['kind', 'listKind'])
    problems.push(...checkLabel(textAt(names, key).toLowerCase(), at + pointer(key)));
  for (const key of ['shortNames', 'categories']) {
    for (const [position, name] of listAt(names, key).entries()) {
      problems.push(...checkLabel(typeof name === 'string' ? name : '', at + pointer(key, position)));
    }
  }
  if (textAt(names, 'kind') === textAt(names, 'listKind')) {
    problems.push({ at, problem: 'kind and listKind are the same' });
  }
  return problems;
}

function checkLabel(name: string, at: string): readonly StructuralProblem[] {
  if (label.test(name) && name.length <= 63) return [];
  return [
    {
      at,
      problem: `\`${name}\` is not a name of at most 63 lower-case letters, digits and \`-\` that begins with a letter`,
    },
  ];
}

const columnTypes: ReadonlySet<string> = new Set(['integer', 'number', 'string', 'boolean', 'date']);

function checkVersions(document: JsonObject): readonly StructuralProblem[] {
  return listAt(objectAt(document, 'spec'), 'versions').flatMap((version, position) => {
    if (!isJsonObject(version)) return [];
    const at = pointer('spec', 'versions', position);
    const root = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
    const columns = listAt(version, 'additionalPrinterColumns').flatMap((column, place) => {
      const columnAt = at + pointer('additionalPrinterColumns', place);
      if (!isJsonObject(column)) return [];
      const wrongType = !columnTypes.has(textAt(column, 'type'));
      const wrongPath = !textAt(column, 'jsonPath').startsWith('.');
      return [
        ...(wrongType
          ? [{ at: columnAt, problem: `a column cannot be of type \`${textAt(column, 'type')}\`` }]
          : []),
        ...(wrongPath ? [{ at: columnAt, problem: 'the path of a column begins with a dot' }] : []),
      ];
    });
    const schemaAt = at + pointer('schema', 'openAPIV3Schema');
    return [
      ...checkLabel(textAt(version, 'name'), at + pointer('name')),
      ...columns,
      ...checkRoot(root, schemaAt, member(objectAt(version, 'subresources'), 'status') !== undefined),
      ...checkNode(root, { at: schemaAt, isRoot: true, canCorrelate: true }),
    ];
  });
}

function checkSize(document: JsonObject): readonly StructuralProblem[] {
  const size = new TextEncoder().encode(JSON.stringify(document)).length;
  if (size <= largestObject) return [];
  return [{ at: '', problem: `the definition has ${size} bytes, and etcd takes ${largestObject}` }];
}

function checkRoot(root: JsonObject, at: string, hasStatus: boolean): readonly StructuralProblem[] {
  const problems: StructuralProblem[] = [];
  if (member(root, 'type') !== 'object') problems.push({ at, problem: 'the root is not of type object' });
  if (member(root, 'additionalProperties') !== undefined)
    problems.push({ at, problem: 'the root has additionalProperties' });
  const forbidden = ['allOf', 'oneOf', 'anyOf', 'not', 'default', 'enum', 'nullable'];
  for (const keyword of hasStatus ? forbidden : []) {
    if (member(root, keyword) !== undefined)
      problems.push({ at, problem: `with a status, the root cannot have \`${keyword}\`` });
  }
  const metadata = objectAt(objectAt(root, 'properties'), 'metadata');
  const inMetadata = Object.keys(objectAt(metadata, 'properties'));
  const others = Object.keys(metadata).filter((key) => key !== 'type' && key !== 'properties');
  if (others.length > 0 || inMetadata.some((name) => name !== 'name' && name !== 'generateName')) {
    problems.push({
      at: at + pointer('properties', 'metadata'),
      problem: 'metadata can only limit name and generateName',
    });
  }
  return problems;
}

interface NodePlace {
  readonly at: string;
  readonly isRoot: boolean;
  /** False below a list or map whose items have no identity: `oldSelf` means nothing there. */
  readonly canCorrelate: boolean;
}

const nodeTypes: ReadonlySet<string> = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);
const forbiddenKeywords = [
  '$ref',
  '$schema',
  'id',
  'definitions',
  'dependencies',
  'patternProperties',
  'additionalItems',
  'deprecated',
  'discriminator',
  'readOnly',
  'writeOnly',
  'xml',
  'const',
  'propertyNames',
  'contains',
  'if',
  'then',
  'else',
];

function checkNode(node: JsonObject, place: NodePlace): readonly StructuralProblem[] {
  const problems: StructuralProblem[] = [];
  const report = (problem: string): void => {
    problems.push({ at: place.at, problem });
  };
  const type = member(node, 'type');
  const isOpen = member(node, 'x-kubernetes-preserve-unknown-fields') === true;
  if (type === undefined ? !isOpen : typeof type !== 'string' || !nodeTypes.has(type)) {
    report(type === undefined ? 'it has no type' : `\`${JSON.stringify(type)}\` is no type`);
  }
  for (const keyword of forbiddenKeywords)
    if (Object.hasOwn(node, keyword)) report(`\`${keyword}\` is not allowed`);
  if (member(node, 'uniqueItems') === true) report('`uniqueItems` is not allowed: use the list type set');
  const properties = member(node, 'properties');
  const additional = member(node, 'additionalProperties');
  if (properties !== undefined && additional !== undefined)
    report('it has both properties and additionalProperties');
  if (
    type === 'string' &&
    member(node, 'enum') === undefined &&
    typeof member(node, 'maxLength') !== 'number' &&
    !inEnvelope(place)
  ) {
    report('the string has no greatest length');
  }
  if (type === 'array' && typeof member(node, 'maxItems') !== 'number')
    report('the list has no greatest size');
  if (isJsonObject(additional) && typeof member(node, 'maxProperties') !== 'number')
    report('the map has no greatest size');
  for (const name of listAt(node, 'required')) {
    if (typeof name !== 'string' || member(objectAt(node, 'properties'), name) === undefined) {
      report(`the required property \`${String(name)}\` is not declared`);
    }
  }
  const fallback = member(node, 'default');
  if (fallback !== undefined) {
    const misfit = misfitOf(fallback, node);
    if (misfit !== undefined) report(`the default ${misfit}`);
  }
  return [...problems, ...checkList(node, place), ...checkRules(node, place), ...checkChildren(node, place)];
}

function inEnvelope({ at }: NodePlace): boolean {
  return /\/openAPIV3Schema\/properties\/(apiVersion|kind|metadata\/properties\/[a-zA-Z]+)$/.test(at);
}

function checkList(node: JsonObject, place: NodePlace): readonly StructuralProblem[] {
  const items = member(node, 'items');
  const isArray = member(node, 'type') === 'array';
  if (!isArray)
    return items === undefined ? [] : [{ at: place.at, problem: '`items` stands in what is no list' }];
  if (!isJsonObject(items)) return [{ at: place.at, problem: 'a list has one schema for its items' }];
  const listType = member(node, 'x-kubernetes-list-type');
  const keys = listAt(node, 'x-kubernetes-list-map-keys');
  if (listType === 'set' && !isScalar(items) && !isAtomic(items)) {
    return [{ at: place.at, problem: 'the items of a set are scalars or atomic' }];
  }
  if (listType !== 'map') {
    return keys.length === 0 ? [] : [{ at: place.at, problem: 'only a list of type map has keys' }];
  }
  if (keys.length === 0 || member(items, 'type') !== 'object') {
    return [{ at: place.at, problem: 'a list of type map has objects as items, and keys' }];
  }
  return keys.flatMap((key) => {
    const name = typeof key === 'string' ? key : '';
    const property = objectAt(objectAt(items, 'properties'), name);
    const isGiven = listAt(items, 'required').includes(name) || member(property, 'default') !== undefined;
    if (isScalar(property) && isGiven) return [];
    return [
      { at: place.at, problem: `the key \`${name}\` is not a scalar that is required or has a default` },
    ];
  });
}

function isScalar(node: JsonObject): boolean {
  const type = member(node, 'type');
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean';
}

function isAtomic(node: JsonObject): boolean {
  if (member(node, 'type') === 'array')
    return (member(node, 'x-kubernetes-list-type') ?? 'atomic') === 'atomic';
  return member(node, 'x-kubernetes-map-type') === 'atomic';
}

const reasons: ReadonlySet<JsonValue> = new Set([
  'FieldValueInvalid',
  'FieldValueForbidden',
  'FieldValueRequired',
  'FieldValueDuplicate',
]);

function checkRules(node: JsonObject, place: NodePlace): readonly StructuralProblem[] {
  return listAt(node, 'x-kubernetes-validations').flatMap((rule, position) => {
    const at = place.at + pointer('x-kubernetes-validations', position);
    if (!isJsonObject(rule)) return [{ at, problem: 'a rule is an object' }];
    const text = textAt(rule, 'rule');
    const message = textAt(rule, 'message');
    const fieldPath = member(rule, 'fieldPath');
    const problems: StructuralProblem[] = [];
    if (text.trim() === '') problems.push({ at, problem: 'the rule is empty' });
    if (message.trim() === '' || /[\n\r]/.test(message))
      problems.push({ at, problem: 'the message is not one line of text' });
    const expression = member(rule, 'messageExpression');
    if (expression !== undefined && textAt(rule, 'messageExpression').trim() === '')
      problems.push({ at, problem: 'the messageExpression is empty' });
    const reason = member(rule, 'reason');
    if (reason !== undefined && !reasons.has(reason))
      problems.push({ at, problem: 'the reason is none of the four' });
    if (fieldPath !== undefined && (typeof fieldPath !== 'string' || !leadsToField(node, fieldPath))) {
      problems.push({ at, problem: 'the fieldPath does not lead to a field' });
    }
    if (/\boldSelf\b/.test(text) && !place.canCorrelate) {
      problems.push({ at, problem: 'the rule reads `oldSelf` where items have no identity' });
    }
    return problems;
  });
}

function leadsToField(node: JsonObject, path: string): boolean {
  if (!/^(\.[A-Za-z_][A-Za-z0-9_]*)+$/.test(path)) return false;
  let current: JsonValue | undefined = node;
  for (const name of path.slice(1).split('.')) {
    current = isJsonObject(current) ? member(objectAt(current, 'properties'), name) : undefined;
  }
  return current !== undefined;
}

function checkChildren(node: JsonObject, place: NodePlace): readonly StructuralProblem[] {
  const listType = member(node, 'x-kubernetes-list-type') ?? 'atomic';
  const items = member(node, 'items');
  const additional = member(node, 'additionalProperties');
  const below = (key: readonly string[], canCorrelate: boolean): NodePlace => ({
    at: place.at + pointer(...key),
    isRoot: false,
    canCorrelate: place.canCorrelate && canCorrelate,
  });
  const isMap = member(node, 'x-kubernetes-map-type') !== 'atomic';
  return [
    ...Object.entries(objectAt(node, 'properties')).flatMap(([name, child]) =>
      isJsonObject(child)
        ? checkNode(child, below(['properties', name], isMap))
        : [{ at: place.at + pointer('properties', name), problem: 'a property has a schema' }],
    ),
    ...(isJsonObject(items) ? checkNode(items, below(['items'], listType === 'map')) : []),
    ...(isJsonObject(additional) ? checkNode(additional, below(['additionalProperties'], isMap)) : []),
  ];
}

/** How a value fails to fit a scalar's schema, as the end of a clause; undefined if it fits. */
function misfitOf(value: JsonValue, node: JsonObject): string | undefined {
  const type = member(node, 'type');
  const isOfType =
    type === undefined ||
    (type === 'integer'
      ? Number.isSafeInteger(value)
      : type === 'array'
        ? Array.isArray(value)
        : typeof value === type);
  if (!isOfType || value === null) return `is not of type \`${String(type)}\``;
  const allowed = member(node, 'enum');
  if (Array.isArray(allowed) && !allowed.includes(value)) return 'is none of the allowed values';
  if (typeof value === 'number') {
    if (value < numberAt(node, 'minimum', -Infinity)) return 'is below the least value';
    return value > numberAt(node, 'maximum', Infinity) ? 'is above the greatest value' : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const length = codePointLength(value);
  if (length < numberAt(node, 'minLength', 0)) return 'is too short';
  if (length > numberAt(node, 'maxLength', Infinity)) return 'is too long';
  const pattern = member(node, 'pattern');
  return typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)
    ? 'does not match the pattern'
    : undefined;
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = member(object, name);
  return isJsonObject(value) ? value : {};
}

function listAt(object: JsonObject, name: string): readonly JsonValue[] {
  const value = member(object, name);
  return Array.isArray(value) ? value : [];
}

function textAt(object: JsonObject, name: string): string {
  const value = member(object, name);
  return typeof value === 'string' ? value : '';
}

function numberAt(object: JsonObject, name: string, otherwise: number): number {
  const value = member(object, name);
  return typeof value === 'number' ? value : otherwise;
}
