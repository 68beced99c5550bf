/**
 * Goal: tracks leave for the monitor's office alone, and a page is asked for rightly or refused with the reason. Method: the
 * routes on an engine that echoes, under sessions of each office and of none.
 */
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { LIMITS } from './limits.ts'
import { underOffice } from '../../../../tests/support/route-app.ts'
import type { Server } from './context.ts'
import { TRACK_COMPONENTS } from './track-schemas.ts'
import type { TrackPage, TrackPort } from './track-port.ts'
import { trackRoutes } from './track-routes.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const ECHO: TrackPort = {
  tracks: async (office, page: TrackPage) => ({ office, page, tracks: [], next: null }),
  track: async (id) => {
    if (id === 'T9') return null
    return id === 'T8'
      ? { refused: 'the tracks are being made anew', status: 503 as const }
      : { track: { id } }
  },
  sourceHealth: async (office) => ({ office, sensors: [], findings: [] }),
}
/** The routes under a session of an office; `null` is nobody. */
function routes(office: string | null): Server {
  const app = fastify() as unknown as Server
  apps.push(app)
  underOffice(app, office, { components: TRACK_COMPONENTS })
  trackRoutes(app, { engine: ECHO, limits: LIMITS })
  return app
}
const ask = async (office: string | null, url: string) => {
  const answer = await routes(office).inject({ url })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

test('a page is passed on as it was asked for', async () => {
  expect(await ask('monitor', '/tracks')).toMatchObject({
    status: 200,
    body: { office: 'monitor', page: { limit: 1000 } },
  })
  expect(await ask('monitor', '/tracks?limit=5&after=T3&bbox=170,-10,-170,10')).toMatchObject({
    body: { page: { limit: 5, after: 'T3', bbox: [170, -10, -170, 10] } },
  })
})

test.each([
  ['three numbers', '1,2,3'],
  ['five numbers', '1,2,3,4,5'],
  ['an empty one', '1,,3,4'],
  ['a word', '1,2,3,x'],
  ['south above north', '1,5,3,4'],
  ['beyond the pole', '1,-91,3,4'],
  ['beyond the date line', '-181,0,3,4'],
])('a box of %s is refused with the reason', async (_, bbox) => {
  const { status, body } = await ask('monitor', `/tracks?bbox=${bbox}`)
  expect(status).toBe(400)
  expect(body['detail']).toContain('west,south,east,north')
})

test('too large a page is refused, a track that is none is not found, one that is being made is busy', async () => {
  expect((await ask('monitor', '/tracks?limit=1001')).status).toBe(400)
  expect((await ask('monitor', '/tracks/T9')).status).toBe(404)
  expect((await ask('monitor', '/tracks/T8')).status).toBe(503)
  expect(await ask('monitor', '/tracks/T1')).toMatchObject({ body: { track: { id: 'T1' } } })
})

test.each(['commission', 'guarantors'])('the %s sees no track', async (office) => {
  expect((await ask(office, '/tracks')).status).toBe(403)
  expect((await ask(office, '/tracks/T1')).status).toBe(403)
  expect((await ask(office, '/sources/health')).status).toBe(403)
})
test('nobody sees a track without a session', async () => {
  expect((await ask(null, '/tracks')).status).toBe(401)
  expect((await ask(null, '/sources/health')).status).toBe(401)
})
test('the monitor is told what was found wrong with sources', async () => {
  expect(await ask('monitor', '/sources/health')).toMatchObject({
    status: 200,
    body: { office: 'monitor', sensors: [], findings: [] },
  })
})
