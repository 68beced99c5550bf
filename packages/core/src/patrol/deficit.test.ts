// Goal: an area is blind exactly while no source of the mission's own that reaches it is up (P11), and the ranking puts
// first where most would go unseen. Method: a second count minute by minute over random periods of random sources; worked
// examples for the ranking, its prior and its ties; areas along a line whose length is known.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceM } from '../geo/index.ts'
import { COVERAGE_STATES, withPeriod } from '../observe/index.ts'
import type { CoveragePeriod, Source, SourceKind } from '../observe/index.ts'
import { DAY_MS, MINUTE_MS } from '../units/index.ts'
import { AREAS_MAX, areaOf, areasAlong, deficitOf, rankTasking } from './index.ts'
import type { Area, Deficit, Watcher } from './index.ts'

const area: Area = { id: 'k-0', title: 'Line, km 0 to 25', centre: { lonDeg: 37, latDeg: 48 } }
const source = (id: string, kind: SourceKind, lonDeg: number): Source =>
  ({
    id,
    kind,
    reachM: { explosion: 8_000 },
    site: { position: { lonDeg, latDeg: 48 }, heightM: 0, errorM: 10 },
  }) as unknown as Source

const period = (from: number, length: number, state: number): CoveragePeriod => ({
  source: 's',
  state: COVERAGE_STATES[state % COVERAGE_STATES.length] ?? 'down',
  fromMs: from * MINUTE_MS,
  toMs: (from + length) * MINUTE_MS,
  basis: 'report',
  reason: 'test',
})
const periods = fc
  .array(fc.tuple(fc.integer({ min: -30, max: 130 }), fc.integer({ min: 1, max: 60 }), fc.nat(9)), {
    maxLength: 6,
  })
  .map((drawn) =>
    drawn.reduce<readonly CoveragePeriod[]>((all, one) => withPeriod(all, period(...one)), []),
  )
const watchers = fc.array(
  fc.record({
    periods,
    // 0.05° of longitude are 3.7 km here and within reach, 1° is not; what a party tells is no look.
    source: fc
      .tuple(fc.constantFrom(37, 37.05, 38), fc.constantFrom('camera', 'party'))
      .map(([lonDeg, kind]) => source('s', kind as SourceKind, lonDeg)),
  }),
  { maxLength: 4 },
)

test('is counted minute by minute', () => {
  fc.assert(
    fc.property(watchers, (all: readonly Watcher[]) => {
      const looks = (minute: number): boolean =>
        all.some(
          (one) =>
            one.source.kind === 'camera' &&
            (one.source.site?.position.lonDeg ?? 0) < 37.5 &&
            one.periods.some(
              ({ state, fromMs, toMs }) =>
                state === 'up' && fromMs <= minute * MINUTE_MS && minute * MINUTE_MS < (toMs ?? 0),
            ),
        )
      const { blindness, windows, watchedMs } = deficitOf(area, all, {
        fromMs: 0,
        toMs: 100 * MINUTE_MS,
      })
      let blind = 0
      for (let minute = 0; minute < 100; minute += 1) {
        const isBlind = !looks(minute)
        if (isBlind) blind += 1
        const at = minute * MINUTE_MS
        expect(windows.some(({ fromMs, toMs }) => fromMs <= at && at < toMs)).toBe(isBlind)
      }
      expect(blindness).toBeCloseTo(blind / 100, 9)
      expect(watchedMs).toBe((100 - blind) * MINUTE_MS)
    }),
    { numRuns: 60 },
  )
})

describe('says why nobody looked', () => {
  const up = [period(0, 40, 0)]
  const jammed = [period(40, 30, 2)]
  const day = { fromMs: 0, toMs: 100 * MINUTE_MS }
  test('by how each source stood, and that none reaches', () => {
    expect(deficitOf(area, [], day).windows).toEqual([{ ...day, causes: ['noReach'] }])
    const one = { source: source('s', 'camera', 37), periods: [...up, ...jammed] }
    expect(deficitOf(area, [one], day).windows.map(({ causes }) => causes)).toEqual([
      ['jammed'],
      ['unknown'],
    ])
    const other = { ...one, periods: [...up, period(40, 60, 1)] }
    expect(deficitOf(area, [one, other], day).windows.map(({ causes }) => causes)).toEqual([
      ['down', 'jammed'],
      ['down', 'unknown'],
    ])
  })
})

