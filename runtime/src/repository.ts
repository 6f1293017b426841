/** Where aggregates of a kind are kept. */
export interface Repository<Id, Root> {
  /** The aggregate with this id, if there is one. */
  get(id: Id): Promise<Root | undefined>;
}
