/**
 * Goal: the register and its questions leave for the guarantors' office alone, asked for the session's own nation, and a
 * refusal of the engine is told as one. Method: the routes on an engine that echoes, under sessions of each office and of
 * none.
 */
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import type { Server } from './context.ts'
import { forcesRoutes, NO_FORCES, type ForcePort } from './forces-routes.ts'
import { FORCES_COMPONENTS } from './forces-schemas.ts'
import { LIMITS } from './limits.ts'
import { handleError } from './problem.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const ECHO: ForcePort = {
  register: (asker) => ({ ...asker }),
  ask: async (question, asker) =>
    JSON.stringify(question).includes('bad')
      ? { refused: 'it is bad; mend it', status: 422 }
      : { question, ...asker },
}
async function ask(office: string | null, payload: object | null, engine: ForcePort = ECHO) {
  const app = fastify() as unknown as Server
  apps.push(app)
  for (const component of FORCES_COMPONENTS) app.addSchema(component)
  app.addSchema({ $id: 'Problem' })
  app.setErrorHandler(handleError)
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request) => {
    const actor = { name: 'x', nation: 'XAB', role: 'planner', office, keyId: '' }
    if (office !== null) Object.assign(request, { session: { actor, untilMs: 0 } })
  })
  forcesRoutes(app, { engine, limits: LIMITS })
  const answer =
    payload === null
      ? await app.inject({ url: '/forces/register' })
      : await app.inject({ method: 'POST', url: '/forces/questions', payload })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

test.each([
  ['guarantors', 200],
  ['commission', 403],
  ['monitor', 403],
  [null, 401],
])('to %s they answer %i', async (office, status) => {
  for (const payload of [null, { kind: 'gaps' }]) {
    const answer = await ask(office, payload)
    expect(answer.status).toBe(status)
    if (status === 200) expect(answer.body).toMatchObject({ office: 'guarantors', nation: 'XAB' })
  }
})

test('what cannot be answered says why, and a question names its kind', async () => {
  expect(await ask('guarantors', { kind: 'bad' })).toMatchObject({
    status: 422,
    body: { detail: 'it is bad; mend it' },
  })
  expect((await ask('guarantors', {})).status).toBe(400)
})

test('a deployment that keeps no register says so', async () => {
  for (const payload of [null, { kind: 'gaps' }])
    expect(await ask('guarantors', payload, NO_FORCES)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('no register is kept here') as string },
    })
})
