import type { Effect } from '../pim/behaviour.ts';
import type { Expression } from '../pim/expression.ts';
import type { Field } from '../pim/model.ts';
import { resolveType } from '../pim/typing.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkFitting } from './link-construction.ts';
import { access, linkExpression, linkLookup, nearest, placeOf, unresolvedName } from './link-expression.ts';
import { decodeNumber } from './source.ts';

/** What happens to a state: `scope.self` is the state, `scope.input` the event. */
export function buildEffects(nodes: readonly ast.EffectClause[], scope: ExpressionScope): readonly Effect[] {
  return nodes.flatMap((node) => effects(node, scope));
}

function effects(node: ast.EffectClause, scope: ExpressionScope): readonly Effect[] {
  const origin = placeOf(node, scope);
  switch (node.$type) {
    case 'CreatesEffect':
      return [{ kind: 'creates', origin }, ...fromPayload(scope, origin)];
    case 'DeletesEffect':
      return [{ kind: 'deletes', origin }];
    case 'SetsEffect':
      return node.assignments.map((one) => assignment(one, scope));
    case 'AddsEffect': {
      const target = linkTarget(node.target, scope);
      const value = linkExpression(node.value, scope, itemType(target, scope));
      const keeping = node.keeping === undefined ? {} : { keeping: decodeNumber(node.keeping) };
      return [{ kind: 'adds', target, value, ...keeping, origin }];
    }
    case 'RemovesEffect': {
      const target = linkTarget(node.target, scope);
      return [{ kind: 'removes', target, value: linkExpression(node.value, scope), origin }];
    }
    case 'ClearsEffect':
      return node.targets.map((one) => ({ kind: 'clears', target: linkTarget(one, scope), origin }));
  }
}

/** `creates` takes every field of the payload that the aggregate has too. */
function fromPayload(scope: ExpressionScope, origin: Effect['origin']): readonly Effect[] {
  const { symbols, self, input } = scope;
  if (!self || !input) return [];
  const own = symbols.fieldsOf(self);
  return [...symbols.fieldsOf(input).values()].flatMap((field): readonly Effect[] => {
    const target = own.get(field.name);
    if (!target || target.role === 'derived') return [];
    return [{ kind: 'sets', target: ofSelf(target, scope), value: ofInput(field, scope), origin }];
  });
}

function ofSelf(field: Field, { self, site }: ExpressionScope): Expression {
  if (!self) throw new Error('a field of a state was asked for where there is none');
  const { nameOrigin } = field;
  return access(
    { kind: 'self', type: self, optional: false, origin: { ...nameOrigin, file: site.file } },
    field,
    nameOrigin,
  );
}

function ofInput(field: Field, { input }: ExpressionScope): Expression {
  if (!input) throw new Error('a field of a payload was asked for where there is none');
  const { nameOrigin: origin } = field;
  return access({ kind: 'input', type: input, optional: false, origin }, field, origin);
}

/** `sets lastSync = commitSha`; without a value, the nearest of that name: `sets capacity`. */
function assignment(node: ast.Assignment, scope: ExpressionScope): Effect {
  const target = linkTarget(node.target, scope);
  const origin = placeOf(node, scope);
  if (node.value) return { kind: 'sets', target, value: linkFitting(node.value, scope, target.type), origin };
  const name =
    node.target?.$type === 'NameExpression' || node.target?.$type === 'MemberExpression'
      ? node.target.name
      : '';
  // Not the state itself: a field is not set to what it is.
  const { self: _, ...withoutSelf } = scope;
  const value =
    nearest(name ?? '', withoutSelf, origin) ?? unresolvedName(name ?? '', origin, namesOfInput(scope));
  return { kind: 'sets', target, value, origin };
}

function namesOfInput({ symbols, input }: ExpressionScope): readonly string[] {
  return input ? [...symbols.fieldsOf(input).keys()] : [];
}

/** A place in the state: its first name is a field of it, whatever else is called so. */
export function linkTarget(node: ast.Expression, scope: ExpressionScope): Expression {
  const { symbols, self } = scope;
  switch (node?.$type) {
    case 'NameExpression': {
      const field = self && symbols.fieldsOf(self).get(node.name ?? '');
      const origin = placeOf(node, scope);
      if (field) return access({ kind: 'self', type: self, optional: false, origin }, field, origin);
      // What the name belongs to is unknown, which is reported already.
      if (self?.kind === 'unresolved') {
        const receiver: Expression = { kind: 'self', type: self, optional: false, origin };
        return unresolvedName(node.name ?? '', origin, [], { receiver });
      }
      return unresolvedName(node.name ?? '', origin, self ? [...symbols.fieldsOf(self).keys()] : []);
    }
    case 'MemberExpression': {
      const receiver = linkTarget(node.receiver, scope);
      const fields = symbols.fieldsOf(receiver.type);
      const field = fields.get(node.name ?? '');
      const origin = placeOf(node, scope);
      if (field) return access(receiver, field, origin);
      return unresolvedName(node.name ?? '', origin, [...fields.keys()], { receiver });
    }
    case 'LookupExpression':
      return linkLookup(linkTarget(node.receiver, scope), node, scope);
    default:
      return linkExpression(node, scope);
  }
}

/** What is added to a list is one of its items, unless it is a list itself; to a number, a number. */
function itemType(target: Expression, { symbols }: ExpressionScope): Expression['type'] {
  const resolved = resolveType(symbols, target.type);
  return resolved.kind === 'list' ? resolved.element : target.type;
}
