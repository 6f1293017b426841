import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isJsonObject, type JsonObject } from '../pim/json.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import {
  accepted,
  type Engine,
  jsonOfText,
  notRun,
  type Question,
  type Reason,
  rejected,
  type Verdict,
} from './engine.ts';
import type { MakeOutput } from './make-output.ts';

type ValidatorOf = (subject: string) => ValidateFunction | undefined;

/** Ajv with the schemas of the target `json-schema`. */
export function ajvEngine(make: MakeOutput): Engine {
  const compiled = new Map<ModelIndex, ValidatorOf>();
  const answer = ({ index, subject, instance }: Question): Verdict => {
    const validatorOf = compiled.get(index) ?? compile(index, make);
    compiled.set(index, validatorOf);
    const validate = validatorOf(subject);
    if (!validate) return notRun('there is no schema of this type');
    return validate(jsonOfText(instance)) === true
      ? accepted
      : rejected(reasonsOf(validate.errors ?? [], index));
  };
  return {
    id: 'ajv',
    title: 'Ajv, with the JSON Schemas',
    target: 'json-schema',
    judge: async (questions) => questions.map(answer),
  };
}

function compile(index: ModelIndex, make: MakeOutput): ValidatorOf {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: true,
    ownProperties: true,
    allErrors: true,
    verbose: true,
  });
  const { files, symbols } = make(index, 'json-schema');
  const ids = new Map<string, string>();
  for (const { path, content } of files) {
    const schema = schemaOf(content);
    ids.set(path, String(schema['$id']));
    ajv.addSchema(schema);
  }
  return (subject) => ajv.getSchema(ids.get(symbols.get(subject)?.from ?? '') ?? '');
}

function schemaOf(content: string): JsonObject {
  const schema = jsonOfText(content);
  if (!isJsonObject(schema)) throw new Error('a schema that was made is no object');
  return schema;
}

/** A rule's schema names it in `$comment`; what breaks inside of one is told as the rule. */
function reasonsOf(errors: readonly ErrorObject[], index: ModelIndex): readonly Reason[] {
  const reasons = errors.map(({ instancePath: path, parentSchema, message = 'is refused' }): Reason => {
    const comment: unknown = parentSchema?.['$comment'];
    const rule = typeof comment === 'string' ? index.get(comment) : undefined;
    return rule?.kind === 'rule' ? { path, rule: rule.id, message: rule.message } : { path, message };
  });
  const ofRules = reasons.filter(({ rule }) => rule !== undefined);
  return ofRules.length > 0 ? ofRules : reasons;
}
