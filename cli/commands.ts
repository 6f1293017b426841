import type { OptionDefinition } from './arguments.ts';
import type { Command } from './command.ts';

const help: OptionDefinition = { name: 'help', short: 'h', help: 'Show this help' };
const quiet: OptionDefinition = { name: 'quiet', short: 'q', help: 'Print problems only' };

const format: OptionDefinition = {
  name: 'format',
  value: 'FORMAT',
  choices: ['pretty', 'json'],
  help: 'pretty for people (default), or json for programs',
};
const target: OptionDefinition = {
  name: 'target',
  value: 'ID,…',
  help: 'Only these targets (default: those of the configuration, or all)',
};

const operands = '[PATH…]';
const pathDetails = [
  'A PATH is a `.domain` file, or a folder: then every `*.domain` file below it is read. Without one, the',
  'models are read that `pimento.config.yaml` names, in this folder or the nearest above that has one, else',
  'those in the folder `models`.',
].join('\n');

export const commands: readonly Command[] = [
  {
    name: 'init',
    summary: 'Begin a project: a small model to learn from, and a configuration',
    operands: '[DIR]',
    details: 'Writes into DIR, or into this folder. What is already there is not overwritten (exit code 3).',
    options: [quiet, help],
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'check',
    summary: 'Report what is wrong with the models',
    operands,
    details: `${pathDetails}\nThe exit code is 1 if there is an error; warnings do not count.`,
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        choices: ['pretty', 'json', 'github', 'sarif', 'junit'],
        help: 'pretty for people (default), or for programs json, github (annotations), sarif (2.1.0), junit',
      },
      {
        name: 'coverage',
        help: 'Show which target holds which rule and limit, and why not (pretty or json)',
      },
      quiet,
      help,
    ],
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'generate',
    summary: 'Write what the models become on each platform',
    operands,
    details: [
      pathDetails,
      'Nothing is written if a model has an error, or if a generated file was edited by hand (exit code 3).',
      'Files that nothing makes any more are removed, unless they were edited: those stay, are named, and the',
      'exit code is 3 until they are gone. Hand-written code that a model asks for is begun in a folder of its',
      'own, and only ever added to. More: docs/regeneration.md.',
    ].join('\n'),
    options: [
      {
        name: 'out',
        value: 'DIR',
        help: 'The output folder (default: that of the configuration, or generated)',
      },
      target,
      {
        name: 'handwritten',
        value: 'DIR',
        help: 'The folder for hand-written code (default: that of the configuration, or src)',
      },
      { name: 'dry-run', help: 'Show what would be done, and do nothing' },
      { name: 'diff', help: 'Show what would be done as a patch, and do nothing' },
      { name: 'keep', help: 'Leave files that were edited by hand as they are, and write the rest' },
      { name: 'merge', help: 'Take what is new into files that were edited by hand' },
      {
        name: 'markers',
        help: 'With --merge: where both changed the same lines, write both with conflict markers',
      },
      { name: 'force', help: 'Overwrite and remove files that were edited by hand' },
      quiet,
      help,
    ],
    load: async () => (await import('./commands/generate.ts')).generate,
  },
  {
    name: 'format',
    summary: 'Write models as everybody writes them',
    operands,
    details: [
      pathDetails,
      'Spaces, indentation and blank lines change; where lines end and every comment stay. A file with syntax',
      'errors is left alone (exit code 1).',
    ].join('\n'),
    options: [
      { name: 'check', help: 'Change nothing; name the files that would change (exit code 1 if any)' },
      quiet,
      help,
    ],
    load: async () => (await import('./commands/format.ts')).format,
  },
  {
    name: 'explain',
    summary: 'Tell what a generated line comes from, what a line of a model becomes, or what a code means',
    operands: 'FILE:LINE|CODE',
    details: [
      'Of a generated file: the element that the line comes from, where that is written, the target that made',
      'the line, and whether it enforces a rule exactly. Of a `.domain` file: every generated file and its lines',
      'that come from what the line declares. Of a CODE that `check` prints, such as `unknown-name`: what it',
      'means, with a model that it is reported in and the same one mended.',
    ].join('\n'),
    options: [target, format, help],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'trace',
    summary: 'Tell where an element is written, and every generated line that comes from it',
    operands: 'ID [PATH…]',
    details: [
      'An ID is an element’s qualified name, such as `Shop.Ordering.Order.status`; its end is enough where',
      `that is one element’s only. In documents, JSON pointers name the part.\n${pathDetails}`,
    ].join('\n'),
    options: [target, format, help],
    load: async () => (await import('./commands/trace.ts')).trace,
  },
  {
    name: 'judge',
    summary: 'Ask every engine whether a model takes instances, and hold it to what is expected',
    operands: 'CASES…',
    details: [
      'CASES is a YAML or JSON file: a list of `{ id, model, type, instance, expected: accept | reject }`, where',
      'a model is a path relative to the file, or text; or a model, whose examples are the cases: a `.domain`',
      'file or a folder of them. More: docs/judging.md. The exit code is 1 if an engine',
      'disagrees, or a case cannot be asked; an engine that cannot run here says so.',
    ].join('\n'),
    options: [
      { name: 'engine', value: 'ID,…', help: 'Only these engines (default: all)' },
      format,
      quiet,
      help,
    ],
    load: async () => (await import('./commands/judge.ts')).judge,
  },
  {
    name: 'psm',
    summary: 'Print what targets make of the models before they print it, as JSON',
    operands,
    details: `Every name, type, path and import that a target decides on, as plain data.\n${pathDetails}`,
    options: [target, help],
    load: async () => (await import('./commands/psm.ts')).psm,
  },
  {
    name: 'lsp',
    summary: 'Serve an editor: the language server',
    operands: '',
    details: [
      'Speaks the Language Server Protocol over standard input and output until the editor ends it. Editors start',
      'it by themselves; how is in docs/editors.md. The models are those of the folder that the editor has open.',
    ].join('\n'),
    options: [{ name: 'stdio', help: 'Speak over standard input and output (it does anyway)' }, help],
    load: async () => (await import('./commands/lsp.ts')).lsp,
  },
];

/** The options of `pimento` without a command. */
export const globalOptions: readonly OptionDefinition[] = [
  help,
  { name: 'version', help: 'Show the version' },
];
