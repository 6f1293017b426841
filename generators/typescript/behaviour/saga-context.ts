import type { Ambient } from '../../../pim/expression.ts';
import { atom, type Code, member } from '../code.ts';
import type { CallContext } from './calls.ts';
import type { World } from './world.ts';

/** What comes in with a saga: its context, and what is written by hand with its world. */
export function sagaContext(world: World): CallContext {
  return {
    whole: ({ byHand }) => {
      if (byHand.size === 0) return atom('saga.context');
      world.handWritten(byHand);
      return atom('{ ...saga.context, byHand: world.byHand }');
    },
    byHand: (id) => {
      world.handWritten([id]);
      return atom('world.byHand');
    },
  };
}

/** `now` and `caller` of a saga, and why it failed. */
export function ambientOfSaga(ambient: Ambient['ambient']): Code {
  switch (ambient) {
    case 'now':
    case 'caller':
      return member(atom('saga.context'), ambient);
    case 'failure.step':
      return member(atom('failure'), 'step');
    case 'failure.message':
      return member(atom('failure'), 'message');
    default:
      throw new Error(`a service has no \`${ambient}\``);
  }
}
