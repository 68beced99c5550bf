/**
 * Goal: the class of a thing is Bayes' rule with measured confusion, an unmeasured model brings little, and `unknown`
 * stays a class. Method: enumeration over true class and said class; properties over random opinions; planted: scores
 * taken as they come would break the bound that is checked.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Confusion, Source, SourceKind } from '../../observe/index.ts'
import { FAMILY_RATIO_MAX, UNCALIBRATED_RATIO_MAX } from './assumptions.ts'
import { familyOf } from './families.ts'
import { UNKNOWN_CLASS, classify } from './index.ts'
import type { Classification, Opinion } from './index.ts'

const MODEL = { name: 'net', version: '1' }
const CLASSES = ['drone', 'bird', 'aircraft']

const sourceOf = (
  id: string,
  confusion: Confusion | null,
  kind: SourceKind = 'camera',
): Source => ({
  id,
  title: id,
  nation: 'XAA',
  kind,
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: id,
  model: MODEL,
  ...(confusion === null
    ? {}
    : {
        calibration: {
          pdByRange: {},
          falseAlarmsPerHour: null,
          confusion,
          clock: 'gnss',
          clockErrorMs: null,
          measuredMs: 0,
          basis: 'test',
        },
      }),
})
const says = (source: string, scores: Readonly<Record<string, number>>): Opinion => ({
  source,
  assessment: { model: MODEL.name, version: MODEL.version, scores },
})
const registry = (...sources: readonly Source[]) => new Map(sources.map((one) => [one.id, one]))
const chanceOf = ({ classes }: Classification, name: string): number =>
  classes.find((one) => one.class === name)?.probability ?? Number.NaN

/** A confusion that no bound touches: no entry is more than a few times another. */
const confusionArb = fc
  .array(fc.array(fc.double({ min: 1, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  })
  .map((rows): Confusion => ({
    classes: CLASSES,
    rows: rows.map((row) => {
      const sum = row.reduce((total, one) => total + one, 0)
      return row.map((one) => one / sum)
    }),
  }))
const scoresArb = fc
  .tuple(...CLASSES.map(() => fc.double({ min: 0.01, max: 1, noNaN: true })))
  .map((values) => Object.fromEntries(CLASSES.map((name, i) => [name, values[i] ?? 0])))

const share = (scores: Readonly<Record<string, number>>, name: string): number =>
  (scores[name] ?? 0) / CLASSES.reduce((sum, one) => sum + (scores[one] ?? 0), 0)
const rowOf = ({ rows }: Confusion, truth: number): readonly number[] =>
  truth < 3
    ? (rows[truth] ?? [])
    : CLASSES.map((_, j) => rows.reduce((sum, row) => sum + (row[j] ?? 0), 0) / 3)
const width = ({ classes }: Classification, name: string): number => {
  const one = classes.find((each) => each.class === name)
  return (one?.high ?? 0) - (one?.low ?? 0)
}
const opinionsOf = (rows: readonly { source: string; scores: Record<string, number> }[]) =>
  rows.map(({ source, scores }) => says(source, scores))

describe('measured models', () => {
  test('two of different kinds give what enumeration over true and said classes gives', () => {
    fc.assert(
      fc.property(confusionArb, confusionArb, scoresArb, scoresArb, (first, second, a, b) => {
        const sources = registry(
          sourceOf('eye', first, 'camera'),
          sourceOf('ear', second, 'acoustic'),
        )
        const got = classify([says('eye', a), says('ear', b)], sources)
        // Each model draws what it says by its scores; a thing unknown to it looks like any that it knows.
        const weights = [0, 1, 2, 3].map((truth) => {
          let weight = 0
          for (const [i, said] of CLASSES.entries())
            for (const [j, heard] of CLASSES.entries())
              weight +=
                share(a, said) *
                (rowOf(first, truth)[i] ?? 0) *
                share(b, heard) *
                (rowOf(second, truth)[j] ?? 0)
          return weight
        })
        const total = weights.reduce((sum, one) => sum + one, 0)
        for (const [i, name] of [...CLASSES, UNKNOWN_CLASS].entries())
          expect(chanceOf(got, name)).toBeCloseTo((weights[i] ?? 0) / total, 9)
      }),
    )
  })

  const sharp: Confusion = {
    classes: CLASSES,
    rows: [
      [0.98, 0.01, 0.01],
      [0.01, 0.98, 0.01],
      [0.01, 0.01, 0.98],
    ],
  }
  test('one certain model is believed as far as its family may bring, and no farther', () => {
    for (const kind of ['camera', 'acoustic', 'adsb', 'media'] as const) {
      const got = classify([says('a', { drone: 1 })], registry(sourceOf('a', sharp, kind)))
      const most = Math.min(20, FAMILY_RATIO_MAX[familyOf(kind)])
      expect(chanceOf(got, 'drone') / chanceOf(got, 'bird')).toBeCloseTo(most, 6)
    }
  })
  test('models that contradict one another make the thing unknown, and the intervals wide', () => {
    const sources = registry(sourceOf('a', sharp), sourceOf('b', sharp, 'radar'))
    const got = classify([says('a', { drone: 1 }), says('b', { bird: 1 })], sources)
    expect(got.classes[0]?.class).toBe(UNKNOWN_CLASS)
    const agreed = classify([says('a', { drone: 1 }), says('b', { drone: 1 })], sources)
    expect(agreed.classes[0]?.class).toBe('drone')
    expect(agreed.classes[0]?.probability).toBeGreaterThan(0.85)
    expect(width(got, UNKNOWN_CLASS)).toBeGreaterThan(width(agreed, 'drone'))
  })
  test('a class of which a model knows nothing is not ruled out by it', () => {
    const got = classify([says('a', { bird: 1 })], registry(sourceOf('a', sharp)))
    const wider = classify(
      [says('a', { bird: 1 }), says('b', { balloon: 0.5 })],
      registry(sourceOf('a', sharp), sourceOf('b', null, 'radar')),
    )
    expect(chanceOf(wider, 'balloon')).toBeGreaterThan(chanceOf(got, UNKNOWN_CLASS) / 2)
  })
  test('another version of the model than was measured counts as unmeasured', () => {
    const opinion = says('a', { drone: 1 })
    const newer = { ...opinion, assessment: { ...opinion.assessment, version: '2' } }
    const sources = registry(sourceOf('a', sharp))
    expect(classify([opinion], sources)).toMatchObject({ calibrated: 1, uncalibrated: 0 })
    expect(classify([newer], sources)).toMatchObject({ calibrated: 0, uncalibrated: 1 })
    expect(chanceOf(classify([newer], sources), 'drone')).toBeLessThan(0.7)
  })
})

describe('any opinions', () => {
  const opinionsArb = fc.array(
    fc.record({
      source: fc.constantFrom('a', 'b', 'c', 'd', 'stranger'),
      scores: fc.dictionary(
        fc.constantFrom(...CLASSES, 'balloon', UNKNOWN_CLASS, '__proto__'),
        fc.double(),
      ),
    }),
    { maxLength: 8 },
  )
  const measured: Confusion = {
    classes: CLASSES,
    rows: [
      [0.9, 0.1, 0],
      [0.2, 0.8, 0],
      [0, 0, 1],
    ],
  }
  const sources = registry(
    sourceOf('a', measured),
    { ...sourceOf('b', measured), group: 'a' },
    sourceOf('c', null, 'radar'),
    sourceOf('d', { classes: ['drone'], rows: [] }, 'acoustic'),
  )

  test('probabilities sum to 1, lie in their intervals, and unknown is among them', () => {
    fc.assert(
      fc.property(opinionsArb, (rows) => {
        const { classes } = classify(opinionsOf(rows), sources)
        expect(classes.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 9)
        expect(classes.map((one) => one.class)).toContain(UNKNOWN_CLASS)
        for (const { probability, low, high } of classes) {
          expect(low).toBeGreaterThanOrEqual(0)
          expect(low).toBeLessThanOrEqual(probability + 1e-12)
          expect(high).toBeGreaterThanOrEqual(probability - 1e-12)
          expect(high).toBeLessThanOrEqual(1 + 1e-12)
        }
      }),
    )
  })
  test('repetition, order and more sources of a group that say the same change nothing', () => {
    fc.assert(
      fc.property(opinionsArb, (rows) => {
        const once = classify(opinionsOf(rows), sources)
        const twin = { ...sourceOf('twin', measured), group: 'a' }
        const copies = rows
          .filter(({ source }) => source === 'a')
          .map((row) => ({ ...row, source: 'twin' }))
        const again = classify(
          opinionsOf([...rows, ...copies, ...rows].toReversed()),
          new Map([...sources, ['twin', twin]]),
        )
        expect(again.classes).toEqual(once.classes)
      }),
    )
  })
  test('an unmeasured model moves no two classes apart by more than its bound', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.double({ min: 0, max: 1, noNaN: true })),
        (scores) => {
          const { classes } = classify([says('c', scores)], sources)
          const most = Math.max(...classes.map((one) => one.probability))
          const least = Math.min(...classes.map((one) => one.probability))
          expect(most / least).toBeLessThanOrEqual(UNCALIBRATED_RATIO_MAX + 1e-9)
        },
      ),
    )
    // Planted: the bound is not trivial, scores taken as probabilities would break it.
    expect(0.99 / 0.01).toBeGreaterThan(UNCALIBRATED_RATIO_MAX)
  })
  test('without opinions the thing is unknown, and that is certain of nothing', () => {
    expect(classify([], sources).classes).toEqual([
      { class: UNKNOWN_CLASS, probability: 1, low: 1, high: 1 },
    ])
  })
})
