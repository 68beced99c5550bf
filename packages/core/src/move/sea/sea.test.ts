/**
 * Goal: clearance, task forces and the Straits are what their formulas and articles say. Method: closed forms against
 * enumeration (every way in which mines are left) and simulation by days; for the Convention one plan that keeps every
 * rule and one planted fault a rule, found by its article, mended as told, and then gone.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  PASSES_MAX,
  aggregateLimitTons,
  assessClearance,
  assessStraits,
  assessTaskForce,
  clearedAfter,
  clearedAtRandom,
  initialThreat,
  passesFor,
} from './index.ts'
import type { ClearanceTask, Passage, StraitsSituation, TaskForce, Vessel } from './index.ts'

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true })
const task: ClearanceTask = {
  id: 'c',
  title: 'Channel',
  kind: 'route',
  lengthKm: 50,
  widthM: 1_000,
  trackWidthM: 200,
  speedKmh: 10,
  turnMinutes: 30,
  contactsPerKm2: 2,
  minutesPerContact: 30,
  passChance: 0.7,
  goal: 0.96,
  minesMin: 10,
  minesMax: 40,
  actuationWidthM: 50,
  damageChance: 0.5,
  ships: 2,
  hoursPerDay: 12,
  weatherShare: 0.5,
}

describe('mine clearance', () => {
  test('by passes it is 1 − (1 − B)^J, and random search never does better', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 0, max: PASSES_MAX }), (chance, passes) => {
        const cleared = clearedAfter(chance, passes)
        expect(cleared).toBeCloseTo(1 - (1 - chance) ** passes, 12)
        expect(clearedAtRandom(chance * passes)).toBeLessThanOrEqual(cleared + 1e-12)
      }),
    )
  })

  test('the passes for a goal are the fewest', () => {
    fc.assert(
      fc.property(share, share, (chance, goal) => {
        const passes = passesFor(chance, goal)
        if (passes === null) expect(clearedAfter(chance, PASSES_MAX)).toBeLessThan(goal)
        else {
          expect(clearedAfter(chance, passes)).toBeGreaterThanOrEqual(goal - 1e-9)
          if (passes > 0) expect(clearedAfter(chance, passes - 1)).toBeLessThan(goal)
          const closed = Math.log(1 - goal) / Math.log(1 - chance)
          expect(Math.abs(passes - Math.ceil(closed - 1e-6))).toBeLessThanOrEqual(1e-9)
        }
      }),
    )
  })

  test('the threat to the first ship is the sum over every number of mines left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), share, share, (mines, left, hit) => {
        let sum = 0
        let ways = 1
        for (let there = 0; there <= mines; there += 1) {
          sum += ways * left ** there * (1 - left) ** (mines - there) * (1 - (1 - hit) ** there)
          ways = (ways * (mines - there)) / (there + 1)
        }
        expect(initialThreat(mines, left, hit)).toBeCloseTo(sum, 10)
      }),
    )
  })

  test('a channel worked out by hand', () => {
    const told = assessClearance(task)
    expect(told).toMatchObject({
      areaKm2: 50,
      tracks: 5,
      hoursPerPass: 27.5,
      contacts: 100,
      contactHours: 50,
      passes: 3,
    })
    // (3 × 27.5 + 50) hours at 2 ships × 12 h × half the days.
    expect(told.days).toBeCloseTo(132.5 / 12, 9)
    expect(told.states[3]?.cleared).toBeCloseTo(0.973, 9)
    expect(told.states[3]?.minesLeft[1]).toBeCloseTo(1.08, 9)
    expect(told.states[0]?.threat[0]).toBeCloseTo(1 - 0.975 ** 10, 9)
    expect(told.passesAtRandom).toBeCloseTo(-Math.log(0.04) / 0.7, 9)
  })

  test('more passes never leave more, later or riskier; a goal out of reach says so', () => {
    fc.assert(
      fc.property(share, share, (passChance, goal) => {
        const told = assessClearance({ ...task, passChance, goal })
        expect(told.passes === null).toBe(told.days === null)
        for (const [i, state] of told.states.entries()) {
          const before = told.states[i - 1]
          if (before === undefined) continue
          expect(state.day).toBeGreaterThan(before.day)
          expect(state.cleared).toBeGreaterThanOrEqual(before.cleared)
          expect(state.threat[1]).toBeLessThanOrEqual(before.threat[1])
          expect(state.threat[1]).toBeLessThanOrEqual(state.threatAtRandomMax + 1e-12)
          expect(state.threat[0]).toBeLessThanOrEqual(state.threat[1])
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('task forces', () => {
  const force: TaskForce = {
    id: 'f',
    title: 'Force',
    onTask: 2,
    enduranceDays: 14,
    transitDays: 2,
    portDays: 6,
    availability: 1,
    blackSeaPower: true,
    straitsToPortDays: 0,
    outsideDays: 0,
  }

  test('a coastal nation: the share on task is what a count day by day over many turns finds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 30 }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 20 }),
        (enduranceDays, transitDays, portDays) => {
          const told = assessTaskForce({ ...force, enduranceDays, transitDays, portDays })
          const period = enduranceDays + portDays
          let onTask = 0
          for (let day = 0; day < period; day += 1)
            if (day >= transitDays && day < enduranceDays - transitDays) onTask += 1
          expect(told.onTaskShare).toBeCloseTo(onTask / period, 12)
          expect(told.ships).toBe(onTask === 0 ? null : Math.ceil((2 * period) / onTask - 1e-9))
        },
      ),
    )
  })

  test('21 days: a ship from outside does less, by the days that a calendar of its stay shows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 25 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (enduranceDays, transitDays, portDays, straitsToPortDays, outsideDays) => {
          const one = {
            ...force,
            enduranceDays,
            transitDays,
            portDays,
            straitsToPortDays,
            outsideDays,
          }
          const told = assessTaskForce({ ...one, blackSeaPower: false })
          // The calendar: out of port at the first day there, back in time to leave the sea on day 21.
          let [day, onTask] = [straitsToPortDays, 0]
          const lastDay = 21 - straitsToPortDays
          while (day + 2 * transitDays < lastDay) {
            const back = Math.min(day + enduranceDays, lastDay)
            onTask += Math.max(0, back - day - 2 * transitDays)
            if (back - day - 2 * transitDays <= 0) break
            day = back + portDays
          }
          expect(told.onTaskShare).toBeCloseTo(onTask / (21 + outsideDays), 12)
          expect(told.onTaskShare).toBeLessThanOrEqual(1)
          if (onTask === 0) expect(told.boundBy).toContain('never on task')
          else expect(told.boundBy).toContain('article 18')
        },
      ),
    )
  })
})

describe('the Straits', () => {
  const situation: StraitsSituation = {
    belligerents: [],
    turkeyBelligerent: false,
    turkeyThreatened: false,
    turkeyAsksNone: false,
    strongestFleetGrowthTons: 0,
    transitDays: 1,
  }
  const hunter: Vessel = {
    id: 'v',
    title: 'Hunter',
    nation: 'XAA',
    blackSeaPower: false,
    kind: 'minorWar',
    tons: 700,
  }
  const passage: Passage = {
    id: 'p',
    vessel: 'v',
    noticeDay: 0,
    enterDay: 15,
    leaveDay: 36,
    humanitarian: false,
    joinsBaseOrRepair: false,
  }
  const twoMore = (enterDay: number): Passage[] => [
    { ...passage, id: 'pb', vessel: 'b', enterDay, leaveDay: enterDay + 10 },
    { ...passage, id: 'pc', vessel: 'c' },
  ]

  const found = (
    change: {
      situation?: Partial<StraitsSituation>
      vessel?: Partial<Vessel>
      passage?: Partial<Passage>
    },
    more: { vessels?: Vessel[]; passages?: Passage[] } = {},
  ) =>
    assessStraits(
      { ...situation, ...change.situation },
      [{ ...hunter, ...change.vessel }, ...(more.vessels ?? [])],
      [{ ...passage, ...change.passage }, ...(more.passages ?? [])],
    ).findings

  test('a plan that keeps every rule has no finding', () => {
    expect(found({})).toEqual([])
    expect(assessStraits(situation, [], [])).toMatchObject({ days: [], findings: [] })
  })

  test.each<[string, Parameters<typeof found>[0], string, string]>([
    ['a carrier', { vessel: { kind: 'carrier' } }, 'articles 10 and 11, annex II', 'breach'],
    [
      'a capital ship from outside',
      { vessel: { kind: 'capital' } },
      'article 10, annex II',
      'breach',
    ],
    [
      'a submarine from outside',
      { vessel: { kind: 'submarine' } },
      'article 10, annex II',
      'breach',
    ],
    [
      'a light vessel too heavy',
      { vessel: { kind: 'lightSurface', tons: 10_001 } },
      'article 10, annex II',
      'breach',
    ],
    [
      'a coastal submarine on a cruise',
      { vessel: { kind: 'submarine', blackSeaPower: true } },
      'article 12',
      'breach',
    ],
    ['seven days of notice', { passage: { noticeDay: 8 } }, 'article 13', 'breach'],
    ['ten days of notice', { passage: { noticeDay: 5 } }, 'article 13', 'remark'],
    ['22 days', { passage: { leaveDay: 37 } }, 'article 18, paragraph 2', 'breach'],
    ['no end', { passage: { leaveDay: null } }, 'article 18, paragraph 2', 'breach'],
    ['a nation at war', { situation: { belligerents: ['XAA'] } }, 'article 19', 'breach'],
    ['Turkey at war', { situation: { turkeyBelligerent: true } }, 'article 20', 'breach'],
    ['Turkey threatened', { situation: { turkeyThreatened: true } }, 'article 21', 'breach'],
    ['Turkey asks for none', { situation: { turkeyAsksNone: true } }, 'no article', 'remark'],
    [
      'too many tons to help',
      { vessel: { kind: 'auxiliary', tons: 8_001 }, passage: { humanitarian: true } },
      'article 18, paragraph 1 d',
      'breach',
    ],
    [
      'too many tons of one Power',
      { vessel: { kind: 'auxiliary', tons: 20_001 } },
      'article 18, paragraph 1 c',
      'breach',
    ],
    [
      'too many tons of all',
      { vessel: { kind: 'auxiliary', tons: 30_001 } },
      'article 18, paragraph 1 a and b',
      'breach',
    ],
    [
      'too many tons in transit',
      { vessel: { kind: 'auxiliary', tons: 15_001 } },
      'article 14',
      'breach',
    ],
  ])('finds %s', (_, change, article, weight) => {
    const findings = found(change)
    expect(findings.map((one) => one.article)).toContain(article)
    const one = findings.find((finding) => finding.article === article && finding.weight === weight)
    expect(one).toMatchObject({ passages: ['p'] })
    expect(one?.mend).not.toBe('')
  })

  test('what a coastal nation may do, it may: long stays, short notice of eight days, its submarine to repair', () => {
    expect(
      found({
        vessel: { blackSeaPower: true, kind: 'submarine' },
        passage: { noticeDay: 7, leaveDay: null, joinsBaseOrRepair: true },
      }),
    ).toEqual([])
  })

  test('fuel alone asks for no notice and counts in no tonnage, and leaves after 21 days all the same', () => {
    const fuel = { kind: 'fuelAuxiliary', tons: 40_000 } as const
    expect(found({ vessel: fuel, passage: { noticeDay: 15 } })).toEqual([])
    expect(
      found({ vessel: fuel, passage: { leaveDay: 40 } }).map(({ article }) => article),
    ).toEqual(['article 18, paragraph 2'])
  })

  test('ten vessels at one time are one too many; told for the days on which it holds, and two days mend it', () => {
    const vessels = Array.from({ length: 9 }, (_, i): Vessel => ({
      ...hunter,
      id: `v${i}`,
      nation: `XA${'BCDEFGHIJ'[i]}`,
    }))
    const passages = vessels.map(({ id }): Passage => ({ ...passage, id: `p${id}`, vessel: id }))
    const findings = found({}, { vessels, passages })
    expect(findings.map(({ article, days }) => [article, days])).toEqual([
      ['article 14', [15, 15]],
      ['article 14', [36, 36]],
    ])
    const apart = passages.map((one, i) =>
      i < 3 ? { ...one, enterDay: 16, leaveDay: 37, noticeDay: 1 } : one,
    )
    expect(found({}, { vessels, passages: apart })).toEqual([])
  })

  test('in the sea on the day of entry and of leaving; at the limit is within it, a ton above is not', () => {
    const heavy = { kind: 'auxiliary', tons: 15_000 } as const
    const vessels: Vessel[] = [
      { ...hunter, ...heavy, id: 'b', nation: 'XAB' },
      { ...hunter, id: 'c', nation: 'XAC', tons: 1 },
    ]
    const over = (enterDay: number, with1t: boolean) =>
      found(
        { vessel: heavy },
        { vessels, passages: twoMore(enterDay).slice(0, with1t ? 2 : 1) },
      ).filter(({ article }) => article.startsWith('article 18'))
    expect(over(36, false)).toEqual([])
    expect(over(36, true).map(({ article, days }) => [article, days])).toEqual([
      ['article 18, paragraph 1 a and b', [36, 36]],
    ])
    expect(over(37, true)).toEqual([])
  })

  test('notice given as told is notice enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 }), fc.boolean(), (days, blackSeaPower) => {
        const [finding] = found({ vessel: { blackSeaPower }, passage: { noticeDay: 15 - days } })
        expect(finding === undefined).toBe(days >= (blackSeaPower ? 8 : 15))
        if (finding === undefined) return
        const noticeDay = Number(/notice on day (-?\d+)/.exec(finding.mend)?.[1])
        const mended = found({ vessel: { blackSeaPower }, passage: { noticeDay } })
        expect(mended.filter(({ weight }) => weight === 'breach')).toEqual([])
      }),
    )
  })

  test('the aggregate rises with the strongest fleet from 10,000 t, and stops at 45,000', () => {
    expect([0, 9_999, 10_000, 12_000, 15_000, 90_000].map(aggregateLimitTons)).toEqual([
      30_000, 30_000, 40_000, 42_000, 45_000, 45_000,
    ])
    const told = assessStraits(
      { ...situation, strongestFleetGrowthTons: 15_000 },
      [hunter],
      [passage],
    )
    expect(told).toMatchObject({ aggregateLimitTons: 45_000, onePowerLimitTons: 30_000 })
    expect(told.days[0]).toEqual({
      day: 15,
      aggregateTons: 700,
      transitTons: 700,
      transitVessels: 1,
    })
    expect(told.days.at(-1)).toEqual({
      day: 37,
      aggregateTons: 0,
      transitTons: 0,
      transitVessels: 0,
    })
  })
})
