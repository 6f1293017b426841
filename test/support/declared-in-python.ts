import { words } from '../../generators/core/naming.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import type { Element } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { type DeclaredLine, descendants } from './declared-in-documents.ts';

const kinds = new Set(
  'type enum value union alternative aggregate entity event eventVersion command'.split(' '),
);

/** What a Python file declares: classes and types, with their conditions, by their names; rules by their ids. */
export function declaredInPython(file: OutputFile, index: ModelIndex): readonly DeclaredLine[] {
  if (file.path.endsWith('_pimento.py')) return [];
  const all = descendants(index.model);
  const declared = all.filter(({ kind }) => kinds.has(kind));
  return file.content.split('\n').flatMap((text, at): readonly DeclaredLine[] => {
    const [, name] = /^(?:class )?([A-Z]\w*)(?: = |\(.*:$)/.exec(text) ?? [];
    const [, id] = /"([\w.]+)"/.exec(text) ?? [];
    const found = [
      ...(name === undefined ? [] : declared.filter((one) => isCalled(one, name, index))),
      ...(/^\s*(?:@|"|Where)/.test(text)
        ? all.filter((one) => one.kind === 'rule' && one.name !== 'where' && one.id === id)
        : []),
    ];
    return found.length === 0
      ? []
      : [{ line: at + 1, what: text.trim(), elements: found.map((one) => one.id) }];
  });
}

/** By its own name, or one that says what it belongs to as well. */
function isCalled(element: Element, name: string, index: ModelIndex): boolean {
  if (!('name' in element)) return false;
  const own =
    element.kind === 'eventVersion' ? (index.parent(element.id) as { name?: string })?.name : element.name;
  const wanted = words(`${own ?? ''}${element.kind === 'eventVersion' ? `V${element.version}` : ''}`).join(
    '',
  );
  return words(name).join('').endsWith(wanted);
}
