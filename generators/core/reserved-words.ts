/** Words that no declaration, variable or type of a module can be called, and globals without another name. */
export const reservedWords: ReadonlySet<string> = new Set(
  `abstract any arguments as async await bigint boolean break case catch class const continue debugger declare
  default delete do else enum eval export extends false finally for from function get globalThis if implements
  import in infer instanceof interface is keyof let module namespace never new null number object of package
  private protected public readonly return require satisfies set static string super switch symbol this throw
  true try type typeof undefined unique unknown using var void while with yield Infinity NaN Object exports`.split(
    /\s+/,
  ),
);
