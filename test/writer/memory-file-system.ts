import type { EntryKind, FileSystem } from '../../generators/core/writer/file-system.ts';

type Entry =
  | { readonly kind: 'file'; readonly content: string }
  | { readonly kind: 'folder' | 'link' | 'other' };

/**
 * A file system that can die: from a chosen change on, every call throws. With `fold` it takes paths
 * that fold to the same for the same, as many do with letter case: its entries are by folded path.
 */
export class MemoryFileSystem implements FileSystem {
  readonly entries = new Map<string, Entry>();
  /** By folded path, as whoever made the entry spelled it. */
  readonly spelled = new Map<string, string>();
  private readonly fold: (path: string) => string;
  /** Every change so far, as `write a/b.ts`. */
  readonly log: string[] = [];
  /** Shared with others that die at the same time. */
  private life = { left: Number.POSITIVE_INFINITY };
  private good = Number.POSITIVE_INFINITY;

  constructor(fold: (path: string) => string = (path) => path) {
    this.fold = fold;
  }

  /** The `change`-th change from now on is not made, and the run ends there. */
  dieAfter(change: number): void {
    this.life.left = change;
  }

  /** Its changes count with those of another, and it dies with it. */
  dieWith(other: MemoryFileSystem): void {
    this.life = other.life;
  }

  /** The `change`-th change from now on fails, as on a full disk; those after it succeed. */
  failAt(change: number): void {
    this.good = change;
  }

  kind(path: string): EntryKind | undefined {
    this.alive();
    return path === '' ? 'folder' : this.entries.get(this.fold(path))?.kind;
  }

  read(path: string): Uint8Array {
    this.alive();
    const entry = this.entries.get(this.fold(path));
    if (entry?.kind !== 'file') throw systemError('ENOENT', path);
    return Buffer.from(entry.content);
  }

  size(path: string): number {
    return this.read(path).length;
  }

  list(folder: string): readonly string[] {
    this.alive();
    const prefix = folder === '' ? '' : `${this.fold(folder)}/`;
    const names = [...this.entries.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length));
    return names.filter((name) => !name.includes('/'));
  }

  makeFolder(folder: string): void {
    const parts = folder.split('/');
    for (const [position] of parts.entries()) {
      const path = parts.slice(0, position + 1).join('/');
      const kind = this.entries.get(this.fold(path))?.kind;
      if (kind === 'folder') continue;
      if (kind !== undefined) throw systemError('ENOTDIR', path);
      this.change(`folder ${path}`);
      this.put(path, { kind: 'folder' });
    }
  }

  write(path: string, content: string): void {
    this.needFolder(path);
    this.change(`write ${path}`);
    this.put(path, { kind: 'file', content });
  }

  append(path: string, content: string): void {
    this.needFolder(path);
    this.change(`append ${path}`);
    this.put(path, { kind: 'file', content: (this.text(path) ?? '') + content });
  }

  sync(path: string): void {
    this.read(path);
  }

  link(from: string, to: string): void {
    const entry = this.entries.get(this.fold(from));
    if (entry?.kind !== 'file') throw systemError('ENOENT', from);
    if (this.entries.has(this.fold(to))) throw systemError('EEXIST', to);
    this.needFolder(to);
    this.change(`link ${from} ${to}`);
    this.put(to, entry);
  }

  create(path: string, content: string): boolean {
    this.alive();
    if (this.entries.has(this.fold(path))) return false;
    this.write(path, content);
    return true;
  }

  rename(from: string, to: string): void {
    const entry = this.entries.get(this.fold(from));
    if (!entry) throw systemError('ENOENT', from);
    if (this.entries.get(this.fold(to))?.kind === 'folder') throw systemError('EISDIR', to);
    this.needFolder(to);
    this.change(`rename ${from} ${to}`);
    this.forget(from);
    this.put(to, entry);
  }

  remove(path: string): void {
    const kind = this.entries.get(this.fold(path))?.kind;
    if (kind !== 'file' && kind !== 'link') throw systemError('ENOENT', path);
    this.change(`remove ${path}`);
    this.forget(path);
  }

  removeFolder(folder: string): void {
    if (this.list(folder).length > 0) throw systemError('ENOTEMPTY', folder);
    this.change(`remove folder ${folder}`);
    this.forget(folder);
  }

  /** The files by path, without the writer's own. */
  files(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.entries]
        .filter(([path, entry]) => entry.kind === 'file' && !path.startsWith('.pimento/'))
        .map(([path, entry]): [string, string] => [path, entry.kind === 'file' ? entry.content : ''])
        .toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  }

  text(path: string): string | undefined {
    const entry = this.entries.get(this.fold(path));
    return entry?.kind === 'file' ? entry.content : undefined;
  }

  private put(path: string, entry: Entry): void {
    const key = this.fold(path);
    // What is written into keeps its name.
    if (!this.entries.has(key)) this.spelled.set(key, path);
    this.entries.set(key, entry);
  }

  private forget(path: string): void {
    this.entries.delete(this.fold(path));
    this.spelled.delete(this.fold(path));
  }

  private needFolder(path: string): void {
    const folder = path.split('/').slice(0, -1).join('/');
    if (folder !== '' && this.entries.get(this.fold(folder))?.kind !== 'folder')
      throw systemError('ENOENT', path);
  }

  private change(what: string): void {
    this.life.left -= 1;
    this.alive();
    this.good -= 1;
    if (this.good === 0) throw systemError('ENOSPC', what);
    this.log.push(what);
  }

  private alive(): void {
    if (this.life.left <= 0) throw new Died();
  }
}

/** The end of a run, as by SIGKILL. */
export class Died extends Error {}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
