/**
 * Goal: what the spool acknowledged survives a crash and a cut of the power at any place, under numbers that nobody
 * else bears; what a crash left of a write is cut; damage is passed over and told; a full or failing disk costs no
 * number. Method: copies of a real directory cut at every record's end and at random bytes, and with bytes changed; a
 * disk in memory that forgets what was not flushed, cut at a random call of a run with concurrent writers and a reader
 * that plays the centre and holds every statement that it was shown against those before.
 *
 * These mistakes were planted one after the other, and each was found: no flush of batches, of answers, of the directory,
 * of a segment that was written anew, of what a killed process left; a torn tail that is left; numbers used by a write
 * that failed; numbers forgotten once all was answered; the newest rows dropped first.
 */
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { seededRandom } from '@holdfast/core/units'
import { nodeFileSystem } from '@holdfast/store/journal'
import { AnswerLog, type Settled } from './answers.ts'
import { decodeRecord, encodeRecord, scanSegment } from './record.ts'
import type { Entry } from './backlog.ts'
import { Spool, type Offered, type SpoolOptions } from './spool.ts'
import { removeThrowaways, throwaway } from '../../../../tests/support/edge-centre.ts'
import { TestDisk } from '../../../../tests/support/test-disk.ts'

afterAll(removeThrowaways)

const SEED = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 1_000_000_007)
const isNightly = process.env['HOLDFAST_NIGHTLY'] === '1'
const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A batch whose statement names the one before it, as a real one does, and whose rows say what they are. */
const batchOf = (source: string, name: string, bytes = 100): Offered => {
  const texts = Buffer.from(JSON.stringify({ name, fill: 'HFE1'.repeat(Math.ceil(bytes / 4)) }))
  return {
    source,
    rows: 1,
    texts,
    seal: async (head) => {
      const sequence = (head?.sequence ?? 0) + 1
      const sign1 = Buffer.from(JSON.stringify({ sequence, previous: head?.hash ?? null, name }))
      return { sequence, hash: hex(sign1.toString()), root: hex(name), sign1 }
    },
  }
}
const open = (dir: string, more: Partial<SpoolOptions> = {}): Promise<Spool> =>
  Spool.open({
    fileSystem: nodeFileSystem,
    dir,
    bytesMax: 16 * 1024 * 1024,
    settled: new Map(),
    report: () => undefined,
    ...more,
  })
const firstOf = (spool: Spool, source: string): Entry | null => spool.firsts(source, 1)[0] ?? null
const settledOf = ({ source, ordinal, sequence, hash, root }: Entry): Settled => ({
  source,
  ordinal,
  sequence,
  hash,
  root,
  rows: 1,
  accepted: 1,
  atMs: 0,
  isDropped: false,
  status: 201,
  rejectedRows: 0,
  rejected: [],
})
const nameIn = (entry: Entry): string => `${entry.source} ${entry.sequence} ${entry.hash}`
const newest = (dir: string): string => join(dir, readdirSync(dir).toSorted().at(-1) ?? '')

