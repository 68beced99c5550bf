/**
 * Goal: a torn tail is cut and reported, damage anywhere else is refused with its place, and a disk that fails at any
 * moment never makes the journal acknowledge what it does not hold.
 * Method: a small real journal, then: cut after each byte of the last record; flip a bit at sampled offsets of every
 * file; fail each file operation in turn through the port, then open and verify what is left.
 */
import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefused, seededRandom } from '@holdfast/core/units'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Journal, nodeFileSystem, seededSalts, seededSigner, verifyJournal } from './index.ts'
import type { FileSystem, JournalFile, JournalOptions, JournalRecord } from './index.ts'

const ORIGIN = 'holdfast.test/damage'
const signer = seededSigner(ORIGIN, 'damage')
const LOG = 'log-00000000'
const PAYLOAD = 'payload-00000000'
const LOG_RECORD_BYTES = 96

// In memory where there is such a place: these cases sync thousands of times and judge no disk.
const folder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

let root = ''
let dir = ''
beforeEach(async () => {
  root = await mkdtemp(join(folder, 'holdfast-damage-'))
  dir = join(root, 'journal')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const record = (n: number): JournalRecord => ({
  kind: 'verify.claim-received',
  payload: { n, text: 'x'.repeat(n % 40) },
  refs: [],
  actor: { name: 'Watch', nation: 'XAA', role: 'watch', office: 'monitor', keyId: 'dev' },
  atMs: n,
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: [],
  },
})

const openAt = (
  path: string,
  more: Partial<JournalOptions> = {},
): ReturnType<typeof Journal.open> =>
  Journal.open({ dir: path, origin: ORIGIN, signer, salt: seededSalts('d'), ...more })

async function open(path: string, more: Partial<JournalOptions> = {}) {
  const opened = await openAt(path, more)
  if (isRefused(opened)) throw new Error(opened.refused)
  return opened
}

/** Copies the directory while the writer is at work: what a killed process leaves, before its last group counted. */
async function journalWithTail(before: number): Promise<string> {
  const { journal } = await open(dir)
  await journal.append(Array.from({ length: before }, (_, n) => record(n)))
  await journal.checkpoint()
  const head = await readFile(join(dir, 'head'))
  await journal.append([record(before), record(before + 1)])
  const copy = join(root, 'torn')
  await cp(dir, copy, { recursive: true })
  await writeFile(join(copy, 'head'), head)
  for (const name of await readdir(copy)) if (name.startsWith('lock')) await rm(join(copy, name))
  await journal.close()
  return copy
}

const sizeOf = async (path: string): Promise<number> => (await readFile(path)).length

test('a tail torn at any byte of the last record is cut and reported, and appending goes on', async () => {
  const torn = await journalWithTail(5)
  const whole = {
    log: await readFile(join(torn, LOG)),
    payload: await readFile(join(torn, PAYLOAD)),
  }
  const starts = { log: 64 + 5 * LOG_RECORD_BYTES, payload: 0 }
  const { journal } = await open(dir)
  starts.payload = 64
  for (let n = 0; n < 6; n++) {
    const sealed = await journal.sealed(n)
    starts.payload += 56 + (sealed?.envelope.length ?? 0) + (sealed?.payload.length ?? 0)
  }
  await journal.close()
  const cases = [
    ...Array.from({ length: LOG_RECORD_BYTES + 1 }, (_, i) => ({
      name: LOG,
      length: starts.log + LOG_RECORD_BYTES - 1 + i,
    })),
    ...Array.from({ length: whole.payload.length - starts.payload + 1 }, (_, i) => ({
      name: PAYLOAD,
      length: starts.payload - 1 + i,
    })),
  ]
  const seen = new Set<number>()
  for (const { name, length } of cases) {
    await writeFile(join(torn, LOG), whole.log)
    await writeFile(join(torn, PAYLOAD), whole.payload)
    await truncate(join(torn, name), length)
    const saved = {
      checkpoint: await readFile(join(torn, 'checkpoint')),
      head: await readFile(join(torn, 'head')),
    }
    const { journal: mended, recovered } = await open(torn)
    expect([5, 6]).toContain(mended.size)
    expect(recovered.entries).toBe(mended.size)
    expect(recovered.cuts.length).toBeGreaterThan(0)
    seen.add(mended.size)
    await mended.append([record(9)])
    await mended.close()
    expect(await verifyJournal(torn)).toMatchObject({ tailBytes: 0 })
    await writeFile(join(torn, 'checkpoint'), saved.checkpoint)
    await writeFile(join(torn, 'head'), saved.head)
  }
  expect(seen).toEqual(new Set([5, 6]))
})

test('a whole tail above the recorded size is kept and counted as unacknowledged', async () => {
  const { journal, recovered } = await open(await journalWithTail(5))
  expect(recovered).toMatchObject({ entries: 7, unacknowledged: 2, cuts: [] })
  await journal.close()
})

test('a record of a later group behind a fault proves that the fault is no torn tail', async () => {
  const torn = await journalWithTail(3)
  const { journal } = await open(torn)
  await journal.append([record(5)])
  await journal.close()
  // As after a power cut: neither head nor checkpoint knows of anything.
  const fresh = join(root, 'fresh')
  await (await open(fresh)).journal.close()
  for (const name of ['head', 'checkpoint']) await cp(join(fresh, name), join(torn, name))
  const log = await readFile(join(torn, LOG))
  const at = 64 + 1 * LOG_RECORD_BYTES + 40
  log[at] = (log[at] ?? 0) ^ 1
  await writeFile(join(torn, LOG), log)
  expect(await openAt(torn)).toMatchObject({
    refused: expect.stringMatching(/log-00000000 is damaged at offset 160/) as string,
  })
})

test('a flipped bit anywhere in any file is refused with file and offset', async () => {
  const { journal } = await open(dir, { segmentBytesMax: 1500 })
  for (let n = 0; n < 12; n++) await journal.append([record(n)])
  await journal.erase(4)
  await journal.close()
  const random = seededRandom(1)
  const names = (await readdir(dir)).filter((name) => !name.startsWith('lock'))
  expect(names.length).toBeGreaterThan(6)
  for (const name of names) {
    const path = join(dir, name)
    const sound = await readFile(path)
    const offsets = new Set([0, 4, 5, sound.length - 1])
    for (let i = 0; i < 12; i++) offsets.add(Math.floor(random() * sound.length))
    for (const offset of offsets) {
      const bytes = Buffer.from(sound)
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
      await writeFile(path, bytes)
      const refused = { refused: expect.stringMatching(/offset \d+/) as string }
      expect(await verifyJournal(dir), `${name} at ${offset}`).toMatchObject(refused)
      expect(await openAt(dir), `${name} at ${offset}`).toMatchObject(refused)
      expect(await readFile(path)).toEqual(bytes)
    }
    await writeFile(path, sound)
  }
  expect(await verifyJournal(dir)).toMatchObject({ size: 12, tombstones: 1 })
})

test('a byte that rots while the journal is open is seen when its entry is read', async () => {
  const { journal } = await open(dir)
  await journal.append([record(0), record(1)])
  const payload = await readFile(join(dir, PAYLOAD))
  await writeFile(join(dir, PAYLOAD), payload.with(payload.length - 3, 0))
  await expect(journal.entry(1)).rejects.toThrow(
    /payload-00000000 is damaged at offset \d+: entry 1/,
  )
  expect(await journal.entry(0)).toMatchObject({ index: 0 })
  await journal.close()
})

test('files cut, missing or too long are refused or reported', async () => {
  const { journal } = await open(dir, { segmentBytesMax: 1500 })
  for (let n = 0; n < 12; n++) await journal.append([record(n)])
  await journal.close()
  const copyAs = async (name: string): Promise<string> => {
    await cp(dir, join(root, name), { recursive: true })
    return join(root, name)
  }
  const cut = await copyAs('cut')
  const last = (await readdir(cut)).toSorted().findLast((name) => name.startsWith('log-')) ?? ''
  await truncate(join(cut, last), (await sizeOf(join(cut, last))) - LOG_RECORD_BYTES)
  expect(await verifyJournal(cut)).toMatchObject({
    refused: expect.stringMatching(/12 were durable/) as string,
  })
  for (const name of [LOG, PAYLOAD, 'log-00000001', 'checkpoint', 'key']) {
    const missing = await copyAs(`missing-${name}`)
    await rm(join(missing, name))
    expect(await openAt(missing)).toHaveProperty('refused')
    expect(await verifyJournal(missing)).toHaveProperty('refused')
  }
  const long = await copyAs('long')
  await appendFile(join(long, PAYLOAD), 'x')
  expect(await verifyJournal(long)).toMatchObject({
    refused: expect.stringMatching(/1 bytes that no entry/) as string,
  })
  const headless = await copyAs('headless')
  await rm(join(headless, 'head'))
  await (await open(headless)).journal.close()
})

/** A file system that starts to fail, with a full disk, at its nth changing operation; a write may stop half-way. */
function failingFrom(
  nth: number,
  forever: boolean,
): { fileSystem: FileSystem; count: () => number } {
  let operations = 0
  const step = async (
    attempt: () => Promise<void>,
    partly?: () => Promise<void>,
  ): Promise<void> => {
    operations++
    const fails = forever ? operations >= nth : operations === nth
    if (!fails) return attempt()
    await partly?.()
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  }
  const wrap = (file: JournalFile, isHead: boolean): JournalFile => ({
    ...file,
    write: (bytes, at) =>
      step(
        () => file.write(bytes, at),
        // A write within one sector is whole or absent; `head` relies on that.
        isHead ? undefined : () => file.write(bytes.subarray(0, bytes.length / 2), at),
      ),
    datasync: () => step(() => file.datasync()),
    truncate: (length) => step(() => file.truncate(length)),
  })
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    openFile: async (path, mode) => {
      if (mode === 'create') await step(() => Promise.resolve())
      return wrap(await nodeFileSystem.openFile(path, mode), path.endsWith('/head'))
    },
    rename: (from, to) => step(() => nodeFileSystem.rename(from, to)),
    remove: (path) => step(() => nodeFileSystem.remove(path)),
    syncDirectory: (path) => step(() => nodeFileSystem.syncDirectory(path)),
  }
  return { fileSystem, count: () => operations }
}

