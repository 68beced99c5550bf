/**
 * Goal: a recalibration that a person adopts is told beside the figures of what is revised from then on, with candidates, with
 * answers and with the chain, never before, and the same after a restart on empty projections; nobody who does not see it
 * raw sees it recalibrated. Method: a real deployment in a throw-away directory with signed findings and reports of
 * explosions; commands as JSON; the picture of each office. Raw figures are compared with those of the same log without it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { initial, worthBy } from '@holdfast/core/fuse/confidence'
import { OFFICES, type Actor, type Office, type Role } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import type { ReleasedEvent } from '@holdfast/core/verify'
import { signFindings, TRUCE } from '../../../../tests/support/recalibration-deployment.ts'
import { findings, Log } from '../../../../tests/support/recalibration-log.ts'
import { CANDIDATE, EVENT, RESTS } from '../../../../tests/support/verify-release.ts'
import { VirtualClock } from '../clock/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { MemoryProjections } from '../projector/index.ts'
import { Holdfast, holdJournal } from '../runtime/index.ts'
import type { Command } from '../runtime/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { figuresOf, revisedIn } from './figures.ts'
import { viewsOf } from '../../../../tests/support/small-deployment.ts'
import type { Views } from './views.ts'

const SOURCES = `sources:
${['one', 'two', 'three']
  .map(
    (id) => `  - id: post-${id}
    title: A post
    nation: XAA
    kind: patrol
    reachM: {}
    detection: { pd: 0.7, falseReport: 0.02, basis: "ASSUMPTION: no trial was held" }
    group: post-${id}
    unsigned: accepted
`,
  )
  .join('')}`
const START_MS = Date.UTC(2026, 5, 1)
const CASES = 120
const actor = (role: Role, office: Office, nation = 'SWE'): Actor => ({
  name: 'An officer',
  nation,
  role,
  office,
  keyId: 'dev',
})
const ANALYST = actor('analyst', 'monitor')

const report = (source: string, recordId: string, latDeg: number, atMs: number): object => ({
  source,
  recordId,
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: {
    place: source,
    position: { lonDeg: 37.4, latDeg },
    errorM: 10,
    control: 'unknown',
  },
  where: { sectors: [], ring: null, fix: { position: { lonDeg: 37.4, latDeg }, errorM: 100 } },
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: OFFICES,
    releasableTo: ['ALL'],
  },
  rawSha256: '00'.repeat(32),
})

const dir = mkdtempSync(join(tmpdir(), 'holdfast-figures-'))
const clock = new VirtualClock(START_MS)
let [holdfast, views]: [Holdfast | null, Views | null] = [null, null]
async function start(): Promise<void> {
  await holdfast?.close()
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  holdfast = await Holdfast.start(held, {
    deployment: liveDeployment,
    clock,
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
  })
  await holdfast.caughtUp()
  views = await viewsOf(dir, holdfast)
}
const running = (): { holdfast: Holdfast; views: Views } => {
  if (holdfast === null || views === null) throw new Error('not started')
  return { holdfast, views }
}
async function say(command: object, who: Actor = ANALYST): Promise<number> {
  // Candidates come ready, as the desk would look them up.
  const isReady = (command as { type?: string }).type === 'openIncident'
  const { holdfast: told, views: asked } = running()
  const decided = isReady
    ? await told.command(command as Command, who)
    : await asked.command(command, who)
  if (isRefused(decided)) throw new Error(decided.refused)
  return decided.entries[0]?.index ?? -1
}
const judge = (count: number, seed: number): Promise<void> => signFindings(say, count, seed)
const adopt = async (question = 'occurred'): Promise<number> => {
  const told = await running().views.reliability('monitor')
  if ('refused' in told) throw new Error(told.refused)
  const fit = told.recalibrations[question as 'occurred'].fit?.name ?? ''
  return await say({
    step: 'fuse',
    type: 'adoptRecalibration',
    question,
    fit,
    reason: 'Looked at.',
  })
}
const withdraw = (): Promise<number> =>
  say({ step: 'fuse', type: 'withdrawRecalibration', question: 'occurred', reason: 'A new mast.' })
/** One explosion, told by that post. */
async function hear(place: number, source: string): Promise<void> {
  const row = report(source, `r${place}`, 47.2 + place / 10, START_MS - HOUR_MS)
  const answer = await running().holdfast.ingest([row], ANALYST)
  if (isRefused(answer) || answer.accepted !== 1) throw new Error('not accepted')
}
/** The events of the picture by place, southernmost first. */
async function events(office: Office = 'monitor'): Promise<readonly ReleasedEvent[]> {
  await running().holdfast.caughtUp()
  const picture = await running().views.picture(office)
  const all = (await running().views.picture('monitor')).events
  const latOf = (id: string): number =>
    all.find((one) => one.id === id)?.estimate?.position.latDeg ?? 0
  return picture.events.toSorted((a, b) => latOf(a.id) - latOf(b.id))
}
const entriesTold = async (): Promise<readonly (number | null)[]> =>
  (await events()).map(({ recalibrated }) => recalibrated?.entry ?? null)

