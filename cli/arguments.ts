import { parseArgs } from 'node:util';
import { didYouMean } from '../pim/near-miss.ts';

export interface OptionDefinition {
  readonly name: string;
  readonly short?: string;
  /** What its value is, as help shows it: `DIR`. An option without one is a switch. */
  readonly value?: string;
  /** All values that it takes. */
  readonly choices?: readonly string[];
  readonly help: string;
}

export interface Arguments {
  readonly operands: readonly string[];
  readonly switches: ReadonlySet<string>;
  /** By the option's name; the values of one that was given again add up. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export type ParsedArguments =
  | { readonly kind: 'arguments'; readonly given: Arguments }
  | { readonly kind: 'wrong'; readonly message: string };

/** Reads arguments against the options that exist; says what is wrong with the first that is. */
export function parseArguments(
  words: readonly string[],
  options: readonly OptionDefinition[],
): ParsedArguments {
  // Not strict: the words for what is wrong are ours.
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(options.map((option) => [option.name, parseOption(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = options.find((one) => one.name === token.name);
    if (!option) return wrong(unknownOption(token.rawName, options));
    const problem = valueProblem(option, token.value, token.inlineValue === true);
    if (problem !== undefined) return wrong(problem);
    if (option.value === undefined) switches.add(option.name);
    else values.set(option.name, [...(values.get(option.name) ?? []), token.value ?? '']);
  }
  return { kind: 'arguments', given: { operands, switches, values } };
}

/** The value of an option that is taken once; the last counts. */
export function valueOf(given: Arguments, option: string): string | undefined {
  return given.values.get(option)?.at(-1);
}

function parseOption(option: OptionDefinition): { type: 'string' | 'boolean'; short?: string } {
  const type = option.value === undefined ? 'boolean' : 'string';
  return option.short === undefined ? { type } : { type, short: option.short };
}

function valueProblem(
  option: OptionDefinition,
  value: string | undefined,
  inline: boolean,
): string | undefined {
  const shown = `\`--${option.name}\``;
  if (option.value === undefined) return value === undefined ? undefined : `${shown} takes no value.`;
  // `--out --dry-run` forgot the folder; one that begins with a dash is given as `--out=-x`.
  if (value === undefined || value === '' || (!inline && value.startsWith('-'))) {
    return `${shown} needs a value: \`--${option.name} ${option.value}\`.`;
  }
  if (option.choices && !option.choices.includes(value)) {
    return `${shown} takes ${alternatives(option.choices)}, not \`${value}\`.${didYouMean(value, option.choices)}`;
  }
  return undefined;
}

/** `a, b or c` */
function alternatives(words: readonly string[]): string {
  return words.join(', ').replace(/, (?=[^,]*$)/, ' or ');
}

function unknownOption(rawName: string, options: readonly OptionDefinition[]): string {
  const near = didYouMean(
    rawName,
    options.map((option) => `--${option.name}`),
  );
  return `There is no option \`${rawName}\`.${near}`;
}

function wrong(message: string): ParsedArguments {
  return { kind: 'wrong', message };
}
