import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import type { PythonPsm } from './psm.ts';

export function emit(psm: PythonPsm, render: Render): readonly OutputFile[] {
  const { folder, element } = psm.package;
  const files = [
    ...psm.modules.map((module) => ({ ...module, template: 'module' })),
    ...psm.facades.map((facade) => ({ ...facade, template: 'facade' })),
  ].map(({ template, ...file }) => ({
    path: file.path,
    element: file.element,
    ...render(`python/${template}`, file),
  }));
  const shared = [
    ['__init__.py', 'package'],
    ['_pimento.py', 'runtime'],
    ['py.typed', 'typed'],
  ].map(([name, template]) => ({
    path: `${folder}/${name}`,
    element,
    ...render(`python/${template}`, psm.package),
  }));
  return [...files, ...shared];
}
