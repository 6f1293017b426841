import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';

/** Suites of vitest, one file per type, enum, value and aggregate, and one for what an aggregate does. */
export interface TestsPsm {
  readonly files: readonly TestFile[];
  /** One for each aggregate that has commands. */
  readonly behaviours: readonly BehaviourFile[];
  /** One for each module of pure functions: translations, calculations, views, versions of events. */
  readonly functions: readonly FunctionFile[];
  /** One for each service that comes to its end in some world. */
  readonly services: readonly ServiceFile[];
  /** What has no suite, and why. */
  readonly untested: readonly Note[];
}

export interface TestFile {
  /** The declaration that the file is about. */
  readonly element: ElementId;
  /** The declaration's name, for diagnostics. */
  readonly name: string;
  readonly origin: Origin;
  readonly path: string;
  readonly imports: readonly TestImport[];
  /** In an order in which each uses only those before it. */
  readonly fixtures: readonly Fixture[];
  /** The declaration's suite, then those of the entities inside it. */
  readonly suites: readonly Suite[];
}

export interface TestImport {
  readonly from: string;
  /** Sorted by what is exported; `as` where the name is taken here. */
  readonly names: readonly { readonly exported: string; readonly as?: string; readonly isType?: boolean }[];
}

/** Given, when, then: what comes of each command of an aggregate. */
export interface BehaviourFile {
  readonly element: ElementId;
  readonly name: string;
  readonly origin: Origin;
  readonly path: string;
  readonly imports: readonly TestImport[];
  /** What the class and its types are called in this file. */
  readonly symbols: { readonly root: string; readonly context: string; readonly outcome: string };
  readonly moment: string;
  readonly caller: string;
  /** States that tests begin with. */
  readonly states: readonly Fixture[];
  readonly commands: readonly CommandSuite[];
}

export interface CommandSuite {
  readonly element: ElementId;
  readonly title: string;
  readonly notes: readonly Note[];
  readonly cases: readonly BehaviourCase[];
  /** Lifecycle moves that there are not. */
  readonly illegal: readonly IllegalMoves[];
  /** What its payload may not be. */
  readonly limits?: PayloadLimits;
}

/** One event that cannot happen in these states, whatever else the command comes to. */
export interface IllegalMoves {
  readonly element: ElementId;
  readonly field: string;
  readonly event: string;
  readonly method: string;
  readonly input?: TestValue;
  readonly byHand?: TestValue;
  readonly rows: readonly { readonly from: string; readonly given: TestValue }[];
}

export interface PayloadLimits {
  /** What parses the payload. */
  readonly symbol: string;
  /** What rows are told by: the examples that they vary. */
  readonly fixtures: readonly Fixture[];
  readonly refused: readonly RefusedRow[];
}

/** A service, run in worlds that keep what they are asked. */
export interface ServiceFile {
  readonly element: ElementId;
  readonly name: string;
  readonly origin: Origin;
  readonly path: string;
  readonly imports: readonly TestImport[];
  /** What the service and its types are called in this file. */
  readonly symbols: { readonly run: string; readonly input: string; readonly world: string };
  readonly moment: string;
  readonly caller: string;
  readonly input: TestValue;
  readonly states: readonly Fixture[];
  /** By the name of what is asked. */
  readonly answers: TestValue;
  readonly members: readonly WorldMember[];
  readonly calls: TestValue;
  readonly outcome: TestValue;
  readonly failures: readonly ServiceFailureRow[];
}

/** A member of a service's world. */
export type WorldMember = { readonly element: ElementId; readonly name: string } & (
  | { readonly kind: 'aggregates'; readonly state: string }
  | { readonly kind: 'port'; readonly operations: readonly string[] }
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'publish' }
  | { readonly kind: 'byHand'; readonly value: TestValue }
);

export interface ServiceFailureRow {
  /** The name of what fails. */
  readonly failing: string;
  readonly error: TestValue;
  /** What is asked after that. */
  readonly undone: TestValue;
}

/** Pure functions, and what they make of examples. */
export interface FunctionFile {
  readonly element: ElementId;
  readonly name: string;
  readonly origin: Origin;
  readonly path: string;
  readonly imports: readonly TestImport[];
  readonly suites: readonly FunctionSuite[];
  /** The context that functions are called with, if one of them needs it. */
  readonly context?: { readonly moment: string; readonly caller: string };
  /** What a stored event has besides its data, if events are read. */
  readonly envelope?: TestValue;
}

export interface FunctionSuite {
  readonly element: ElementId;
  readonly title: string;
  readonly notes: readonly Note[];
  readonly tables: readonly FunctionTable[];
}

