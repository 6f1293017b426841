import type { Aggregate, Field } from '../../pim/model.ts';
import { idFieldOf, storedFieldsOf, structureOfType, underlyingType } from '../../pim/model-index.ts';
import { pascalCase, plural, sentenceWords } from '../core/naming.ts';
import { behaviourOf, methodsTaken } from './behaviour/class-methods.ts';
import { arrow, atom, binary, call, member } from './code.ts';
import { docOf } from './doc-text.ts';
import { free } from './module-names.ts';
import { classMembers } from './plan-names.ts';
import { functionHead, memberConstant, statements } from './print-text.ts';
import type { TsFunction, TsRoot, TsText } from './psm.ts';
import type { ModuleScope } from './transform.ts';
import { derivedType, subjectName, withArticle } from './transform-structure.ts';
import { inputType, outputType } from './type-code.ts';

/** The class on top of an aggregate's state. */
export function transformRoot(aggregate: Aggregate, scope: ModuleScope): TsRoot {
  const planned = scope.plan.of(aggregate.id);
  const name = planned.root?.name ?? aggregate.name;
  const words = withArticle(sentenceWords(aggregate.name) || aggregate.name);
  const typeOf = (one: string): string => scope.names.symbolType({ name: one, from: planned.from });
  const [state, input] = [typeOf(planned.name), typeOf(planned.input)];
  const changes = (): string => typeOf(planned.changes);
  const hasBehaviour = aggregate.events.length + aggregate.commands.length > 0;
  const schema = scope.names.symbol({ name: planned.name, from: planned.from });
  const result = `${scope.names.runtimeType('Result')}<${name}>`;
  const made = arrow(['state'], call(atom(`new ${name}`), atom('state')));
  const maker = call(atom(scope.names.runtime('aggregate')), atom(schema), made);
  // The methods name the class, which a parameter of the same name would hide.
  const [inputName, changesName] = [scope.names.local('input'), scope.names.local('changes')];
  return {
    kind: 'root',
    element: aggregate.id,
    name,
    documentation: docOf(aggregate),
    stateName: state,
    inputName,
    changesName,
    schema: memberConstant('static readonly #schema', maker, 2),
    createDocumentation: `${capitalise(words)} that keeps every rule, or the reasons why there can be none.`,
    createHead: functionHead('static create', [`${inputName}: ${input}`], result, 2),
    parseHead: functionHead('static parse', [`${inputName}: unknown`], result, 2),
    equalsHead: functionHead('static equals', [`left: ${name}`, `right: ${name}`], 'boolean', 2),
    changeHead: hasBehaviour ? '' : functionHead('change', [`${changesName}: ${changes()}`], result, 2),
    ...behaviourOf(aggregate, name, scope),
    getters: aggregate.fields.map((field) => getterOf(field, schema, scope)),
    lookups: lookupsOf(aggregate, scope),
    equality: equalityOf(aggregate, scope),
  };
}

function getterOf(field: Field, schema: string, scope: ModuleScope): TsFunction {
  const isDerived = field.role === 'derived';
  const type = isDerived
    ? derivedType(field, scope)
    : `${outputType(field.type, scope)}${field.optional ? ' | undefined' : ''}`;
  const state = member(atom('this'), '#state');
  const result = isDerived
    ? call(member(atom(schema), scope.memberName(field)), state)
    : member(state, field.name);
  return {
    element: field.id,
    documentation: docOf(field),
    head: functionHead(`get ${scope.plan.getterName(field)}`, [], type, 2),
    text: statements({ constants: [], result }, 2),
  };
}

/** Finds an entity in each list of entities, by its id: `resource(uid)` in `resources`. */
function lookupsOf(aggregate: Aggregate, scope: ModuleScope): readonly TsFunction[] {
  const taken = new Set([
    ...aggregate.fields.map((field) => scope.plan.getterName(field)),
    ...methodsTaken(aggregate, scope),
  ]);
  return storedFieldsOf(aggregate).flatMap((field): readonly TsFunction[] => {
    const list = underlyingType(scope.index, field.type);
    const element =
      list.kind === 'list'
        ? structureOfType(scope.index, underlyingType(scope.index, list.element))
        : undefined;
    const identity = element?.kind === 'entity' ? idFieldOf(element) : undefined;
    if (!element || !identity) return [];
    const name = lookupName(field, identity, taken);
    taken.add(name);
    const parameter = scope.names.local(identity.name);
    const item = scope.names.local(singularOf(field.name) ?? subjectName(element), [parameter]);
    const items = member(member(atom('this'), '#state'), field.name);
    const find = member(items, 'find', field.optional);
    const found = call(
      find,
      arrow([item], binary('===', member(atom(item), identity.name), atom(parameter))),
    );
    const type = `${scope.names.symbolType(scope.plan.of(element.id))} | undefined`;
    return [
      {
        element: field.id,
        documentation: `The one in \`${field.name}\` with this ${sentenceWords(identity.name) || identity.name}, if there is one.`,
        head: functionHead(name, [`${parameter}: ${inputType(identity.type, scope)}`], type, 2),
        text: statements({ constants: [], result: found }, 2),
      },
    ];
  });
}

function lookupName(field: Field, identity: Field, taken: ReadonlySet<string>): string {
  const singular = singularOf(field.name);
  const isFree = (name: string): boolean => !taken.has(name) && !classMembers.has(name);
  if (singular !== undefined && isFree(singular)) return singular;
  return free(`${singular ?? field.name}By${pascalCase(identity.name)}`, (name) => !isFree(name));
}

/** The word whose regular plural this is; undefined if there is none. */
function singularOf(name: string): string | undefined {
  const candidates = [name.slice(0, -1), name.slice(0, -2), `${name.slice(0, -3)}y`];
  return candidates.find((one) => one.length > 1 && plural(one) === name);
}

/** Two are equal if their ids are. */
function equalityOf(aggregate: Aggregate, scope: ModuleScope): TsText {
  const identity = idFieldOf(aggregate);
  if (!identity) return { element: aggregate.id, documentation: '', text: '    return this === other;' };
  const name = scope.plan.getterName(identity);
  const [own, others] = [member(atom('this'), name), member(atom('other'), name)];
  return {
    element: identity.id,
    documentation: '',
    text: statements({ constants: [], result: binary('===', own, others) }, 2),
  };
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
