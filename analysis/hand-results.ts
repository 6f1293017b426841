import { withDefaults } from '../pim/conformance.ts';
import type { JsonValue } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import { type ModelIndex, structureOfType, underlyingType } from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';
import { exampleOf, samplesOf } from './examples.ts';
import { differentSamples, sampleOf } from './sample-value.ts';

/** What stands for a calculation or a translation by hand: it gives this, whatever it is called with. */
export interface HandResult {
  readonly callee: ElementId;
  readonly value: JsonValue;
}

/** Answers for what is written by hand while something is evaluated, and what was asked for. */
export interface HandResults {
  call(callee: ElementId): JsonValue | undefined;
  given(): readonly HandResult[];
  /** In how many turns everything that was asked for has given each of its results. */
  turns(): number;
}

/** How many results of one calculation are tried. */
const mostResults = 6;

/** The results of one turn: in each, what is asked for gives another. */
export function handResults(index: ModelIndex, turn = 0): HandResults {
  const given = new Map<ElementId, readonly JsonValue[]>();
  const valueOf = (values: readonly JsonValue[]): JsonValue | undefined => values[turn % values.length];
  return {
    call(callee) {
      const values = given.get(callee) ?? resultsOf(index, callee);
      given.set(callee, values);
      return valueOf(values);
    },
    given: () =>
      [...given].flatMap(([callee, values]) => {
        const value = valueOf(values);
        return value === undefined ? [] : [{ callee, value }];
      }),
    turns: () => Math.max(1, ...[...given.values()].map(({ length }) => length)),
  };
}

/** Plain results of what is written by hand, the most readable first. */
function resultsOf(index: ModelIndex, callee: ElementId): readonly JsonValue[] {
  const element = index.get(callee);
  const type = resultType(index, callee);
  if (!type || !element || !('name' in element)) return [];
  const first = sampleOf(samplesOf(index), type, { owner: element.name, field: 'result' });
  if (first === undefined) return [];
  const structure = structureOfType(index, underlyingType(index, type));
  if (!structure) return [first, ...differentSamples(samplesOf(index), type, first, mostResults - 1)];
  const full = exampleOf(index, structure.id, 'full');
  const others = differentSamples(samplesOf(index), type, first, mostResults - 2);
  return [first, ...(full.found ? [full.instance] : []), ...others].map((value) =>
    withDefaults(index, structure, value),
  );
}

function resultType(index: ModelIndex, callee: ElementId): Type | undefined {
  const element = index.get(callee);
  if (element?.kind === 'calculation') return element.result.type;
  if (element?.kind !== 'translation' || element.target.id === undefined) return undefined;
  return { kind: 'named', id: element.target.id, origin: element.target.origin };
}
