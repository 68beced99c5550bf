/**
 * Goal: hostile bytes cost their sender and nobody else; each test names the hole that it keeps shut.
 * Method: one real deployment in a throw-away directory, work done in the calling thread, so that what would have ended
 * a thread fails the test; after each attack something honest is taken, so that no test passes by refusing everything.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Actor } from '@holdfast/core/nations'
import { CLOCK_AHEAD_MS_MAX, coverageAt, prepare, type Source } from '@holdfast/core/observe'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { encodeBlock, layoutBy } from '@holdfast/formats/asterix'
import { readValues } from '@holdfast/formats/observation'
import { encodeSignedBatch, statementToSign } from '@holdfast/formats/signed-batch'
import { nodeHashing } from '../batch/index.ts'
import { liveDeployment, openHoldfast, type Opened } from '../opening/index.ts'
import { SYSTEM } from '../runtime/index.ts'
import { Views } from '../views/index.ts'
import type { MediaType } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-hostile-'))
let opened: Opened
beforeAll(async () => {
  const empty = { dir, deployment: liveDeployment, databaseUrl: null }
  const answer = await openHoldfast({ ...empty, intakeThreads: 0 })
  if (isRefused(answer)) throw new Error(answer.refused)
  opened = answer
  await register({ id: 'open', unsigned: 'accepted', site })
})
afterAll(async () => {
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})

async function register(source: Partial<Source> & { readonly id: string }): Promise<void> {
  const whole: Source = {
    title: source.id,
    nation: 'XAA',
    kind: 'camera',
    reachM: {},
    detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
    group: source.id,
    ...source,
  }
  const command = { step: 'observe', type: 'registerSource', source: whole } as const
  const decided = await opened.holdfast.command(command, SYSTEM)
  if (isRefused(decided)) throw new Error(decided.refused)
}

const at = (lonDeg: number, latDeg: number) => ({ lonDeg, latDeg })
const site = { position: at(30, 48), heightM: 100, errorM: 5 }
const START_MS = Date.now() - 1_000
let n = 0
const row = (source: string): Readonly<Record<string, unknown>> => ({
  source,
  recordId: `r-${(n += 1)}`,
  means: ['sensed'],
  category: 'I.AIR',
  phase: 'undetermined',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: START_MS, toMs: START_MS, basis: 'clock', clock: 'gnss' },
  observer: { place: 'mast', position: site.position, errorM: 10, control: 'unknown' },
  where: { sectors: [], ring: null, fix: { position: at(30.5, 48.5), errorM: 150 } },
  rawSha256: '00'.repeat(32),
})
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8')

/** A registered source with its key; signs its first statement for rows. */
async function enrolled(id: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const keyId = createHash('sha256').update(raw).digest('hex')
  const key = { keyId, publicKey: raw.toString('hex'), fromMs: Date.now() - 60_000 }
  await register({ id, keys: [{ ...key, revokedMs: null }] })
  const signed = (rows: readonly unknown[], signer = privateKey): Uint8Array => {
    const { root } = prepare(readValues(rows), { nowMs: Date.now() })
    const statement = { source: id, sequence: 1, previous: null, root, signedAtMs: Date.now() }
    const { signedBytes, finish } = statementToSign(statement, keyId)
    return finish(sign(null, signedBytes, signer))
  }
  return { id, keyId, publicKey: key.publicKey, signed }
}
const JSON_SIGNED = 'application/vnd.holdfast.signed-batch+json'
const CBOR_SIGNED = 'application/vnd.holdfast.signed-batch+cbor'
const signedJson = (sign1: Uint8Array, observations: string): Uint8Array =>
  bytesOf(`{"signed":"${Buffer.from(sign1).toString('base64url')}","observations":${observations}}`)

const offer = (media: MediaType, bytes: Uint8Array, actor: Actor | null = null) =>
  opened.intake.batch({ media, bytes, via: { channel: 'test' }, actor })
