import type { Origin } from '../../pim/origin.ts';

/** A text of the configuration, and where it stands: what is found out about it later is told there. */
export interface Setting {
  readonly value: string;
  readonly origin: Origin;
}

/** What a `pimento.config.yaml` says. Paths are as written: relative to its folder, with `/`. */
export interface Configuration {
  readonly models: readonly Setting[];
  readonly output: Setting | undefined;
  readonly handwritten: Setting | undefined;
  /** Undefined for all. */
  readonly targets: readonly Setting[] | undefined;
  readonly plugins: readonly Setting[];
  readonly templates: Setting | undefined;
  /** Ids of targets that must hold everything, or the one word `required`; undefined for none. */
  readonly enforce: readonly Setting[] | undefined;
}

export const configurationName = 'pimento.config.yaml';

/** Read if nothing else is named and the folder is there. */
export const defaultModels = 'models';
export const defaultOutput = 'generated';
export const defaultHandwritten = 'src';

/** What holds where there is no configuration. */
export const emptyConfiguration: Configuration = {
  models: [],
  output: undefined,
  handwritten: undefined,
  targets: undefined,
  plugins: [],
  templates: undefined,
  enforce: undefined,
};
