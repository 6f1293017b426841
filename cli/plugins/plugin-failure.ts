/** A module that targets come from, as problems tell of it. */
export interface PluginName {
  /** As the configuration has it. */
  readonly name: string;
  /** Where its authors want to hear of problems, if its package says so. */
  readonly reports: string | undefined;
}

/** Thrown where a plugin breaks the contract, or its code throws: neither our bug nor the model's fault. */
export class PluginFailure extends Error {
  readonly plugin: PluginName;

  constructor(plugin: PluginName, what: string, cause?: unknown) {
    super(what, { cause });
    this.plugin = plugin;
  }
}

/** What a plugin's failure is for the user: whose it is, what happened, and who wants to know. */
export function printPluginFailure({ plugin, message, cause }: PluginFailure, debug: boolean): string {
  const authors = plugin.reports === undefined ? 'its authors' : `its authors (${plugin.reports})`;
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const advice = debug
    ? stack
    : `Please report it to ${authors} with your command and what it prints with PIMENTO_DEBUG=1.`;
  return `This is a bug of the plugin \`${plugin.name}\`, neither of Pimento nor of your model: ${message}\n${advice}\nTo go on without it, take it out of \`plugins\`.\n`;
}
