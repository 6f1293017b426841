import { assertNever } from '../../pim/assert-never.ts';
import { foreignFields } from '../../pim/conformance.ts';
import type { Alternative, ConstrainedType, Enum, Field, Named, Rule, Union } from '../../pim/model.ts';
import { unionOf } from '../../pim/model-index.ts';
import { atom, binary, type Code, call, keyword, subscript, tuple } from './code.ts';
import { documentationOf } from './documentation.ts';
import { isPayload, ownFieldsOf, type Payload, type PyElement } from './elements.ts';
import { fieldText } from './field-text.ts';
import type { ModuleScope } from './module-scope.ts';
import { snakeCase } from './names.ts';
import { columns, functionHead, line, statement } from './print-code.ts';
import type { PyBlock, PyText } from './psm.ts';
import { docstring, quote, stringCode } from './quote.ts';
import { translate } from './translate-expression.ts';
import { annotated, annotation, plainType } from './type-code.ts';

const depth = 4;
const indentation = ' '.repeat(depth);

/** What stands at the top of a module for an element. */
export function transformElement(element: PyElement, scope: ModuleScope): readonly PyBlock[] {
  switch (element.kind) {
    case 'type':
      return typeBlocks(element, scope);
    case 'enum':
      return [enumBlock(element, scope)];
    case 'union':
      return [unionBlock(element, scope)];
    case 'value':
    case 'alternative':
    case 'entity':
    case 'aggregate':
    case 'event':
    case 'eventVersion':
    case 'command':
      return [classBlock(element, scope)];
    default:
      return assertNever(element);
  }
}

function block(element: Named, texts: readonly PyText[]): PyBlock {
  return { element: element.id, space: '', texts };
}

function docLines(text: string, at: string): readonly string[] {
  if (text === '') return [];
  return docstring(text).map((one) => (one === '' ? '' : `${at}${one}`));
}

function withDoc(text: string, documentation: string, at: string): string {
  return [text, ...docLines(documentation, at)].join('\n');
}

function typeBlocks(type: ConstrainedType, scope: ModuleScope): readonly PyBlock[] {
  const name = scope.className(type.id);
  const base = annotation(type.base, scope);
  const { constraint } = type;
  if (!constraint)
    return [
      block(type, [
        { element: type.id, text: withDoc(statement(`${name} = `, base, 0), documentationOf(type), '') },
      ]),
    ];
  const holds = scope.declare(`_${snakeCase(type.name)}`);
  const condition = translate(constraint.condition, scope, { self: 'it', old: 'old' });
  const head = functionHead(holds, [`it: ${typeText(type, scope)}`], 'bool', 0);
  const where = call(
    scope.runtime('Where'),
    stringCode(constraint.id),
    stringCode(constraint.message),
    atom(holds),
  );
  const limited =
    base.kind === 'subscript' &&
    base.object.kind === 'atom' &&
    base.object.text === scope.standard('typing', 'Annotated')
      ? { ...base, keys: [...base.keys, where] }
      : annotated(base, [where], scope);
  return [
    block(type, [
      {
        element: constraint.id,
        text: [
          head,
          ...docLines(constraint.doc ?? '', indentation),
          statement('return ', condition, depth),
        ].join('\n'),
      },
    ]),
    block(type, [
      { element: type.id, text: withDoc(statement(`${name} = `, limited, 0), documentationOf(type), '') },
    ]),
  ];
}

function typeText(type: ConstrainedType, scope: ModuleScope): string {
  return line('', plainType(type.base, scope), 0);
}

function enumBlock(declaration: Enum, scope: ModuleScope): PyBlock {
  const name = scope.className(declaration.id);
  const head = `class ${name}(${scope.standard('enum', 'StrEnum')}):`;
  const literals = declaration.literals.map((literal): PyText => {
    const text = `${indentation}${scope.plan.literalOf(literal.id)} = ${quote(literal.wire)}`;
    return { element: literal.id, text: withDoc(text, documentationOf(literal), indentation) };
  });
  const documentation = docLines(documentationOf(declaration), indentation);
  return block(declaration, [
    { element: declaration.id, text: [head, ...spaced(documentation, literals.length > 0)].join('\n') },
    ...(literals.length === 0 && documentation.length === 0
      ? [{ element: declaration.id, text: `${indentation}pass` }]
      : literals),
  ]);
}

function spaced(lines: readonly string[], isFollowed: boolean): readonly string[] {
  return lines.length > 0 && isFollowed ? [...lines, ''] : lines;
}

