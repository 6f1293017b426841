import type { Actor, Reference } from '../../../pim/behaviour.ts';
import type { Aggregate, Context, ElementId, Named } from '../../../pim/model.ts';
import { sentenceWords } from '../../core/naming.ts';
import { atom, type Code, call, methodCall, objectCode, stringCode } from '../code.ts';
import { allowedIn } from '../plan-behaviour.ts';
import { propertyLayout } from '../print-code.ts';
import { functionHead, lines, wrapped } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { type Statement, statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { subjectName, withArticle } from '../transform-structure.ts';
import { FunctionBuilder } from './function-builder.ts';
import { ambientOfContext } from './transform-calculation.ts';

/** The actors of a context, and who may ask its queries and start its services. */
export function transformActors(context: Context, scope: ModuleScope): readonly TsBlock[] {
  const { id: element, queries, services } = context;
  const table = scope.plan.symbol(element, 'actors').name;
  const type = scope.plan.symbol(element, 'actor').name;
  const blocks: TsBlock[] = [
    {
      element,
      lines: [
        textLine(element, `export const ${table} = {`, 'Who there is, and who each of them is, too.'),
        ...actorsOf(context, scope).map((actor) =>
          allowedLine(actor.id, nameOf(actor, context, scope), parentsOf(actor), context, scope, actor.doc),
        ),
        textLine(element, '} as const;'),
      ],
    },
    { element, lines: [textLine(element, `export type ${type} = keyof typeof ${table};`)] },
  ];
  const asked = [...queries, ...services].filter(({ allows }) => allows.length > 0);
  if (asked.length === 0) return blocks;
  const { name } = scope.plan.symbol(element, 'permissions');
  const doc = 'Who may ask which query and start which service from outside.';
  return [
    ...blocks,
    {
      element,
      lines: [
        textLine(element, `export const ${name} = {`, doc),
        ...asked.map((one) => allowedLine(one.id, one.name, one.allows, context, scope)),
        textLine(element, '} as const;'),
      ],
    },
  ];
}

/** The context's own actors; then those of others who may do something here, and whoever is one of these, too. */
function actorsOf(context: Context, { index }: ModuleScope): readonly Actor[] {
  const others = index.model.contexts.filter(({ id }) => id !== context.id).flatMap(({ actors }) => actors);
  const allowed = new Set(allowedIn(context).map(({ id }) => id));
  const all = new Set([...context.actors, ...others.filter(({ id }) => allowed.has(id))]);
  for (const actor of all) {
    for (const heir of others) if (heir.parent?.id === actor.id) all.add(heir);
  }
  return [...all];
}

function parentsOf({ parent }: Actor): readonly Reference[] {
  return parent ? [parent] : [];
}

/** `Administrator: ['Operator'],` */
function allowedLine(
  element: ElementId,
  name: string,
  actors: readonly Reference[],
  context: Context,
  scope: ModuleScope,
  documentation = '',
): TsLine {
  const items = actors.map((one) => stringCode(actorName(one, context, scope)));
  return textLine(element, lines([propertyLayout(name, { kind: 'array', items }), ','], 2), documentation);
}

function actorName({ id, name }: Reference, context: Context, scope: ModuleScope): string {
  const actor = id === undefined ? undefined : scope.index.get(id);
  return actor ? nameOf(actor, context, scope) : name;
}

/** An actor of another context is told by that. */
function nameOf({ id, name }: Named, context: Context, { index }: ModuleScope): string {
  const own = index.context(id);
  return own.id === context.id ? name : `${own.name}.${name}`;
}

/** Who may send which command to an aggregate, as data and as a function. */
export function transformPermissions(aggregate: Aggregate, scope: ModuleScope): readonly TsBlock[] {
  const { id: element, commands } = aggregate;
  const { plan } = scope;
  const context = scope.index.context(element);
  const table = plan.symbol(element, 'permissions').name;
  const doc = 'Who may send which command from outside; where nobody may, only services and policies do.';
  const conditional = aggregate.actors.filter(({ condition }) => condition);
  const tests = new Map(
    conditional.map((actor) => [actor.id, scope.names.declare(`is${actor.name}`)] as const),
  );
  return [
    {
      element,
      lines: [
        textLine(element, `export const ${table} = {`, doc),
        ...commands.map((command) => allowedLine(command.id, command.name, command.allows, context, scope)),
        textLine(element, '} as const;'),
      ],
    },
    mayBlock(aggregate, table, conditional, tests, scope),
    ...conditional.map((actor) => conditionBlock(actor, tests.get(actor.id) ?? '', aggregate, scope)),
  ];
}

function mayBlock(
  aggregate: Aggregate,
  table: string,
  conditional: readonly Actor[],
  tests: ReadonlyMap<ElementId, string>,
  scope: ModuleScope,
): TsBlock {
  const { id: element } = aggregate;
  const { names, plan, index } = scope;
  const context = index.context(element);
  const words = withArticle(sentenceWords(aggregate.name) || aggregate.name);
  const state = names.local(subjectName(aggregate), ['command', 'roles', 'context']);
  const parameters = [
    `command: ${names.symbolType(plan.symbol(element, 'command'))}['type']`,
    'roles: readonly string[]',
  ];
  const actors = plan.find(context.id, 'actors');
  const parents = actors ? atom(names.symbol(actors)) : objectCode([]);
  let known: Code = atom('roles');
  if (conditional.length > 0) {
    parameters.push(
      `context: ${contextType(scope)}`,
      `${state}: ${names.symbolType(plan.of(element))} | undefined`,
    );
    const conditions = conditionsOf(conditional, tests, context, scope);
    const found = call(atom(names.runtime('actorsTo')), atom(state), atom('context'), conditions);
    known = methodCall(atom('roles'), 'concat', found);
  }
  const value = call(atom(names.runtime('isAllowed')), atom(`${table}[command]`), known, parents);
  const who =
    conditional.length > 0
      ? 'the caller is known to be; who somebody is to the aggregate itself is found out here'
      : 'the caller is known to be';
  return {
    element,
    lines: [
      textLine(
        element,
        functionHead(`export function ${plan.symbol(element, 'may').name}`, parameters, 'boolean', 0),
        wrapped(
          `Whether a command may be sent to ${words} from outside. \`roles\` are the actors that ${who}.`,
        ),
      ),
      ...statementLines([{ kind: 'return', element, value }], 0),
      textLine(element, '}'),
    ],
  };
}

/** Who somebody is to the aggregate is found by a condition; so is whoever that is, too. */
function conditionsOf(
  conditional: readonly Actor[],
  tests: ReadonlyMap<ElementId, string>,
  context: Context,
  scope: ModuleScope,
): Code {
  return objectCode(
    conditional.flatMap(({ id, name, parent }) =>
      [name, ...(parent ? [actorName(parent, context, scope)] : [])].map((actor): readonly [string, Code] => [
        actor,
        atom(tests.get(id) ?? ''),
      ]),
    ),
  );
}

function contextType({ names }: ModuleScope): string {
  return `Pick<${names.runtimeType('CommandContext')}, 'now' | 'caller'>`;
}

function conditionBlock(actor: Actor, name: string, aggregate: Aggregate, scope: ModuleScope): TsBlock {
  const { id: element, condition, doc } = actor;
  if (!condition) throw new Error(`\`${element}\` has no condition`);
  const state = scope.names.local(subjectName(aggregate), ['context']);
  const builder = new FunctionBuilder(scope, {
    self: state,
    old: state,
    around: [state, 'context'],
    ambient: (ambient) => ambientOfContext(ambient, atom('context')),
  });
  const value = builder.code(condition, element);
  const statements: readonly Statement[] = [...builder.statements, { kind: 'return', element, value }];
  const usesState = statements.some((one) => statementMentions(one, state));
  const usesContext = statements.some((one) => statementMentions(one, 'context'));
  const parameters = [
    `${usesState ? '' : '_'}${state}: ${scope.names.symbolType(scope.plan.of(aggregate.id))}`,
    ...(usesContext ? [`context: ${contextType(scope)}`] : []),
  ];
  return {
    element,
    lines: [
      textLine(element, functionHead(`function ${name}`, parameters, 'boolean', 0), doc ?? ''),
      ...statementLines(statements, 0),
      textLine(element, '}'),
    ],
  };
}
