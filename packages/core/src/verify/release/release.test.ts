// Goal: nothing that tells where forces, weapons or reporters are leaves the monitor's office before a finding or
// 24 h, and nothing finer than 1 km ever does (do no harm, N1 and N3). Method: a table over offices, times and
// findings; for each, every leaf of the document is looked at by its path, so that a new field fails here first.
import { describe, expect, test } from 'vitest'
import {
  ACT,
  CANDIDATE,
  END,
  EVENT,
  EXACT,
  OBSERVATION,
  PLACE,
  RESTS,
  TESTIMONY,
} from '../../../../../tests/support/verify-release.ts'
import { snapToGrid } from '../../geo/index.ts'
import { OFFICES } from '../../nations/index.ts'
import type { Office } from '../../nations/index.ts'
import type { Observation } from '../../observe/index.ts'
import { HOUR_MS } from '../../units/index.ts'
import {
  GRID_M,
  foundIn,
  isEngagementReleased,
  releaseCandidate,
  releaseEvent,
  releaseObservation,
  releaseSnapshot,
} from '../index.ts'
import type { Release } from '../index.ts'

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
      shot: { delayMs: 4_321, sigmaMs: 2 },
      holder: 'unmarked',
    }
    const out = releaseObservation(moving, ctx(one))
    expect(out.withheld).toEqual(
      expect.arrayContaining(['motion', 'assessment', 'shot', 'holder', 'recordId']),
    )
    expect(JSON.stringify(out)).not.toMatch(/4b1801|37\.812|0\.75|4321|unmarked|\b77\b/)
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
    // Until then the figures are those without the announced activity: its place may be known to the office.
    const figures = one.released ? EVENT : EVENT.unexplained
    expect(leaks({ ...EVENT, ...figures }, out, one.released)).toEqual([])
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

  test('an event that an announced activity explains is as one that none does, until it is released', () => {
    const { benign: _, unexplained, ...rest } = EVENT
    const bare: typeof EVENT = { ...rest, ...unexplained }
    const [explained, plain] = [releaseEvent(EVENT, ctx(one)), releaseEvent(bare, ctx(one))]
    if (one.released) expect(explained.probability).toBe(EVENT.probability)
    else expect(explained).toEqual(plain)
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
