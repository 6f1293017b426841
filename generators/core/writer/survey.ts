import { contentHash } from './content-hash.ts';
import type { DiskEntry, Sight } from './decide-file.ts';
import { type FileSystem, parentFolders } from './file-system.ts';
import { generatedText, recordedBases } from './generated-texts.ts';
import { decodeText } from './text-lines.ts';

/** Tells what stands in the output folder. Every folder and file is looked at once. */
export function survey(fileSystem: FileSystem): Sight {
  const kinds = new Map<string, ReturnType<FileSystem['kind']>>();
  const kindOf = (path: string): ReturnType<FileSystem['kind']> => {
    if (!kinds.has(path)) kinds.set(path, fileSystem.kind(path));
    return kinds.get(path);
  };
  const look = (path: string): DiskEntry => {
    for (const folder of parentFolders(path)) {
      const kind = kindOf(folder);
      if (kind === undefined) return { kind: 'absent' };
      if (kind !== 'folder') return { kind: 'obstacle', at: folder, what: kind };
    }
    const kind = kindOf(path);
    if (kind === undefined) return { kind: 'absent' };
    if (kind !== 'file') return { kind: 'obstacle', at: path, what: kind };
    const content = fileSystem.read(path);
    return { kind: 'file', sha256: contentHash(content), blank: content.every((byte) => byte === 0) };
  };
  const entries = new Map<string, DiskEntry>();
  return {
    disk: (path) => {
      const entry = entries.get(path) ?? look(path);
      entries.set(path, entry);
      return entry;
    },
    text: (path) => decodeText(fileSystem.read(path)),
    generated: (sha256) => generatedText(fileSystem, sha256),
    bases: recordedBases(fileSystem),
  };
}