/** One way to call a function. */
export interface FunctionTable {
  readonly element: ElementId;
  /** The call of `input`, as code. */
  readonly call: string;
  readonly byHand?: TestValue;
  /** What is expected: `expected` in it stands for the row's. */
  readonly outcome: TestValue;
  readonly matcher: 'toEqual' | 'toMatchObject';
  readonly rows: readonly FunctionRow[];
}

export interface FunctionRow {
  readonly title: string;
  /** None for a function of nothing. */
  readonly input: TestValue;
  readonly expected: TestValue;
}

export interface BehaviourCase {
  readonly element: ElementId;
  readonly title: string;
  /** The state before; none for a creation. */
  readonly given?: TestValue;
  /** The member of the class that sends the command. */
  readonly method: string;
  /** None for a command without fields. */
  readonly input?: TestValue;
  /** Stands for what is written by hand. */
  readonly byHand?: TestValue;
  /** Whole (events and what they leave), or what is certain of a rejection. */
  readonly outcome: { readonly kind: 'accepted' | 'rejected'; readonly value: TestValue };
}

export interface Fixture {
  readonly element: ElementId;
  readonly name: string;
  /** Where the value does not tell. */
  readonly type?: string;
  readonly value: TestValue;
}

/** What is tested of one type, enum or structure. */
export interface Suite {
  readonly element: ElementId;
  readonly title: string;
  /** What its schema is called in this file. */
  readonly symbol: string;
  /** What is made is no plain JSON (a class, a Decimal), and is looked at as the JSON that it becomes. */
  readonly asJson: boolean;
  /** The schema of the state, for an aggregate that changes by events alone; others have a `change`. */
  readonly state?: string;
  readonly notes: readonly Note[];
  /** Literals of an enum, each of which is accepted. */
  readonly literals: readonly string[];
  /** Accepted as they stand: names of fixtures. */
  readonly examples: readonly NamedExample[];
  readonly accepted: readonly AcceptedRow[];
  readonly refused: readonly RefusedRow[];
  readonly defaults: readonly DefaultRow[];
  /** A member that the structure does not have, to be ignored; only where there is an example. */
  readonly unknownMember?: string;
  readonly rules: readonly RuleSuite[];
}

/** A gap in a suite, which is told in the suite, and as a warning where a search was in vain. */
export interface Note {
  readonly element: ElementId;
  readonly origin: Origin;
  readonly text: string;
  readonly warns: boolean;
}

export interface NamedExample {
  readonly title: string;
  readonly fixture: string;
}

export interface AcceptedRow {
  readonly element: ElementId;
  readonly title: string;
  readonly value: TestValue;
}

export interface RefusedRow extends AcceptedRow {
  /** JSON pointer. */
  readonly path: string;
  readonly constraint: string;
  readonly rule?: ElementId;
}

export interface DefaultRow {
  readonly element: ElementId;
  readonly field: string;
  readonly value: TestValue;
}

export interface RuleSuite {
  readonly element: ElementId;
  readonly title: string;
  readonly rule: ElementId;
  readonly message: string;
  readonly notes: readonly Note[];
  /** Judged on a change: each case has `changes`. */
  readonly transition: boolean;
  readonly cases: readonly RuleCase[];
}

export interface RuleCase {
  readonly title: string;
  readonly holds: boolean;
  /** The instance, or the one before the change. */
  readonly value: TestValue;
  readonly changes?: TestValue;
}

/** A value as it is written in a test: short, however large it is. */
export type TestValue =
  | { readonly kind: 'scalar'; readonly value: null | boolean | number }
  | { readonly kind: 'text'; readonly parts: readonly TextPart[] }
  /** `{ ...spread, members }` */
  | { readonly kind: 'object'; readonly spread?: string; readonly members: readonly TestMember[] }
  | { readonly kind: 'list'; readonly items: readonly TestValue[] }
  /** `Array.from({ length }, (_, n) => item)` */
  | { readonly kind: 'series'; readonly length: number; readonly item: TestValue }
  /** In a list: the items of a series. */
  | { readonly kind: 'spread'; readonly series: TestValue }
  /** In a series: `n + first`. */
  | { readonly kind: 'count'; readonly first: number }
  /** In a series: a text with the number `n + first`, zeros before it up to `width` digits. */
  | {
      readonly kind: 'numbered';
      readonly before: string;
      readonly after: string;
      readonly width: number;
      readonly first: number;
    }
  /** `Decimal.of('0.10')`: as code holds it. */
  | { readonly kind: 'decimal'; readonly text: string }
  /** `() => value` */
  | { readonly kind: 'always'; readonly value: TestValue }
  /** A fixture, or a part of one. */
  | { readonly kind: 'name'; readonly name: string }
  /** A member that is not there. */
  | { readonly kind: 'absent' };

export interface TestMember {
  readonly name: string;
  readonly value: TestValue;
}

/** `text`, so many times over. */
export interface TextPart {
  readonly text: string;
  readonly times: number;
}
