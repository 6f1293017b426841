import { atom, type Code, call, callGeneric, member, objectCode } from '../code.ts';

/**
 * What becomes of an object, a list or a map: each place that changes, once, with all that happens to it.
 * Places that nothing happens to are not in it.
 */
export type ChangeNode =
  | { readonly kind: 'value'; code: Code }
  | ObjectNode
  /** The item of a list, or the entry of a map, with one key. */
  | {
      readonly kind: 'inside';
      readonly base: Code;
      readonly isOptional: boolean;
      /** `withChangedItem` or `withChangedEntry`. */
      readonly changer: string;
      readonly keys: readonly Code[];
      readonly item: string;
      readonly node: ObjectNode;
    };

export interface ObjectNode {
  readonly kind: 'object';
  readonly base: Code;
  readonly isOptional: boolean;
  readonly members: Map<string, ChangeNode>;
}

export function objectNode(base: Code, isOptional = false): ObjectNode {
  return { kind: 'object', base, isOptional, members: new Map() };
}

/** The functions of the runtime that the code of a change calls. */
export interface ChangeFunctions {
  runtime(name: string): string;
}

/** The value after the change. */
export function changeCode(node: ChangeNode, names: ChangeFunctions): Code {
  switch (node.kind) {
    case 'value':
      return node.code;
    case 'object': {
      if (node.members.size === 0) return node.base;
      const changed = call(atom(names.runtime('changed')), node.base, membersCode(node, names));
      return guarded(node.base, node.isOptional, changed);
    }
    case 'inside': {
      const change: Code = {
        kind: 'arrow',
        parameters: [node.item],
        body: changeCode(node.node, names),
      };
      const changed = call(atom(names.runtime(node.changer)), node.base, ...node.keys, change);
      return guarded(node.base, node.isOptional, changed);
    }
  }
}

/** A new object of a type, which has no base. */
export function creationCode(node: ObjectNode, type: string, names: ChangeFunctions): Code {
  return callGeneric(atom(names.runtime('present')), [type], [membersCode(node, names)]);
}

export function membersCode(node: ObjectNode, names: ChangeFunctions): Code {
  return objectCode([...node.members].map(([name, child]) => [name, changeCode(child, names)]));
}

function guarded(base: Code, isOptional: boolean, code: Code): Code {
  return isOptional ? { kind: 'binary', operator: '&&', left: base, right: code } : code;
}

/** What stands at a member now, all changes so far included. */
export function currentCode(node: ObjectNode, name: string, names: ChangeFunctions): Code {
  const child = node.members.get(name);
  return child ? changeCode(child, names) : member(node.base, name);
}
