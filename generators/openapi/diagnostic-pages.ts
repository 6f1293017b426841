import type { DiagnosticKind } from '../../pim/diagnostic.ts';

/**
 * Two schemas of one OpenAPI document would have one name.
 *
 * A document keeps its schemas by name, so the second would replace the first, and every client
 * generated from it would send and expect the wrong data. Besides the declarations there are schemas
 * of our own: `<Name>Page` for a page of a list, `<Name>View` for what is answered where fields are
 * derived, `<Name>Request` for what is sent where the system makes ids, `<Command>Answer`, and
 * `ProblemDetails` and `Violation` for errors. Give the declaration another name.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value OrderPage { title: String(1..100) }
 *   aggregate Order {
 *     id number: Uuid
 *     cover: OrderPage
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value OrderCover { title: String(1..100) }
 *   aggregate Order {
 *     id number: Uuid
 *     cover: OrderCover
 *   }
 * }
 * ```
 */
export const nameClash: DiagnosticKind = { code: 'openapi-name-clash', severity: 'error' };

/**
 * Two aggregates of a context would have one path, or two operations one method and path.
 *
 * A document cannot hold an operation twice, and a server could not tell which of the two a request
 * means. The path of an aggregate is the mark `plural`, or is made from the aggregate's name: its
 * words in lower case, joined by `-`, the last in the plural. A command's path ends in its name, and a
 * query's and a service's is theirs, the words in lower case, joined by `-`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 *   aggregate Offer { id number: Uuid }
 * }
 * platform openapi for Sales {
 *   Offer { plural: "orders" }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 *   aggregate Offer { id number: Uuid }
 * }
 * platform openapi for Sales {
 *   Offer { plural: "offers" }
 * }
 * ```
 */
export const pathClash: DiagnosticKind = { code: 'openapi-path-clash', severity: 'error' };

/**
 * Two operations of a document would have one `operationId`.
 *
 * Clients call an operation by its id: of two that share one, only one could be called. An id is the
 * name of the command, the query or the service, followed by the aggregate's where several aggregates
 * have a command of that name; and `list…`, `get…` and `put…` with the name of an aggregate that has
 * no commands. Give one of them another name.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 *   query GetOrder { number: Uuid }: Integer(0..10) = 1
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 *   query OrderLines { number: Uuid }: Integer(0..10) = 1
 * }
 * ```
 */
export const operationClash: DiagnosticKind = { code: 'openapi-operation-clash', severity: 'error' };

/**
 * The documents of two contexts would be written to one file.
 *
 * A file is named after its context: its words in lower case, joined by `-`. Names that differ in
 * underscores only make one file, in which the second document would overwrite the first. The folder
 * of the TypeScript is named in the same manner, so
 * [typescript-file-clash](typescript-file-clash.md) is reported too. Give one context another name.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context BackOffice {
 *   aggregate Order { id number: Uuid }
 * }
 * context Back_Office {
 *   aggregate Customer { id number: Uuid }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context BackOffice {
 *   aggregate Order { id number: Uuid }
 * }
 * context Support {
 *   aggregate Customer { id number: Uuid }
 * }
 * ```
 */
export const fileClash: DiagnosticKind = { code: 'openapi-file-clash', severity: 'error' };

/**
 * The marks of a context name an aggregate that the context does not have.
 *
 * Marks about an aggregate decide its path. Under a name that is no aggregate's they would reach
 * nothing, and the resource would be published under a path that is made up for it, which clients
 * then depend on. Values and entities have no path of their own and cannot be named here.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 * }
 * platform openapi for Sales {
 *   Oder { plural: "purchases" }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 * }
 * platform openapi for Sales {
 *   Order { plural: "purchases" }
 * }
 * ```
 */
export const unknownAggregate: DiagnosticKind = { code: 'openapi-unknown-aggregate', severity: 'error' };
