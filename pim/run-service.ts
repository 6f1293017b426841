import { assertNever } from './assert-never.ts';
import type { EachClause, Emission, Invocation, Refusal, Service, ServiceStep, Step } from './behaviour.ts';
import type { FieldValue } from './expression.ts';
import { evaluate, isTrue, jsonOf, type Outside, type Scope, withParameter } from './interpreter.ts';
import { type JsonObject, type JsonValue, jsonObject } from './json.ts';
import type { Element, ElementId } from './model.ts';
import { idFieldOf, type ModelIndex } from './model-index.ts';
import { isAbsent } from './rule-value.ts';

/** What something outside came to. */
export type Answer =
  | { readonly ok: true; readonly value: JsonValue | undefined }
  | { readonly ok: false; readonly message: string };

/** What a service reaches: aggregates, ports, whoever hears of events, and what comes in with it. */
export interface ServiceWorld {
  readonly now: string;
  readonly caller: string;
  readonly resolve: NonNullable<Outside['resolve']>;
  readonly call: NonNullable<Outside['call']>;
  readonly generate: NonNullable<Outside['generate']>;
  /** Every aggregate of a kind. */
  all(aggregate: ElementId): readonly JsonObject[];
  /** Sends a command (`receiver`: the aggregate's id), asks an operation, makes an event known. */
  ask(element: Element, input: JsonObject, receiver: JsonValue | undefined): Answer;
}

export type ServiceOutcome =
  | { readonly kind: 'done'; readonly value: JsonValue | undefined }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'failed';
      readonly step: string;
      readonly message: string;
      readonly notUndone: readonly string[];
    };

/**
 * The reference meaning of a service: its steps in order; when one fails, what those before it did is taken back
 * in reverse, and then what is said of a failure happens.
 */
export function runService(
  index: ModelIndex,
  service: Service,
  input: JsonObject,
  world: ServiceWorld,
): ServiceOutcome {
  return new ServiceRun(index, service, input, world).run();
}

interface Failed {
  readonly step: string;
  readonly message: string;
}

/** Why a run ends before its end. */
class Stopped extends Error {
  readonly reason: Failed | Refusal;
  constructor(reason: Failed | Refusal) {
    super(reason.message);
    this.reason = reason;
  }
}

class ServiceRun {
  private readonly index: ModelIndex;
  private readonly service: Service;
  private readonly input: JsonObject;
  private readonly world: ServiceWorld;
  private readonly undos: { readonly name: string; readonly undo: Invocation; readonly scope: Scope }[] = [];
  /** With what is known when the first step is taken: then a failure has something to tell of. */
  private begun: Scope | undefined;

  constructor(index: ModelIndex, service: Service, input: JsonObject, world: ServiceWorld) {
    this.index = index;
    this.service = service;
    this.input = input;
    this.world = world;
  }

  run(): ServiceOutcome {
    const { service, index, world } = this;
    const { now, caller, resolve, call, generate } = world;
    const outside: Outside = { ambient: { now, caller }, resolve, call, generate };
    try {
      const scope = this.steps(service.steps, { self: null, index, input: this.input, outside });
      return { kind: 'done', value: service.returns && jsonOf(service.returns, scope) };
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      const { reason } = error;
      return 'kind' in reason ? { kind: 'refused', refusal: reason } : this.undone(reason);
    }
  }

  private undone(failed: Failed): ServiceOutcome {
    const notUndone: string[] = [];
    for (const { name, undo, scope } of this.undos.toReversed()) {
      if (!this.invoke(undo, after(scope, failed)).ok) notUndone.push(name);
    }
    const { onFailure } = this.service;
    if (onFailure && this.begun) {
      const scope = after(this.begun, failed);
      for (const emission of onFailure.emissions) this.publish(emission, scope);
      if (onFailure.call) this.invoke(onFailure.call, scope);
    }
    return { kind: 'failed', ...failed, notUndone };
  }

  private steps(steps: readonly ServiceStep[], scope: Scope): Scope {
    return steps.reduce((current, step) => this.step(step, current), scope);
  }

