/** Steps that lead from a node back to itself; `to` of the last is `from` of the first. */
export type Cycle<Step> = readonly Step[];

/** A way from one node to the next. */
export interface CycleStep {
  readonly from: string;
  readonly to: string;
}

/**
 * Cycles of a directed graph: at least one of each group of nodes that reach each other, and none
 * that shares a node with another. A loop, not a recursion: a model may nest thousands deep.
 */
export function findCycles<Step extends CycleStep>(
  nodes: readonly string[],
  stepsFrom: (node: string) => readonly Step[],
): readonly Cycle<Step>[] {
  const cycles: Cycle<Step>[] = [];
  const done = new Set<string>();
  const reported = new Set<string>();
  for (const start of nodes) {
    if (done.has(start)) continue;
    const path: { readonly node: string; readonly steps: readonly Step[]; next: number }[] = [];
    const depths = new Map<string, number>();
    const enter = (node: string): void => {
      depths.set(node, path.length);
      path.push({ node, steps: stepsFrom(node), next: 0 });
    };
    enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const step = top.steps[top.next];
      top.next += 1;
      if (!step) {
        path.pop();
        depths.delete(top.node);
        done.add(top.node);
        continue;
      }
      const depth = depths.get(step.to);
      if (depth === undefined) {
        if (!done.has(step.to)) enter(step.to);
        continue;
      }
      const round = path.slice(depth);
      if (round.some(({ node }) => reported.has(node))) continue;
      for (const { node } of round) reported.add(node);
      cycles.push(round.flatMap(({ steps, next }) => steps[next - 1] ?? []));
    }
  }
  return cycles;
}

/**
 * The nodes that lie on some cycle: those that reach themselves. Tarjan's strongly connected components, with a
 * stack of its own for the same reason.
 */
export function nodesOnCycles(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): ReadonlySet<string> {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found = new Set<string>();
  const lower = (node: string, to: number): void => {
    lowest.set(node, Math.min(lowest.get(node) ?? to, to));
  };
  for (const start of nodes) {
    if (order.has(start)) continue;
    const path: { readonly node: string; readonly targets: readonly string[]; position: number }[] = [];
    const enter = (node: string): void => {
      order.set(node, order.size);
      lower(node, order.size - 1);
      open.push(node);
      isOpen.add(node);
      path.push({ node, targets: next(node), position: 0 });
    };
    enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = top.targets[top.position];
      top.position += 1;
      if (target !== undefined) {
        if (target === top.node) found.add(target);
        if (!order.has(target)) enter(target);
        else if (isOpen.has(target)) lower(top.node, order.get(target) ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lower(parent.node, lowest.get(top.node) ?? 0);
      if (lowest.get(top.node) !== order.get(top.node)) continue;
      const component: string[] = [];
      for (let node = open.pop(); node !== undefined; node = node === top.node ? undefined : open.pop()) {
        component.push(node);
        isOpen.delete(node);
      }
      if (component.length > 1) for (const node of component) found.add(node);
    }
  }
  return found;
}
