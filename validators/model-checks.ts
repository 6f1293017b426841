import { ambiguousName } from './model/ambiguous-name.ts';
import { badDefault } from './model/bad-default.ts';
import { badPattern } from './model/bad-pattern.ts';
import { badText } from './model/bad-text.ts';
import { constantRule } from './model/constant-rule.ts';
import { cyclicContainment } from './model/cyclic-containment.ts';
import { cyclicDerivation } from './model/cyclic-derivation.ts';
import { cyclicType } from './model/cyclic-type.ts';
import { duplicateMark } from './model/duplicate-mark.ts';
import { duplicateName } from './model/duplicate-name.ts';
import { emptyEnum } from './model/empty-enum.ts';
import { impossibleBound } from './model/impossible-bound.ts';
import { mayBeAbsent } from './model/may-be-absent.ts';
import { mayDivideByZero } from './model/may-divide-by-zero.ts';
import { misplacedEntity } from './model/misplaced-entity.ts';
import { misplacedId } from './model/misplaced-id.ts';
import { missingBound } from './model/missing-bound.ts';
import { missingId } from './model/missing-id.ts';
import { notAnAggregate } from './model/not-an-aggregate.ts';
import { reservedName } from './model/reserved-name.ts';
import { ruleNotBoolean } from './model/rule-not-boolean.ts';
import { severalIds } from './model/several-ids.ts';
import { typeMismatch } from './model/type-mismatch.ts';
import { unknownField } from './model/unknown-field.ts';
import { unknownName } from './model/unknown-name.ts';
import { unknownPlatformContext } from './model/unknown-platform-context.ts';
import { unknownReference } from './model/unknown-reference.ts';
import { unknownType } from './model/unknown-type.ts';
import { unsetField } from './model/unset-field.ts';
import type { ModelCheck } from './model-check.ts';

/** Every check of a model, each behind those that it names in `after`. */
export const modelChecks: readonly ModelCheck[] = [
  unknownType,
  unknownName,
  unknownReference,
  unknownField,
  unsetField,
  ambiguousName,
  duplicateName,
  reservedName,
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
  cyclicDerivation,
  badPattern,
  badText,
  impossibleBound,
  missingBound,
  badDefault,
  mayBeAbsent,
  mayDivideByZero,
  constantRule,
  unknownPlatformContext,
  duplicateMark,
];
