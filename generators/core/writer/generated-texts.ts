import { contentHash } from './content-hash.ts';
import { type FileSystem, localFolder, replaceFile, stateFolder } from './file-system.ts';
import type { Manifest } from './manifest.ts';
import { decodeText } from './text-lines.ts';

/** A text as it was generated, by its `contentHash`. */
export interface GeneratedText {
  readonly sha256: string;
  readonly content: string;
}

/** The texts that files edited by hand were generated as, each under its hash: for version control. */
export const basesFolder = `${stateFolder}/bases`;
/** All texts as they were last generated here, one a line: `<hash> <JSON string>`. A cache. */
const logFile = `${localFolder}/texts`;
/** The hash of the manifest whose texts the log holds, all that could be had. */
const markFile = `${localFolder}/manifest`;
const ignoreFile = `${localFolder}/.gitignore`;
const lineFeed = '\n';

/** A log of more than so many times the texts of a run, and so many bytes, is looked through. */
const slack = { factor: 4, bytes: 1 << 20 } as const;

/** The files in the local folder that `generated-texts` writes. */
export const textFiles: readonly string[] = [logFile, markFile, ignoreFile];

/** The generated text with a hash, if any of the records still holds it. */
export function generatedText(fileSystem: FileSystem, sha256: string): string | undefined {
  const base = `${basesFolder}/${sha256}`;
  const found = fileSystem.kind(base) === 'file' ? decodeText(fileSystem.read(base)) : undefined;
  if (found !== undefined && contentHash(found) === sha256) return found;
  const log = readLog(fileSystem);
  for (let at = log.indexOf(`\n${sha256} `); at >= 0; at = log.indexOf(`\n${sha256} `, at + 1)) {
    const text = textOfLine(log.subarray(at + 1, endOfLine(log, at + 1)).toString('utf8'));
    if (text?.sha256 === sha256) return text.content;
  }
  return undefined;
}

/** The hashes that have a file in the folder of bases. */
export function recordedBases(fileSystem: FileSystem): ReadonlySet<string> {
  if (fileSystem.kind(basesFolder) !== 'folder') return new Set();
  return new Set(fileSystem.list(basesFolder).filter((name) => /^[0-9a-f]{64}$/.test(name)));
}

/** Whether the log holds what the manifest, as printed, was made of. */
export function isLogCurrent(fileSystem: FileSystem, manifest: string): boolean {
  return (
    fileSystem.kind(logFile) === 'file' &&
    fileSystem.kind(markFile) === 'file' &&
    decodeText(fileSystem.read(markFile)) === contentHash(manifest)
  );
}

/** The hashes of the texts in the log. */
export function loggedTexts(fileSystem: FileSystem): ReadonlySet<string> {
  const lines = readLog(fileSystem).toString('utf8').split(lineFeed);
  return new Set(lines.flatMap((line) => textOfLine(line)?.sha256 ?? []));
}

/** Makes the local folder, which Git ignores, and writes texts at the end of the log. */
export function logTexts(fileSystem: FileSystem, texts: readonly GeneratedText[]): void {
  fileSystem.makeFolder(localFolder);
  if (fileSystem.kind(ignoreFile) === undefined) fileSystem.write(ignoreFile, '*\n');
  // Should this run fail, the next looks into the log rather than write it all again.
  if (fileSystem.kind(markFile) === 'file') fileSystem.remove(markFile);
  const lines = texts.map(({ sha256, content }) => `${sha256} ${JSON.stringify(content)}\n`);
  // A run that died while it wrote left a last line without end.
  fileSystem.append(logFile, lineFeed + lines.join(''));
}

/**
 * Says that the log holds the texts of `manifest`. If it has outgrown the texts of this run, `size`
 * bytes, by far, it loses those that the manifest no longer names.
 */
export function closeLog(fileSystem: FileSystem, manifest: Manifest, printed: string, size: number): void {
  if (fileSystem.size(logFile) > slack.factor * size + slack.bytes) compactLog(fileSystem, manifest);
  replaceFile(fileSystem, markFile, contentHash(printed));
}

function compactLog(fileSystem: FileSystem, manifest: Manifest): void {
  const log = readLog(fileSystem).toString('utf8');
  const wanted = new Set(Array.from(manifest.files.values(), ({ sha256 }) => sha256));
  const kept: string[] = [];
  for (const line of log.split(lineFeed)) {
    if (wanted.delete(line.slice(0, 64)) && textOfLine(line)) kept.push(`${line}\n`);
  }
  const compact = lineFeed + kept.join('');
  // Where this run is but one of several that fill the folder, it may all be needed.
  if (compact.length < log.length / 2) replaceFile(fileSystem, logFile, compact);
}

function readLog(fileSystem: FileSystem): Buffer {
  if (fileSystem.kind(logFile) !== 'file') return Buffer.alloc(0);
  const { buffer, byteOffset, byteLength } = fileSystem.read(logFile);
  return Buffer.from(buffer, byteOffset, byteLength);
}

function endOfLine(log: Buffer, from: number): number {
  const end = log.indexOf(lineFeed, from);
  return end < 0 ? log.length : end;
}

/** Trusts no line: one may be half written, or a stranger's. */
function textOfLine(line: string): GeneratedText | undefined {
  const sha256 = line.slice(0, 64);
  try {
    const content: unknown = JSON.parse(line.slice(65));
    return typeof content === 'string' && contentHash(content) === sha256 ? { sha256, content } : undefined;
  } catch {
    // What is no line of ours tells nothing.
    return undefined;
  }
}
