/**
 * Goal: the probability that something occurred is Bayes' rule where no bound binds, stays within the bounds where one
 * does, counts a group once, and says honestly what it does not know. Method: the posterior is compared with enumeration
 * over every cause and every pattern of reports; the rest are properties over random registries; planted faults (each
 * source a witness of its own; unknown coverage taken as up) must fail the same checks.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { destination, ellipseOf } from '../../geo/index.ts'
import type { Estimate, Position } from '../../geo/index.ts'
import { SOURCE_KINDS } from '../../observe/index.ts'
import type { CoveragePeriod, Means, Source, SourceKind } from '../../observe/index.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, seededRandom } from '../../units/index.ts'
import {
  DECEIVES,
  FAMILY_RATIO_MAX,
  GROUP_RATIO_MAX,
  OCCURRED_PRIOR,
  OCCURRED_PRIOR_RANGE,
} from './assumptions.ts'
import { familyOf } from './families.ts'
import { silentAt, weighOccurrence } from './index.ts'
import type { Explanation, ExplanationKind, Occurrence, Silence } from './index.ts'

const HOME: Position = { lonDeg: 37.8, latDeg: 48.1 }
const START = Date.UTC(2026, 0, 1)
const AT = { fromMs: START, toMs: START + MINUTE_MS }

const sourceOf = (
  id: string,
  kind: SourceKind = 'patrol',
  [pd, falseReport] = [0.9, 0.05] as readonly [number, number],
): Source => ({
  id,
  title: id,
  nation: 'XAA',
  kind,
  reachM: { explosion: 10_000 },
  detection: { pd, falseReport, basis: 'made for a test' },
  group: id,
})
const registry = (...sources: readonly Source[]): ReadonlyMap<string, Source> =>
  new Map(sources.map((source) => [source.id, source]))
const report = (source: string, means: readonly Means[] = ['heard']) =>
  ({ source, means, category: 'K.EXPL.UNDET' }) as const
const estimateAt = (position: Position, radiusM = 100): Estimate => {
  const covarianceM2 = { ee: radiusM * radiusM, en: 0, nn: radiusM * radiusM }
  const support = [0, 1, 2, 3].map((n) => ({
    eastM: radiusM * ([1, 0, -1, 0][n] ?? 0),
    northM: radiusM * ([0, 1, 0, -1][n] ?? 0),
  }))
  return { position, covarianceM2, ellipse95: ellipseOf(covarianceM2, 2.4477), support }
}
const explanationOf = (kind: ExplanationKind, more: Partial<Explanation> = {}): Explanation => ({
  id: kind,
  kind,
  where: { kind: 'circle', centre: HOME, radiusM: 5_000 },
  fromMs: START - HOUR_MS,
  toMs: START + HOUR_MS,
  prior: 0.5,
  explains: { explosion: 0.8 },
  ...more,
})
const sumOf = ({ probability, nothing, benign }: Occurrence): number =>
  benign.reduce((sum, one) => sum + one.probability, probability + nothing)

const kind = fc.constantFrom(...SOURCE_KINDS)
const share = fc.double({ min: 0, max: 1, noNaN: true })
const sourcesArb = fc
  .array(
    fc.record({ kind, pd: share, falseReport: share, group: fc.integer({ min: 0, max: 5 }) }),
    {
      maxLength: 8,
    },
  )
  .map((rows) =>
    rows.map((row, n): Source => ({
      ...sourceOf(`s${n}`, row.kind, [row.pd, row.falseReport]),
      group: `g${row.group}`,
    })),
  )
/** A registry, who of it reports, and who is silent. */
const sceneArb = sourcesArb.chain((sources) =>
  fc.record({
    sources: fc.constant(sources),
    members: fc.subarray(sources.map(({ id }) => report(id))),
    silent: fc.subarray(
      sources.map(({ id, detection }): Silence => ({ source: id, pd: detection.pd })),
    ),
  }),
)

const probabilityOf = (sources: readonly Source[]): number =>
  weighOccurrence(
    sources.map(({ id }) => report(id)),
    registry(...sources),
  ).probability
