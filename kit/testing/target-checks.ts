import { thrownText } from '../../generators/core/guard-target.ts';
import { targetProblems } from '../../generators/core/target-problems.ts';
import { hostileProblems } from './hostile-check.ts';
import { hostilePositions } from './hostile-positions.ts';
import { makeModel, modelQuestions, withMarks } from './model-checks.ts';
import { sampleModels } from './sample-models.ts';
import type { TargetCheck, TargetUnderTest } from './target-under-test.ts';

/**
 * Everything that a target owes, whatever it makes, built in or not: it keeps the contract, makes the
 * same of the same and asks nothing else of the machine, leads every part back to the model, makes
 * what its judge takes, and is broken by no text. Nothing is run before `run` is called.
 */
export function targetChecks(subject: TargetUnderTest): readonly TargetCheck[] {
  const samples = sampleModels.map((model) => withMarks(model, subject));
  return [
    check('keeps the contract', () => targetProblems(subject.target)),
    ...samples.map((model) =>
      check(`makes something of ${model.name}`, () =>
        makeModel(subject, model).files.length > 0 ? [] : ['It makes no file.'],
      ),
    ),
    ...[...samples, ...(subject.models ?? [])].flatMap((model) => {
      const made = once(() => makeModel(subject, model));
      return modelQuestions.map(({ name, answer }) =>
        check(`${name}: ${model.name}`, () => answer(made(), subject, model)),
      );
    }),
    ...hostilePositions.map((position) =>
      check(`is broken by no text as ${position.name}`, () => hostileProblems(subject, position)),
    ),
  ];
}

/** What is thrown is wrong too. */
function check(name: string, find: () => readonly string[] | Promise<readonly string[]>): TargetCheck {
  return {
    name,
    run: async () => {
      try {
        return await find();
      } catch (error) {
        return [thrownText(error)];
      }
    },
  };
}

/** Makes a value when it is first asked for, and the same ever after. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
