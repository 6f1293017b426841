import { pascalCase, words } from '../core/naming.ts';

const keywords =
  `False None True and as assert async await break class continue def del elif else except finally for
  from global if import in is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/);

/** What the body of a class means by these names. */
const classNames = 'bool date datetime dict float int property rule str timedelta transition tuple'.split(
  ' ',
);

/** What a method means by these names. */
const builtins = 'all any cast date datetime isinstance it len next old re self str sum timedelta'.split(' ');

/** What every model has, and what pydantic's base class has for the sake of its past. */
const members =
  `changed check_change_from construct copy dict from_orm json model_computed_fields model_config
  model_construct model_copy model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
  model_parametrized_name model_post_init model_rebuild model_validate model_validate_json model_validate_strings
  parse_file parse_obj parse_raw schema schema_json update_forward_refs validate`.split(/\s+/);

// Told apart from digits in no font; linters refuse them.
const ambiguous = ['l', 'O', 'I'];

const reservedAttributes = new Set([...keywords, ...classNames, ...members, ...ambiguous]);
const reservedVariables = new Set([...keywords, ...builtins, ...ambiguous]);
const reservedClasses = new Set(keywords);
const reservedModules = new Set(keywords);

/** The name itself, or with underscores after it, until it is free. */
function free(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  while (isTaken(name)) name += '_';
  return name;
}

function startWithLetter(name: string, otherwise: string): string {
  if (name === '') return otherwise;
  return /^[0-9]/.test(name) ? `${otherwise}_${name}` : name;
}

/** `repositoryUrl` → `repository_url` */
export function snakeCase(name: string): string {
  return startWithLetter(words(name).join('_'), 'value');
}

/** Of a field, a derived field or a rule as a member of its class. */
export function attributeName(name: string, taken: ReadonlySet<string>): string {
  return free(snakeCase(name), (one) => reservedAttributes.has(one) || taken.has(one));
}

/** Of a parameter of a rule's quantifier. `around` are names that it must not hide. */
export function variableName(name: string, around: (name: string) => boolean): string {
  return free(snakeCase(name), (one) => reservedVariables.has(one) || around(one));
}

/** Names that are classes already keep their spelling: `VPCSubnet`. */
export function className(name: string, taken: ReadonlySet<string> = new Set()): string {
  const wanted = /^[A-Z][A-Za-z0-9]*$/.test(name) ? name : startWithLetter(pascalCase(name), 'Type');
  return free(wanted, (one) => reservedClasses.has(one) || taken.has(one));
}

/** `ON_ITS_WAY` */
export function literalName(name: string, taken: ReadonlySet<string>): string {
  // A name that is written as Python writes constants stays: `L2VNI`.
  const wanted = /^[A-Z][A-Z0-9_]*$/.test(name) ? name : snakeCase(name).toUpperCase();
  return free(wanted, (one) => taken.has(one));
}

export function moduleName(name: string, taken: ReadonlySet<string>): string {
  return free(snakeCase(name), (one) => reservedModules.has(one) || taken.has(one));
}

/** What the runtime makes of an attribute's name in JSON, unless the field says otherwise. */
export function wireName(attribute: string): string {
  const [first = '', ...rest] = attribute.split('_');
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