const copy = (id: string): string => `${id}-again`
/** Repeats sources of the registry under new names in the same groups, with the same words. */
const doubled = (
  {
    sources,
    members,
    silent,
  }: {
    sources: readonly Source[]
    members: readonly ReturnType<typeof report>[]
    silent: readonly Silence[]
  },
  ownGroup: boolean,
) => {
  return {
    sources: [
      ...sources,
      ...sources.map((one) => ({
        ...one,
        id: copy(one.id),
        group: ownGroup ? copy(one.id) : one.group,
      })),
    ],
    members: [...members, ...members.map((one) => ({ ...one, source: copy(one.source) }))],
    silent: [...silent, ...silent.map((one) => ({ ...one, source: copy(one.source) }))],
  }
}
const weighScene = ({
  sources,
  members,
  silent,
}: {
  sources: readonly Source[]
  members: readonly ReturnType<typeof report>[]
  silent: readonly Silence[]
}) =>
  weighOccurrence(members, registry(...sources), {
    silent,
    explanations: [explanationOf('thunderstorm')],
    estimate: estimateAt(HOME),
    observed: AT,
  })
const saidAt = (pd: number): readonly number[] => {
  const known = registry(sourceOf('a', 'patrol', [pd, 0.1]), sourceOf('b'))
  const silent = [{ source: 'a', pd }]
  return [
    weighOccurrence([report('a')], known).probability,
    -weighOccurrence([report('b')], known, { silent }).probability,
  ]
}

