/**
 * Goal: the watch's day leaves for the monitor's and the commission's offices alone, the tasking for the monitor's, and a
 * refusal of the engine is told as one. Method: the routes on an engine that echoes, under sessions of each office and
 * of none.
 */
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { underOffice } from '../../../../tests/support/route-app.ts'
import type { Server } from './context.ts'
import { dayRoutes, NO_DAY, type DayPort } from './day-routes.ts'
import { DAY_COMPONENTS } from './day-schemas.ts'
import { LIMITS } from './limits.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const ECHO: DayPort = {
  day: async (office) => ({ office, due: [] }),
  tasking: async (office) => ({ office, proposals: [] }),
}
async function ask(office: string | null, url: string, engine: DayPort = ECHO) {
  const app = fastify() as unknown as Server
  apps.push(app)
  underOffice(app, office, { components: DAY_COMPONENTS, role: 'watch' })
  dayRoutes(app, { engine, limits: LIMITS })
  const answer = await app.inject({ url })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

test.each([
  ['monitor', '/day', 200],
  ['commission', '/day', 200],
  ['guarantors', '/day', 403],
  [null, '/day', 401],
  ['monitor', '/day/tasking', 200],
  ['commission', '/day/tasking', 403],
  ['guarantors', '/day/tasking', 403],
  [null, '/day/tasking', 401],
])('to %s, %s answers %i', async (office, url, status) => {
  const answer = await ask(office, url)
  expect(answer.status).toBe(status)
  if (status === 200) expect(answer.body['office']).toBe(office)
})

test('a deployment that keeps no day says so', async () => {
  for (const url of ['/day', '/day/tasking'])
    expect(await ask('monitor', url, NO_DAY)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('not kept here') as string },
    })
})
