import type { Expression } from '../pim/expression.ts';
import type { ExpressionType, Type } from '../pim/type.ts';
import type { NameSite, Symbols } from './symbols.ts';

/** What the names of an expression can mean, nearest first: variables, input, self, ambients, enum literals. */
export interface ExpressionScope {
  readonly symbols: Symbols;
  readonly site: NameSite;
  /** What was bound nearby: by `let`, `step`, `for each`. */
  readonly variables: ReadonlyMap<string, Expression>;
  /** What came in from outside: a type that names the payload's element. */
  readonly input?: Type;
  /** What `self`, `it` and bare field names are about. */
  readonly self?: Type;
  /** True where `old` is the state before a change. */
  readonly allowsOld: boolean;
  /** `now`, `caller`, `event.name`…, by how they are written. */
  readonly ambients: ReadonlyMap<string, Expression>;
  /** True where a reference can be followed to its aggregate: in services, policies and queries. */
  readonly dereferences: boolean;
}

export const booleanResult: ExpressionType = { type: { kind: 'boolean' }, optional: false };
export const integerResult: ExpressionType = { type: { kind: 'integer', range: {} }, optional: false };
export const anyString: Type = {
  kind: 'string',
  length: { min: 0, max: Number.MAX_SAFE_INTEGER, stated: true },
};

/** The same scope with one more name. */
export function withVariable(scope: ExpressionScope, name: string, value: Expression): ExpressionScope {
  return { ...scope, variables: new Map([...scope.variables, [name, value]]) };
}
