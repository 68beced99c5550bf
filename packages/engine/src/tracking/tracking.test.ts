/**
 * Goal: what moves is followed from what is durable, whatever happens to the thread that follows, and nobody but the
 * monitor's office sees it. Method: real journals in throw-away directories; things that report themselves move in
 * straight lines; restarts, a rebuild, a queue that overflows, a store that cannot be opened, and the answers to
 * offices are compared with what was sent. Faults are planted where a check could pass by itself.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Source } from '@holdfast/core/observe'
import { isRefused, seededRandom } from '@holdfast/core/units'
import { RejectsLedger } from '@holdfast/store/rejects'
import { VirtualClock } from '../clock/index.ts'
import { Intake } from '../intake/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { MemoryProjections } from '../projector/index.ts'
import { Holdfast, holdJournal, SYSTEM } from '../runtime/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { Views } from '../views/index.ts'
import type { Told } from '../views/told.ts'
import { BYTES_UNDER_WAY_MAX, PRESSED_BYTES_MAX } from './limits.ts'
import { Tracking } from './tracking.ts'

const START_MS = Date.UTC(2026, 0, 15, 6)
const dirs: string[] = []
const open = new Set<Holdfast>()
afterAll(async () => {
  await Promise.all([...open].map((one) => one.close()))
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

const SOURCE: Source = {
  id: 'ads-1',
  title: 'Receiver 1',
  nation: 'XAA',
  kind: 'adsb',
  reachM: { air: 200_000 },
  detection: { pd: 0.9, falseReport: 0.01, basis: 'test' },
  group: 'ads-1',
}
const LABEL = {
  policy: 'HOLDFAST',
  classification: 'RESTRICTED',
  offices: ['monitor'],
  releasableTo: ['ALL'],
}
/** Aircraft `n` at an instant: each flies east at 200 m/s on a latitude of its own. */
const report = (n: number, atMs: number): object => ({
  source: 'ads-1',
  recordId: `a${n}-${atMs}`,
  means: ['sensed'],
  category: 'I.AIR',
  phase: 'undetermined',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: {
    place: 'mast',
    position: { lonDeg: 30, latDeg: 48 },
    errorM: 10,
    control: 'unknown',
  },
  where: {
    sectors: [],
    ring: null,
    fix: {
      position: { lonDeg: 30 + ((atMs - START_MS) / 1000) * 0.0027, latDeg: 47 + n / 10 },
      errorM: 50,
    },
  },
  motion: {
    heightM: 9_000,
    heightDatum: 'pressure',
    speedMps: 200,
    courseDeg: 90,
    climbMps: 0,
    identity: { icao24: `abc${String(n).padStart(3, '0')}` },
  },
  label: LABEL,
  rawSha256: '00'.repeat(32),
})
const heard = (n: number, atMs: number): object => {
  const { motion: _, ...rest } = report(n, atMs) as { motion: object }
  return { ...rest, recordId: `e${n}-${atMs}`, category: 'K.EXPL.UNDET' }
}

interface Opening {
  readonly dir: string
  readonly clock: VirtualClock
  readonly rebuild?: true
}
const place = (): Opening => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-tracking-'))
  dirs.push(dir)
  return { dir, clock: new VirtualClock(START_MS) }
}
async function start({ dir, clock, rebuild }: Opening): Promise<Holdfast> {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  const tracking = new Tracking({
    dir: join(dir, 'tracks'),
    journal: held.journal,
    ...(rebuild === undefined ? {} : { rebuild }),
  })
  const holdfast = await Holdfast.start(held, {
    deployment: liveDeployment,
    clock,
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
    tracking,
  })
  open.add(holdfast)
  if (!holdfast.sources.has('ads-1'))
    await holdfast.command({ step: 'observe', type: 'registerSource', source: SOURCE }, SYSTEM)
  return holdfast
}
async function shut(holdfast: Holdfast): Promise<void> {
  open.delete(holdfast)
  await holdfast.close()
}
/** Reports of `count` aircraft, once a second. */
async function fly(holdfast: Holdfast, clock: VirtualClock, seconds: number, count = 3) {
  for (let s = 0; s < seconds; s += 1) {
    const rows = Array.from({ length: count }, (_, n) => report(n, clock.nowMs()))
    const taken = await holdfast.ingest([...rows, heard(s, clock.nowMs())], SYSTEM)
    expect(taken).toMatchObject({ accepted: count + 1 })
    clock.advanceTo(clock.nowMs() + 1_000)
  }
}

