import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { ElementId, Model, PlatformMarks } from '../../pim/model.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { badMark, unknownTarget } from './diagnostic-pages.ts';
import { plainObject } from './located-value.ts';
import { compileSchema, type SchemaWords, schemaProblems } from './schema-problems.ts';
import type { Target } from './target.ts';

/** Marks as a target sees them: plain JSON by context. */
export type MarksByContext = ReadonlyMap<ElementId, JsonObject>;

export function marksOf(model: Model, target: string): MarksByContext {
  return new Map(
    model.marks
      .filter((marks) => marks.target === target)
      .flatMap((marks) =>
        marks.context === undefined ? [] : [[marks.context, plainObject(marks.value)] as const],
      ),
  );
}

/** Checks every platform block by the JSON Schema of the target it names. */
export function checkMarks(model: Model, targets: readonly Target[]): readonly Diagnostic[] {
  return model.marks.flatMap((marks): readonly Diagnostic[] => {
    const target = targets.find((one) => one.id === marks.target);
    if (!target) return [targetDiagnostic(marks, targets)];
    return schemaProblems(marks.value, compileSchema(target.marks), wordsFor(marks)).map((problem) => ({
      ...badMark,
      ...problem,
      related: [],
    }));
  });
}

function wordsFor({ target, targetOrigin }: PlatformMarks): SchemaWords {
  return {
    knowsNo: `The target \`${target}\` knows no mark`,
    needs: `The target \`${target}\` needs the mark`,
    member: 'mark',
    whole: `The mark \`${target}\``,
    origin: targetOrigin,
  };
}

function targetDiagnostic(marks: PlatformMarks, targets: readonly Target[]): Diagnostic {
  const ids = targets.map((target) => target.id);
  return {
    ...unknownTarget,
    message: `No target is called \`${marks.target}\`: there are ${ids.map((id) => `\`${id}\``).join(', ')}.${didYouMean(marks.target, ids)}`,
    origin: marks.targetOrigin,
    related: [],
  };
}
