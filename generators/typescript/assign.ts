import type { Expression } from '../../pim/expression.ts';
import { enumOfType, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { brandsOf, brandsOfType, withoutReference } from './brands.ts';
import { asType, type Code } from './code.ts';
import { isSubset } from './sets.ts';
import { outputType, type TypeScope } from './type-code.ts';

/** The value of an expression where a checked value of a type is wanted: what was computed passed no check yet. */
export function assigned(code: Code, expression: Expression, type: Type, scope: TypeScope): Code {
  if (fits(expression, type, scope.index)) return code;
  const wanted = outputType(type, scope);
  // What may be nothing is cast where it is something.
  if (code.kind === 'conditional' && code.whenTrue.kind === 'atom' && code.whenTrue.text === 'undefined') {
    return { ...code, whenFalse: asType(code.whenFalse, wanted) };
  }
  // So is what is made of something that may be nothing.
  const make = code.kind === 'call' ? code.args.at(-1) : undefined;
  if (
    expression.kind === 'translated' &&
    !expression.each &&
    code.kind === 'call' &&
    make?.kind === 'arrow'
  ) {
    const cast = { ...make, body: asType(make.body, wanted) };
    return { ...code, args: [...code.args.slice(0, -1), cast] };
  }
  return asType(code, expression.optional ? `${wanted} | undefined` : wanted);
}

function fits(expression: Expression, type: Type, index: ModelIndex): boolean {
  switch (expression.kind) {
    case 'construction':
    case 'absent':
      return true;
    case 'translated':
      // What a translation makes of an enum's literal is checked; whatever else, not yet.
      return (
        underlyingType(index, type).kind === 'named' &&
        enumOfType(index, underlyingType(index, type)) !== undefined
      );
    case 'conditional':
      return fits(expression.whenTrue, type, index) && fits(expression.whenFalse, type, index);
    case 'listLiteral': {
      const list = underlyingType(index, withoutReference(index, type));
      return expression.items.every((item) => list.kind === 'list' && fits(item, list.element, index));
    }
    default:
      return isElement(expression.type, type, index) ?? fitsScalar(expression, type, index);
  }
}

/** Whether the items of lists, or the values of maps, fit; undefined for what is neither. */
function isElement(from: Type, to: Type, index: ModelIndex): boolean | undefined {
  const [one, other] = [from, to].map((type) => underlyingType(index, withoutReference(index, type)));
  if (one?.kind === 'list' && other?.kind === 'list') return fitsType(one.element, other.element, index);
  if (one?.kind === 'map' && other?.kind === 'map') return fitsType(one.value, other.value, index);
  return undefined;
}

function fitsType(from: Type, to: Type, index: ModelIndex): boolean {
  return isElement(from, to, index) ?? isSubset(brandsOfType(index, to), brandsOfType(index, from));
}

function fitsScalar(expression: Expression, type: Type, index: ModelIndex): boolean {
  const wanted = brandsOfType(index, type);
  return brandsOf(index, expression).every((one) => isSubset(wanted, one));
}
