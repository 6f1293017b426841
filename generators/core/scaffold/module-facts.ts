/** What a module of hand-written code declares, as far as adding to it needs. */
export interface ModuleFacts {
  /** The line, counted from 1, of the first syntax error. What else is said may then be wrong. */
  readonly brokenAt: number | undefined;
  /** The names that it exports, each with the name that it has inside, if it is declared there. */
  readonly exports: ReadonlyMap<string, string | undefined>;
  /** It has an `export * from …`: more names may come from there. */
  readonly exportsMore: boolean;
  /** Every name that means something at its top level, imported ones left out. */
  readonly declared: ReadonlySet<string>;
  /** Imported names as they are called inside. */
  readonly imported: ReadonlyMap<string, ImportFacts>;
  /** By the name that each class has inside. */
  readonly classes: ReadonlyMap<string, ClassFacts>;
  /** The offset at which another import can stand: the begin of a line. */
  readonly importsEnd: number;
}

export interface ImportFacts {
  /** As the other module exports it; undefined for a default or a whole module. */
  readonly name: string | undefined;
  readonly typeOnly: boolean;
}

export interface ClassFacts {
  readonly members: ReadonlySet<string>;
  /** It extends another: members may come from there. */
  readonly inherits: boolean;
  /** The offset of its closing brace. */
  readonly end: number;
  /** The offset of its first member, or of the class if it has none. */
  readonly sample: number;
  readonly empty: boolean;
}

/** Reads a module of TypeScript. `path` tells whether it holds JSX. */
export type ReadModule = (text: string, path: string) => ModuleFacts;