function unionBlock(union: Union, scope: ModuleScope): PyBlock {
  const name = scope.className(union.id);
  const [first = atom('None'), ...others] = union.alternatives.map(({ id }) => atom(scope.className(id)));
  const shapes = others.reduce<Code>((left, right) => binary('|', left, right), first);
  const discriminator = keyword('discriminator', stringCode(scope.plan.discriminatorOf(union)));
  const code =
    others.length === 0
      ? shapes
      : annotated(shapes, [call(scope.standard('pydantic', 'Field'), discriminator)], scope);
  return block(union, [
    { element: union.id, text: withDoc(statement(`${name} = `, code, 0), documentationOf(union), '') },
  ]);
}

type PyClass = Extract<PyElement, { kind: 'value' | 'alternative' | 'entity' | 'aggregate' } | Payload>;

function classBlock(element: PyClass, scope: ModuleScope): PyBlock {
  const name = scope.className(element.id);
  const oneLine = `class ${name}(${scope.runtime('Model')}):`;
  const head =
    columns(oneLine) <= 88 ? oneLine : `class ${name}(\n${indentation}${scope.runtime('Model')}\n):`;
  const documentation = docLines(documentationOf(element), indentation);
  const settings = element.kind === 'alternative' ? shapeTexts(element, scope) : depthTexts(element, scope);
  const fields = ownFieldsOf(element).map((field) => fieldText(field, scope));
  const methods = isPayload(element)
    ? []
    : [
        ...element.fields.filter(({ role }) => role === 'derived').map((field) => derivedText(field, scope)),
        ...element.rules.map((rule) => ruleText(rule, scope)),
      ];
  const data = [...settings, ...fields];
  const texts = [
    ...data,
    ...methods.map((one, at) =>
      at === 0 && data.length === 0 && documentation.length === 0 ? one : { ...one, text: `\n${one.text}` },
    ),
  ];
  const hasBody = texts.length > 0 || documentation.length > 0;
  const isData = data.length > 0;
  return block(element, [
    { element: element.id, text: [head, ...spaced(documentation, isData)].join('\n') },
    ...(hasBody ? texts : [{ element: element.id, text: `${indentation}pass` }]),
  ]);
}

/** How deep a value that holds itself may do so. */
function depthTexts(element: PyClass, scope: ModuleScope): readonly PyText[] {
  if (element.kind !== 'value' || element.depth === undefined) return [];
  const type = subscript(scope.standard('typing', 'ClassVar'), atom('int'));
  return [
    {
      element: element.id,
      text: `${line('', atom(`__depth__: ${line('', type, 0)} = ${element.depth}`), depth)}\n`,
    },
  ];
}

/** What tells a shape from the others, and which fields only they have. */
function shapeTexts(alternative: Alternative, scope: ModuleScope): readonly PyText[] {
  const union = unionOf(scope.index, alternative);
  const foreign = foreignFields(union, alternative);
  const wire = stringCode(alternative.wire);
  const literal = subscript(scope.standard('typing', 'Literal'), wire);
  const attribute = scope.plan.discriminatorOf(union);
  const tag = fieldText(
    { attribute, wire: union.discriminator, element: alternative.id, annotation: literal, value: wire },
    scope,
  );
  if (foreign.length === 0) return [tag];
  const type = line(
    '',
    subscript(scope.standard('typing', 'ClassVar'), subscript('tuple', atom('str'), atom('...'))),
    0,
  );
  const names = statement(`__foreign__: ${type} = `, tuple(foreign.map(stringCode)), depth);
  return [{ element: alternative.id, text: `${names}\n` }, tag];
}

function derivedText(field: Field, scope: ModuleScope): PyText {
  if (!field.derivation) throw new Error(`\`${field.id}\` is derived from nothing`);
  const type = plainType(field.type, scope);
  const result = line('', field.optional ? binary('|', type, atom('None')) : type, 0);
  const code = translate(field.derivation, scope, undefined, field.type);
  return {
    element: field.id,
    text: [
      `${indentation}@property`,
      functionHead(scope.attribute(field.id), ['self'], result, depth),
      ...docLines(documentationOf(field), indentation.repeat(2)),
      statement('return ', code, 2 * depth),
    ].join('\n'),
  };
}

function ruleText(rule: Rule, scope: ModuleScope): PyText {
  const decorator = call(
    scope.runtime(rule.transition ? 'transition' : 'rule'),
    stringCode(rule.id),
    stringCode(rule.message),
  );
  const parameters = rule.transition ? ['self', `old: ${scope.standard('typing', 'Self')}`] : ['self'];
  return {
    element: rule.id,
    text: [
      line('@', decorator, depth),
      functionHead(scope.plan.methodOf(rule), parameters, 'bool', depth),
      ...docLines(rule.doc ?? '', indentation.repeat(2)),
      statement('return ', translate(rule.condition, scope), 2 * depth),
    ].join('\n'),
  };
}
