/**
 * Goal: the thread of reports gives what the calling thread gives, byte for byte, in every edition, language and format,
 * and for a check; and a thread that breaks off is answered for and followed by a fresh one. Method: a real journal with
 * an erased entry in it, read by both; threads that are made to end and to throw.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '@holdfast/core/evidence'
import { EDITIONS, LANGUAGES, REPORT_FORMATS } from '@holdfast/core/report'
import { isRefused, type Refused } from '@holdfast/core/units'
import { DONBAS } from '@holdfast/engine/demonstration'
import {
  ReportThread,
  checkReport,
  makeReport,
  openLog,
  type OpenLog,
} from '@holdfast/engine/report'
import { holdJournal, openDeployment } from '@holdfast/engine/runtime'
import { dataText } from '@holdfast/engine/shipped'
import { importSmm } from '@holdfast/formats/smm'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-report-thread-'))
const WORKER = new URL('../../packages/engine/dist/report/worker.js', import.meta.url)
const thread = new ReportThread()
let log: OpenLog

const good = <T extends object>(result: T): Exclude<T, Refused> => {
  if (isRefused(result)) throw new Error(result.refused)
  return result as Exclude<T, Refused>
}
const ACTOR = { name: 'h', nation: 'XAA', role: 'scripted', office: 'monitor', keyId: 'k' } as const
const LABEL = {
  policy: 'HOLDFAST',
  classification: 'RESTRICTED',
  offices: ['monitor'],
  releasableTo: ['ALL'],
} as const
/** A log whose first entry cannot be read. */
// oxlint-disable-next-line require-yield -- it never comes to giving one
async function* damaged(): AsyncGenerator<null> {
  throw new Error('damaged at offset 12')
}
const WHICH = { kind: 'daily', date: '2016-08-20' } as const

beforeAll(async () => {
  const { journal, index } = good(await holdJournal(dir, good(openDeployment(dir, DONBAS))))
  const { observations } = importSmm(dataText('donbas/smm_observations_2015_2020.csv'))
  const halves = [observations.slice(0, 60), observations.slice(60)]
  const payloads = [{ observations: halves[0] }, { erased: 'ж' }, { observations: halves[1] }]
  await journal.append(
    payloads.map((payload) => ({
      kind: 'erased' in payload ? 'test.told' : 'observe.batch-accepted',
      payload: payload as unknown as Json,
      refs: [],
      actor: ACTOR,
      atMs: 0,
      label: LABEL,
      exercise: 'donbas',
    })),
  )
  await journal.erase(1)
  await index.close()
  await journal.close()
  log = good(await openLog(dir))
})
afterAll(async () => {
  await thread.close()
  await log.close()
  rmSync(dir, { recursive: true, force: true })
})

test('the build has a thread', () => {
  expect(thread.mode).toBe('worker')
})

describe.each(REPORT_FORMATS)('%s', (format) => {
  test.each(
    EDITIONS.flatMap((edition) => LANGUAGES.map((language) => [edition, language] as const)),
  )('of the %s edition in %s is the same bytes', async (edition, language) => {
    const request = { which: WHICH, edition, language, format }
    const here = good(await makeReport(log, request))
    const there = good(await thread.make(log, request))
    expect(there.head).toEqual(here.report.head)
    expect(Buffer.compare(there.bytes, here.bytes)).toBe(0)
  })

  test('is checked alike, sound and changed', async () => {
    const request = { which: WHICH, edition: 'monitor', language: 'en', format } as const
    const { bytes } = good(await makeReport(log, request))
    const changed = Uint8Array.from(bytes)
    changed[bytes.length - 40] = (changed[bytes.length - 40] ?? 0) ^ 1
    for (const file of [bytes, changed])
      expect(await thread.check(log, file)).toEqual(await checkReport(log, file))
    expect(await thread.check(log, bytes)).toMatchObject({ holds: true })
  })
})

test('what is refused is refused in the same words', async () => {
  const asked = {
    which: { kind: 'spot', incident: 'I-9' },
    edition: 'public',
    language: 'fr',
  } as const
  const request = { ...asked, format: 'html' } as const
  const refused = await thread.make(log, request)
  expect(isRefused(refused)).toBe(true)
  expect(refused).toEqual(await makeReport(log, request))
})

describe('a thread that breaks off', () => {
  const REQUEST = { which: WHICH, edition: 'public', language: 'uk', format: 'csv' } as const
  const BROKEN = {
    'ends at once': 'process.exit(7)',
    'ends at the job': `require('node:worker_threads').parentPort.on('message', () => process.exit(7))`,
    'throws at the job': `require('node:worker_threads').parentPort.on('message', () => { throw new Error('planted') })`,
  } as const

  test.each(Object.entries(BROKEN))(
    'and %s is answered for; the next is fresh',
    async (_, code) => {
      let started = 0
      const one = new ReportThread(() => {
        started += 1
        return started === 1 ? new Worker(code, { eval: true }) : new Worker(WORKER)
      })
      expect(await one.make(log, REQUEST)).toMatchObject({
        refused: expect.stringContaining('the thread that makes reports broke off') as string,
        status: 503,
      })
      const here = good(await makeReport(log, REQUEST))
      expect(Buffer.compare(good(await one.make(log, REQUEST)).bytes, here.bytes)).toBe(0)
      expect(started).toBe(2)
      await one.close()
    },
  )

  test('by a log that cannot be read fails the job, and stays', async () => {
    let started = 0
    const one = new ReportThread(() => {
      started += 1
      return new Worker(WORKER)
    })
    const torn: OpenLog = { ...log, sealedFrom: damaged }
    await expect(one.make(torn, REQUEST)).rejects.toThrow('damaged at offset 12')
    expect(isRefused(await one.make(log, REQUEST))).toBe(false)
    expect(started).toBe(1)
    await one.close()
  })

  test('by being closed refuses what was under way', async () => {
    const one = new ReportThread()
    const making = one.make(log, REQUEST)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    await one.close()
    expect(await making).toMatchObject({ status: 503 })
  })
})
