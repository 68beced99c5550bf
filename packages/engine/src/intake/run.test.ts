/**
 * Goal: signed batches that come together are taken as if each had come alone and in its turn; the first that is refused ends
 * the run, what is before it is durable, and nothing behind it is taken. Method: a real deployment, runs with a planted
 * fault at each place, and the record read entry by entry.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Source } from '@holdfast/core/observe'
import { readValues } from '@holdfast/formats/observation'
import { encodeSignedBatch, statementToSign } from '@holdfast/formats/signed-batch'
import { nodeHashing, prepareBatch } from '../batch/index.ts'
import {
  openCentre,
  removeThrowaways,
  rowOf,
  sourceOf,
} from '../../../../tests/support/edge-centre.ts'

let centre: Awaited<ReturnType<typeof openCentre>>
beforeAll(async () => {
  centre = await openCentre()
})
afterAll(async () => {
  await centre.close()
  removeThrowaways()
})

/** A source whose key signs one batch after the other. */
async function signer(id: string, isEnrolled = true) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const keyId = createHash('sha256').update(raw).digest('hex')
  const key = { keyId, publicKey: raw.toString('hex'), fromMs: 0, revokedMs: null }
  const source: Source = sourceOf(id, { keys: [key] })
  if (isEnrolled) await centre.enrol(source)
  let [sequence, n] = [0, 0]
  let [before, previous]: [string | null, string | null] = [null, null]
  /** Signs a batch of new rows; `isFork` puts it where the last one stands. */
  return (rowsInBatch = 2, isFork = false): Uint8Array => {
    const rows = Array.from({ length: rowsInBatch }, () => {
      n += 1
      return rowOf(id, n)
    })
    const { root } = prepareBatch(readValues(rows, nodeHashing), {
      nowMs: Date.now(),
      exercise: null,
    })
    if (!isFork) sequence += 1
    const statement = { source: id, sequence, previous: isFork ? before : previous, root }
    const signed = statementToSign({ ...statement, signedAtMs: Date.now() }, keyId)
    if (!isFork) [before, previous] = [previous, signed.hash]
    return encodeSignedBatch(signed.finish(sign(null, signed.signedBytes, privateKey)), rows)
  }
}
async function run(batches: readonly Uint8Array[]) {
  const { url } = centre
  const response = await fetch(`${url}/api/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.holdfast.signed-batch+cbor-seq' },
    body: Buffer.concat(batches),
  })
  const body = (await response.json()) as { answers?: { status: number }[]; detail?: string }
  return { status: response.status, ...body }
}
const statusesOf = (got: Awaited<ReturnType<typeof run>>) =>
  got.answers?.map(({ status }) => status)
const sequencesOf = async (id: string) =>
  (await centre.batches()).flatMap(({ signed }) => (signed?.source === id ? signed.sequence : []))
const times = (n: number, make: () => Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: n }, () => make())

test('all are taken in their order, and again they get the same answers', async () => {
  const batches = times(40, await signer('whole'))
  const first = await run(batches)
  expect(first.status).toBe(200)
  expect(statusesOf(first)).toEqual(batches.map(() => 201))
  expect(await run(batches)).toEqual(first)
  expect(await sequencesOf('whole')).toEqual(batches.map((_, i) => i + 1))
})

test('empty batches, which all have one root, and rows that are sent again keep their places', async () => {
  const next = await signer('empties')
  await run([next(0)])
  const batches = Array.from({ length: 60 }, (_, i) => next(i % 2 === 0 ? 0 : 1))
  const got = await run(batches)
  expect(statusesOf(got)).toEqual(batches.map((_, i) => (i % 2 === 0 ? 422 : 201)))
  expect(await sequencesOf('empties')).toEqual([1, ...batches.map((_, i) => i + 2)])
  expect(await centre.broken()).not.toContain('empties')
  expect(await run(batches)).toEqual(got)
})

test('a run may go on from what was taken, and bear several sources', async () => {
  const [one, two] = [await signer('one'), await signer('two')]
  await run(times(3, one))
  const mixed = Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? one() : two()))
  expect(statusesOf(await run(mixed))).toEqual(mixed.map(() => 201))
  expect(await sequencesOf('one')).toEqual([1, 2, 3, 4, 5, 6])
  expect(await sequencesOf('two')).toEqual([1, 2, 3])
})

test.each([0, 1, 4])('a batch that is refused at place %i ends the run there', async (place) => {
  const id = `bad-at-${place}`
  const batches = times(8, await signer(id))
  const stranger = (await signer('stranger', false))()
  const got = await run(batches.with(place, stranger))
  expect(statusesOf(got)).toEqual([...batches.slice(0, place).map(() => 201), 401])
  expect(await sequencesOf(id)).toEqual(batches.slice(0, place).map((_, i) => i + 1))
  // Sent again as it was, it is whole.
  expect(statusesOf(await run(batches))).toEqual(batches.map(() => 201))
  expect(centre.holdfast.mission.observe.chains.get(id)?.gaps).toEqual([])
})

test('a fork ends the run, and nothing behind it is taken', async () => {
  const next = await signer('forked')
  const batches = times(4, next)
  const forged = next(2, true)
  expect(statusesOf(await run([...batches, forged, next()]))).toEqual([201, 201, 201, 201, 409])
  expect(await sequencesOf('forked')).toEqual([1, 2, 3, 4])
  expect(await centre.broken()).toEqual(['forked'])
})

test('together they have no more rows than one batch may have', async () => {
  const next = await signer('many')
  const batches = times(3, () => next(4_000))
  const got = await run(batches)
  expect(statusesOf(got)).toEqual([201, 201, 413])
  expect(statusesOf(await run(batches.slice(2)))).toEqual([201])
})

test.each<[string, () => Promise<Uint8Array>]>([
  ['no CBOR', async () => Buffer.from('hello, world')],
  ['cut short', async () => (await signer('cut', false))().subarray(0, 50)],
  ['only numbers', async () => new Uint8Array(300)],
])('%s is refused with a problem', async (_, body) => {
  const got = await run([await body()])
  expect([400, 200]).toContain(got.status)
  const refused = got.status === 400 ? [400] : statusesOf(got)
  expect(refused).toEqual([400])
})

test('a refusal is an answer with its reason', async () => {
  const got = await run([(await signer('nobody', false))()])
  expect(got.answers).toEqual([
    { status: 401, detail: expect.stringContaining('"nobody" is not in the registry') },
  ])
})
