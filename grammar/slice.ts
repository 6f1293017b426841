import type * as ast from './generated/ast.ts';
import type { ParsedFile } from './parse.ts';

/** A declaration of a context, with the words that lead from it and to it. */
interface Part {
  readonly node: ast.Declaration;
  readonly file: string;
  readonly context: string;
  /** Names that can lead to it: its own, and those of members that are known outside of it. */
  readonly names: ReadonlySet<string>;
  /** Every word in its text, those of comments and texts included. */
  readonly words: ReadonlySet<string>;
  /** True if what it is about has to know of it: a policy, a translation, a scenario; a trait's users. */
  readonly isFollowed: boolean;
}

/** What of a text matters for slices. */
interface FileParts {
  readonly parsed: ParsedFile;
  readonly parts: readonly Part[];
  /** The words of what stands outside of contexts: types of all, relations, marks. */
  readonly outside: ReadonlySet<string>;
}

/** Cuts out of a model what one of its files depends on. Remembers the words of texts that stay as they were. */
export class Slicer {
  private readonly files = new Map<string, FileParts>();
  private readonly byName = new Map<string, Set<Part>>();
  private readonly byWord = new Map<string, Set<Part>>();

  /**
   * The files of a model with those declarations alone that what stands in `file` depends on, directly or not,
   * and a few that depend on it: all that the linker and the checks need to say of that file what they say of
   * it when they see everything. It goes by words, and so takes rather too much than too little.
   */
  slice(file: string, files: readonly ParsedFile[]): readonly ParsedFile[] {
    this.update(files);
    const kept = new Set<Part>();
    const takeNamed = (words: ReadonlySet<string>, from: Part | undefined): void => {
      for (const word of words) {
        for (const part of this.byName.get(word) ?? []) if (sees(from, part)) kept.add(part);
      }
    };
    for (const { outside } of this.files.values()) takeNamed(outside, undefined);
    for (const part of this.files.get(file)?.parts ?? []) {
      kept.add(part);
      for (const name of part.names) this.takeUsers(name, part, kept);
    }
    // A set is walked in the order of insertion, new members included.
    for (const part of kept) {
      takeNamed(part.words, part);
      const isTrait = part.node.$type === 'TraitDeclaration';
      for (const name of part.names) {
        for (const user of this.byWord.get(name) ?? [])
          if ((user.isFollowed || isTrait) && sees(user, part)) kept.add(user);
      }
    }
    const nodes = new Set([...kept].map(({ node }) => node));
    return files.map((one) => (one.file === file ? one : withOnly(one, nodes)));
  }

  private takeUsers(name: string, part: Part, kept: Set<Part>): void {
    let room = usersPerName;
    for (const user of this.byWord.get(name) ?? []) {
      if (user.file === part.file || !sees(user, part)) continue;
      kept.add(user);
      room -= 1;
      if (room === 0) return;
    }
  }

  private update(files: readonly ParsedFile[]): void {
    const present = new Set(files.map(({ file }) => file));
    for (const file of this.files.keys()) if (!present.has(file)) this.forget(file);
    for (const parsed of files) {
      if (this.files.get(parsed.file)?.parsed === parsed) continue;
      this.forget(parsed.file);
      const made = partsOf(parsed);
      this.files.set(parsed.file, made);
      for (const part of made.parts) {
        for (const name of part.names) addTo(this.byName, name, part);
        for (const word of part.words) addTo(this.byWord, word, part);
      }
    }
  }

  private forget(file: string): void {
    for (const part of this.files.get(file)?.parts ?? []) {
      for (const name of part.names) this.byName.get(name)?.delete(part);
      for (const word of part.words) this.byWord.get(word)?.delete(part);
    }
    this.files.delete(file);
  }
}

function addTo(map: Map<string, Set<Part>>, key: string, part: Part): void {
  const same = map.get(key);
  if (same) same.add(part);
  else map.set(key, new Set([part]));
}

/** One is enough to know that something is used; a word may stand in a comment only. */
const usersPerName = 8;

/** Names are known in their context, and elsewhere behind the name of it. */
function sees(from: Part | undefined, to: Part): boolean {
  return !from || from.context === to.context || from.words.has(to.context);
}

function withOnly(parsed: ParsedFile, nodes: ReadonlySet<ast.Declaration>): ParsedFile {
  const { ast: root } = parsed;
  if (!root) return parsed;
  const elements = root.elements.map((one) =>
    one.$type === 'ContextDeclaration'
      ? { ...one, declarations: one.declarations.filter((node) => nodes.has(node)) }
      : one,
  );
  return { ...parsed, ast: { ...root, elements } };
}

function partsOf(parsed: ParsedFile): FileParts {
  const parts: Part[] = [];
  const outside = new Set<string>();
  for (const element of parsed.ast?.elements ?? []) {
    if (element.$type !== 'ContextDeclaration')
      for (const word of wordsOf(element, parsed)) outside.add(word);
    else for (const node of element.declarations) parts.push(partOf(node, element.name ?? '', parsed));
  }
  return { parsed, parts, outside };
}

function partOf(node: ast.Declaration, context: string, parsed: ParsedFile): Part {
  return {
    node,
    file: parsed.file,
    context,
    names: new Set(namesOf(node)),
    words: wordsOf(node, parsed),
    isFollowed:
      node.$type === 'PolicyDeclaration' ||
      node.$type === 'TranslationDeclaration' ||
      node.$type === 'ScenarioDeclaration',
  };
}

function wordsOf(node: ast.Declaration | ast.ModelElement, { text }: ParsedFile): ReadonlySet<string> {
  const cst = node.$cstNode;
  return new Set(cst ? text.slice(cst.offset, cst.end).match(/[A-Za-z_]\w*/g) : []);
}

function namesOf(node: ast.Declaration): readonly string[] {
  const own = 'name' in node && node.name ? [node.name] : [];
  switch (node.$type) {
    case 'AggregateDeclaration':
    case 'TraitDeclaration':
      return [...own, ...node.members.flatMap(memberNames)];
    case 'EnumDeclaration':
      return [...own, ...node.literals.flatMap((one) => one.name ?? [])];
    case 'ValueDeclaration':
      return [
        ...own,
        ...node.alternatives.flatMap((one) => one.name ?? []),
        ...node.members.flatMap(memberNames),
      ];
    case 'PortDeclaration':
      return [...own, ...node.operations.flatMap((one) => one.name ?? [])];
    default:
      return own;
  }
}

/** Fields are reached by way of what has them. */
function memberNames(member: ast.AggregateMember): readonly string[] {
  if (member.$type === 'FieldDeclaration') return [];
  return 'name' in member && member.name ? [member.name] : [];
}
