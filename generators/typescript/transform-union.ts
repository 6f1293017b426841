import type { Union } from '../../pim/model.ts';
import { atom, stringCode } from './code.ts';
import { docOf } from './doc-text.ts';
import { genericText, memberLine, typeAlias } from './print-text.ts';
import type { TsPart, TsUnion } from './psm.ts';
import type { ModuleScope } from './transform.ts';
import { transformStructure } from './transform-structure.ts';

/** The shapes, each with a schema of its own, then the union that is made of them. */
export function transformUnion(union: Union, scope: ModuleScope): readonly TsPart[] {
  return [...union.alternatives.map((one) => transformStructure(one, scope)), unionOf(union, scope)];
}

function unionOf(union: Union, scope: ModuleScope): TsUnion {
  const { name, input } = scope.plan.of(union.id);
  const shapes = union.alternatives.map((alternative) => ({ alternative, ...scope.plan.of(alternative.id) }));
  return {
    kind: 'union',
    element: union.id,
    name,
    documentation: docOf(union),
    type: typeAlias(name, aliasOf(shapes.map((shape) => shape.name))),
    inputDocumentation: `What \`${name}\` is made from.`,
    input: typeAlias(input, aliasOf(shapes.map((shape) => shape.input))),
    maker: genericText(scope.names.runtime('union'), [name, input], 0, `export const ${name} = `.length),
    discriminator: memberLine('by', stringCode(union.discriminator), 2),
    alternatives: shapes.map((shape) => ({
      element: shape.alternative.id,
      documentation: '',
      text: memberLine(shape.alternative.wire, atom(shape.name), 4),
    })),
  };
}

function aliasOf(types: readonly string[]): readonly string[] {
  return types.length > 0 ? types : ['never'];
}