const size = (): number => opened.holdfast.journal.size
async function entriesFrom(from: number) {
  const found: { kind: string; payload: unknown }[] = []
  for (let index = from; index < size(); index += 1) {
    const entry = await opened.holdfast.journal.entry(index)
    if ('kind' in entry) found.push({ kind: entry.kind, payload: entry.payload })
  }
  return found
}
async function feedOf(id: string, format: string, source: string) {
  const feed = await opened.intake.open({ id, channel: 'tcp', format, options: {}, source })
  if (isRefused(feed)) throw new Error(feed.refused)
  return feed
}
const ledgerOf = async (feed: string) => (await opened.intake.rejects.list({ feed, limit: 9 })).rows

// V8's own parser nests without limit, so what walks through its result must not go down by calling itself.
const deep = '['.repeat(30_000) + ']'.repeat(30_000)

test('(1) rows nested 30,000 deep overflow no stack: refused, and the next honest batch is taken', async () => {
  const sensor = await enrolled('deep')
  const stranger = generateKeyPairSync('ed25519').privateKey
  const rows = [row('deep')]
  const deepRow = JSON.stringify(rows).replace('"n":1', `"n":${deep}`)
  const deepMember = JSON.stringify(rows).replace('{', `{"residual":{"a":${deep}},`)
  const before = size()
  for (const observations of [deep, `[${deep}]`, deepRow, deepMember]) {
    const forged = await offer(JSON_SIGNED, signedJson(sensor.signed(rows, stranger), observations))
    expect(forged).toMatchObject({ refused: expect.any(String), status: 401 })
    const own = await offer(JSON_SIGNED, signedJson(sensor.signed(rows), observations))
    expect(own).toMatchObject({ refused: expect.any(String), status: 403 })
    const unsigned = await offer('application/json', bytesOf(observations), SYSTEM)
    expect(unsigned).toMatchObject({ accepted: 0, rejected: [{ index: 0 }] })
  }
  expect(size()).toBe(before)
  const honest = await offer(JSON_SIGNED, signedJson(sensor.signed(rows), JSON.stringify(rows)))
  expect(honest).toMatchObject({ accepted: 1, rejected: [] })
})

test('(2) a CBOR tag is refused: what the library makes of a bignum is a value that JSON has not', async () => {
  const before = size()
  const refused = expect.stringMatching(/ a tag; give plain values only$/)
  const bignum = Buffer.from('81c243010203', 'hex')
  expect(await offer('application/cbor', bignum, SYSTEM)).toEqual({ refused, status: 400 })
  expect(size()).toBe(before)
})

test.each<[string, MediaType, () => Uint8Array]>([
  // Without its last bracket it is no JSON: whoever parsed it would say so, with 400.
  ['5,000,000 rows', 'application/json', () => bytesOf(`[${'{},'.repeat(5_000_000)}`)],
  ['2,000,000 lines', 'application/x-ndjson', () => bytesOf('{}\n'.repeat(2_000_000))],
])('(3) %s of nothing are refused before they are parsed (%s)', async (_, media, bytes) => {
  const refused = 'the batch has too many rows; send at most 10000 at once'
  expect(await offer(media, bytes())).toEqual({ refused, status: 413 })
})

