/** An observation, an event and a candidate that hold every field that may tell where somebody is. */
import type { Event } from '@holdfast/core/fuse'
import { OFFICES } from '@holdfast/core/nations'
import type { Observation } from '@holdfast/core/observe'
import { HOUR_MS } from '@holdfast/core/units'
import type { Release } from '@holdfast/core/verify'

/** When the observation ended. */
export const END = 1_471_350_000_000
/** A place that must not leave. */
export const EXACT = { lonDeg: 37.812_345, latDeg: 48.123_456 }

/** A report of a salvo with every field that may tell a place. */
export const OBSERVATION: Observation = {
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
/** The event that was made of it. */
export const EVENT: Event = {
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
  unexplained: { probability: 0.94, interval: { low: 0.43, high: 0.98 } },
  classes: [{ class: 'mortar', probability: 0.75, low: 0.5, high: 0.9 }],
  count: { n: 1, precision: 'exact' },
  weapon: OBSERVATION.weapon,
  observations: ['o1'],
  pairedWith: { event: 'e2', probability: 0.8 },
}

/** A condition on the place, with a sentence that a machine wrote about it. */
export const PLACE = {
  condition: 'place',
  held: 'undecided',
  probability: 0.37,
  because: '2,143 m from the line',
} as const
/** Who reported it. */
export const TESTIMONY = {
  observation: 'o1',
  source: 'smm-avdiivka',
  group: 'avdiivka',
  nation: 'ZZZ',
  means: ['heard'],
} as const
/** A condition that tells nothing of a place. */
export const ACT = { condition: 'act', held: 'yes', probability: 1, because: 'a salvo' } as const
/** A candidate that rests on the place. */
export const CANDIDATE = {
  id: 'c1',
  clause: 'X-1',
  agreementVersion: 'v1',
  event: 'e1',
  probability: 0.4,
  conditions: [ACT, PLACE],
  undecided: ['lies 2,143 m from the line'],
  atMs: END,
}
/** All that these documents rest on. */
export const RESTS: Pick<Release, 'observation' | 'event'> = {
  observation: (id) => (id === 'o1' ? OBSERVATION : undefined),
  event: (id) => (id === 'e1' || id === 'e2' ? { ...EVENT, id } : undefined),
}
