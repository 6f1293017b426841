import type { JsonObject, JsonValue } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { PointerTrace } from '../core/document.ts';

/** What the target makes: a description of an HTTP interface for each context that offers something. */
export interface OpenApiPsm {
  /** In the order of the source. */
  readonly documents: readonly OpenApiFile[];
  readonly problems: readonly MarkProblem[];
}

export interface OpenApiFile {
  readonly path: string;
  readonly context: NamedPlace;
  readonly document: OpenApiDocument;
  readonly trace: PointerTrace;
  /** Every schema of the document and whose it is: two may want one name. */
  readonly components: readonly Claim[];
  /** Every path of an aggregate, and every operation as `POST /fabrics`, and whose it is. */
  readonly paths: readonly Claim[];
  /** Every `operationId` and whose it is. */
  readonly operations: readonly Claim[];
  /** Declarations whose rules stand in a schema, as far as it can hold them. */
  readonly judged: readonly ElementId[];
}

/** A name in the marks that nothing of the context has, and the names that would do. */
export interface MarkProblem {
  readonly context: NamedPlace;
  readonly name: string;
  readonly candidates: readonly string[];
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
  readonly tags: readonly Tag[];
  readonly paths: { readonly [path: string]: PathItem };
  readonly components: Components;
};

export type Info = {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly license: JsonObject;
};

export type Tag = { readonly name: string; readonly description: string };

export type Components = {
  readonly schemas: { readonly [name: string]: JsonObject };
  readonly parameters?: { readonly [name: string]: Parameter };
  readonly headers?: { readonly [name: string]: Header };
  readonly responses?: { readonly [name: string]: Response };
  readonly examples?: { readonly [name: string]: Example };
  readonly securitySchemes?: { readonly [name: string]: JsonObject };
};

export type PathItem = {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly get?: Operation;
  readonly put?: Operation;
  readonly post?: Operation;
};

export type Method = 'get' | 'put' | 'post';

export type Operation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly deprecated?: true;
  /** Any one of these will do; missing where the model does not say who may. */
  readonly security?: readonly JsonObject[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: { readonly [status: string]: Response | Reference };
};

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: true;
  readonly description?: string;
  readonly deprecated?: true;
  readonly schema: JsonObject;
  readonly example?: JsonValue;
};

export type Response = {
  readonly description: string;
  readonly headers?: { readonly [name: string]: Header | Reference };
  readonly content?: Content;
};

export type Header = { readonly description: string; readonly schema: JsonObject };

export type Content = { readonly [mediaType: string]: MediaType };

export type MediaType = {
  readonly schema: JsonObject;
  readonly example?: JsonValue;
  readonly examples?: { readonly [name: string]: Reference };
};

export type Example = { readonly summary: string; readonly value: JsonValue };

export type Reference = { readonly $ref: string };
