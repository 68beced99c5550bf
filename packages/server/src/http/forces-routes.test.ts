/**
 * Goal: the register and its questions leave for the guarantors' office alone, asked for the session's own nation, and a
 * refusal of the engine is told as one; whoever goes away withdraws the question. Method: the routes on an engine that
 * echoes, under sessions of each office and of none; and over a connection that is closed while the engine works.
 */
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { closeServers, start } from '../../../../tests/support/http-server.ts'
import type { Server } from './context.ts'
import { forcesRoutes, NO_FORCES, type ForcePort } from './forces-routes.ts'
import { FORCES_COMPONENTS } from './forces-schemas.ts'
import { LIMITS } from './limits.ts'
import { handleError } from './problem.ts'

const apps: Server[] = []
afterAll(async () => {
  await closeServers()
  await Promise.all(apps.map((app) => app.close()))
})

/** The lists of a register that holds nothing. */
const LISTS = {
  requirements: [],
  pledges: [],
  exclusions: [],
  assessments: [],
  conditions: [],
  assumptions: [],
  commitments: [],
  figures: [],
  minutes: [],
  capabilities: [],
}
const ECHO: ForcePort = {
  register: (asker) => ({ ...asker }),
  acceptance: (asker) => ({ ...asker }),
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
/** Asks for an address, or posts a question. */
async function ask(office: string | null, asked: string | object, engine: ForcePort = ECHO) {
  const app = served(office, engine)
  const answer =
    typeof asked === 'string'
      ? await app.inject({ url: asked })
      : await app.inject({ method: 'POST', url: '/forces/questions', payload: asked })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

/** Every way in: the register, the acceptance table, the gaps, a question. */
const WAYS = ['/forces/register', '/forces/acceptance', '/forces/gaps', { kind: 'gaps' }]

test.each([
  ['guarantors', 200],
  ['commission', 403],
  ['monitor', 403],
  [null, 401],
])('to %s they answer %i', async (office, status) => {
  for (const way of WAYS) {
    const answer = await ask(office, way)
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

test.each([
  ['', {}],
  ['?why=true&posture=small&seconds=2', { why: true, posture: 'small', seconds: 2 }],
  ['?posture=', { posture: null }],
])('gaps%s are the question gaps', async (query, asked) => {
  const { body } = await ask('guarantors', `/forces/gaps${query}`)
  expect(body['question']).toEqual({ kind: 'gaps', ...asked })
})

test.each(['?why=maybe', '?rotations=1.5'])('gaps%s are refused', async (query) => {
  expect((await ask('guarantors', `/forces/gaps${query}`)).status).toBe(400)
})

test('nothing of an answer is lost on its way out: what binds, which acceptance table', async () => {
  const why = { line: 'L', shortfall: 1, why: 'rules', binding: ['people', 'rest'], reason: null }
  const acceptance = { origin: 'adopted', id: 'a', digest: 'd', entry: 4 }
  const label = { policy: 'HOLDFAST', classification: 'SECRET', offices: [], releasableTo: [] }
  const told = {
    notice: null,
    label,
    viewer: 'XAB',
    kind: 'gaps',
    posture: null,
    asOfMs: 1,
    acceptance,
    weightedGap: 0.5,
    leftOut: [{ id: 'x' }],
    solution: { gap: 0 },
    rotations: { count: 4 },
    lines: [{ line: 'L', by: [{ pledge: 'P' }] }],
    whys: [{ ...why, shortfallThen: 0, lines: [], caveats: [{ nation: 'XAA' }], gap: null }],
  }
  const register = { ...told, nowMs: 1, ...LISTS }
  const forces = { ...ECHO, ask: async () => told, register: () => register }
  const { ask: get, post, login } = await start({}, { forces })
  const cookie = await login('guarantors')
  const answers = [
    await get('/api/v1/forces/gaps?why=true', { headers: { cookie } }),
    await post('/api/v1/forces/questions', cookie, { kind: 'gaps', why: true }),
  ]
  expect(answers.map((answer) => answer.json())).toEqual([told, told])
  const read = await get('/api/v1/forces/register', { headers: { cookie } })
  expect(read.json()).toMatchObject({ acceptance })
})

test('a deployment that keeps no register says so', async () => {
  for (const way of WAYS)
    expect(await ask('guarantors', way, NO_FORCES)).toMatchObject({
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
