import { didYouMean } from '../pim/near-miss.ts';
import { parseArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { commands, globalOptions } from './commands.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { commandHelp, generalHelp, usageLine } from './help.ts';
import { packageVersion } from './package-version.ts';
import { PluginFailure, printPluginFailure } from './plugins/plugin-failure.ts';
import type { Terminal } from './terminal.ts';

/** Runs the command line `words`. Never throws: what does is our bug or a plugin's, and is told as one. */
export async function run(
  words: readonly string[],
  terminal: Terminal,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode> {
  try {
    return await runWords(words, terminal);
  } catch (error) {
    const debug = environment.PIMENTO_DEBUG === '1';
    terminal.problem(
      error instanceof PluginFailure ? printPluginFailure(error, debug) : bugReport(error, debug),
    );
    return exitCodes.bug;
  }
}

async function runWords(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first, ...rest] = words;
  if (first === undefined || first.startsWith('-')) return runGlobal(words, terminal);
  const command = commands.find((one) => one.name === first);
  if (command) return runCommand(command, rest, terminal);
  const near = didYouMean(
    first,
    commands.map((one) => one.name),
  );
  return wrongUsage(terminal, `There is no command \`${first}\`.${near}`, generalUsage());
}

function runGlobal(words: readonly string[], terminal: Terminal): ExitCode {
  const parsed = parseArguments(words, globalOptions);
  if (parsed.kind === 'wrong') return wrongUsage(terminal, parsed.message, generalUsage());
  const { switches } = parsed.given;
  if (switches.has('help')) terminal.answer(generalHelp(commands, globalOptions));
  else if (switches.has('version')) terminal.answer(`${packageVersion()}\n`);
  else return wrongUsage(terminal, 'A command is missing.', generalUsage());
  return exitCodes.fine;
}

async function runCommand(command: Command, words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const usage = usageLine(command);
  const parsed = parseArguments(words, command.options);
  if (parsed.kind === 'wrong') return wrongUsage(terminal, parsed.message, usage);
  if (parsed.given.switches.has('help')) {
    terminal.answer(commandHelp(command));
    return exitCodes.fine;
  }
  const runIt = await command.load();
  const result = await runIt(parsed.given, terminal);
  return typeof result === 'number' ? result : wrongUsage(terminal, result.usage, usage);
}

function generalUsage(): string {
  return `Usage: pimento ${commands.map((command) => command.name).join('|')} [OPTION…] PATH…`;
}

function wrongUsage(terminal: Terminal, message: string, usage: string): ExitCode {
  terminal.problem(`${message}\n${usage}\nSee \`pimento --help\`.\n`);
  return exitCodes.usage;
}

/** The stack is for us: it is shown on demand only. */
function bugReport(error: unknown, debug: boolean): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const advice = debug
    ? (stack ?? '')
    : 'Please report it with your command and what it prints with PIMENTO_DEBUG=1.';
  return `This is a bug of Pimento, not of your model: ${name}: ${message}\n${advice}\n`;
}