/** Appends ten groups through a failing disk; returns the indexes that were acknowledged. */
async function appendThrough(fileSystem: FileSystem): Promise<ReadonlyMap<number, number>> {
  const acknowledged = new Map<number, number>()
  const opened = await openAt(dir, { fileSystem, segmentBytesMax: 1500 })
  if (isRefused(opened)) return acknowledged
  const { journal } = opened
  for (let n = 0; n < 10; n++) {
    const result = await journal.append([record(n)]).catch(() => [])
    for (const { index } of result) acknowledged.set(index, n)
    if (n === 5 && journal.size > 2) await journal.erase(0).catch(() => undefined)
  }
  await journal.close().catch(() => undefined)
  return acknowledged
}

test.each([true, false])(
  'whichever operation fails (for good: %s), every acknowledged entry is there afterwards',
  async (forever) => {
    let total = Number.POSITIVE_INFINITY
    let outlived = 0
    for (let nth = 1; nth <= total; nth++) {
      await rm(dir, { recursive: true, force: true })
      const { fileSystem, count } = failingFrom(nth, forever)
      const acknowledged = await appendThrough(fileSystem)
      if (count() < nth) break
      total = 400
      // The process is gone: a lock that could not be released is a dead one's.
      for (const name of await readdir(dir)) if (name.startsWith('lock')) await rm(join(dir, name))
      const { journal } = await open(dir)
      expect(journal.size).toBeGreaterThanOrEqual(acknowledged.size)
      for (const [index, n] of acknowledged) {
        const entry = await journal.entry(index)
        if ('tombstone' in entry) continue
        expect(entry.payload).toMatchObject({ n })
      }
      await journal.append([record(99)])
      await journal.close()
      expect(await verifyJournal(dir)).toMatchObject({ tailBytes: 0 })
      if (acknowledged.size > 0 && acknowledged.size < 10) outlived++
    }
    expect(outlived).toBeGreaterThan(10)
  },
)

/** The detector above must see a disk that keeps nothing of what it acknowledged. */
test('a journal on a disk that loses a write is caught by verification', async () => {
  let isLosing = false
  const lossy: FileSystem = {
    ...nodeFileSystem,
    openFile: async (path, mode) => {
      const file = await nodeFileSystem.openFile(path, mode)
      const isPayload = path.includes('payload-')
      const write: JournalFile['write'] = (bytes, at) =>
        isLosing && isPayload ? Promise.resolve() : file.write(bytes, at)
      return { ...file, write }
    },
  }
  const { journal } = await open(dir, { fileSystem: lossy })
  await journal.append([record(0)])
  isLosing = true
  await journal.append([record(1)])
  await journal.close()
  expect(await verifyJournal(dir)).toHaveProperty('refused')
})
