/** Schemas of reports. */
import { Type, type TSchema } from 'typebox'

const DAY = Type.Optional(Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }))
const word = (...words: readonly string[]) => Type.String({ pattern: `^(${words.join('|')})$` })
const NAME = Type.Optional(Type.String({ maxLength: 80 }))

/** What names a report in a query. */
export const REPORT_QUERY = {
  kind: word('spot', 'daily', 'twoWeekly', 'thematic'),
  edition: word('monitor', 'coalition', 'parties', 'public'),
  language: word('en', 'uk', 'fr'),
  format: word('html', 'pdf', 'csv', 'geojson'),
  date: DAY,
  from: DAY,
  to: DAY,
  topic: NAME,
  incident: NAME,
}

/** A report's file, in the format that was asked for. */
export const REPORT_FILE = {
  description: 'The report',
  content: Object.fromEntries(
    ['text/html', 'text/csv', 'application/geo+json', 'application/pdf'].map((media) => [
      media,
      { schema: { type: 'string' } },
    ]),
  ),
}

/** A file to check. */
export const REPORT_CHECK = Type.Object(
  {
    file: Type.String({
      minLength: 1,
      pattern: '^[A-Za-z0-9+/]*={0,2}$',
      description: 'The file, base64',
    }),
  },
  { additionalProperties: false },
)

const period = Type.Object({ fromMs: Type.Integer(), toMs: Type.Integer() })

/** Something that a report rests on, and what became of it after the report was made. */
const SINCE = Type.Object({
  how: word('recalled', 'corrected', 'merged', 'split', 'reopened'),
  incident: Type.String(),
  question: Type.Union([Type.String(), Type.Null()]),
  rests: Type.Integer({ minimum: 0, description: 'Log index of what the report rests on' }),
  entry: Type.Integer({ minimum: 0, description: 'Log index of what changed it' }),
  atMs: Type.Integer({ description: 'When, ms since 1970, UTC' }),
  by: Type.Array(
    Type.Object({
      nation: Type.String(),
      officer: Type.String({ description: 'Empty: withheld' }),
    }),
  ),
  reason: Type.String({ description: 'Empty: withheld, or nothing was typed' }),
})

/** What became, after a report was made, of a source that it counts. */
const SOURCE_SINCE = Type.Object({
  how: word('quarantined', 'restored'),
  source: Type.Union([Type.String(), Type.Null()], { description: 'Null: withheld' }),
  fromMs: Type.Union([Type.Integer(), Type.Null()], {
    description:
      'From when on what it told is left out, or used again, ms since 1970, UTC; null: withheld',
  }),
  rests: Type.Integer({ minimum: 0, description: 'Log index of the entry that registered it' }),
  entry: Type.Integer({ minimum: 0, description: 'Log index of what changed it' }),
  atMs: Type.Integer({ description: 'When, ms since 1970, UTC' }),
  by: Type.Object({
    nation: Type.String(),
    officer: Type.String({ description: 'Empty: withheld' }),
  }),
  reason: Type.String({ description: 'Empty: withheld' }),
})

/** Components of the OpenAPI document. */
export const REPORT_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      reports: Type.Array(
        Type.Object(
          {
            entry: Type.Integer({ minimum: 0, description: 'Log index of the issue' }),
            atMs: Type.Integer({ description: 'When it was issued, ms since 1970, UTC' }),
            kind: Type.String(),
            number: Type.Integer({ minimum: 1, description: 'Of its kind in the year' }),
            year: Type.Integer(),
            edition: Type.String(),
            language: Type.String(),
            format: Type.String(),
            period,
            sha256: Type.String({ description: 'Hex SHA-256 of the file' }),
            corrects: Type.Union([Type.Integer(), Type.Null()]),
            correctedBy: Type.Union([Type.Integer(), Type.Null()]),
            since: Type.Array(SINCE, { description: 'What became since of what it rests on' }),
            sources: Type.Array(SOURCE_SINCE, {
              description: 'What became of sources that it counts',
            }),
          },
          { additionalProperties: true },
        ),
      ),
      waiting: Type.Integer({
        minimum: 0,
        description: 'Reports being made or waiting, of everybody',
      }),
    },
    { $id: 'Reports', title: 'Reports', description: 'Reports that were issued' },
  ),
  Type.Object(
    {
      holds: Type.Boolean({ description: 'Every field is as the record gives it' }),
      verdict: word('holds', 'trueWhenMade', 'doesNotHold'),
      since: Type.Array(SINCE, { description: 'What became since of what it rests on' }),
      sources: Type.Array(SOURCE_SINCE, { description: 'What became of sources that it counts' }),
      fields: Type.Integer({ minimum: 0, description: 'Fields that were recomputed' }),
      faults: Type.Array(
        Type.Object({
          field: Type.String(),
          says: Type.Union([Type.String(), Type.Null()]),
          record: Type.Union([Type.String(), Type.Null()]),
        }),
      ),
      sha256: Type.String(),
      issued: Type.Union([
        Type.Object({
          entry: Type.Integer({ minimum: 0 }),
          correctedBy: Type.Union([Type.Integer(), Type.Null()]),
        }),
        Type.Null(),
      ]),
    },
    {
      $id: 'ReportChecked',
      title: 'ReportChecked',
      description: 'What a check against the record came to',
      additionalProperties: true,
    },
  ),
]
