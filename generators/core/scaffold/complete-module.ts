import type { ClassFacts, ModuleFacts } from './module-facts.ts';

/** A scaffold's part with its imports led to modules, as `export` statements of this file name them. */
export interface ModulePart {
  readonly name: string;
  readonly imports: readonly ModuleImport[];
  /** The whole declaration, not indented, ending in a line feed; of a class up to its opening brace. */
  readonly text: string;
  /** Of a class: its methods. */
  readonly methods: readonly ModuleMethod[] | undefined;
}

export interface ModuleMethod {
  readonly name: string;
  readonly imports: readonly ModuleImport[];
  readonly text: string;
}

export interface ModuleImport {
  readonly name: string;
  /** As the import statement names it. */
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** A member that must be there and could not be added, and why, as a sentence about it without a full stop. */
export interface BlockedMember {
  readonly member: string;
  readonly reason: string;
}

export interface CompletedModule {
  readonly text: string;
  /** What was added, in the order of the parts: `price`, `Pricing.price`. */
  readonly added: readonly string[];
  readonly blocked: readonly BlockedMember[];
}

/** The text of a module that holds all parts. */
export function beginModule(header: string, parts: readonly ModulePart[]): string {
  const imports = parts.flatMap((part) => [
    ...part.imports,
    ...(part.methods ?? []).flatMap((one) => one.imports),
  ]);
  const begin = header + printImports(imports);
  return [...(begin === '' ? [] : [begin]), ...parts.map(printPart)].join('\n');
}

/** Every name that a module with these parts exports, methods as `Pricing.price`. */
export function memberNames(parts: readonly ModulePart[]): readonly string[] {
  return parts.flatMap(({ name, methods = [] }) => [
    name,
    ...methods.map((method) => `${name}.${method.name}`),
  ]);
}

/** Whether the module has the member `price` or `Pricing.price`, or may have it from elsewhere. */
export function hasMember(facts: ModuleFacts, member: string): boolean {
  const [name = '', method] = member.split('.');
  if (!facts.exports.has(name)) return facts.exportsMore;
  if (method === undefined) return true;
  const found = classOf(facts, name);
  return !found || found.inherits || found.members.has(method);
}

/** Whether the module itself has the member. */
export function declaresMember(facts: ModuleFacts, member: string): boolean {
  const [name = '', method] = member.split('.');
  if (method === undefined) return facts.exports.has(name);
  return classOf(facts, name)?.members.has(method) ?? false;
}

/**
 * Adds the parts that a module lacks: imports after its imports, methods at the end of their class,
 * all else at the end of the file. What is there stays as it is, to the byte. A class or a module that
 * takes members from another is trusted to have what is not seen: the compiler knows better.
 */
export function completeModule(
  text: string,
  facts: ModuleFacts,
  parts: readonly ModulePart[],
): CompletedModule {
  const wanted = missingMembers(facts, parts);
  if (facts.brokenAt !== undefined) {
    const reason = `the file has a syntax error in line ${facts.brokenAt}`;
    return { text, added: [], blocked: wanted.map(({ member }) => ({ member, reason })) };
  }
  const blocked: BlockedMember[] = [];
  const added = wanted.filter(({ member, name, imports }) => {
    const reason = clash(facts, name, imports);
    if (reason !== undefined) blocked.push({ member, reason });
    return reason === undefined;
  });
  return { text: insert(text, facts, added), added: added.map(({ member }) => member), blocked };
}

interface Missing {
  readonly member: string;
  /** What it declares at the top level, if it does. */
  readonly name: string | undefined;
  readonly imports: readonly ModuleImport[];
  readonly text: string;
  /** The class that it goes into. */
  readonly into: ClassFacts | undefined;
}

function missingMembers(facts: ModuleFacts, parts: readonly ModulePart[]): readonly Missing[] {
  return parts.flatMap((part): readonly Missing[] => {
    const { name, methods = [] } = part;
    if (!hasMember(facts, name)) {
      const imports = [...part.imports, ...methods.flatMap((method) => method.imports)];
      return [{ member: name, name, imports, text: printPart(part), into: undefined }];
    }
    return methods
      .filter((method) => !hasMember(facts, `${name}.${method.name}`))
      .map((method) => ({
        member: `${name}.${method.name}`,
        name: undefined,
        imports: method.imports,
        text: method.text,
        into: classOf(facts, name),
      }));
  });
}

function classOf(facts: ModuleFacts, name: string): ClassFacts | undefined {
  return facts.classes.get(facts.exports.get(name) ?? '');
}

/** Why a member cannot be added: it or what it needs would take a name that means something else there. */
function clash(
  facts: ModuleFacts,
  name: string | undefined,
  imports: readonly ModuleImport[],
): string | undefined {
  if (name !== undefined && facts.declared.has(name))
    return `the file declares \`${name}\` but does not export it`;
  if (name !== undefined && facts.imported.has(name)) return `the file imports another \`${name}\``;
  for (const { name: needed, typeOnly } of imports) {
    if (facts.declared.has(needed)) return `it needs \`${needed}\`, which means something else in the file`;
    const found = facts.imported.get(needed);
    if (found && found.name !== needed)
      return `it needs \`${needed}\`, which means something else in the file`;
    if (found?.typeOnly && !typeOnly)
      return `it needs \`${needed}\`, of which the file imports only the type`;
  }
  return undefined;
}

function insert(text: string, facts: ModuleFacts, added: readonly Missing[]): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const imports = added.flatMap((one) => one.imports).filter(({ name }) => !facts.imported.has(name));
  const insertions = new Map<number, string>();
  const put = (at: number, what: string): void => {
    insertions.set(at, (insertions.get(at) ?? '') + what);
  };
  put(facts.importsEnd, importLines(text, facts.importsEnd, printImports(imports)));
  const classes = new Set(added.flatMap(({ into }) => into ?? []));
  for (const into of classes) {
    const methods = added.filter((one) => one.into === into).map((one) => one.text);
    put(...methodLines(text, into, methods));
  }
  const exported = added.filter(({ into }) => !into).map((one) => one.text);
  if (exported.length > 0) put(text.length, `${gapAfter(text)}${exported.join('\n')}`);
  let result = text;
  for (const [at, what] of [...insertions].toSorted(([left], [right]) => right - left)) {
    result = result.slice(0, at) + what.replaceAll('\n', lineEnd) + result.slice(at);
  }
  return result;
}

