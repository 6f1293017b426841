import { isJsonObject } from '../../pim/json.ts';
import type { Target } from './target.ts';
import { TemplateFailure } from './template-failure.ts';

/** Called with what a target did wrong, as the end of a sentence about one of its steps; throws. */
export type OnFault = (step: string, what: string, cause?: unknown) => never;

/**
 * The same target, of which everything that goes wrong is told at once: what it throws, and what it
 * returns against the contract, before anybody else stumbles over it.
 */
export function guardTarget(target: Target, onFault: OnFault): Target {
  const guarded = <Result>(
    step: string,
    call: () => Result,
    objection: (result: unknown) => string | undefined,
  ): Result => {
    let result: Result;
    try {
      result = call();
    } catch (error) {
      // Whose template it is, and so whose fault, only the caller knows.
      if (error instanceof TemplateFailure) throw error;
      return onFault(step, `threw ${thrownText(error)}`, error);
    }
    const wrong = objection(result);
    return wrong === undefined ? result : onFault(step, `returned ${wrong}`);
  };
  const { scaffolds, unheldLimits } = target;
  return {
    ...target,
    transform: (input) => guarded('transform', () => target.transform(input), psmObjection),
    symbols: (psm) => guarded('symbols', () => target.symbols(psm), symbolsObjection),
    enforce: (rule, index) => guarded('enforce', () => target.enforce(rule, index), enforcementObjection),
    check: (psm) => guarded('check', () => target.check(psm), diagnosticsObjection),
    emit: (psm, render) =>
      guarded(
        'emit',
        () => target.emit(psm, render),
        (files) => filesObjection(files, target.id),
      ),
    ...(unheldLimits && {
      unheldLimits: (index) => guarded('unheldLimits', () => unheldLimits(index), unheldLimitsObjection),
    }),
    ...(scaffolds && {
      scaffolds: (psm, render) => guarded('scaffolds', () => scaffolds(psm, render), scaffoldsObjection),
    }),
  };
}

function psmObjection(psm: unknown): string | undefined {
  if (psm === undefined) return 'nothing';
  return psm instanceof Promise ? 'a promise: every step is a plain function' : undefined;
}

function symbolsObjection(symbols: unknown): string | undefined {
  return symbols instanceof Map ? undefined : 'no Map';
}

function enforcementObjection(answer: unknown): string | undefined {
  if (isJsonObject(answer)) {
    if (answer['verdict'] === 'exact') return undefined;
    if (answer['verdict'] === 'not enforceable' && typeof answer['reason'] === 'string') return undefined;
  }
  return 'neither `exact` nor `not enforceable` with a reason';
}

function unheldLimitsObjection(limits: unknown): string | undefined {
  if (!Array.isArray(limits)) return 'no list';
  const isWhole = (value: unknown): boolean =>
    isJsonObject(value) &&
    ['element', 'constraint', 'reason'].every((part) => typeof value[part] === 'string') &&
    [undefined, 'entries', 'items'].includes(value['of'] as string | undefined);
  return limits.every(isWhole)
    ? undefined
    : 'a limit without `element`, `constraint` or `reason`, or `of` neither `entries` nor `items`';
}

function diagnosticsObjection(diagnostics: unknown): string | undefined {
  if (!Array.isArray(diagnostics)) return 'no list';
  return diagnostics.every(isDiagnostic) ? undefined : 'something that is no diagnostic';
}

function isDiagnostic(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { code, severity, message, origin, related, fix } = value;
  return (
    typeof code === 'string' &&
    (severity === 'error' || severity === 'warning') &&
    typeof message === 'string' &&
    isOrigin(origin) &&
    Array.isArray(related) &&
    related.every((place: unknown) => isPlace(place, 'message')) &&
    (fix === undefined || (isPlace(fix, 'title') && isPlace(fix, 'replacement')))
  );
}

function isPlace(value: unknown, text: string): boolean {
  return isJsonObject(value) && typeof value[text] === 'string' && isOrigin(value['origin']);
}

function isOrigin(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value['file'] !== 'string') return false;
  return [value['start'], value['end']].every(
    (position) =>
      isJsonObject(position) &&
      ['line', 'column', 'offset'].every((part) => Number.isSafeInteger(position[part])),
  );
}

function filesObjection(files: unknown, id: string): string | undefined {
  if (!Array.isArray(files)) return 'no list';
  for (const file of files as readonly unknown[]) {
    if (!isJsonObject(file)) return 'something that is no file';
    const { path, content, element, trace } = file;
    const isWhole =
      [path, content, element].every((part) => typeof part === 'string') && Array.isArray(trace);
    if (typeof path !== 'string' || !isWhole) return 'a file without `path`, `content`, `element` or `trace`';
    if (!path.startsWith(`${id}/`))
      return `the file \`${path}\`, which does not lie in its folder \`${id}/\``;
  }
  return undefined;
}

function scaffoldsObjection(scaffolds: unknown): string | undefined {
  if (!Array.isArray(scaffolds)) return 'no list';
  const isWhole = (value: unknown): boolean =>
    isJsonObject(value) &&
    typeof value['path'] === 'string' &&
    typeof value['header'] === 'string' &&
    Array.isArray(value['parts']) &&
    value['parts'].every(isScaffoldPart);
  return scaffolds.every(isWhole) ? undefined : 'something that is no scaffold';
}

function isScaffoldPart(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { kind, name, text, head, imports, methods } = value;
  if (typeof name !== 'string' || !Array.isArray(imports) || !imports.every(isScaffoldImport)) return false;
  if (kind === 'member') return typeof text === 'string';
  return (
    kind === 'class' && typeof head === 'string' && Array.isArray(methods) && methods.every(isScaffoldPart)
  );
}

function isScaffoldImport(value: unknown): boolean {
  if (!isJsonObject(value) || !isJsonObject(value['from'])) return false;
  const { file, package: name } = value['from'];
  return typeof value['name'] === 'string' && (typeof file === 'string' || typeof name === 'string');
}

/** `TypeError: …`, whatever was thrown. */
export function thrownText(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message}`
    : (JSON.stringify(error) ?? String(error));
}