const head = (major: number, length: number): Uint8Array => {
  const bytes = Buffer.alloc(5, (major << 5) | 26)
  bytes.writeUInt32BE(length, 1)
  return bytes
}
// 15 MB of empty maps, which gzip makes 15 kB: decoded they were 1.5 GB and 4.5 s of a thread.
const emptyMaps = Buffer.concat([head(4, 99_999), Buffer.alloc(99_999, 0xa0)])
const bomb = Buffer.concat([head(4, 150), ...Array.from({ length: 150 }, () => emptyMaps)])
const signedCbor = (sign1: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([Uint8Array.of(0x82), head(2, sign1.length), sign1, ...rest])
const tooMany = { refused: expect.stringMatching(/^the batch has too many rows/), status: 413 }

test('(3) CBOR that holds far more than rows is refused at the budget, though whoever sends it is known', async () => {
  const sensor = await enrolled('crowded')
  const sign1 = sensor.signed([])
  // Neither is whole: whoever walked to the end would say so, with 400.
  const early = bomb.subarray(0, -1)
  expect(await offer('application/cbor', early, SYSTEM)).toEqual(tooMany)
  expect(await offer(CBOR_SIGNED, signedCbor(sign1, early))).toEqual(tooMany)
  // What a batch states is believed before its rows are walked.
  expect(await offer(CBOR_SIGNED, signedCbor(sign1, head(4, 10_001)))).toEqual({
    refused: 'the batch has 10001 rows; send at most 10000 at once',
    status: 413,
  })
  // A run has one budget for all its batches.
  const empty = await opened.intake.run({
    bytes: Buffer.concat([signedCbor(sign1, Uint8Array.of(0x80)), signedCbor(sign1, early)]),
    via: { channel: 'test' },
  })
  expect(empty).toMatchObject([{ accepted: 0 }, tooMany])
})

test.each(['batch', 'run'] as const)(
  '(4) of a %s in CBOR no row is walked before the signature is good, nor its COSE_Sign1 if it is long',
  async (kind) => {
    const id = `cbor-${kind}`
    const sensor = await enrolled(id)
    const rows = [row(id)]
    const stranger = generateKeyPairSync('ed25519').privateKey
    const forged = sensor.signed(rows, stranger)
    const via = { channel: 'test' }
    const send = async (bytes: Uint8Array) =>
      kind === 'batch'
        ? await offer(CBOR_SIGNED, bytes)
        : (await opened.intake.run({ bytes, via })).at(-1)
    const before = size()
    // Rows that are too many, hold too much, are no CBOR, or are not there: each would be 400 or 413 to who has a key.
    const none = new Uint8Array()
    for (const hostile of [bomb, head(4, 10_001), Uint8Array.of(0x1c), none]) {
      const answer = await send(signedCbor(forged, hostile))
      expect(answer).toMatchObject({
        refused: expect.stringMatching(/^the signature is not good for the key/),
        status: 401,
      })
      const own = await send(signedCbor(sensor.signed(rows), hostile))
      expect(own).toHaveProperty('refused')
      expect(own).not.toHaveProperty('status', 401)
    }
    // As it was sent: one byte for a COSE_Sign1; and the same rows where the COSE_Sign1 belongs.
    const why = /^signed: (no COSE_Sign1|a COSE_Sign1 of more than|give the COSE_Sign1)/
    const inside = signedCbor(bomb, Uint8Array.of(0x80))
    for (const bytes of [
      signedCbor(Uint8Array.of(0), bomb.subarray(0, -1)),
      inside,
      Buffer.concat([Uint8Array.of(0x82), bomb]),
    ])
      expect(await send(bytes)).toEqual({ refused: expect.stringMatching(why), status: 400 })
    expect(size()).toBe(before)
    expect(await send(encodeSignedBatch(sensor.signed(rows), rows))).toMatchObject({ accepted: 1 })
  },
)

test('(4) of a batch in JSON nothing is parsed before the signature is good, wherever it stands', async () => {
  const sensor = await enrolled('json-first')
  const rows = [row('json-first')]
  const stranger = generateKeyPairSync('ed25519').privateKey
  // Neither is JSON, and the first holds too much: 400 and 413 to who has a key.
  for (const [hostile, status] of [
    [`[${'{},'.repeat(700_000)}}`, 413],
    ['[}', 400],
  ] as const) {
    const whose = (signer?: typeof stranger) =>
      Buffer.from(sensor.signed(rows, signer)).toString('base64url')
    const first = (sign1: string) => bytesOf(`{"signed":"${sign1}","observations":${hostile}`)
    expect(await offer(JSON_SIGNED, first(whose(stranger)))).toMatchObject({ status: 401 })
    expect(await offer(JSON_SIGNED, first(whose()))).toMatchObject({ status })
  }
  const last = `{"observations":[[1e],{}],"signed":"${Buffer.from(sensor.signed(rows, stranger)).toString('base64url')}"}`
  expect(await offer(JSON_SIGNED, bytesOf(last))).toMatchObject({ status: 401 })
})

test('(4) the signature is judged before the rows: who has no key has none of them read or hashed', async () => {
  const sensor = await enrolled('first')
  // Without a hash of its own a row is hashed as it is read.
  const rows = [1, 2].map(() => ({ ...row('first'), rawSha256: undefined }))
  const stranger = generateKeyPairSync('ed25519').privateKey
  const text = JSON.stringify(rows)
  const forged = signedJson(sensor.signed(rows, stranger), `[7,{},${text.slice(1)}`)
  const honest = signedJson(sensor.signed(rows), text)
  const hashed = vi.spyOn(nodeHashing, 'hexOfText')
  try {
    expect(await offer(JSON_SIGNED, forged)).toMatchObject({
      refused: expect.stringMatching(/^the signature is not good for the key/),
      status: 401,
    })
    expect(hashed).not.toHaveBeenCalled()
    expect(await offer(JSON_SIGNED, honest)).toMatchObject({ accepted: 2 })
    expect(hashed).toHaveBeenCalled()
  } finally {
    hashed.mockRestore()
  }
})

test('(5) a statement that came without its rows does not keep the rows out for good', async () => {
  const sensor = await enrolled('dropping')
  const rows = Array.from({ length: 7 }, () => row('dropping'))
  const sign1 = sensor.signed(rows)
  const before = size()
  expect(await offer(CBOR_SIGNED, encodeSignedBatch(sign1, 7))).toMatchObject({ accepted: 0 })
  expect(await entriesFrom(before)).toMatchObject([
    { kind: 'observe.batch-accepted', payload: { dropped: 7, observations: [] } },
  ])
  const { observations } = prepare(readValues(rows), { nowMs: Date.now() })
  for (const one of observations) expect(opened.holdfast.origins.of(one)).toBeUndefined()
  const answer = await offer(CBOR_SIGNED, encodeSignedBatch(sign1, rows))
  expect(answer).toMatchObject({ accepted: 7, rejected: [] })
  for (const one of observations) expect(opened.holdfast.origins.of(one)).toBe(before + 1)
  const after = size()
  expect(await offer(CBOR_SIGNED, encodeSignedBatch(sign1, rows))).toEqual(answer)
  await offer(CBOR_SIGNED, encodeSignedBatch(sign1, 7))
  expect(size()).toBe(after)
})

test('(6) the entry of a signed batch names its source and key to the monitor alone', async () => {
  const sensor = await enrolled('secret-mast')
  const rows = [row('secret-mast')]
  const before = size()
  await offer(CBOR_SIGNED, encodeSignedBatch(sensor.signed(rows), rows))
  const views = new Views(opened.holdfast, opened.intake)
  const seen = async (office: Actor['office']) => await views.logEntry(before, office)
  expect(await seen('monitor')).toMatchObject({ actor: { name: sensor.id, keyId: sensor.keyId } })
  for (const office of ['commission', 'guarantors'] as const) {
    const entry = await seen(office)
    expect(entry).toMatchObject({ kind: 'withheld', atMs: 0, actor: null, payload: null })
    for (const secret of [sensor.id, sensor.keyId, sensor.publicKey])
      expect(JSON.stringify(entry)).not.toContain(secret)
  }
})

// A position report of type 1, and the same with a wrong checksum.
const AIS = '!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\r\n'
const AIS_BAD = AIS.replace('*23', '*24')
const stood = (id: string) =>
  coverageAt(opened.holdfast.mission.observe.coverage.get(id) ?? [], Date.now() + 1)?.state ?? null

test('(7) rubbish on the wire does not put a dead source up', async () => {
  await register({ id: 'beats', unsigned: 'accepted', heartbeatMs: 60_000 })
  const feed = await feedOf('beats', 'ais', 'beats')
  await feed.push([bytesOf(AIS_BAD), Buffer.alloc(500, 0xa5), bytesOf('\r\n\r\n')])
  await opened.holdfast.tick()
  expect(stood('beats')).toBeNull()
  await feed.push([bytesOf(AIS)])
  await opened.holdfast.tick()
  expect(stood('beats')).toBe('up')
})

test('(7) a format with signed records is no way around the registry for a source that signs nothing', async () => {
  await register({ id: 'mechanism', kind: 'foreign' })
  const spec = { id: 'f', channel: 'tcp', format: 'foreign-finding', options: {} }
  const refused = expect.stringMatching(/its source open is of kind camera, not foreign$/)
  expect(await opened.intake.open({ ...spec, source: 'open' })).toEqual({ refused })
  expect(await opened.intake.open({ ...spec, source: 'mechanism' })).not.toHaveProperty('refused')
})

test('(8) whoever connects again for each bad line fills no journal: one entry for the way', async () => {
  await opened.intake.recordRejects()
  const before = size()
  for (let i = 0; i < 100; i += 1) {
    const feed = await feedOf(`flood/${i}`, 'ais', 'open')
    await feed.push([bytesOf(AIS_BAD)])
    await opened.intake.close(`flood/${i}`)
  }
  await opened.intake.recordRejects()
  const entries = await entriesFrom(before)
  expect(entries).toMatchObject([
    { kind: 'observe.rejects-recorded', payload: { via: { feed: 'flood' }, source: 'open' } },
  ])
  expect(JSON.stringify(entries)).toMatch(/"counts":\{"[a-z-]+":100\}/)
})

const cot = (ms: number, uid: string): Uint8Array => {
  const time = new Date(ms).toISOString()
  return bytesOf(
    `<event version="2.0" uid="${uid}" type="a-u-A" time="${time}" start="${time}" stale="${time}" how="m-r"><point lat="48.5" lon="37.5" hae="1200.5" ce="20" le="30"/></event>`,
  )
}
/** A plot of category 048, as the radar SAC 25 with the given SIC would send it at that time of day. */
function plot(SIC: number, ms: number, RHO: number): Uint8Array {
  const layout = layoutBy(48) ?? expect.fail('no category 048')
  const items = {
    '010': { SAC: { raw: 25 }, SIC: { raw: SIC } },
    '140': { value: (ms % DAY_MS) / 1_000 },
    '040': { RHO: { value: RHO }, THETA: { value: 90 } },
  }
  // The encoder takes a value in the table's unit where no raw number is given.
  const block = encodeBlock(layout, [items as unknown as Parameters<typeof encodeBlock>[1][number]])
  return 'refused' in block ? expect.fail(block.refused) : block.bytes
}

test.each<[string, (ms: number) => Uint8Array]>([
  ['asterix', (ms) => plot(1, ms, 10)],
  ['cot', (ms) => cot(ms, 'ahead')],
])('(9) a refused record of %s stands in the ledger with why', async (format, of) => {
  const feed = await feedOf(`ahead-${format}`, format, 'open')
  await feed.push([of(Date.now() + 2 * CLOCK_AHEAD_MS_MAX)])
  await feed.push([of(Date.now() - 1_000)])
  await opened.intake.close(feed.spec.id)
  expect(feed.counts).toMatchObject({ records: 2, accepted: 1, rejects: { refused: 1 } })
  expect(feed.counts.nothings).toEqual({})
  const detail = expect.stringMatching(/\d+ ms is in the future/)
  const bytes = expect.stringMatching(/./)
  expect(await ledgerOf(feed.spec.id)).toMatchObject([{ reason: 'refused', detail, bytes }])
})

test('(10) the same bytes again are duplicates, not news', async () => {
  const feed = await feedOf('twice', 'cot', 'open')
  const bytes = cot(Date.now() - 1_000, 'twice')
  await feed.push([bytes])
  const before = size()
  await feed.push([bytes])
  expect(feed.counts).toMatchObject({ accepted: 1, duplicates: 1, rejects: {} })
  expect(size()).toBe(before)
})

test('(11) plots of another radar are not placed from this one’s site', async () => {
  const feed = await feedOf('radar', 'asterix', 'open')
  const ms = Date.now() - 2_000
  await feed.push([plot(1, ms, 10), plot(2, ms, 20), plot(1, ms, 30)])
  await opened.intake.close('radar')
  expect(feed.counts).toMatchObject({ records: 3, accepted: 2, rejects: { refused: 1 } })
  const detail = expect.stringMatching(/^data source 25\/2 is not the radar 25\/1 that spoke first/)
  expect(await ledgerOf('radar')).toMatchObject([{ reason: 'refused', detail }])
})
