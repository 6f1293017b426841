/** The types that every model knows, as the grammar names them. */
export const primitiveNames: readonly string[] = [
  'Boolean',
  'Integer',
  'Number',
  'String',
  'Date',
  'DateTime',
  'Uuid',
  'Url',
  'Email',
  'Hostname',
  'Ipv4',
  'Json',
  'Secret',
];
