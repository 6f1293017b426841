import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { BehaviourFile, Note, TestFile, TestsPsm } from './psm.ts';

export function check(psm: TestsPsm): readonly Diagnostic[] {
  return [
    ...fileClashes(psm),
    ...psm.files.flatMap(noExamples),
    ...psm.behaviours.flatMap(unseen),
    ...psm.untested.filter(({ warns }) => warns).map(warning),
  ];
}

/** `tests-file-clash`: the tests of two declarations would be written to one file. */
function fileClashes({ files, behaviours, functions, services }: TestsPsm): readonly Diagnostic[] {
  const first = new Map<string, Pick<TestFile, 'name' | 'origin' | 'path'>>();
  return [...files, ...behaviours, ...functions, ...services].flatMap((file): readonly Diagnostic[] => {
    const other = first.get(file.path);
    if (!other) {
      first.set(file.path, file);
      return [];
    }
    return [
      {
        code: 'tests-file-clash',
        severity: 'error',
        message: `The tests of \`${file.name}\` and of \`${other.name}\` would both be written to \`${file.path}\`: rename one.`,
        origin: file.origin,
        related: [{ message: `\`${other.name}\` is here`, origin: other.origin }],
      },
    ];
  });
}

/** `no-example`: a bounded search found no example for a test, so the suite has a gap. */
function noExamples({ suites }: TestFile): readonly Diagnostic[] {
  const notes = suites.flatMap((suite) => [...suite.notes, ...suite.rules.flatMap((rule) => rule.notes)]);
  return notes.filter(({ warns }) => warns).map(warning);
}

/** `no-example`: neither a state nor an input was found with which a command comes to something. */
function unseen({ commands }: BehaviourFile): readonly Diagnostic[] {
  return commands.flatMap(({ notes }) => notes.filter(({ warns }) => warns).map(warning));
}

function warning({ text, origin }: Note): Diagnostic {
  return { code: 'no-example', severity: 'warning', message: `${text}.`, origin, related: [] };
}
