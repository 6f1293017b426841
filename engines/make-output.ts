import type { OutputFile } from '../generators/core/output.ts';
import { createRender, type TemplateSource } from '../generators/core/render.ts';
import type { Symbols, Target } from '../generators/core/target.ts';
import { transformModel } from '../generators/core/transform-model.ts';
import type { ModelIndex } from '../pim/model-index.ts';

/** What a target makes of a model, and where in it each element is. */
export interface Output {
  readonly files: readonly OutputFile[];
  readonly symbols: Symbols;
}

export type MakeOutput = (index: ModelIndex, target: string) => Output;

/** Makes each output once. */
export function outputMaker(targets: readonly Target[], templates: TemplateSource): MakeOutput {
  const made = new WeakMap<ModelIndex, Map<string, Output>>();
  return (index, id) => {
    const ofModel = made.get(index) ?? new Map<string, Output>();
    made.set(index, ofModel);
    const known = ofModel.get(id) ?? makeOutput(index, id, targets, templates);
    ofModel.set(id, known);
    return known;
  };
}

function makeOutput(
  index: ModelIndex,
  id: string,
  targets: readonly Target[],
  templates: TemplateSource,
): Output {
  const [made] = transformModel({ index, targets, wanted: new Set([id]) });
  if (!made) throw new Error(`the target \`${id}\` made nothing`);
  const { target, psm } = made;
  return { files: target.emit(psm, createRender(templates)), symbols: target.symbols(psm) };
}
