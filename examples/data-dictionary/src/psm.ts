import type { ElementId, Origin } from 'pimento/target';

/** What the target makes: a file for each context. Plain data: what is printed has been decided here. */
export interface DictionaryPsm {
  readonly files: readonly DictionaryFile[];
}

export interface DictionaryFile {
  readonly path: string;
  readonly context: ElementId;
  readonly name: string;
  readonly nameOrigin: Origin;
  /** What stands between two cells. */
  readonly separator: string;
  readonly rows: readonly DictionaryRow[];
}

export interface DictionaryRow {
  readonly element: ElementId;
  readonly cells: readonly string[];
}
