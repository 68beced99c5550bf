/**
 * Goal: what an edge acknowledged arrives at the centre, once, in the order of its source, under an unbroken chain,
 * whatever the link does; what the disk has no room for arrives as a commitment; a source that the centre refuses holds
 * up no other. Method: a real deployment behind a real server, a wire between that is cut, swallows answers and comes
 * back under load, and the record of the centre read entry by entry.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefused } from '@holdfast/core/units'
import { nodeHashing, prepareBatch } from '@holdfast/engine/batch'
import { readValues } from '@holdfast/formats/observation'
import { nodeFileSystem } from '@holdfast/store/journal'
import { encodeSignedBatch, statementToSign } from '@holdfast/formats/signed-batch'
import { AnswerLog } from './answers.ts'
import { readEdgeStatus } from './status.ts'
import {
  enrolEdgeKey,
  isForwarded,
  offer,
  offered,
  openCentre,
  openWire,
  removeThrowaways,
  rowOf,
  sourceOf,
  startEdge,
  throwaway,
  until,
  type Recorded,
} from '../../../../tests/support/edge-centre.ts'

let centre: Awaited<ReturnType<typeof openCentre>>
beforeAll(async () => {
  centre = await openCentre()
})
afterAll(async () => {
  await centre.close()
  removeThrowaways()
})

const unsigned = (id: string) => sourceOf(id, { unsigned: 'accepted' })
const stats = (batches: readonly Recorded[], source: string) => {
  const own = batches.filter(({ signed }) => signed?.source === source)
  return {
    sequences: own.map(({ signed }) => signed?.sequence ?? 0),
    records: own.flatMap(({ observations }) => observations.map(({ recordId }) => recordId)),
    dropped: own.reduce((sum, { dropped = 0 }) => sum + dropped, 0),
  }
}
const none = { batches: 0, rows: 0 }
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

test('through a link that is cut, comes back and loses answers, all arrives once and in order', async () => {
  const wire = await openWire(centre.url)
  const dir = throwaway()
  const ids = ['mast-1', 'mast-2', 'mast-3']
  for (const id of ids) await enrolEdgeKey(dir, id, centre.enrol)
  let edge = await startEdge(dir, wire.url, ids.map(unsigned))
  const sent = new Map<string, string[]>(ids.map((id) => [id, []]))
  const batchesOf = new Map<string, number>(ids.map((id) => [id, 0]))
  let n = 0
  for (let round = 0; round < 12; round += 1) {
    wire.set((['up', 'cut', 'swallow', 'up'] as const)[round % 4] ?? 'up')
    // One edge in the middle is closed and opened again while the link is down.
    if (round === 5) {
      await edge.close()
      edge = await startEdge(dir, wire.url, ids.map(unsigned))
    }
    await Promise.all(
      ids.map(async (id) => {
        for (let batch = 0; batch < 5; batch += 1) {
          const rows = [n, n + 1, n + 2].map((i) => rowOf(id, i))
          n += 3
          const answer = await offered(edge, rows)
          expect(answer).toMatchObject({ accepted: 3, rejected: [] })
          sent.get(id)?.push(...rows.map(({ recordId }) => recordId))
          batchesOf.set(id, (batchesOf.get(id) ?? 0) + 1)
        }
      }),
    )
    await delay(30)
  }
  wire.set('up')
  await until(() => isForwarded(edge), 60_000)
  const batches = await centre.batches()
  for (const id of ids) {
    const { sequences, records } = stats(batches, id)
    expect(sequences).toEqual(upTo(batchesOf.get(id) ?? 0))
    expect(records).toEqual(sent.get(id))
    expect(centre.holdfast.mission.observe.chains.get(id)?.gaps).toEqual([])
  }
  expect(edge.status()).toMatchObject({ link: { isUp: true }, disk: { isFull: false } })
  // The same rows once more make no new statement: they are known here.
  const before = edge.status().sources[0]?.head
  expect(edge.said.some((line) => line.includes('pauses'))).toBe(true)
  await edge.close()
  expect(await readEdgeStatus(dir)).toMatchObject({
    isRunning: false,
    sources: [{ head: before }, {}, {}],
  })
  const answers = await AnswerLog.read(nodeFileSystem, `${dir}/answers`)
  expect(answers.length).toBe([...batchesOf.values()].reduce((sum, one) => sum + one, 0))
  expect(answers.every(({ status, accepted }) => status === 201 && accepted === 3)).toBe(true)
  await wire.close()
})

// A thousand batches of one source, one after the other: on a busy machine that takes a while.
const MANY_MS = 200_000
test(
  'over its disk bound it keeps statements, and refuses when these do not fit either',
  async () => {
    const wire = await openWire(centre.url)
    wire.set('cut')
    const dir = throwaway()
    await enrolEdgeKey(dir, 'mast-4', centre.enrol)
    const diskBytesMax = 1024 * 1024
    const edge = await startEdge(dir, wire.url, [unsigned('mast-4')], { diskBytesMax })
    const [ROWS, AT_ONCE] = [8, 16]
    const taken: number[] = []
    let isFull = false
    for (let first = 0; first < 8_000 && !isFull; first += AT_ONCE) {
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, i) =>
          offer(
            edge,
            Array.from({ length: ROWS }, (_row, row) => rowOf('mast-4', (first + i) * ROWS + row)),
          ),
        ),
      )
      expect(edge.status().disk.bytes).toBeLessThanOrEqual(diskBytesMax)
      for (const [i, answer] of answers.entries())
        if (isRefused(answer)) {
          expect(answer).toMatchObject({ status: 503, refused: expect.stringContaining('full') })
          isFull = true
        } else taken.push(first + i)
    }
    expect(isFull).toBe(true)
    // Many more than would fit with their rows.
    expect(taken.length * ROWS * 600).toBeGreaterThan(10 * diskBytesMax)
    const [waiting] = edge.status().sources
    expect(waiting).toMatchObject({ head: taken.length, waiting: { batches: taken.length } })
    const { batches: droppedBatches, rows: droppedRows } = waiting?.droppedWaiting ?? none
    expect(droppedRows).toBe(droppedBatches * ROWS)
    wire.set('up')
    await until(() => isForwarded(edge), MANY_MS)
    const batches = await centre.batches()
    const { sequences, records, dropped } = stats(batches, 'mast-4')
    expect(sequences).toEqual(upTo(taken.length))
    expect(dropped).toBe(droppedRows)
    // The oldest went first: what is left is the newest, without a hole.
    const kept = taken.slice(droppedBatches)
    expect(records).toEqual(
      kept.flatMap((batch) => Array.from({ length: ROWS }, (_, i) => `mast-4-${batch * ROWS + i}`)),
    )
    expect(edge.status().sources[0]).toMatchObject({
      droppedForwarded: { batches: droppedBatches, rows: droppedRows },
      droppedWaiting: { batches: 0, rows: 0 },
      answered: { batches: taken.length, accepted: kept.length * ROWS, rejectedRows: 0 },
      stuck: null,
    })
    // Room again.
    expect(await offered(edge, [rowOf('mast-4', 100_000)])).toMatchObject({ accepted: 1 })
    await edge.close()
    await wire.close()
  },
  MANY_MS + 40_000,
)

describe('a source that the centre refuses', () => {
  test('holds up no other, loses nothing, and goes on when its key is enrolled', async () => {
    const dir = throwaway()
    await enrolEdgeKey(dir, 'known', centre.enrol)
    const later: Parameters<typeof centre.enrol>[0][] = []
    await enrolEdgeKey(dir, 'late', async (source) => void later.push(source))
    const edge = await startEdge(dir, centre.url, [unsigned('late'), unsigned('known')])
    for (let n = 0; n < 6; n += 1)
      for (const id of ['late', 'known']) await offered(edge, [rowOf(id, n)])
    const of = (id: string) => edge.status().sources.find(({ source }) => source === id)
    await until(() => of('known')?.waiting.batches === 0 && of('late')?.stuck !== null)
    expect(of('late')).toMatchObject({
      head: 6,
      forwarded: 0,
      waiting: { batches: 6 },
      stuck: { status: 401, why: expect.stringContaining('not in the registry') },
    })
    expect(edge.status().link.isUp).toBe(true)
    for (const source of later) await centre.enrol(source)
    await until(() => isForwarded(edge))
    expect(of('late')).toMatchObject({ forwarded: 6, stuck: null })
    expect(stats(await centre.batches(), 'late').sequences).toEqual(upTo(6))
    expect(edge.said.filter((line) => line.includes('refuses statement 1'))).toHaveLength(1)
    await edge.close()
  })

  test('because another wrote its chain is stuck with 409, and nothing of it is given up', async () => {
    const [one, two] = [throwaway(), throwaway()]
    await enrolEdgeKey(one, 'forked', centre.enrol)
    await nodeFileSystem.makeDirectory(`${two}/keys`)
    await nodeFileSystem.link(`${one}/keys/forked.key`, `${two}/keys/forked.key`)
    const first = await startEdge(one, centre.url, [unsigned('forked')])
    await offered(first, [rowOf('forked', 1)])
    await until(() => isForwarded(first))
    await first.close()
    const second = await startEdge(two, centre.url, [unsigned('forked')])
    await offered(second, [rowOf('forked', 2)])
    await until(() => second.status().sources[0]?.stuck !== null)
    expect(second.status().sources[0]).toMatchObject({
      waiting: { batches: 1 },
      stuck: { status: 409, why: expect.stringContaining('fork') },
    })
    await second.close()
  })
})

test('what a sensor signed passes unchanged, in its order; with an edge key for it, it is refused', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const keyId = createHash('sha256').update(raw).digest('hex')
  const key = { keyId, publicKey: raw.toString('hex'), fromMs: 0, revokedMs: null }
  const sensor = sourceOf('sensor', { keys: [key] })
  await centre.enrol(sensor)
  const dir = throwaway()
  const edge = await startEdge(dir, centre.url, [sensor, unsigned('plain')])
  // An unsigned batch gives the roots, as a sensor would work them out.
  let previous: string | null = null
  const sign1s: string[] = []
  for (let sequence = 1; sequence <= 5; sequence += 1) {
    const rows = [rowOf('sensor', 2 * sequence), rowOf('sensor', 2 * sequence + 1)]
    const { root } = prepareBatch(readValues(rows, nodeHashing), {
      nowMs: Date.now(),
      exercise: null,
    })
    const statement = { source: 'sensor', sequence, previous, root, signedAtMs: Date.now() }
    const { signedBytes, hash, finish } = statementToSign(statement, keyId)
    const sign1 = finish(sign(null, signedBytes, privateKey))
    previous = hash
    sign1s.push(Buffer.from(sign1).toString('base64url'))
    const batch = {
      media: 'application/vnd.holdfast.signed-batch+cbor' as const,
      bytes: encodeSignedBatch(sign1, sequence === 4 ? 2 : rows),
      via: { channel: 'test' },
      actor: null,
    }
    // Sent twice, as a sensor does that heard nothing: forwarded once.
    for (let time = 0; time < 2; time += 1)
      expect(await edge.intake.batch(batch)).toMatchObject({ batch: root })
  }
  expect(await offer(edge, [rowOf('plain', 1)])).toMatchObject({
    accepted: 0,
    rejected: [{ index: 0, reason: expect.stringContaining('no key') }],
  })
  await until(() => isForwarded(edge))
  const batches = (await centre.batches()).filter(({ signed }) => signed?.source === 'sensor')
  expect(batches.map(({ signed }) => signed?.sign1)).toEqual(sign1s)
  expect(stats(batches, 'sensor').dropped).toBe(2)
  expect(edge.status().sources[0]).toMatchObject({ signer: 'sensor', head: 5, forwarded: 5 })
  await edge.close()
})

test('rows of several sources are signed apart; bad ones are told at once', async () => {
  const dir = throwaway()
  for (const id of ['c', 'd']) await enrolEdgeKey(dir, id, centre.enrol)
  const edge = await startEdge(dir, centre.url, [unsigned('c'), unsigned('d')])
  const rows = [
    rowOf('c', 1),
    rowOf('d', 1),
    { ...rowOf('c', 2), category: 'nonsense' },
    { ...rowOf('c', 3), observed: { ...rowOf('c', 3).observed, fromMs: 9e15 } },
    rowOf('c', 1),
    rowOf('c', 4),
  ]
  const answer = await offered(edge, rows)
  expect(answer.accepted).toBe(3)
  expect(answer.rejected.map(({ index }) => index)).toEqual([2, 3, 4])
  expect(await offered(edge, rows)).toEqual(answer)
  await until(() => isForwarded(edge))
  const batches = await centre.batches()
  expect(stats(batches, 'c').records).toEqual(['c-1', 'c-4'])
  expect(stats(batches, 'd').records).toEqual(['d-1'])
  expect(stats(batches, 'c').sequences).toEqual([1])
  await edge.close()
})

test('a batch of more rows than a centre takes at once is signed in pieces', async () => {
  const dir = throwaway()
  await enrolEdgeKey(dir, 'e', centre.enrol)
  const edge = await startEdge(dir, centre.url, [unsigned('e')])
  const rows = Array.from({ length: 5_000 }, (_, i) => rowOf('e', i))
  expect(await offered(edge, rows)).toMatchObject({ accepted: rows.length })
  await until(() => isForwarded(edge))
  const { sequences, records } = stats(await centre.batches(), 'e')
  expect(sequences.length).toBeGreaterThan(1)
  expect(sequences).toEqual(upTo(sequences.length))
  expect(records).toEqual(rows.map(({ recordId }) => recordId))
  await edge.close()
})

test('a second edge in one directory is refused', async () => {
  const dir = throwaway()
  const edge = await startEdge(dir, 'http://127.0.0.1:9', [unsigned('a')])
  await expect(startEdge(dir, 'http://127.0.0.1:9', [])).rejects.toThrow('runs the edge in')
  await edge.close()
  const next = await startEdge(dir, 'http://127.0.0.1:9', [])
  await next.close()
})

test('no chain was found broken but the one that was forked on purpose', async () => {
  expect(await centre.broken()).toEqual(['forked'])
})
