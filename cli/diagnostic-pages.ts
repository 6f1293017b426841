import type { DiagnosticKind } from '../pim/diagnostic.ts';

/**
 * A path that was given, or a file below it, could not be read as a model.
 *
 * The message names it and says why: it does not exist, may not be read, is a folder without a
 * `*.domain` file, is larger than 8 MiB, or is not UTF-8 (with the offset of the first byte that
 * cannot stand there). A UTF-8 byte order mark is accepted; UTF-16 is not.
 *
 * Give the path of a `.domain` file, or of a folder that holds some, and save files as UTF-8.
 */
export const unreadableInput: DiagnosticKind = { code: 'unreadable-input', severity: 'error' };

/**
 * The configuration is not YAML that can be used.
 *
 * `pimento.config.yaml` is one YAML 1.2 document. A key stands once, a list is `[a, b]` or a line with
 * `-` for each item, and indentation is made of spaces. Anchors, aliases and tags are not read: write
 * out what they would stand for.
 *
 * Reported:
 *
 * ```yaml
 * models: [models
 * output: generated
 * ```
 *
 * Mended:
 *
 * ```yaml
 * models: [models]
 * output: generated
 * ```
 */
export const configurationSyntax: DiagnosticKind = { code: 'configuration-syntax', severity: 'error' };

/**
 * A setting of the configuration is unknown, or has a value that cannot be used.
 *
 * `pimento.config.yaml` has [a few settings](../configuration.md), and each is held against the
 * published schema. If a misspelt one were skipped, its default would stay in force, and nobody would
 * notice until something lands in the wrong folder. Paths are relative to the file's folder. What is
 * written stays inside of that folder: `output` and `handwritten` must not lead out of it, also not
 * through a link; `models` and `templates` may.
 *
 * Reported:
 *
 * ```yaml
 * models: [models]
 * output: ../generated
 * ```
 *
 * Mended:
 *
 * ```yaml
 * models: [models]
 * output: generated
 * ```
 */
export const badSetting: DiagnosticKind = { code: 'bad-setting', severity: 'error' };

/**
 * A plugin cannot be used: it is not installed, fails when it is loaded, or exports no target that fits.
 *
 * A plugin is a module that exports targets made with `defineTarget` of `pimento/target`. It is named in
 * `pimento.config.yaml` by its npm package, which must be installed where the configuration lies
 * (`npm install --save-dev NAME`), or by a relative path that begins with `./`. The message says what is
 * wrong with it:
 *
 * - *is not installed*, or the file is not there: install it, or mend its name;
 * - *cannot be loaded*: it threw an error, which is the plugin's to mend;
 * - *exports no target*, or one with a part that is missing: it is no plugin, or one that was written
 *   without the help of the types ([how to write one](../targets.md));
 * - *another version of the contract*: install a version of the plugin that was made for this version of
 *   Pimento, or the version of Pimento that it asks for;
 * - *two targets of one id*: the id names an output folder, so only one of them can be used.
 */
export const badPlugin: DiagnosticKind = { code: 'bad-plugin', severity: 'error' };

/**
 * A file of the template folder replaces nothing.
 *
 * A template of the folder that `templates` of `pimento.config.yaml` names is taken instead of the
 * target's own by its name, `<target>/<output>.hbs`. Under a name that no target has it would never be
 * used, and its author would wait for an effect. The message lists what can be replaced. Files that do
 * not end in `.hbs` are left alone.
 */
export const unknownTemplate: DiagnosticKind = { code: 'unknown-template', severity: 'error' };

/**
 * A template that replaces a target's own cannot be filled.
 *
 * It is not valid Handlebars, or it asks for something that the target does not give. The message says
 * what Handlebars says of it. Compare it with the template that it replaces: all that the target gives
 * is in there. A template that was copied from an older version may ask for what is called differently
 * now.
 */
export const badTemplate: DiagnosticKind = { code: 'bad-template', severity: 'error' };

/**
 * A case of `pimento judge` cannot be asked.
 *
 * A file of cases is a list in YAML 1.2 or JSON, and each case has the members that
 * [its schema](../judging.md) lists: an `id` that no other has, a `model`, a `type` of that model, an
 * `instance` and what is `expected`. Nothing is asked until all cases of the file can be read.
 *
 * Reported:
 *
 * ```yaml
 * - id: too few
 *   model: shop.domain
 *   type: Ordering.Basket
 *   instance: { count: -1 }
 *   expects: reject
 * ```
 *
 * Mended:
 *
 * ```yaml
 * - id: too few
 *   model: shop.domain
 *   type: Ordering.Basket
 *   instance: { count: -1 }
 *   expected: reject
 * ```
 */
export const badCase: DiagnosticKind = { code: 'bad-case', severity: 'error' };

/**
 * A target does not hold a rule or a limit, and the configuration says that it must.
 *
 * The setting `enforce` of `pimento.config.yaml` names targets that must hold everything, or all of them by
 * `required`. The message says why this one does not: what its platform cannot say, or what it would cost.
 * `pimento check --coverage` shows all rules, limits and targets.
 *
 * Say the rule in a way that the platform can hold, lower the bound that makes it too expensive, or take
 * the target out of `enforce`: then the rule is held wherever it can be, and the coverage tells where not.
 */
export const notEnforced: DiagnosticKind = { code: 'not-enforced', severity: 'error' };
