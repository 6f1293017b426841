import type { ElementId } from '../../pim/model.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import {
  type Problem,
  type ProblemType,
  problemExample,
  problemResponse,
  type SharedResponse,
  sharedProblem,
  sharedResponse,
  sharedResponses,
} from './problem.ts';
import type { Components, Reference, Response } from './psm.ts';

/** Every problem that a document can answer with. */
export interface ProblemStore {
  shared(name: SharedResponse): Reference;
  /** An answer with one of these problems, and what leads from its parts to the model. */
  answer(description: string, problems: readonly Problem[]): TracedResponse;
  finish(): { readonly components: Pick<Components, 'responses' | 'examples'>; readonly trace: PointerTrace };
}

export interface TracedResponse {
  readonly response: Response;
  readonly trace: PointerTrace;
}

export function problemStore(typeOf: ProblemType): ProblemStore {
  const responses = new Set<SharedResponse>();
  const problems = new Map<string, Problem>();
  return {
    shared: (name) => {
      responses.add(name);
      problems.set(name, sharedProblem(name));
      return sharedResponse(name);
    },
    answer: (description, given) => {
      for (const problem of given) problems.set(problem.name, problem);
      return { response: problemResponse(description, given, typeOf), trace: traceOf(given) };
    },
    finish: () => {
      const all = [...new Map([...problems.values()].map((problem) => [problem.name, problem])).values()];
      const examples = all.map((problem) => [problem.name, problemExample(problem, typeOf)] as const);
      return {
        components: {
          responses: sharedResponses(responses, typeOf),
          examples: Object.fromEntries(examples),
        },
        trace: Object.fromEntries(
          all.flatMap(({ name, element }): readonly (readonly [string, ElementId])[] =>
            element === undefined ? [] : [[pointer('components', 'examples', name), element]],
          ),
        ),
      };
    },
  };
}

function traceOf(problems: readonly Problem[]): PointerTrace {
  const content = pointer('content', 'application/problem+json');
  const types = `${content}${pointer('schema', 'allOf', 1, 'properties', 'type', 'enum')}`;
  return Object.fromEntries(
    problems.flatMap(({ name, element }, position): readonly (readonly [string, ElementId])[] =>
      element === undefined
        ? []
        : [
            [types + pointer(position), element],
            [content + pointer('examples', name), element],
          ],
    ),
  );
}
