import type { JsonObject } from 'pimento/target';

/** `platform data-dictionary for Sales { separator: ";" }` */
export const marks: JsonObject = {
  type: 'object',
  properties: {
    separator: {
      description: 'What stands between two cells: spreadsheets of some countries want `;`.',
      enum: [',', ';', '\t'],
    },
  },
  additionalProperties: false,
};

export const defaultSeparator = ',';
