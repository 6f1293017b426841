import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';
import type { PyElement } from './elements.ts';

export interface OrderedElements {
  readonly elements: readonly PyElement[];
  /** Types that stand together, before everything else but enumerations. */
  isPlain(element: PyElement): boolean;
  /** True if annotations name classes that come later, as those of a value that holds itself do. */
  readonly looksAhead: boolean;
}

/**
 * The order of a module: enumerations, then types that are limits alone, then the rest as in the source, but
 * what is named comes before what names it.
 */
export function orderElements(all: readonly PyElement[], index: ModelIndex): OrderedElements {
  const own = new Map(all.map((one) => [one.id, one]));
  const needs = new Map(all.map((one) => [one.id, dependenciesOf(one, index)]));
  const visited = new Set<ElementId>();
  const done = new Set<ElementId>();
  const elements: PyElement[] = [];
  let waiting: PyElement[] = [];
  let looksAhead = false;
  const isReady = ({ id }: PyElement): boolean =>
    [...(needs.get(id)?.early ?? [])].every((one) => done.has(one) || !own.has(one));
  const put = (element: PyElement): void => {
    const late = [...(needs.get(element.id)?.late ?? [])];
    looksAhead ||= element.kind !== 'type' && late.some((one) => own.has(one) && !done.has(one));
    elements.push(element);
    done.add(element.id);
    const ready = waiting.filter(isReady);
    waiting = waiting.filter((one) => !ready.includes(one));
    for (const one of ready) put(one);
  };
  const visit = (element: PyElement): void => {
    if (visited.has(element.id)) return;
    visited.add(element.id);
    const { early = [], late = [] } = needs.get(element.id) ?? {};
    for (const id of [...early, ...late]) {
      const needed = own.get(id);
      if (needed) visit(needed);
    }
    // What limits a class that is on its way comes after it.
    if (isReady(element)) put(element);
    else waiting.push(element);
  };
  const isPlain = plainTypes(all, needs);
  const rank = (element: PyElement): number => {
    if (element.kind === 'enum') return 0;
    return isPlain(element) ? 1 : 2;
  };
  for (const element of all.toSorted((left, right) => rank(left) - rank(right))) visit(element);
  return { elements, isPlain, looksAhead };
}

/** Which types are made of nothing but enumerations and types like them, and ask no condition. */
function plainTypes(
  all: readonly PyElement[],
  needs: ReadonlyMap<ElementId, Dependencies>,
): (element: PyElement) => boolean {
  const own = new Map(all.map((one) => [one.id, one]));
  const isPlain = (element: PyElement): boolean => {
    if (element.kind !== 'type') return element.kind === 'enum';
    if (element.constraint) return false;
    return [...(needs.get(element.id)?.early ?? [])].every((id) => {
      const needed = own.get(id);
      return !needed || isPlain(needed);
    });
  };
  return (element) => element.kind === 'type' && isPlain(element);
}
