/**
 * Goal: a report is a file with its media type and name, what cannot be made is refused with the reason, and only a session
 * is answered. Method: the routes on an engine that echoes, under a session and under none.
 */
import rateLimit from '@fastify/rate-limit'
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { underOffice } from '../../../../tests/support/route-app.ts'
import type { Server } from './context.ts'
import { LIMITS } from './limits.ts'
import { Problem, handleError } from './problem.ts'
import {
  ANONYMOUS_REPORTS_PER_MINUTE,
  NO_REPORTS,
  REPORTS_OF_ONE_MAX,
  REPORTS_PER_MINUTE,
  reportRoutes,
  type ReportPort,
} from './report-routes.ts'
import { REPORT_COMPONENTS } from './report-schemas.ts'

const apps: Server[] = []
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const ECHO: Omit<ReportPort, 'check'> = {
  reports: async (office) => ({ reports: [{ office }] }),
  report: async (office, query) =>
    query.edition === 'monitor' && office !== 'monitor'
      ? { refused: 'not for this office', status: 403 }
      : {
          media: 'application/pdf',
          name: 'daily-2026-60.pdf',
          bytes: new TextEncoder().encode(JSON.stringify(query)),
        },
}
const CHECKED: Pick<ReportPort, 'check'> = {
  check: async (office, bytes) =>
    office === 'guarantors'
      ? { refused: 'not for this office', status: 403 }
      : { holds: true, said: new TextDecoder().decode(bytes) },
}
async function ask(
  office: string | null,
  url: string,
  reports: ReportPort = { ...ECHO, ...CHECKED },
  file?: unknown,
) {
  const app = fastify() as unknown as Server
  apps.push(app)
  underOffice(app, office, { components: REPORT_COMPONENTS, role: 'watch' })
  reportRoutes(app, { reports, limits: LIMITS })
  return await app.inject(file === undefined ? { url } : { method: 'POST', url, payload: { file } })
}
const FILE = '/reports/file?kind=daily&edition=public&language=uk&format=pdf&date=2026-03-01'

test('a report is its bytes, with media type and name', async () => {
  const answer = await ask('guarantors', FILE)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe('application/pdf')
  expect(answer.headers['content-disposition']).toBe('attachment; filename="daily-2026-60.pdf"')
  expect(answer.json()).toEqual({
    kind: 'daily',
    edition: 'public',
    language: 'uk',
    format: 'pdf',
    date: '2026-03-01',
  })
})

test('what was issued is listed for the office of the session', async () => {
  expect((await ask('commission', '/reports')).json()).toEqual({
    reports: [{ office: 'commission' }],
    waiting: 0,
  })
})

test.each([
  ['no session', null, FILE, 401],
  ['no session for the list', null, '/reports', 401],
  ['an edition of another office', 'guarantors', FILE.replace('public', 'monitor'), 403],
  ['a language that there is not', 'monitor', FILE.replace('=uk', '=de'), 400],
  ['an instant for a date', 'monitor', `${FILE}T00:00Z`, 400],
  ['no format', 'monitor', FILE.replace('&format=pdf', ''), 400],
])('refused: %s', async (_, office, url, status) => {
  expect((await ask(office, url)).statusCode).toBe(status)
})

const EDITIONS = ['monitor', 'coalition', 'parties', 'public']
const LANGUAGES = ['en', 'uk', 'fr']
const FORMATS = ['html', 'pdf', 'csv', 'geojson']

/** The routes under the server's limiter, with an officer named by a header; without it nobody is logged in. */
async function limited(reports: ReportPort = { ...ECHO, ...CHECKED }) {
  const app = fastify() as unknown as Server
  apps.push(app)
  for (const component of REPORT_COMPONENTS) app.addSchema(component)
  app.addSchema({ $id: 'Problem' })
  app.setErrorHandler(handleError)
  app.setSerializerCompiler(() => (payload) => JSON.stringify(payload))
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request) => {
    const name = request.headers['x-name']
    const actor = { name, nation: 'ZZZ', role: 'watch', office: 'monitor', keyId: '' }
    if (name !== undefined) Object.assign(request, { session: { actor, untilMs: 0 } })
  })
  await app.register(rateLimit, {
    errorResponseBuilder: (_, { after }) => new Problem(429, `too many; try again in ${after}`),
  })
  await app.register(async (api: Server) => reportRoutes(api, { reports, limits: LIMITS }))
  return async (url: string, name?: string) =>
    await app.inject({ url, ...(name === undefined ? {} : { headers: { 'x-name': name } }) })
}

