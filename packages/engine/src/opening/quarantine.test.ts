/**
 * Goal: a sensor that errs is left out by the machine, with its evidence on record, from tracks and from events; a person takes
 * it back, and then it counts again. Method: a real deployment; three radars over the same traffic, one of them turned by a
 * quarter of a degree; what each did is counted where tracks are made. Planted: the same minutes with no radar turned.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { destination, frameAt, RADIUS_95, type Position } from '@holdfast/core/geo'
import type { Actor } from '@holdfast/core/nations'
import { isRefused, seededRandom } from '@holdfast/core/units'
import { VirtualClock } from '../clock/index.ts'
import { Views } from '../views/index.ts'
import { liveDeployment, openHoldfast, type Opened } from './index.ts'

const START_MS = Date.UTC(2026, 0, 15, 6)
const MIDDLE: Position = { lonDeg: 36.3, latDeg: 47.2 }
const RADARS = ['radar-a', 'radar-b', 'radar-c']
const siteOf = (n: number): Position =>
  destination(MIDDLE, { azimuthDeg: 120 * n, distanceM: 25_000 })
const ANALYST: Actor = {
  name: 'A. Nalyst',
  nation: 'ZZZ',
  role: 'analyst',
  office: 'monitor',
  keyId: 'test',
}
const ERROR_M = 150
const TURN_MS = 4_000
/** How far the clock goes at once. */
const STEP_MS = 20_000
const AIRCRAFT = 12

const registry = [
  ...RADARS.map((id, n) => {
    const { lonDeg, latDeg } = siteOf(n)
    return `  - id: ${id}
    title: ${id}
    nation: XAA
    kind: radar
    reachM: { air: 150000 }
    detection: { pd: 0.9, falseReport: 0.01, basis: 'ASSUMPTION: test' }
    group: ${id}
    unsigned: accepted
    site: { lonDeg: ${lonDeg}, latDeg: ${latDeg}, heightM: 100, errorM: 10 }`
  }),
  ...['patrol-1', 'patrol-2'].map(
    (id) => `  - id: ${id}
    title: ${id}
    nation: XAA
    kind: patrol
    reachM: {}
    detection: { pd: 0.7, falseReport: 0.02, basis: 'ASSUMPTION: test' }
    group: ${id}
    unsigned: accepted`,
  ),
]

const opened = new Set<Opened>()
const dirs: string[] = []
afterAll(async () => {
  await Promise.all([...opened].map((one) => one.close()))
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

const LABEL = {
  policy: 'HOLDFAST',
  classification: 'RESTRICTED',
  offices: ['monitor'],
  releasableTo: ['ALL'],
}
const row = (source: string, recordId: string, of: { atMs: number; position: Position }) => ({
  source,
  recordId,
  means: ['sensed'],
  category: 'I.AIR',
  phase: 'undetermined',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: of.atMs, toMs: of.atMs, basis: 'clock', clock: 'gnss' },
  observer: { place: source, position: MIDDLE, errorM: 10, control: 'unknown' },
  where: { sectors: [], ring: null, fix: { position: of.position, errorM: ERROR_M } },
  label: LABEL,
  rawSha256: '00'.repeat(32),
})
const explosion = (source: string, atMs: number) => ({
  ...row(source, `x${atMs}`, { atMs, position: MIDDLE }),
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
})

/** A deployment with traffic over it. */
class Mission {
  readonly clock: VirtualClock
  readonly #random = seededRandom(5)
  readonly #traffic: readonly { readonly from: Position; readonly courseDeg: number }[]
  readonly #offDeg: number
  readonly opened: Opened
  readonly views: Views
  #toldMs = 0

  constructor(one: Opened, clock: VirtualClock, offDeg: number) {
    this.clock = clock
    this.opened = one
    one.holdfast.tracking?.subscribe(({ nowMs }) => {
      this.#toldMs = nowMs
    })
    this.#offDeg = offDeg
    this.views = new Views(one.holdfast, one.intake)
    const { toPosition } = frameAt(MIDDLE)
    this.#traffic = Array.from({ length: AIRCRAFT }, () => ({
      from: toPosition({
        eastM: 60_000 * (this.#random() - 0.5),
        northM: 60_000 * (this.#random() - 0.5),
      }),
      courseDeg: 360 * this.#random(),
    }))
  }

  #noise(): number {
    let sum = -6
    for (let n = 0; n < 12; n += 1) sum += this.#random()
    return (sum * ERROR_M) / RADIUS_95
  }

  #plot(radar: number, atMs: number, n: number): object {
    const { from, courseDeg } = this.#traffic[n] ?? { from: MIDDLE, courseDeg: 0 }
    const distanceM = (120 * (atMs - START_MS)) / 1_000
    const there = destination(from, { azimuthDeg: courseDeg, distanceM })
    const { toOffset, toPosition } = frameAt(siteOf(radar))
    const at = toOffset(there)
    const turnRad = radar === 1 ? (this.#offDeg * Math.PI) / 180 : 0
    const position = toPosition({
      eastM: at.eastM * Math.cos(turnRad) + at.northM * Math.sin(turnRad) + this.#noise(),
      northM: at.northM * Math.cos(turnRad) - at.eastM * Math.sin(turnRad) + this.#noise(),
    })
    return row(RADARS[radar] ?? '', `${n}-${atMs}`, { atMs, position })
  }

  /** Lets time pass with all radars turning; gives how many rows the tracks took. */
  async fly(ms: number): Promise<number> {
    const before = this.#taken()
    for (let leftMs = ms; leftMs > 0; leftMs -= STEP_MS) {
      const fromMs = this.clock.nowMs()
      const rows: object[] = []
      for (const radar of RADARS.keys())
        for (let atMs = fromMs + 100 + 700 * radar; atMs < fromMs + STEP_MS; atMs += TURN_MS)
          for (let n = 0; n < AIRCRAFT; n += 1) rows.push(this.#plot(radar, atMs, n))
      this.clock.advanceTo(fromMs + STEP_MS)
      const answer = await this.opened.holdfast.ingest(rows, ANALYST)
      if (isRefused(answer) || answer.accepted !== rows.length)
        throw new Error('rows were not taken')
      await this.#caughtUp()
    }
    return this.#taken() - before
  }

  #taken(): number {
    return this.opened.holdfast.tracking?.status().observations ?? 0
  }

  async #caughtUp(): Promise<void> {
    // What was told of an earlier instant may not have the rows in it that came just now.
    const cameMs = this.clock.nowMs()
    await vi.waitFor(
      () => {
        // What came late is gone over when some time has passed, so time must pass here too.
        this.clock.advanceTo(this.clock.nowMs() + 100)
        if (this.#toldMs <= cameMs)
          throw new Error(
            `the tracks lag: ${JSON.stringify(this.opened.holdfast.tracking?.status())}`,
          )
      },
      { timeout: 90_000, interval: 20 },
    )
  }

  quarantine(source: string) {
    return this.opened.holdfast.observe.quarantines.get(source)
  }

  async say(command: object): Promise<void> {
    const said = await this.views.command({ step: 'observe', ...command }, ANALYST)
    if (isRefused(said)) throw new Error(said.refused)
  }
}

