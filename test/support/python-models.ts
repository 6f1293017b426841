import { packageTemplates } from '../../cli/package-templates.ts';
import { moduleName } from '../../engines/python.ts';
import { createRender } from '../../generators/core/render.ts';
import type { Symbols } from '../../generators/core/target.ts';
import { python } from '../../generators/python/index.ts';
import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { PythonCase, PythonProject } from './python-project.ts';

/** A model's package in a project. */
export interface PythonModel {
  readonly index: ModelIndex;
  /** The name that it is imported below. */
  readonly package: string;
  readonly symbols: Symbols;
}

export function addModel(project: PythonProject, index: ModelIndex): PythonModel {
  const psm = python.transform({ index, marks: new Map(), symbolsOf: () => new Map() });
  const name = project.add(python.emit(psm, createRender(packageTemplates)));
  return { index, package: name, symbols: python.symbols(psm) };
}

/** What Python is asked of an instance, in JSON text. */
export function pythonCase(
  { package: root, symbols }: PythonModel,
  {
    subject,
    instance,
    old,
  }: { readonly subject: ElementId; readonly instance: string; readonly old?: string },
): PythonCase {
  const symbol = symbols.get(subject);
  if (!symbol) throw new Error(`nothing was generated for ${subject}`);
  const asked = { module: moduleName(root, symbol.from), name: symbol.name, instance };
  return old === undefined ? asked : { ...asked, old };
}
