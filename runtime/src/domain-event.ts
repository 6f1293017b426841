import type { Caller } from './caller.ts';
import type { IsoDateTime } from './dates.ts';
import type { Uuid } from './formats.ts';

/** Something that happened. It is a fact: it never changes, and is never refused. */
export interface DomainEvent<Type extends string = string, Data = unknown, Subject = unknown> {
  readonly id: Uuid;
  /** Its name in the model. */
  readonly type: Type;
  /** The version of its data. */
  readonly version: number;
  /** The id in the model of what declares it: an aggregate, or a context. */
  readonly source: string;
  /** The id of the aggregate that it happened to; undefined for an event of no aggregate. */
  readonly subject: Subject;
  readonly at: IsoDateTime;
  /** Who sent the command. */
  readonly by: Caller;
  readonly data: Data;
}

/** What comes in from outside with a command, so that deciding needs nothing else. */
export interface CommandContext {
  readonly now: IsoDateTime;
  readonly caller: Caller;
  /** Another id each time. */
  newId(): Uuid;
}

/** What comes in where the model leaves something to code written by hand. */
export interface WithHandWritten<Methods> {
  readonly byHand: Methods;
}
