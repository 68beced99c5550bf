/**
 * Goal: a report is a file with its media type and name, what cannot be made is refused with the reason, and only a session
 * is answered. Method: the routes on an engine that echoes, under a session and under none.
 */
import rateLimit from '@fastify/rate-limit'
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import type { Server } from './context.ts'
import { LIMITS } from './limits.ts'
import { handleError } from './problem.ts'
import { NO_REPORTS, REPORTS_PER_MINUTE, reportRoutes, type ReportPort } from './report-routes.ts'
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
  for (const component of REPORT_COMPONENTS) app.addSchema(component)
  app.addSchema({ $id: 'Problem' })
  app.setErrorHandler(handleError)
  app.setSerializerCompiler(() => (payload) => JSON.stringify(payload))
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request) => {
    const actor = { name: 'x', nation: 'ZZZ', role: 'watch', office, keyId: '' }
    if (office !== null) Object.assign(request, { session: { actor, untilMs: 0 } })
  })
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

test('a session that asks for too many is refused, and another session is not', async () => {
  const app = fastify() as unknown as Server
  apps.push(app)
  for (const component of REPORT_COMPONENTS) app.addSchema(component)
  app.addSchema({ $id: 'Problem' })
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request) => {
    const name = String(request.headers['x-name'])
    const actor = { name, nation: 'ZZZ', role: 'watch', office: 'monitor', keyId: '' }
    Object.assign(request, { session: { actor, untilMs: 0 } })
  })
  await app.register(rateLimit)
  await app.register(async (api: Server) =>
    reportRoutes(api, { reports: { ...ECHO, ...CHECKED }, limits: LIMITS }),
  )
  const status = async (name: string) =>
    (await app.inject({ url: FILE, headers: { 'x-name': name } })).statusCode
  for (let i = 0; i < REPORTS_PER_MINUTE; i += 1) expect(await status('a')).toBe(200)
  expect(await status('a')).toBe(429)
  expect(await status('b')).toBe(200)
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
