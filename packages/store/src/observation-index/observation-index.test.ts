/**
 * Goal: what was taken is known, whatever happens between taking it and writing that down; and an index of another log is
 * never believed. Method: a Map is the model, a list of entries stands for the journal, and random runs add, settle,
 * flush, reopen and crash. A crash is a copy of the directory while the index is open: what a killed process leaves.
 */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { ObservationIndex, type Sighting } from './index.ts'

const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 2_000 : 40

const dirs: string[] = []
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})
const fresh = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-index-'))
  dirs.push(dir)
  return dir
}
const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Names stand for what was seen at times far apart and close together, before 1970 and at the end of time as well. */
const TIMES = [0, 1, 59_999, 60_000, 1_790_000_000_000, -5, 2 ** 53]
const seen = (id: string): Sighting => ({
  id,
  fromMs: TIMES[Number.parseInt(id.slice(-4), 16) % TIMES.length] ?? 0,
})

interface Batch {
  readonly root: string
  readonly ids: readonly string[]
}
/** What stands for the journal: its entries, and its root at each size. */
class Log {
  readonly entries: Batch[] = []
  readonly #roots: string[]

  constructor(origin = 'a') {
    this.#roots = [hex(origin)]
  }

  add(ids: readonly string[]): number {
    const root = hex(ids.join())
    this.entries.push({ root, ids })
    this.#roots.push(hex(`${this.#roots.at(-1)} ${root}`))
    return this.entries.length - 1
  }

  rootHashAt = (size: number): string | null => this.#roots[size] ?? null

  mark(size = this.entries.length): { size: number; rootHash: string } {
    return { size, rootHash: this.#roots[size] ?? '' }
  }
}

/** Opens as a deployment does: what the index does not stand for is added from the journal. */
async function open(dir: string, log: Log): Promise<ObservationIndex> {
  const index = await ObservationIndex.open(dir, log.rootHashAt)
  for (let entry = index.size; entry < log.entries.length; entry += 1) put(index, log, entry)
  return index
}
function put(index: ObservationIndex, log: Log, entry: number): void {
  const batch = log.entries[entry]
  if (batch === undefined) throw new Error(`the log has no entry ${entry}`)
  const { root, ids } = batch
  index.reserve(entry, root, ids.map(seen))
  index.settle(entry, root, ids.map(seen))
}
async function agrees(index: ObservationIndex, log: Log): Promise<void> {
  for (const [entry, { root, ids }] of log.entries.entries()) {
    expect(index.batchOf(root)).toBe(entry)
    for (const id of ids) {
      expect(index.entryOf(seen(id))).toBe(entry)
      expect(index.has(seen(id))).toBe(true)
      // oxlint-disable-next-line no-await-in-loop -- one after another, as they are asked for
      expect(await index.find(id)).toBe(entry)
    }
  }
  for (const stranger of ['x', 'y']) {
    expect(index.has(seen(hex(stranger)))).toBe(false)
    expect(index.entryOf(seen(hex(stranger)))).toBeUndefined()
    expect(index.batchOf(hex(stranger))).toBeUndefined()
    // oxlint-disable-next-line no-await-in-loop -- likewise
    expect(await index.find(hex(stranger))).toBeUndefined()
  }
}

describe('an index', () => {
  test('agrees with a Map over random additions, flushes, restarts and crashes', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ kind: fc.constant('add'), rows: fc.integer({ min: 0, max: 5 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('flush', 'close', 'crash') }) },
      // Entries that are no batch: the log is longer than the index's own entries.
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('decided'),
          rows: fc.integer({ min: 1, max: 3 }),
        }),
      },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        let dir = fresh()
        const log = new Log()
        let index = await open(dir, log)
        let n = 0
        const ids = (rows: number): string[] =>
          Array.from({ length: rows }, () => {
            n += 1
            return hex(`id ${n}`)
          })
        for (const one of steps) {
          if (one.kind === 'add')
            put(
              index,
              log,
              log.add([
                ...ids('rows' in one ? one.rows : 0),
                hex(`only ${n}-${log.entries.length}`),
              ]),
            )
          else if (one.kind === 'decided') {
            // Decided, known at once, and lost with a crash before it was durable: then it is known no more.
            const lost = ids('rows' in one ? one.rows : 0)
            index.reserve(log.entries.length, hex(lost.join()), lost.map(seen))
            expect(lost.every((id) => index.entryOf(seen(id)) === log.entries.length)).toBe(true)
            const crashed = fresh()
            cpSync(dir, crashed, { recursive: true })
            const after = await open(crashed, log)
            expect(lost.some((id) => after.has(seen(id)))).toBe(false)
            expect(after.batchOf(hex(lost.join()))).toBeUndefined()
            await after.close()
          } else if (one.kind === 'flush') {
            await index.flush(log.mark())
            expect(index.size).toBe(log.entries.length)
          } else {
            const from = dir
            if (one.kind === 'crash') {
              dir = fresh()
              cpSync(from, dir, { recursive: true })
            }
            await index.close()
            index = await open(dir, log)
          }
          await agrees(index, log)
        }
        expect(index.failure).toBeNull()
        await index.close()
      }),
      { numRuns: RUNS },
    )
  })

  test('killed between settling and flushing has lost nothing that the journal has', async () => {
    const dir = fresh()
    const log = new Log()
    const index = await open(dir, log)
    put(index, log, log.add([hex('1'), hex('2')]))
    await index.flush(log.mark())
    put(index, log, log.add([hex('3')]))
    const killed = fresh()
    cpSync(dir, killed, { recursive: true })
    await index.close()
    const bare = await ObservationIndex.open(killed, log.rootHashAt)
    // It says itself from where the journal has to be read again.
    expect(bare.size).toBe(1)
    expect(bare.has(seen(hex('3')))).toBe(false)
    expect(bare.entryOf(seen(hex('2')))).toBe(0)
    await bare.close()
    const again = await open(killed, log)
    await agrees(again, log)
    await again.close()
  })

  test('writes by itself once so many keys wait, before anybody flushes', async () => {
    const dir = fresh()
    const log = new Log()
    const index = await open(dir, log)
    // Without a mark it would stand for nothing and be dropped.
    await index.flush(log.mark())
    put(index, log, log.add(Array.from({ length: 9_000 }, (_, i) => hex(`many ${i}`))))
    await index.close()
    const again = await ObservationIndex.open(dir, log.rootHashAt)
    expect(again.size).toBe(0)
    await agrees(again, log)
    await again.close()
  })

  test('keeps batches and observations apart, and the largest entry whole', async () => {
    const dir = fresh()
    const log = new Log()
    const index = await open(dir, log)
    const [same, entry] = [hex('same'), 2 ** 48 - 1]
    index.reserve(entry, same, [seen(hex('other'))])
    index.settle(entry, same, [seen(hex('other'))])
    await index.flush(log.mark())
    expect(index.has(seen(same))).toBe(false)
    expect(index.batchOf(hex('other'))).toBeUndefined()
    expect(index.batchOf(same)).toBe(entry)
    expect(index.entryOf(seen(hex('other')))).toBe(entry)
    await index.close()
  })

  test('is not for two at once', async () => {
    const dir = fresh()
    const log = new Log()
    const index = await open(dir, log)
    await expect(ObservationIndex.open(dir, log.rootHashAt)).rejects.toThrow(/open/)
    await index.close()
  })
})

