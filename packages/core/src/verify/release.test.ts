// Goal: nothing that tells where forces, weapons or reporters are leaves the monitor's office before a finding or
// 24 h, and nothing finer than 1 km ever does (do no harm, N1 and N3). Method: a table over offices, times and
// findings; for each, every leaf of the document is looked at by its path, so that a new field fails here first.
import { describe, expect, test } from 'vitest'
import type { Event } from '../fuse/index.ts'
import { snapToGrid } from '../geo/index.ts'
import { OFFICES } from '../nations/index.ts'
import type { Office } from '../nations/index.ts'
import type { Observation } from '../observe/index.ts'
import { HOUR_MS } from '../units/index.ts'
import {
  GRID_M,
  evolve,
  foundIn,
  initial,
  releaseCandidate,
  releaseEvent,
  releaseIncident,
  releaseObservation,
} from './index.ts'

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
  count: { n: 1, precision: 'exact' },
  weapon: OBSERVATION.weapon,
  observations: ['o1'],
}

const PLACE = {
  condition: 'place',
  held: 'undecided',
  probability: 0.37,
  because: '2,143 m from the line',
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
const ctx = ({ office, nowMs, found }: Case) => ({ office, nowMs, findingFor: () => found })

/** Paths that other offices have as they are, before anything is released. */
const OPEN = new Set([
  'id',
  'recordId',
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
  'observations.0',
])
/** What a release adds as it is. */
const OPENED = new Set(['source', 'rawSha256', 'observer.place', 'estimate.ellipse95.azimuthDeg'])

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
  })

  test('a candidate', () => {
    const out = releaseCandidate(CANDIDATE, ctx(one))
    expect(JSON.stringify(out)).not.toContain('2,143')
    expect(out.conditions).toEqual([
      ACT,
      { ...PLACE, because: '', probability: one.released ? 0.37 : null },
    ])
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
  }
})

test('an unknown place stays unknown, and no incident stands for no finding', () => {
  const nowhere = { ...EVENT, estimate: null }
  expect(
    releaseEvent(nowhere, { office: 'guarantors', nowMs: END, findingFor: () => true }).estimate,
  ).toBeNull()
  expect(foundIn([])('e1')).toBe(false)
})

describe('an incident', () => {
  const label = OBSERVATION.label
  const actor = {
    name: 'n',
    nation: 'FRA',
    role: 'panel',
    office: 'commission',
    keyId: 'k',
  } as const
  const about = { incident: 'I-0', party: 'A', stance: 'denies', text: 'Not by the church.' }
  const entries = [
    { kind: 'verify.incident-opened', payload: { title: 'Salvo by the church', candidates: [] } },
    { kind: 'verify.claim-filed', payload: about },
  ].map((one, index) => ({ ...one, refs: [], index, actor, atMs: END, label }))
  const incident = entries.reduce(evolve, initial).incidents.get('I-0')
  const release = (
    office: Office,
    nowMs: number,
    status: 'recorded' | 'published' = 'recorded',
  ) => {
    if (incident === undefined) throw new Error('no incident was opened')
    return JSON.stringify(
      releaseIncident({ ...incident, status }, { office, nowMs, findingFor: () => false }),
    )
  }

  test('keeps its words from the guarantors until a finding or 24 h', () => {
    expect(release('guarantors', END)).not.toContain('church')
    expect(release('guarantors', END + 24 * HOUR_MS - 1)).not.toContain('church')
    expect(release('guarantors', END + 24 * HOUR_MS)).toContain('church')
    expect(release('guarantors', END, 'published')).toContain('church')
  })

  test('is whole to the offices that monitor and judge', () => {
    expect(release('monitor', END)).toContain('church')
    expect(release('commission', END)).toContain('church')
  })
})
