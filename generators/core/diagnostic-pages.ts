import type { DiagnosticKind } from '../../pim/diagnostic.ts';

/**
 * The word after `platform` is no target.
 *
 * The marks of a platform block are read by the target that it names, and by nobody else. Under a
 * name that no target has they would be lost without a word, and the platform would be generated as
 * if they had never been written. The message lists the targets there are.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 * }
 * platform kubernets for Sales { group: "shop.example.com" }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 * }
 * platform kubernetes for Sales { group: "shop.example.com" }
 * ```
 */
export const unknownTarget: DiagnosticKind = { code: 'unknown-target', severity: 'error' };

/**
 * A mark is unknown to its target, missing, or has a value that the target cannot use.
 *
 * Each target says which marks it knows and what they may be, and every platform block is held against
 * that before anything is made. If a misspelt mark were skipped, its default would stay in force, and
 * nobody would notice until the platform behaves otherwise than the model says.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   versoin: "v2"
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
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   version: "v2"
 * }
 * ```
 */
export const badMark: DiagnosticKind = { code: 'bad-mark', severity: 'error' };
