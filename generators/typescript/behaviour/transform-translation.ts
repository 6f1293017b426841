import type { Translation } from '../../../pim/behaviour.ts';
import type { Context, ElementId } from '../../../pim/model.ts';
import { literalOf } from '../../../pim/model-index.ts';
import { camelCase } from '../../core/naming.ts';
import { atom, type Code, call, member, quote } from '../code.ts';
import { functionHead } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { type Statement, statementLines, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';
import { byHandType } from './context-type.ts';
import { FunctionBuilder } from './function-builder.ts';
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
  private readonly source: string;
  private readonly isEvent: boolean;

  constructor(translation: Translation, scope: ModuleScope) {
    this.translation = translation;
    this.scope = scope;
    this.types = translationTypes(translation, scope);
    const { id, name } = translation.source;
    const element = id === undefined ? undefined : scope.index.get(id);
    this.isEvent = element !== undefined && isMessage(element);
    this.source = scope.names.local(camelCase(name.split('.').at(-1) ?? name) || 'source');
  }

  blocks(): readonly TsBlock[] {
    const { byHand } = this.translation;
    // Between enums nothing is left to check: what is written by hand is all that there is.
    if (!this.types.isChecked) return byHand ? [] : [this.enumBlock()];
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

  private checkedBlock(): TsBlock {
    const { id, doc, condition, byHand } = this.translation;
    const { plan, index } = this.scope;
    const { name } = plan.symbol(id, 'self');
    const translate = byHand
      ? member(atom('byHand'), handName(id, index, plan))
      : atom(plan.symbol(id, 'of').name);
    const unchecked = call(translate, atom(this.source));
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
    const { id, condition, values } = this.translation;
    const { scope, source } = this;
    const builder = new FunctionBuilder(scope, {
      self: source,
      old: source,
      input: this.isEvent ? `${source}.data` : source,
      around: [source],
      ambient: (ambient) => ambientOfEvent(ambient, source),
    });
    if (condition) {
      const { type, optional, origin } = condition;
      const code = builder.code({ kind: 'not', operand: condition, type, optional, origin }, id);
      const none: Statement = { kind: 'return', element: id, value: atom('undefined') };
      builder.statements.push({ kind: 'if', element: id, condition: code, body: [none] });
      builder.assume(condition);
    }
    const value = valuesCode(values, builder, id, { cast: false, scope });
    builder.statements.push({ kind: 'return', element: id, value });
    const { name } = scope.plan.symbol(id, 'of');
    return this.functionBlock(
      name,
      this.types.unchecked(),
      builder.statements,
      `As \`${scope.plan.symbol(id, 'self').name}\`, before it is checked.`,
    );
  }

  private functionBlock(
    name: string,
    result: string,
    statements: readonly Statement[],
    documentation: string,
  ): TsBlock {
    const { id } = this.translation;
    return {
      element: id,
      lines: [
        textLine(id, this.head(name, result), documentation),
        ...statementLines(statements, 0),
        textLine(id, '}'),
      ],
    };
  }

  private head(name: string, result: string): string {
    const { id, byHand } = this.translation;
    const parameters = [
      `${this.source}: ${this.types.source()}`,
      ...(byHand ? [`byHand: ${byHandType(new Set([id]), this.scope)}`] : []),
    ];
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