const deficit = (
  id: string,
  blindness: number,
  causes: Deficit['windows'][number]['causes'],
): Deficit => ({
  area: { ...area, id },
  blindness,
  windows: [{ fromMs: 0, toMs: blindness * DAY_MS, causes }],
  watchedMs: (1 - blindness) * DAY_MS,
})

describe('the ranking', () => {
  const records = new Map([
    ['busy', { events: 20, watchedMs: 5 * DAY_MS }],
    ['quiet', { events: 0, watchedMs: 5 * DAY_MS }],
    ['dark', { events: 0, watchedMs: 0 }],
  ])
  const ranked = rankTasking(
    [
      deficit('quiet', 0.9, ['down']),
      deficit('busy', 0.4, ['jammed']),
      deficit('dark', 1, ['noReach']),
      deficit('seen', 0, []),
    ],
    records,
    DAY_MS,
  )

  test('is by events that nobody would see; the unwatched stand at the mean, not at nothing', () => {
    // The mean is 20 events in 10 watched days and one more: 20/11 a day. busy: (20 + 20/11) / 6 d; quiet: 20/11 / 6 d.
    expect(ranked.map(({ area: id }) => id)).toEqual(['dark', 'busy', 'quiet'])
    expect(ranked.map(({ expected }) => expected)).toEqual([
      expect.closeTo(20 / 11, 9),
      expect.closeTo(40 / 11, 9),
      expect.closeTo(10 / 33, 9),
    ])
    expect(ranked[1]?.unseen).toBeCloseTo(16 / 11, 9)
  })
  test('moves the blind hours into the day that is planned, and names kind and cause', () => {
    expect(ranked[1]).toMatchObject({
      kind: 'patrol',
      windows: [{ fromMs: DAY_MS, toMs: DAY_MS + 0.4 * DAY_MS }],
      because: expect.stringContaining('9.6 h (jammed)') as string,
    })
    expect(ranked[2]?.kind).toBe('drone')
  })
  test('goes by blindness, then as given, where nothing was ever seen', () => {
    const order = rankTasking(
      [deficit('b', 0.5, ['down']), deficit('c', 0.7, ['down']), deficit('a', 0.5, ['down'])],
      new Map(),
      0,
    )
    expect(order.map((one) => one.area)).toEqual(['c', 'b', 'a'])
    expect(order[0]?.because).toContain('nothing is on record')
  })
})

describe('areas along a line', () => {
  const line = {
    id: 'contact',
    title: 'Line of contact',
    line: { vertices: [37, 37.4, 37.41, 38].map((lonDeg) => ({ lonDeg, latDeg: 48 })) },
  }
  const lengthM = distanceM({ lonDeg: 37, latDeg: 48 }, { lonDeg: 38, latDeg: 48 })
  test('are as many as fit, with centres half way along each', () => {
    const areas = areasAlong(line, 25_000)
    expect(areas).toHaveLength(Math.ceil(lengthM / 25_000))
    expect(areas[0]?.title).toBe('Line of contact, km 0 to 25')
    const first = areas[0]?.centre ?? { lonDeg: 0, latDeg: 0 }
    expect(distanceM({ lonDeg: 37, latDeg: 48 }, first)).toBeCloseTo(12_500, -2)
    expect(areaOf(areas, { lonDeg: 37.9, latDeg: 48.1 })?.id).toBe(areas.at(-1)?.id)
    expect(areaOf(areas, { lonDeg: 37.9, latDeg: 49 })).toBeNull()
  })
  test('are at most so many, and none where there is no line', () => {
    expect(areasAlong(line, 1)).toHaveLength(AREAS_MAX)
    expect(areasAlong({ ...line, line: { vertices: [] } })).toEqual([])
    expect(new Set(areasAlong(line, 12_000).map(({ id }) => id)).size).toBe(
      areasAlong(line, 12_000).length,
    )
  })
})

const stretch = (from: number, causes: Deficit['windows'][number]['causes']) => ({
  fromMs: from * MINUTE_MS,
  toMs: (from + 60) * MINUTE_MS,
  causes,
})
const because = (windows: Deficit['windows']): string =>
  rankTasking([{ area, blindness: 1, windows, watchedMs: 0 }], new Map(), DAY_MS)[0]?.because ?? ''

test('that nobody looked is said only where it was stated; else that it is not known', () => {
  const stated = because([stretch(0, ['down'])])
  expect(stated).toContain('nobody looked for 1.0 h')
  expect(stated).not.toContain('not known')
  const unknown = because([stretch(0, ['down', 'unknown'])])
  expect(unknown).toContain('not known whether anybody looked for 1.0 h')
  expect(unknown).not.toContain('nobody looked')
})
