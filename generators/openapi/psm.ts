import type { JsonObject } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { PointerTrace } from '../core/document.ts';

/** What the target makes: a description of an HTTP interface for each context that has aggregates. */
export interface OpenApiPsm {
  /** In the order of the source. */
  readonly documents: readonly OpenApiFile[];
}

export interface OpenApiFile {
  readonly path: string;
  readonly context: NamedPlace;
  readonly document: OpenApiDocument;
  readonly trace: PointerTrace;
  /** Every schema of the document and whose it is: two may want one name. */
  readonly components: readonly Claim[];
  /** Every path of a list of resources and whose it is. */
  readonly resources: readonly Claim[];
  /** Names in the marks that are no aggregate's, and the names that would be. */
  readonly unknownAggregates: readonly { readonly name: string; readonly candidates: readonly string[] }[];
}

/** A name that an element takes in the document. */
export interface Claim extends NamedPlace {
  readonly claimed: string;
}

export interface NamedPlace {
  readonly element: ElementId;
  readonly name: string;
  readonly nameOrigin: Origin;
}

/** OpenAPI 3.1, the part that the target writes, in the order in which it is written. */
export type OpenApiDocument = {
  readonly openapi: '3.1.1';
  readonly info: Info;
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly JsonObject[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: { readonly [path: string]: PathItem };
  readonly components: {
    readonly schemas: { readonly [name: string]: JsonObject };
    readonly parameters: { readonly [name: string]: Parameter };
    readonly responses: { readonly [name: string]: Response };
  };
};

export type Info = {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly license: JsonObject;
};

export type PathItem = {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly get: Operation;
  readonly put?: Operation;
};

export type Operation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: { readonly [status: string]: Response | Reference };
};

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: true;
  readonly description: string;
  readonly schema: JsonObject;
};

export type Response = {
  readonly description: string;
  readonly headers?: {
    readonly [name: string]: { readonly description: string; readonly schema: JsonObject };
  };
  readonly content?: Content;
};

export type Content = { readonly [mediaType: string]: { readonly schema: JsonObject } };

export type Reference = { readonly $ref: string };
