import type { Made } from './try-target.ts';

/** What is wrong with the files of a target, whatever they are for: characters and traces. */
export function fileProblems({ files, index }: Made): readonly string[] {
  return files.flatMap(({ path, content, element, trace }): readonly string[] => {
    const lines = content.split('\n').length - 1;
    const lost = [element, ...trace.map((entry) => entry.element)].filter((one) => !index.get(one));
    const outside = trace.filter(({ start, end }) => start < 1 || end < start || end > lines);
    return [
      ...(content.endsWith('\n') ? [] : [`\`${path}\` does not end with a line feed.`]),
      ...(content.isWellFormed() ? [] : [`\`${path}\` holds half of a character, which UTF-8 cannot say.`]),
      ...(/[\u0000-\u0008\u000B-\u001F\u007F]/.test(content)
        ? [`\`${path}\` holds a control character.`]
        : []),
      ...(trace.length === 0 ? [`\`${path}\` leads none of its lines back to the model.`] : []),
      ...lost.map((one) => `\`${path}\` leads to \`${one}\`, which is no element of the model.`),
      ...outside.map(
        (one) => `\`${path}\` traces the lines ${one.start} to ${one.end}, of which it has ${lines}.`,
      ),
    ];
  });
}