interface Row {
  readonly id: string
  readonly status: string
  readonly seenMs: number
  readonly position: { readonly lonDeg: number }
  readonly identity: { readonly icao24?: string }
}
async function list(holdfast: Holdfast, limit = 1_000, more: object = {}) {
  const answer = await holdfast.tracking?.ask({ kind: 'list', query: { limit, ...more } })
  if (typeof answer !== 'string') throw new Error(JSON.stringify(answer))
  return JSON.parse(answer) as { tracks: Row[]; next: string | null }
}
const namesOf = (tracks: readonly Row[]): readonly string[] =>
  tracks.map(({ identity }) => identity.icao24 ?? '').toSorted()
const where = (tracks: readonly Row[]): readonly string[] =>
  tracks.map((one) => `${one.identity.icao24} ${one.position.lonDeg.toFixed(2)}`).toSorted()
const called = (tracks: readonly Row[]): readonly string[] =>
  tracks.map((one) => `${one.identity.icao24} ${one.id}`).toSorted()
const ALL = ['abc000', 'abc001', 'abc002']
const settled = async (holdfast: Holdfast, seenMs: number): Promise<readonly Row[]> =>
  await vi.waitFor(
    async () => {
      const { tracks } = await list(holdfast)
      expect(namesOf(tracks.filter((one) => one.seenMs === seenMs))).toEqual(ALL)
      return tracks
    },
    { timeout: 10_000, interval: 50 },
  )

test('what moves becomes tracks, reports do not, and a restart finds the same from the journal', async () => {
  const at = place()
  const first = await start(at)
  await fly(first, at.clock, 12)
  const lastMs = at.clock.nowMs() - 1_000
  const before = await settled(first, lastMs)
  expect(first.tracking?.status()).toMatchObject({
    lag: { entries: 0, ms: 0 },
    faults: { count: 0 },
  })
  await shut(first)
  const second = await start(at)
  const after = await settled(second, lastMs)
  expect(where(after)).toEqual(where(before))
  // Each is called as it was before.
  expect(called(after)).toEqual(called(before))
  // Its tracks are kept for display, with their trajectories.
  const ended = await second.tracking?.ask({ kind: 'one', track: before[0]?.id ?? '' })
  expect(typeof ended === 'string' ? JSON.parse(ended) : ended).toMatchObject({
    track: { id: before[0]?.id },
  })
})

test('after a crash what lives keeps its id, and what is new has another', async () => {
  const at = place()
  const first = await start(at)
  await fly(first, at.clock, 6)
  const before = await settled(first, at.clock.nowMs() - 1_000)
  // As after kill -9: what was written stands, and nobody closed anything.
  const left = readFileSync(join(at.dir, 'tracks', 'living.jsonl'))
  await shut(first)
  rmSync(join(at.dir, 'tracks', 'tracks-1.jsonl'))
  writeFileSync(
    join(at.dir, 'tracks', 'living.jsonl'),
    Buffer.concat([left, Buffer.from('{"id":"T')]),
  )
  const second = await start(at)
  await fly(second, at.clock, 3, 4)
  await vi.waitFor(async () => {
    const { tracks } = await list(second)
    expect(tracks.filter(({ status }) => status === 'confirmed')).toHaveLength(4)
    const idOf = (name: string) => tracks.find(({ identity }) => identity.icao24 === name)?.id
    for (const { id, identity } of before) expect(idOf(identity.icao24 ?? '')).toBe(id)
    expect(before.map(({ id }) => id)).not.toContain(idOf('abc003'))
  })
  const one = await second.tracking?.ask({ kind: 'one', track: before[0]?.id ?? '' })
  expect(typeof one === 'string' ? JSON.parse(one) : one).toMatchObject({
    track: { id: before[0]?.id },
  })
})

test('a track that is lost is noted: its id is given to nobody', async () => {
  const at = place()
  const holdfast = await start(at)
  await fly(holdfast, at.clock, 6)
  const tracks = await settled(holdfast, at.clock.nowMs() - 1_000)
  const noted = (): string => readFileSync(join(at.dir, 'tracks', 'living.jsonl'), 'utf8')
  for (const { id } of tracks) expect(noted()).not.toContain(`{"id":"${id}"}`)
  at.clock.advanceTo(at.clock.nowMs() + 120_000)
  await vi.waitFor(
    () => {
      for (const { id } of tracks) expect(noted()).toContain(`{"id":"${id}"}`)
    },
    { timeout: 10_000, interval: 50 },
  )
})

