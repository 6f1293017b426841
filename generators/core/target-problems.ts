import { isJsonObject } from '../../pim/json.ts';
import { compileSchema } from './schema-problems.ts';
import { contractVersion, type Target } from './target.ts';

const parts = ['transform', 'symbols', 'enforce', 'check', 'emit'] as const;

/** Whether a value went through `defineTarget`, of this version of Pimento or another. */
export function isTarget(value: unknown): value is Target {
  return typeof value === 'object' && value !== null && 'contract' in value && 'id' in value;
}

/**
 * What is wrong with a target that the compiler did not see, each as the end of a sentence about it.
 * Its functions are only known to be there.
 */
export function targetProblems(target: Target): readonly string[] {
  const { contract, id, title, marks, needs }: { readonly [part in keyof Target]: unknown } = target;
  if (contract !== contractVersion) {
    return [
      `was made for version ${String(contract)} of the target contract, and this is ${contractVersion}`,
    ];
  }
  const missing = parts.filter((part) => typeof target[part] !== 'function');
  return [
    ...(typeof id === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)
      ? []
      : ['has an `id` that is no kebab-case word']),
    ...(typeof title === 'string' && title.trim() !== '' ? [] : ['has no `title`']),
    ...marksProblems(marks),
    ...(Array.isArray(needs) && needs.every((need) => typeof need === 'string')
      ? []
      : ['has `needs` that are no list of ids']),
    ...missing.map((part) => `has no function \`${part}\``),
  ];
}

function marksProblems(marks: unknown): readonly string[] {
  if (!isJsonObject(marks)) return ['has `marks` that are no JSON Schema'];
  try {
    compileSchema(marks);
    return [];
  } catch (error) {
    return [
      `has \`marks\` that are no JSON Schema: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}
