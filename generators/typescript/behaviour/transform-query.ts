import type { Query, SortKey } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import type { Field } from '../../../pim/model.ts';
import { enumOfType, underlyingType } from '../../../pim/model-index.ts';
import { needsOf } from '../../../pim/needs.ts';
import type { Type } from '../../../pim/type.ts';
import { camelCase } from '../../core/naming.ts';
import { assigned } from '../assign.ts';
import { withoutReference } from '../brands.ts';
import {
  arrow,
  atom,
  type Code,
  call,
  member,
  methodCall,
  numberCode,
  objectCode,
  quote,
  stringCode,
} from '../code.ts';
import { docOf } from '../doc-text.ts';
import type { Layout } from '../layout.ts';
import { functionHead, genericText, memberLine, parameterLayout } from '../print-text.ts';
import type { TsBlock } from '../psm.ts';
import { type Statement, statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { outputType } from '../type-code.ts';
import { wholeContext } from './calls.ts';
import { refusalObject } from './clause-writer.ts';
import { contextParameter } from './context-type.ts';
import { FunctionBuilder, type FunctionSubjects } from './function-builder.ts';
import { Given } from './given.ts';
import { dataInterface, inputInterface, schemaLines } from './payload.ts';
import { ambientOfContext, resultType } from './transform-calculation.ts';
import { pathNames } from './transform-repository.ts';

/** A query: what is asked with, and a pure function that answers it. */
export function transformQuery(query: Query, scope: ModuleScope): readonly TsBlock[] {
  return new QueryWriter(query, scope).blocks();
}

class QueryWriter {
  private readonly query: Query;
  private readonly scope: ModuleScope;
  private readonly name: string;
  private readonly given: Given;

  constructor(query: Query, scope: ModuleScope) {
    this.given = new Given(query, scope);
    this.query = query;
    this.scope = scope;
    this.name = scope.plan.symbol(query.id, 'self').name;
  }

  blocks(): readonly TsBlock[] {
    const { query, scope, name } = this;
    const { id, fields } = query;
    const input = scope.plan.symbol(id, 'input').name;
    const start = `export const ${name} = `;
    const maker = genericText(scope.names.runtime('structure'), [name, input], 0, start.length);
    const answer = this.answer();
    return [
      dataInterface(id, name, docOf(query) || `What \`${name}\` is asked with.`, fields, scope),
      inputInterface(id, input, `What \`${name}\` is made from.`, fields, scope),
      {
        element: id,
        lines: [
          textLine(id, `${start}${maker}({`),
          ...(fields.length > 0 ? schemaLines(id, fields, 2, scope) : [textLine(id, '  fields: {},')]),
          textLine(id, '});'),
        ],
      },
      ...this.given.block(id, scope.plan.symbol(id, 'given').name),
      ...answer,
    ];
  }

  private answer(): readonly TsBlock[] {
    const { value, list } = this.query;
    if (value) return [this.computedBlock(value)];
    return list ? this.listBlocks() : [this.firstBlock()];
  }

  // ── looked up ──

  private listBlocks(): readonly TsBlock[] {
    const { query, scope, name } = this;
    const { id: element, order, page } = query;
    const item = this.itemType();
    const orders = order.length > 0 ? scope.names.declare(`${camelCase(name)}Orders`) : undefined;
    const test = this.test();
    const members: (readonly [string, Code])[] = [];
    if (test) members.push(['matches', test.code]);
    if (orders !== undefined) members.push(['orders', atom(orders)]);
    if (page)
      members.push([
        'page',
        objectCode([
          ['size', numberCode(page.size)],
          ['max', numberCode(page.max)],
        ]),
      ]);
    const value = call(
      atom(scope.names.runtime('listAnswer')),
      atom('items'),
      objectCode(members),
      atom('choice'),
    );
    const choice = scope.names.runtimeType('ListChoice');
    const orderNames = order.map(({ path }) => quote(pathNames(path).join('.'))).join(' | ') || 'never';
    const parameters = [
      `items: readonly ${item}[]`,
      `${test?.usesQuery ? '' : '_'}query: ${name}`,
      ...this.givenParameter(),
      `choice: ${choice}<${orderNames}> = {}`,
      ...this.contextParameter(),
    ];
    const result = `${scope.names.runtimeType('Page')}<${item}>`;
    const statements: readonly Statement[] = [...(test?.before ?? []), { kind: 'return', element, value }];
    return [
      this.functionBlock(parameters, result, statements, 'Those of the items that are asked for.'),
      ...(orders === undefined ? [] : [this.ordersBlock(orders, item, order)]),
    ];
  }

  private firstBlock(): TsBlock {
    const { query } = this;
    const { id: element } = query;
    const item = this.itemType();
    const test = this.test();
    const value = methodCall(atom('items'), 'find', test?.code ?? arrow([], atom('true')));
    const parameters = [
      `items: readonly ${item}[]`,
      ...this.queryParameter(test?.usesQuery ?? false),
      ...this.givenParameter(),
      ...this.contextParameter(),
    ];
    const statements: readonly Statement[] = [...(test?.before ?? []), { kind: 'return', element, value }];
    return this.functionBlock(parameters, `${item} | undefined`, statements, 'The item that is asked for.');
  }

  /** What an item must be like. */
  private test():
    | { readonly code: Code; readonly before: readonly Statement[]; readonly usesQuery: boolean }
    | undefined {
    const { query, scope } = this;
    const conditions = query.filters.flatMap((path, at) => this.filter(path, query.fields[at]));
    if (query.where) conditions.push(query.where);
    const [first, ...others] = conditions;
    if (!first) return undefined;
    const whole = others.reduce<Expression>(
      (left, right) => ({ ...boolean(left), kind: 'binary', operator: 'and', left, right }),
      first,
    );
    const item = scope.names.local(this.itemName(), ['items', 'query', 'choice', 'context']);
    const builder = new FunctionBuilder(scope, this.subjects(item));
    const code = builder.code(whole, query.id);
    // What is the same for every item stands before, unless it is of an item.
    const body = builder.statements.length === 0 ? code : undefined;
    if (!body) throw new Error(`\`${query.id}\` asks what cannot be said in one expression`);
    const uses = (name: string): boolean =>
      statementMentions({ kind: 'return', element: query.id, value: code }, name);
    return { code: arrow(uses(item) ? [item] : [], body), before: [], usesQuery: uses('query') };
  }

  /** Equal to what is asked with; whatever, where nothing is. */
  private filter(path: Expression, field: Field | undefined): readonly Expression[] {
    if (!field) return [];
    const { origin } = path;
    const input: Expression = {
      kind: 'input',
      type: { kind: 'named', id: this.query.id, origin },
      optional: false,
      origin,
    };
    const { id, name, type, optional } = field;
    const asked: Expression = {
      kind: 'fieldAccess',
      receiver: input,
      field: id,
      name,
      type,
      optional,
      origin,
    };
    const equal: Expression = { ...boolean(path), kind: 'binary', operator: '==', left: path, right: asked };
    if (!optional) return [equal];
    const absent: Expression = { ...boolean(path), kind: 'presence', operand: asked, present: false };
    return [{ ...boolean(path), kind: 'binary', operator: 'or', left: absent, right: equal }];
  }

  private ordersBlock(name: string, item: string, order: readonly SortKey[]): TsBlock {
    const { id: element } = this.query;
    const { scope } = this;
    const parameter = scope.names.local(this.itemName());
    const rows = order.map(({ path, descending }) => {
      const { of, compare } = this.comparison(path, parameter);
      const typed = `(${parameter}: ${item})`;
      const args = [
        arrow([typed.slice(1, -1)], of),
        compare,
        ...(descending ? [stringCode('descending')] : []),
      ];
      const code = call(atom(scope.names.runtime('orderBy')), ...args);
      return textLine(element, memberLine(pathNames(path).join('.'), code, 2));
    });
    return {
      element,
      lines: [textLine(element, `const ${name} = {`), ...rows, textLine(element, '};')],
    };
  }

  /** By what an order goes, and how two of those compare. */
  private comparison(path: Expression, item: string): { readonly of: Code; readonly compare: Code } {
    const { scope, query } = this;
    const builder = new FunctionBuilder(scope, this.subjects(item));
    const of = builder.code(path, query.id);
    const runtime = (name: string): Code => atom(scope.names.runtime(name));
    const type = underlyingType(scope.index, withoutReference(scope.index, path.type));
    const declaration = enumOfType(scope.index, type);
    if (declaration) {
      const rank = member(atom(scope.names.symbol(scope.plan.of(declaration.id))), 'rank');
      const ranks = ['left', 'right'].map((side) => call(rank, atom(side)));
      return {
        of,
        compare: arrow(['left', 'right'], {
          kind: 'binary',
          operator: '-',
          left: ranks[0] ?? atom('0'),
          right: ranks[1] ?? atom('0'),
        }),
      };
    }
    return { of, compare: compareOf(type, runtime) };
  }

  // ── computed ──

  private computedBlock(value: Expression): TsBlock {
    const { query, scope } = this;
    const { id: element, result, refusal } = query;
    const builder = new FunctionBuilder(scope, this.subjects('query'));
    const code = assigned(builder.code(value, element), value, result.type, scope);
    const statements: Statement[] = [...builder.statements];
    let type = resultType({ ...result, optional: result.optional || (value.optional && !refusal) }, scope);
    if (refusal) {
      const found = scope.names.local('found', ['query', 'given', 'context']);
      const absent: Code = { kind: 'binary', operator: '===', left: atom(found), right: atom('undefined') };
      const refused = objectCode([['kind', stringCode('refused')], ...membersOf(refusalObject(refusal))]);
      statements.push(
        { kind: 'const', element, name: found, value: code },
        {
          kind: 'if',
          element: refusal.id,
          condition: absent,
          body: [
            {
              kind: 'return',
              element: refusal.id,
              value: call(atom(scope.names.runtime('failure')), refused),
            },
          ],
        },
        { kind: 'return', element, value: call(atom(scope.names.runtime('success')), atom(found)) },
      );
      const reason = `${scope.names.runtimeType('Refusal')}<${quote(refusal.name)}>`;
      type = `${scope.names.runtimeType('Result')}<${type}, ${reason}>`;
    } else statements.push({ kind: 'return', element, value: code });
    const uses = (one: string): boolean => statements.some((statement) => statementMentions(statement, one));
    const parameters = [
      ...this.queryParameter(uses('query')),
      ...this.givenParameter(),
      ...this.contextParameter(),
    ];
    return this.functionBlock(parameters, type, statements, 'The answer.');
  }

  // ── what all have in common ──

  private functionBlock(
    parameters: readonly Layout[],
    result: string,
    statements: readonly Statement[],
    documentation: string,
  ): TsBlock {
    const { id: element } = this.query;
    const { name } = this.scope.plan.symbol(element, 'answer');
    return {
      element,
      lines: [
        textLine(element, functionHead(`export function ${name}`, parameters, result, 0), documentation),
        ...statementLines(statements, 0),
        textLine(element, '}'),
      ],
    };
  }

  private queryParameter(isUsed: boolean): readonly string[] {
    if (isUsed) return [`query: ${this.name}`];
    return this.given.isEmpty ? [] : [`_query: ${this.name}`];
  }

  private givenParameter(): readonly string[] {
    return this.given.isEmpty ? [] : [`given: ${this.scope.plan.symbol(this.query.id, 'given').name}`];
  }

  private contextParameter(): readonly Layout[] {
    const { where, value } = this.query;
    const asked = [where, value].filter((one) => one !== undefined);
    return contextParameter('context', needsOf(asked, this.scope.index), this.scope).map(parameterLayout);
  }

  private subjects(self: string): FunctionSubjects {
    return {
      self,
      old: self,
      input: 'query',
      around: ['query', 'items', 'choice', 'given', 'context'],
      ambient: (ambient) => ambientOfContext(ambient, atom('context')),
      newId: () => methodCall(atom('context'), 'newId'),
      calls: wholeContext(atom('context')),
      callee: (expression, input) => this.given.answer(expression, input),
      dereference: (expression, reference) => this.given.state(expression, reference),
    };
  }

  private elementType(): Type {
    const { type } = this.query.result;
    const resolved = underlyingType(this.scope.index, type);
    return resolved.kind === 'list' ? resolved.element : type;
  }

  private itemType(): string {
    return outputType(this.elementType(), this.scope);
  }

  private itemName(): string {
    const type = this.elementType();
    const name =
      type.kind === 'named' ? (this.scope.index.get(type.id) as { name?: string } | undefined)?.name : '';
    return camelCase(name ?? '') || 'item';
  }
}

function boolean({ origin }: Expression): Pick<Expression, 'type' | 'optional' | 'origin'> & {
  readonly type: { readonly kind: 'boolean' };
} {
  return { type: { kind: 'boolean' }, optional: false, origin };
}

function membersOf(code: Code): readonly (readonly [string, Code])[] {
  return code.kind === 'object' ? code.members : [];
}

function compareOf(type: Type, runtime: (name: string) => Code): Code {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'duration':
    case 'boolean':
      return runtime('compareNumbers');
    case 'decimal':
      return arrow(['left', 'right'], methodCall(atom('left'), 'compareTo', atom('right')));
    case 'cidr':
      return runtime('compareIpv4');
    case 'format':
      return runtime(type.format === 'Ipv4' ? 'compareIpv4' : 'compareText');
    default:
      return runtime('compareText');
  }
}
