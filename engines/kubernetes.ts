import { pointer } from '../generators/core/document.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { askProgram } from './ask-program.ts';
import type { Program } from './cached-program.ts';
import { objectText, stepsInObject } from './custom-object.ts';
import { type CustomResource, customResource } from './custom-resource.ts';
import {
  accepted,
  type Engine,
  failed,
  jsonOfText,
  notRun,
  type Question,
  type Reason,
  rejected,
  type Verdict,
} from './engine.ts';
import type { MakeOutput } from './make-output.ts';

/** What the program in engines/kubernetes answers to one definition with objects of it. */
export interface ServerAnswer {
  /** Why it refuses the definition. */
  readonly problems: readonly ServerProblem[];
  readonly rules: readonly { readonly pointer: string; readonly estimate: number }[];
  readonly verdicts: readonly ServerVerdict[];
}

export interface ServerProblem {
  readonly type: string;
  readonly field: string;
  readonly detail: string;
  readonly text: string;
}

export interface ServerVerdict {
  readonly problems: readonly ServerProblem[];
  /** What is refused of the metadata, which is the same for every kind. */
  readonly metadata: readonly ServerProblem[];
  /** Why the old object can never have been stored; empty if it can. */
  readonly old: string;
  readonly cost: number;
}

/** A question in the server's words. */
interface Asked {
  readonly index: ModelIndex;
  readonly resource: CustomResource;
  /** JSON texts. */
  readonly object: string;
  readonly old?: string;
}

/** The API server's own validation, with the definitions that the target makes; `program` gives what runs it. */
export function kubernetesEngine(make: MakeOutput, program: () => Promise<Program>): Engine {
  return {
    id: 'kubernetes',
    title: "the API server's own validation, with the CustomResourceDefinitions",
    target: 'kubernetes',
    exceptions: ['integer spelled otherwise', 'unchanged on update'],
    judge: async (questions) => {
      const resourceOf = resourceReader(make);
      const asked = questions.map((question) => inServerWords(question, resourceOf));
      const verdicts = await askServer(
        asked.filter((one) => 'resource' in one),
        program,
      );
      return asked.map((one) => ('resource' in one ? (verdicts.get(one) ?? unanswered()) : one));
    },
  };
}

function unanswered(): never {
  throw new Error('the API server gave fewer answers than it was asked for');
}

type ResourceOf = (index: ModelIndex, subject: string) => CustomResource | undefined;

/** Reads each definition once. */
function resourceReader(make: MakeOutput): ResourceOf {
  const read = new Map<ModelIndex, Map<string, CustomResource | undefined>>();
  return (index, subject) => {
    const ofModel = read.get(index) ?? new Map<string, CustomResource | undefined>();
    read.set(index, ofModel);
    const aggregate = index.get(subject);
    if (!ofModel.has(subject) && aggregate?.kind === 'aggregate')
      ofModel.set(subject, customResource(make(index, 'kubernetes'), aggregate));
    return ofModel.get(subject);
  };
}

function inServerWords({ index, subject, instance, old }: Question, resourceOf: ResourceOf): Asked | Verdict {
  const resource = resourceOf(index, subject);
  if (!resource) {
    return notRun('it has no definition of its own: aggregates of contexts with `platform kubernetes` do');
  }
  const object = objectText(instance, resource);
  const before = old === undefined ? undefined : objectText(old, resource);
  // JavaScript escapes these halves, and nothing else that is that high.
  if (/(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(`${object}${before ?? ''}`)) {
    return notRun(
      'it has half of a surrogate pair, which the API server replaces before anything looks at it',
    );
  }
  return { index, resource, object, ...(before === undefined ? {} : { old: before }) };
}

async function askServer(
  asked: readonly Asked[],
  program: () => Promise<Program>,
): Promise<ReadonlyMap<Asked, Verdict>> {
  if (asked.length === 0) return new Map();
  const found = await program();
  if ('missing' in found) return new Map(asked.map((one) => [one, notRun(found.missing)]));
  const batches = [...Map.groupBy(asked, ({ resource }) => resource)];
  const answers = await askProgram(
    [found.path],
    batches.map(([{ definition }, ofResource]) => serverRequest(definition, ofResource)),
  );
  return new Map(
    batches.flatMap(([, ofResource], position) => {
      const { problems, verdicts } = answers[position] as unknown as ServerAnswer;
      const refused = problems.map(({ field, text }) => `${field}: ${text}`).join('; ');
      return ofResource.map((one, place) => {
        const verdict = verdicts[place];
        if (verdict) return [one, verdictOf(verdict, one)] as const;
        return [one, failed(`the API server refuses the definition: ${refused}`)] as const;
      });
    }),
  );
}

/** A line for the program: objects are JSON already, spelled as they shall be. */
export function serverRequest(
  definition: object,
  objects: readonly { readonly object: string; readonly old?: string }[],
  server = 0,
): string {
  const written = objects.map(({ object, old }) => `{"object":${object},"old":${old ?? 'null'}}`);
  return `{"definition":${JSON.stringify(definition)},"server":${server},"objects":[${written.join(',')}]}`;
}

function verdictOf({ problems, metadata, old }: ServerVerdict, asked: Asked): Verdict {
  if (old !== '') return notRun(`\`old\` cannot have been: ${old}`);
  if (problems.length > 0) return rejected(problems.map((problem) => reasonOf(problem, asked)));
  const [first] = metadata;
  if (!first) return accepted;
  if (metadata.some(({ type }) => type === 'FieldValueRequired')) {
    return rejected(metadata.map((problem) => reasonOf(problem, asked)));
  }
  // Not what the model says of an id, but what Kubernetes says of every name.
  return notRun(`it cannot be the object's name: ${first.text}`);
}

/** A rule's own message, at its own place, leads back to it. */
function reasonOf({ field, detail, text }: ServerProblem, { index, resource, object }: Asked): Reason {
  const steps = stepsInObject(field, jsonOfText(object));
  const path = instancePath(steps, resource);
  const elements = new Set(
    resource.validations
      .filter(({ message, place }) => message === detail && isAt(place, steps))
      .map(({ element }) => element),
  );
  const [element = ''] = elements;
  const rule = elements.size === 1 ? index.get(element) : undefined;
  return rule?.kind === 'rule' ? { message: detail, path, rule: rule.id } : { message: text, path };
}

function isAt(place: readonly (string | undefined)[], steps: readonly string[]): boolean {
  return (
    place.length === steps.length &&
    place.every((one, position) => one === undefined || one === steps[position])
  );
}

function instancePath([part, name, ...rest]: readonly string[], resource: CustomResource): string {
  if (part === 'metadata' && name === 'name' && resource.name !== undefined) return pointer(resource.name);
  return (part === 'spec' || part === 'status') && name !== undefined ? pointer(name, ...rest) : '';
}
