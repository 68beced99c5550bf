/**
 * Goal: the desk shows what waits beside the incidents, each office what is its own, and it writes nothing; a claim is judged by
 * what looked, and never as "saw nothing" where a report is not at hand. Method: a real journal in a throw-away directory, a
 * clock that the test moves, and events and observations put into the projections; words and places that must not leave
 * are planted, and searched for in both offices' answers, so that the search itself is tried.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, Office, Role } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { CANDIDATE, EVENT, EXACT, OBSERVATION } from '../../../../tests/support/verify-release.ts'
import { readCommand } from '../desk/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { MemoryProjections } from '../projector/index.ts'
import { Holdfast, SYSTEM, holdJournal } from '../runtime/index.ts'
import { dataText } from '../shipped/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { EVENTS_MAX } from './claims.ts'
import { SHOWN_MAX } from './desk-view.ts'
import { deskView } from './index.ts'
import type { DeskView } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-desk-'))
const START_MS = 1_000 * HOUR_MS
let nowMs = START_MS
let holdfast: Holdfast

const officer = (name: string, role: Role, office: Office = 'monitor', nation = 'SWE'): Actor => ({
  name,
  nation,
  role,
  office,
  keyId: 'dev',
})
const watch = officer('Watch', 'watch')
const analyst = officer('Analyst', 'analyst')
const panel = officer('Panel', 'panel', 'commission', 'NLD')

async function send(actor: Actor, command: object): Promise<number> {
  const read = await readCommand(command, holdfast)
  if (isRefused(read)) throw new Error(read.refused)
  const decided = await holdfast.command(read, actor)
  if (isRefused(decided)) throw new Error(decided.refused)
  return decided.entries[0]?.index ?? -1
}
async function desk(office: Office, needs: Parameters<typeof deskView>[0] = holdfast) {
  const view = await deskView(needs, office, null)
  if ('refused' in view) throw new Error(view.refused)
  return view
}
const verify = async (type: string, fields: object, actor: Actor = watch): Promise<number> =>
  await send(actor, { step: 'verify', type, ...fields })
const opened = async (title: string): Promise<string> =>
  `I-${await verify('openIncident', { title, from: 'claim', candidates: [] })}`

const TIME = { fromMs: START_MS - 2 * HOUR_MS, toMs: START_MS - HOUR_MS }
const ALLEGED = { kind: 'explosion', ...TIME, position: EXACT, radiusM: 300 }
const FAR = { ...ALLEGED, position: { lonDeg: 39.512_345, latDeg: 48.923_456 } }
const SOURCES = `
sources:
  - id: secret-mast
    title: A mast
    nation: XAA
    kind: acoustic
    site: { lonDeg: 37.82, latDeg: 48.12, heightM: 200, errorM: 5 }
    reachM: { explosion: 9000 }
    detection: { pd: 0.8, falseReport: 0.02, basis: "ASSUMPTION: no trial was held" }
`
/** What the commission must never read here: places, a source, and words that are the monitor's or a machine's. */
const SECRETS = ['37.812', '48.123', '37.8345', 'secret-']

/** The incidents of the scene, by what they are for. */
let at: Readonly<Record<'one' | 'twin' | 'far', string>>
let task: string

async function file(incident: string, alleges: object): Promise<void> {
  await verify('fileClaim', {
    incident,
    party: 'A',
    stance: 'accuses',
    text: 'They fired.',
    source: { by: 'Liaison officer', receivedAtMs: START_MS, channel: 'hotline', document: null },
    alleges,
  })
}

