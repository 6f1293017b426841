import { hasErrors } from '../../pim/diagnostic.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { RunCommand } from '../command.ts';
import { coverageJsonOf } from '../coverage-report.ts';
import { exitCodes } from '../exit-code.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { readProject } from '../read-project.ts';

/** Prints what targets make of the models before they print it, as `schemas/psm.schema.json` has it. */
export const psm: RunCommand = async (given, terminal) => {
  terminal.progress('Reading…');
  const asked = new Set(given.values.get('target')?.flatMap((value) => value.split(',')));
  const isAsked = ({ id }: { readonly id: string }): boolean => asked.size === 0 || asked.has(id);
  const read = await readProject(given, isAsked);
  if ('usage' in read) return read;
  const { models, diagnostics, texts } = read;
  if (hasErrors(diagnostics)) {
    terminal.problem(printDiagnostics(diagnostics, { ...terminal, texts }));
    return exitCodes.problems;
  }
  const all = models.flatMap(({ index, transformed }) =>
    transformed.map(({ target, psm: own }) => ({
      model: index.model.name,
      target: target.id,
      // A PSM is plain JSON: that is a part of the contract of targets.
      psm: own as JsonValue,
      ...(target.judges === false ? {} : { coverage: coverageJsonOf(index, target) }),
    })),
  );
  terminal.answer(`${JSON.stringify(all, null, 2)}\n`);
  return exitCodes.fine;
};
