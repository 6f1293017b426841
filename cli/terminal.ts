/** Where a command's answers go. */
export interface Terminal {
  /** Whether what goes to `problem` may hold colours. */
  readonly colour: boolean;
  /** How wide a line of `problem` may be. */
  readonly columns: number;
  /** What the user asked for. */
  answer(text: string): void;
  /** What went wrong. */
  problem(text: string): void;
  /** One line that the next replaces, where somebody watches; nothing elsewhere. */
  progress(text: string): void;
}

/** What of a stream matters here: Node's `process.stdout` has it. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const fallbackColumns = 120;
const clearLine = '\r\u001b[2K';
/** A run that ends sooner shows no progress, and no line changes more often. */
const progressPause = 100;

/** Answers on one stream, problems and progress on the other. */
export function streamTerminal(
  output: TextStream,
  errors: TextStream,
  environment: Readonly<Record<string, string | undefined>>,
  clock: () => number,
): Terminal {
  const interactive = errors.isTTY === true && environment.TERM !== 'dumb';
  let shownAt = clock();
  let showing = false;
  const clear = (): void => {
    if (showing) errors.write(clearLine);
    showing = false;
  };
  return {
    // https://no-color.org: present and not empty.
    colour: interactive && (environment.NO_COLOR ?? '') === '',
    columns: errors.columns || fallbackColumns,
    answer: (text) => {
      clear();
      output.write(text);
    },
    problem: (text) => {
      clear();
      errors.write(text);
    },
    progress: (text) => {
      if (!interactive || clock() - shownAt < progressPause) return;
      shownAt = clock();
      errors.write(clearLine + text.slice(0, (errors.columns || fallbackColumns) - 1));
      showing = true;
    },
  };
}
