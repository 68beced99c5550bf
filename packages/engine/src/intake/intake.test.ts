/**
 * Goal: what comes in is taken, or refused with a problem that its sender can act on and nothing else changed; what was
 * signed cannot be altered, left out or moved without a mark; what was not understood is kept with its bytes.
 * Method: one real deployment in a throw-away directory; each media type; node's own Ed25519 signs; a table of bad
 * bodies, each with the size and root of the journal before and after; random and mutated bodies.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@holdfast/core/nations'
import { CLOCK_AHEAD_MS_MAX, STATEMENTS_KEPT, prepare, type Source } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { encodeCbor } from '@holdfast/formats/cbor'
import { readValues } from '@holdfast/formats/observation'
import { encodeSignedBatch, statementToSign } from '@holdfast/formats/signed-batch'
import { liveDeployment, openHoldfast, type Opened } from '../opening/index.ts'
import { SYSTEM } from '../runtime/index.ts'
import { FEEDS_MAX } from './intake.ts'
import { BATCH_ROWS_MAX, MEDIA_TYPES, type MediaType } from './index.ts'

const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000

const dir = mkdtempSync(join(tmpdir(), 'holdfast-intake-'))
let opened: Opened
beforeAll(async () => {
  const answer = await openHoldfast({
    dir,
    deployment: liveDeployment,
    databaseUrl: null,
    intakeThreads: 0,
  })
  if (isRefused(answer)) throw new Error(answer.refused)
  opened = answer
  // Until the first source is registered everybody may report; from here on it is a registry.
  await register({ id: 'open', unsigned: 'accepted' })
  await register({ id: 'plain' })
})
afterAll(async () => {
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})

const WATCH: Actor = { name: 'test', nation: 'XAA', role: 'watch', office: 'monitor', keyId: 'dev' }

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
  const decided = await opened.holdfast.command(
    { step: 'observe', type: 'registerSource', source: whole },
    SYSTEM,
  )
  if (isRefused(decided)) throw new Error(decided.refused)
}

let n = 0
const row = (source: string, change: object = {}): Readonly<Record<string, unknown>> => {
  n += 1
  const atMs = Date.now() - 1_000
  return {
    source,
    recordId: `r-${n}`,
    means: ['sensed'],
    category: 'I.AIR',
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
    observer: { place: 'mast', position: at(30, 48), errorM: 10, control: 'unknown' },
    where: { sectors: [], ring: null, fix: { position: at(30.5, 48.5), errorM: 150 } },
    rawSha256: '00'.repeat(32),
    ...change,
  }
}
const at = (lonDeg: number, latDeg: number) => ({ lonDeg, latDeg })
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8')
const json = (value: unknown): Uint8Array => bytesOf(JSON.stringify(value))

/** A sensor with its key and its chain of statements. */
class Sensor {
  readonly id: string
  readonly #keys = generateKeyPairSync('ed25519')
  #sequence = 0
  #previous: string | null = null

  constructor(id: string) {
    this.id = id
  }

