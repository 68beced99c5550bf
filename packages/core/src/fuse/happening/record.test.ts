import { expect, test } from 'vitest'
import { supportPositions } from '../../geo/index.ts'
import type { Category, Observation, Phase, Source, WeaponClass } from '../../observe/index.ts'
import { fuse } from '../index.ts'
import { reportOf, sourceOf } from './scene-generator.ts'

// Goal: the cases of the public Donbas record come out. Method: the geometry of its rows, by hand; the record itself is
// read through the importer in packages/formats. No constant of fusion was set by these rows.

const POINTS = [
  'N',
  'NNE',
  'NE',
  'ENE',
  'E',
  'ESE',
  'SE',
  'SSE',
  'S',
  'SSW',
  'SW',
  'WSW',
  'W',
  'WNW',
  'NW',
  'NNW',
]
const MORTAR = { term: 'mortar', class: 'mortar' as WeaponClass, calibreMm: null }
const YASYNUVATA = {
  source: 'Yasynuvata',
  position: { lonDeg: 37.8592, latDeg: 48.1268 },
  errorM: 2_000,
}
const AVDIIVKA = {
  source: 'Avdiivka',
  position: { lonDeg: 37.7501, latDeg: 48.1402 },
  errorM: 1_500,
}
const DONETSK = { source: 'Donetsk', position: { lonDeg: 37.8022, latDeg: 48.023 }, errorM: 3_000 }

const CATEGORIES: Partial<Record<Phase, Category>> = {
  outgoing: 'K.EXPL.OUTGOING',
  impact: 'K.EXPL.IMPACT',
  airburst: 'K.EXPL.AIRBURST',
  undetermined: 'K.EXPL.UNDET',
}
const day = (from: string, to: string): { fromMs: number; toMs: number } => ({
  fromMs: Date.parse(`${from}:00+03:00`),
  toMs: Date.parse(`${to}:00+03:00`),
})

function row(
  id: string,
  stand: typeof YASYNUVATA,
  phase: Phase,
  said: {
    n: number
    dirs: readonly string[]
    km: readonly [number, number]
    weapon?: Observation['weapon']
    time: { fromMs: number; toMs: number }
  },
): Observation {
  return reportOf({
    id,
    source: stand.source,
    observer: stand.position,
    errorM: stand.errorM,
    category: CATEGORIES[phase] ?? 'K.EXPL.UNDET',
    phase,
    count: { n: said.n, precision: 'exact' },
    weapon: said.weapon ?? null,
    sectors: said.dirs.map((dir) => {
      const half = dir.length === 3 ? 11.25 : 22.5
      const azimuth = POINTS.indexOf(dir) * 22.5
      return { fromDeg: (azimuth - half + 360) % 360, toDeg: (azimuth + half) % 360 }
    }),
    ring: { minM: said.km[0] * 1_000, maxM: said.km[1] * 1_000 },
    ...said.time,
  })
}
const registry = (observations: readonly Observation[]): ReadonlyMap<string, Source> =>
  new Map(observations.map(({ source }) => [source, sourceOf(source)]))

const AUGUST = day('2016-08-15T08:00', '2016-08-15T18:00')
const august = [
  row('SMM-033', YASYNUVATA, 'outgoing', {
    n: 12,
    dirs: ['WNW'],
    km: [5, 7],
    weapon: MORTAR,
    time: AUGUST,
  }),
  row('SMM-034', YASYNUVATA, 'impact', {
    n: 12,
    dirs: ['SSW'],
    km: [2, 3],
    weapon: MORTAR,
    time: AUGUST,
  }),
  row('SMM-035', YASYNUVATA, 'outgoing', {
    n: 5,
    dirs: ['S'],
    km: [3, 5],
    weapon: MORTAR,
    time: AUGUST,
  }),
  row('SMM-036', YASYNUVATA, 'impact', {
    n: 5,
    dirs: ['SSW'],
    km: [3, 5],
    weapon: MORTAR,
    time: AUGUST,
  }),
  row('SMM-037', YASYNUVATA, 'outgoing', {
    n: 4,
    dirs: ['S'],
    km: [5, 6],
    weapon: MORTAR,
    time: AUGUST,
  }),
  row('SMM-038', YASYNUVATA, 'impact', {
    n: 4,
    dirs: ['SSW'],
    km: [2, 3],
    weapon: MORTAR,
    time: AUGUST,
  }),
]