beforeAll(async () => {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  holdfast = await Holdfast.start(held, {
    deployment: liveDeployment,
    clock: { nowMs: () => nowMs },
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
  })
  const document = dataText('agreements/minsk-2014-2015.yaml')
  await send({ ...panel, role: 'system' }, { step: 'agreement', type: 'adoptAgreement', document })
  await send(analyst, { step: 'observe', type: 'registerSources', document: SOURCES })
  await send(analyst, {
    step: 'observe',
    type: 'stateCoverage',
    source: 'secret-mast',
    state: 'up',
    fromMs: START_MS - 10 * HOUR_MS,
    toMs: null,
    reason: 'It was on.',
  })
  at = {
    one: await opened('Explosion at the mill'),
    twin: await opened('Explosion near the mill'),
    far: await opened('A residence'),
  }
  await file(at.one, ALLEGED)
  await file(at.twin, ALLEGED)
  await file(at.far, FAR)
  const place = { position: EXACT, radiusM: 500 }
  const look = { means: 'drone', nation: 'XAA', what: 'Look for craters.', dueMs: nowMs + HOUR_MS }
  await verify('requestTask', { incident: at.one, ...look, dueMs: null, place: null })
  task = `T-${await verify('requestTask', { incident: at.one, ...look, place })}`
  await verify('reportAccess', {
    incident: at.one,
    task,
    access: 'refused',
    untilMs: null,
    condition: null,
    by: 'a guard',
    where: 'a gate',
    position: { lonDeg: 37.834_567, latDeg: 48.1 },
    text: 'They were sent back.',
  })
  await verify('assign', { incident: at.far, to: { nation: 'SWE', officer: 'Lind' } })
  await verify('handOver', {
    from: 'Watch',
    to: 'Next',
    openPoints: [{ incident: at.one, text: 'secret-note: patrol 4 waits there' }],
  })
  await verify('handOver', { from: 'Panel', to: 'Next', openPoints: [] }, panel)
  const proposed = {
    step: 'verify',
    type: 'proposeMerge',
    incident: at.far,
    into: at.one,
    reason: 'secret-likeness: place 4 %',
    score: 0.61,
  } as const
  const decided = await holdfast.command(proposed, SYSTEM)
  if (isRefused(decided)) throw new Error(decided.refused)
  await holdfast.caughtUp()
})
afterAll(async () => {
  await holdfast.close()
  rmSync(dir, { recursive: true, force: true })
})

const claimOf = (view: DeskView, incident: string) =>
  view.claims.find((claim) => claim.incident === incident)

describe('the offices', () => {
  test('the guarantors are refused', async () => {
    expect(await deskView(holdfast, 'guarantors', null)).toMatchObject({ status: 403 })
  })

  test('the monitor has every list, and asking for it records nothing', async () => {
    const before = holdfast.journal.size
    const view = await desk('monitor')
    expect(holdfast.journal.size).toBe(before)
    expect(view.tasks.map(({ id }) => id)).toEqual([task, expect.stringMatching(/^T-/u)])
    expect(view.access).toMatchObject([{ task, category: 'X.DENIAL' }])
    expect(view.proposals).toMatchObject([{ incident: at.far, into: at.one, score: 0.61 }])
    expect(view.assignments).toMatchObject([
      { incident: at.far, title: 'A residence', assignedTo: { officer: 'Lind' } },
    ])
    expect(view.unassigned).toBe(2)
    const waiting = view.unconfirmed.map(({ entry }) => entry)
    expect(waiting.length).toBeGreaterThan(0)
    expect(waiting).toEqual(view.claims.map(({ entry }) => entry).toSorted((a, b) => a - b))
    expect(view.handOvers.map(({ from }) => from)).toEqual(['Panel', 'Watch'])
    expect(view.withheld).toEqual([])
    // The search that the commission's answer has to pass finds something where it must.
    for (const secret of SECRETS) expect(JSON.stringify(view)).toContain(secret)
  })

  test.each([0, 3, 25, 24 * 365])(
    'the commission has none of what is the monitor’s, %i h later either',
    async (hours) => {
      nowMs = START_MS + hours * HOUR_MS
      const view = await desk('commission')
      const text = JSON.stringify(view)
      nowMs = START_MS
      for (const secret of SECRETS) expect(text).not.toContain(secret)
      expect(view.duplicates).toEqual([])
      expect(view.tasks).toHaveLength(2)
      expect(view.tasks.every(({ place }) => place === null)).toBe(true)
      expect(view.proposals).toMatchObject([{ score: null, reason: '' }])
      expect(view.handOvers.map(({ from }) => from)).toEqual(['Panel'])
      expect(view.withheld).toContain('duplicates')
    },
  )
})