test('a source that dates its rows ahead is told by name, and blinds nobody', async () => {
  const at = place()
  const first = await start(at)
  await fly(first, at.clock, 1)
  await settled(first, at.clock.nowMs() - 1_000)
  const mine = { ...SOURCE, id: 'ads-2', group: 'ads-2' }
  await first.command({ step: 'observe', type: 'registerSource', source: mine }, SYSTEM)
  const early = Array.from({ length: 3_000 }, (_, n) => ({
    ...report(n % 9, at.clock.nowMs() + 240_000),
    source: 'ads-2',
    recordId: `early${n}`,
  }))
  await first.ingest(early, SYSTEM)
  await fly(first, at.clock, 5)
  const told = async (holdfast: Holdfast): Promise<unknown> => {
    await settled(holdfast, at.clock.nowMs() - 1_000)
    const { early: count, waiting, refused } = holdfast.tracking?.status().rows ?? {}
    return { count, waiting, refused }
  }
  const refused = [{ source: 'ads-2', early: 2_000, overflowed: 0 }]
  expect(await told(first)).toEqual({ count: 2_000, waiting: 1_000, refused })
  await shut(first)
  // Read back, they came when the journal says.
  expect(await told(await start(at))).toEqual({ count: 2_000, waiting: 1_000, refused })
})

/** Offers that many bytes at one instant, before anything else has its turn. Gives the rows. */
async function flood(holdfast: Holdfast, { clock }: Opening, bytes: number): Promise<number> {
  const next = seededRandom(4)
  const text = 'x'.repeat(1_000)
  const offered: Promise<unknown>[] = []
  for (let sent = 0; sent < bytes; sent += 500 * (text.length + 700)) {
    const batch = Array.from({ length: 500 }, (_, n) => ({
      ...report(Math.floor(next() * 3), clock.nowMs()),
      recordId: `${clock.nowMs()}-${offered.length}-${n}`,
      residual: { text },
    }))
    offered.push(holdfast.ingest(batch, SYSTEM))
  }
  for (const answer of await Promise.all(offered)) expect(answer).toMatchObject({ accepted: 500 })
  clock.advanceTo(clock.nowMs() + 1_000)
  return 500 * offered.length
}

test('what there is no time for is passed over and counted; what is followed stays of now', async () => {
  const at = place()
  const holdfast = await start(at)
  await fly(holdfast, at.clock, 1)
  await settled(holdfast, START_MS)
  const rows = await flood(holdfast, at, 3 * BYTES_UNDER_WAY_MAX)
  const told = () => holdfast.tracking?.status()
  const { passedOver = 0 } = told() ?? {}
  expect(passedOver).toBeGreaterThan(0)
  expect(passedOver).toBeLessThan(rows)
  await vi.waitFor(() => expect(told()?.observations).toBe(rows - passedOver + 3), 10_000)
  await fly(holdfast, at.clock, 5)
  await settled(holdfast, at.clock.nowMs() - 1_000)
  expect(told()).toMatchObject({ passedOver, lag: { entries: 0, ms: 0 } })
})

test('while intake is kept waiting only so much is followed, and all again afterwards', async () => {
  const at = place()
  const holdfast = await start(at)
  const intake = { isPressed: true }
  holdfast.tracking?.giveWayTo(intake)
  // A little is followed, however busy the machine is.
  await fly(holdfast, at.clock, 8)
  await settled(holdfast, at.clock.nowMs() - 1_000)
  const passedOver = (): number => holdfast.tracking?.status().passedOver ?? 0
  expect(passedOver()).toBe(0)
  const rows = await flood(holdfast, at, BYTES_UNDER_WAY_MAX - 1)
  const atMost = passedOver()
  expect(atMost).toBeGreaterThan(0)
  expect(atMost).toBeLessThan(rows)
  intake.isPressed = false
  await flood(holdfast, at, PRESSED_BYTES_MAX)
  await fly(holdfast, at.clock, 2)
  await settled(holdfast, at.clock.nowMs() - 1_000)
  expect(passedOver()).toBe(atMost)
})

