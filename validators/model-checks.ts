import { ambiguousMove } from './model/ambiguous-move.ts';
import { ambiguousName } from './model/ambiguous-name.ts';
import { badCall } from './model/bad-call.ts';
import { badDefault } from './model/bad-default.ts';
import { badEffect } from './model/bad-effect.ts';
import { badEvolution } from './model/bad-evolution.ts';
import { badExample } from './model/bad-example.ts';
import { badLifecycle } from './model/bad-lifecycle.ts';
import { badPattern } from './model/bad-pattern.ts';
import { badProjection } from './model/bad-projection.ts';
import { badQuery } from './model/bad-query.ts';
import { badRelation } from './model/bad-relation.ts';
import { badResult } from './model/bad-result.ts';
import { badText } from './model/bad-text.ts';
import { badTranslation } from './model/bad-translation.ts';
import { brokenDefault } from './model/broken-default.ts';
import { constantRule } from './model/constant-rule.ts';
import { crossedSeparation } from './model/crossed-separation.ts';
import { cyclicActor } from './model/cyclic-actor.ts';
import { cyclicCalculation } from './model/cyclic-calculation.ts';
import { cyclicContainment } from './model/cyclic-containment.ts';
import { cyclicDerivation } from './model/cyclic-derivation.ts';
import { cyclicType } from './model/cyclic-type.ts';
import { deprecatedUse } from './model/deprecated-use.ts';
import { duplicateMark } from './model/duplicate-mark.ts';
import { duplicateName } from './model/duplicate-name.ts';
import { emptyEnum } from './model/empty-enum.ts';
import { externalBehaviour } from './model/external-behaviour.ts';
import { failingScenario } from './model/failing-scenario.ts';
import { finalState } from './model/final-state.ts';
import { foreignEvent } from './model/foreign-event.ts';
import { idleCommand } from './model/idle-command.ts';
import { impossibleBound } from './model/impossible-bound.ts';
import { incompleteCreation } from './model/incomplete-creation.ts';
import { invisibleEvent } from './model/invisible-event.ts';
import { leakingSecret } from './model/leaking-secret.ts';
import { mayBeAbsent } from './model/may-be-absent.ts';
import { mayDivideByZero } from './model/may-divide-by-zero.ts';
import { mayHaveAnotherShape } from './model/may-have-another-shape.ts';
import { misfitUndo } from './model/misfit-undo.ts';
import { misplacedActor } from './model/misplaced-actor.ts';
import { misplacedCall } from './model/misplaced-call.ts';
import { misplacedCreation } from './model/misplaced-creation.ts';
import { misplacedEntity } from './model/misplaced-entity.ts';
import { misplacedExpression } from './model/misplaced-expression.ts';
import { misplacedId } from './model/misplaced-id.ts';
import { missingBound } from './model/missing-bound.ts';
import { missingId } from './model/missing-id.ts';
import { missingRefusal } from './model/missing-refusal.ts';
import { missingRelation } from './model/missing-relation.ts';
import { missingUndo } from './model/missing-undo.ts';
import { needlessDepth } from './model/needless-depth.ts';
import { notAnAggregate } from './model/not-an-aggregate.ts';
import { plainSecret } from './model/plain-secret.ts';
import { platformWord } from './model/platform-word.ts';
import { policyLoop } from './model/policy-loop.ts';
import { reservedName } from './model/reserved-name.ts';
import { ruleNotBoolean } from './model/rule-not-boolean.ts';
import { severalIds } from './model/several-ids.ts';
import { typeMismatch } from './model/type-mismatch.ts';
import { unemittedEvent } from './model/unemitted-event.ts';
import { unknownField } from './model/unknown-field.ts';
import { unknownName } from './model/unknown-name.ts';
import { unknownPlatformContext } from './model/unknown-platform-context.ts';
import { unknownReference } from './model/unknown-reference.ts';
import { unknownType } from './model/unknown-type.ts';
import { unreachableState } from './model/unreachable-state.ts';
import { unsentCommand } from './model/unsent-command.ts';
import { unsetField } from './model/unset-field.ts';
import { unsharedType } from './model/unshared-type.ts';
import { untranslatedLiteral } from './model/untranslated-literal.ts';
import { unusedActor } from './model/unused-actor.ts';
import { unusedTrait } from './model/unused-trait.ts';
import { unusedType } from './model/unused-type.ts';
import type { ModelCheck } from './model-check.ts';

/** Every check of a model, each behind those that it names in `after`; what evaluates a model comes last. */
export const modelChecks: readonly ModelCheck[] = [
  unknownType,
  unknownName,
  unknownReference,
  unknownField,
  ambiguousName,
  duplicateName,
  reservedName,
  platformWord,
  typeMismatch,
  ruleNotBoolean,
  missingId,
  severalIds,
  misplacedId,
  misplacedEntity,
  notAnAggregate,
  emptyEnum,
  cyclicType,
  cyclicContainment,
  needlessDepth,
  cyclicDerivation,
  cyclicCalculation,
  badPattern,
  badText,
  impossibleBound,
  missingBound,
  badDefault,
  misplacedExpression,
  misplacedCall,
  mayBeAbsent,
  mayHaveAnotherShape,
  mayDivideByZero,
  constantRule,
  unsetField,
  badEffect,
  incompleteCreation,
  misplacedCreation,
  foreignEvent,
  unemittedEvent,
  idleCommand,
  badLifecycle,
  ambiguousMove,
  unreachableState,
  finalState,
  cyclicActor,
  misplacedActor,
  unusedActor,
  unsentCommand,
  unusedTrait,
  unusedType,
  deprecatedUse,
  badQuery,
  badProjection,
  badCall,
  badResult,
  missingRefusal,
  misfitUndo,
  missingUndo,
  policyLoop,
  badRelation,
  missingRelation,
  crossedSeparation,
  unsharedType,
  invisibleEvent,
  externalBehaviour,
  badTranslation,
  untranslatedLiteral,
  leakingSecret,
  plainSecret,
  badEvolution,
  unknownPlatformContext,
  duplicateMark,
  brokenDefault,
  badExample,
  failingScenario,
];
