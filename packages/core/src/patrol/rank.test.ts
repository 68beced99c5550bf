// Goal: whom to send goes by what most would go unseen, and nobody is sent to where it is not known whether anybody looked:
// there it is said what to put on record (P13). Method: worked examples for the ranking, its prior and its ties; a line of
// eighteen areas and sources without a reach, as a mission has them on its first day.
import { describe, expect, test } from 'vitest'
import type { Source } from '../observe/index.ts'
import { DAY_MS, MINUTE_MS } from '../units/index.ts'
import { PROPOSALS_MAX, SOURCES_NAMED, deficitsOf, rankTasking } from './index.ts'
import type { Area, Deficit, Need } from './index.ts'

const area: Area = { id: 'k-0', title: 'Line, km 0 to 25', centre: { lonDeg: 37, latDeg: 48 } }
const deficit = (
  id: string,
  blindness: number,
  causes: Deficit['windows'][number]['causes'],
): Deficit => ({
  area: { ...area, id },
  blindness,
  unknown: 0,
  windows: [{ fromMs: 0, toMs: blindness * DAY_MS, answer: 'none', causes }],
  watchedMs: (1 - blindness) * DAY_MS,
  needs: [],
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
  test('has a bound', () => {
    const many = Array.from({ length: PROPOSALS_MAX + 5 }, (_, i) => deficit(`${i}`, 1, ['down']))
    expect(rankTasking(many, new Map(), 0)).toHaveLength(PROPOSALS_MAX)
  })
})

const MINUTE_60 = 60 * MINUTE_MS
const needs: readonly Need[] = [{ what: 'standing', source: 'cam-1' }]
const half: Deficit = {
  area,
  blindness: 1 / 24,
  unknown: 1 / 24,
  windows: [
    { fromMs: 0, toMs: MINUTE_60, answer: 'none', causes: ['down'] },
    { fromMs: MINUTE_60, toMs: 2 * MINUTE_60, answer: 'unknown', causes: ['down', 'unknown'] },
  ],
  watchedMs: 22 * MINUTE_60,
  needs,
}

test('that nobody looked is said only of the hours in which that is known, and only those are planned', () => {
  const [ask, send] = rankTasking([half], new Map([['k-0', { events: 3, watchedMs: 0 }]]), DAY_MS)
  expect(ask).toMatchObject({ kind: 'register', area: null, sources: ['cam-1'], unseen: null })
  expect(ask?.title).toBe('state how these sources stood: cam-1')
  expect(send?.because).toContain('nobody looked for 1.0 h (down)')
  expect(send?.because).toContain('not known whether anybody looked for 1.0 h more')
  expect(send?.windows).toEqual([
    { fromMs: DAY_MS, toMs: DAY_MS + MINUTE_60, answer: 'none', causes: ['down'] },
  ])
})

test('an area that nobody knows of is no place for a patrol: what is missing is to be registered, once for all', () => {
  const areas = Array.from({ length: 18 }, (_, i) => ({ ...area, id: `k-${i}` }))
  const watchers = Array.from({ length: SOURCES_NAMED + 2 }, (_, i) => ({
    source: { id: `cam-${i}`, kind: 'camera', reachM: {} } as unknown as Source,
    periods: [],
  }))
  const day = { fromMs: 0, toMs: DAY_MS }
  const records = new Map(areas.map(({ id }) => [id, { events: 1, watchedMs: 0 }]))
  const proposals = rankTasking(deficitsOf(areas, watchers, day), records, DAY_MS)
  expect(proposals).toHaveLength(1)
  const [only] = proposals
  expect(only).toMatchObject({
    kind: 'register',
    areas: 18,
    blindness: 0,
    unknown: 1,
    unseen: null,
    windows: [],
  })
  expect(only?.title).toBe(
    'register the reach of these sources: cam-0, cam-1, cam-2, cam-3, cam-4 and 2 more',
  )
  expect(only?.sources).toHaveLength(SOURCES_NAMED + 2)
  expect(JSON.stringify(proposals)).not.toMatch(/nobody looked|patrol|drone/u)
})

test('with nothing registered at all, sources are asked for and nobody is sent', () => {
  const proposals = rankTasking(
    deficitsOf([area], [], { fromMs: 0, toMs: DAY_MS }),
    new Map(),
    DAY_MS,
  )
  expect(proposals.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
    'register: register the sources that look',
  ])
})