test('the three fire pairs of 15 August 2016 are paired, whatever the calibration of the patrol', () => {
  for (const pd of [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]) {
    const sources = new Map([
      [
        YASYNUVATA.source,
        { ...sourceOf(YASYNUVATA.source), detection: { pd, falseReport: 0.05, basis: 'made' } },
      ],
    ])
    const { events } = fuse(august, sources)
    const nameOf = new Map(events.map((event) => [event.id, event.observations[0]]))
    const pairs = events
      .filter(({ phase }) => phase === 'outgoing')
      .map(
        (event) =>
          [
            event.observations[0],
            nameOf.get(event.pairedWith?.event ?? ''),
            event.pairedWith?.probability ?? 0,
          ] as const,
      )
    expect(pairs.map(([a, b]) => `${a} ${b}`).toSorted()).toEqual([
      'SMM-033 SMM-034',
      'SMM-035 SMM-036',
      'SMM-037 SMM-038',
    ])
    for (const [, , probability] of pairs) expect(probability).toBeGreaterThan(0.5)
  }
})

const JUNE = day('2016-06-17T08:00', '2016-06-17T18:00')
const M82 = { term: '82mm mortar', class: 'mortar' as WeaponClass, calibreMm: 82 }
const june = [
  row('SMM-019', DONETSK, 'undetermined', {
    n: 80,
    dirs: ['NW'],
    km: [10, 12],
    time: day('2016-06-16T16:00', '2016-06-17T00:00'),
  }),
  row('SMM-020', YASYNUVATA, 'undetermined', { n: 143, dirs: ['W', 'NW'], km: [2, 8], time: JUNE }),
  row('SMM-021', YASYNUVATA, 'airburst', { n: 7, dirs: ['W', 'NW'], km: [2, 8], time: JUNE }),
  row('SMM-022', AVDIIVKA, 'impact', { n: 8, dirs: ['ESE'], km: [2, 2], weapon: M82, time: JUNE }),
  row('SMM-023', AVDIIVKA, 'outgoing', {
    n: 4,
    dirs: ['ESE'],
    km: [2, 2],
    weapon: M82,
    time: JUNE,
  }),
]

test('the reports round Avdiivka and Yasynuvata of 17 June 2016 are of one engagement, the evening before is not', () => {
  const { events, engagements } = fuse(june, registry(june))
  expect(events).toHaveLength(5)
  expect(engagements).toHaveLength(1)
  const inside = new Set(engagements[0]?.events)
  const reports = events
    .filter(({ id }) => inside.has(id))
    .flatMap(({ observations }) => observations)
  expect(reports.toSorted()).toEqual(['SMM-020', 'SMM-021', 'SMM-022', 'SMM-023'])
  expect(engagements[0]?.probability).toBeGreaterThan(0.5)
  expect(engagements[0]?.probability).toBeLessThan(1)
})

test('each event at Zolote on 5 September 2018 has a distribution to count a zone on', () => {
  const town = { lonDeg: 38.5151, latDeg: 48.6952 }
  const edge = { source: 'patrol', position: { lonDeg: 38.5151, latDeg: 48.6988 }, errorM: 3_000 }
  const rows = [
    row('SMM-071', edge, 'outgoing', {
      n: 4,
      dirs: ['SSE'],
      km: [0.15, 0.2],
      weapon: MORTAR,
      time: day('2018-09-05T10:10', '2018-09-05T10:10'),
    }),
    row('SMM-072', edge, 'outgoing', {
      n: 3,
      dirs: ['SSE'],
      km: [0.15, 0.2],
      time: day('2018-09-05T10:10', '2018-09-05T10:10'),
    }),
    row(
      'SMM-073',
      { ...edge, source: 'other patrol', position: { lonDeg: 38.4669, latDeg: 48.727 } },
      'undetermined',
      { n: 15, dirs: ['SE'], km: [5, 6], time: day('2018-09-05T10:25', '2018-09-05T11:00') },
    ),
    row('SMM-074', { source: 'camera', position: town, errorM: 2_000 }, 'impact', {
      n: 9,
      dirs: ['SE', 'SSE'],
      km: [1.4, 1.6],
      weapon: {
        term: 'automatic grenade launcher',
        class: 'automaticGrenadeLauncher',
        calibreMm: null,
      },
      time: day('2018-09-05T08:35', '2018-09-05T10:13'),
    }),
  ]
  const { events } = fuse(rows, registry(rows))
  expect(events).toHaveLength(4)
  for (const event of events) {
    const points = event.estimate === null ? [] : supportPositions(event.estimate)
    expect(points).toHaveLength(128)
    // Uncertain in earnest: some points lie either side of the town's parallel or its meridian.
    expect(new Set(points.map(({ lonDeg }) => lonDeg > town.lonDeg)).size).toBe(2)
  }
})
