import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';

/** A part of a YAML or JSON document, with the line on which it begins. */
export type Placed =
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly Placed[] }
  | { readonly kind: 'text'; readonly line: number; readonly text: string };

export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Placed;
}

export function at(node: Placed | undefined, ...path: readonly string[]): Placed | undefined {
  return path.reduce<Placed | undefined>(
    (found, key) =>
      found?.kind === 'list'
        ? found.items[Number(key)]
        : entriesOf(found).find((entry) => entry.key === key)?.value,
    node,
  );
}

export function textAt(node: Placed | undefined, ...path: readonly string[]): string | undefined {
  return textOf(at(node, ...path));
}

export function textOf(node: Placed | undefined): string | undefined {
  return node?.kind === 'text' ? node.text : undefined;
}

export function entriesOf(node: Placed | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function itemsOf(node: Placed | undefined): readonly Placed[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The document with the line on which each part begins. */
export function readDocument(text: string): Placed {
  const events = parseEvents(text, {});
  let next = 0;
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const children = (): readonly Placed[] => {
    const found: Placed[] = [];
    while (events[next] && events[next]?.type !== EVENT_ID.POP) found.push(read());
    next += 1;
    return found;
  };
  const read = (): Placed => {
    const event: Event | undefined = events[next];
    next += 1;
    switch (event?.type) {
      case EVENT_ID.DOCUMENT:
        return children()[0] ?? { kind: 'text', line: 1, text: '' };
      case EVENT_ID.SCALAR:
        return { kind: 'text', line: lineAt(event.valueStart), text: getScalarValue(text, event) };
      case EVENT_ID.SEQUENCE:
        return { kind: 'list', line: lineAt(event.start), items: children() };
      case EVENT_ID.MAPPING: {
        const line = lineAt(event.start);
        const all = children();
        const entries = all.flatMap((key, position) => {
          const value = all[position + 1];
          return position % 2 === 0 && key.kind === 'text' && value
            ? [{ key: key.text, line: key.line, value }]
            : [];
        });
        return { kind: 'map', line, entries };
      }
      default:
        throw new Error('a generated document holds an alias');
    }
  };
  return read();
}
