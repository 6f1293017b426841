import type { JudgeFiles } from '../../kit/testing/index.ts';

const brackets = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closing = new Set(brackets.values());

// A string, raw or not, over one line or several; a comment; a name or number; whatever else ASCII has.
const token =
  /[rf]{0,2}"""(?:[^"\\]|\\[^]|"(?!""))*"""|r?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|[A-Za-z_][A-Za-z0-9_]*|[0-9][A-Za-z0-9_.]*|[ \n]|\.\.\.|->|[=!<>]=|\*\*|\/\/|[-+*/%@=<>.,:|()[\]{}]/y;

/** What a line at the top of a module begins with: whatever a text brought in would have to be one of these. */
const starts =
  /^(?:#|"""|from|import|class|def|@|[)\]}]|__all__|[A-Za-z_][A-Za-z0-9_]*(?: =|: )|[A-Z][A-Za-z0-9_]* = )/;

/** Python as far as Node can read it: every string ends, every bracket closes, every line is one that is printed. */
export const judgePython: JudgeFiles = (files) =>
  files
    .filter(
      ({ path, content }) => path.endsWith('.py') && !content.includes('What the models of this package'),
    )
    .flatMap(({ path, content }) => problemsOf(content).map((problem) => `${path} ${problem}`));

function problemsOf(content: string): readonly string[] {
  const open: string[] = [];
  const problems: string[] = [];
  let isLineStart = true;
  token.lastIndex = 0;
  while (token.lastIndex < content.length) {
    const from = token.lastIndex;
    const text = token.exec(content)?.[0];
    if (text === undefined)
      return [...problems, `breaks off at ${JSON.stringify(content.slice(from, from + 60))}`];
    if (
      isLineStart &&
      open.length === 0 &&
      text !== ' ' &&
      text !== '\n' &&
      !starts.test(content.slice(from, from + 2000))
    )
      problems.push(`has a line that begins with ${JSON.stringify(content.slice(from, from + 40))}`);
    isLineStart = text === '\n';
    const closes = brackets.get(text);
    if (closes !== undefined) open.push(closes);
    else if (closing.has(text) && open.pop() !== text)
      return [...problems, `closes what was not opened at ${JSON.stringify(content.slice(from, from + 40))}`];
  }
  return open.length === 0 ? problems : [...problems, 'leaves brackets open'];
}
