import { type Diagnostic, isError } from '../../pim/diagnostic.ts';
import { printable } from '../printable.ts';

/**
 * Diagnostics as JUnit's XML, which build servers show: a suite for each file that was checked, a failed
 * test for each error in it. Warnings fail nothing, and stand in the suite's output.
 */
export function junitReport(diagnostics: readonly Diagnostic[], files: readonly string[]): string {
  const all = [...new Set([...files, ...diagnostics.map(({ origin }) => origin.file)])].toSorted();
  const suites = all.map((file) =>
    suite(
      file,
      diagnostics.filter(({ origin }) => origin.file === file),
    ),
  );
  const errors = diagnostics.filter(isError);
  const passed = all.filter((file) => !errors.some(({ origin }) => origin.file === file));
  const head = `name="pimento check" tests="${errors.length + passed.length}" failures="${errors.length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${head}>\n${suites.join('')}</testsuites>\n`;
}

function suite(file: string, diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(isError);
  const warnings = diagnostics.filter((one) => !isError(one));
  const cases =
    errors.length > 0 ? errors.map(failedCase) : [`    <testcase ${named('no errors', file)}/>\n`];
  const head = `name="${xml(file)}" tests="${cases.length}" failures="${errors.length}"`;
  const output =
    warnings.length === 0 ? '' : `    <system-out>${xml(warnings.map(described).join('\n'))}</system-out>\n`;
  return `  <testsuite ${head}>\n${cases.join('')}${output}  </testsuite>\n`;
}

function failedCase(diagnostic: Diagnostic): string {
  const { code, message, origin } = diagnostic;
  const { line, column } = origin.start;
  const name = named(`${code} at ${line}:${column}`, origin.file);
  const failure = `<failure type="${xml(code)}" message="${xml(message)}">${xml(described(diagnostic))}</failure>`;
  return `    <testcase ${name}>${failure}</testcase>\n`;
}

function named(name: string, file: string): string {
  return `name="${xml(name)}" classname="${xml(file)}"`;
}

function described({ code, severity, message, origin, related, fix }: Diagnostic): string {
  const place = ({ file, start }: Diagnostic['origin']): string => `${file}:${start.line}:${start.column}`;
  return [
    `${place(origin)} ${severity}[${code}] ${message}`,
    ...related.map((one) => `see ${place(one.origin)} ${one.message}`),
    ...(fix ? [`help: ${fix.title}`] : []),
  ].join('\n');
}

/** Characters that XML 1.0 has no way to write are shown as text. */
function xml(text: string): string {
  return text
    .split('\n')
    .map(printable)
    .join('\n')
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
