import {
  type Aggregate,
  aggregatesOf,
  defineTarget,
  exact,
  generatedNotice,
  kebabCase,
  type Origin,
  type TargetDefinition,
} from '../../kit/target.ts';

/** What the target of the tests makes: the names of an aggregate's fields, a line for each. */
export interface ListPsm {
  readonly files: readonly {
    readonly path: string;
    readonly element: string;
    readonly name: string;
    readonly origin: Origin;
    readonly fields: readonly { readonly id: string; readonly name: string }[];
  }[];
}

/** A target that is all right, for tests to take a part of it away. */
export const listDefinition: TargetDefinition<ListPsm> = {
  id: 'list',
  title: 'Names of fields',
  marks: { type: 'object', additionalProperties: false },
  needs: [],
  transform: ({ index }) => ({
    files: index.model.contexts.flatMap((context) =>
      aggregatesOf(context).map((aggregate) => listFile(context.name, aggregate)),
    ),
  }),
  symbols: (psm) => new Map(psm.files.map(({ element, name, path }) => [element, { name, from: path }])),
  enforce: () => exact,
  check: () => [],
  emit: (psm) =>
    psm.files.map(({ path, element, origin, fields }) => ({
      path,
      element,
      content: `# ${generatedNotice(origin)}\n${fields.map(({ name }) => `${name}\n`).join('')}`,
      trace: fields.map(({ id }, at) => ({ start: at + 2, end: at + 2, element: id })),
    })),
};

export const listTarget = defineTarget(listDefinition);

function listFile(context: string, { id, name, origin, fields }: Aggregate): ListPsm['files'][number] {
  return {
    path: `list/${kebabCase(context) || context}/${kebabCase(name) || name}.txt`,
    element: id,
    name,
    origin,
    fields: fields.map((field) => ({ id: field.id, name: field.name })),
  };
}
