import type { DiagnosticKind } from '../../pim/diagnostic.ts';

/**
 * Two declarations of a context, or two contexts, would be written to one file.
 *
 * A module is named after its declaration and its folder after the context: the words in lower case,
 * joined by `-`. Names that differ in underscores only make one file, and nobody could import both.
 * Give one another name.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context BackOffice {
 *   enum Size { SMALL, LARGE }
 * }
 * context Back_Office {
 *   enum Colour { RED, BLUE }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context BackOffice {
 *   enum Size { SMALL, LARGE }
 * }
 * context Support {
 *   enum Colour { RED, BLUE }
 * }
 * ```
 */
export const fileClash: DiagnosticKind = { code: 'typescript-file-clash', severity: 'error' };
