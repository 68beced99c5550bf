/** For the tests of observe: a deployment in miniature, and a sound observation to spoil. */
import type { Draft, Entry, Json } from '@holdfast/core/evidence'
import { decideBatch, initial, prepare } from '@holdfast/core/observe'
import type { Answer, ObserveState, Request, Source, Unidentified } from '@holdfast/core/observe'

/** Now, in these tests. */
export const NOW = Date.UTC(2026, 10, 22)
/** Who acts. */
export const actor = {
  name: 'a',
  nation: 'XAA',
  role: 'system',
  office: 'monitor',
  keyId: 'dev',
} as const
/** Who decides, and when. */
export const context = { actor, nowMs: NOW }

/** A sound observation. */
export const sample: Unidentified = {
  source: 'patrol-1',
  recordId: 'r-1',
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 3, precision: 'exact' },
  observed: { fromMs: NOW - 7_200_000, toMs: NOW - 3_600_000, basis: 'clock', clock: 'manual' },
  observer: {
    place: 'Avdiivka',
    position: { lonDeg: 37.75, latDeg: 48.14 },
    errorM: 1_500,
    control: 'partyA',
  },
  where: {
    sectors: [{ fromDeg: 337.5, toDeg: 22.5 }],
    ring: { minM: 1_000, maxM: 2_000 },
    fix: null,
  },
  weapon: { term: '82mm mortar', class: 'mortar', calibreMm: 82 },
  grade: { reliability: 'B', credibility: 2 },
  label: {
    policy: 'HOLDFAST',
    classification: 'UNCLASSIFIED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  rawSha256: 'ab'.repeat(32),
  residual: { b: 'x "quoted" \\ é', a: 'line\nfeed' },
}
/** The n-th of a series. */
export const numbered = (n: number): Unidentified => ({ ...sample, recordId: `r-${n}` })
/** What is sent: rows that could be read. */
export const rows = (...observations: readonly Unidentified[]) => ({
  rows: observations.map((observation, index) => ({ index, observation })),
  malformed: [],
})
/** The entry that a draft becomes, as it comes back from the journal. */
export const entryOf = (draft: Draft, index: number): Entry => ({
  ...draft,
  index,
  actor,
  atMs: NOW,
  label: sample.label,
  // As it comes back from the journal.
  payload: JSON.parse(JSON.stringify(draft.payload)) as Json,
})
/** A deployment in miniature: the state, and beside it what intake remembers. */
export interface World {
  readonly state: ObserveState
  readonly ids: ReadonlySet<string>
  readonly answers: ReadonlyMap<string, Answer>
}
/** Nobody is registered, and nothing was taken. */
export const empty: World = { state: initial, ids: new Set(), answers: new Map() }
/** A world with these in its registry. */
export const registered = (...sources: readonly Source[]): World => ({
  ...empty,
  state: { ...initial, sources: new Map(sources.map((one) => [one.id, one])) },
})
/** Sends a batch; gives what came of it, and the world after it. */
export function send(world: World, request: Request, nowMs = NOW) {
  const memory = {
    has: ({ id }: { readonly id: string }) => world.ids.has(id),
    answerOf: (root: string) => world.answers.get(root),
  }
  const prepared = prepare(request, { nowMs })
  const result = decideBatch(world.state, prepared, { nowMs, memory })
  const observations = result.taken.flatMap((at) => prepared.observations[at] ?? [])
  const next: World =
    result.entry === null
      ? world
      : {
          ...world,
          ids: new Set([...world.ids, ...observations.map(({ id }) => id)]),
          answers: new Map(world.answers).set(result.answer.batch, result.answer),
        }
  return { ...result, observations, world: next }
}
