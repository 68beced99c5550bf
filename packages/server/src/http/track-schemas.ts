/** The named schemas of tracks, as far as a client relies on them. */
import { Type, type TSchema } from 'typebox'

const ITEM = Type.Object(
  {
    id: Type.String(),
    domain: Type.Unsafe<string>({ type: 'string', enum: ['air', 'sea', 'land'] }),
    status: Type.Unsafe<string>({ type: 'string', enum: ['tentative', 'confirmed', 'coasting'] }),
    atMs: Type.Number({ description: 'The instant that the position is of' }),
    seenMs: Type.Number({ description: 'The last observation that is in it' }),
    position: Type.Object({ lonDeg: Type.Number(), latDeg: Type.Number() }),
    errorM: Type.Number({
      description: 'Half the major axis of the ellipse that holds 95 %, metres',
    }),
  },
  { additionalProperties: true },
)

/** Components of the OpenAPI document. */
export const TRACK_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      nowMs: Type.Number(),
      tracks: Type.Array(ITEM),
      next: Type.Union([Type.String({ description: '`after` of the next page' }), Type.Null()]),
      lag: Type.Object({
        entries: Type.Integer({ minimum: 0 }),
        ms: Type.Number({ description: 'How far the tracks are behind the log' }),
      }),
    },
    {
      $id: 'Tracks',
      title: 'Tracks',
      description: 'What moves now, and how far that is behind the log',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      nowMs: Type.Number(),
      track: Type.Object({}, { additionalProperties: true }),
      trajectory: Type.Unknown({ description: 'Where it was, simplified for display' }),
      provenance: Type.Array(
        Type.Object({
          observation: Type.String(),
          entry: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
        }),
      ),
    },
    {
      $id: 'Track',
      title: 'Track',
      description: 'One track with all that it rests on',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      nowMs: Type.Number(),
      sensors: Type.Array(
        Type.Object(
          {
            source: Type.String(),
            fromMs: Type.Number({ description: 'Of the last window that could be judged' }),
            toMs: Type.Number(),
            nisRatio: Type.Number({
              description:
                'Normalised innovation squared by its expectation: 1 where errors are as stated',
            }),
            nisLow: Type.Number({ description: 'The least that it should be' }),
            nisHigh: Type.Number({ description: 'The most that it should be' }),
          },
          { additionalProperties: true },
        ),
      ),
      findings: Type.Array(
        Type.Object(
          {
            kind: Type.String(),
            source: Type.Union([Type.String(), Type.Null()], {
              description: 'The source that errs; null where those that report through it do',
            }),
            fromMs: Type.Number(),
            toMs: Type.Number(),
            score: Type.Number({ description: 'The statistic over its limit, at least 1' }),
            count: Type.Integer({ minimum: 1 }),
            benign: Type.Union([Type.String(), Type.Null()], {
              description: 'An explanation by which nothing is wrong',
            }),
          },
          { additionalProperties: true },
        ),
      ),
      further: Type.Integer({ minimum: 0, description: 'Older findings that are not listed' }),
      falseAlarmsPerDay: Type.Number({
        description: 'To be expected of one good sensor in a day, by all its tests',
      }),
    },
    {
      $id: 'SourceHealth',
      title: 'SourceHealth',
      description: 'What was found wrong with those who report, the newest first',
      additionalProperties: true,
    },
  ),
]
