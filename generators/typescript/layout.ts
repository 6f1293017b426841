/**
 * A text that can be laid out in several ways, after Wadler's and Prettier's documents: a group stands
 * on one line if it fits, else its lines break.
 */
export type Layout =
  | string
  | readonly Layout[]
  | { readonly kind: 'line'; readonly flat: string }
  | { readonly kind: 'indent'; readonly content: Layout }
  | { readonly kind: 'group'; readonly content: Layout; readonly broken: boolean }
  /** On one line, whatever stands around it. */
  | { readonly kind: 'flat'; readonly content: Layout }
  /** `broken` in a group that breaks, `flat` in one that does not. */
  | { readonly kind: 'choice'; readonly broken: Layout; readonly flat: Layout }
  /** Items that fill each line before the next. */
  | { readonly kind: 'fill'; readonly items: readonly Layout[] }
  /** The first layout that fits, the last one if none does. */
  | { readonly kind: 'alternatives'; readonly layouts: readonly Layout[] };

/** A line break, or a space. */
export const line: Layout = { kind: 'line', flat: ' ' };
/** A line break, or nothing. */
export const softline: Layout = { kind: 'line', flat: '' };

export function indent(...content: readonly Layout[]): Layout {
  return { kind: 'indent', content };
}

export function group(...content: readonly Layout[]): Layout {
  return { kind: 'group', content, broken: breaks(content) };
}

export function brokenGroup(...content: readonly Layout[]): Layout {
  return { kind: 'group', content, broken: true };
}

export function whenBroken(broken: Layout, flat: Layout = ''): Layout {
  return { kind: 'choice', broken, flat };
}

export function fill(items: readonly Layout[]): Layout {
  return { kind: 'fill', items };
}

export function onOneLine(...content: readonly Layout[]): Layout {
  return { kind: 'flat', content };
}

export function alternatives(...layouts: readonly Layout[]): Layout {
  return { kind: 'alternatives', layouts };
}

export function join(separator: Layout, items: readonly Layout[]): Layout {
  return items.flatMap((item, position) => (position === 0 ? [item] : [separator, item]));
}

/** True if some line in it always breaks. */
export function breaks(layout: Layout): boolean {
  if (typeof layout === 'string') return false;
  if (isSequence(layout)) return layout.some(breaks);
  switch (layout.kind) {
    case 'line':
      return false;
    case 'indent':
    case 'flat':
      return breaks(layout.content);
    case 'group':
      return layout.broken;
    case 'choice':
      return false;
    case 'alternatives':
      return breaks(layout.layouts[0] ?? '');
    case 'fill':
      return layout.items.some(breaks);
  }
}

function isSequence(layout: Layout): layout is readonly Layout[] {
  return Array.isArray(layout);
}

interface Part {
  readonly layout: Layout;
  readonly depth: number;
  readonly flat: boolean;
}

export interface LayoutPlace {
  /** Columns that a line may have. */
  readonly width: number;
  /** Spaces before each further line. */
  readonly depth: number;
  /** Columns taken on the first line. */
  readonly column: number;
  /** Columns that must stay free after the last line, such as that of a `;`. */
  readonly after: number;
}