test('occurred is due within its hours, and late after them, the most overdue first', async () => {
  expect((await desk('monitor')).occurred.map(({ isLate }) => isLate)).toEqual([
    false,
    false,
    false,
  ])
  nowMs = START_MS + 48 * HOUR_MS
  const { occurred } = await desk('commission')
  nowMs = START_MS
  expect(occurred.map(({ incident }) => incident)).toEqual([at.one, at.twin, at.far])
  const [first] = occurred
  expect(first).toMatchObject({ isLate: true, title: 'Explosion at the mill' })
  expect((first?.lateMs ?? 0) + (first?.dueMs ?? 0)).toBe(START_MS + 48 * HOUR_MS)
})

describe('likely duplicates', () => {
  test('are proposed with what a person may send, until a person holds them apart', async () => {
    const { duplicates } = await desk('monitor')
    expect(duplicates).toMatchObject([
      {
        pair: [at.one, at.twin].toSorted(),
        kinds: ['incident', 'incident'],
        command: { step: 'verify', type: 'proposeMerge', incident: at.twin, into: at.one },
      },
    ])
    const read = await readCommand(duplicates[0]?.command, holdfast)
    expect(read).not.toHaveProperty('refused')
    const apart = { incident: at.one, other: at.twin, reason: 'Two craters.' }
    await verify('decorrelate', apart)
    const view = await desk('monitor')
    expect(view.duplicates).toEqual([])
    expect(view.decorrelated).toMatchObject([{ reason: 'Two craters.' }])
    await verify('recorrelate', apart)
    expect((await desk('monitor')).duplicates).toHaveLength(1)
  })

  test('a loose candidate goes to the incident that it is like; clauses of one event are no pair', async () => {
    const sink = new MemoryProjections()
    const event = { ...EVENT, kind: 'explosion', observed: TIME }
    const candidates = ['c1', 'c2'].map((id) => ({ ...CANDIDATE, id }))
    await sink.apply({ size: 1, put: { candidate: candidates, event: [event] } })
    const { duplicates } = await desk('monitor', needsWith(sink))
    const added = duplicates.filter(({ kinds }) => kinds.includes('candidate'))
    expect(added.map(({ command }) => command)).toEqual(
      expect.arrayContaining([
        { step: 'verify', type: 'addCandidate', incident: at.one, candidate: 'c1' },
        { step: 'verify', type: 'addCandidate', incident: at.twin, candidate: 'c1' },
      ]),
    )
    expect(added).toHaveLength(2)
  })
})

/** The deployment over other projections. */
const needsWith = (sink: MemoryProjections) => ({
  mission: holdfast.mission,
  sink,
  nowMs,
  deployment: holdfast.deployment,
  status: () => holdfast.status(),
})

/** Projections that hold just this. */
const over = async (put: object): Promise<MemoryProjections> => {
  const sink = new MemoryProjections()
  await sink.apply({ size: 1, put })
  return sink
}

