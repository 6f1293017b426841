import type { Call, Expression, Parameter } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { atom, type Code } from '../code.ts';
import { type Facts, nothingKnown } from '../facts.ts';
import type { Statement } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import type { Surroundings } from '../translate-behaviour.ts';
import {
  assumed,
  type TranslationOptions,
  type TranslationScope,
  translateBody,
} from '../translate-expression.ts';
import { type CallContext, calculationCall, translatedCode } from './calls.ts';

/** What the expressions of a function are written in terms of. */
export interface FunctionSubjects
  extends Omit<Surroundings, 'bound' | 'codes' | 'around' | 'translated' | 'callee'> {
  /** What is no calculation. */
  callee?(expression: Call, input: Code): Code | undefined;
  readonly self: string;
  readonly old: string;
  /** Where what is called finds what it needs; not where nothing of that can be. */
  readonly calls?: CallContext;
  /** Wraps the code of what reads something in its middle; undefined where nothing is read there. */
  readingIn?(expression: Expression): ((code: Code) => Code) | undefined;
  /** Names of parameters, which no constant may take. */
  readonly around: readonly string[];
}

/** The statements of one function, with what is known and bound on the way. */
export class FunctionBuilder {
  readonly statements: Statement[] = [];
  private readonly module: ModuleScope;
  private subjects: FunctionSubjects;
  private readonly bound: Map<number, string>;
  private readonly codes: Map<number, Code>;
  private readonly locals: string[];
  private facts: Facts;

  constructor(module: ModuleScope, subjects: FunctionSubjects, outer?: FunctionBuilder) {
    this.module = module;
    this.subjects = subjects;
    this.bound = new Map(outer?.bound);
    this.codes = new Map(outer?.codes);
    this.locals = [...subjects.around, ...(outer?.locals ?? [])];
    this.facts = outer?.facts ?? nothingKnown;
  }

  /** The statements of a block inside, which knows what is known here. */
  inner(subjects: FunctionSubjects = this.subjects): FunctionBuilder {
    return new FunctionBuilder(this.module, subjects, this);
  }

  /** The code of an expression; constants that its closures need become statements before it. */
  code(expression: Expression, element: ElementId, options: TranslationOptions = {}): Code {
    const wrapped = this.subjects.readingIn?.(expression);
    const inside = wrapped ? { ...options, inClosure: true } : options;
    const { constants, result } = translateBody(expression, this.scope(), this.facts, inside);
    for (const { name, value } of constants) {
      this.locals.push(name);
      this.statements.push({ kind: 'const', element, name, value });
    }
    if (!wrapped) return result;
    const value = wrapped(result);
    if (!options.inClosure) return value;
    const name = this.local('found');
    this.statements.push({ kind: 'const', element, name, value });
    return atom(name);
  }

  /** From here on the condition holds. */
  assume(condition: Expression): void {
    this.facts = assumed(condition, this.scope(), this.facts);
  }

  /** The subject is another from here on: what was known of it is known of what it was. */
  continueWith(subjects: FunctionSubjects): void {
    this.facts = factsOfOld(this.facts, this.subjects.self === this.subjects.old);
    this.subjects = subjects;
  }

  /** A constant for a name of the model. */
  bind(parameter: Parameter, element: ElementId, value: Code): string {
    const name = this.name(parameter);
    this.statements.push({ kind: 'const', element, name, value });
    return name;
  }

  /** A name for a name of the model that something else declares. */
  name(parameter: Parameter): string {
    const name = this.local(parameter.name);
    this.bound.set(parameter.binding, name);
    return name;
  }

  /** Lets a name of the model be called as something that is there. */
  call({ binding }: Parameter, name: string): void {
    this.bound.set(binding, name);
  }

  /** How a name of the model is called here. */
  boundName({ binding, name }: Parameter): string {
    return this.bound.get(binding) ?? name;
  }

  /** Lets code stand for a name of the model. */
  stand(binding: number, code: Code): void {
    this.codes.set(binding, code);
  }

  /** An expression that stands for code. */
  known(
    code: Code,
    { type, optional, origin }: Pick<Expression, 'type' | 'optional' | 'origin'>,
  ): Expression {
    // Far from the bindings of the model, and from those of the translator.
    const binding = -1_000_000 - this.codes.size;
    this.codes.set(binding, code);
    return { kind: 'parameter', name: '', binding, type, optional, origin };
  }

  /** A name that nothing around has: the first that is free, or the last with something behind it. */
  local(...wanted: readonly [string, ...string[]]): string {
    const name = this.freeName(wanted);
    this.locals.push(name);
    return name;
  }

  private freeName([first, ...others]: readonly [string, ...string[]]): string {
    const name = this.module.names.local(first, this.locals);
    const [second, ...rest] = others;
    return name === first || second === undefined ? name : this.freeName([second, ...rest]);
  }

  private scope(): TranslationScope {
    const { module, subjects, bound, codes, locals } = this;
    const { calls = nothingToCall } = subjects;
    return {
      ...module,
      ...subjects,
      bound,
      codes,
      around: locals,
      callee: (expression, input) =>
        subjects.callee?.(expression, input) ?? calculationCall(expression, input, calls, module),
      translated: (expression, operand, isOptional) =>
        translatedCode(expression, operand, isOptional, calls, module),
    };
  }
}

const nothingToCall: CallContext = {
  whole: () => {
    throw new Error('nothing comes in here, and something that is called needs it');
  },
  byHand: (id) => {
    throw new Error(`\`${id}\` is written by hand, and nothing of that is here`);
  },
};

/** What is known of `self` becomes known of `old`, where both are one variable; else it is forgotten. */
function factsOfOld(facts: Facts, isOne: boolean): Facts {
  const isSelf = (place: string): boolean => place === 'self' || place.startsWith('self.');
  const moved = (place: string): readonly string[] => {
    if (!isSelf(place)) return [place];
    return isOne ? [`old${place.slice('self'.length)}`] : [];
  };
  return {
    ...facts,
    present: new Set([...facts.present].flatMap(moved)),
    absent: new Set([...facts.absent].flatMap(moved)),
    possible: new Map(
      [...facts.possible].flatMap(([place, literals]) => moved(place).map((one) => [one, literals])),
    ),
  };
}
