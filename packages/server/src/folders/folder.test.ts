/**
 * Goal: each file is read once and to its end or it is said how far; nothing is read while it is being written, nothing
 * of the operator's is touched, and a restart at any point loses nothing. Method: real files, real deployment; the
 * restart is tried with every prefix of the ledger that a crash can leave.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import type { Source } from '@holdfast/core/observe'
import { isRefused, type Refused } from '@holdfast/core/units'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FolderWay } from '../ways/index.ts'
import { startFolder } from './folder.ts'
import { FolderLedger } from './ledger.ts'
import { isPassedOver, packedFault, spell } from './names.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-folders-'))
const FEED = { format: 'ais', options: {}, source: 'coast' }
const SOURCE: Source = {
  id: 'coast',
  title: 'Coast station',
  nation: 'XAA',
  kind: 'ais',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: 'coast',
  unsigned: 'accepted',
}
let opened: Opened
beforeAll(async () => {
  const answer = await openHoldfast({
    dir: join(dir, 'deployment'),
    deployment: liveDeployment,
    databaseUrl: null,
    intakeThreads: 0,
  })
  if (isRefused(answer)) throw new Error(answer.refused)
  opened = answer
  const command = { step: 'observe', type: 'registerSource', source: SOURCE } as const
  const decided = await opened.holdfast.command(command, SYSTEM)
  if (isRefused(decided)) throw new Error(decided.refused)
})
afterAll(async () => {
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})
const said: string[] = []
const report = (text: string): void => void said.push(text)
function must<T extends object>(way: T | Refused): T {
  if (isRefused(way)) throw new Error(way.refused)
  return way
}
async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const endMs = Date.now() + 20_000; !isSo(); await delay(10))
    if (Date.now() > endMs) throw new Error(`not within 20 s: ${what}; ${said.join('; ')}`)
}

/** An AIS position report (ITU-R M.1371-5, message 1) of the ship `n` as one VDM sentence. */
function sentence(n: number): string {
  const fields = [
    [6, 1],
    [2, 0],
    [30, 211_000_000 + n],
    [4, 0],
    [8, 128],
    [10, 100],
    [1, 0],
    [28, 6_000_000],
    [27, 32_000_000],
    [12, 900],
    [9, 90],
    [6, n % 60],
    [25, 0],
  ] as const
  const bits = fields.map(([width, value]) => value.toString(2).padStart(width, '0')).join('')
  const payload = (bits.match(/.{6}/g) ?? [])
    .map((six) => Number.parseInt(six, 2))
    .map((value) => String.fromCharCode(value < 40 ? value + 48 : value + 56))
    .join('')
  const body = `AIVDM,1,1,,A,${payload},0`
  const sum = Buffer.from(body).reduce((xor, byte) => xor ^ byte, 0)
  return `!${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`
}
/** A tool of the machine, no dependency of the package. */
const MKFIFO = 'mkfifo'
const TIMES = { scanMs: 60, stableMs: 120, settleMs: 10, againMs: 100 }
const lines = (from: number, n: number): string =>
  Array.from({ length: n }, (_, i) => sentence(from + i)).join('')
let turn = 0
let folder = ''
let id = ''
beforeEach(() => {
  turn += 1
  id = `way${turn}`
  folder = join(dir, id)
  mkdirSync(folder)
  said.length = 0
})
const put = (name: string, bytes: string | Uint8Array): void =>
  writeFileSync(join(folder, name), bytes)
const start = async (change: Partial<FolderWay> = {}) =>
  must(
    await startFolder(
      { kind: 'folder', id, path: folder, feed: FEED, ...change },
      opened.intake,
      report,
      TIMES,
    ),
  )
const countsOf = (name: string) =>
  opened.intake.feeds().find((feed) => feed.spec.id === `${id}/${name}`)?.counts
const ledger = (): string => readFileSync(join(folder, '.holdfast', `${id}.ndjson`), 'utf8')
const noted = (name: string): Record<string, unknown> | undefined =>
  ledger()
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]))
    .findLast((record) => record['name'] === name)
const untilNoted = (name: string, state: string): Promise<void> =>
  until(
    () => existsSync(join(folder, '.holdfast', `${id}.ndjson`)) && noted(name)?.['state'] === state,
    `${name} ${state}`,
  )

