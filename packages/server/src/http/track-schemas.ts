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
]
