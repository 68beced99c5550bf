/**
 * Goal: the register and its questions leave for the guarantors' office alone, asked for the session's own nation, and a
 * refusal of the engine is told as one; whoever goes away withdraws the question. Method: the routes on an engine that
 * echoes, under sessions of each office and of none; and over a connection that is closed while the engine works.
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
function served(office: string | null, engine: ForcePort): Server {
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
  return app
}
async function ask(office: string | null, payload: object | null, engine: ForcePort = ECHO) {
  const app = served(office, engine)
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

test('a question whose connection is closed is withdrawn, one that was answered is not', async () => {
  const signals: AbortSignal[] = []
  const away = new AbortController()
  const heard: Promise<string>[] = []
  const engine: ForcePort = {
    ...ECHO,
    ask: (question, asker, withdrawn) => {
      signals.push(withdrawn)
      if (!JSON.stringify(question).includes('linchpins'))
        return ECHO.ask(question, asker, withdrawn)
      const refused = new Promise<string>((resolve) => {
        withdrawn.addEventListener('abort', () => resolve('withdrawn'))
      })
      heard.push(refused)
      away.abort()
      return refused.then(() => ({ refused: 'withdrawn', status: 503 }))
    },
  }
  const app = served('guarantors', engine)
  const url = new URL('/forces/questions', await app.listen({ port: 0, host: '127.0.0.1' }))
  const post = (kind: string, signal: AbortSignal | null = null) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind }),
      signal,
    })
  expect((await post('gaps')).status).toBe(200)
  await expect(post('linchpins', away.signal)).rejects.toThrow('aborted')
  expect(await Promise.all(heard)).toEqual(['withdrawn'])
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true])
})