async function begin(offDeg: number): Promise<Mission> {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-quarantine-'))
  dirs.push(dir)
  const clock = new VirtualClock(START_MS)
  const one = await openHoldfast({ dir, deployment: liveDeployment, databaseUrl: null, clock })
  if (isRefused(one)) throw new Error(one.refused)
  opened.add(one)
  const mission = new Mission(one, clock, offDeg)
  await mission.say({ type: 'registerSources', document: `sources:\n${registry.join('\n')}\n` })
  return mission
}

const PER_MINUTE = (60_000 / TURN_MS) * AIRCRAFT

test('a radar that is turned is left out, says why, and counts again when a person lifts it', async () => {
  const mission = await begin(0.25)
  expect(await mission.fly(60_000)).toBe(3 * PER_MINUTE)
  for (let minute = 0; minute < 6 && mission.quarantine('radar-b') === undefined; minute += 1)
    await mission.fly(60_000)
  const found = mission.quarantine('radar-b')
  expect(found).toMatchObject({ status: 'provisional', proposedBy: 'machine' })
  expect(found?.evidence.map(({ kind }) => kind)).toContain('bias')
  expect(found?.reason).toMatch(/rad of azimuth/)
  expect(mission.quarantine('radar-a')).toBeUndefined()
  expect(mission.quarantine('radar-c')).toBeUndefined()
  const entry = await mission.opened.holdfast.journal.entry(found?.entry ?? -1)
  expect(entry).toMatchObject({ kind: 'observe.source-quarantined', actor: { role: 'system' } })
  // Its rows are taken in and kept, and no track is made of them.
  await mission.fly(STEP_MS)
  expect(await mission.fly(60_000)).toBe(2 * PER_MINUTE)
  const { coverage } = await mission.views.picture('monitor')
  expect(coverage.sources.find(({ source }) => source === 'radar-b')).toMatchObject({
    state: 'down',
    basis: 'quarantine',
  })
  await mission.say({
    type: 'restoreSource',
    source: 'radar-b',
    fromMs: null,
    reason: 'Aligned anew',
  })
  expect(mission.quarantine('radar-b')?.status).toBe('lifted')
  await mission.fly(STEP_MS)
  expect(await mission.fly(60_000)).toBe(3 * PER_MINUTE)
  // The machine does not take up within a day what a person lifted, though the radar errs as before.
  await mission.fly(200_000)
  expect(mission.quarantine('radar-b')?.status).toBe('lifted')
})

test('of radars that stand right none is left out', async () => {
  const mission = await begin(0)
  await mission.fly(300_000)
  expect([...mission.opened.holdfast.observe.quarantines.keys()]).toEqual([])
})

test('an event is made without what is in quarantine, and with it again when that is lifted', async () => {
  const mission = await begin(0)
  const atMs = START_MS - 60_000
  await mission.opened.holdfast.ingest(
    [explosion('patrol-1', atMs), explosion('patrol-2', atMs + 1)],
    ANALYST,
  )
  const reports = async (): Promise<readonly number[]> => {
    await mission.opened.holdfast.caughtUp()
    const { events } = await mission.views.picture('monitor')
    return events.map(({ observations }) => observations.length)
  }
  expect(await reports()).toEqual([2])
  const source = 'patrol-2'
  const reason = 'Its watch was an hour slow'
  await mission.say({ type: 'quarantineSource', source, sinceMs: atMs - 1, reason })
  expect(await reports()).toEqual([1])
  await mission.say({ type: 'restoreSource', source, fromMs: Date.UTC(2000, 0, 1), reason })
  expect(await reports()).toEqual([2])
})
