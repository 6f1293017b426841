/** `pimento/testing`: the suite that every target passes, for any test runner. */
export { hostileNames, hostileTexts } from './hostile-texts.ts';
export { sampleModels } from './sample-models.ts';
export { targetChecks } from './target-checks.ts';
export type {
  JudgeFiles,
  SampleFile,
  SampleModel,
  TargetCheck,
  TargetUnderTest,
} from './target-under-test.ts';
export { type Attempt, type Made, tryTarget } from './try-target.ts';
