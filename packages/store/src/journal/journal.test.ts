/**
 * Goal: the journal keeps what it acknowledged, in order, provably, across openings; and refuses what it must.
 * Method: examples on a real directory; the same seeds give the same root; limits are met one past the edge.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCheckpoint, parseNote, toHex, verifyConsistency } from '@holdfast/core/evidence'
import { verifyInclusion, type Entry, type Tombstone } from '@holdfast/core/evidence'
import { isRefused } from '@holdfast/core/units'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Journal, loadOrCreateSigner, noteSignedBy, PAYLOAD_BYTES_MAX } from './index.ts'
import { nodeFileSystem, seededSalts, seededSigner, verifyJournal } from './index.ts'
import type { FileSystem, JournalOptions, JournalRecord, VerifiedJournal } from './index.ts'

const ORIGIN = 'holdfast.test/journal'
const signer = seededSigner(ORIGIN, 'test')

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdfast-journal-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const record = (n: number, more: Partial<JournalRecord> = {}): JournalRecord => ({
  kind: 'verify.claim-received',
  payload: { n, text: 'говорить — ✓' },
  refs: n > 0 ? [n - 1] : [],
  actor: { name: 'Watch', nation: 'XAA', role: 'watch', office: 'monitor', keyId: 'dev' },
  atMs: 1_466_000_000_000 + n,
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  ...more,
})

async function open(more: Partial<JournalOptions> = {}): Promise<Journal> {
  const salt = seededSalts('test')
  const opened = await Journal.open({ dir, origin: ORIGIN, signer, salt, ...more })
  if (isRefused(opened)) throw new Error(opened.refused)
  return opened.journal
}

const all = async (journal: Journal): Promise<(Entry | Tombstone)[]> => {
  const entries: (Entry | Tombstone)[] = []
  for await (const entry of journal.read(0)) entries.push(entry)
  return entries
}

test('entries come back as they were acknowledged, before and after a new opening', async () => {
  const first = await open()
  const acknowledged = [
    ...(await first.append([record(0), record(1, { exercise: 'ex-1' })])),
    ...(await first.append([record(2, { payload: null })])),
  ]
  expect(acknowledged.map(({ index }) => index)).toEqual([0, 1, 2])
  expect(await all(first)).toEqual(acknowledged)
  const root = toHex(first.rootHash())
  await first.close()
  const second = await open()
  expect(second.size).toBe(3)
  expect(toHex(second.rootHash())).toBe(root)
  expect(await all(second)).toEqual(acknowledged)
  expect(await second.entry(1)).toEqual(acknowledged[1])
  await second.append([record(3)])
  await second.close()
  expect(await verifyJournal(dir, { key: signer })).toMatchObject({ size: 4, tailBytes: 0 })
  await expect(second.append([record(4)])).rejects.toMatchObject({ code: 'closed' })
})

test('the root depends on seeds and entries alone, not on grouping or segments', async () => {
  const one = await open()
  await one.append(Array.from({ length: 50 }, (_, n) => record(n)))
  const root = toHex(one.rootHash())
  await one.close()
  await rm(dir, { recursive: true })
  const many = await open({ segmentBytesMax: 2000 })
  // One at a time: each is its own group.
  for (let n = 0; n < 50; n++) {
    await many.append([record(n)])
  }
  expect(toHex(many.rootHash())).toBe(root)
  await many.close()
  const verified = await verifyJournal(dir)
  expect(verified).toMatchObject({ rootHash: root, size: 50 })
  expect((verified as VerifiedJournal).segments).toBeGreaterThan(5)
  const again = await open({ segmentBytesMax: 2000 })
  expect(await all(again)).toHaveLength(50)
  await again.close()
})

test('a hundred appends in flight share few syncs', async () => {
  let syncs = 0
  const counting: FileSystem = {
    ...nodeFileSystem,
    openFile: async (path, mode) => {
      const file = await nodeFileSystem.openFile(path, mode)
      const datasync = (): Promise<void> => {
        syncs++
        return file.datasync()
      }
      return { ...file, datasync }
    },
  }
  const journal = await open({ fileSystem: counting })
  syncs = 0
  const appends = Array.from({ length: 100 }, (_, n) => journal.append([record(n)]))
  const indexes = (await Promise.all(appends)).flat().map(({ index }) => index)
  expect(indexes).toEqual(Array.from({ length: 100 }, (_, n) => n))
  expect(syncs).toBe(2)
  await journal.close()
})

test('proofs and checkpoint verify, also across an erasure', async () => {
  const journal = await open()
  await journal.append(Array.from({ length: 21 }, (_, n) => record(n)))
  const old = { size: journal.size, root: journal.rootHash() }
  await journal.append(Array.from({ length: 12 }, (_, n) => record(21 + n)))
  const newRoot = journal.rootHash()
  await journal.erase(7)
  expect(await journal.entry(7)).toEqual({ index: 7, tombstone: true })
  expect(await journal.sealed(7)).toBeNull()
  const hashes = { leafHash: journal.leafHash(7), rootHash: newRoot }
  expect(verifyInclusion(journal.proofOfInclusion(7), hashes)).toBe(true)
  const proof = journal.proofOfConsistency(old.size)
  expect(verifyConsistency(proof, { oldRoot: old.root, newRoot })).toBe(true)
  const note = parseNote(await journal.checkpoint())
  if (isRefused(note)) throw new Error(note.refused)
  expect(noteSignedBy(note, signer)).toBe(true)
  expect(parseCheckpoint(note.text)).toEqual({ origin: ORIGIN, size: 33, rootHash: newRoot })
  await journal.close()
  expect(await verifyJournal(dir)).toMatchObject({ size: 33, tombstones: 1 })
  const again = await open()
  expect(toHex(again.rootHash())).toBe(toHex(newRoot))
  expect(await again.entry(7)).toEqual({ index: 7, tombstone: true })
  await again.close()
})

test('an erasure that was interrupted is completed when the journal is opened', async () => {
  const journal = await open()
  await journal.append([record(0), record(1)])
  await journal.close()
  await writeFile(join(dir, 'erasing'), 'erasing 1\n')
  expect(await verifyJournal(dir)).toMatchObject({ size: 2 })
  const again = await open()
  expect(await again.entry(1)).toEqual({ index: 1, tombstone: true })
  await again.close()
  expect(await verifyJournal(dir)).toMatchObject({ size: 2, tombstones: 1 })
})

test('a second opening is refused while the first holds the directory', async () => {
  const journal = await open()
  const second = await Journal.open({ dir, origin: ORIGIN, signer, salt: seededSalts('x') })
  expect(second).toMatchObject({ refused: expect.stringMatching(/in use by this process .*lock/) })
  await journal.close()
  await (await open()).close()
})

test('another origin, another key, or no directory is refused', async () => {
  await (await open()).close()
  const salt = seededSalts('x')
  const origin = await Journal.open({ dir, origin: 'other', signer, salt })
  expect(origin).toMatchObject({ refused: expect.stringMatching(/the journal of holdfast\.test/) })
  const key = await Journal.open({ dir, origin: ORIGIN, signer: seededSigner(ORIGIN, 'b'), salt })
  expect(key).toMatchObject({ refused: expect.stringMatching(/not by the/) })
  const missing = await verifyJournal(join(dir, 'nothing'))
  expect(missing).toMatchObject({ refused: expect.stringMatching(/key is missing/) })
  const file = await Journal.open({ dir: join(dir, 'key'), origin: ORIGIN, signer, salt })
  expect(file).toMatchObject({ refused: expect.stringMatching(/cannot open the journal/) })
})

const NO_PAYLOAD = { payload: undefined } as unknown as Partial<JournalRecord>

test('records over a limit are refused and cost nothing', async () => {
  const journal = await open({ queueBytesMax: 2000 })
  const refusedFor = async (more: Partial<JournalRecord>, message: RegExp): Promise<void> => {
    await expect(journal.append([record(0, more)])).rejects.toThrow(message)
  }
  await refusedFor(
    { payload: 'x'.repeat(PAYLOAD_BYTES_MAX - 1) },
    /67108865 bytes; 67108864 are allowed/,
  )
  await refusedFor({ kind: 'nonsense' }, /a kind reads/)
  await refusedFor({ atMs: 0.5 }, /whole milliseconds/)
  await refusedFor(NO_PAYLOAD, /no JSON value/)
  await refusedFor({ exercise: 'x'.repeat(1024 * 1024) }, /envelope has/)
  await refusedFor({ refs: Array.from({ length: 10_001 }, () => 0) }, /refs/)
  const many = Array.from({ length: 10_001 }, () => record(0))
  await expect(journal.append(many)).rejects.toMatchObject({ code: 'refused' })
  const flood = Array.from({ length: 100 }, (_, n) => journal.append([record(n)]))
  const results = await Promise.allSettled(flood)
  const rejected = results.filter((result) => result.status === 'rejected')
  expect(rejected.length).toBeGreaterThan(0)
  expect(rejected.every(({ reason }) => (reason as { code: string }).code === 'full')).toBe(true)
  expect(journal.size).toBe(100 - rejected.length)
  await journal.append([record(0, { payload: 'x'.repeat(5000) })])
  await journal.close()
})

test('a key file is made once, private, and bound to its name', async () => {
  const at = { dir, file: 'signing-key', name: ORIGIN }
  const made = await loadOrCreateSigner(at)
  const loaded = await loadOrCreateSigner(at)
  if (isRefused(made) || isRefused(loaded)) throw new Error('refused')
  expect(loaded.publicKey).toEqual(made.publicKey)
  expect((await stat(join(dir, 'signing-key'))).mode & 0o777).toBe(0o600)
  expect(await loadOrCreateSigner({ ...at, name: 'other' })).toMatchObject({
    refused: expect.stringMatching(/holds the key of/),
  })
  await writeFile(join(dir, 'signing-key'), 'nonsense')
  expect(await loadOrCreateSigner(at)).toMatchObject({
    refused: expect.stringMatching(/not a signing key/),
  })
})
