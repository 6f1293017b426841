import {
  COLLECTION_STYLE,
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from 'js-yaml';
import { isJsonObject } from '../../pim/json.ts';
import { LineMap } from '../../pim/line-map.ts';
import type { Origin } from '../../pim/origin.ts';
import type { LocatedEntry, LocatedValue } from './located-value.ts';

export type LocatedYaml =
  | { readonly kind: 'value'; readonly value: LocatedValue }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly origin: Origin };

/**
 * Reads one YAML 1.2 document that JSON could say as well, with the place of each part. Anchors,
 * aliases, tags and a second document are refused: what they would do to places nobody needs.
 */
export function readLocatedYaml(text: string, file: string): LocatedYaml {
  const lines = new LineMap(text, file);
  try {
    const events = parseEvents(text, {});
    const documents = constructFromEvents(events, { source: text, maxAliases: 0 });
    if (documents.length > 1) return unreadable('it holds more than one document', 0, lines);
    const places = new PlaceReader(events, lines);
    return { kind: 'value', value: located(documents[0] ?? null, places.read()) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return unreadable(reasons[error.reason] ?? error.reason, error.mark?.position ?? 0, lines);
  }
}

/** What js-yaml says where it knows less than we do about what is allowed. */
const reasons: Readonly<Record<string, string>> = {
  'aliases exceeded maxAliases (0)': 'aliases (`*name`) are not read here: write out what they stand for',
  'deficient indentation': 'what began above is not closed, or this line lacks its indentation',
  'duplicated mapping key': 'this key stands twice',
  'object-based map does not support complex keys': 'a key must be a plain name',
};

function unreadable(reason: string, offset: number, lines: LineMap): LocatedYaml {
  const start = Math.min(offset, lines.text.length);
  return { kind: 'unreadable', reason, origin: lines.origin(start, start) };
}

/** Where a value stands, and what is in it. */
interface Place {
  readonly origin: Origin;
  /** By position in a list, by key in an object. */
  readonly parts: ReadonlyMap<string, { readonly name: Origin; readonly place: Place }>;
}

/** The values of a document are js-yaml's, and the places are of its events: both have one shape. */
function located(value: unknown, place: Place): LocatedValue {
  const { origin, parts } = place;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, at) => located(item, parts.get(String(at))?.place ?? place));
    return { kind: 'list', items, origin };
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([name, child]): LocatedEntry => {
      const part = parts.get(name);
      return { name, nameOrigin: part?.name ?? origin, value: located(child, part?.place ?? place) };
    });
    return { kind: 'object', entries, origin };
  }
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: isScalar ? value : null, origin };
}

/** A value that is left out after its key has no place of its own. */
function toldAt(name: Origin, place: Place): Place {
  const { start, end } = place.origin;
  return start.offset === end.offset ? { ...place, origin: name } : place;
}

/** Walks the flat list of events once. */
class PlaceReader {
  private at = 0;
  private readonly events: readonly Event[];
  private readonly lines: LineMap;
  /** Where the last scalar ended: a collection ends with what is last in it. */
  private end = 0;

  constructor(events: readonly Event[], lines: LineMap) {
    this.events = events;
    this.lines = lines;
  }

  /** The place of the next value; of an empty document its beginning. */
  read(): Place {
    const event = this.events[this.at];
    this.at += 1;
    switch (event?.type) {
      case EVENT_ID.DOCUMENT:
        return this.read();
      case EVENT_ID.SCALAR:
        return { origin: this.scalarOrigin(event), parts: new Map() };
      case EVENT_ID.SEQUENCE:
        return this.readParts(event, ']', () => undefined);
      case EVENT_ID.MAPPING:
        return this.readParts(event, '}', () => this.read().origin);
      default:
        return { origin: this.lines.origin(this.end, this.end), parts: new Map() };
    }
  }

  private readParts(
    { start, style }: SequenceEvent | MappingEvent,
    bracket: string,
    readName: () => Origin | undefined,
  ): Place {
    const parts = new Map<string, { readonly name: Origin; readonly place: Place }>();
    while (this.events[this.at] && this.events[this.at]?.type !== EVENT_ID.POP) {
      const name = readName();
      const key = name ? this.lastText() : String(parts.size);
      const place = this.read();
      parts.set(key, { name: name ?? place.origin, place: name ? toldAt(name, place) : place });
    }
    this.at += 1;
    this.end = Math.max(this.end, start);
    // The bracket that closes a flow collection comes next, but for spaces and a comma.
    if (style === COLLECTION_STYLE.FLOW) this.end = this.lines.text.indexOf(bracket, this.end) + 1;
    return { origin: this.lines.origin(start, this.end), parts };
  }

  /** The text of the scalar that was read last: of a mapping, its key. */
  private lastText(): string {
    const event = this.events[this.at - 1];
    return event?.type === EVENT_ID.SCALAR ? getScalarValue(this.lines.text, event) : '';
  }

  private scalarOrigin({ valueStart, valueEnd, style }: ScalarEvent): Origin {
    // A value that is left out would stand where the last ended.
    if (valueStart < 0) return this.lines.origin(this.end, this.end);
    const quote = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
    const written = this.lines.text.slice(valueStart, valueEnd);
    this.end = valueStart + (quote ? written : written.trimEnd()).length + quote;
    return this.lines.origin(valueStart - quote, this.end);
  }
}