test('files are read in the order of their names, once, and left as they are', async () => {
  put('b.nmea', lines(0, 5))
  put('a.nmea', lines(10, 2).trimEnd())
  put('c.nmea.gz', gzipSync(lines(20, 3)))
  mkdirSync(join(folder, 'below'))
  writeFileSync(join(folder, 'below', 'd.nmea'), lines(30, 1))
  const before = readdirSync(folder)
  const way = await start()
  await untilNoted('c.nmea.gz', 'done')
  const order = ledger()
    .split('\n')
    .flatMap((line) => /"name":"([^"]+)"/.exec(line)?.[1] ?? [])
  expect(order).toEqual(['a.nmea', 'b.nmea', 'c.nmea.gz'])
  expect([countsOf('a.nmea'), countsOf('b.nmea'), countsOf('c.nmea.gz')]).toMatchObject([
    { accepted: 2 },
    { accepted: 5 },
    { accepted: 3 },
  ])
  expect(noted('b.nmea')).toMatchObject({
    offset: lines(0, 5).length,
    sha256: createHash('sha256').update(lines(0, 5)).digest('hex'),
  })
  await delay(300)
  expect(ledger().trim().split('\n')).toHaveLength(3)
  await way.close()
  expect(readdirSync(folder)).toEqual(['.holdfast', ...before])
  // After a restart nothing is read again.
  const again = await start()
  await delay(400)
  expect(ledger().trim().split('\n')).toHaveLength(3)
  expect(again.status()).toMatchObject({ isUp: true, lastError: null })
  await again.close()
})

test('a file that is being written waits, and names that say so too', async () => {
  const way = await start()
  put('hot.nmea', '')
  put('cold.nmea.part', lines(100, 2))
  put('.hidden', lines(110, 2))
  for (let i = 0; i < 10; i += 1) {
    appendFileSync(join(folder, 'hot.nmea'), lines(120 + i, 1))
    await delay(40)
    expect(countsOf('hot.nmea')).toBeUndefined()
  }
  await untilNoted('hot.nmea', 'done')
  expect(countsOf('hot.nmea')?.accepted).toBe(10)
  expect(countsOf('cold.nmea.part')).toBeUndefined()
  renameSync(join(folder, 'cold.nmea.part'), join(folder, 'cold.nmea'))
  await untilNoted('cold.nmea', 'done')
  await way.close()
  expect(ledger()).not.toContain('hidden')
})

test('a file that changed is read again and spoken of; one that was only touched is not', async () => {
  put('log.nmea', lines(200, 2))
  const way = await start()
  await untilNoted('log.nmea', 'done')
  utimesSync(join(folder, 'log.nmea'), 1_000_000, 1_000_000)
  await until(() => noted('log.nmea')?.['mtimeMs'] === 1_000_000_000, 'the touch')
  expect(said).toEqual([])
  put('log.nmea', lines(200, 3))
  await until(() => noted('log.nmea')?.['size'] === lines(200, 3).length, 'the change')
  expect(said.join()).toContain('changed after it was read')
  const feeds = opened.intake.feeds().filter((feed) => feed.spec.id.startsWith(`${id}/`))
  expect(feeds.reduce((sum, { counts }) => sum + counts.accepted, 0)).toBe(3)
  await way.close()
})

describe('what is compressed', () => {
  test('a bomb is refused where it is found, a broken file is read to where it breaks', async () => {
    put('bomb.gz', gzipSync(Buffer.alloc(16 * 1024 * 1024)))
    const whole = gzipSync(lines(400, 2_000))
    put('cut.gz', whole.subarray(0, whole.length - 1_000))
    put('garbage.gz', Buffer.concat([gzipSync(lines(9_000, 2)), Buffer.from('not gzip')]))
    put('two.gz', Buffer.concat([gzipSync(lines(9_100, 2)), gzipSync(lines(9_200, 2))]))
    put('x.nmea.zst', 'x')
    const way = await start()
    await untilNoted('x.nmea.zst', 'refused')
    await way.close()
    expect(noted('bomb.gz')).toMatchObject({ state: 'refused', sha256: null })
    expect(countsOf('bomb.gz')?.rejects).toMatchObject({ 'inflates-too-far': 1 })
    expect(countsOf('bomb.gz')?.bytes).toBeLessThan(8 * 1024 * 1024)
    expect(countsOf('cut.gz')?.rejects).toEqual({ 'bad-gzip': 1 })
    expect(countsOf('cut.gz')?.records).toBeGreaterThan(500)
    expect(noted('garbage.gz')?.['state']).toBe('refused')
    expect(countsOf('two.gz')).toMatchObject({ accepted: 4, rejects: {} })
    const { rows } = await opened.intake.rejects.list({ reason: 'bad-gzip', limit: 10 })
    expect(rows.map(({ detail }) => detail).join()).toMatch(/read to byte \d+ of \d+ and what came/)
    expect(said.join('\n')).toContain('Node 20 has no Zstandard')
  })
})

test('links, pipes and names with odd bytes', async () => {
  put('\u{1F6A2} ship.nmea', lines(500, 1))
  const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x0a, 0x41])])
  writeFileSync(odd, lines(510, 1))
  put('outside', '')
  renameSync(join(folder, 'outside'), join(dir, `outside${turn}`))
  symlinkSync(join(dir, `outside${turn}`), join(folder, 'link.nmea'))
  symlinkSync(folder, join(folder, 'loop'))
  execFileSync(MKFIFO, [join(folder, 'pipe')])
  const way = await start()
  await untilNoted('hex:ff0a41', 'done')
  await untilNoted('\u{1F6A2} ship.nmea', 'done')
  await way.close()
  expect(said.filter((text) => text.includes('symbolic link'))).toHaveLength(2)
  expect(said.filter((text) => text.includes('pipe: is no file'))).toHaveLength(1)
  expect(ledger().trim().split('\n')).toHaveLength(2)
})

