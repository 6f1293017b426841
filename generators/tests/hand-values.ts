import type { HandResult } from '../../analysis/hand-results.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import type { Symbols } from '../core/target.ts';
import type { FileImports } from './file-imports.ts';
import type { TestMember, TestValue } from './psm.ts';
import { holdsKind, type ValueWriter, writeInstance } from './test-value.ts';

/** `{ differs: () => true }`: what stands for the code that is written by hand. */
export function writeHands(
  index: ModelIndex,
  symbols: Symbols,
  hand: readonly HandResult[],
  imports: FileImports,
): TestValue {
  const members = hand.map(({ callee, value }): TestMember => {
    const element = index.get(callee);
    const name = symbols.get(callee)?.parts?.['byHand']?.name;
    const type = element?.kind === 'calculation' ? element.result.type : targetType(index, callee);
    if (name === undefined || !type) throw new Error(`nothing by hand is made of \`${callee}\``);
    return { name, value: { kind: 'always', value: writeInHand(index, type, value, imports) } };
  });
  return { kind: 'object', members };
}

/** A value as code holds it. */
export function writeInHand(
  index: ModelIndex,
  type: Type,
  value: HandResult['value'],
  imports: FileImports,
): TestValue {
  const writer: ValueWriter = { index, entities: new Map(), inHand: true };
  const written = writeInstance(writer, type, value, []);
  if (holdsKind(written, 'decimal')) imports.runtime('Decimal');
  return written;
}

/** A value as JSON has it. */
export function writeStored(index: ModelIndex, type: Type, value: HandResult['value']): TestValue {
  return writeInstance({ index, entities: new Map() }, type, value, []);
}

function targetType(index: ModelIndex, translation: string): Type | undefined {
  const element = index.get(translation);
  if (element?.kind !== 'translation' || element.target.id === undefined) return undefined;
  return { kind: 'named', id: element.target.id, origin: element.target.origin };
}
