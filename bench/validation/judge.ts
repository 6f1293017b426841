/** How many errors it finds in a Fabric, in the words of its library; 0 if it takes it. */
export type Judge = (fabric: unknown) => number;

/** What a library makes of a Fabric that it takes. */
export type Build = (fabric: unknown) => unknown;
