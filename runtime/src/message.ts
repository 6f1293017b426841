import { type Result, success } from './result.ts';
import type { Schema } from './schema.ts';
import { structure } from './structure.ts';

/** What is asked for, by its name in the model. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** The data of a command or event without fields. */
export type NoData = { readonly [name: string]: never };

/** The data of what has no fields. */
export const NoData: Schema<NoData> = structure<NoData, NoData>({ fields: {} });

/** Makes commands of one type. */
export interface CommandType<Message extends Command, Input> {
  readonly type: Message['type'];
  /** The command's id in the model. */
  readonly id: string;
  readonly data: Schema<Message['data'], Input>;
  /** The command, if what it is to hold may be so. */
  create(data: Input): Result<Message>;
  /** As `create`, for input of which nothing is known. */
  parse(data: unknown): Result<Message>;
}

export function commandType<Message extends Command, Input = NoData>(definition: {
  readonly type: Message['type'];
  readonly id: string;
  /** Left out where there are no fields. */
  readonly data?: Schema<Message['data'], Input>;
}): CommandType<Message, Input> {
  const { type, id } = definition;
  const data = definition.data ?? (NoData as unknown as Schema<Message['data'], Input>);
  const messageOf = (result: Result<Message['data']>): Result<Message> =>
    result.ok ? success({ type, data: result.value } as Message) : result;
  return {
    type,
    id,
    data,
    create: (input) => messageOf(data.create(input)),
    parse: (input) => messageOf(data.parse(input)),
  };
}