describe('a directory that a crash left', () => {
  test(`cut anywhere in its last segment gives what stood whole before (HOLDFAST_SEED=${SEED})`, async () => {
    const random = seededRandom(SEED)
    const dir = throwaway()
    const spool = await open(dir)
    const SOURCES = ['a', 'b', 'c']
    for (let group = 0; group < 12; group += 1)
      await Promise.all(
        SOURCES.flatMap((source) =>
          [0, 1].map((n) => spool.put(batchOf(source, `${source} ${group} ${n}`))),
        ),
      )
    const all = spool.waiting().map(nameIn)
    await spool.close()
    const bytes = readFileSync(newest(dir))
    const { records } = scanSegment(bytes, true)
    const ends = records.map(({ offset, length }) => offset + length)
    const places = [0, ...ends, ...ends.map((end) => end - 1)]
    while (places.length < 140) places.push(Math.floor(random() * bytes.length))
    for (const place of places) {
      const copy = throwaway()
      cpSync(dir, copy, { recursive: true })
      truncateSync(newest(copy), place)
      const again = await open(copy)
      const whole = all.slice(0, ends.filter((end) => end <= place).length)
      expect(again.waiting().map(nameIn), `cut at ${place}`).toEqual(whole)
      for (const source of SOURCES) {
        const head = again.headOf(source)
        const put = await again.put(batchOf(source, 'after'))
        if ('refused' in put) throw new Error(put.refused)
        expect(put.entry.sequence).toBe((head?.sequence ?? 0) + 1)
      }
      await again.close()
      const third = await open(copy, { report: (text) => expect.fail(text) })
      expect(third.waiting().length).toBe(whole.length + SOURCES.length)
      await third.close()
    }
  })

  test(`with changed bytes gives only what is sound, and says so (HOLDFAST_SEED=${SEED})`, async () => {
    const random = seededRandom(SEED)
    const dir = throwaway()
    const spool = await open(dir, { bytesMax: 1024 * 1024 })
    for (let n = 0; n < 150; n += 1) await spool.put(batchOf('a', `a ${n}`, 1_000))
    const all = new Map(spool.waiting().map((entry) => [entry.ordinal, nameIn(entry)]))
    await spool.close()
    for (let round = 0; round < 60; round += 1) {
      const copy = throwaway()
      cpSync(dir, copy, { recursive: true })
      const files = readdirSync(copy).toSorted()
      const path = join(copy, files[Math.floor(random() * files.length)] ?? '')
      const bytes = readFileSync(path)
      const at = Math.floor(random() * bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(random() * 255))
      writeFileSync(path, bytes)
      const said: string[] = []
      const again = await open(copy, { report: (text) => void said.push(text) })
      const found = again.waiting()
      expect(found.map(nameIn)).toEqual(found.map(({ ordinal }) => all.get(ordinal)))
      // One record, or where it was the last of the last segment, cut.
      expect(found.length).toBe(all.size - 1)
      expect(said.join()).toMatch(/damaged|cut/)
      await again.close()
    }
  })

  test('random bytes are no record', () => {
    const random = seededRandom(SEED)
    const record = encodeRecord(
      {
        source: 'a',
        sequence: 1,
        hash: hex('h'),
        root: hex('r'),
        sign1: Buffer.from('s'),
        rows: 1,
        texts: Buffer.from('{}'),
      },
      { ordinal: 1, groupStart: 0 },
    )
    for (let round = 0; round < (isNightly ? 1_000_000 : 2_000); round += 1) {
      const bytes = Buffer.from(record)
      for (let n = 0; n <= round % 3; n += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      const at = Math.floor(random() * 8)
      const cut = bytes.subarray(0, bytes.length - Math.floor(random() * 4))
      const read = decodeRecord(cut, at)
      if (read !== null) expect(Buffer.from(cut).equals(record) && at === 0).toBe(true)
      scanSegment(cut, round % 2 === 0)
    }
  })
})

describe('a disk', () => {
  test('that lost the power after all was answered and removed knows the last number', async () => {
    const disk = new TestDisk()
    const answers = await AnswerLog.open(disk, 'answers')
    const spool = await open('spool', { fileSystem: disk, bytesMax: 1024 * 1024 })
    for (let n = 1; n <= 3; n += 1) {
      const put = await spool.put(batchOf('a', `${n}`))
      if ('refused' in put) throw new Error(put.refused)
      await answers.add(settledOf(put.entry))
      spool.settle(put.entry)
    }
    // Another source fills the segment, so that the first one goes and the directory is flushed.
    await spool.put(batchOf('b', '1', 65_000))
    await spool.put(batchOf('b', '2', 65_000))
    for (const next of [disk.afterCut(() => 0), disk.afterKill()]) {
      const { positions } = await AnswerLog.open(next, 'answers')
      const again = await open('spool', { fileSystem: next, settled: positions })
      expect(again.waiting().map(({ source }) => source)).toEqual(['b', 'b'])
      expect(await again.put(batchOf('a', '4'))).toMatchObject({ entry: { sequence: 4 } })
    }
  })

  test('that is full or fails costs no number', async () => {
    const disk = new TestDisk()
    const spool = await open('spool', { fileSystem: disk })
    const put = async (name: string) => await spool.put(batchOf('a', name))
    expect(await put('1')).toMatchObject({ entry: { sequence: 1 } })
    disk.fails = (call) => (call === 'write' ? 'ENOSPC' : null)
    expect(await put('2')).toMatchObject({ refused: expect.stringContaining('ENOSPC') })
    disk.fails = () => null
    expect(await put('3')).toMatchObject({ entry: { sequence: 2 } })
    disk.fails = (call) => (call === 'datasync' ? 'EIO' : null)
    expect(await put('4')).toMatchObject({ refused: expect.stringContaining('EIO') })
    disk.fails = () => null
    // What a failed flush left is not known: only a new start goes on.
    expect(await put('5')).toMatchObject({
      refused: expect.stringContaining('start the edge again'),
    })
    const again = await open('spool', { fileSystem: disk.afterCut(() => 0) })
    expect(again.waiting().map(({ sequence }) => sequence)).toEqual([1, 2])
    expect(await again.put(batchOf('a', '6'))).toMatchObject({ entry: { sequence: 3 } })
  })

  test('takes no more than it may, and gives room back', async () => {
    const dir = throwaway()
    const bytesMax = 1024 * 1024
    const lost: Entry[] = []
    const spool = await open(dir, { bytesMax, dropped: (entries) => void lost.push(...entries) })
    for (let n = 0; n < 600; n += 1) {
      expect(await spool.put(batchOf('a', `${n}`, 4_000))).toHaveProperty('entry')
      const used = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0)
      expect(used).toBeLessThanOrEqual(bytesMax)
      expect(used).toBe(spool.disk.bytes)
    }
    const { batches, bytes, droppedBatches } = spool.waitingOf('a')
    expect([batches, droppedBatches]).toEqual([600, lost.length])
    expect(bytes).toBe(spool.disk.bytes)
    expect(lost.map(({ sequence }) => sequence)).toEqual(lost.map((_, i) => i + 1))
    for (let entry = firstOf(spool, 'a'); entry !== null; entry = firstOf(spool, 'a')) {
      const record = await spool.read(entry)
      expect(record).toMatchObject({ sequence: entry.sequence, hash: entry.hash })
      expect(record?.texts === null).toBe(entry.sequence <= lost.length)
      spool.settle(entry)
    }
    await spool.close()
    expect(spool.disk).toMatchObject({ bytes: 0, segments: 0 })
    expect(readdirSync(dir)).toEqual([])
  })
})

