import { MEMBER_PATTERN } from '../open-feed/index.ts'

/** How a column's text becomes a value. */
export const CONVERSIONS = ['text', 'number', 'whole', 'word', 'time'] as const
/** The most rules of a mapping, and the most constants. */
export const RULES_MAX = 128
/** The most words of one dictionary. */
export const WORDS_MAX = 1_000
/** The most characters of a mapping's text. */
export const MAPPING_CHARS_MAX = 100_000
/** Patterns of local times: each part once, everything else stands for itself. */
export const TIME_PATTERN = '^(?=.*YYYY)(?=.*MM)(?=.*DD)[YMDHmsS0-9 T./:,_-]{8,40}$'
/** A zone's offset: `Z` or east of UTC. */
export const OFFSET_PATTERN = '^(?:Z|[+-][0-9]{2}:[0-9]{2})$'

const name = { type: 'string', minLength: 1, maxLength: 200 } as const
const member = { type: 'string', pattern: MEMBER_PATTERN } as const

/** JSON Schema (2020-12) of a mapping. The README tells it in words. */
export const CSV_MAPPING_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Mapping of a table to observations',
  type: 'object',
  additionalProperties: false,
  required: ['format', 'members'],
  properties: {
    format: { const: 'holdfast-csv-mapping/1' },
    title: { type: 'string', maxLength: 200, description: 'For people; nothing is read from it.' },
    constants: {
      type: 'object',
      description: 'Members that every row has: pointer (RFC 6901) to value.',
      propertyNames: member,
      maxProperties: RULES_MAX,
    },
    members: {
      type: 'array',
      minItems: 1,
      maxItems: RULES_MAX,
      description: 'Members that come from columns. Columns that no rule uses go to residual.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['to', 'from'],
        properties: {
          to: {
            anyOf: [member, { type: 'array', minItems: 1, maxItems: 8, items: member }],
            description: 'Where the value goes, one or more members.',
          },
          from: {
            anyOf: [name, { type: 'array', minItems: 1, maxItems: 8, items: name }],
            description: 'The column; several are joined with one blank between them.',
          },
          as: { enum: CONVERSIONS, description: 'text (default), number, whole, word or time.' },
          words: {
            type: 'object',
            minProperties: 1,
            maxProperties: WORDS_MAX,
            description: 'For word: what the column says, and what is meant by it.',
          },
          otherwise: { description: 'For word: the value where the dictionary has no such word.' },
          decimal: { enum: ['.', ','], description: 'For numbers: the decimal mark.' },
          factor: { type: 'number', description: 'For numbers: multiplied with it first.' },
          add: { type: 'number', description: 'For numbers and times (milliseconds): added then.' },
          format: {
            anyOf: [
              { enum: ['iso', 'unix-s', 'unix-ms'] },
              { type: 'string', pattern: TIME_PATTERN },
            ],
            description:
              'For time: iso (default), unix-s, unix-ms, or a pattern of YYYY MM DD HH mm ss SSS.',
          },
          offset: {
            type: 'string',
            pattern: OFFSET_PATTERN,
            description: 'For time: the zone of texts that name none, as +02:00 or Z.',
          },
          whenEmpty: {
            description: 'The value where the column is empty; without it such a row is rejected.',
          },
        },
      },
    },
  },
} as const