/** The text, its first line without indentation. */
export function printLayout(layout: Layout, place: LayoutPlace): string {
  let text = '';
  let column = place.column;
  const tail = '\u0000'.repeat(place.after);
  const stack: Part[] = [
    { layout: tail, depth: 0, flat: false },
    { layout, depth: place.depth, flat: false },
  ];
  const write = (piece: string): void => {
    text += piece;
    column += columnsOf(piece);
  };
  for (let part = stack.pop(); part; part = stack.pop()) {
    const { layout: current, depth, flat } = part;
    if (typeof current === 'string') {
      write(current);
      continue;
    }
    if (isSequence(current)) {
      for (const child of current.toReversed()) stack.push({ layout: child, depth, flat });
      continue;
    }
    switch (current.kind) {
      case 'line':
        if (flat) write(current.flat);
        else {
          text = `${text}\n${' '.repeat(depth)}`;
          column = depth;
        }
        break;
      case 'indent':
        stack.push({ layout: current.content, depth: depth + 2, flat });
        break;
      case 'flat':
        stack.push({ layout: current.content, depth, flat: true });
        break;
      case 'choice':
        stack.push({ layout: flat ? current.flat : current.broken, depth, flat });
        break;
      case 'group': {
        const whole = { layout: current.content, depth, flat: true };
        const fitsFlat = flat || (!current.broken && fits(whole, stack, place.width - column, false));
        stack.push({ ...whole, flat: fitsFlat });
        break;
      }
      case 'fill': {
        const [first, separator, ...others] = current.items;
        if (first === undefined) break;
        if (flat) {
          stack.push({ layout: current.items, depth, flat });
          break;
        }
        if (separator === undefined) {
          stack.push({ layout: first, depth, flat: true });
          break;
        }
        const [next] = others;
        const pair: Layout = [first, separator, next ?? ''];
        const together = fits(
          { layout: pair, depth, flat: true },
          others.length > 1 ? [] : stack,
          place.width - column,
          true,
        );
        stack.push({ layout: fill(others), depth, flat });
        stack.push({ layout: separator, depth, flat: together });
        stack.push({ layout: first, depth, flat: true });
        break;
      }
      case 'alternatives': {
        const chosen = chooseLayout(current.layouts, depth, flat, stack, place.width - column);
        stack.push(chosen);
        break;
      }
    }
  }
  return tail === '' ? text : text.slice(0, -tail.length);
}

function chooseLayout(
  layouts: readonly Layout[],
  depth: number,
  flat: boolean,
  rest: readonly Part[],
  room: number,
): Part {
  const [first = '', ...others] = layouts;
  if (flat) return { layout: first, depth, flat: true };
  if (!breaks(first) && fits({ layout: first, depth, flat: true }, rest, room, false)) {
    return { layout: first, depth, flat: true };
  }
  for (const layout of others.slice(0, -1)) {
    const part = { layout, depth, flat: false };
    if (fits(part, rest, room, false)) return part;
  }
  return { layout: others.at(-1) ?? first, depth, flat: false };
}

/** Whether a part, and what follows it up to the next possible line break, fits into the room left. */
function fits(next: Part, rest: readonly Part[], room: number, mustBeFlat: boolean): boolean {
  let left = room;
  let restAt = rest.length - 1;
  const stack: Part[] = [next];
  while (left >= 0) {
    let part = stack.pop();
    if (!part) {
      part = rest[restAt];
      restAt -= 1;
      if (!part) return true;
    }
    const { layout, depth, flat } = part;
    if (typeof layout === 'string') left -= columnsOf(layout);
    else if (isSequence(layout)) {
      for (const child of layout.toReversed()) stack.push({ layout: child, depth, flat });
    } else {
      switch (layout.kind) {
        case 'line':
          if (!flat) return true;
          left -= layout.flat.length;
          break;
        case 'indent':
          stack.push({ layout: layout.content, depth, flat });
          break;
        case 'flat':
          stack.push({ layout: layout.content, depth, flat: true });
          break;
        case 'choice':
          stack.push({ layout: flat ? layout.flat : layout.broken, depth, flat });
          break;
        case 'group':
          if (mustBeFlat && layout.broken) return false;
          stack.push({ layout: layout.content, depth, flat: layout.broken ? false : flat });
          break;
        case 'fill':
          for (const child of layout.items.toReversed()) stack.push({ layout: child, depth, flat });
          break;
        case 'alternatives': {
          const chosen = flat ? layout.layouts[0] : layout.layouts.at(-1);
          stack.push({ layout: chosen ?? '', depth, flat });
          break;
        }
      }
    }
  }
  return false;
}

// Scripts whose characters take two columns each, and emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation}/u;

/** How wide a text is in a fixed-width font. */
function columnsOf(text: string): number {
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}
