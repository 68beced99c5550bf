/**
 * Goal: thermal anomalies leave for the monitor's and the commission's offices alone, and are asked for rightly or refused
 * with the reason. Method: the route on an engine that echoes, under sessions of each office and of none.
 */
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { underOffice } from '../../../../tests/support/route-app.ts'
import type { Server } from './context.ts'
import { LIMITS } from './limits.ts'
import { thermalRoutes, type ThermalPort } from './thermal-routes.ts'
import { THERMAL_COMPONENTS } from './thermal-schemas.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const ECHO: ThermalPort = {
  thermal: async (office, page) =>
    page.minProbability === 1
      ? { refused: 'there is no background here', status: 404 as const }
      : { office, page, cellDays: [] },
}
async function ask(office: string | null, url: string) {
  const app = fastify() as unknown as Server
  apps.push(app)
  underOffice(app, office, { components: THERMAL_COMPONENTS })
  thermalRoutes(app, { engine: ECHO, limits: LIMITS })
  const answer = await app.inject({ url })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

test('days and the least probability are passed on', async () => {
  expect(await ask('commission', '/thermal')).toMatchObject({
    status: 200,
    body: { office: 'commission', page: { minProbability: 0.5 } },
  })
  const url = '/thermal?from=1970-01-02&to=1970-01-03&minProbability=0.9'
  expect(await ask('monitor', url)).toMatchObject({
    body: { page: { fromMs: 86_400_000, toMs: 172_800_000, minProbability: 0.9 } },
  })
})

test.each([
  ['no such date', 'from=2026-02-30', 400],
  ['an instant', 'from=2026-02-03T00:00Z', 400],
  ['a probability of two', 'minProbability=2', 400],
  ['no number', 'minProbability=much', 400],
  ['a refusal of the engine', 'minProbability=1', 404],
])('refused: %s', async (_, query, status) => {
  expect((await ask('monitor', `/thermal?${query}`)).status).toBe(status)
})

test.each([
  ['guarantors', 403],
  [null, 401],
])('not for %s', async (office, status) => {
  expect((await ask(office, '/thermal')).status).toBe(status)
})
