import type { Translation } from '../../../pim/behaviour.ts';
import type { Element } from '../../../pim/model.ts';
import type { Type } from '../../../pim/type.ts';
import type { ModuleScope } from '../transform.ts';
import { inputType, outputType } from '../type-code.ts';
import { dataType } from './transform-message.ts';

/** The types of a translation. Each is a function: a module imports only what it asks for. */
export interface TranslationTypes {
  /** The type of what is translated. */
  source(): string;
  /** What comes of it, checked. */
  result(): string;
  /** What comes of it before it is checked; without `none`, where the translation means something. */
  unchecked(none?: boolean): string;
  /** False between enums, where there is nothing to check. */
  readonly isChecked: boolean;
}

/** An event is translated with all that was recorded with it. */
export function translationTypes(translation: Translation, scope: ModuleScope): TranslationTypes {
  const [source, target] = [translation.source, translation.target].map(({ id, name }) => {
    const element = id === undefined ? undefined : scope.index.get(id);
    if (!element) throw new Error(`\`${name}\` is not declared`);
    return element;
  }) as [Element, Element];
  const none = translation.condition ? ' | undefined' : '';
  const { names, plan } = scope;
  const isChecked = target.kind !== 'enum';
  const checked = (): string => (isMessage(target) ? messageResult(target, scope) : typeOf(target, scope));
  return {
    isChecked,
    source: () =>
      isMessage(source) ? names.symbolType(plan.symbol(source.id, 'self')) : typeOf(source, scope),
    result: () => (isChecked ? `${names.runtimeType('Result')}<${checked()}>${none}` : `${checked()}${none}`),
    unchecked: (withNone = true) => {
      const suffix = withNone ? none : '';
      if (!isChecked) return `${checked()}${suffix}`;
      const type = isMessage(target) ? uncheckedData(target, scope) : inputType(namedType(target), scope);
      return `${type}${suffix}`;
    },
  };
}

type MessageElement = Extract<Element, { readonly kind: 'event' | 'command' }>;

export function isMessage(element: Element): element is MessageElement {
  return element.kind === 'event' || element.kind === 'command';
}

/** A command as it is sent; of an event what it is to hold. */
function messageResult(message: MessageElement, scope: ModuleScope): string {
  return message.kind === 'command'
    ? scope.names.symbolType(scope.plan.symbol(message.id, 'self'))
    : dataType(message, scope);
}

function uncheckedData(message: MessageElement, scope: ModuleScope): string {
  const input = scope.plan.find(message.id, 'input');
  return input ? scope.names.symbolType(input) : scope.names.runtimeType('NoData');
}

function typeOf(element: Element, scope: ModuleScope): string {
  return outputType(namedType(element), scope);
}

export function namedType({ id, ...element }: Element): Type {
  const origin = 'nameOrigin' in element ? element.nameOrigin : undefined;
  if (!origin) throw new Error(`\`${id}\` is no type`);
  return { kind: 'named', id, origin };
}
