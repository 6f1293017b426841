declare const brand: unique symbol;

/**
 * A value that passed the checks of the type `Name`. It can be used wherever a `Base` can, but a
 * `Base` must go through the type's schema first. Brands add up: a type made from a branded one has both.
 */
export type Branded<Base, Name extends string> = Base & {
  readonly [brand]: { readonly [Key in Name]: true };
};