describe('Bayes', () => {
  // Sources of different families, whose ratios bind no bound: pd and false report are chosen near one another.
  const mild = fc
    .tuple(
      fc.double({ min: 0.3, max: 0.9, noNaN: true }),
      fc.double({ min: 1.05, max: 3, noNaN: true }),
    )
    .map(([pd, over]) => [pd, pd / over] as const)
  test('the posterior over event, benign causes and nothing equals enumeration', () => {
    const kinds: readonly SourceKind[] = ['patrol', 'camera', 'acoustic', 'radar', 'satellite']
    fc.assert(
      fc.property(
        fc.array(mild, { minLength: 5, maxLength: 5 }),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        share,
        (rates, reports, prior, likeness) => {
          const sources = kinds.map((one, n) => sourceOf(`s${n}`, one, rates[n] ?? [0, 0]))
          const explanations = (['demining', 'cropFire'] as const).map((one, n) =>
            explanationOf(one, {
              prior: prior / (n + 1),
              explains: { explosion: Math.max(0.01, likeness) },
            }),
          )
          const members = sources.flatMap(({ id }, n) => (reports[n] ? [report(id)] : []))
          fc.pre(members.length > 0)
          const silent = sources.flatMap(({ id, detection }, n) =>
            reports[n] ? [] : [{ source: id, pd: detection.pd }],
          )
          const got = weighOccurrence(members, registry(...sources), {
            silent,
            explanations,
            estimate: estimateAt(HOME),
            observed: AT,
          })
          // Enumeration: under each cause the probability of exactly this pattern of reports and silences.
          const pattern = (noticing: (source: Source) => number): number =>
            sources.reduce((product, source, n) => {
              const p = noticing(source)
              return product * (reports[n] ? p : 1 - p)
            }, 1)
          const causes = [
            OCCURRED_PRIOR * pattern(({ detection }) => detection.pd),
            (1 - OCCURRED_PRIOR) * pattern(({ detection }) => detection.falseReport),
            ...explanations.map(({ kind: cause, prior: own, explains }) => {
              const like = explains['explosion'] ?? 0
              const weight = own / (1 - own)
              return (
                weight *
                pattern(({ kind: means, detection: { pd, falseReport } }) =>
                  DECEIVES[cause].includes(familyOf(means))
                    ? like * pd + (1 - like) * falseReport
                    : falseReport,
                )
              )
            }),
          ]
          const total = causes.reduce((sum, one) => sum + one, 0)
          expect(got.probability).toBeCloseTo((causes[0] ?? 0) / total, 9)
          expect(got.nothing).toBeCloseTo((causes[1] ?? 0) / total, 9)
          for (const [n, { id }] of explanations.entries())
            expect(got.benign.find((one) => one.explanation === id)?.probability).toBeCloseTo(
              (causes[n + 2] ?? 0) / total,
              9,
            )
        },
      ),
    )
  })

  test('the causes sum to 1, and the interval holds the probability', () => {
    fc.assert(
      fc.property(
        sceneArb,
        fc.array(fc.constantFrom('training', 'demining', 'thunderstorm', 'cropFire'), {
          maxLength: 3,
        }),
        fc.boolean(),
        ({ sources, members, silent }, kinds, placed) => {
          const explanations = kinds.map((one, n) => explanationOf(one, { id: `${one}${n}` }))
          const got = weighOccurrence(members, registry(...sources), {
            silent,
            explanations,
            estimate: placed ? estimateAt(HOME) : null,
            observed: AT,
          })
          expect(sumOf(got)).toBeCloseTo(1, 9)
          expect(got.low).toBeLessThanOrEqual(got.probability + 1e-12)
          expect(got.high).toBeGreaterThanOrEqual(got.probability - 1e-12)
          expect(got.low).toBeGreaterThanOrEqual(0)
          expect(got.high).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('the interval holds every posterior that a prior in range and any common error within families can give', () => {
    fc.assert(
      fc.property(
        sceneArb,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ sources, members, silent }, where, sharedShare) => {
          const known = registry(...sources)
          const { low, high } = weighOccurrence(members, known, { silent })
          const [from, to] = OCCURRED_PRIOR_RANGE
          const prior = from + where * (to - from)
          // Every group's own word, and a family of which the strongest counts whole and the others by a share.
          let log = Math.log(prior / (1 - prior))
          const words = new Map<string, number[]>()
          for (const group of new Set(sources.map((one) => one.group))) {
            const own = (ids: readonly { source: string }[]) =>
              ids.filter(({ source }) => known.get(source)?.group === group)
            // Alone with an even prior, a group's odds are its word.
            const alone = weighOccurrence(own(members) as typeof members, known, {
              silent: own(silent) as Silence[],
            })
            if (own(members).length + own(silent).length === 0) continue
            const spokesman = own(members)[0] ?? own(silent)[0]
            const family = familyOf(known.get(spokesman?.source ?? '')?.kind ?? 'party')
            words.set(family, [
              ...(words.get(family) ?? []),
              Math.log(alone.probability / (1 - alone.probability)),
            ])
          }
          // Groups that mix families are not of one family; the check is for those that do not.
          fc.pre(
            sources.every((a) =>
              sources.every((b) => a.group !== b.group || familyOf(a.kind) === familyOf(b.kind)),
            ),
          )
          for (const logs of words.values()) {
            const strongest = logs.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? 0
            log += strongest + sharedShare * (logs.reduce((sum, one) => sum + one, 0) - strongest)
          }
          const truth = 1 / (1 + Math.exp(-log))
          expect(truth).toBeGreaterThanOrEqual(low - 1e-9)
          expect(truth).toBeLessThanOrEqual(high + 1e-9)
        },
      ),
    )
  })
})

describe('bounds', () => {
  test('no family brings more than its bound, however many report or are silent', () => {
    for (const one of SOURCE_KINDS) {
      const sources = Array.from({ length: 12 }, (_, n) => sourceOf(`s${n}`, one, [1, 0]))
      const most = FAMILY_RATIO_MAX[familyOf(one)]
      const known = registry(...sources)
      const seen = weighOccurrence(
        sources.map(({ id }) => report(id)),
        known,
      )
      expect(seen.probability).toBeCloseTo(most / (1 + most), 9)
      const missed = weighOccurrence([], known, {
        silent: sources.map(({ id }) => ({ source: id, pd: 1 })),
      })
      expect(missed.probability).toBeCloseTo(1 / (1 + most), 9)
    }
  })

  test('no group brings more than 1 in 20', () => {
    const { probability } = weighOccurrence(
      [report('a')],
      registry(sourceOf('a', 'patrol', [1, 0])),
    )
    expect(probability / (1 - probability)).toBeCloseTo(GROUP_RATIO_MAX, 9)
  })

  test('two kinds of means say more than many of one', () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => sourceOf(id, 'acoustic'))
    const two = [sourceOf('a', 'acoustic'), sourceOf('b', 'camera')]
    expect(probabilityOf(two)).toBeGreaterThan(probabilityOf(many))
  })

  test('claims bring nothing: by their means, or by who makes them; nor do sources that nobody registered', () => {
    const known = registry(sourceOf('a'), sourceOf('p', 'party'), sourceOf('m', 'media'))
    const nothing = weighOccurrence([], known)
    expect(nothing.probability).toBe(OCCURRED_PRIOR)
    for (const members of [
      [report('a', ['claimed'])],
      [report('p')],
      [report('m')],
      [report('stranger')],
    ])
      expect(weighOccurrence(members, known)).toEqual(nothing)
    expect(weighOccurrence([report('a', ['heard', 'claimed'])], known).probability).toBeGreaterThan(
      0.9,
    )
  })
})

describe('groups', () => {
  test('more sources of the same groups with the same words change nothing, nor does repetition or order', () => {
    fc.assert(
      fc.property(sceneArb, (scene) => {
        const once = weighScene(scene)
        expect(weighScene(doubled(scene, false))).toEqual(once)
        const { members, silent } = scene
        expect(
          weighScene({
            ...scene,
            members: [...members, ...members].toReversed(),
            silent: [...silent, ...silent].toReversed(),
          }),
        ).toEqual(once)
      }),
    )
  })
  test('planted: with groups of their own the copies would count, and this sees it', () => {
    const scene = { sources: [sourceOf('a')], members: [report('a')], silent: [] }
    expect(weighScene(doubled(scene, true)).probability).not.toBe(weighScene(scene).probability)
  })
  test('a group that reported has noticed: the silence of another of it is no evidence', () => {
    const known = registry(sourceOf('a'), { ...sourceOf('b'), group: 'a' })
    const alone = weighOccurrence([report('a')], known)
    expect(weighOccurrence([report('a')], known, { silent: [{ source: 'b', pd: 0.9 }] })).toEqual(
      alone,
    )
  })
})

describe('what more evidence does', () => {
  const better = fc.record({
    kind,
    pd: fc.double({ min: 0.5, max: 1, noNaN: true }),
    falseReport: fc.double({ min: 0, max: 0.5, noNaN: true }),
  })
  test('one more report of a source better than chance never lowers, one more silence never raises', () => {
    fc.assert(
      fc.property(sceneArb, better, ({ sources, members, silent }, one) => {
        const more = sourceOf('more', one.kind, [one.pd, one.falseReport])
        const known = registry(...sources, more)
        const before = weighOccurrence(members, known, { silent })
        const reported = weighOccurrence([...members, report('more')], known, { silent })
        const missed = weighOccurrence(members, known, {
          silent: [...silent, { source: 'more', pd: one.pd }],
        })
        for (const end of ['probability', 'low', 'high'] as const) {
          expect(reported[end]).toBeGreaterThanOrEqual(before[end] - 1e-12)
          expect(missed[end]).toBeLessThanOrEqual(before[end] + 1e-12)
        }
      }),
    )
  })
  test('a better chance of noticing makes a report and a silence say more', () => {
    const steps = [0.2, 0.4, 0.6, 0.8].map(saidAt)
    for (const i of [0, 1]) {
      const values = steps.map((step) => step[i] ?? 0)
      expect(values).toEqual(values.toSorted((a, b) => a - b))
      expect(new Set(values).size).toBe(values.length)
    }
  })
})

describe('benign explanations', () => {
  const known = registry(sourceOf('a', 'acoustic'), sourceOf('r', 'radar'))
  const weigh = (
    explanation: Explanation,
    extra: { ids?: readonly string[]; estimate?: Estimate | null } = {},
  ) =>
    weighOccurrence(
      (extra.ids ?? ['a']).map((id) => report(id)),
      known,
      {
        explanations: [explanation],
        estimate: extra.estimate === undefined ? estimateAt(HOME) : extra.estimate,
        observed: AT,
      },
    )
  const bare = weighOccurrence([report('a')], known).probability

  test('a notified blast there and then makes the event less likely, and is named', () => {
    const got = weigh(explanationOf('demining', { prior: 0.9 }))
    expect(got.probability).toBeLessThan(0.2)
    expect(got.benign).toMatchObject([{ explanation: 'demining', kind: 'demining' }])
    expect(got.benign[0]?.probability).toBeGreaterThan(0.7)
  })
  test('elsewhere, at another time, or of another kind it changes nothing', () => {
    const far = destination(HOME, { azimuthDeg: 90, distanceM: 20_000 })
    for (const more of [
      { where: { kind: 'circle', centre: far, radiusM: 5_000 } },
      { fromMs: START + HOUR_MS, toMs: START + 2 * HOUR_MS },
      { explains: { burst: 1 } },
    ] satisfies Partial<Explanation>[]) {
      const got = weigh(explanationOf('demining', { prior: 0.9, ...more }))
      expect(got.probability).toBeCloseTo(bare, 12)
      expect(got.benign).toEqual([])
    }
  })
  test('a polygon holds as a circle does', () => {
    const ring = [45, 135, 225, 315, 45].map((azimuthDeg) =>
      destination(HOME, { azimuthDeg, distanceM: 6_000 }),
    )
    const got = weigh(explanationOf('demining', { where: { kind: 'polygon', ring } }))
    expect(got).toEqual(weigh(explanationOf('demining')))
  })
  test('what it does not deceive decides against it: a radar that saw it makes thunder unlikely', () => {
    const thunder = explanationOf('thunderstorm')
    const heard = weigh(thunder).benign[0]?.probability ?? 0
    const seen = weigh(thunder, { ids: ['a', 'r'] }).benign[0]?.probability
    expect(seen).toBeLessThan(heard / 5)
  })
  test('where nobody knows the place, it is in the interval and not in the probability', () => {
    const got = weigh(explanationOf('demining', { prior: 0.9 }), { estimate: null })
    expect(got.probability).toBeCloseTo(bare, 12)
    expect(got.low).toBeLessThan(weighOccurrence([report('a')], known).low / 2)
  })
  test('even a certain notification leaves an event possible', () => {
    const got = weigh(explanationOf('training', { prior: 1, explains: { explosion: 1 } }))
    expect(got.probability).toBeGreaterThan(0.01)
  })
  test('hostile input is left out: no number, no length, no kind', () => {
    for (const more of [
      { prior: Number.NaN },
      { prior: -1 },
      { prior: 2 },
      { fromMs: START + HOUR_MS, toMs: START - HOUR_MS },
      { fromMs: Number.NaN },
      { explains: { explosion: Infinity } },
      { explains: JSON.parse('{"__proto__": {"explosion": 1}}') as Record<string, number> },
      { kind: 'constructor' as ExplanationKind },
    ]) {
      const got = weigh({ ...explanationOf('demining'), ...more })
      expect(got.probability).toBeCloseTo(bare, 12)
      expect(got.benign).toEqual([])
    }
    const rotten = registry(
      sourceOf('a', 'acoustic', [Number.NaN, 0.1]),
      sourceOf('b', 'acoustic', [0, 0]),
    )
    expect(weighOccurrence([report('a'), report('b')], rotten).probability).toBe(OCCURRED_PRIOR)
    const silent = [Number.NaN, -1, 2].map((pd) => ({ source: 'a', pd }))
    expect(weighOccurrence([], known, { silent }).probability).toBe(OCCURRED_PRIOR)
  })
})

describe('who could have noticed and did not', () => {
  const mast: Source = {
    ...sourceOf('mast', 'camera'),
    site: { position: HOME, heightM: 100, errorM: 5 },
  }
  const near = estimateAt(destination(HOME, { azimuthDeg: 10, distanceM: 3_000 }))
  const period = (more: Partial<CoveragePeriod> = {}): CoveragePeriod => ({
    source: 'mast',
    state: 'up',
    fromMs: START - DAY_MS,
    toMs: null,
    basis: 'heartbeat',
    reason: 'test',
    ...more,
  })
  const asked = (
    more: {
      source?: Partial<Source>
      periods?: readonly CoveragePeriod[]
      estimate?: Estimate | null
      kind?: string
      reported?: readonly string[]
      nowMs?: number
    } = {},
  ) =>
    silentAt(
      {
        kind: more.kind ?? 'explosion',
        estimate: more.estimate === undefined ? near : more.estimate,
        observed: AT,
      },
      {
        sources: registry({ ...mast, ...more.source }),
        coverage: new Map([['mast', more.periods ?? [period()]]]),
        reported: new Set(more.reported),
        ...(more.nowMs === undefined ? {} : { nowMs: more.nowMs }),
      },
    )
  const silent = (more: Parameters<typeof asked>[0] = {}) => asked(more).silent

  test('up, in reach, and no report: it counts with its probability of noticing', () => {
    expect(silent()).toEqual([{ source: 'mast', pd: 0.9 }])
  })
  test.each([
    ['nobody said how it stood', { periods: [] }],
    ['it was down', { periods: [period({ state: 'down' })] }],
    ['it was jammed', { periods: [period({ state: 'jammed' })] }],
    ['it was up at another time', { periods: [period({ toMs: START - 1 })] }],
    ['it reported', { reported: ['mast'] }],
    [
      'the event was out of reach',
      { estimate: estimateAt(destination(HOME, { azimuthDeg: 0, distanceM: 30_000 })) },
    ],
    ['nobody knows where the event was', { estimate: null }],
    ['its registry does not say that it notices the kind', { kind: 'burst' }],
    [
      'its registry does not name a site',
      { source: { site: undefined } as unknown as Partial<Source> },
    ],
    ['its report may be under way', { nowMs: AT.toMs + 1 }],
    ['a party claims when it likes', { source: { kind: 'party' as const } }],
    ['the kind is a member of every object', { kind: 'constructor' }],
  ])('%s: it is not silent', (_, more) => {
    expect(silent(more)).toEqual([])
  })
  test('whose report is under way is silent as soon as it no longer is, and is told until then', () => {
    const { dueMs } = asked({ nowMs: AT.toMs + 1 })
    expect(dueMs).toBe(AT.toMs + MINUTE_MS)
    expect(asked({ nowMs: dueMs - 1 })).toEqual({ silent: [], dueMs })
    expect(asked({ nowMs: dueMs })).toEqual({ silent: silent(), dueMs: Infinity })
    expect(asked({ nowMs: AT.toMs + 1, periods: [] }).dueMs).toBe(Infinity)
  })
  test('nobody in reach is passed over: within 60° of the equator, at reaches to 61 km', () => {
    const random = seededRandom(7)
    let within = 0
    for (let n = 0; n < 2_000; n += 1) {
      const position = { lonDeg: 360 * random() - 180, latDeg: 120 * random() - 60 }
      const reachM = 1_000 + 60_000 * random()
      const at = estimateAt(
        destination(position, { azimuthDeg: 360 * random(), distanceM: 0.98 * reachM }),
        0,
      )
      const site = { position, heightM: 0, errorM: 5 }
      within += silent({ source: { site, reachM: { explosion: reachM } }, estimate: at }).length
    }
    expect(within).toBe(2_000)
  })
  test('up for a part of the time, and in reach of a part of the places, it counts in part', () => {
    const half = [period({ toMs: START + MINUTE_MS / 2 })]
    expect(silent({ periods: half })[0]?.pd).toBeCloseTo(0.45, 9)
    const edge = estimateAt(destination(HOME, { azimuthDeg: 0, distanceM: 10_000 }), 500)
    // Of the four points the northern one is out of reach for certain, the southern one in it.
    const pd = silent({ estimate: edge })[0]?.pd ?? 0
    expect(pd).toBeGreaterThan(0)
    expect(pd).toBeLessThan(0.9)
  })
  test('a calibration says more than the registry, and beyond its last range nothing is noticed', () => {
    const calibration = {
      pdByRange: {
        explosion: [
          { toM: 2_000, pd: 0.99 },
          { toM: 5_000, pd: 0.6 },
        ],
      },
      falseAlarmsPerHour: null,
      confusion: null,
      clock: 'gnss',
      clockErrorMs: null,
      measuredMs: START,
      basis: 'test',
    } as const
    expect(silent({ source: { calibration } })[0]?.pd).toBeCloseTo(0.6, 9)
    const far = estimateAt(destination(HOME, { azimuthDeg: 0, distanceM: 8_000 }))
    expect(silent({ source: { calibration }, estimate: far })).toEqual([])
  })
  test('a missed detection lowers the probability; unknown coverage changes nothing', () => {
    const known = registry(sourceOf('a'), mast)
    const bare = weighOccurrence([report('a')], known)
    expect(weighOccurrence([report('a')], known, { silent: silent({ periods: [] }) })).toEqual(bare)
    const missed = weighOccurrence([report('a')], known, { silent: silent() })
    expect(missed.probability).toBeLessThan(bare.probability)
    expect(missed.low).toBeLessThan(bare.low)
    // Planted: if unknown coverage counted as up, the two would differ, and the first check would fail.
    expect(silent({ periods: [] })).not.toEqual(silent())
  })
})
