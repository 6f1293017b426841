import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import type { OutputFile } from '../../generators/core/output.ts';
import { structuralProblems } from '../../generators/kubernetes/structural-check.ts';
import type { JudgeFiles } from '../../kit/testing/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, partAt, pointerSteps } from '../../pim/json.ts';
import type { Element } from '../../pim/model.ts';
import { childElements, type ModelIndex } from '../../pim/model-index.ts';

/** Every schema compiles in Ajv's strict mode, beside all it refers to. */
export const judgeSchemas: JudgeFiles = (files, index) => {
  const schemas = files.map((file) => documentOf(file, JSON.parse));
  const ajv = new Ajv2020({ strict: true, allErrors: true, schemas: [...schemas] });
  for (const { $id } of schemas) if (!ajv.getSchema(String($id))) return [`${String($id)} is not there`];
  return lostTexts(schemas, index);
};

/** Every definition is one that an API server takes; beside them stand objects, samples of them too. */
export const judgeDefinitions: JudgeFiles = (files, index) => {
  const documents = files.map((file) => documentOf(file, load));
  const definitions = documents.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const problems = definitions.flatMap(structuralProblems).map(({ at, problem }) => `${at}: ${problem}`);
  return [...problems, ...lostTexts(documents, index)];
};

/** Every document is YAML whose references lead somewhere; what else it owes, Redocly says elsewhere. */
export const judgeOpenApi: JudgeFiles = (files, index) => {
  const documents = files.map((file) => documentOf(file, load));
  const lost = documents.flatMap((document) =>
    objectsIn(document)
      .flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []))
      .filter((reference) => valueAt(document, reference) === undefined),
  );
  return [...lost.map((reference) => `${reference} leads nowhere`), ...lostTexts(documents, index)];
};

function documentOf({ path, content }: OutputFile, parse: (text: string) => unknown): JsonObject {
  const document = parse(content);
  if (!isJsonObject(document)) throw new Error(`${path} is no object`);
  return document;
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isJsonObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}

/** What a reference of this document leads to: `#/a/b~1c`. */
function valueAt(document: JsonObject, reference: string): JsonValue | undefined {
  if (!reference.startsWith('#/')) return undefined;
  return partAt(document, pointerSteps(decodeURIComponent(reference.slice(1))));
}

/** Texts that the documents should say to the letter, and do not; of hostile models, which use all they declare. */
function lostTexts(documents: readonly JsonObject[], index: ModelIndex): readonly string[] {
  if (index.model.name !== 'HostileTexts') return [];
  const said = new Set(documents.flatMap(textsIn));
  return dataOf(index.model)
    .filter((text) => !said.has(text))
    .map((text) => `${JSON.stringify(text)} is lost`);
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** What stands in data: literals as they are in JSON, and defaults. */
function dataOf(element: Element): readonly string[] {
  const own =
    element.kind === 'literal'
      ? [element.wire]
      : element.kind === 'field' &&
          element.default?.kind === 'literal' &&
          typeof element.default.value === 'string'
        ? [element.default.value]
        : [];
  return [...own, ...childElements(element).flatMap(dataOf)];
}