/** What the centre was shown, and holds against what it is shown later. */
class Centre {
  readonly hashes = new Map<string, string>()
  readonly heads = new Map<string, number>()
  readonly names = new Set<string>()
  show(source: string, sign1: Uint8Array, hash: string): void {
    const { sequence, previous, name } = JSON.parse(Buffer.from(sign1).toString()) as {
      sequence: number
      previous: string | null
      name: string
    }
    const known = this.hashes.get(`${source} ${sequence}`)
    if (known !== undefined && known !== hash) throw new Error(`fork: ${source} ${sequence}`)
    const head = this.heads.get(source) ?? 0
    if (sequence > head + 1) throw new Error(`gap: ${source} ${sequence} after ${head}`)
    if (sequence > 1 && this.hashes.get(`${source} ${sequence - 1}`) !== previous)
      throw new Error(`${source} ${sequence} does not name the one before it`)
    this.hashes.set(`${source} ${sequence}`, hash)
    this.heads.set(source, Math.max(head, sequence))
    this.names.add(name)
  }
}

const ROUNDS = isNightly ? 2_000 : 60
test(`the power goes at any moment, ${ROUNDS} times (HOLDFAST_SEED=${SEED})`, async () => {
  const random = seededRandom(SEED)
  const centre = new Centre()
  const acknowledged = new Set<string>()
  let disk = new TestDisk()
  let [dropped, forwarded] = [0, 0]
  const openAll = async (fileSystem: TestDisk) => {
    const answers = await AnswerLog.open(fileSystem, 'answers')
    const spool = await open('spool', {
      fileSystem,
      bytesMax: 1024 * 1024,
      settled: answers.positions,
      dropped: (entries) => (dropped += entries.length),
    })
    return { answers, spool }
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const { answers, spool } = await openAll(disk)
    const power = { isCut: false }
    const gone = new Promise<void>((resolve) => {
      disk.cutAfter(1 + Math.floor(random() * 400), {
        random,
        onCut: () => {
          power.isCut = true
          resolve()
        },
      })
    })
    const writer = async (source: string, w: number): Promise<void> => {
      for (let n = 0; !power.isCut; n += 1) {
        const name = `${source} ${round} ${w} ${n}`
        const put = await spool.put(batchOf(source, name, Math.floor(random() * 20_000)))
        if ('entry' in put && !power.isCut) acknowledged.add(name)
      }
    }
    const forwarder = async (source: string): Promise<void> => {
      while (!power.isCut) {
        const entry = firstOf(spool, source)
        const record = entry && (await spool.read(entry))
        if (entry === null || record === null) {
          await new Promise((resolve) => {
            setImmediate(resolve)
          })
          continue
        }
        if (power.isCut) return
        centre.show(source, record.sign1, record.hash)
        forwarded += 1
        await answers.add(settledOf(entry))
        if (!power.isCut) spool.settle(entry)
      }
    }
    const failed: unknown[] = []
    const run = (work: Promise<void>): void =>
      void work.catch((error: unknown) => failed.push(error))
    for (const source of ['a', 'b']) {
      for (const w of [0, 1, 2]) run(writer(source, w))
      // In some rounds the link is down.
      if (random() < 0.6) run(forwarder(source))
    }
    await gone
    expect(failed, `round ${round}`).toEqual([])
    disk = random() < 0.5 ? disk.afterCut(random) : disk.afterKill()
  }
  const { answers, spool } = await openAll(disk)
  for (const source of ['a', 'b'])
    for (let entry = firstOf(spool, source); entry !== null; entry = firstOf(spool, source)) {
      const record = await spool.read(entry)
      if (record === null) throw new Error('lost')
      centre.show(source, record.sign1, record.hash)
      spool.settle(entry)
    }
  await spool.close()
  await answers.close()
  expect([...acknowledged].filter((name) => !centre.names.has(name))).toEqual([])
  // The test met what it is for.
  expect(acknowledged.size).toBeGreaterThan(ROUNDS)
  expect(forwarded).toBeGreaterThan(ROUNDS)
  expect(dropped).toBeGreaterThan(0)
})
