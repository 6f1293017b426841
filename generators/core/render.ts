import Handlebars from 'handlebars';
import type { TracedText } from './output.ts';
import { TemplateFailure } from './template-failure.ts';
import { extractTrace, traceEnd, traceStart } from './trace.ts';

/** Reads a template by its name, `typescript/aggregate`; throws if there is none. */
export type TemplateSource = (name: string) => string;

/** Fills a template. Data is printed as it stands: every decision and every escape came before. */
export type Render = (template: string, data: object) => TracedText;

/**
 * Templates have loops, presence tests and these helpers, which only format:
 * `{{#trace id}}…{{/trace}}` leads the lines inside back to an element;
 * `{{{documentation text indent}}}` prints a JSDoc comment, or nothing without a text;
 * `{{#separate list ", "}}…{{/separate}}` prints the items with a separator between them.
 */
export function createRender(source: TemplateSource): Render {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(
    'trace',
    function (this: unknown, id: unknown, options: Handlebars.HelperOptions) {
      if (typeof id !== 'string') throw new Error('`#trace` is of an element that it is not given');
      return traceStart(id) + options.fn(this) + traceEnd;
    },
  );
  handlebars.registerHelper('documentation', (text: unknown, indent: unknown) =>
    typeof text === 'string' && text !== ''
      ? documentation(text, typeof indent === 'string' ? indent : '')
      : '',
  );
  handlebars.registerHelper(
    'separate',
    (items: readonly unknown[], separator: string, options: Handlebars.HelperOptions) =>
      items.map((item) => options.fn(item)).join(separator),
  );
  // Handlebars' own `each` prints nothing for a list that is missing, which hides a mistake.
  const each = handlebars.helpers['each'];
  handlebars.registerHelper(
    'each',
    function (this: unknown, items: unknown, options: Handlebars.HelperOptions) {
      if (!Array.isArray(items)) throw new Error('a template needs a list that it was not given');
      return each?.call(this, items, options);
    },
  );
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return (name, data) => {
    try {
      const template =
        compiled.get(name) ?? handlebars.compile(source(name), { noEscape: true, strict: true });
      compiled.set(name, template);
      return extractTrace(template(data));
    } catch (error) {
      throw new TemplateFailure(name, error);
    }
  };
}

/** A JSDoc comment that no text can end early, ending in a line feed. */
export function documentation(text: string, indent: string): string {
  const lines = text.replaceAll('*/', '*\\/').split('\n');
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return `${indent}/** ${only} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}
