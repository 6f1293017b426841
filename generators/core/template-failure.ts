/** Thrown where a template cannot be filled: it is not there, is no Handlebars, or asks for what is not given. */
export class TemplateFailure extends Error {
  /** As a `TemplateSource` knows it: `typescript/aggregate`. */
  readonly template: string;

  constructor(template: string, cause: unknown) {
    super(`the template \`${template}\`: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.template = template;
  }
}
