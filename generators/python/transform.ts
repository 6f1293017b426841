import type { Context, Model } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { generatedNotice } from '../core/notice.ts';
import type { TransformInput } from '../core/target.ts';
import { elementsOf, type PyElement } from './elements.ts';
import { compareNames, importLines, ModuleScope } from './module-scope.ts';
import { orderElements } from './order-elements.ts';
import { type NamePlan, type PlannedModule, planNames } from './plan-names.ts';
import type { PyFacade, PyModule, PyPackage, PySymbol, PythonPsm } from './psm.ts';
import { docstring } from './quote.ts';
import { transformElement } from './transform-element.ts';

export function transform({ index }: TransformInput): PythonPsm {
  const plan = planNames(index);
  const folder = `python/${plan.packageName}`;
  return {
    modules: plan.modules.map((module) => moduleOf(module, folder, index, plan)),
    facades: plan.modules
      .filter(({ contexts }) => contexts.length > 1)
      .flatMap(({ contexts }) => contexts.map((context) => facadeOf(context, folder, plan))),
    package: packageOf(index.model, folder),
    symbols: plan.modules.flatMap(({ contexts }) =>
      contexts.flatMap(elementsOf).map(({ id }): PySymbol => {
        const { name, module } = plan.classOf(id);
        return { element: id, name, from: `${folder}/${module}.py` };
      }),
    ),
  };
}

function packageOf(model: Model, folder: string): PyPackage {
  return {
    folder,
    notice: generatedNotice(model.origin),
    element: model.id,
    docstring: docstring(model.doc ?? `The model ${model.name}, version ${model.version}.`),
  };
}

function moduleOf(
  { name, contexts }: PlannedModule,
  folder: string,
  index: ModelIndex,
  plan: NamePlan,
): PyModule {
  const scope = new ModuleScope(index, plan, name);
  const { elements, isPlain, looksAhead } = orderElements(contexts.flatMap(elementsOf), index);
  const blocks = elements.flatMap((element, at) =>
    transformElement(element, scope).map((block) => ({
      ...block,
      space: spaceBefore(element, elements[at - 1], isPlain),
    })),
  );
  const [first] = contexts;
  if (!first) throw new Error(`the module \`${name}\` is of no context`);
  const [only, ...others] = contexts;
  return {
    path: `${folder}/${name}.py`,
    notice: generatedNotice(first.origin),
    element: others.length === 0 && only ? only.id : index.model.id,
    docstring: docstring(others.length === 0 ? (first.doc ?? first.name) : sharedModule(contexts)),
    imports: [...(looksAhead ? ['from __future__ import annotations', ''] : []), ...scope.importLines()],
    blocks,
  };
}

function sharedModule(contexts: readonly Context[]): string {
  return `Contexts that need each other: ${contexts.map(({ name }) => name).join(', ')}.`;
}

/** Between plain types one empty line reads better, and after imports; all else has two around it. */
function spaceBefore(
  element: PyElement,
  before: PyElement | undefined,
  isPlain: (element: PyElement) => boolean,
): string {
  return isPlain(element) && (!before || isPlain(before)) ? '\n' : '\n\n';
}

/** What people import where two contexts need each other and stand in one module. */
function facadeOf(context: Context, folder: string, plan: NamePlan): PyFacade {
  const names = elementsOf(context)
    .map(({ id }) => ({ id, ...plan.classOf(id) }))
    .toSorted((left, right) => compareNames(left.name, right.name));
  return {
    path: `${folder}/${plan.moduleOf(context)}.py`,
    notice: generatedNotice(context.origin),
    element: context.id,
    docstring: docstring(context.doc ?? context.name),
    imports: importLines(
      `.${names[0]?.module ?? ''}`,
      names.map(({ name }) => [name, name]),
    ),
    names: names.map(({ id, name }) => ({ element: id, text: `    "${name}",` })),
  };
}
