import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../pim/json.ts';
import { findUp } from '../find-up.ts';
import type { PluginName } from './plugin-failure.ts';

/** A plugin's module on this machine. */
export interface FoundPlugin {
  readonly plugin: PluginName;
  /** The module, absolute. */
  readonly module: string;
  /** The folder of its package, absolute. */
  readonly root: string;
}

export type PluginSearch = FoundPlugin | { readonly objection: string };

const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** Finds what a configuration in `folder` calls a plugin. An objection is the end of a sentence about it. */
export function findPlugin(name: string, folder: string): PluginSearch {
  if (/^\.\.?\//.test(name)) return findModule(name, folder);
  if (packageName.test(name)) return findPackage(name, folder);
  return { objection: 'is neither the name of an npm package nor a path that begins with `./`' };
}

function findModule(name: string, folder: string): PluginSearch {
  const module = resolve(folder, name);
  const manifest = findUp(dirname(module), 'package.json');
  const reports = manifest && reportsOf(readManifest(manifest));
  return { plugin: { name, reports }, module, root: manifest ? dirname(manifest) : folder };
}

function findPackage(name: string, folder: string): PluginSearch {
  const path = findUp(folder, join('node_modules', name, 'package.json'));
  if (path === undefined) return { objection: `is not installed: \`npm install --save-dev ${name}\`` };
  const manifest = readManifest(path);
  const entry = entryOf(manifest);
  if (entry === undefined)
    return { objection: 'has a `package.json` that exports nothing that can be imported' };
  const root = dirname(path);
  return { plugin: { name, reports: reportsOf(manifest) }, module: resolve(root, entry), root };
}

/** Empty for a file that is no manifest: npm installs no such thing. */
function readManifest(path: string): JsonObject {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isJsonObject(manifest) ? manifest : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What Node imports of a package: its root in `exports`, or the older `main`. */
function entryOf({ exports, main }: JsonObject): string | undefined {
  if (exports === undefined) return typeof main === 'string' ? main : 'index.js';
  return exportedPath(isJsonObject(exports) && '.' in exports ? (exports['.'] ?? null) : exports);
}

const conditions: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default']);

/** The first path whose conditions hold here (Node's "Conditional exports"). */
function exportedPath(target: JsonValue): string | undefined {
  if (typeof target === 'string') return target;
  const inner = Array.isArray(target)
    ? (target as readonly JsonValue[])
    : isJsonObject(target)
      ? Object.entries(target).flatMap(([condition, value]) => (conditions.has(condition) ? [value] : []))
      : [];
  return inner.map(exportedPath).find((path) => path !== undefined);
}

/** `bugs` of a manifest: a URL, or an object with one. */
function reportsOf({ bugs }: JsonObject): string | undefined {
  if (typeof bugs === 'string') return bugs;
  if (!isJsonObject(bugs)) return undefined;
  const { url, email } = bugs;
  return [url, email].find((place) => typeof place === 'string');
}
