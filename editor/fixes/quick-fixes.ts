import type { Diagnostic, Fix } from '../../pim/diagnostic.ts';
import type { Workspace } from '../workspace.ts';

/** Mends for a finding that can be applied as they stand: what its check offers, and the near miss that it names. */
export function quickFixes(workspace: Workspace, diagnostic: Diagnostic): readonly Fix[] {
  const own = diagnostic.fix ? [diagnostic.fix] : [];
  const near = nearMissFix(workspace, diagnostic);
  return near && own.every(({ replacement }) => replacement !== near.replacement) ? [...own, near] : own;
}

/** `Did you mean …?` as a mend. A single name takes the place of the last name in the range. */
function nearMissFix(workspace: Workspace, { message, origin }: Diagnostic): Fix | undefined {
  const [, near] = /Did you mean `([\w.]+)`\?/.exec(message) ?? [];
  const text = workspace.parsed(origin.file)?.text.slice(origin.start.offset, origin.end.offset);
  const [written] = /[A-Za-z_][\w.]*$/.exec(text ?? '') ?? [];
  if (near === undefined || text === undefined || written === undefined) return undefined;
  const replaced = near.includes('.') ? written : written.slice(written.lastIndexOf('.') + 1);
  const title = `Change \`${replaced}\` to \`${near}\``;
  return { title, origin, replacement: text.slice(0, text.length - replaced.length) + near };
}
