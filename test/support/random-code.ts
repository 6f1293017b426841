import * as fc from 'fast-check';
import {
  arrow,
  asType,
  atom,
  type BinaryOperatorToken,
  binary,
  type Code,
  call,
  member,
  methodCall,
  numberCode,
  regexCode,
  stringCode,
  unary,
} from '../../generators/typescript/code.ts';

// Names of every length, so that lines end at every column.
const name = fc
  .tuple(
    fc.constantFrom('a', 'fabric', 'resource', 'kubernetesConfiguration'),
    fc.integer({ min: 0, max: 20 }),
  )
  .map(([start, more]) => start + 'x'.repeat(more));
const field = fc.tuple(name, name).map(([object, property]) => member(atom(object), property));

function operation(
  operators: readonly BinaryOperatorToken[],
  operand: fc.Arbitrary<Code>,
): fc.Arbitrary<Code> {
  return fc
    .tuple(fc.constantFrom(...operators), operand, operand)
    .map(([operator, left, right]) => binary(operator, left, right));
}

function conditional(condition: fc.Arbitrary<Code>, branch: fc.Arbitrary<Code>): fc.Arbitrary<Code> {
  return fc
    .tuple(condition, branch, branch)
    .map(([test, whenTrue, whenFalse]) => ({ kind: 'conditional', condition: test, whenTrue, whenFalse }));
}

function includes(items: fc.Arbitrary<readonly Code[]>, item: fc.Arbitrary<Code>): fc.Arbitrary<Code> {
  return fc
    .tuple(items, item)
    .map(([all, one]) => methodCall({ kind: 'array', items: all }, 'includes', one));
}

const expressions = fc.letrec<{ condition: Code; integer: Code; text: Code }>((tie) => {
  const [condition, integer, text] = [tie('condition'), tie('integer'), tie('text')];
  const texts = fc.array(text, { minLength: 2, maxLength: 5 });
  const numbers = fc.array(fc.integer().map(numberCode), { minLength: 2, maxLength: 30 });
  return {
    text: fc.oneof(
      { maxDepth: 4 },
      name.map(atom),
      field,
      fc.tuple(field, name).map(([object, property]) => member(object, property, true)),
      fc.string({ maxLength: 30 }).map(stringCode),
      operation(['??'], text),
      text.map((one) => call(atom('lowerAscii'), one)),
      field.map((operand): Code => ({ kind: 'present', operand })),
      conditional(condition, text),
    ),
    integer: fc.oneof(
      { maxDepth: 4 },
      fc.integer({ min: -1000, max: 1000 }).map(numberCode),
      field,
      operation(['+', '-', '*', '%', '/'], integer),
      integer.map((one) => unary('-', one)),
      fc
        .tuple(integer, integer)
        .map(([one, other]) => methodCall(atom('Math'), 'trunc', binary('/', one, other))),
      fc.tuple(text, integer).map(([items, of]) => call(atom('sum'), items, arrow(['item'], of))),
      fc
        .tuple(field, condition)
        .map(([items, test]) => member(methodCall(items, 'filter', arrow(['item'], test)), 'length')),
      conditional(condition, integer),
    ),
    condition: fc.oneof(
      { maxDepth: 5 },
      field,
      operation(['||', '&&'], condition),
      operation(['&&', '||'], condition),
      operation(['??'], condition),
      fc
        .tuple(field, condition, text)
        .map(([items, test, other]) =>
          call(atom('compareText'), call(atom('find'), items, arrow(['item'], test)), other),
        ),
      operation(['===', '!=='], condition),
      operation(['===', '!=='], text),
      operation(['===', '<', '>='], integer),
      fc.tuple(text, text).map(([one, other]) => binary('===', asType(one, 'string'), other)),
      condition.map((one) => unary('!', one)),
      fc
        .tuple(field, fc.constantFrom('every', 'some'), condition)
        .map(([items, quantifier, test]) => methodCall(items, quantifier, arrow(['item'], test))),
      fc.tuple(text, text).map(([one, other]) => methodCall(one, 'startsWith', other)),
      includes(texts, text),
      includes(numbers, integer),
      fc
        .tuple(texts, text)
        .map(([items, one]) =>
          methodCall(asType({ kind: 'array', items }, 'readonly string[]'), 'includes', one),
        ),
      fc
        .tuple(field, text)
        .map(([items, one]) => methodCall(asType(items, 'readonly string[]'), 'includes', one)),
      text.map((one) => methodCall(regexCode('^[a-z]{2,3}$'), 'test', one)),
      conditional(condition, condition),
    ),
  };
});

/** Conditions of every shape that rules are translated to, few of which mean anything. */
export const randomCondition: fc.Arbitrary<Code> = expressions.condition;
