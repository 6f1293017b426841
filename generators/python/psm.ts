import type { ElementId } from '../../pim/model.ts';

/** Everything that the target makes of one model: one package. Every `text` is Python, laid out for its place. */
export interface PythonPsm {
  /** A module per context, in the order of the source. */
  readonly modules: readonly PyModule[];
  /** Modules that pass on what another has: of contexts that need each other. */
  readonly facades: readonly PyFacade[];
  readonly package: PyPackage;
  /** Where the class of each type, event and command is. */
  readonly symbols: readonly PySymbol[];
}

interface PyFile {
  readonly path: string;
  /** What the file begins with. */
  readonly notice: string;
  readonly element: ElementId;
}

export interface PyModule extends PyFile {
  readonly docstring: readonly string[];
  readonly imports: readonly string[];
  readonly blocks: readonly PyBlock[];
}

export interface PyFacade extends PyFile {
  readonly docstring: readonly string[];
  readonly imports: readonly string[];
  /** Of `__all__`. */
  readonly names: readonly PyText[];
}

/** What every package has: `__init__.py`, `py.typed` and the runtime. */
export interface PyPackage extends Omit<PyFile, 'path'> {
  readonly folder: string;
  readonly docstring: readonly string[];
}

/** Whole lines about one element. */
export interface PyText {
  readonly element: ElementId;
  readonly text: string;
}

/** What stands together at the top of a module. */
export interface PyBlock {
  readonly element: ElementId;
  /** Empty lines before it. */
  readonly space: string;
  readonly texts: readonly PyText[];
}

export interface PySymbol {
  readonly element: ElementId;
  readonly name: string;
  readonly from: string;
}
