/**
 * Goal: the watch's desk leaves for the monitor's and the commission's offices alone, and a refusal of the engine is told as
 * one. Method: the route on an engine that echoes, under sessions of each office and of none.
 */
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { underOffice } from '../../../../tests/support/route-app.ts'
import type { Server } from './context.ts'
import { deskRoutes, NO_DESK, type DeskPort } from './desk-routes.ts'
import { DESK_COMPONENTS } from './desk-schemas.ts'
import { LIMITS } from './limits.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const ECHO: DeskPort = { desk: async (office) => ({ office, tasks: [] }) }
async function ask(office: string | null, engine: DeskPort = ECHO) {
  const app = fastify() as unknown as Server
  apps.push(app)
  underOffice(app, office, { components: DESK_COMPONENTS, role: 'watch' })
  deskRoutes(app, { engine, limits: LIMITS })
  const answer = await app.inject({ url: '/desk' })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

test.each([
  ['monitor', 200],
  ['commission', 200],
  ['guarantors', 403],
  [null, 401],
])('to %s it answers %i', async (office, status) => {
  const answer = await ask(office)
  expect(answer.status).toBe(status)
  if (status === 200) expect(answer.body['office']).toBe(office)
})

test('a deployment that keeps no desk says so', async () => {
  expect(await ask('monitor', NO_DESK)).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('not kept here') as string },
  })
})
