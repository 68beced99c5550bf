/**
 * What moves, for offices that may see it: the tracks as they stand, one with all that it rests on, and what following
 * found wrong with those who report.
 */
import { isRefused } from '@holdfast/core/units'
import { Type } from 'typebox'
import { perMinute, type Context, type Server } from './context.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'
import type { RefusedTracks, TrackPort } from './track-port.ts'

const LIMIT = 1_000

// West, south, east, north; west may lie east of east where the box spans the date line.
function bboxIn(text: string): readonly [number, number, number, number] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = numbers
  const isBox =
    numbers.length === 4 &&
    Math.abs(west) <= 180 &&
    Math.abs(east) <= 180 &&
    south >= -90 &&
    north <= 90 &&
    south <= north
  if (!isBox)
    throw new Problem(
      400,
      `bbox is ${JSON.stringify(text)}; give west,south,east,north in degrees, south not above north`,
    )
  return [west, south, east, north]
}

function good(answer: object | RefusedTracks): object {
  if (isRefused(answer)) {
    const { refused, status }: RefusedTracks = answer
    throw new Problem(status ?? 403, refused, status === 503 ? { 'retry-after': '2' } : {})
  }
  return answer
}

type Needs = Pick<Context, 'limits'> & { readonly engine: TrackPort }

/** Tracks: the monitor's office alone. */
export function trackRoutes(server: Server, { engine, limits }: Needs): void {
  const config = perMinute(limits.perMinute.reads)
  server.get(
    '/tracks',
    {
      config,
      schema: {
        operationId: 'tracks',
        summary:
          'What moves now, tentative tracks too: a page in the order of their ids; monitor only',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: LIMIT, default: LIMIT }),
          after: Type.Optional(Type.String({ maxLength: 128 })),
          bbox: Type.Optional(Type.String({ maxLength: 128 })),
        }),
        response: { 200: body('Tracks', 'The tracks'), ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request) => {
      const { office } = actorFrom(request, ['monitor'])
      const { limit, after, bbox } = request.query
      return good(
        await engine.tracks(office, {
          limit,
          ...(after === undefined ? {} : { after }),
          ...(bbox === undefined ? {} : { bbox: bboxIn(bbox) }),
        }),
      )
    },
  )
  server.get(
    '/tracks/:id',
    {
      config,
      schema: {
        operationId: 'track',
        summary: 'One track, ended ones too, with its trajectory and the entries that it rests on',
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) }),
        response: { 200: body('Track', 'The track'), ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request) => {
      const { office } = actorFrom(request, ['monitor'])
      const { id } = request.params
      const found = await engine.track(id, office)
      if (found === null) throw new Problem(404, `there is no track ${id}`)
      return good(found)
    },
  )
  server.get(
    '/sources/health',
    {
      config,
      schema: {
        operationId: 'sourceHealth',
        summary:
          'What was found wrong with those who report since the server started: spoofing, jamming, bias, clock; monitor only',
        response: {
          200: body('SourceHealth', 'The figures of each sensor, and the findings'),
          ...problems(401, 403, 429, 503),
        },
      },
    },
    async (request) => good(await engine.sourceHealth(actorFrom(request, ['monitor']).office)),
  )
}
