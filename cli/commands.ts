import type { OptionDefinition } from './arguments.ts';
import type { Command } from './command.ts';

const help: OptionDefinition = { name: 'help', short: 'h', help: 'Show this help' };
const quiet: OptionDefinition = { name: 'quiet', short: 'q', help: 'Print problems only' };

const operands = '[PATH…]';
const pathDetails = [
  'A PATH is a `.domain` file, or a folder: then every `*.domain` file below it is read. Without one, the',
  'models are read that `pimento.config.yaml` names, in this folder or the nearest above that has one.',
].join('\n');

export const commands: readonly Command[] = [
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
      'exit code is 3 until they are gone.',
    ].join('\n'),
    options: [
      {
        name: 'out',
        value: 'DIR',
        help: 'The output folder (default: that of the configuration, or generated)',
      },
      {
        name: 'target',
        value: 'ID,…',
        help: 'Only these targets (default: those of the configuration, or all)',
      },
      { name: 'dry-run', help: 'Show what would be done, and do nothing' },
      { name: 'keep', help: 'Leave files that were edited by hand as they are, and write the rest' },
      { name: 'force', help: 'Overwrite and remove files that were edited by hand' },
      quiet,
      help,
    ],
    load: async () => (await import('./commands/generate.ts')).generate,
  },
];

/** The options of `pimento` without a command. */
export const globalOptions: readonly OptionDefinition[] = [
  help,
  { name: 'version', help: 'Show the version' },
];
