/**
 * Goal: movement planning leaves for the guarantors' office alone, asked for the session's own person and nation; a refusal of
 * the engine is told with its status, a body that does not fit never reaches it. Method: every route on an engine that echoes,
 * under sessions of each office and of none.
 */
import fastify from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import type { Server } from './context.ts'
import { LIMITS } from './limits.ts'
import { moveRoutes, NO_MOVE, type MovePort } from './move-routes.ts'
import { MOVE_COMPONENTS } from './move-schemas.ts'
import { handleError } from './problem.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const ECHO: MovePort = {
  standing: (asker) => ({ asked: 'standing', ...asker }),
  model: (asker) => ({ asked: 'model', ...asker }),
  planning: (name, asker) => ({ asked: name, ...asker }),
  ask: (asked, asker) =>
    JSON.stringify(asked).includes('full')
      ? { refused: '8 jobs wait already; ask again', status: 503 }
      : { asked, ...asker },
  job: (id, asker) =>
    id === 'job-404' ? { refused: 'there is no job job-404', status: 404 } : { id, ...asker },
  plan: (id, asker) => ({ plan: id, ...asker }),
  cancel: (id, asker) =>
    id === 'job-409' ? { refused: 'the job is done', status: 409 } : { id, ...asker },
  adopt: async (asked, actor) =>
    JSON.stringify(asked).includes('not in force')
      ? { refused: 'that model is not in force', status: 409 }
      : { entries: [{ index: 4, kind: `${actor.nation}.adopted`, atMs: 1 }] },
}
const DIGEST = 'a'.repeat(64)
const adoption = { job: 'job-1', digest: DIGEST, reason: 'as briefed' }
type Route = readonly [method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object]
const ALL: readonly { readonly route: Route; readonly status: number }[] = [
  { route: ['GET', '/move/standing'], status: 200 },
  { route: ['GET', '/move/model'], status: 200 },
  { route: ['GET', '/move/planning/air'], status: 200 },
  { route: ['GET', '/move/jobs/job-1'], status: 200 },
  { route: ['GET', '/move/jobs/job-1/plan'], status: 200 },
  { route: ['GET', '/move/jobs/adopted/plan'], status: 200 },
  { route: ['POST', '/move/jobs', { kind: 'solve' }], status: 202 },
  { route: ['DELETE', '/move/jobs/job-1'], status: 200 },
  { route: ['POST', '/move/plans', adoption], status: 201 },
]

/** One for each office and engine: making one takes longer than asking it. */
const served = new Map<string, Server>()
function appFor(office: string | null, engine: MovePort): Server {
  const key = `${office} ${engine === ECHO}`
  const app = served.get(key) ?? makeApp(office, engine)
  served.set(key, app)
  return app
}
function makeApp(office: string | null, engine: MovePort): Server {
  const app = fastify({
    ajv: { customOptions: { removeAdditional: false } },
  }) as unknown as Server
  apps.push(app)
  for (const component of MOVE_COMPONENTS) app.addSchema(component)
  for (const $id of ['Problem', 'Recorded']) app.addSchema({ $id })
  app.setErrorHandler(handleError)
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request) => {
    const actor = { name: 'x', nation: 'XAB', role: 'planner', office, keyId: '' }
    if (office !== null) Object.assign(request, { session: { actor, untilMs: 0 } })
  })
  moveRoutes(app, { engine, limits: LIMITS })
  return app
}
async function ask(
  [method, url, payload]: Route,
  { office = 'guarantors', engine = ECHO }: { office?: string | null; engine?: MovePort } = {},
) {
  const app = appFor(office, engine)
  const answer = await app.inject({ method, url, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

describe.each(ALL)('$route.0 $route.1', ({ route, status }) => {
  test('answers the guarantors, as themselves', async () => {
    const answer = await ask(route)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).toContain('XAB')
  })
  test.each([
    ['monitor', 403],
    ['commission', 403],
    [null, 401],
  ])('is refused to %s with %i', async (office, refused) => {
    expect((await ask(route, { office })).status).toBe(refused)
  })
  test('says that nothing is planned where nothing is', async () => {
    const answer = await ask(route, { engine: NO_MOVE })
    expect(answer).toMatchObject({ status: 404, body: { detail: 'no movement is planned here' } })
  })
})

test.each<[Route, number, RegExp]>([
  [['GET', '/move/jobs/job-404'], 404, /there is no job/],
  [['GET', '/move/jobs/..%2Fx'], 400, /params/],
  [['DELETE', '/move/jobs/job-409'], 409, /the job is done/],
  [['POST', '/move/jobs', { kind: 'full' }], 503, /8 jobs wait/],
  [['POST', '/move/jobs', {}], 400, /kind/],
  [['POST', '/move/plans', { ...adoption, reason: 'not in force' }], 409, /not in force/],
  [['POST', '/move/plans', { ...adoption, digest: 'xyz' }], 400, /digest/],
  [['POST', '/move/plans', { ...adoption, reason: '' }], 400, /reason/],
  [['POST', '/move/plans', { ...adoption, plan: {} }], 400, /additional/],
])('%j is refused with %i', async (route, status, told) => {
  const answer = await ask(route)
  expect(answer.status).toBe(status)
  expect(answer.body['detail']).toMatch(told)
})
