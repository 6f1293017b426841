import type { Arguments, OptionDefinition } from './arguments.ts';
import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** Arguments that parse but make no sense together. */
export interface UsageProblem {
  readonly usage: string;
}

export type RunCommand = (given: Arguments, terminal: Terminal) => Promise<ExitCode | UsageProblem>;

/** What help and the argument parser know of a command, without loading it. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What comes after the options, as the usage line shows it: `PATH…`. */
  readonly operands: string;
  /** A few sentences for `pimento <command> --help`. */
  readonly details: string;
  readonly options: readonly OptionDefinition[];
  /** Loads the command with all that it needs: `--help` never waits for the grammar. */
  load(): Promise<RunCommand>;
}
