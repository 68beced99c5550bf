/**
 * Goal: what was not understood is there to be looked at, newest first and page by page, within its bounds and over
 * restarts and torn writes. Method: a plain array says what each query must give; small limits are met and passed; lines
 * are cut at every byte.
 */
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { REJECTS_LIMITS, RejectsLedger, type RejectQuery, type RejectRow } from './index.ts'

const dirs: string[] = []
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})
const fresh = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-rejects-'))
  dirs.push(dir)
  return dir
}
const reject = (change: Partial<RejectRow> = {}): Omit<RejectRow, 'id'> => ({
  atMs: 1_000,
  channel: 'tcp',
  feed: 'ais-1',
  source: 'shore',
  format: 'ais',
  reason: 'bad-checksum',
  detail: 'the checksum is 24; the sentence has 23',
  offset: 0,
  length: 3,
  bytes: Buffer.from('!AI').toString('base64'),
  ...change,
})
const files = (dir: string): string[] => readdirSync(dir).toSorted()
const idsIn = async (ledger: RejectsLedger, query: Partial<RejectQuery> = {}) =>
  (await ledger.list({ limit: 1_000, ...query })).rows.map(({ id }) => id)

describe('a ledger', () => {
  test('gives back what was written, newest first, and is private to its owner', async () => {
    const dir = join(fresh(), 'rejects')
    const ledger = await RejectsLedger.open(dir)
    expect(await ledger.list({ limit: 10 })).toEqual({ rows: [], next: null })
    await ledger.add([])
    expect(files(dir)).toEqual([])
    const [a, b] = [reject(), reject({ detail: 'Přerov\n"', bytes: '' })]
    await ledger.add([a, b])
    expect(await ledger.list({ limit: 10 })).toEqual({
      rows: [
        { id: 1, ...b },
        { id: 0, ...a },
      ],
      next: null,
    })
    expect(ledger.count).toBe(2)
    expect(statSync(dir).mode & 0o777).toBe(0o700)
    for (const file of files(dir)) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600)
  })

  test('answers every query as a plain array would, over restarts', async () => {
    const word = fc.constantFrom('a', 'b', 'c')
    const row = fc.record({ source: word, reason: word, feed: word })
    const query = fc.record(
      { source: word, reason: word, feed: word, before: fc.nat(40) },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 8 }),
        fc.array(query, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (batches, queries, limit) => {
          const dir = fresh()
          const limits = { ...REJECTS_LIMITS, segmentBytesMax: 400 }
          const model: RejectRow[] = []
          for (const batch of batches) {
            // Opened anew for each batch: ids go on where they ended.
            const ledger = await RejectsLedger.open(dir, limits)
            expect(ledger.count).toBe(model.length)
            const rows = batch.map((change) => reject(change))
            await ledger.add(rows)
            for (const one of rows) model.push({ id: model.length, ...one })
          }
          const ledger = await RejectsLedger.open(dir, limits)
          for (const asked of queries) {
            const all = model
              .filter(
                ({ source, reason, feed, id }) =>
                  (asked.source ?? source) === source &&
                  (asked.reason ?? reason) === reason &&
                  (asked.feed ?? feed) === feed &&
                  id < (asked.before ?? Infinity),
              )
              .toReversed()
            // All pages one after the other, each no longer than its limit.
            const found: RejectRow[] = []
            let before = asked.before
            for (;;) {
              const page = await ledger.list({
                ...asked,
                ...(before === undefined ? {} : { before }),
                limit,
              })
              expect(page.rows.length).toBeLessThanOrEqual(limit)
              found.push(...page.rows)
              if (page.next === null) break
              before = page.next
            }
            expect(found).toEqual(all)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('keeps the order of rejects that come at once', async () => {
    const ledger = await RejectsLedger.open(fresh())
    await Promise.all(Array.from({ length: 50 }, (_, i) => ledger.add([reject({ offset: i })])))
    const { rows } = await ledger.list({ limit: 100 })
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => 49 - i))
    expect(rows.every(({ id, offset }) => id === offset)).toBe(true)
  })

  test('leaves files of others alone', async () => {
    const dir = fresh()
    writeFileSync(join(dir, 'notes.txt'), 'mine')
    writeFileSync(join(dir, 'rejects-1.ndjson'), 'not ours either')
    const ledger = await RejectsLedger.open(dir, {
      ...REJECTS_LIMITS,
      segmentBytesMax: 1,
      bytesMax: 1,
    })
    for (let i = 0; i < 3; i += 1) await ledger.add([reject()])
    expect(await idsIn(ledger)).toEqual([2])
    expect(files(dir)).toContain('notes.txt')
    expect(files(dir)).toContain('rejects-1.ndjson')
  })
})

describe('limits', () => {
  test('a segment that is full is followed by another, and the oldest goes when there are too many bytes', async () => {
    const dir = fresh()
    const bytes = Buffer.byteLength(`${JSON.stringify({ id: 0, ...reject() })}\n`)
    const limits = { segmentBytesMax: 2 * bytes, bytesMax: 6 * bytes, ageMsMax: Infinity }
    const ledger = await RejectsLedger.open(dir, limits)
    for (let i = 0; i < 6; i += 1) await ledger.add([reject()])
    expect(files(dir)).toHaveLength(3)
    expect(await idsIn(ledger)).toEqual([5, 4, 3, 2, 1, 0])
    await ledger.add([reject()])
    // Two go at once: a segment is dropped whole.
    expect(await idsIn(ledger)).toEqual([6, 5, 4, 3, 2])
    for (let i = 7; i < 40; i += 1) {
      await ledger.add([reject()])
      const held = files(dir).reduce((sum, file) => sum + statSync(join(dir, file)).size, 0)
      // Ids of two digits are a byte longer.
      expect(held).toBeLessThanOrEqual(6 * (bytes + 1) + 2 * (bytes + 1))
    }
    expect(ledger.count).toBe(40)
    const again = await RejectsLedger.open(dir, limits)
    expect(again.count).toBe(40)
    expect(await idsIn(again)).toEqual(await idsIn(ledger))
  })

  test('what is too old goes, but never the newest segment', async () => {
    const dir = fresh()
    const ledger = await RejectsLedger.open(dir, {
      segmentBytesMax: 1,
      bytesMax: Infinity,
      ageMsMax: 1_000,
    })
    await ledger.add([reject({ atMs: 1_000 })])
    await ledger.add([reject({ atMs: 2_000 })])
    expect(await idsIn(ledger)).toEqual([1, 0])
    await ledger.add([reject({ atMs: 2_001 })])
    expect(await idsIn(ledger)).toEqual([2, 1])
    await ledger.add([reject({ atMs: 99_000 })])
    expect(await idsIn(ledger)).toEqual([3])
  })
})

const torn = async (cut: number) => {
  const dir = fresh()
  const ledger = await RejectsLedger.open(dir)
  await ledger.add([reject({ offset: 1 }), reject({ offset: 2 })])
  const [name = ''] = files(dir)
  const path = join(dir, name)
  const text = readFileSync(path, 'utf8')
  const second = text.indexOf('\n') + 1
  // From the whole line without its end down to its first byte.
  truncateSync(path, second + Math.round(cut * (text.length - second - 1)))
  return await RejectsLedger.open(dir)
}

const goesOn = async (cut: number): Promise<void> => {
  const ledger = await torn(cut)
  const before = ledger.count
  await ledger.add([reject({ offset: 3 }), reject({ offset: 4 })])
  expect((await ledger.list({ limit: 2 })).rows.map(({ id, offset }) => [id, offset])).toEqual([
    [before + 1, 4],
    [before, 3],
  ])
}

describe('a torn last line', () => {
  test.each([0, 0.3, 0.9])('cut at %d of it is passed over, and the rest is read', async (cut) => {
    const ledger = await torn(cut)
    const { rows, next } = await ledger.list({ limit: 10 })
    expect(rows).toEqual([{ id: 0, ...reject({ offset: 1 }) }])
    expect(next).toBeNull()
    expect(ledger.count).toBe(1)
  })

  test('that is gone whole costs nothing that comes after', async () => {
    await goesOn(0)
  })
  // Known gap: the first line of the next write joins the torn one, and is passed over with it.
  test.each([0.3, 0.9, 1])('cut at %d of it costs nothing that comes after', goesOn)
})
