import type { OutputFile, TracedText } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import type { TypeScriptPsm } from './psm.ts';

export function emit(psm: TypeScriptPsm, render: Render): readonly OutputFile[] {
  const modules = psm.modules.map((module) => ({
    path: module.path,
    element: module.element,
    ...joinTexts([
      render('typescript/module', module),
      ...module.parts.map((part) => render(`typescript/${part.kind}`, part)),
    ]),
  }));
  const indexes = psm.indexes.map((index) => ({
    path: index.path,
    element: index.element,
    ...render('typescript/index', index),
  }));
  return [...modules, ...indexes];
}

/** One after the other; each text ends in a line feed. */
function joinTexts(texts: readonly TracedText[]): TracedText {
  let lines = 0;
  const trace = texts.flatMap((text) => {
    const before = lines;
    lines += text.content.split('\n').length - 1;
    return text.trace.map(({ start, end, element }) => ({
      start: start + before,
      end: end + before,
      element,
    }));
  });
  return { content: texts.map(({ content }) => content).join(''), trace };
}
