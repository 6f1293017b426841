import type { DiagnosticKind } from '../../pim/diagnostic.ts';

/**
 * The schemas of two declarations would be written to one file.
 *
 * A schema is found by its file, and schemas refer to each other by it: one file cannot hold two. It
 * is named after its context and its declaration, their words in lower case, joined by `-`, so names
 * that differ in underscores only make one file. Entities count too, whichever aggregate they are in.
 * Give one declaration another name.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: Uuid
 *     lines: OrderLine[0..100]
 *     entity OrderLine { id position: Integer(1..100) }
 *   }
 *   aggregate Offer {
 *     id number: Uuid
 *     lines: Order_Line[0..100]
 *     entity Order_Line { id position: Integer(1..100) }
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: Uuid
 *     lines: OrderLine[0..100]
 *     entity OrderLine { id position: Integer(1..100) }
 *   }
 *   aggregate Offer {
 *     id number: Uuid
 *     lines: OfferLine[0..100]
 *     entity OfferLine { id position: Integer(1..100) }
 *   }
 * }
 * ```
 */
export const fileClash: DiagnosticKind = { code: 'json-schema-file-clash', severity: 'error' };
