/**
 * Goal: who could have noticed and did not lowers an event's probability in a running deployment, nothing is made of
 * coverage that nobody stated, and a rebuild from the log gives the same rows. Method: a real deployment with two acoustic
 * sources in reach of what one of them reports; statements of coverage before, after and far from it; the rows of the
 * running one are compared with those of one that reads the same log into an empty database. Planted: the same night
 * without a word on coverage must come to another probability, or the check sees nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Event } from '@holdfast/core/fuse'
import { destination, type Position } from '@holdfast/core/geo'
import type { Actor } from '@holdfast/core/nations'
import type { ObserveCommand, Source } from '@holdfast/core/observe'
import { DAY_MS, HOUR_MS, MINUTE_MS, isRefused } from '@holdfast/core/units'
import { VirtualClock } from '../clock/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { Holdfast, holdJournal } from '../runtime/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { MemoryProjections } from './sink.ts'

const START_MS = Date.UTC(2026, 0, 15, 6)
const BANG: Position = { lonDeg: 36.3, latDeg: 47.2 }
const ANALYST: Actor = {
  name: 'A. Nalyst',
  nation: 'ZZZ',
  role: 'analyst',
  office: 'monitor',
  keyId: 'test',
}
const microphone = (id: string, distanceM: number): Source => ({
  id,
  title: id,
  nation: 'ZZZ',
  kind: 'acoustic',
  reachM: { explosion: 10_000 },
  detection: { pd: 0.9, falseReport: 0.05, basis: 'test' },
  group: id,
  site: {
    position: destination(BANG, { azimuthDeg: 90, distanceM }),
    heightM: 100,
    errorM: 5,
  },
})
const REGISTRY = [
  microphone('ear-a', 3_000),
  microphone('ear-b', 5_000),
  microphone('ear-c', 40_000),
]

const row = (source: string, atMs: number) => ({
  source,
  recordId: `${source}-${atMs}`,
  means: ['sensed'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: { place: source, position: BANG, errorM: 10, control: 'unknown' },
  where: { sectors: [], ring: null, fix: { position: BANG, errorM: 100 } },
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  rawSha256: '00'.repeat(32),
})

const dirs: string[] = []
const opened = new Set<Holdfast>()
afterAll(async () => {
  for (const one of opened) await one.close()
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

async function open(dir: string, clock: VirtualClock, sink: MemoryProjections): Promise<Holdfast> {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  const solver = new HighsSolver()
  // What these rows hold was derived to the end before they were closed.
  const derived = await sink.size()
  const parts = { deployment: liveDeployment, clock, sink, solver, derived }
  const holdfast = await Holdfast.start(held, parts)
  opened.add(holdfast)
  await holdfast.caughtUp()
  return holdfast
}

const all = async (sink: MemoryProjections) => ({
  events: await sink.list('event', { limit: 1_000 }),
  candidates: await sink.list('candidate', { limit: 1_000 }),
})

/** A night with three sources. */
class Night {
  readonly dir = mkdtempSync(join(tmpdir(), 'holdfast-silence-'))
  readonly clock = new VirtualClock(START_MS)
  readonly sink = new MemoryProjections()
  #holdfast: Holdfast | null = null

