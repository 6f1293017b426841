import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { decodeSource } from '../decode-source.ts';
import { unreadableInput } from '../diagnostic-pages.ts';
import { findUp } from '../find-up.ts';
import { systemProblem } from '../system-error.ts';
import { wholeFile } from '../whole-file.ts';
import { type Configuration, configurationName } from './configuration.ts';
import { parseConfiguration } from './parse-configuration.ts';

/** The configuration that holds in a folder. */
export interface ReadConfiguration {
  /** As the user can open it from the folder they are in. */
  readonly file: string;
  /** The folder that it lies in, absolute: what its paths are relative to. */
  readonly folder: string;
  readonly text: string;
  /** Undefined if there is an error. */
  readonly configuration: Configuration | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the nearest `pimento.config.yaml` in a folder or above it; undefined if there is none. */
export function readConfiguration(from: string): ReadConfiguration | undefined {
  const path = findUp(from, configurationName);
  if (path === undefined) return undefined;
  const file = relative(from, path);
  const read = decoded(path);
  if (typeof read !== 'string') {
    const message = `\`${file}\` ${read.reason}.`;
    const unreadable = { ...unreadableInput, message, origin: wholeFile(file), related: [] };
    return { file, folder: dirname(path), text: '', configuration: undefined, diagnostics: [unreadable] };
  }
  return { file, folder: dirname(path), text: read, ...parseConfiguration(read, file) };
}

function decoded(path: string): string | { readonly reason: string } {
  try {
    const read = decodeSource(readFileSync(path));
    return read.kind === 'text' ? read.text : read;
  } catch (error) {
    const problem = systemProblem(error);
    if (!problem) throw error;
    return problem;
  }
}
