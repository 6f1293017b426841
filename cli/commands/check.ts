import { targets } from '../../generators/targets.ts';
import { hasErrors } from '../../pim/diagnostic.ts';
import { valueOf } from '../arguments.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { counted, diagnosticsJson, printDiagnostics } from '../print-diagnostics.ts';
import { readModels } from '../read-models.ts';

const prompt = new Set(targets.filter((target) => !target.deferred).map((target) => target.id));

/** Reads and checks models; writes nothing. */
export const check: RunCommand = (given, terminal) => {
  terminal.progress('Checking…');
  const { models, diagnostics, texts } = readModels(given.operands, { targets, wanted: prompt });
  if (valueOf(given, 'format') === 'json') {
    terminal.answer(diagnosticsJson(diagnostics));
  } else {
    terminal.problem(
      printDiagnostics(diagnostics, { texts, colour: terminal.colour, columns: terminal.columns }),
    );
    if (diagnostics.length === 0 && !given.switches.has('quiet')) {
      terminal.answer(`${counted(models.length, 'model')} checked: no problems\n`);
    }
  }
  return hasErrors(diagnostics) ? exitCodes.problems : exitCodes.fine;
};