  async begin(): Promise<this> {
    dirs.push(this.dir)
    this.#holdfast = await open(this.dir, this.clock, this.sink)
    await this.say({ type: 'registerSources', sources: REGISTRY })
    return this
  }
  /** Closes it and opens it again on the same rows. */
  async restart(): Promise<void> {
    await this.end()
    this.#holdfast = await open(this.dir, this.clock, this.sink)
  }
  async end(): Promise<void> {
    await this.#holdfast?.close()
    if (this.#holdfast !== null) opened.delete(this.#holdfast)
    this.#holdfast = null
  }
  async say(command: ObserveCommand): Promise<void> {
    const said = await this.#holdfast?.command({ step: 'observe', ...command }, ANALYST)
    if (said === undefined || isRefused(said)) throw new Error(said?.refused)
    await this.#holdfast?.caughtUp()
  }
  async stood(source: string, state: 'up' | 'down', fromMs: number, toMs: number | null = null) {
    await this.say({ type: 'stateCoverage', source, state, fromMs, toMs, reason: 'test' })
  }
  async report(source: string, atMs: number): Promise<void> {
    const answer = await this.#holdfast?.ingest([row(source, atMs)], ANALYST)
    if (answer === undefined || isRefused(answer) || answer.accepted !== 1)
      throw new Error('the row was not taken')
    await this.#holdfast?.caughtUp()
  }
  /** The log's time passes with what it records. */
  async wait(ms: number): Promise<void> {
    this.clock.advanceTo(this.clock.nowMs() + ms)
    await this.stood('ear-c', 'up', this.clock.nowMs())
  }
  async event(): Promise<Event> {
    const [event, more] = await this.sink.list('event', { limit: 10 })
    if (event === undefined || more !== undefined) throw new Error('there is not one event')
    return event
  }
  /** Rows of a rebuild from the log beside those of the running one. */
  async rebuilt(): Promise<{ readonly rows: unknown; readonly again: unknown }> {
    await this.end()
    const sink = new MemoryProjections()
    const holdfast = await open(this.dir, this.clock, sink)
    await holdfast.close()
    opened.delete(holdfast)
    return { rows: await all(this.sink), again: await all(sink) }
  }
}

async function reported(before: (night: Night) => Promise<void>): Promise<Night> {
  const night = await new Night().begin()
  await before(night)
  night.clock.advanceTo(START_MS + HOUR_MS)
  await night.report('ear-a', night.clock.nowMs() - 1_000)
  return night
}
const upFrom = (fromMs: number) => async (night: Night) => {
  for (const { id } of REGISTRY) await night.stood(id, 'up', fromMs)
}
const unsaid = async (): Promise<void> => undefined

test('one of two in reach is silent: less probable than without, and told; the third is out of reach', async () => {
  const bare = await (await reported(unsaid)).event()
  expect(bare.silence).toBeUndefined()
  expect(bare.interval?.low).toBeLessThan(bare.probability)
  expect(bare.interval?.high).toBeGreaterThan(bare.probability)

  const night = await reported(upFrom(START_MS))
  // Its report may be under way.
  expect(await night.event()).toEqual(bare)
  await night.wait(2 * MINUTE_MS)
  const event = await night.event()
  expect(event.silence).toEqual({ reported: 1, silent: 1, sources: ['ear-b'] })
  expect(event.probability).toBeLessThan(bare.probability - 0.1)
  expect(event.interval?.low).toBeLessThan(bare.interval?.low ?? 0)
  const { rows, again } = await night.rebuilt()
  expect(again).toEqual(rows)

  // It comes after all: then nobody was silent, and two are more than one.
  await night.restart()
  await night.report('ear-b', START_MS + HOUR_MS - 1_000)
  const both = await night.event()
  expect(both.silence).toBeUndefined()
  expect(both.probability).toBeGreaterThan(bare.probability)
})

test('coverage that nobody stated, that is of another time or says "down" changes nothing', async () => {
  const bare = await (await reported(unsaid)).event()
  for (const before of [
    unsaid,
    upFrom(START_MS + 2 * HOUR_MS),
    async (night: Night) => await night.stood('ear-b', 'down', START_MS),
    async (night: Night) => await night.stood('ear-b', 'up', START_MS, START_MS + MINUTE_MS),
  ]) {
    const night = await reported(before)
    await night.wait(2 * MINUTE_MS)
    expect(await night.event()).toEqual(bare)
  }
})

test('what is said of that time later has the event weighed again, and taken back it stands as before', async () => {
  const night = await reported(unsaid)
  const bare = await night.event()
  await night.wait(DAY_MS)
  await night.stood('ear-b', 'up', START_MS, START_MS + DAY_MS)
  const event = await night.event()
  expect(event.id).toBe(bare.id)
  expect(event.silence?.sources).toEqual(['ear-b'])
  // Planted: were coverage only looked at when reports come, this would still be the first probability.
  expect(event.probability).toBeLessThan(bare.probability - 0.1)
  await night.stood('ear-b', 'down', START_MS, START_MS + DAY_MS)
  expect(await night.event()).toEqual(bare)
  const { rows, again } = await night.rebuilt()
  expect(again).toEqual(rows)
})

test('what was waited for when the deployment stopped is not forgotten', async () => {
  const night = await reported(upFrom(START_MS))
  const bare = await night.event()
  await night.restart()
  expect(await night.event()).toEqual(bare)
  await night.wait(2 * MINUTE_MS)
  expect((await night.event()).silence?.sources).toEqual(['ear-b'])
  const { rows, again } = await night.rebuilt()
  expect(again).toEqual(rows)
})