test('a thread that cannot go on is replaced, and intake does not notice', async () => {
  const at = place()
  const blocked = join(at.dir, 'tracks')
  mkdirSync(at.dir, { recursive: true })
  writeFileSync(blocked, 'a file where the directory should be')
  const holdfast = await start(at)
  await fly(holdfast, at.clock, 3)
  await vi.waitFor(() => expect(holdfast.tracking?.status().replaced.count).toBeGreaterThan(0), {
    timeout: 10_000,
  })
  expect(await holdfast.tracking?.ask({ kind: 'one', track: 'T1' })).toMatchObject({ status: 503 })
  rmSync(blocked)
  await fly(holdfast, at.clock, 3)
  await settled(holdfast, at.clock.nowMs() - 1_000)
})

test('pages follow one another, a box leaves out what lies outside', async () => {
  const at = place()
  const holdfast = await start(at)
  await fly(holdfast, at.clock, 6)
  await settled(holdfast, at.clock.nowMs() - 1_000)
  const one = await list(holdfast, 2)
  const two = await list(holdfast, 2, { after: one.next })
  expect(namesOf([...one.tracks, ...two.tracks])).toEqual(ALL)
  expect(two.next).toBeNull()
  const inside = await list(holdfast, 10, { bbox: [29, 47.05, 32, 47.15] })
  expect(namesOf(inside.tracks)).toEqual(['abc001'])
})

test('the monitor alone sees tracks, in answers and on the stream', async () => {
  const at = place()
  const holdfast = await start(at)
  const rejects = await RejectsLedger.open(join(at.dir, 'rejects'))
  const views = new Views(holdfast, new Intake(holdfast, rejects, 0))
  const told = { monitor: [] as Told[], commission: [] as Told[], guarantors: [] as Told[] }
  const stops = (['monitor', 'commission', 'guarantors'] as const).map((office) =>
    views.subscribe({ office, nation: 'XAA' }, (message) => void told[office].push(message)),
  )
  await fly(holdfast, at.clock, 6)
  const [track] = await settled(holdfast, at.clock.nowMs() - 1_000)
  await vi.waitFor(() => expect(told.monitor.some(({ kind }) => kind === 'tracks')).toBe(true))
  await holdfast.caughtUp()
  for (const stop of stops) stop()
  for (const office of ['commission', 'guarantors'] as const) {
    expect(told[office].filter(({ kind }) => kind === 'tracks')).toEqual([])
    // They heard something: the check is not of a stream that was silent.
    expect(told[office].some(({ kind }) => kind === 'projected')).toBe(true)
    expect(JSON.stringify(told[office])).not.toContain('abc00')
    expect(await views.tracks(office, { limit: 10 })).toHaveProperty('refused')
    expect(await views.track(track?.id ?? '', office)).toHaveProperty('refused')
  }
  expect(await views.tracks('monitor', { limit: 10 })).toHaveProperty('tracks')
  const whole = (await views.track(track?.id ?? '', 'monitor')) as {
    provenance: { entry: number | null }[]
  }
  expect(whole.provenance.length).toBeGreaterThan(0)
  for (const { entry } of whole.provenance) expect(entry).not.toBeNull()
  expect(await views.track('T999999999', 'monitor')).toBeNull()
})

test('what was found about those who report is told to the monitor alone', async () => {
  const at = place()
  const holdfast = await start(at)
  const rejects = await RejectsLedger.open(join(at.dir, 'rejects'))
  const views = new Views(holdfast, new Intake(holdfast, rejects, 0))
  await fly(holdfast, at.clock, 4)
  await settled(holdfast, at.clock.nowMs() - 1_000)
  const good = await views.sourceHealth('monitor')
  expect(good).toMatchObject({ findings: [], further: 0, lag: { entries: 0 } })
  // One of them is 2 degrees farther north from one second to the next, and stays there: nothing flies so.
  for (let s = 0; s < 5; s += 1) {
    const one = report(0, at.clock.nowMs()) as { where: { fix: { position: object } } }
    const fix = { position: { lonDeg: 30, latDeg: 49 + s / 1_000 }, errorM: 50 }
    await holdfast.ingest([{ ...one, where: { ...one.where, fix } }], SYSTEM)
    at.clock.advanceTo(at.clock.nowMs() + 1_000)
  }
  await vi.waitFor(async () => {
    expect(await views.sourceHealth('monitor')).toMatchObject({
      findings: [{ kind: 'impossibleSpeed', source: null, identities: ['icao24:abc000'] }],
    })
  }, 10_000)
  for (const office of ['commission', 'guarantors'] as const)
    expect(await views.sourceHealth(office)).toHaveProperty('refused')
})
