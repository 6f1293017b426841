import type { JsonObject } from '../../pim/json.ts';
import { placeJson } from '../reports/json.ts';
import type { ElementFacts, OutputFacts } from './element-facts.ts';
import type { GeneratedLine } from './explain-generated.ts';
import type { ModelLine, TracedElement } from './explain-model-line.ts';

/** As `schemas/explanation.schema.json` has it. */
export function generatedLineJson({
  file,
  line,
  target,
  state,
  place,
  element,
  marks,
}: GeneratedLine): JsonObject {
  return {
    file,
    line,
    target: { id: target.id, title: target.title },
    state,
    ...(place && { place: { ...place } }),
    elements: element ? [elementJson(element)] : [],
    marks: marks.map(placeJson),
  };
}

/** As `schemas/explanation.schema.json` has it. */
export function modelLineJson({ file, line, elements, relation, marks }: ModelLine): JsonObject {
  return {
    file,
    line,
    elements: elements.map(tracedElementJson),
    ...(relation && { relation: { ...relation } }),
    ...(marks && { platform: { target: marks.target, files: marks.files } }),
  };
}

/** As `schemas/trace.schema.json` has it. */
export function tracedElementJson(element: TracedElement): JsonObject {
  return { ...elementJson(element), outputs: element.outputs.map(outputJson) };
}

function elementJson({ id, kind, name, doc, origin, within, enforcement }: ElementFacts): JsonObject {
  return {
    id,
    kind,
    name,
    ...(doc !== undefined && { doc }),
    ...placeJson(origin),
    within: within.map((one) => ({ ...one })),
    ...(enforcement.length > 0 && { enforcement: enforcement.map((one) => ({ ...one })) }),
  };
}

function outputJson({ target, file, places }: OutputFacts): JsonObject {
  return { target, file, places: places.map((place) => ({ ...place })) };
}