  get publicKey(): Uint8Array {
    return Buffer.from(this.#keys.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  }

  get key() {
    return {
      keyId: createHash('sha256').update(this.publicKey).digest('hex'),
      publicKey: Buffer.from(this.publicKey).toString('hex'),
      fromMs: Date.now() - 60_000,
      revokedMs: null,
    }
  }

  async enrol(): Promise<this> {
    await register({ id: this.id, keys: [this.key] })
    return this
  }

  /** Signs a statement for the rows; where a place in the chain is given, the sensor's own does not move on. */
  sign(
    rows: readonly unknown[],
    place?: { readonly sequence: number; readonly previous: string | null },
    keyId = this.key.keyId,
  ): { readonly sign1: Uint8Array; readonly hash: string } {
    const { root } = prepare(readValues(rows), { nowMs: Date.now() })
    const { sequence, previous } = place ?? {
      sequence: this.#sequence + 1,
      previous: this.#previous,
    }
    const { signedBytes, hash, finish } = statementToSign(
      { source: this.id, sequence, previous, root, signedAtMs: Date.now() },
      keyId,
    )
    if (place === undefined) {
      this.#sequence = sequence
      this.#previous = hash
    }
    return { sign1: finish(sign(null, signedBytes, this.#keys.privateKey)), hash }
  }

  body(rows: readonly unknown[], ...more: [place?: { sequence: number; previous: string | null }]) {
    return signedJson(this.sign(rows, ...more).sign1, rows)
  }
}
const signedJson = (sign1: Uint8Array, rows: unknown): Uint8Array =>
  json({ signed: Buffer.from(sign1).toString('base64url'), observations: rows })
const SIGNED = 'application/vnd.holdfast.signed-batch+json'

const offer = (media: MediaType, bytes: Uint8Array, actor: Actor | null = null) =>
  opened.intake.batch({ media, bytes, via: { channel: 'test' }, actor })
const head = () => {
  const { logSize, rootHash } = opened.holdfast.status()
  return { logSize, rootHash }
}
/** Entries from a place in the log on, as kind and payload. */
async function entriesFrom(size: number) {
  const found: { kind: string; payload: unknown }[] = []
  for (let index = size; index < opened.holdfast.journal.size; index += 1) {
    const entry = await opened.holdfast.journal.entry(index)
    if ('kind' in entry) found.push({ kind: entry.kind, payload: entry.payload })
  }
  return found
}

describe('a batch', () => {
  test.each(MEDIA_TYPES)('as %s is taken, and its entry says how it came', async (media) => {
    const sensor = await new Sensor(`media-${MEDIA_TYPES.indexOf(media)}`).enrol()
    const isSigned = media.includes('signed')
    const source = isSigned ? sensor.id : 'open'
    const rows = [row(source), row(source, { residual: { note: 'Přerov' } })]
    const { sign1 } = sensor.sign(rows)
    const bodies: Readonly<Record<MediaType, Uint8Array>> = {
      'application/json': json(rows),
      'application/x-ndjson': bytesOf(rows.map((one) => JSON.stringify(one)).join('\n')),
      'application/cbor': encodeCbor(rows),
      'application/vnd.holdfast.signed-batch+json': signedJson(sign1, rows),
      'application/vnd.holdfast.signed-batch+cbor': encodeSignedBatch(sign1, rows),
    }
    const before = head()
    const answer = await offer(media, bodies[media])
    expect(answer).toEqual({
      batch: prepare(readValues(rows), { nowMs: Date.now() }).root,
      accepted: 2,
      rejected: [],
    })
    const [entry, ...others] = await entriesFrom(before.logSize)
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      kind: 'observe.batch-accepted',
      payload: {
        via: { channel: 'test' },
        received: 2,
        observations: [{ source }, { source, residual: { note: 'Přerov' } }],
        ...(isSigned ? { signed: { source, sequence: 1, previous: null } } : {}),
      },
    })
    expect(JSON.stringify(entry?.payload).includes('"signed":{')).toBe(isSigned)
    // Sent again it is answered as before, and nothing is recorded twice.
    const after = head()
    expect(await offer(media, bodies[media])).toEqual(answer)
    expect(head()).toEqual(after)
  })

  test('of two good rows and a bad one leaves out the bad one only', async () => {
    const rows = [row('open'), row('open', { category: 'K.NONSENSE' }), row('open')]
    expect(await offer('application/json', json(rows))).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, reason: expect.stringMatching(/^\/category: /) }],
    })
  })
})

describe('who may send without a signature', () => {
  test.each([
    ['plain', 'a source that does not say so'],
    ['nobody-knows', 'an unknown source'],
  ])('without a login %s is refused: %s', async (source) => {
    const before = head()
    expect(await offer('application/json', json([row(source)]))).toEqual({
      refused: `the source "${source}" does not say in the registry that its unsigned batches are taken; sign the batch, or register it with "unsigned": "accepted"`,
      status: 401,
    })
    expect(head()).toEqual(before)
  })

  test('one source among many that may not is enough to refuse all', async () => {
    expect(await offer('application/json', json([row('open'), row('plain')]))).toMatchObject({
      status: 401,
    })
  })

  test('with a login a source without keys may, and one with keys may not', async () => {
    const sensor = await new Sensor('signs').enrol()
    expect(await offer('application/json', json([row('plain')]), WATCH)).toMatchObject({
      accepted: 1,
    })
    expect(await offer('application/json', json([row(sensor.id)]), WATCH)).toMatchObject({
      accepted: 0,
      rejected: [
        { index: 0, reason: '/source: "signs" signs its batches, and this one is not signed' },
      ],
    })
  })

  test('a source with keys may where the registry says so', async () => {
    const sensor = new Sensor('both')
    await register({ id: 'both', keys: [sensor.key], unsigned: 'accepted' })
    expect(await offer('application/json', json([row('both')]))).toMatchObject({ accepted: 1 })
    expect(await offer(SIGNED, sensor.body([row('both')]))).toMatchObject({ accepted: 1 })
  })
})