describe('a claim beside the coverage', () => {
  const seen = { ...EVENT, kind: 'explosion', observed: TIME }
  const report = {
    ...OBSERVATION,
    source: 'secret-mast',
    observed: { ...OBSERVATION.observed, ...TIME },
  }
  test('nobody looked is told apart from looked and saw nothing', async () => {
    const view = await desk('monitor')
    expect(claimOf(view, at.far)).toMatchObject({
      coverage: { kind: 'noSensorLooked' },
      because: null,
    })
    expect(claimOf(view, at.one)).toMatchObject({
      alleges: ALLEGED,
      coverage: {
        kind: 'lookedAndSawNothing',
        unseen: expect.closeTo(0.2, 9) as number,
        sources: ['secret-mast'],
      },
    })
  })

  test('the commission has its kind alone, a day later, and the place on the grid', async () => {
    expect(claimOf(await desk('commission'), at.one)).toMatchObject({
      alleges: null,
      coverage: null,
      because: expect.stringContaining('withheld') as string,
    })
    nowMs = START_MS + 25 * HOUR_MS
    const claim = claimOf(await desk('commission'), at.one)
    nowMs = START_MS
    expect(claim?.coverage).toEqual({ kind: 'lookedAndSawNothing', unseen: 0.2 })
    expect(claim?.alleges).toMatchObject({ radiusM: 1_000 })
    expect(claim?.because).toBeNull()
  })

  test('a claim of a later time waits for that time’s own 24 h', async () => {
    const known = holdfast.mission.verify.incidents.get(at.one)
    if (known === undefined) throw new Error('no incident')
    const alleges = { ...ALLEGED, toMs: START_MS + 10 * HOUR_MS }
    const claims = known.claims.map((claim) => ({ ...claim, alleges }))
    const incidents = new Map([[at.one, { ...known, claims }]])
    const verifyState = { ...holdfast.mission.verify, incidents }
    const asked = async (hours: number) => {
      const mission = { ...holdfast.mission, verify: verifyState }
      const sink = new MemoryProjections()
      const needs = { ...needsWith(sink), mission, nowMs: START_MS + hours * HOUR_MS }
      return claimOf(await desk('commission', needs), at.one)
    }
    expect(await asked(33)).toMatchObject({ alleges: { radiusM: 1_000 }, coverage: null })
    expect((await asked(34))?.coverage).toMatchObject({ kind: 'lookedAndSawNothing' })
  })

  test('it is seen where a source told of it, and the commission is not told before the event is out', async () => {
    const sink = await over({ event: [seen], observation: [report] })
    expect(claimOf(await desk('monitor', needsWith(sink)), at.one)?.coverage).toEqual({
      kind: 'seen',
      sources: ['secret-mast'],
    })
    nowMs = START_MS + 25 * HOUR_MS
    const out = claimOf(await desk('commission', needsWith(sink)), at.one)
    const label = { ...report.label, offices: ['monitor'] as const }
    const denied = await over({ event: [seen], observation: [{ ...report, label }] })
    const held = claimOf(await desk('commission', needsWith(denied)), at.one)
    nowMs = START_MS
    expect(out?.coverage).toEqual({ kind: 'seen' })
    expect(held).toMatchObject({
      coverage: null,
      because: expect.stringContaining('withheld') as string,
    })
  })

  test('where a report of then is not at hand, nothing is said to have been unseen', async () => {
    const lost = await over({ event: [seen] })
    expect(claimOf(await desk('monitor', needsWith(lost)), at.one)).toMatchObject({
      coverage: null,
      because: expect.stringContaining('at hand') as string,
    })
    const later = { fromMs: START_MS, toMs: START_MS }
    const many = Array.from({ length: EVENTS_MAX }, (_, i) => ({
      ...seen,
      id: `e${i}`,
      observed: later,
    }))
    const full = await over({ event: many })
    expect(claimOf(await desk('monitor', needsWith(full)), at.one)?.coverage).toBeNull()
    const room = await over({ event: many.slice(1) })
    expect(claimOf(await desk('monitor', needsWith(room)), at.one)?.coverage).toMatchObject({
      kind: 'lookedAndSawNothing',
    })
  })
})

test('a list that has no room for all says how many it leaves out', async () => {
  const incidents = Array.from({ length: SHOWN_MAX + 3 }, (_, i) => {
    const known = holdfast.mission.verify.incidents.get(at.far)
    if (known === undefined) throw new Error('no incident')
    return [`I-${10_000 + i}`, { ...known, id: `I-${10_000 + i}`, claims: [] }] as const
  })
  const state = { ...holdfast.mission.verify, incidents: new Map(incidents) }
  const needs = {
    ...needsWith(new MemoryProjections()),
    mission: { ...holdfast.mission, verify: state },
  }
  const view = await desk('monitor', needs)
  expect(view.occurred).toHaveLength(SHOWN_MAX)
  expect(view.leftOut).toMatchObject({ occurred: 3, assignments: 3, tasks: 0, claims: 0 })
})

/** How the first claim is judged, with every source as it is or as a synthetic one. */
const kindBy = async (isSynthetic: boolean): Promise<string | undefined> => {
  const { mission } = holdfast
  const sources = new Map(
    [...mission.observe.sources].map(([id, source]) => [
      id,
      isSynthetic ? { ...source, synthetic: true as const } : source,
    ]),
  )
  const observe = { ...mission.observe, sources }
  const needs = { ...needsWith(new MemoryProjections()), mission: { ...mission, observe } }
  return claimOf(await desk('monitor', needs), at.one)?.coverage?.kind
}

test('what a machine makes up has not looked at a claim', async () => {
  expect(await kindBy(false)).toBe('lookedAndSawNothing')
  expect(await kindBy(true)).toBe('noSensorLooked')
})
