import type { BehaviourExpression, Binary, Expression, UnresolvedName } from '../../pim/expression.ts';
import { formats } from '../../pim/formats.ts';
import type { Field, Rule } from '../../pim/model.ts';
import { declarationOf, type ModelIndex, type TypeDeclaration } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { allNodes } from '../../validators/expression-nodes.ts';

type RuleExpression = Exclude<Expression, BehaviourExpression | UnresolvedName>;
type Kind<Of extends RuleExpression['kind']> = Extract<RuleExpression, { kind: Of }>;

/** What a node of each kind is called, by what it does; a kind that comes new does not compile. */
const variants: { readonly [Of in RuleExpression['kind']]: (node: Kind<Of>) => string } = {
  literal: ({ value }) => typeof value,
  enumReference: () => '',
  self: () => '',
  old: () => '',
  parameter: () => '',
  fieldAccess: () => '',
  not: () => '',
  negation: () => '',
  binary: ({ operator }) => operator,
  membership: ({ list }) => (list ? 'list' : 'items'),
  presence: ({ present }) => (present ? 'present' : 'absent'),
  conditional: () => '',
  size: () => '',
  rank: () => '',
  quantifier: ({ quantifier, key }) => `${quantifier} of a ${key ? 'map' : 'list'}`,
  sum: ({ body }) => (body ? 'by' : 'plain'),
  unique: ({ body }) => (body ? 'by' : 'plain'),
  stringTest: ({ test }) => test,
  stringTransform: ({ transform }) => transform,
  match: () => '',
  exactlyOne: () => '',
  isAlternative: () => '',
  lookup: ({ by }) => (by === undefined ? 'map' : 'list'),
  hasKey: () => '',
  mapEntries: ({ part }) => part,
  network: ({ operation }) => operation,
  epoch: ({ unit }) => unit,
  ratio: () => '',
  absent: () => '',
};

/** Every variant of those kinds that have some, by the types that say so. */
const named: readonly string[] = [
  ...keys<Exclude<Type['kind'], 'unresolved' | 'named'>>({
    boolean: 0,
    integer: 0,
    number: 0,
    decimal: 0,
    duration: 0,
    string: 0,
    format: 0,
    date: 0,
    dateTime: 0,
    cidr: 0,
    caller: 0,
    json: 0,
    secret: 0,
    reference: 0,
    list: 0,
    map: 0,
  }).map((kind) => `type ${kind}`),
  ...keys<TypeDeclaration['kind']>({
    type: 0,
    enum: 0,
    value: 0,
    union: 0,
    alternative: 0,
    entity: 0,
    aggregate: 0,
  }).map((kind) => `declared ${kind}`),
  ...Object.keys(formats).map((format) => `format ${format}`),
  ...keys<Binary['operator']>({
    and: 0,
    or: 0,
    implies: 0,
    '==': 0,
    '!=': 0,
    '<': 0,
    '<=': 0,
    '>': 0,
    '>=': 0,
    '+': 0,
    '-': 0,
    '*': 0,
    '/': 0,
    '%': 0,
    '??': 0,
  }).map((operator) => `binary ${operator}`),
  ...keys<Kind<'stringTest'>['test']>({
    startsWith: 0,
    endsWith: 0,
    contains: 0,
    isBlank: 0,
    isTrimmed: 0,
  }).map((test) => `stringTest ${test}`),
  ...keys<Kind<'stringTransform'>['transform']>({ lowerAscii: 0, upperAscii: 0 }).map(
    (transform) => `stringTransform ${transform}`,
  ),
  ...keys<Kind<'quantifier'>['quantifier']>({ all: 0, any: 0, none: 0, count: 0 }).flatMap((quantifier) => [
    `quantifier ${quantifier} of a list`,
    `quantifier ${quantifier} of a map`,
  ]),
  ...keys<Kind<'network'>['operation']>({ contains: 0, overlaps: 0, prefixLength: 0, network: 0 }).map(
    (operation) => `network ${operation}`,
  ),
  ...keys<Kind<'epoch'>['unit']>({ day: 0, millis: 0 }).map((unit) => `epoch ${unit}`),
  ...keys<Kind<'mapEntries'>['part']>({ keys: 0, values: 0 }).map((part) => `mapEntries ${part}`),
  ...['boolean', 'number', 'string'].map((value) => `literal ${value}`),
  ...['list', 'items'].map((of) => `membership ${of}`),
  ...['present', 'absent'].map((asked) => `presence ${asked}`),
  ...['list', 'map'].map((of) => `lookup ${of}`),
  ...['sum', 'unique'].flatMap((kind) => [`${kind} by`, `${kind} plain`]),
  'optional field',
  'field with a default',
  'derived field',
  'unique list',
  'list unique by a field',
  'network only',
  'value that holds itself',
  'rule of a change',
];

/** Every construct that a model of data can be made of. */
export const constructs: readonly string[] = [
  ...named,
  ...Object.keys(variants).filter((kind) => !named.some((name) => name.startsWith(`${kind} `))),
].toSorted();

function keys<Name extends string>(all: Readonly<Record<Name, 0>>): readonly string[] {
  return Object.keys(all);
}

/** What an instance of the subject is judged by. */
export function constructsOf(index: ModelIndex, subject: string): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const ofNode = (node: Expression): void => {
    if (!isOfRules(node)) throw new Error(`a rule holds \`${node.kind}\``);
    const variant = variantOf(node);
    found.add(variant === '' ? node.kind : `${node.kind} ${variant}`);
  };
  const ofRule = ({ condition, transition }: Rule): void => {
    if (transition) found.add('rule of a change');
    allNodes(condition).forEach(ofNode);
  };
  const ofType = (type: Type): void => {
    if (type.kind === 'named') {
      declared(type.id);
      return;
    }
    found.add(`type ${type.kind}`);
    if (type.kind === 'format') found.add(`format ${type.format}`);
    if (type.kind === 'cidr' && type.network) found.add('network only');
    if (type.kind === 'reference') declared(type.aggregate);
    if (type.kind === 'list') {
      if (type.unique) found.add(type.uniqueBy ? 'list unique by a field' : 'unique list');
      ofType(type.element);
    }
    if (type.kind === 'map') [type.key, type.value].forEach(ofType);
  };
  const ofField = (field: Field): void => {
    if (field.optional) found.add('optional field');
    if (field.default) found.add('field with a default');
    if (field.derivation) {
      found.add('derived field');
      allNodes(field.derivation).forEach(ofNode);
    }
    ofType(field.type);
  };
  const declared = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const declaration = declarationOf(index, id);
    found.add(`declared ${declaration.kind}`);
    if (declaration.kind === 'type') {
      if (declaration.constraint) ofRule(declaration.constraint);
      ofType(declaration.base);
    }
    if (declaration.kind === 'union') for (const one of declaration.alternatives) declared(one.id);
    if (declaration.kind === 'value' && declaration.depth !== undefined) found.add('value that holds itself');
    if ('fields' in declaration) {
      declaration.fields.forEach(ofField);
      declaration.rules.forEach(ofRule);
    }
  };
  declared(subject);
  return found;
}

function isOfRules(node: Expression): node is RuleExpression {
  return Object.hasOwn(variants, node.kind);
}

function variantOf(node: RuleExpression): string {
  const tell = variants[node.kind] as (node: RuleExpression) => string;
  return tell(node);
}
