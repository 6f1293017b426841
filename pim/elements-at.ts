import type { ContextRelation, Move, Reference } from './behaviour.ts';
import type { Element } from './model.ts';
import { childElements, type ModelIndex } from './model-index.ts';
import type { Origin } from './origin.ts';

/** A line of a model's text; `column`, if it is given, tells which of several elements is meant. */
export interface TextPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/**
 * What a line of a model declares: the elements that begin on it, in the order of the source, else the
 * innermost that it is a part of, whose doc comment it may be. A move is of its lifecycle and about its
 * events; a relation, which is no element, is about the contexts, events and types that it names. None
 * outside of all that.
 */
export function elementsAt(index: ModelIndex, place: TextPlace, text: string): readonly Element[] {
  const all = withDescendants(index.model).filter(({ origin }) => origin.file === place.file);
  const beginning = all.filter((one) => begins(one, place.line));
  const found = beginning.length > 0 ? beginning : innermost(all, place, text);
  const { column } = place;
  if (column === undefined) return withNamed(found, index, place);
  const exact = innermost(
    all.filter(({ origin }) => holds(origin, place.line, column)),
    place,
    text,
  );
  return exact.length > 0 ? exact : found;
}

/** The relation of the context map that a line is a part of. */
export function relationAt({ model }: ModelIndex, place: TextPlace): ContextRelation | undefined {
  return model.relations.find((one) => isOn(one, place));
}

function withNamed(found: readonly Element[], index: ModelIndex, place: TextPlace): readonly Element[] {
  const relation = relationAt(index, place);
  if (relation) {
    const { upstream, downstream, via, sharing } = relation;
    return resolved([upstream, downstream, ...via, ...sharing], index);
  }
  const moves = withDescendants(index.model).flatMap((one): readonly Move[] =>
    one.kind === 'lifecycle' ? one.moves.filter((move) => isOn(move, place)) : [],
  );
  return [...new Set([...found, ...moves.flatMap(({ events }) => resolved(events, index))])];
}

function isOn({ origin }: { readonly origin: Origin }, { file, line }: TextPlace): boolean {
  return origin.file === file && origin.start.line <= line && line <= origin.end.line;
}

function resolved(references: readonly Reference[], index: ModelIndex): readonly Element[] {
  return references.flatMap(({ id }) => (id === undefined ? [] : (index.get(id) ?? [])));
}

function begins({ origin, nameOrigin }: Element, line: number): boolean {
  return origin.start.line === line || nameOrigin.start.line === line;
}

/** Of elements that were copied from one text, as those of a trait are, all. */
function innermost(all: readonly Element[], { line }: TextPlace, text: string): readonly Element[] {
  const around = all.filter((one) => firstLine(one, text) <= line && line <= one.origin.end.line);
  const smallest = Math.min(...around.map(lengthOf));
  return around.filter((one) => lengthOf(one) === smallest);
}

function lengthOf({ origin }: Element): number {
  return origin.end.offset - origin.start.offset;
}

/** The line on which the element's doc comment begins, or the element itself. */
function firstLine({ doc, origin }: Element, text: string): number {
  if (doc === undefined) return origin.start.line;
  const comment = text.lastIndexOf('/**', origin.start.offset);
  const between = comment < 0 ? '' : text.slice(comment, origin.start.offset);
  return origin.start.line - (between.split('\n').length - 1);
}

function holds({ start, end }: Origin, line: number, column: number): boolean {
  const isAfterStart = line > start.line || (line === start.line && column >= start.column);
  return isAfterStart && (line < end.line || (line === end.line && column < end.column));
}

function withDescendants(element: Element): readonly Element[] {
  return [element, ...childElements(element).flatMap(withDescendants)];
}
