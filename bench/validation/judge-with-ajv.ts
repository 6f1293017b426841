import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import {
  endsAfterItBegins,
  hasUniqueUids,
  noMoreThanAll,
  oneOfAKind,
  statsOfOwnResources,
  withinCapacity,
} from './fabric-rules.ts';
import type { Judge } from './judge.ts';

/** The schemas that a Fabric's generated one leads to, itself first. */
export type Schemas = readonly [AnySchemaObject, ...AnySchemaObject[]];

/** Those schemas, as a file of JSON beside this module. */
const schemasFile = new URL('schemas.json', import.meta.url);

/** The schemas as they are: without what they say of themselves that they do not enforce. */
export function schemasJudge(): Judge {
  return judgeOf(readSchemas());
}

/** With keywords for the constraints that JSON Schema has none for. */
export function ajvJudge(): Judge {
  const [fabric, ...others] = readSchemas();
  const resources = { ...fabric['properties'].resources, uniqueUids: true };
  const properties = { ...fabric['properties'], resources };
  const keywords = others.map((schema) => ({ ...schema, ...keywordsByTitle[String(schema['title'])] }));
  return judgeOf([{ ...fabric, ...ofFabric, properties }, ...keywords]);
}

const objectKeywords = {
  withinCapacity,
  oneOfAKind,
  statsOfOwnResources,
  endsAfterItBegins,
  noMoreThanAll,
};
const ofFabric = { withinCapacity: true, oneOfAKind: true, statsOfOwnResources: true };
const keywordsByTitle: Readonly<Record<string, AnySchemaObject>> = {
  SyncResult: { endsAfterItBegins: true },
  FabricStats: { noMoreThanAll: true },
};

function judgeOf([fabric, ...others]: Schemas): Judge {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, ownProperties: true, allErrors: true });
  ajv.addKeyword({ keyword: 'uniqueUids', type: 'array', schema: false, validate: hasUniqueUids });
  for (const [keyword, validate] of Object.entries(objectKeywords))
    ajv.addKeyword({ keyword, type: 'object', schema: false, validate });
  for (const schema of others) ajv.addSchema(schema);
  const validate = ajv.compile(fabric);
  return (given) => (validate(given) ? 0 : (validate.errors?.length ?? 0));
}

function readSchemas(): Schemas {
  return JSON.parse(readFileSync(schemasFile, 'utf8')) as Schemas;
}
