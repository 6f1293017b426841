import type { FunctionCase } from '../../analysis/function-cases.ts';
import { isJsonObject, type JsonValue } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import type { Symbols } from '../core/target.ts';
import { distinctTitles } from './distinct-titles.ts';
import type { FileImports } from './file-imports.ts';
import { writeHands, writeInHand, writeStored } from './hand-values.ts';
import type { FunctionRow, FunctionTable, TestValue } from './psm.ts';
import { writeInstance } from './test-value.ts';
import { differenceWords } from './words.ts';

/** A function, and how its calls are written. */
export interface TestedFunction {
  readonly element: ElementId;
  /** The type of what it is called with. */
  readonly input: Type;
  /** The model, with the input's payload in it if it has one of its own. */
  readonly inputIndex: ModelIndex;
  /** The input is what was stored: JSON, and no objects that code holds. */
  readonly isStored?: boolean;
  /** The call, of `input`. */
  readonly call: string;
  /** What it gives if it checks that: `{ ok: true, value }`. */
  readonly isChecked: boolean;
  /** What is made of a value that is accepted, and how that is written. */
  accepted?(value: TestValue): TestValue;
}

/**
 * What is tested of a function: a table for what it gives, and one for what it refuses; apart from each other
 * what is given for what is written by hand.
 */
export function functionTables(
  index: ModelIndex,
  symbols: Symbols,
  imports: FileImports,
  tested: TestedFunction,
  cases: readonly FunctionCase[],
): readonly FunctionTable[] {
  const [first] = cases;
  const groups = Map.groupBy(cases, ({ hand, violations, result }) =>
    JSON.stringify([hand, tested.isChecked && result !== undefined, violations.length > 0]),
  );
  return [...groups.values()].flatMap((group): readonly FunctionTable[] => {
    const [one] = group;
    if (!one) return [];
    const { hand, violations, result } = one;
    const { element, call, isChecked } = tested;
    const isRefused = violations.length > 0;
    const rows = group.map(
      (row): FunctionRow => ({
        title: titleOf(row, first?.input),
        input: tested.isStored
          ? writeStored(tested.inputIndex, tested.input, row.input)
          : writeInHand(tested.inputIndex, tested.input, row.input, imports),
        expected: isRefused ? reasonsOf(row) : writeExpected(index, row.result),
      }),
    );
    const expected: TestValue = { kind: 'name', name: 'expected' };
    const whole = tested.accepted?.(expected) ?? expected;
    return [
      {
        element,
        call,
        ...(hand.length > 0 ? { byHand: writeHands(index, symbols, hand, imports) } : {}),
        outcome:
          !isChecked || result === undefined ? expected : outcomeOf(isRefused, isRefused ? expected : whole),
        matcher: isRefused ? 'toMatchObject' : 'toEqual',
        rows: distinctTitles(rows),
      },
    ];
  });
}

function outcomeOf(isRefused: boolean, value: TestValue): TestValue {
  const ok: TestValue = { kind: 'scalar', value: !isRefused };
  return {
    kind: 'object',
    members: [
      { name: 'ok', value: ok },
      { name: isRefused ? 'error' : 'value', value },
    ],
  };
}

function writeExpected(index: ModelIndex, value: JsonValue | undefined): TestValue {
  if (value === undefined) return { kind: 'absent' };
  return writeInstance({ index, entities: new Map() }, { kind: 'json' }, value, []);
}

function reasonsOf({ violations }: FunctionCase): TestValue {
  const items = violations.map(({ path, constraint, rule }): TestValue => {
    const members = [
      ['path', path],
      ['constraint', constraint],
      ...(rule === undefined ? [] : [['rule', rule]]),
    ] as const;
    return {
      kind: 'object',
      members: members.map(([name = '', text = '']) => ({
        name,
        value: { kind: 'text', parts: [{ text, times: 1 }] },
      })),
    };
  });
  return { kind: 'list', items };
}

function titleOf({ input, result, violations }: FunctionCase, first: JsonValue | undefined): string {
  const verb = violations.length > 0 ? 'refuses' : result === undefined ? 'gives nothing for' : 'takes';
  if (!isJsonObject(input) || !isJsonObject(first ?? null)) return `${verb} ${differenceWords(null, input)}`;
  return `${verb} ${differenceWords(first ?? null, input)}`;
}
