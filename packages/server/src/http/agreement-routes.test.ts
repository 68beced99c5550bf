/**
 * Goal: the standing is asked for rightly or refused with the reason, for whoever is logged in. Method: the route on an
 * engine that echoes, under sessions of each office and of none.
 */
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { OFFICES } from '@holdfast/core/nations'
import type { AgreementPort } from './agreement-port.ts'
import { agreementRoutes } from './agreement-routes.ts'
import { AGREEMENT_COMPONENTS } from './agreement-schemas.ts'
import { underOffice } from '../../../../tests/support/route-app.ts'
import type { Server } from './context.ts'
import { LIMITS } from './limits.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})
const ECHO: AgreementPort = {
  agreementStanding: (office, page) => ({ office, page }),
  agreementMotions: (office) => ({ office, motions: [] }),
  agreementMotion: (office, motion) => (motion === 7 ? { office, motion } : null),
}

async function ask(office: string | null, path: string) {
  const app = fastify() as unknown as Server
  apps.push(app)
  underOffice(app, office, { components: AGREEMENT_COMPONENTS })
  agreementRoutes(app, { engine: ECHO, limits: LIMITS })
  const answer = await app.inject({ url: `/agreement/${path}` })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

test.each(OFFICES)('the %s have their own view, a page of the register with it', async (office) => {
  expect(await ask(office, 'standing')).toEqual({
    status: 200,
    body: { office, page: { limit: 100 } },
  })
  expect(await ask(office, 'standing?limit=7&before=0')).toMatchObject({
    body: { page: { limit: 7, before: 0 } },
  })
})

test.each([
  ['nobody', null, 'standing', 401],
  ['no rows', 'monitor', 'standing?limit=0', 400],
  ['too many rows', 'monitor', `standing?limit=${LIMITS.pageRowsMax + 1}`, 400],
  ['a word', 'monitor', 'standing?before=today', 400],
  ['nobody, of motions', null, 'motions', 401],
  ['nobody, of one', null, 'motions/7', 401],
  ['no motion', 'commission', 'motions/8', 404],
  ['no number', 'commission', 'motions/last', 400],
  ['below 0', 'commission', 'motions/-1', 400],
])('refused: %s', async (_, office, path, status) => {
  expect((await ask(office, path)).status).toBe(status)
})

test.each(OFFICES)('the %s have the motions, and one by its log index', async (office) => {
  expect(await ask(office, 'motions')).toEqual({ status: 200, body: { office, motions: [] } })
  expect(await ask(office, 'motions/7')).toEqual({ status: 200, body: { office, motion: 7 } })
})
