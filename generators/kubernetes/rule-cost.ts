import { assertNever } from '../../pim/assert-never.ts';
import type { Binary, Expression, Membership, StringTest, Unique } from '../../pim/expression.ts';
import { childExpressions } from '../../pim/expression-tools.ts';
import { formats } from '../../pim/formats.ts';
import { enumOfType, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { printPattern } from '../../pim/pattern.ts';
import type { Type } from '../../pim/type.ts';
import { hasFunction } from './cel-functions.ts';
import { referencedIdType } from './placement.ts';

/**
 * What the API server allows while it judges an object (apiserver/pkg/apis/cel/config.go). It also
 * refuses a definition whose estimate for one rule at all its places is above `perObject`.
 */
export const budget = { perCall: 1_000_000, perObject: 10_000_000 } as const;

/** Per node; `step`, `collect` and `match` per turn of all/exists, of map/filter and of exists_one. */
const charge = {
  self: 3,
  select: 1,
  call: 1,
  list: 10,
  map: 30,
  loop: 4,
  step: 4,
  collect: 14,
  match: 2,
} as const;
const perCharacter = 0.1;
const regexPerCharacter = 0.25;

/** What judging a condition once can cost at most, in CEL's units. */
export interface RuleCost {
  /** While an object is judged: never less than what the API server charges (cel-go/interpreter/runtimecost.go). */
  readonly run: number;
  /**
   * When the definition is taken: never less than the API server's estimate (cel-go/checker/cost.go),
   * which counts a code point as four characters, the most bytes that it can have.
   */
  readonly estimate: number;
}

export function ruleCost(condition: Expression, index: ModelIndex, minimumServer: number): RuleCost {
  const total = (charactersPerCodePoint: number): number =>
    Math.ceil(new CostEstimate(index, minimumServer, charactersPerCodePoint).of(condition)) + charge.self;
  return { run: total(1), estimate: total(4) };
}

/** The greatest list that a condition goes through: the bound to lower where it costs too much. */
export function widestList(
  condition: Expression,
  index: ModelIndex,
): { readonly name: string; readonly size: number } | undefined {
  const lists = [condition, ...descendants(condition)].flatMap((node) => {
    if (node.kind !== 'fieldAccess') return [];
    const type = underlyingType(index, node.type);
    return type.kind === 'list' ? [{ name: node.name, size: type.size.max }] : [];
  });
  return lists.reduce<(typeof lists)[number] | undefined>(
    (widest, list) => (widest && widest.size >= list.size ? widest : list),
    undefined,
  );
}

function descendants(expression: Expression): readonly Expression[] {
  return childExpressions(expression).flatMap((child) => [child, ...descendants(child)]);
}

class CostEstimate {
  private readonly index: ModelIndex;
  private readonly minimumServer: number;
  private readonly charactersPerCodePoint: number;

  constructor(index: ModelIndex, minimumServer: number, charactersPerCodePoint: number) {
    this.index = index;
    this.minimumServer = minimumServer;
    this.charactersPerCodePoint = charactersPerCodePoint;
  }

  of(expression: Expression): number {
    const inner = childExpressions(expression).reduce((sum, child) => sum + this.of(child), 0);
    switch (expression.kind) {
      case 'literal':
      case 'enumReference':
        return 0;
      case 'self':
      case 'old':
      case 'parameter':
        return charge.select;
      case 'fieldAccess':
        return inner + this.accessCost(expression.receiver);
      case 'not':
      case 'negation':
      case 'size':
      case 'conditional':
        return inner + charge.call;
      case 'presence':
        return inner + this.presenceCost(expression.operand) + charge.call;
      case 'binary':
        if (expression.operator === '??') return inner + this.presenceCost(expression.left) + charge.call;
        return (
          inner +
          charge.call +
          this.comparison(expression.left, expression.right) +
          this.conversions(expression)
        );
      case 'membership':
        return inner + this.membership(expression);
      case 'rank':
        return inner + charge.map + charge.call + this.traversal(expression.operand);
      case 'exactlyOne':
        return inner + charge.collect * (expression.conditions.length + 1) + charge.call;
      case 'quantifier': {
        const step = expression.quantifier === 'count' ? charge.collect : charge.step;
        return this.loop(expression.list, this.of(expression.body) + step);
      }
      case 'sum':
        return this.loop(expression.list, charge.collect + (expression.body ? this.of(expression.body) : 0));
      case 'unique':
        return this.unique(expression);
      case 'stringTest':
        return inner + charge.call + this.stringTest(expression);
      case 'stringTransform':
        return inner + charge.call + 2 * this.traversal(expression.operand);
      case 'match':
        return (
          inner +
          this.regex(expression.operand, expression.pattern.node ? printPattern(expression.pattern) : '')
        );
      case 'network':
        // Texts of at most 18 characters are read, each once or twice.
        return 2 * inner + 8 * charge.call;
      default:
        // No text is made of any other, so that nobody asks for its cost.
        return inner;
    }
  }

  /** A field of the aggregate may lie one part deeper, behind a test whether that part is there. */
  private accessCost(receiver: Expression): number {
    return receiver.kind === 'self' || receiver.kind === 'old' ? 4 * charge.select : charge.select;
  }

  /** The tests ask along the whole way to the operand. */
  private presenceCost(operand: Expression): number {
    return this.of(operand) + charge.select;
  }

  private conversions({ left, right }: Binary): number {
    const kinds = [left, right].map((side) => underlyingType(this.index, side.type).kind);
    return kinds.includes('number') ? charge.call : 0;
  }

  private membership({ operand, items, list }: Membership): number {
    const each = this.traversal(operand) + charge.call;
    if (items) return charge.list + charge.call + items.length * (each + charge.call);
    if (!list) return 0;
    const elements = underlyingType(this.index, list.type);
    const isMixed =
      underlyingType(this.index, operand.type).kind === 'number' &&
      elements.kind === 'list' &&
      underlyingType(this.index, elements.element).kind === 'integer';
    if (!isMixed) return charge.call + this.count(list) * each;
    return this.loop(list, this.of(operand) + charge.step + 3 * charge.call);
  }

  private unique({ list, body }: Unique): number {
    const key = body ? this.of(body) : charge.select;
    if (hasFunction('distinct', this.minimumServer)) {
      const pairs = 2 * this.count(list) ** 2;
      return this.loop(list, key + charge.collect) + this.of(list) + pairs + charge.loop;
    }
    const type = underlyingType(this.index, list.type);
    const length = this.traversalOf(body ? body.type : type.kind === 'list' ? type.element : type);
    const pair = 2 * key + charge.call + length + charge.match;
    return this.loop(list, this.of(list) + charge.loop + this.count(list) * pair + charge.step);
  }

  private stringTest({ test, operand, argument }: StringTest): number {
    switch (test) {
      case 'startsWith':
      case 'endsWith':
        // The estimate goes by the one, the charge by the other.
        return Math.max(this.traversal(operand), argument ? this.traversal(argument) : 0);
      case 'contains':
        return this.traversal(operand) * Math.max(1, argument ? this.traversal(argument) : 1);
      case 'isBlank':
      case 'isTrimmed':
        return this.regex(operand, test === 'isBlank' ? '^[\\t-\\r ]*$' : '^[\\t-\\r ]|[\\t-\\r ]$');
      default:
        return assertNever(test);
    }
  }

  private regex(operand: Expression, pattern: string): number {
    const bytes = new TextEncoder().encode(pattern).length;
    return charge.call + (this.traversal(operand) + 1) * Math.max(1, Math.ceil(bytes * regexPerCharacter));
  }

  private loop(list: Expression, each: number): number {
    return this.of(list) + charge.loop + this.count(list) * each;
  }

  private count(list: Expression): number {
    const type = underlyingType(this.index, list.type);
    return type.kind === 'list' || type.kind === 'map' ? type.size.max : 0;
  }

  /** Texts are compared up to the end of the shorter one. */
  private comparison(left: Expression, right: Expression): number {
    return Math.min(this.traversal(left), this.traversal(right));
  }

  private traversal(expression: Expression): number {
    if (expression.kind === 'literal') {
      if (typeof expression.value !== 'string') return 0;
      return Math.ceil(new TextEncoder().encode(expression.value).length * perCharacter);
    }
    // The type of these three does not tell how long they can be.
    if (expression.kind === 'stringTransform') return this.traversal(expression.operand);
    if (expression.kind === 'conditional') {
      return Math.max(this.traversal(expression.whenTrue), this.traversal(expression.whenFalse));
    }
    if (expression.kind === 'binary' && expression.operator === '??') {
      return Math.max(this.traversal(expression.left), this.traversal(expression.right));
    }
    return this.traversalOf(expression.type);
  }

  /** What reading a whole value of this type costs. */
  private traversalOf(type: Type): number {
    const length = lengthOf(this.index, underlyingType(this.index, type));
    return Math.ceil(length * this.charactersPerCodePoint * perCharacter);
  }
}

function lengthOf(index: ModelIndex, type: Type): number {
  switch (type.kind) {
    case 'string':
      return type.length.max;
    case 'format':
      return formats[type.format].maxLength;
    case 'date':
      return 10;
    case 'dateTime':
      return 24;
    case 'named':
      return Math.max(0, ...(enumOfType(index, type)?.literals.map((literal) => literal.wire.length) ?? []));
    case 'reference': {
      const id = referencedIdType(index, type);
      return id ? lengthOf(index, underlyingType(index, id)) : 253;
    }
    default:
      return 0;
  }
}