/** Import statements where they go: on lines of their own, apart from code that follows. */
function importLines(text: string, at: number, imports: string): string {
  if (imports === '') return '';
  const before = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
  const isApart = at === text.length || /^(?:import\b|\r?\n)/.test(text.slice(at));
  return `${before}${imports}${isApart ? '' : '\n'}`;
}

/** Methods where they go: before the line of the closing brace, or before the brace if it has no line. */
function methodLines(text: string, into: ClassFacts, methods: readonly string[]): [number, string] {
  const outer = indentationAt(text, into.sample);
  const unit = /^\t/m.test(text) ? '\t' : '  ';
  const indentation = into.empty ? outer + unit : outer;
  const lines = methods.map((method) => indented(method, indentation)).join('\n');
  const gap = into.empty ? '' : '\n';
  const lineStart = text.lastIndexOf('\n', into.end - 1) + 1;
  const braceHasLine = text.slice(lineStart, into.end).trim() === '';
  if (braceHasLine) return [lineStart, gap + lines];
  const closing = into.empty ? outer : outer.slice(0, -unit.length);
  return [into.end, `\n${gap}${lines}${closing}`];
}

function indentationAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

function gapAfter(text: string): string {
  if (text === '' || /\n\r?\n$/.test(text)) return '';
  return text.endsWith('\n') ? '\n' : '\n\n';
}

function printPart({ text, methods }: ModulePart): string {
  if (!methods) return text;
  return `${text.trimEnd()}\n${methods.map((method) => indented(method.text, '  ')).join('\n')}}\n`;
}

function indented(text: string, indentation: string): string {
  return text.replaceAll(/^(?=.)/gm, indentation);
}

/** One statement for each module, packages first. A name that one needs as a value is one to all. */
function printImports(imports: readonly ModuleImport[]): string {
  const modules = new Map<string, Map<string, boolean>>();
  for (const { name, specifier, typeOnly } of imports) {
    const names = modules.get(specifier) ?? new Map<string, boolean>();
    modules.set(specifier, names.set(name, typeOnly && (names.get(name) ?? true)));
  }
  const statements = [...modules].map(([specifier, names]) => {
    const sorted = [...names].toSorted(([left], [right]) =>
      left.toLowerCase() < right.toLowerCase() ? -1 : 1,
    );
    const typesOnly = sorted.every(([, typeOnly]) => typeOnly);
    const list = sorted
      .map(([name, typeOnly]) => (typeOnly && !typesOnly ? `type ${name}` : name))
      .join(', ');
    const text = `import ${typesOnly ? 'type ' : ''}{ ${list} } from ${quoted(specifier)};\n`;
    return { key: `${specifier.startsWith('.') ? 1 : 0}${specifier}`, text };
  });
  return statements
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ text }) => text)
    .join('');
}

function quoted(specifier: string): string {
  return /['\\]/.test(specifier) ? JSON.stringify(specifier) : `'${specifier}'`;
}