test('an officer reads a report in every edition, language and format in one go; the list is not counted with them', async () => {
  const get = await limited()
  for (const edition of EDITIONS)
    for (const language of LANGUAGES)
      for (const format of FORMATS) {
        const url = `/reports/file?kind=daily&date=2026-03-01&edition=${edition}&language=${language}&format=${format}`
        expect((await get(url, 'a')).statusCode).toBe(200)
        expect((await get('/reports', 'a')).statusCode).toBe(200)
      }
})

test('an officer who asks for too many is told when to ask again; the list, and another officer, are not', async () => {
  const get = await limited()
  for (let i = 0; i < REPORTS_PER_MINUTE; i += 1)
    expect((await get(FILE, 'a')).statusCode).toBe(200)
  const refused = await get(FILE, 'a')
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await get('/reports', 'a')).statusCode).toBe(200)
  expect((await get(FILE, 'b')).statusCode).toBe(200)
})

test('whoever is not logged in has a small budget by address, and takes nothing from an officer there', async () => {
  const get = await limited()
  for (let i = 0; i < ANONYMOUS_REPORTS_PER_MINUTE; i += 1)
    expect((await get(FILE)).statusCode).toBe(401)
  expect((await get(FILE)).statusCode).toBe(429)
  expect((await get(FILE, 'a')).statusCode).toBe(200)
})

test('one officer fills their part of the queue and no more; the queue is told', async () => {
  const ends: (() => void)[] = []
  const waits: ReportPort['report'] = async () => {
    await new Promise<void>((end) => ends.push(end))
    return { media: 'text/csv', name: 'x', bytes: new Uint8Array() }
  }
  const get = await limited({ ...ECHO, ...CHECKED, report: waits })
  const own = Array.from({ length: REPORTS_OF_ONE_MAX }, () => get(FILE, 'a'))
  while (ends.length < REPORTS_OF_ONE_MAX) await new Promise(setImmediate)
  const refused = await get(FILE, 'a')
  expect(refused.statusCode).toBe(429)
  expect(refused.headers['retry-after']).toBe('2')
  expect(refused.body).toContain(`of ${REPORTS_OF_ONE_MAX} in the queue`)
  expect((await get('/reports', 'a')).json()).toMatchObject({ waiting: REPORTS_OF_ONE_MAX })
  const other = get(FILE, 'b')
  while (ends.length <= REPORTS_OF_ONE_MAX) await new Promise(setImmediate)
  for (const end of ends) end()
  for (const one of [...own, other]) expect((await one).statusCode).toBe(200)
  expect((await get('/reports', 'a')).json()).toMatchObject({ waiting: 0 })
})

const full: ReportPort['report'] = async () => ({ refused: '16 wait already', status: 503 })

test('a queue that is full says when to ask again', async () => {
  const get = await limited({ ...ECHO, ...CHECKED, report: full })
  const refused = await get(FILE, 'a')
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '2'])
})

const check = async (office: string | null, file: unknown, reports?: ReportPort) =>
  await ask(office, '/reports/check', reports, file)
test('a file is checked as its bytes', async () => {
  expect((await check('monitor', btoa('the file'))).json()).toEqual({
    holds: true,
    said: 'the file',
  })
})
test.each([
  ['no session', null, btoa('x'), 401],
  ['an edition of another office', 'guarantors', btoa('x'), 403],
  ['no base64', 'monitor', '*', 400],
  ['no file', 'monitor', null, 400],
])('no check: %s', async (_, office, file, status) => {
  expect((await check(office, file)).statusCode).toBe(status)
})

test('a deployment without reports says so', async () => {
  expect((await ask('monitor', FILE, NO_REPORTS)).statusCode).toBe(404)
  expect((await check('monitor', btoa('x'), NO_REPORTS)).statusCode).toBe(404)
})