beforeAll(async () => {
  await start()
  await say(
    { step: 'agreement', type: 'adoptAgreement', document: TRUCE },
    actor('system', 'commission'),
  )
  await say({ step: 'observe', type: 'registerSources', document: SOURCES })
  await judge(CASES, 1)
}, 60_000)
afterAll(async () => {
  await holdfast?.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('what is told', () => {
  let [first, second] = [-1, -1]
  test('what was revised before keeps its figure, what is revised from then on bears the correction', async () => {
    await hear(0, 'post-one')
    expect(await entriesTold()).toEqual([null])
    first = await adopt()
    expect(await entriesTold()).toEqual([null])
    await hear(1, 'post-one')
    expect(await entriesTold()).toEqual([null, first])
    await withdraw()
    await hear(2, 'post-one')
    expect(await entriesTold()).toEqual([null, first, null])
    await judge(5, 2)
    second = await adopt()
    await hear(3, 'post-one')
    // A second report of the first explosion revises it.
    await hear(0, 'post-two')
    expect(await entriesTold()).toEqual([second, first, null, second])
  })
  test('the figure is the adopted curve’s at the raw one, which stays what it is', async () => {
    const { occurred } = running().holdfast.mission.confidence
    for (const { probability, recalibrated } of await events()) {
      if (recalibrated === undefined) continue
      const adoption = occurred.find(({ entry }) => entry === recalibrated.entry)
      if (adoption === undefined) throw new Error('told by no adoption')
      expect(recalibrated).toEqual({
        ...worthBy(adoption.curve, probability),
        entry: adoption.entry,
      })
      expect(recalibrated.probability).toBeLessThan(probability - 0.05)
    }
    const rows = await running().holdfast.sink.list('event', { limit: 10 })
    expect(rows.some((row) => 'recalibrated' in row)).toBe(false)
    const raw = new Map(rows.map(({ id, probability }) => [id, probability]))
    for (const one of await events()) expect(one.probability).toBe(raw.get(one.id))
  })
  test('the entry says what it rests on, to the monitor alone', async () => {
    const { views: seen } = running()
    for (const office of OFFICES) {
      const entry = await seen.logEntry(second, office)
      expect([office, entry?.kind]).toEqual([
        office,
        office === 'monitor' ? 'fuse.recalibration-adopted' : 'withheld',
      ])
    }
    const entry = await seen.logEntry(second, 'monitor')
    expect(entry).toMatchObject({ payload: { question: 'occurred', reason: 'Looked at.' } })
  })
  test('answers proposed under it bear it in the picture and in the chain, those before do not', async () => {
    await judge(1, 3)
    await running().holdfast.caughtUp()
    const { incidents } = await running().views.picture('monitor')
    const told = incidents.filter(({ recalibrated }) => recalibrated !== undefined)
    // Five were judged while none was in force.
    expect(told.map(({ recalibrated }) => recalibrated?.occurred?.entry)).toEqual([second])
    const [newest] = told
    if (newest === undefined) throw new Error('none is told')
    expect(newest.answers.occurred.machineProbability).not.toBe(
      newest.recalibrated?.occurred?.probability,
    )
    const chain = await running().views.chain(newest.id, 'monitor')
    expect(chain?.incident.recalibrated).toEqual(newest.recalibrated)
  })
  test('an office sees it where it sees the raw figure, and of that figure', async () => {
    for (const office of OFFICES)
      for (const one of await events(office)) {
        const own = (await events('monitor')).find(({ id }) => id === one.id)
        expect(one.recalibrated?.entry).toBe(own?.recalibrated?.entry)
        expect(one.probability).toBe(own?.probability)
      }
    for (const office of ['monitor', 'commission'] as const) {
      const told = await running().views.reliability(office)
      if ('refused' in told) throw new Error(told.refused)
      const { inForce, ended, fit } = told.recalibrations.occurred
      expect([inForce?.entry, ended.map(({ entry }) => entry)]).toEqual([second, [first]])
      const isMonitor = office === 'monitor'
      expect([inForce?.reason, inForce?.by?.name ?? null, ended[0]?.ended?.reason]).toEqual(
        isMonitor ? ['Looked at.', 'An officer', 'A new mast.'] : [null, null, null],
      )
      expect(fit === null).toBe(!isMonitor)
    }
    expect(await running().views.reliability('guarantors')).toHaveProperty('refused')
  })
  test('it is the same after a restart on empty projections', async () => {
    const before = await running().views.picture('monitor')
    await start()
    const after = await running().views.picture('monitor')
    expect(after.events).toEqual(before.events)
    expect(after.candidates).toEqual(before.candidates)
    expect(after.incidents).toEqual(before.incidents)
    expect(await entriesTold()).toEqual([second, first, null, second])
  })
})

const ENTRIES: ReadonlyMap<string, number> = new Map([
  ['a', 3],
  ['b', 7],
  ['c', 5],
])
const origins = { ofAll: async (): Promise<ReadonlyMap<string, number>> => ENTRIES }

describe('what revised an event', () => {
  test('is the newest batch that brought one of its reports; none where none is known', () => {
    expect(revisedIn({ observations: ['a', 'b', 'c', 'gone'] }, ENTRIES)).toBe(7)
    expect(revisedIn({ observations: ['gone'] }, ENTRIES)).toBeNull()
  })
  test('is looked up for a candidate whose event is not in the picture, once and only where it counts', async () => {
    const breaches = new Log(findings(CASES, { question: 'breach' }))
    const adopted = breaches.adopt('breach')
    if (typeof adopted === 'string') throw new Error(adopted)
    const asked: (readonly string[])[] = []
    const sink = {
      many: async (_: string, ids: readonly string[]) => {
        asked.push(ids)
        return [{ ...EVENT, id: 'far', observations: ['b'] }]
      },
    } as unknown as Pick<Holdfast['sink'], 'many'>
    const release = { ...RESTS, office: 'monitor', nowMs: 0, findingFor: () => false } as const
    const [near, far, deadline] = ['e1', 'far', null].map((event) => ({ ...CANDIDATE, event }))
    if (near === undefined || far === undefined || deadline === undefined) throw new Error('none')
    const candidates = [near, far, far, deadline]
    const rows = { events: [{ ...EVENT, observations: ['gone'] }], candidates }
    const confidence = breaches.state
    const figures = await figuresOf({ mission: { confidence }, sink, origins }, release, rows)
    expect(asked).toEqual([['far']])
    expect(candidates.map((one) => figures.candidate(one)[0]?.recalibrated?.entry ?? null)).toEqual(
      [null, adopted.index, adopted.index, null],
    )
    const none = { mission: { confidence: initial }, sink, origins }
    expect((await figuresOf(none, release, rows)).candidate(far)[0]).not.toHaveProperty(
      'recalibrated',
    )
    expect(asked).toHaveLength(1)
  })
})