const filled = async (dir: string): Promise<Log> => {
  const log = new Log()
  const index = await open(dir, log)
  for (const name of ['1', '2', '3']) put(index, log, log.add([hex(name)]))
  await index.flush(log.mark())
  await index.close()
  return log
}

const isDropped = async (dir: string, log: Log): Promise<void> => {
  const index = await ObservationIndex.open(dir, log.rootHashAt)
  expect(index.size).toBe(0)
  for (const name of ['1', '2', '3']) expect(index.has(seen(hex(name)))).toBe(false)
  await index.close()
  // What was made anew is believed from then on.
  const own = await open(dir, log)
  await agrees(own, log)
  await own.flush(log.mark())
  await own.close()
  const kept = await ObservationIndex.open(dir, log.rootHashAt)
  expect(kept.size).toBe(log.entries.length)
  await kept.close()
}

describe('an index is dropped where it stands for', () => {
  test('this log under other keys, as it was kept before', async () => {
    const dir = fresh()
    const log = await filled(dir)
    const level = new ClassicLevel(dir)
    await level.put('mark', (await level.get('mark by minute')) ?? '')
    await level.del('mark by minute')
    await level.close()
    await isDropped(dir, log)
  })

  test('another log of the same length', async () => {
    const dir = fresh()
    await filled(dir)
    const other = new Log('b')
    for (const name of ['7', '8', '9']) other.add([hex(name)])
    await isDropped(dir, other)
  })

  test('more of this log than there is', async () => {
    const dir = fresh()
    await filled(dir)
    const shorter = new Log()
    shorter.add([hex('7')])
    await isDropped(dir, shorter)
  })

  test('and kept where the log went on', async () => {
    const dir = fresh()
    const log = await filled(dir)
    log.add([hex('4')])
    const index = await open(dir, log)
    expect(index.size).toBe(3)
    await agrees(index, log)
    await index.close()
  })
})
