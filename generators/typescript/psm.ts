import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { Scaffold } from '../core/scaffold/scaffold.ts';

/**
 * Everything that the target makes of one model. Every `text` is TypeScript, laid out for its place in the
 * file: whole lines with their indentation, unless said otherwise.
 */
export interface TypeScriptPsm {
  /** One per declaration, by context, in the order of the source. */
  readonly modules: readonly TsModule[];
  /** One per context that declares something. */
  readonly indexes: readonly TsIndex[];
  /** Where the code of each declaration and entity is. */
  readonly symbols: readonly TsSymbol[];
  /** Modules of hand-written code, as they begin; one per context that leaves something to it. */
  readonly scaffolds: readonly Scaffold[];
}

interface TsFile {
  readonly path: string;
  /** What the file begins with. */
  readonly notice: string;
  /** The declaration or context that the file is of. */
  readonly element: ElementId;
  readonly name: string;
  readonly nameOrigin: Origin;
}

export interface TsModule extends TsFile {
  readonly imports: readonly string[];
  readonly parts: readonly TsPart[];
}

/** The `index.ts` of a context. */
export interface TsIndex extends TsFile {
  readonly exports: readonly TsText[];
}

export interface TsSymbol {
  readonly element: ElementId;
  readonly name: string;
  readonly from: string;
  /**
   * Of an aggregate: `state`, and, where commands change it, `context`, `outcome` and `event`. Of a
   * command: `method`, the member of its aggregate's class that sends it.
   */
  readonly parts?: Readonly<Record<string, { readonly name: string; readonly from: string }>>;
}

export type TsPart = TsConstrainedType | TsEnum | TsStructure | TsUnion | TsRoot | TsCode;

/** A part of a file that is about one element. */
export interface TsText {
  readonly element: ElementId;
  readonly documentation: string;
  readonly text: string;
}

/** Declarations of behaviour, each line of them about an element. */
export interface TsCode {
  readonly kind: 'code';
  readonly declarations: readonly TsBlock[];
}

export interface TsBlock {
  readonly element: ElementId;
  readonly lines: readonly TsLine[];
}

/** Whole lines about one element, at the indentation of their comment. */
export interface TsLine extends TsText {
  readonly margin: string;
}

/** A function, method or getter. */
export interface TsFunction {
  readonly element: ElementId;
  readonly documentation: string;
  /** Up to the `{`. */
  readonly head: string;
  /** Its statements. */
  readonly text: string;
}

interface TsDeclaration {
  readonly element: ElementId;
  readonly name: string;
  readonly documentation: string;
}

export interface TsConstrainedType extends TsDeclaration {
  readonly kind: 'type';
  /** The type alias. */
  readonly type: string;
  /** The schema, up to the members of its rule if it has one. */
  readonly schema: string;
  readonly rule: readonly TsText[];
  /** What follows the members of the rule; empty without one. */
  readonly schemaEnd: string;
  readonly functions: readonly TsFunction[];
}

export interface TsEnum extends TsDeclaration {
  readonly kind: 'enum';
  /** The type alias. */
  readonly type: string;
  /** What makes the companion: `enumeration`. */
  readonly maker: string;
  readonly literals: readonly TsText[];
}

/** One of several structures, which the same file declares. */
export interface TsUnion extends TsDeclaration {
  readonly kind: 'union';
  /** The type alias. */
  readonly type: string;
  readonly inputDocumentation: string;
  /** The type alias of what it is made from. */
  readonly input: string;
  /** `union<Change, ChangeInput>` */
  readonly maker: string;
  /** The member that says which field tells the shapes apart. */
  readonly discriminator: string;
  readonly alternatives: readonly TsText[];
}

/** The parts of a `structure` or `aggregateState` call. */
export interface TsSchema {
  /** `structure<Money, MoneyInput>`, without indentation. */
  readonly maker: string;
  /** The indentation of the statement that the call stands in. */
  readonly margin: string;
  readonly fields: readonly TsText[];
  /** Members after the fields that the call needs. */
  readonly settings: readonly TsText[];
  readonly rules: readonly TsText[];
  readonly transitions: readonly TsText[];
}

/** A value, an entity or an aggregate's state: an interface, and a companion of the same name. */
export interface TsStructure extends TsDeclaration {
  readonly kind: 'structure';
  readonly inputName: string;
  readonly inputDocumentation: string;
  readonly properties: readonly TsText[];
  readonly inputProperties: readonly TsText[];
  /** The type alias of a state's changes; empty for the others. */
  readonly changes: string;
  readonly changesDocumentation: string;
  readonly schema: TsSchema;
  /** Derived fields as members of the companion. */
  readonly members: readonly TsText[];
  /** Conditions of rules, derivations. */
  readonly functions: readonly TsFunction[];
}

/** The class on top of an aggregate's state. */
export interface TsRoot extends TsDeclaration {
  readonly kind: 'root';
  readonly stateName: string;
  /** What the parameters of its methods are called. */
  readonly inputName: string;
  readonly changesName: string;
  /** The member that is its schema. */
  readonly schema: string;
  readonly createDocumentation: string;
  /** The heads of methods, each up to its `{`. */
  readonly createHead: string;
  readonly parseHead: string;
  readonly equalsHead: string;
  /** Empty for an aggregate that only events change. */
  readonly changeHead: string;
  /** The member that handles commands, empty without any, and the method that replays events. */
  readonly handle: string;
  readonly replayHead: string;
  readonly replay: string;
  /** The type of what comes of a command; empty without any. */
  readonly outcome: string;
  /** A method for each command. */
  readonly commands: readonly TsFunction[];
  readonly getters: readonly TsFunction[];
  readonly lookups: readonly TsFunction[];
  /** The element is the id field. */
  readonly equality: TsText;
}
