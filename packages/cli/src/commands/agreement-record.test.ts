/**
 * Goal: a record is judged alike whether a server holds it or nobody does, whole however it is cut into pages, and by the
 * monitor alone. Method: a real deployment with two texts; each command with the server stopped and with it running; pages
 * of one row against the whole.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { isRefused } from '@holdfast/core/units'
import { RECORD_TABLES, RecordView } from '@holdfast/engine/record-view'
import { serve } from '@holdfast/server/main'
import {
  AMENDED,
  amendedRecord,
  day,
  type AmendedRecord,
} from '../../../../tests/support/amended-record.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { removeDir } from '../../../../tests/support/small-deployment.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

let record: AmendedRecord
beforeAll(async () => {
  record = await amendedRecord('record')
}, 60_000)
/** Runs `holdfast agreement …` on the record; what it prints. */
async function run(...words: readonly string[]): Promise<string> {
  const program = new Command('holdfast')
  addAgreement(program)
  return await printedBy(program, ['agreement', ...words, '--data', record.dir])
}
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => {
  removeDir(record.dir)
})

/** Runs the work while a server holds the directory. */
async function served<T>(work: (url: string) => Promise<T>): Promise<T> {
  const serving = await serve({
    dir: record.dir,
    kind: 'live',
    host: '127.0.0.1',
    port: 0,
    databaseUrl: null,
    intakeFile: null,
    thermalBackgroundFile: null,
    progress: () => undefined,
  })
  if (isRefused(serving)) throw new Error(serving.refused)
  try {
    return await work(serving.url)
  } finally {
    await serving.close()
  }
}
const standing = (): void => {
  vi.useFakeTimers({ toFake: ['Date'], now: day(6) })
}

test('history and diff are the same with a server and without, as tables and as JSON', async () => {
  const [before, after] = [join(record.dir, 'before.yaml'), join(record.dir, 'after.yaml')]
  writeFileSync(before, SKELETON)
  writeFileSync(after, AMENDED)
  const asked = [
    ['history', '--json', '--strict'],
    ['history'],
    ['history', '--days', '2'],
    ['diff', before, after, '--days', '30', '--json'],
    ['diff', before, after, '--as-if'],
  ]
  standing()
  const all = async (): Promise<readonly string[]> => {
    const told: string[] = []
    for (const words of asked) told.push(await run(...words))
    return told
  }
  const stopped = await all()
  expect(await served(all)).toEqual(stopped)
  expect(JSON.parse(stopped[0] ?? '')).toMatchObject({ events: 3, takenUp: { same: 2 } })
})

test('a server gives it to the monitor alone', async () => {
  await served(async (url) => {
    const get = async (office: string, path: string): Promise<Response> => {
      const login = await fetch(`${url}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ name: 'x', nation: 'ZZZ', role: 'watch', office }),
      })
      const cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
      return await fetch(`${url}/api/v1/agreement/record${path}`, { headers: { cookie } })
    }
    for (const path of ['', '/events', '/candidates', '/taken-up']) {
      expect((await get('monitor', path)).status).toBe(200)
      for (const office of ['commission', 'guarantors'])
        expect((await get(office, path)).status).toBe(403)
      expect((await fetch(`${url}/api/v1/agreement/record${path}`)).status).toBe(401)
    }
    expect((await get('monitor', '/secrets')).status).toBe(400)
    expect((await get('monitor', '/taken-up?after=I-99999')).status).toBe(400)
    expect((await get('monitor', '/events?limit=0')).status).toBe(400)
  })
})

describe('pages', () => {
  test.each(RECORD_TABLES)('of %s are the whole, each row once', async (table) => {
    await record.opened(async ({ holdfast }, views) => {
      const view = new RecordView(holdfast, () => views.notice())
      const whole = await view.page('monitor', table, {})
      if (isRefused(whole)) throw new Error(whole.refused)
      expect(whole.rows.length).toBeGreaterThan(1)
      const rows: unknown[] = []
      for (let after: string | null | undefined; after !== null;) {
        const page = await view.page('monitor', table, {
          limit: 1,
          ...(after === undefined ? {} : { after }),
        })
        if (isRefused(page)) throw new Error(page.refused)
        rows.push(...page.rows)
        after = page.next
      }
      expect(rows).toEqual(whole.rows)
      for (const office of ['commission', 'guarantors'] as const)
        expect(await view.page(office, table, {})).toMatchObject({ status: 403 })
    })
  })

  test('and the texts survive being sent', async () => {
    await record.opened(async ({ holdfast }, views) => {
      const head = await new RecordView(holdfast, () => views.notice()).head('monitor')
      expect(JSON.parse(JSON.stringify(head))).toEqual(head)
      expect(head).toMatchObject({ texts: [{ amends: null }, { standing: { facts: [] } }] })
    })
  })
})
