import type { DiagnosticKind } from '../../pim/diagnostic.ts';

/**
 * The tests of two declarations would be written to one file.
 *
 * The second suite would overwrite the first, and one of the two would go untested without anybody
 * being told. A file is named after its context and its declaration, their words in lower case,
 * joined by `-`, so names that differ in underscores only make one. Modules and schemas are named in
 * the same manner: [typescript-file-clash](typescript-file-clash.md) and
 * [json-schema-file-clash](json-schema-file-clash.md) are reported too. Give one declaration another
 * name.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value PageLink { url: Url }
 *   value Page_Link { url: Url }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value PageLink { url: Url }
 *   value PageLabel { url: Url }
 * }
 * ```
 */
export const fileClash: DiagnosticKind = { code: 'tests-file-clash', severity: 'error' };

/**
 * No example was found for a test, so the suite has a gap.
 *
 * The tests are made of examples: instances that keep every rule, and instances that break one rule
 * and nothing else. They are searched for within bounds, the same each time. A search in vain mostly
 * says something about the model: rules that contradict each other, so that there is no instance at
 * all, or a rule that another one makes superfluous, so that nothing breaks it alone. If the model
 * is as it should be, the search was too short, and the warning and a comment in the suite say what
 * you should test yourself.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     weight: Integer(1..1000)
 *     rule Light: weight <= 100
 *     rule NotHeavy: weight <= 500
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     weight: Integer(1..1000)
 *     rule Light: weight <= 100
 *   }
 * }
 * ```
 */
export const noExample: DiagnosticKind = { code: 'no-example', severity: 'warning' };
