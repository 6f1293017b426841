import type { Invocation } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression } from '../../pim/expression.ts';
import type { Aggregate } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { nearMiss } from '../../pim/near-miss.ts';
import { describeType } from '../../pim/typing.ts';
import { invocationSites } from '../calls.ts';
import { isResolved } from '../expression-nodes.ts';
import { fitsType } from '../fitting-type.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { caseFix } from '../names-in-scope.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * A step or a policy sends something to what does not take it.
 *
 * A command goes to one aggregate: `order.Ship` where `order` is a reference to it, `Order[number].Ship`
 * where its id is known. A `create` goes to none, `Order.Place`, since it makes one. An operation stands
 * behind its port, `Carrier.ship`, and a service by itself.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     event Shipped deletes
 *     create Place { id } allows Clerk emits Placed
 *     command Ship emits Shipped
 *   }
 *   service ShipAll { order: ref Order } allows Clerk step Order.Ship
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     event Shipped deletes
 *     create Place { id } allows Clerk emits Placed
 *     command Ship emits Shipped
 *   }
 *   service ShipAll { order: ref Order } allows Clerk step order.Ship
 * }
 * ```
 */
export const badCall: ModelCheck = {
  code: 'bad-call',
  severity: 'error',
  check: (model, index) =>
    invocationSites(model).flatMap(({ call }) =>
      call.receiver ? withReceiver(call, index) : without(call, index),
    ),
};

function without({ target }: Invocation, index: ModelIndex): readonly Diagnostic[] {
  const command = target.id === undefined ? undefined : index.get(target.id);
  if (command?.kind !== 'command' || command.creation) return [];
  const owner = index.parent(command.id);
  const of = owner?.name ?? '';
  const message = `\`${command.name}\` goes to one \`${of}\`, and this does not say which: write \`${lowerFirst(of)}.${command.name}\` where \`${lowerFirst(of)}\` is a reference to it, or \`${of}[…].${command.name}\` with its id.`;
  const related = [{ message: `\`${command.name}\` is declared here`, origin: command.nameOrigin }];
  return [finding(badCall, message, target.origin, { related })];
}

function withReceiver({ target, receiver, keyType }: Invocation, index: ModelIndex): readonly Diagnostic[] {
  // What the receiver is, is unknown, which is reported already.
  if (!receiver || target.name === '' || !isResolved(receiver)) return [];
  const type = underlyingType(index, receiver.type);
  const aggregate = type.kind === 'reference' ? index.get(type.aggregate) : undefined;
  if (type.kind !== 'reference') {
    const message = `Commands go to an aggregate, and this is ${describeType(typeSourceOf(index), receiver.type)}.`;
    return [finding(badCall, message, receiver.origin)];
  }
  if (aggregate?.kind !== 'aggregate') return [];
  if (keyType) {
    const wrong = wrongKey(aggregate, { ...receiver, type: keyType }, index);
    if (wrong) return [wrong];
  }
  if (target.id === undefined) return [unknownCommand(target, aggregate)];
  const command = index.get(target.id);
  if (command?.kind !== 'command' || !command.creation) return [];
  const message = `\`${command.name}\` makes a new \`${aggregate.name}\`, and goes to none that is there: write \`${aggregate.name}.${command.name}\`.`;
  return [finding(badCall, message, target.origin)];
}

/** What stands in the brackets is the aggregate's id, or a reference to it. */
function wrongKey(
  { name, id, origin, nameOrigin }: Aggregate,
  key: Expression,
  index: ModelIndex,
): Diagnostic | undefined {
  const source = typeSourceOf(index);
  const wanted = source.idOf(id)?.type;
  if (!wanted || fitsType(source, wanted, key)) return undefined;
  if (fitsType(source, { kind: 'reference', aggregate: id, origin }, key)) return undefined;
  const message = `The id of \`${name}\` is ${describeType(source, wanted)}, and this is ${describeType(source, key.type)}.`;
  const related = [{ message: `\`${name}\` is declared here`, origin: nameOrigin }];
  return finding(badCall, message, key.origin, { related });
}

function unknownCommand(
  { name, origin }: Invocation['target'],
  { name: of, commands }: Aggregate,
): Diagnostic {
  const near = nearMiss(
    name,
    commands.map((one) => one.name),
  );
  const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  const fix = near === undefined ? undefined : caseFix(name, near, origin);
  return finding(badCall, `\`${of}\` has no command \`${name}\`.${hint}`, origin, { fix });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
