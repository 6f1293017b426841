import { describe, expect, it } from 'vitest';
import { streamTerminal } from '../../cli/terminal.ts';

interface Setting {
  readonly isTTY?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A terminal on two texts, and a clock that the test moves. */
function terminalOn({ isTTY = true, environment = {} }: Setting) {
  const texts = { output: '', errors: '' };
  const time = { now: 0 };
  const stream = (name: 'output' | 'errors') => ({
    isTTY,
    columns: 20,
    write: (text: string) => {
      texts[name] += text;
    },
  });
  return {
    texts,
    time,
    terminal: streamTerminal(stream('output'), stream('errors'), environment, () => time.now),
  };
}

describe('colours', () => {
  const cases: readonly (Setting & { readonly name: string; readonly colour: boolean })[] = [
    { name: 'on a terminal', colour: true },
    { name: 'not in a file', isTTY: false, colour: false },
    { name: 'not with NO_COLOR', environment: { NO_COLOR: '1' }, colour: false },
    { name: 'with an empty NO_COLOR', environment: { NO_COLOR: '' }, colour: true },
    { name: 'not on a dumb terminal', environment: { TERM: 'dumb' }, colour: false },
  ];
  it.each(cases)('$name', (setting) => {
    expect(terminalOn(setting).terminal.colour).toBe(setting.colour);
  });
});

describe('progress', () => {
  it('is one line that changes, and goes before anything else is said', () => {
    const { texts, time, terminal } = terminalOn({});
    time.now = 200;
    terminal.progress('Checking…');
    time.now = 400;
    terminal.progress('Writing a line that is too long');
    terminal.problem('oh\n');
    terminal.answer('done\n');
    expect(texts.errors).toBe('\r\u001b[2KChecking…\r\u001b[2KWriting a line that\r\u001b[2Koh\n');
    expect(texts.output).toBe('done\n');
  });

  it('does not flicker', () => {
    const { texts, time, terminal } = terminalOn({});
    terminal.progress('too soon');
    time.now = 150;
    terminal.progress('shown');
    time.now = 200;
    terminal.progress('too soon');
    expect(texts.errors).toBe('\r\u001b[2Kshown');
  });

  it('is not for files', () => {
    const { texts, time, terminal } = terminalOn({ isTTY: false });
    time.now = 500;
    terminal.progress('Checking…');
    expect(texts.errors).toBe('');
  });
});