const refusedWith = async (bytes: Uint8Array, expected: object): Promise<void> => {
  const before = head()
  expect(await offer(SIGNED, bytes)).toMatchObject(expected)
  expect(head()).toEqual(before)
}

const gaps = () => opened.holdfast.mission.observe.chains.get('gapped')?.gaps

describe('a signed batch', () => {
  test('with a row changed, added, left out or moved is refused whole', async () => {
    const sensor = await new Sensor('changed').enrol()
    const rows = [row('changed'), row('changed'), row('changed')]
    const { sign1 } = sensor.sign(rows)
    const [a, b, c] = rows
    for (const sent of [
      [{ ...a, count: { n: 2, precision: 'exact' } }, b, c],
      [...rows, row('changed')],
      [a, b],
      [b, a, c],
      [],
    ])
      await refusedWith(signedJson(sign1, sent), {
        refused: expect.stringMatching(
          /^the statement names the root [0-9a-f]{64}; the rows that came with it have [0-9a-f]{64}$/,
        ),
        status: 403,
      })
    expect(await offer(SIGNED, signedJson(sign1, rows))).toMatchObject({ accepted: 3 })
  })

  test('under a wrong key, a key of nobody or no registered source is refused', async () => {
    const sensor = await new Sensor('keyed').enrol()
    const thief = new Sensor('keyed')
    const rows = [row('keyed')]
    const forged = thief.sign(rows, { sequence: 1, previous: null }, sensor.key.keyId).sign1
    await refusedWith(signedJson(forged, rows), {
      refused: expect.stringMatching(
        /^the signature is not good for the key [0-9a-f]{64} of keyed$/,
      ),
      status: 401,
    })
    await refusedWith(thief.body(rows), {
      refused: expect.stringMatching(/is not enrolled for the source keyed; enrol it first$/),
      status: 401,
    })
    await refusedWith(new Sensor('stranger').body([row('stranger')]), {
      refused: expect.stringMatching(/"stranger" is not in the registry; register it with its key/),
      status: 401,
    })
    const { sign1 } = sensor.sign(rows)
    for (const place of [sign1.length - 1, sign1.length - 64]) {
      const bent = Uint8Array.from(sign1)
      bent[place] = (bent[place] ?? 0) ^ 1
      await refusedWith(signedJson(bent, rows), { status: 401 })
    }
    expect(await offer(SIGNED, signedJson(sign1, rows))).toMatchObject({ accepted: 1 })
  })

  test('of a revoked key is refused, also where it claims to be of a time before', async () => {
    const sensor = await new Sensor('revoked').enrol()
    const early = [row('revoked')]
    const held = sensor.body(early)
    const decided = await opened.holdfast.command(
      {
        step: 'observe',
        type: 'revokeKey',
        source: 'revoked',
        keyId: sensor.key.keyId,
        reason: 'lost',
      },
      SYSTEM,
    )
    expect(isRefused(decided)).toBe(false)
    for (const bytes of [held, sensor.body([row('revoked')])])
      await refusedWith(bytes, {
        refused: expect.stringMatching(/was revoked at \d+; enrol another and sign with it$/),
        status: 403,
      })
  })

  test('bears rows of its signer only', async () => {
    const sensor = await new Sensor('own').enrol()
    const rows = [row('own'), row('open')]
    expect(await offer(SIGNED, sensor.body(rows))).toMatchObject({
      accepted: 1,
      rejected: [
        {
          index: 1,
          reason: '/source: "open" reports in a batch that "own" signed; sign it by itself',
        },
      ],
    })
  })

  test('that claims a place taken by another is refused, and the fork is on record once', async () => {
    const sensor = await new Sensor('forked').enrol()
    expect(await offer(SIGNED, sensor.body([row('forked')]))).toMatchObject({ accepted: 1 })
    const before = head()
    const twin = sensor.body([row('forked')], { sequence: 1, previous: null })
    expect(await offer(SIGNED, twin)).toMatchObject({
      refused: expect.stringMatching(/^fork: statement 1 was taken as [0-9a-f]{64}; this one is/),
      status: 409,
    })
    expect(await entriesFrom(before.logSize)).toMatchObject([
      {
        kind: 'observe.chain-broken',
        payload: { source: 'forked', kind: 'fork', sequence: 1, offered: { sequence: 1 } },
      },
    ])
    const after = head()
    expect(await offer(SIGNED, twin)).toHaveProperty('refused')
    expect(head()).toEqual(after)
    // One that names another statement before it than was taken is a fork too.
    const other = sensor.body([row('forked')], { sequence: 2, previous: 'ab'.repeat(32) })
    expect(await offer(SIGNED, other)).toMatchObject({
      refused: expect.stringMatching(/^fork: statement 2 names /),
      status: 409,
    })
    // The sensor's own next one is taken as if nothing had been.
    expect(await offer(SIGNED, sensor.body([row('forked')]))).toMatchObject({ accepted: 1 })
  })

  test('after missing ones is taken and the gap is on record; the missing one may still come', async () => {
    const sensor = await new Sensor('gapped').enrol()
    await offer(SIGNED, sensor.body([row('gapped')]))
    const late = sensor.body([row('gapped')])
    const before = head()
    expect(await offer(SIGNED, sensor.body([row('gapped')]))).toMatchObject({ accepted: 1 })
    expect(await entriesFrom(before.logSize)).toMatchObject([
      {
        kind: 'observe.chain-broken',
        payload: { kind: 'gap', sequence: 3, why: 'statements 2 to 2 did not come' },
      },
      { kind: 'observe.batch-accepted', payload: { signed: { sequence: 3 } } },
    ])
    expect(gaps()).toMatchObject([{ from: 2, to: 2 }])
    expect(await offer(SIGNED, late)).toMatchObject({ accepted: 1 })
    expect(gaps()).toEqual([])
  })

  test('older than what is remembered is refused, and the replay is on record', async () => {
    const sensor = await new Sensor('old').enrol()
    const first = sensor.body([row('old')])
    await offer(SIGNED, first)
    for (let i = 0; i < STATEMENTS_KEPT; i += 1) await offer(SIGNED, sensor.body([row('old')]))
    const before = head()
    expect(await offer(SIGNED, first)).toMatchObject({
      refused: expect.stringMatching(/^replay: statement 1 is older than the latest 256/),
      status: 409,
    })
    expect(await entriesFrom(before.logSize)).toMatchObject([
      { kind: 'observe.chain-broken', payload: { kind: 'replay', sequence: 1 } },
    ])
  })

  test('whose rows an edge dropped keeps its place and says how many there were', async () => {
    const sensor = await new Sensor('dropping').enrol()
    const { sign1 } = sensor.sign([row('dropping'), row('dropping')])
    const before = head()
    expect(await offer(SIGNED, signedJson(sign1, 2))).toMatchObject({ accepted: 0, rejected: [] })
    expect(await entriesFrom(before.logSize)).toMatchObject([
      {
        kind: 'observe.batch-accepted',
        payload: { dropped: 2, observations: [], signed: { sequence: 1 } },
      },
    ])
    expect(await offer(SIGNED, sensor.body([row('dropping')]))).toMatchObject({ accepted: 1 })
  })
})