  private step(step: ServiceStep, scope: Scope): Scope {
    switch (step.kind) {
      case 'let': {
        const value = evaluate(step.value, scope);
        if (isAbsent(value) && step.refusal) this.refuse(step.refusal);
        return withParameter(scope, step.parameter.binding, value);
      }
      case 'requires':
        if (!isTrue(step.condition, scope)) this.refuse(step.refusal);
        return scope;
      case 'emits':
        for (const emission of step.emissions) this.emit(emission, scope);
        return scope;
      case 'step':
        this.begun ??= scope;
        return this.taken(step, scope);
      case 'forEach': {
        this.begun ??= scope;
        const lists = step.collects.map((one) => ({ ...one, values: [] as JsonValue[] }));
        for (const inner of this.rounds(step.each, scope)) {
          if (step.condition && !isTrue(step.condition, inner)) continue;
          const done = this.steps(step.steps, inner);
          for (const list of lists) {
            const value = done.parameters?.get(list.inner.binding);
            if (!isAbsent(value)) list.values.push(value as JsonValue);
          }
        }
        return lists.reduce(
          (current, { list, values }) => withParameter(current, list.binding, values),
          scope,
        );
      }
      default:
        return assertNever(step);
    }
  }

  /** Before the first step nothing has happened; from then on what is refused has failed. */
  private refuse(refusal: Refusal): never {
    throw new Stopped(this.begun ? { step: refusal.name, message: refusal.message } : refusal);
  }

  private emit(emission: Emission, scope: Scope): void {
    const rounds = emission.each ? this.rounds(emission.each, scope) : [scope];
    for (const inner of rounds) {
      if (emission.condition && !isTrue(emission.condition, inner)) continue;
      const answer = this.publish(emission, inner);
      if (!answer.ok) throw new Stopped({ step: lastName(emission.event.name), message: answer.message });
    }
  }

  private publish({ event, values }: Emission, scope: Scope): Answer {
    return this.world.ask(this.find(event.id, event.name), inputOf(values, scope), undefined);
  }

  private taken(step: Step, scope: Scope): Scope {
    const { condition, call, undo, parameter, retry } = step;
    if (condition && !isTrue(condition, scope)) {
      return parameter ? withParameter(scope, parameter.binding, undefined) : scope;
    }
    const name = this.nameOf(call);
    let answer = this.invoke(call, scope);
    for (let tried = 0; !answer.ok && tried < (retry?.times ?? 0); tried += 1)
      answer = this.invoke(call, scope);
    if (!answer.ok) throw new Stopped({ step: name, message: answer.message });
    const known = parameter ? withParameter(scope, parameter.binding, answer.value) : scope;
    if (undo) this.undos.push({ name, undo, scope: known });
    return known;
  }

  private invoke({ target, receiver, values }: Invocation, scope: Scope): Answer {
    const element = this.find(target.id, target.name);
    const input = inputOf(values, scope);
    if (element.kind === 'service') {
      const outcome = runService(this.index, element, input, this.world);
      if (outcome.kind === 'done') return { ok: true, value: outcome.value };
      return { ok: false, message: outcome.kind === 'refused' ? outcome.refusal.message : outcome.message };
    }
    return this.world.ask(element, input, receiver && jsonOf(receiver, scope));
  }

  private rounds({ parameter, source }: EachClause, scope: Scope): readonly Scope[] {
    return this.itemsOf(source, scope).map((item) => withParameter(scope, parameter.binding, item));
  }

  private itemsOf(source: EachClause['source'], scope: Scope): readonly JsonValue[] {
    switch (source.kind) {
      case 'list': {
        const items = evaluate(source.list, scope);
        return Array.isArray(items) ? items : [];
      }
      case 'enum': {
        const declaration = this.index.get(source.enum);
        return declaration?.kind === 'enum' ? declaration.literals.map(({ wire }) => wire) : [];
      }
      case 'aggregate': {
        // Each stands for a reference to it.
        const aggregate = this.index.get(source.aggregate);
        const id = aggregate?.kind === 'aggregate' ? idFieldOf(aggregate)?.name : undefined;
        return this.world
          .all(source.aggregate)
          .flatMap((state) => (id === undefined ? [] : (state[id] ?? [])));
      }
      default:
        return assertNever(source);
    }
  }

  private nameOf({ target }: Invocation): string {
    return lastName(target.name);
  }

  private find(id: ElementId | undefined, name: string): Element {
    const element = id === undefined ? undefined : this.index.get(id);
    if (!element) throw new Error(`\`${name}\` is not declared: only checked models are run`);
    return element;
  }
}

/** What is known once something has failed. */
function after(scope: Scope, { step, message }: Failed): Scope {
  const ambient = { ...scope.outside?.ambient, 'failure.step': step, 'failure.message': message };
  return { ...scope, outside: { ...scope.outside, ambient } };
}

function inputOf(values: readonly FieldValue[], scope: Scope): JsonObject {
  return jsonObject(
    values.flatMap(({ name, value }): readonly (readonly [string, JsonValue])[] => {
      const given = jsonOf(value, scope);
      return given === undefined || given === null ? [] : [[name, given]];
    }),
  );
}

function lastName(name: string): string {
  return name.split('.').at(-1) ?? name;
}
