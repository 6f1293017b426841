import type { Command, Query, Service } from '../../pim/behaviour.ts';
import type { Aggregate, Context } from '../../pim/model.ts';
import { aggregatesOf } from '../../pim/model-index.ts';

/** What somebody outside may ask of a context. */
export interface Offer {
  readonly aggregates: readonly AggregateOffer[];
  readonly queries: readonly Query[];
  readonly services: readonly Service[];
}

export interface AggregateOffer {
  readonly aggregate: Aggregate;
  /** True without any command: it is read and replaced as a whole. */
  readonly whole: boolean;
  readonly commands: readonly Command[];
  /** Commands that only services and policies send. */
  readonly withheld: readonly Command[];
}

/**
 * As soon as one `allows` stands in a context, what has none is for services and policies alone. A
 * context without any says nothing of who may do what, and its commands and queries are all offered;
 * a service is offered to the actors that it names, and to nobody else.
 */
export function offerOf(context: Context): Offer {
  const aggregates = aggregatesOf(context);
  const asked = [...aggregates.flatMap(({ commands }) => commands), ...context.queries];
  const saysWho = [...asked, ...context.services].some(({ allows }) => allows.length > 0);
  const isOffered = ({ allows }: Command | Query): boolean => allows.length > 0 || !saysWho;
  return {
    aggregates: aggregates.map((aggregate) => ({
      aggregate,
      whole: aggregate.commands.length === 0,
      commands: aggregate.commands.filter(isOffered),
      withheld: aggregate.commands.filter((command) => !isOffered(command)),
    })),
    queries: context.queries.filter(isOffered),
    services: context.services.filter(({ allows }) => allows.length > 0),
  };
}

/** Whether there is anything that a document could describe. */
export function offersAnything({ aggregates, queries, services }: Offer): boolean {
  return (
    queries.length + services.length > 0 ||
    aggregates.some(({ whole, commands }) => whole || commands.length > 0)
  );
}
