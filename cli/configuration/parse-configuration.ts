import type { LocatedObject, LocatedValue } from '../../generators/core/located-value.ts';
import { readLocatedYaml } from '../../generators/core/located-yaml.ts';
import { compileSchema, type SchemaWords, schemaProblems } from '../../generators/core/schema-problems.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Origin } from '../../pim/origin.ts';
import schema from '../../schemas/pimento.config.schema.json' with { type: 'json' };
import { badSetting, configurationSyntax } from '../diagnostic-pages.ts';
import { type Configuration, defaultHandwritten, defaultOutput, type Setting } from './configuration.ts';
import { isBelow, type PathUse, pathObjection } from './setting-path.ts';

export interface ParsedConfiguration {
  /** Undefined if there is an error. */
  readonly configuration: Configuration | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the text of a `pimento.config.yaml`; `file` is what its origins will say. */
export function parseConfiguration(text: string, file: string): ParsedConfiguration {
  const read = readLocatedYaml(text, file);
  if (read.kind === 'unreadable') {
    const message = `The configuration is not YAML that can be used: ${read.reason}.`;
    return failed([{ ...configurationSyntax, message, origin: read.origin, related: [] }]);
  }
  if (read.value.kind !== 'object') {
    // An empty file says nothing, which is not wrong.
    if (read.value.kind === 'scalar' && read.value.value === null) return parsed({});
    return failed([
      bad('A configuration is made of settings, such as `models: [models]`.', read.value.origin),
    ]);
  }
  const problems = schemaProblems(read.value, compileSchema(schema), words(read.value.origin));
  if (problems.length > 0) return failed(problems.map(({ message, origin }) => bad(message, origin)));
  return parsed(settingsOf(read.value));
}

function words(origin: Origin): SchemaWords {
  return {
    knowsNo: 'The configuration knows no setting',
    needs: 'The configuration needs the setting',
    member: 'setting',
    whole: 'The configuration',
    origin,
  };
}

type Settings = { readonly [name: string]: readonly Setting[] };

/** What the schema lets through: texts, and lists of texts. */
function settingsOf({ entries }: LocatedObject): Settings {
  return Object.fromEntries(entries.map(({ name, value }) => [name, settingTexts(value)]));
}

function settingTexts(value: LocatedValue): readonly Setting[] {
  if (value.kind === 'list') return value.items.flatMap(settingTexts);
  return value.kind === 'scalar' ? [{ value: String(value.value), origin: value.origin }] : [];
}

function parsed(settings: Settings): ParsedConfiguration {
  const {
    models = [],
    output = [],
    handwritten = [],
    targets,
    plugins = [],
    templates = [],
    enforce,
  } = settings;
  const configuration: Configuration = {
    models,
    output: output[0],
    handwritten: handwritten[0],
    targets,
    plugins,
    templates: templates[0],
    enforce,
  };
  const diagnostics = pathProblems(configuration);
  return { configuration: diagnostics.length === 0 ? configuration : undefined, diagnostics };
}

function pathProblems(configuration: Configuration): readonly Diagnostic[] {
  const { models, output, handwritten, templates } = configuration;
  const objections = [
    ...models.flatMap((model) => objectionTo(model, { setting: 'models', isWritten: false })),
    ...objectionTo(templates, { setting: 'templates', isWritten: false }),
    ...objectionTo(output, { setting: 'output', isWritten: true }),
    ...objectionTo(handwritten, { setting: 'handwritten', isWritten: true }),
  ];
  if (objections.length > 0) return objections;
  const generated = output?.value ?? defaultOutput;
  // What lies in the output by its default is told at the output.
  const place = handwritten ?? (output && { value: defaultHandwritten, origin: output.origin });
  return [...lostIn(generated, 'handwritten', place), ...lostIn(generated, 'templates', templates)];
}

function objectionTo(setting: Setting | undefined, use: PathUse): readonly Diagnostic[] {
  const objection = setting && pathObjection(setting.value, use);
  return setting && objection !== undefined ? [bad(objection, setting.origin)] : [];
}

/** Only what is generated may lie in the output: the writer takes the rest for leftovers. */
function lostIn(output: string, name: string, setting: Setting | undefined): readonly Diagnostic[] {
  if (!setting || !isBelow(output, setting.value)) return [];
  const message = `The setting \`${name}\` is \`${setting.value}\`, which lies in the output folder \`${output}\`.`;
  return [bad(message, setting.origin)];
}

function bad(message: string, origin: Origin): Diagnostic {
  return { ...badSetting, message, origin, related: [] };
}

function failed(diagnostics: readonly Diagnostic[]): ParsedConfiguration {
  return { configuration: undefined, diagnostics };
}
