// Goal: nothing that tells where forces, weapons or reporters are leaves the monitor's office before a finding or
// 24 h, and nothing finer than 1 km ever does (do no harm, N1 and N3). Method: a table over offices, times and
// findings; for each, every leaf of the document is looked at by its path, so that a new field fails here first.
import { describe, expect, test } from 'vitest'
import type { Event } from '../fuse/index.ts'
import { snapToGrid } from '../geo/index.ts'
import { OFFICES } from '../nations/index.ts'
import type { Office } from '../nations/index.ts'
import type { Observation } from '../observe/index.ts'
import type { Entry } from '../evidence/index.ts'
import { HOUR_MS } from '../units/index.ts'
import {
  GRID_M,
  evolve,
  foundIn,
  initial,
  isEngagementReleased,
  releaseActor,
  releaseCandidate,
  releaseClock,
  releaseEvent,
  releaseIncident,
  releaseObservation,
  releasePayload,
  releaseSnapshot,
} from './index.ts'
import type { Release } from './index.ts'

const END = 1_471_350_000_000
const EXACT = { lonDeg: 37.812_345, latDeg: 48.123_456 }

const OBSERVATION: Observation = {
  id: 'o1',
  source: 'smm-avdiivka',
  recordId: 'SMM-046',
  means: ['heard'],
  category: 'K.SALVO',
  phase: 'outgoing',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: END - HOUR_MS, toMs: END, basis: 'clock', clock: 'manual' },
  observer: { place: 'Avdiivka', position: EXACT, errorM: 1500, control: 'partyA' },
  where: {
    sectors: [{ fromDeg: 112.5, toDeg: 157.5 }],
    ring: { minM: 2000, maxM: 6000 },
    fix: { position: EXACT, errorM: 20 },
  },
  weapon: { term: 'BM-21', class: 'mlrs', calibreMm: 122 },
  grade: { reliability: 'B', credibility: 2 },
  label: {
    policy: 'HOLDFAST',
    classification: 'UNCLASSIFIED',
    offices: OFFICES,
    releasableTo: ['ALL'],
  },
  rawSha256: 'ab'.repeat(32),
  residual: { dirs: 'SE', note: 'salvo near the church' },
  exercise: 'donbas',
}
const EVENT: Event = {
  id: 'e1',
  revision: 1,
  kind: 'salvo',
  phase: 'outgoing',
  observed: { fromMs: END - HOUR_MS, toMs: END },
  estimate: {
    position: EXACT,
    covarianceM2: { ee: 10_000, en: 0, nn: 10_000 },
    ellipse95: { semiMajorM: 1700, semiMinorM: 245, azimuthDeg: 30 },
    support: [{ eastM: 0, northM: 0 }],
  },
  probability: 0.9,
  interval: { low: 0.41, high: 0.97 },
  silence: { reported: 3, silent: 1, sources: ['post-north-of-the-village'] },
  benign: [{ explanation: 'range-4', kind: 'training', probability: 0.05 }],
  classes: [{ class: 'mortar', probability: 0.75, low: 0.5, high: 0.9 }],
  count: { n: 1, precision: 'exact' },
  weapon: OBSERVATION.weapon,
  observations: ['o1'],
  pairedWith: { event: 'e2', probability: 0.8 },
}

const PLACE = {
  condition: 'place',
  held: 'undecided',
  probability: 0.37,
  because: '2,143 m from the line',
} as const
const TESTIMONY = {
  observation: 'o1',
  source: 'smm-avdiivka',
  group: 'avdiivka',
  nation: 'ZZZ',
  means: ['heard'],
} as const
const ACT = { condition: 'act', held: 'yes', probability: 1, because: 'a salvo' } as const
const CANDIDATE = {
  id: 'c1',
  clause: 'X-1',
  agreementVersion: 'v1',
  event: 'e1',
  probability: 0.4,
  conditions: [ACT, PLACE],
  undecided: ['lies 2,143 m from the line'],
  atMs: END,
}

/** Every leaf by its path; an empty list or map is a leaf. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  const inner = Object.entries(value)
  return inner.length === 0
    ? [[path, value]]
    : inner.flatMap(([key, one]) => leaves(one, path === '' ? key : `${path}.${key}`))
}

interface Case {
  readonly office: Office
  readonly nowMs: number
  readonly found: boolean
  readonly released: boolean
}
const CASES: readonly Case[] = OFFICES.flatMap((office) =>
  [0, 12 * HOUR_MS, 24 * HOUR_MS - 1, 24 * HOUR_MS, 240 * HOUR_MS].flatMap((afterMs) =>
    [false, true].map((found) => ({
      office,
      nowMs: END + afterMs,
      found,
      released: found || afterMs >= 24 * HOUR_MS,
    })),
  ),
)
/** All that the documents of this file rest on. */
const RESTS: Pick<Release, 'observation' | 'event'> = {
  observation: (id) => (id === 'o1' ? OBSERVATION : undefined),
  event: (id) => (id === 'e1' || id === 'e2' ? { ...EVENT, id } : undefined),
}
const ctx = ({ office, nowMs, found }: Case) => ({
  ...RESTS,
  office,
  nowMs,
  findingFor: () => found,
})

