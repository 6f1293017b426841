import type { OptionDefinition } from './arguments.ts';
import type { Command } from './command.ts';

export function generalHelp(commands: readonly Command[], options: readonly OptionDefinition[]): string {
  return [
    'Describe a domain once; check it, and generate every platform’s version of it.',
    '',
    'Usage: pimento COMMAND [OPTION…] PATH…',
    '',
    'Commands:',
    ...table(commands.map((command) => [command.name, command.summary])),
    '',
    'Options:',
    ...optionTable(options),
    '',
    '`pimento COMMAND --help` tells more about a command.',
    'Exit codes: 0 fine, 1 problems in the input, 2 wrong usage, 3 a conflict with edits, 70 a bug of Pimento or of a plugin.',
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  return [
    `${command.summary}.`,
    '',
    usageLine(command),
    '',
    command.details,
    '',
    'Options:',
    ...optionTable(command.options),
    '',
  ].join('\n');
}

export function usageLine(command: Command): string {
  const options = command.options
    .filter((option) => option.name !== 'help')
    .map((option) => `[${optionText(option)}]`)
    .join(' ');
  return `Usage: pimento ${command.name} ${options} ${command.operands}`;
}

function optionTable(options: readonly OptionDefinition[]): readonly string[] {
  return table(
    options.map((option) => [
      (option.short ? `-${option.short}, ` : '    ') + optionText(option),
      option.help,
    ]),
  );
}

function optionText({ name, value }: OptionDefinition): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
