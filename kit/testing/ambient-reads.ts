/** What a run returned, and what it asked the machine that it ran on. */
export interface Watched<Result> {
  readonly result: Result;
  /** `Date.now`, `process.cwd`, … in the order in which they were first read. */
  readonly reads: readonly string[];
}

type Method = (this: unknown, ...values: unknown[]) => unknown;

/** An object whose member is watched. */
interface Watch {
  readonly owner: object;
  readonly member: string;
  readonly name: string;
  /** Whether a call with these arguments depends on the machine; every call does without it. */
  readonly depends?: (values: readonly unknown[]) => boolean;
}

const localTime = [
  'getDate',
  'getDay',
  'getFullYear',
  'getHours',
  'getMilliseconds',
  'getMinutes',
  'getMonth',
  'getSeconds',
  'getTimezoneOffset',
  'toDateString',
  'toString',
  'toTimeString',
];

/** A locale that is not given is the machine's. */
const withoutLocale = ([locale]: readonly unknown[]): boolean => locale === undefined;
const withoutSecondLocale = ([, locale]: readonly unknown[]): boolean => locale === undefined;

const watches: readonly Watch[] = [
  { owner: Date, member: 'now', name: 'Date.now' },
  { owner: performance, member: 'now', name: 'performance.now' },
  { owner: Math, member: 'random', name: 'Math.random' },
  { owner: crypto, member: 'randomUUID', name: 'crypto.randomUUID' },
  { owner: crypto, member: 'getRandomValues', name: 'crypto.getRandomValues' },
  { owner: process, member: 'cwd', name: 'process.cwd' },
  { owner: process, member: 'hrtime', name: 'process.hrtime' },
  ...localTime.map((member) => ({ owner: Date.prototype, member, name: `Date.prototype.${member}` })),
  ...['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'].map((member) => ({
    owner: Date.prototype,
    member,
    name: `Date.prototype.${member}`,
  })),
  ...[Number.prototype, BigInt.prototype].map((owner) => ({
    owner,
    member: 'toLocaleString',
    name: `${owner.constructor.name}.prototype.toLocaleString`,
    depends: withoutLocale,
  })),
  ...['toLocaleLowerCase', 'toLocaleUpperCase'].map((member) => ({
    owner: String.prototype,
    member,
    name: `String.prototype.${member}`,
    depends: withoutLocale,
  })),
  {
    owner: String.prototype,
    member: 'localeCompare',
    name: 'String.prototype.localeCompare',
    depends: withoutSecondLocale,
  },
  ...['Collator', 'DateTimeFormat', 'ListFormat', 'NumberFormat', 'PluralRules', 'Segmenter'].map(
    (member) => ({
      owner: Intl,
      member,
      name: `Intl.${member}`,
      depends: withoutLocale,
    }),
  ),
];

/**
 * Runs something that must depend on nothing but what it is given, and tells what it asked of the
 * machine all the same: clock, chance, working directory, environment, time zone and locale. What it
 * is told stays true; everything is as before afterwards.
 */
export function watchAmbience<Result>(run: () => Result): Watched<Result> {
  const reads = new Set<string>();
  const undo = [
    ...watches.map((watch) => watchMember(watch, reads)),
    watchClock(reads),
    watchEnvironment(reads),
  ];
  try {
    const result = run();
    return { result, reads: [...reads] };
  } finally {
    for (const restore of undo.toReversed()) restore();
  }
}

function watchMember({ owner, member, name, depends }: Watch, reads: Set<string>): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, member);
  const original = Reflect.get(owner, member) as Method;
  const told = new Proxy(original, {
    apply: (method, self, values: unknown[]) => {
      if (depends?.(values) ?? true) reads.add(name);
      return Reflect.apply(method, self, values);
    },
    construct: (constructed, values: unknown[], newTarget) => {
      if (depends?.(values) ?? true) reads.add(name);
      return Reflect.construct(constructed, values, newTarget) as object;
    },
  });
  Object.defineProperty(owner, member, { configurable: true, writable: true, value: told });
  return () => restoreMember(owner, member, descriptor);
}

/** `new Date()` and `Date()` read the clock; a date of parts is one of the local time zone. */
function watchClock(reads: Set<string>): () => void {
  const original = Date;
  const told = new Proxy(original, {
    apply: (date, self, values: unknown[]) => {
      reads.add('Date()');
      return Reflect.apply(date, self, values);
    },
    construct: (date, values: unknown[], newTarget) => {
      if (values.length === 0) reads.add('new Date()');
      if (values.length > 1) reads.add('new Date(year, month, …)');
      return Reflect.construct(date, values, newTarget) as object;
    },
  });
  globalThis.Date = told;
  return () => {
    globalThis.Date = original;
  };
}

function watchEnvironment(reads: Set<string>): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(process, 'env');
  const told = new Proxy(process.env, {
    get: (environment, name) => {
      if (typeof name === 'string') reads.add(`process.env.${name}`);
      return Reflect.get(environment, name) as unknown;
    },
  });
  Object.defineProperty(process, 'env', { configurable: true, writable: true, value: told });
  return () => restoreMember(process, 'env', descriptor);
}

function restoreMember(owner: object, member: string, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor) Object.defineProperty(owner, member, descriptor);
  else Reflect.deleteProperty(owner, member);
}