test('after a crash at any step all is there, once', async () => {
  // With a tag block that gives the full time: without one the receipt completes it, and a second reading is another.
  put('a.nmea', timed(lines(600, 50)))
  put('b.nmea', timed(lines(700, 50)))
  const way = await start()
  await untilNoted('b.nmea', 'done')
  await way.close()
  const whole = ledger()
  const path = join(folder, '.holdfast', `${id}.ndjson`)
  const size = opened.holdfast.journal.size
  for (const bytes of [0, 10, whole.indexOf('\n') + 1, whole.length - 20, whole.length]) {
    writeFileSync(path, whole.slice(0, bytes))
    const again = await start()
    await untilLast(path, whole)
    await again.close()
  }
  // Nothing was recorded twice.
  expect(opened.holdfast.journal.size).toBe(size)
})
function timed(text: string): string {
  const block = `c:${Math.floor(Date.now() / 1_000) - 60}`
  const sum = Buffer.from(block).reduce((xor, byte) => xor ^ byte, 0)
  const tag = `\\${block}*${sum.toString(16).toUpperCase().padStart(2, '0')}\\`
  return text.replaceAll('!AIVDM', () => `${tag}!AIVDM`)
}
const untilLast = (path: string, whole: string): Promise<void> => {
  const last = whole.trim().split('\n').at(-1) ?? ''
  return until(() => readFileSync(path, 'utf8').trimEnd().endsWith(last), 'the last file')
}

test('stopped in the middle of a file, it ends with a whole line and begins anew', async () => {
  put('long.nmea', lines(10_000, 60_000))
  const way = await start()
  await until(() => (countsOf('long.nmea')?.accepted ?? 0) > 0, 'a beginning')
  await way.close()
  expect(noted('long.nmea')?.['state']).toBe('reading')
  const stopped = countsOf('long.nmea')
  expect(stopped?.records).toBeLessThan(60_000)
  expect(stopped?.rejects).toEqual({})
  expect((stopped?.bytes ?? 1) % sentence(10_000).length).toBe(0)
})

test('a folder that goes away is spoken of, and read when it is back', async () => {
  const way = await start()
  rmSync(folder, { recursive: true })
  await until(() => !way.status().isUp, 'down')
  mkdirSync(folder)
  put('back.nmea', lines(800, 1))
  await untilNoted('back.nmea', 'done')
  expect(way.status().isUp).toBe(true)
  await way.close()
})

test('refusals say how to mend', async () => {
  const refusal = async (change: Partial<FolderWay>): Promise<string> => {
    const spec: FolderWay = { kind: 'folder', id, path: folder, feed: FEED, ...change }
    const answer = await startFolder(spec, opened.intake, report, TIMES)
    if (!isRefused(answer)) await answer.close()
    return isRefused(answer) ? answer.refused : 'started'
  }
  put('file', '')
  expect(await refusal({ path: join(folder, 'none') })).toContain('give a folder that is there')
  expect(await refusal({ path: join(folder, 'file') })).toContain('is no folder')
  expect(await refusal({ feed: { ...FEED, source: 'nobody' } })).toContain('register it first')
})

test('the ledger is written anew without what is gone', async () => {
  const opening = await FolderLedger.open(folder, 'w')
  const book = must(opening)
  const step = {
    size: 1,
    mtimeMs: 1,
    state: 'done',
    offset: 1,
    sha256: null,
    reason: null,
  } as const
  const path = join(folder, '.holdfast', 'w.ndjson')
  writeFileSync(path, `${JSON.stringify({ name: 'a', ...step })}\n`.repeat(10_010))
  const long = must(await FolderLedger.open(folder, 'w'))
  await long.note({ name: 'b', ...step })
  await long.tidy(new Set(['b']))
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1)
  expect([long.get('a'), long.get('b')?.state, book.get('b')]).toEqual([
    undefined,
    'done',
    undefined,
  ])
})

test('names', () => {
  expect(spell(Buffer.from('a b.nmea'))).toBe('a b.nmea')
  expect(spell(Buffer.from('hex:61'))).toBe('hex:6865783a3631')
  expect(spell(Buffer.from('a\u202Eb'))).toMatch(/^hex:/)
  expect(['.x', 'x.part', 'x.TMP', 'x~'].every(isPassedOver)).toBe(true)
  expect(['x', 'part', 'x.gz'].some(isPassedOver)).toBe(false)
  expect([packedFault('a.zip'), packedFault('a.gz')]).toEqual([expect.any(String), null])
})
