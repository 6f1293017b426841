import type { ElementId } from '../../../pim/model.ts';

/**
 * A module of hand-written code that Pimento begins and its owner goes on with. It lies outside of
 * the output folder, is written once, and is never overwritten or removed: what the model asks for
 * later is added to it, and nothing else in it is touched.
 */
export interface Scaffold {
  /** Relative to the model's folder of hand-written code: `fabric-management/fabric.ts`. */
  readonly path: string;
  /** The first lines of a new file, ending in a line feed: a comment that says what belongs there. */
  readonly header: string;
  readonly parts: readonly ScaffoldPart[];
}

/** A declaration that the module exports. */
export type ScaffoldPart = ScaffoldMember | ScaffoldClass;

/** A function or constant of the module, or a method of a class in it. */
export interface ScaffoldMember {
  readonly kind: 'member';
  readonly name: string;
  readonly element: ElementId;
  /** The whole declaration, comment and `export` included, not indented, ending in a line feed. */
  readonly text: string;
  /** What `text` names. */
  readonly imports: readonly ScaffoldImport[];
}

export interface ScaffoldClass {
  readonly kind: 'class';
  readonly name: string;
  readonly element: ElementId;
  /** Up to its opening brace: `export class Pricing implements PricingByHand {`, a comment before it. */
  readonly head: string;
  /** What `head` names. */
  readonly imports: readonly ScaffoldImport[];
  readonly methods: readonly ScaffoldMember[];
}

export interface ScaffoldImport {
  readonly name: string;
  readonly from: ScaffoldSource;
  /** Whether only types need it: `import type`. */
  readonly typeOnly: boolean;
}

/** A file of the model's output, as `typescript/fabric-management/fabric.ts`, or a package. */
export type ScaffoldSource = { readonly file: string } | { readonly package: string };