const text = (change: object = {}): string => JSON.stringify([row('open', change)])
const latin1 = (): Uint8Array => Buffer.from(text({ residual: { note: 'café' } }), 'latin1')
const utf16 = (): Uint8Array => Buffer.from(text(), 'utf16le')
const period = (atMs: number) => ({
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
})
const fixed = (lonDeg: number, latDeg: number) => ({
  where: { sectors: [], ring: null, fix: { position: at(lonDeg, latDeg), errorM: 1 } },
})

describe('a bad body is refused with what is wrong, and nothing changed', () => {
  test.each<[string, MediaType, () => Uint8Array, number, RegExp]>([
    [
      'too many rows',
      'application/json',
      () => json(Array.from({ length: BATCH_ROWS_MAX + 1 }, () => ({}))),
      413,
      /^the batch has 10001 rows; send at most 10000 at once$/,
    ],
    [
      'too many lines',
      'application/x-ndjson',
      () => bytesOf('{}\n'.repeat(BATCH_ROWS_MAX + 1)),
      413,
      /^the batch has 10001 rows; /,
    ],
    [
      'too many rows in CBOR',
      'application/cbor',
      () => encodeCbor(Array.from({ length: BATCH_ROWS_MAX + 1 }, () => 1)),
      413,
      /^the batch has 10001 rows; /,
    ],
    [
      'JSON cut short',
      'application/json',
      () => bytesOf(text().slice(0, -9)),
      400,
      /^the body is not JSON: /,
    ],
    ['CBOR cut short', 'application/cbor', () => encodeCbor([row('open')]).slice(0, -9), 400, /\w/],
    [
      'a signed batch cut short',
      SIGNED,
      () => bytesOf('{"signed":"AA","observations":['),
      400,
      /^the body is not JSON: /,
    ],
    [
      'no signature in it',
      SIGNED,
      () => json({ observations: [] }),
      400,
      /^a signed batch is \[COSE_Sign1, rows\] in CBOR, or \{signed, observations\} in JSON$/,
    ],
    ['nothing at all', 'application/json', () => new Uint8Array(), 400, /^the body is not JSON: /],
    [
      'latin 1',
      'application/json',
      latin1,
      400,
      /^the body is not UTF-8; convert it and send it again$/,
    ],
    [
      'UTF-16 with a mark',
      'application/json',
      () => Buffer.concat([Uint8Array.of(0xff, 0xfe), utf16()]),
      400,
      /^the body is not UTF-8; /,
    ],
    ['UTF-16 without one', 'application/json', utf16, 400, /^the body is not JSON: /],
    [
      'a prototype',
      'application/json',
      () => bytesOf(text().replace('{', '{"__proto__":{"category":"K.SHOT"},')),
      400,
      /^the body has a member named __proto__; remove it$/,
    ],
    [
      'a prototype as an escape',
      'application/json',
      () => bytesOf(text().replace('{', String.raw`{"\u005f_proto_\u005F":{},`)),
      400,
      /__proto__; remove it$/,
    ],
    [
      'NaN',
      'application/json',
      () => bytesOf(text().replace('"n":1', '"n":NaN')),
      400,
      /^the body is not JSON: /,
    ],
    [
      'one object',
      'application/json',
      () => json(row('open')),
      400,
      /^the body is not an array; send an array of observations, or NDJSON$/,
    ],
    ['arrays in arrays', 'application/cbor', () => Buffer.alloc(100_000, 0x81), 400, /\w/],
  ])('%s (%s)', async (_, media, bytes, status, refused) => {
    const before = head()
    for (const actor of [null, WATCH])
      expect(await offer(media, bytes(), actor)).toEqual({
        refused: expect.stringMatching(refused),
        status,
      })
    expect(head()).toEqual(before)
    expect({}).not.toHaveProperty('category')
  })

  test.each<[string, MediaType, () => Uint8Array, RegExp]>([
    [
      'a line cut short',
      'application/x-ndjson',
      () => bytesOf(JSON.stringify(row('open')).slice(0, -9)),
      /^not JSON: .*; give one object a row$/,
    ],
    ['a line in latin 1', 'application/x-ndjson', () => latin1(), /UTF-8/],
    [
      'a prototype in a line',
      'application/x-ndjson',
      () => bytesOf(JSON.stringify(row('open')).replace('{', '{"__proto__":{},')),
      /__proto__/,
    ],
    [
      'a prototype in CBOR',
      'application/cbor',
      () =>
        encodeCbor([new Map<string, unknown>([...Object.entries(row('open')), ['__proto__', {}]])]),
      /__proto__|\w/,
    ],
    [
      'NaN in CBOR',
      'application/cbor',
      () => encodeCbor([row('open', fixed(Number.NaN, 48))]),
      /^\/where\/fix\/position\/lonDeg: /,
    ],
    [
      'infinity in CBOR',
      'application/cbor',
      () => encodeCbor([row('open', period(Infinity))]),
      /^\/observed\//,
    ],
    [
      'null island',
      'application/json',
      () => json([row('open', fixed(0, 0))]),
      /^\/where\/fix\/position: 0° N 0° E stands for a missing position; /,
    ],
    [
      'close to it',
      'application/json',
      () => json([row('open', fixed(0.00009, -0.00009))]),
      /^\/where\/fix\/position: 0° N 0° E /,
    ],
    [
      'beyond a pole',
      'application/json',
      () => json([row('open', fixed(1, 90.1))]),
      /^\/where\/fix\/position\/latDeg: 90\.1 .*; give degrees/,
    ],
    [
      'the far future',
      'application/json',
      () => json([row('open', period(Date.now() + CLOCK_AHEAD_MS_MAX + 60_000))]),
      /^\/observed\/toMs: \d+ ms is in the future, .*; correct the sender's clock/,
    ],
    [
      'the far past',
      'application/json',
      () => json([row('open', period(Date.UTC(1999, 11, 31)))]),
      /^\/observed\/fromMs: \d+ is below 946684800000; give milliseconds since 1970/,
    ],
    [
      'seconds for milliseconds',
      'application/json',
      () => json([row('open', period(1_790_000_000))]),
      /^\/observed\/fromMs: 1790000000 is below 946684800000; give milliseconds since 1970/,
    ],
    [
      'an unknown source',
      'application/json',
      () => json([row('nobody')]),
      /^\/source: "nobody" is not in the registry of sources; register it, then send again$/,
    ],
    [
      'exercise data',
      'application/json',
      () => json([row('open', { exercise: 'X-1' })]),
      /^\/exercise: this deployment is live and takes no exercise data; /,
    ],
    [
      'another id',
      'application/json',
      () => json([row('open', { id: 'ab'.repeat(32) })]),
      /^\/id: .*; leave the id out/,
    ],
    ['what is no row', 'application/json', () => json([7]), /\w.*; /],
  ])('row by row: %s (%s)', async (_, media, bytes, reason) => {
    const before = head()
    // With a login, so that the row is judged by itself.
    const answer = await offer(media, bytes(), WATCH)
    if ('refused' in answer) expect(answer.refused).toMatch(reason)
    else
      expect(answer).toMatchObject({
        accepted: 0,
        rejected: [{ index: 0, reason: expect.stringMatching(reason) }],
      })
    expect(head()).toEqual(before)
    expect({}).not.toHaveProperty('category')
  })

  test('random and mutated bodies are answered and leave the record as it was', async () => {
    const good = [json([row('plain')]), encodeCbor([row('plain')])]
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map(bytesOf),
      fc
        .record({
          base: fc.constantFrom(...good),
          at: fc.nat(400),
          byte: fc.nat(255),
          cut: fc.nat(400),
        })
        .map(({ base, at: place, byte, cut }) => {
          const bent = Uint8Array.from(base)
          bent[place % bent.length] = byte
          return bent.slice(0, Math.max(1, bent.length - (cut % bent.length)))
        }),
    )
    const before = head()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MEDIA_TYPES), body, async (media, bytes) => {
        // Nobody is logged in and `plain` signs nothing, so nothing of it may be taken, whatever it says.
        const answer = await offer(media, bytes)
        if ('refused' in answer) expect(answer.refused).not.toBe('')
        else expect(answer.accepted).toBe(0)
      }),
      { numRuns: RUNS },
    )
    expect(head()).toEqual(before)
  })
})

