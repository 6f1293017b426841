import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { stateFolder } from '../../generators/core/writer/file-system.ts';
import { parseManifest, type RecordedFile } from '../../generators/core/writer/manifest.ts';
import { findUp } from '../find-up.ts';
import { sourcePath } from '../source-paths.ts';

/** A file of an output folder, by the manifest of that. */
export interface GeneratedFile {
  /** The output folder, as the user can open it. */
  readonly out: string;
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly recorded: RecordedFile;
  /** The files of its model, as the user can open them; none if the manifest does not tell. */
  readonly sources: readonly string[];
}

/** Finds out what made a file; or why nobody knows, as the end of a sentence about it. */
export function findGenerated(file: string): GeneratedFile | { readonly objection: string } {
  const absolute = resolve(file);
  const manifest = findUp(dirname(absolute), join(stateFolder, 'manifest.json'));
  if (manifest === undefined) {
    return { objection: `was not generated: no folder above it has a manifest (\`${stateFolder}\`)` };
  }
  const out = dirname(dirname(manifest));
  const reading = parseManifest(readFileSync(manifest, 'utf8'));
  if (reading.kind === 'unreadable') {
    return { objection: `cannot be traced: \`${shown(manifest)}\` cannot be used, ${reading.reason}` };
  }
  const path = relative(out, absolute).split(sep).join('/');
  const recorded = reading.manifest.files.get(path);
  if (!recorded) return { objection: `was not generated: \`${shown(manifest)}\` does not name it` };
  const sources = reading.manifest.models.get(recorded.model)?.sources ?? [];
  return {
    out: shown(out),
    path,
    recorded,
    sources: sources.map((source) => shown(sourcePath(out, source))),
  };
}

function shown(path: string): string {
  return relative(process.cwd(), path) || '.';
}