/** Paths that other offices have as they are, before anything is released. */
const OPEN = new Set([
  'id',
  'means.0',
  'category',
  'phase',
  'count.n',
  'count.precision',
  'observed.fromMs',
  'observed.toMs',
  'observed.basis',
  'observed.clock',
  'observer.control',
  'weapon.term',
  'weapon.class',
  'weapon.calibreMm',
  'grade.reliability',
  'grade.credibility',
  'label.policy',
  'label.classification',
  'label.offices.0',
  'label.offices.1',
  'label.offices.2',
  'label.releasableTo.0',
  'exercise',
  'revision',
  'kind',
  'probability',
  'interval.low',
  'interval.high',
  'silence.reported',
  'silence.silent',
  'observations.0',
])
/** What a release adds as it is. */
const OPENED = new Set([
  'recordId',
  'source',
  'rawSha256',
  'observer.place',
  'estimate.ellipse95.azimuthDeg',
  'pairedWith.event',
  'pairedWith.probability',
])

/** Leaves that went out exactly and should not have, and leaves that should have and did not. */
function leaks(
  whole: object,
  out: { readonly withheld: readonly string[] },
  released: boolean,
): string[] {
  const { withheld, ...rest } = out
  const sent = new Map(leaves(rest))
  return leaves(whole).flatMap(([path, value]) => {
    const isOpen = OPEN.has(path) || (released && OPENED.has(path))
    const went = sent.get(path)
    if (isOpen) return Object.is(went, value) ? [] : [`${path} is missing`]
    const isNamed = withheld.some(
      (one) => path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`),
    )
    const isCoarse = released && /^(where\.fix|estimate)\./.test(path)
    if (!isNamed) return [`${path} is not named as withheld`]
    return !isCoarse && Object.is(went, value) ? [`${path} leaked`] : []
  })
}

const OTHERS = CASES.filter(({ office }) => office !== 'monitor')

describe.each(OTHERS)('$office, finding $found, now $nowMs', (one) => {
  test('a moving thing: neither its movement, its names, what a model said, nor the name of its record', () => {
    const moving: Observation = {
      ...OBSERVATION,
      category: 'I.AIR',
      recordId: '48.123456,37.812345@1',
      motion: {
        heightM: 900,
        heightDatum: 'msl',
        speedMps: 77,
        courseDeg: 359,
        climbMps: -1,
        identity: { icao24: '4b1801' },
      },
      assessment: { model: 'ear', version: '3', scores: { uav: 0.75 } },
    }
    const out = releaseObservation(moving, ctx(one))
    expect(out.withheld).toEqual(expect.arrayContaining(['motion', 'assessment', 'recordId']))
    expect(JSON.stringify(out)).not.toMatch(/4b1801|37\.812|0\.75|\b77\b/)
    expect(out.recordId).toBeNull()
  })

  test('an observation', () => {
    const out = releaseObservation(OBSERVATION, ctx(one))
    expect(leaks(OBSERVATION, out, one.released)).toEqual([])
    expect(out.where.fix).toEqual(
      one.released ? { position: snapToGrid(EXACT, GRID_M), errorM: GRID_M } : null,
    )
    expect(out.observer.position).toBeNull()
    expect(JSON.stringify(out)).not.toContain('37.812')
    expect(out.count).toEqual(OBSERVATION.count)
  })

  test('an event', () => {
    const out = releaseEvent(EVENT, ctx(one))
    expect(leaks(EVENT, out, one.released)).toEqual([])
    expect(JSON.stringify(out)).not.toContain('37.812')
    expect(out.estimate).toEqual(
      one.released
        ? {
            position: snapToGrid(EXACT, GRID_M),
            ellipse95: { semiMajorM: 1700, semiMinorM: GRID_M, azimuthDeg: 30 },
          }
        : null,
    )
    expect(out.count).toEqual(EVENT.count)
    expect(JSON.stringify(out)).not.toMatch(/post-north|range-4|mortar/)
  })

  test('a candidate', () => {
    const out = releaseCandidate(CANDIDATE, ctx(one))
    expect(JSON.stringify(out)).not.toContain('2,143')
    expect(out?.conditions ?? null).toEqual(one.released ? [ACT, { ...PLACE, because: '' }] : null)
    const snapshot = releaseSnapshot({ candidate: CANDIDATE, testimony: [TESTIMONY] }, ctx(one))
    expect(snapshot).toEqual(
      one.released
        ? { candidate: out, testimony: [{ ...TESTIMONY, source: null, group: null }] }
        : null,
    )
    // What says nothing of a place, and a duty whose deadline passed, waits for nothing.
    expect(releaseCandidate({ ...CANDIDATE, conditions: [ACT] }, ctx(one))).not.toBeNull()
  })

  test('an engagement', () => {
    const engagement = { id: 'g', events: ['e1', 'e2'], probability: 1, observed: EVENT.observed }
    expect(isEngagementReleased(engagement, ctx(one))).toBe(one.released)
    const strange = { ...engagement, events: ['e1', 'gone'] }
    expect(isEngagementReleased(strange, ctx(one))).toBe(false)
  })
})

test.each(CASES.filter(({ office }) => office === 'monitor'))('the monitor has it whole', (one) => {
  const withheld: string[] = []
  expect(releaseObservation(OBSERVATION, ctx(one))).toEqual({ ...OBSERVATION, withheld })
  expect(releaseEvent(EVENT, ctx(one))).toEqual({ ...EVENT, withheld })
  expect(releaseCandidate(CANDIDATE, ctx(one))).toEqual({ ...CANDIDATE, withheld })
})

test('a label that does not name the office, or is none, denies the place for good', () => {
  const late = {
    ...RESTS,
    office: 'guarantors',
    nowMs: END + 1000 * HOUR_MS,
    findingFor: () => true,
  } as const
  for (const label of [
    { ...OBSERVATION.label, offices: ['monitor'] as const },
    undefined,
    { policy: 'OTHER' },
  ]) {
    const out = releaseObservation({ ...OBSERVATION, label } as unknown as Observation, late)
    expect([out.where.fix, out.observer.place, out.source]).toEqual([null, null, null])
    expect(out.count).toEqual(OBSERVATION.count)

    const denied = { ...late, observation: () => ({ ...OBSERVATION, label }) } as unknown as Release
    expect(releaseEvent(EVENT, denied)).toMatchObject({ estimate: null })
    expect(releaseEvent(EVENT, denied)).not.toHaveProperty('pairedWith')
    expect(releaseCandidate(CANDIDATE, denied)).toBeNull()
    expect(releaseSnapshot({ candidate: CANDIDATE, testimony: [TESTIMONY] }, denied)).toBeNull()
  }
  // One denied or unknown observation among others denies the event.
  const mixed = { ...EVENT, observations: ['o1', 'unknown'] }
  expect(releaseEvent(mixed, late).estimate).toBeNull()
})

test('a pair and an engagement wait for their later end', () => {
  const later = { ...EVENT, id: 'e2', observed: { fromMs: END, toMs: END + 24 * HOUR_MS } }
  const at = (nowMs: number): Release => ({
    office: 'commission',
    nowMs,
    findingFor: () => false,
    observation: () => OBSERVATION,
    event: (id) => (id === 'e2' ? later : EVENT),
  })
  const engagement = { id: 'g', events: ['e1', 'e2'], probability: 1, observed: EVENT.observed }
  const half = releaseEvent(EVENT, at(END + 25 * HOUR_MS))
  expect(half.estimate).not.toBeNull()
  expect(half).not.toHaveProperty('pairedWith')
  expect(half.withheld).toContain('pairedWith')
  expect(isEngagementReleased(engagement, at(END + 25 * HOUR_MS))).toBe(false)
  expect(releaseEvent(EVENT, at(END + 48 * HOUR_MS)).pairedWith).toEqual(EVENT.pairedWith)
  expect(isEngagementReleased(engagement, at(END + 48 * HOUR_MS))).toBe(true)
})

test('an unknown place stays unknown, and no incident stands for no finding', () => {
  const nowhere = { ...EVENT, estimate: null }
  expect(
    releaseEvent(nowhere, {
      ...RESTS,
      office: 'guarantors',
      nowMs: END,
      findingFor: () => true,
    }).estimate,
  ).toBeNull()
  expect(foundIn([])('e1')).toBe(false)
})

const at = (office: Office, nowMs: number): Release => ({
  ...RESTS,
  office,
  nowMs,
  findingFor: () => false,
})

describe('an incident', () => {
  const label = OBSERVATION.label
  const actor = {
    name: 'Officer Church',
    nation: 'FRA',
    role: 'panel',
    office: 'commission',
    keyId: 'k',
  } as const
  const standard = 'clear'
  const breach = { incident: 'I-0', question: 'breach', standard }
  const entries = [
    {
      kind: 'verify.incident-opened',
      payload: {
        title: 'Salvo by the church',
        candidates: [{ candidate: CANDIDATE, testimony: [TESTIMONY] }],
      },
    },
    {
      kind: 'verify.claim-filed',
      payload: { incident: 'I-0', party: 'A', stance: 'denies', text: 'Not by the church.' },
    },
    {
      kind: 'verify.answer-proposed',
      payload: {
        ...breach,
        value: { clause: 'X-1', agreementVersion: 'v1' },
        machineProbability: 0.333,
      },
    },
    {
      kind: 'verify.vote-cast',
      payload: { ...breach, agrees: true, reason: 'By the church.', next: 'proposed' },
    },
  ].map((one, index) => ({ ...one, refs: [], index, actor, atMs: END, label }) as unknown as Entry)
  const found = entries.reduce(evolve, initial).incidents.get('I-0')
  if (found === undefined) throw new Error('no incident was opened')
  const incident = found
  const late = END + 24 * HOUR_MS
  const release = (
    office: Office,
    nowMs: number,
    status: 'recorded' | 'published' = 'recorded',
  ): string => JSON.stringify(releaseIncident({ ...incident, status }, at(office, nowMs)))

  test('keeps its words and its officers from the guarantors until a finding or 24 h', () => {
    expect(release('guarantors', END)).not.toMatch(/church/i)
    expect(release('guarantors', late - 1)).not.toMatch(/church/i)
    expect(release('guarantors', late)).toContain('Officer Church')
    expect(release('guarantors', late)).toContain('by the church')
    expect(release('guarantors', END, 'published')).toContain('by the church')
  })

  test('is in its own words to the offices that monitor and judge', () => {
    expect(release('monitor', END)).toContain('church')
    expect(release('commission', END)).toContain('church')
  })

  test('names no source and no probability of its place outside the monitor until the release', () => {
    expect(release('monitor', END)).toMatch(/0\.333.*avdiivka/)
    for (const office of ['commission', 'guarantors'] as const) {
      expect(release(office, late - 1)).not.toMatch(/avdiivka|0\.333/)
      expect(release(office, late)).toMatch(/0\.333.*avdiivka/)
      // A finding on the incident is none on an observation that it does not rest on any more.
      expect(release(office, END, 'published')).not.toContain('avdiivka')
      const denied: Release = {
        ...at(office, late),
        observation: () => ({ ...OBSERVATION, label: { ...label, offices: ['monitor'] } }),
      }
      expect(JSON.stringify(releaseIncident(incident, denied))).not.toMatch(/avdiivka|0\.333/)
    }
  })

  test('its entries leave as it does, and never where their label does not name the office', () => {
    const told = (office: Office, nowMs: number): string =>
      JSON.stringify(entries.map((one) => releasePayload(one, incident, at(office, nowMs))))
    expect(told('monitor', END)).toMatch(/2,143.*smm-avdiivka/)
    expect(told('commission', END)).not.toMatch(/2,143|avdiivka|0\.333|0\.37/)
    expect(told('commission', late)).toMatch(/X-1.*0\.333/)
    expect(told('commission', late)).not.toMatch(/2,143|avdiivka/)
    const [entry] = entries
    if (entry === undefined) throw new Error('no entry')
    const own: Entry = { ...entry, label: { ...label, offices: ['monitor'] } }
    expect(releasePayload(own, incident, at('commission', late)).payload).toBeNull()
    expect(releaseActor(entry, incident, at('commission', END))).toEqual(actor)
    expect(releaseActor(entry, incident, at('guarantors', END))).toEqual({
      ...actor,
      name: '',
      keyId: '',
    })
    expect(releaseActor(entry, incident, at('guarantors', late))).toEqual(actor)
    const intake = { ...entry, kind: 'observe.batch-accepted' }
    expect(releaseActor(intake, undefined, at('commission', late)).name).toBe('')
    expect(releaseActor(intake, undefined, at('monitor', END)).name).toBe(actor.name)
  })

  test('the words of its response wait for the guarantors', () => {
    const [first] = entries
    if (first === undefined) throw new Error('no entry')
    const told = (payload: Record<string, string | boolean>, nowMs: number, of = incident) =>
      releasePayload(
        { ...first, kind: 'respond.persistence-reported', payload },
        of,
        at('guarantors', nowMs),
      )
    const report = { incident: 'I-0', persists: true, reason: 'Again by the church.' }
    expect(told(report, END)).toEqual({
      payload: { ...report, reason: '' },
      withheld: ['payload.reason'],
    })
    expect(told(report, late).payload).toEqual(report)
    expect(told({ clock: 'c', why: 'By the church.' }, END).payload).toEqual({
      clock: 'c',
      why: '',
    })
    for (const status of ['met', 'stopped'])
      for (const office of OFFICES)
        expect(releaseClock({ status, why: 'By the church.' }, incident, at(office, END)).why).toBe(
          office === 'guarantors' ? '' : 'By the church.',
        )
    expect(
      releaseClock({ status: 'running', why: 'Rung 1' }, incident, at('guarantors', END)).why,
    ).toBe('Rung 1')
  })
})
