import type { Translation } from '../../../pim/behaviour.ts';
import type { Context, ElementId, Field } from '../../../pim/model.ts';
import { isStructure, literalOf, storedFieldsOf } from '../../../pim/model-index.ts';
import { type Needs, needsOfTranslation } from '../../../pim/needs.ts';
import { camelCase } from '../../core/naming.ts';
import { atom, type Code, call, callGeneric, member, methodCall, quote } from '../code.ts';
import { withDefaultValues } from '../default-values.ts';
import type { Layout } from '../layout.ts';
import { functionHead, parameterLayout } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { functionLines, type Statement, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';
import { type CallContext, eventContext, wholeContext } from './calls.ts';
import { contextParameter } from './context-type.ts';
import { FunctionBuilder } from './function-builder.ts';
import { ambientOfContext } from './transform-calculation.ts';
import { ambientOfEvent } from './transform-evolve.ts';
import { isMessage, type TranslationTypes, translationTypes } from './translation-types.ts';
import { valuesCode } from './values.ts';

/** What words of one context mean in another's: a function for each translation that the model says. */
export function transformTranslations(context: Context, scope: ModuleScope): readonly TsBlock[] {
  return context.translations.flatMap((one) => new TranslationWriter(one, scope).blocks());
}

class TranslationWriter {
  private readonly translation: Translation;
  private readonly scope: ModuleScope;
  private readonly types: TranslationTypes;
  /** The parameters: what is translated, and what comes in besides. */
  private readonly source: string;
  private readonly context: string;
  private readonly contextParameter: readonly (readonly [string, Layout])[];
  private readonly isEvent: boolean;

  constructor(translation: Translation, scope: ModuleScope) {
    this.translation = translation;
    this.scope = scope;
    this.types = translationTypes(translation, scope);
    const { id, name } = translation.source;
    const element = id === undefined ? undefined : scope.index.get(id);
    this.isEvent = element !== undefined && isMessage(element);
    this.source = scope.names.local(camelCase(name.split('.').at(-1) ?? name) || 'source');
    this.context = scope.names.local('context', [this.source]);
    const needs = needsOfTranslation(translation, scope.index);
    this.contextParameter = contextParameter(this.context, this.isEvent ? beyondEvent(needs) : needs, scope);
  }

  blocks(): readonly TsBlock[] {
    const { byHand } = this.translation;
    // Between enums nothing is left to check.
    if (!this.types.isChecked) return [byHand ? this.handBlock() : this.enumBlock()];
    return byHand ? [this.checkedBlock()] : [this.checkedBlock(), this.uncheckedBlock()];
  }

  /** A `switch` over the literals; `else` takes all others. */
  private enumBlock(): TsBlock {
    const { id, cases, doc } = this.translation;
    const { name } = this.scope.plan.symbol(id, 'self');
    const rows = cases.flatMap(({ sources, target }): readonly TsLine[] => [
      ...(sources.length > 0
        ? sources.map((one) => textLine(id, `    case ${quote(this.wireOf(one.id))}:`))
        : [textLine(id, '    default:')]),
      textLine(id, `      return ${quote(this.wireOf(target.id))};`),
    ]);
    return {
      element: id,
      lines: [
        textLine(id, this.head(name, this.types.result()), this.documentation(doc)),
        textLine(id, `  switch (${this.source}) {`),
        ...rows,
        textLine(id, '  }'),
        textLine(id, '}'),
      ],
    };
  }

  /** What code by hand makes of a literal. */
  private handBlock(): TsBlock {
    const { id, doc } = this.translation;
    const { name } = this.scope.plan.symbol(id, 'self');
    const value = call(this.handMethod(), atom(this.source));
    const statement: Statement = { kind: 'return', element: id, value };
    return this.functionBlock(name, this.types.result(), [statement], this.documentation(doc));
  }

  private handMethod(): Code {
    const { index, plan } = this.scope;
    return member(member(atom(this.context), 'byHand'), handName(this.translation.id, index, plan));
  }

  private checkedBlock(): TsBlock {
    const { id, doc, condition, byHand } = this.translation;
    const { plan } = this.scope;
    const { name } = plan.symbol(id, 'self');
    const translate = byHand ? this.handMethod() : atom(plan.symbol(id, 'of').name);
    const context = byHand ? [] : this.contextParameter.map(([parameter]) => atom(parameter));
    const unchecked = call(translate, atom(this.source), ...context);
    const create = member(this.companion(), 'create');
    const target = this.scope.names.local('target', [this.source]);
    const value = atom(target);
    const isAbsent: Code = { kind: 'binary', operator: '===', left: value, right: atom('undefined') };
    const statements: readonly Statement[] = condition
      ? [
          { kind: 'const', element: id, name: target, value: unchecked },
          {
            kind: 'return',
            element: id,
            value: {
              kind: 'conditional',
              condition: isAbsent,
              whenTrue: atom('undefined'),
              whenFalse: call(create, value),
            },
          },
        ]
      : [{ kind: 'return', element: id, value: call(create, unchecked) }];
    return this.functionBlock(name, this.types.result(), statements, this.documentation(doc));
  }

  private uncheckedBlock(): TsBlock {
    const { id, condition } = this.translation;
    const { scope, source, context } = this;
    const builder = new FunctionBuilder(scope, {
      self: source,
      old: source,
      input: this.isEvent ? `${source}.data` : source,
      around: [source, context],
      ambient: (ambient) =>
        this.isEvent ? ambientOfEvent(ambient, source) : ambientOfContext(ambient, atom(context)),
      newId: () => methodCall(atom(context), 'newId'),
      calls: this.calls(),
    });
    if (condition) {
      const { type, optional, origin } = condition;
      const code = builder.code({ kind: 'not', operand: condition, type, optional, origin }, id);
      const none: Statement = { kind: 'return', element: id, value: atom('undefined') };
      builder.statements.push({ kind: 'if', element: id, condition: code, body: [none] });
      builder.assume(condition);
    }
    const object = this.given(builder);
    const value = this.mayLack()
      ? callGeneric(atom(scope.names.runtime('present')), [this.types.unchecked(false)], [object])
      : object;
    builder.statements.push({ kind: 'return', element: id, value });
    const { name } = scope.plan.symbol(id, 'of');
    return this.functionBlock(
      name,
      this.types.unchecked(),
      builder.statements,
      `As \`${scope.plan.symbol(id, 'self').name}\`, before it is checked.`,
    );
  }

  /** What the translation says, and what it leaves to defaults. Of a message, what checks it fills that in. */
  private given(builder: FunctionBuilder): Code {
    const { id, values } = this.translation;
    return valuesCode(withDefaultValues(values, this.fields(), this.scope.index), builder, id, this.scope);
  }

  /** Whether something optional is made of what may be absent. */
  private mayLack(): boolean {
    const optional = this.fields().filter((field) => field.optional);
    return this.translation.values.some(
      ({ field, value }) => value.optional && optional.some(({ id }) => id === field),
    );
  }

  private fields(): readonly Field[] {
    const target = this.scope.index.get(this.translation.target.id ?? '');
    return isStructure(target) ? storedFieldsOf(target) : [];
  }

  /** What is called gets `now` and `caller` of the event, where one is translated. */
  private calls(): CallContext {
    const { source, context } = this;
    const whole = wholeContext(atom(context));
    return this.isEvent ? eventContext(source, whole) : whole;
  }

  private functionBlock(
    name: string,
    result: string,
    statements: readonly Statement[],
    documentation: string,
  ): TsBlock {
    const { id } = this.translation;
    const lines = functionLines(id, `export function ${name}`, this.parameters(), result, statements);
    return { element: id, lines: lines.map((one, at) => (at === 0 ? { ...one, documentation } : one)) };
  }

  private parameters(): readonly (readonly [string, Layout])[] {
    return [[this.source, this.types.source()], ...this.contextParameter];
  }

  private head(name: string, result: string): string {
    const parameters = this.parameters().map(parameterLayout);
    return functionHead(`export function ${name}`, parameters, result, 0);
  }

  private documentation(doc: string | undefined): string {
    const { source, target, condition } = this.translation;
    if (doc !== undefined) return doc;
    const when = condition ? '; undefined where it means none' : '';
    return `What \`${source.name}\` means as \`${target.name}\`${when}.`;
  }

  /** What checks the target. */
  private companion(): Code {
    const { index, names, plan } = this.scope;
    const { id = '' } = this.translation.target;
    const element = index.get(id);
    if (!element || !isMessage(element)) return atom(names.symbol(plan.of(id)));
    const companion = atom(names.symbol(plan.symbol(id, 'self')));
    return element.kind === 'command' ? companion : member(companion, 'data');
  }

  private wireOf(literal: ElementId | undefined): string {
    if (literal === undefined) throw new Error(`\`${this.translation.name}\` leads nowhere`);
    return literalOf(this.scope.index, literal).wire;
  }
}

/** An event brings its own `now` and `caller`. */
function beyondEvent(needs: Needs): Needs {
  return { ...needs, now: false, caller: false };
}
