/** How two items are ordered; negative if `left` stands before `right`. */
export type Order<Item> = (left: Item, right: Item) => number;

/** By what `of` gives; items that have nothing there come last. */
export function orderBy<Item, Value>(
  of: (item: Item) => Value | undefined,
  compare: (left: Value, right: Value) => number,
  direction: 'ascending' | 'descending' = 'ascending',
): Order<Item> {
  const sign = direction === 'ascending' ? 1 : -1;
  return (left, right) => {
    const [one, other] = [of(left), of(right)];
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined);
    return sign * compare(one, other);
  };
}

/** Of numbers, and of Booleans: false stands before true. */
export function compareNumbers(left: number | boolean, right: number | boolean): number {
  return Number(left) - Number(right);
}

/** What somebody asks of a list besides what the query says. */
export interface ListChoice<Name extends string = string> {
  /** The first order without a choice. */
  readonly order?: Name | undefined;
  /** How many items at most; no more than the query allows. */
  readonly size?: number | undefined;
  /** How many items to leave out before the first. */
  readonly offset?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Of all items, on this page or not. */
  readonly total: number;
}

/** What a query asks for of a list. */
export interface ListQuestion<Item, Name extends string> {
  readonly matches?: (item: Item) => boolean;
  readonly orders?: { readonly [One in Name]: Order<Item> };
  readonly page?: { readonly size: number; readonly max: number };
}

/** Those of the items that are asked for, in the order and the part of them that was chosen. */
export function listAnswer<Item, Name extends string>(
  items: readonly Item[],
  { matches = () => true, orders, page }: ListQuestion<Item, Name>,
  choice: ListChoice<Name> = {},
): Page<Item> {
  const found = items.filter(matches);
  const all: readonly Order<Item>[] = orders ? Object.values<Order<Item>>(orders) : [];
  const order = orders && choice.order !== undefined ? orders[choice.order] : all[0];
  const sorted = order ? found.toSorted(order) : found;
  const offset = Math.max(0, choice.offset ?? 0);
  const size = page ? Math.min(Math.max(1, choice.size ?? page.size), page.max) : (choice.size ?? Infinity);
  return { items: sorted.slice(offset, offset + size), total: sorted.length };
}

/** What lies under a key; nothing where there is no key. */
export interface Reader<Key, Value> {
  (key: Key): Value;
  (key: Key | undefined): Value | undefined;
}