const spec = (change: object = {}) => ({
  id: 'ais-1',
  channel: 'tcp',
  format: 'ais',
  options: {},
  source: 'open',
  ...change,
})

describe('a feed', () => {
  // A position report of type 1, and the same with a wrong checksum.
  const GOOD = '!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\r\n'
  const BAD = GOOD.replace('*23', '*24')

  test.each<[string, object, RegExp]>([
    [
      'an unknown format',
      { format: 'morse' },
      /^feed x: there is no format "morse"; say one of .*\bais\b/,
    ],
    [
      'an unknown option',
      { options: { colour: 'red' } },
      /^feed x: ais has no option colour; it has framing$/,
    ],
    ['a value of an option', { options: { framing: 'post' } }, /^feed x: .*framing/],
    [
      'an unknown source',
      { source: 'nobody' },
      /^feed x: its source "nobody" is not in the registry; register it first$/,
    ],
    [
      'a source that does not say so',
      { source: 'plain' },
      /^feed x: ais carries no signature, and the source plain does not say that it may report without; register it with "unsigned": "accepted"$/,
    ],
  ])('of %s is refused', async (_, change, refused) => {
    const before = head()
    expect(await opened.intake.open(spec({ id: 'x', ...change }))).toEqual({
      refused: expect.stringMatching(refused),
    })
    expect(opened.intake.feeds().filter((feed) => feed.spec.id === 'x')).toEqual([])
    expect(head()).toEqual(before)
  })

  test('brings observations, keeps what it did not understand with its bytes, and tells of both', async () => {
    const before = head()
    const feed = await opened.intake.open(spec())
    if (isRefused(feed)) throw new Error(feed.refused)
    expect(await opened.intake.open(spec())).toEqual({ refused: 'the feed ais-1 is open already' })
    // Cut in the middle of a sentence, as a stream is.
    await feed.push([bytesOf(GOOD.slice(0, 20))])
    await feed.push([bytesOf(GOOD.slice(20) + BAD)])
    await feed.push([bytesOf(BAD)])
    expect(feed.counts).toMatchObject({
      bytes: GOOD.length + 2 * BAD.length,
      records: 1,
      accepted: 1,
      duplicates: 0,
    })
    const rejected = Object.values(feed.counts.rejects).reduce((sum, count) => sum + count, 0)
    expect(rejected).toBe(2)
    const { rows } = await opened.intake.rejects.list({ feed: 'ais-1', limit: 10 })
    expect(rows).toHaveLength(2)
    for (const [i, reject] of rows.entries()) {
      // Newest first.
      expect(reject).toMatchObject({
        channel: 'tcp',
        source: 'open',
        format: 'ais',
        offset: GOOD.length + (1 - i) * BAD.length,
      })
      expect(Object.keys(feed.counts.rejects)).toContain(reject.reason)
      const bytes = Buffer.from(reject.bytes, 'base64').toString('latin1')
      expect(bytes.trimEnd()).toBe(BAD.trimEnd())
    }
    await opened.intake.close('ais-1')
    await opened.intake.recordRejects()
    const digests = rows
      .toReversed()
      .map(({ bytes }) => createHash('sha256').update(Buffer.from(bytes, 'base64')).digest())
    expect(await entriesFrom(before.logSize)).toMatchObject([
      {
        kind: 'observe.batch-accepted',
        payload: {
          via: { channel: 'tcp', feed: 'ais-1', format: 'ais' },
          observations: [{ category: 'I.SEA', motion: { identity: { mmsi: '227006760' } } }],
        },
      },
      {
        kind: 'observe.rejects-recorded',
        payload: {
          via: { channel: 'tcp', feed: 'ais-1', format: 'ais' },
          source: 'open',
          counts: { ...feed.counts.rejects },
          bytesSha256: createHash('sha256').update(Buffer.concat(digests)).digest('hex'),
        },
      },
    ])
    expect(opened.intake.feeds().find((one) => one.spec.id === 'ais-1')).toMatchObject({
      isOpen: false,
      counts: { accepted: 1 },
    })
  })

  test('that ends in the middle of a sentence tells of the rest', async () => {
    const feed = await opened.intake.open(spec({ id: 'cut' }))
    if (isRefused(feed)) throw new Error(feed.refused)
    await feed.push([bytesOf(GOOD.slice(0, 20))])
    expect(feed.counts.rejects).toEqual({})
    await opened.intake.close('cut')
    expect(Object.values(feed.counts.rejects)).toEqual([1])
  })

  test('says what was lost before it could be read', async () => {
    const feed = await opened.intake.open(spec({ id: 'lossy' }))
    if (isRefused(feed)) throw new Error(feed.refused)
    await feed.lose('overrun', '3 datagrams came faster than they could be taken', 300)
    expect(feed.counts.rejects).toEqual({ overrun: 1 })
    const { rows } = await opened.intake.rejects.list({ feed: 'lossy', limit: 1 })
    expect(rows).toMatchObject([{ reason: 'overrun', length: 300, bytes: '' }])
    await opened.intake.close('lossy')
  })

  test('too many are refused, and one fewer is taken again', async () => {
    const open = opened.intake.feeds().filter(({ isOpen }) => isOpen).length
    for (let i = open; i < FEEDS_MAX; i += 1)
      expect(await opened.intake.open(spec({ id: `many-${i}` }))).not.toHaveProperty('refused')
    expect(await opened.intake.open(spec({ id: 'over' }))).toEqual({
      refused: `${FEEDS_MAX} feeds are open; close one`,
    })
    await opened.intake.close(`many-${open}`)
    expect(await opened.intake.open(spec({ id: 'over' }))).not.toHaveProperty('refused')
  })
})
