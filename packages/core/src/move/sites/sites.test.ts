/**
 * Goal: rosters keep their rules, ways are the quickest, suggested hubs are the best or honestly bounded. Method: rosters
 * are walked shift by shift; ways are held against relaxation until nothing changes (Bellman and Ford); siting against
 * every choice, found by a second enumeration, and the bound and the interchange against it.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import {
  assessSites,
  interchanged,
  lowerBound,
  medianCost,
  rosterOf,
  roundTheClockFactor,
  siteRoster,
  solveMedian,
  waysFrom,
} from './index.ts'
import type { MedianProblem, Road, RosterRules, SitesPlan } from './index.ts'

const rulesOf = fc.record({
  shiftHours: fc.constantFrom(4, 6, 8, 12, 24),
  weeklyHours: fc.integer({ min: 30, max: 72 }),
  restHours: fc.constantFrom(0, 8, 11, 12, 24, 48),
  handOverHours: fc.constantFrom(0, 0.25, 0.5),
  leaveShare: fc.constantFrom(0, 0.1, 0.25),
  sickShare: fc.constantFrom(0, 0.05),
  trainingShare: fc.constantFrom(0, 0.1),
})
const postOf = fc.record({
  id: fc.constant('p'),
  title: fc.constant('Post'),
  guards: fc.integer({ min: 1, max: 12 }),
  hoursPerDay: fc.constantFrom(24, 24, 16, 12, 10, 8),
})

describe('rosters', () => {
  test('walked for weeks: every shift has its team, rest and week hold, and one team less breaks one of them', () => {
    fc.assert(
      fc.property(rulesOf, postOf, (rules, post) => {
        const roster = rosterOf(post, rules)
        if (roster === null) throw new Error('no roster')
        const { teams, shiftsPerDay, shiftHours } = roster
        expect(shiftsPerDay * shiftHours).toBeCloseTo(post.hoursPerDay, 9)
        expect(shiftHours).toBeLessThanOrEqual(rules.shiftHours + 1e-9)
        /** Least rest and mean week of a team when so many teams take the shifts in turn. */
        const walk = (number: number): { restHours: number; weekHours: number } => {
          const lastEnd = new Map<number, number>()
          const days = 7 * number
          let restHours = Number.POSITIVE_INFINITY
          let dutyHours = 0
          for (let shift = 0; shift < days * shiftsPerDay; shift += 1) {
            const beginsHour =
              Math.floor(shift / shiftsPerDay) * 24 + (shift % shiftsPerDay) * shiftHours
            const team = shift % number
            const before = lastEnd.get(team)
            if (before !== undefined) restHours = Math.min(restHours, beginsHour - before)
            const endsHour = beginsHour + shiftHours + rules.handOverHours
            lastEnd.set(team, endsHour)
            if (team === 0) dutyHours += endsHour - beginsHour
          }
          return { restHours, weekHours: dutyHours / number }
        }
        const keeps = (number: number): boolean => {
          const { restHours, weekHours } = walk(number)
          const duty =
            rules.weeklyHours * (1 - rules.leaveShare - rules.sickShare - rules.trainingShare)
          return restHours >= rules.restHours - 1e-9 && weekHours <= duty + 1e-6
        }
        expect(keeps(teams)).toBe(true)
        if (teams > 1) expect(keeps(teams - 1)).toBe(false)
        expect(walk(teams).weekHours).toBeCloseTo(roster.teamWeekHours, 6)
      }),
      { numRuns: 80 },
    )
  })

  test('the factor is hours over hours, and a pool never takes more than teams', () => {
    const rules: RosterRules = {
      shiftHours: 8,
      weeklyHours: 40,
      restHours: 11,
      handOverHours: 0,
      leaveShare: 0.1,
      sickShare: 0.05,
      trainingShare: 0.05,
    }
    expect(roundTheClockFactor(rules)).toBeCloseTo(168 / 32, 12)
    expect(roundTheClockFactor({ ...rules, leaveShare: 0.9 })).toBeNull()
    fc.assert(
      fc.property(rulesOf, fc.array(postOf, { maxLength: 5 }), (drawn, posts) => {
        const site = {
          id: 's',
          title: 'S',
          kind: 'k',
          position: { lonDeg: 0, latDeg: 0 },
          node: 'n',
          weight: 1,
          posts,
        }
        const roster = siteRoster(site, drawn)
        expect(roster?.pooled ?? -1).toBeLessThanOrEqual(roster?.headcount ?? -2)
      }),
    )
  })
})

const NODES = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const roadOf: fc.Arbitrary<Road> = fc.record({
  a: fc.constantFrom(...NODES),
  b: fc.constantFrom(...NODES),
  km: fc.integer({ min: 1, max: 100 }),
  speedKmh: fc.constantFrom(30, 60, 90),
})

test('ways are the quickest, and the nodes on them take as long as said', () => {
  fc.assert(
    fc.property(fc.array(roadOf, { maxLength: 14 }), (roads) => {
      const ways = waysFrom('a', NODES, roads)
      const least = new Map(NODES.map((id) => [id, id === 'a' ? 0 : Number.POSITIVE_INFINITY]))
      const at = (id: string): number => least.get(id) ?? Number.POSITIVE_INFINITY
      for (let round = 0; round < NODES.length; round += 1)
        for (const { a, b, km, speedKmh } of roads) {
          least.set(b, Math.min(at(b), at(a) + (60 * km) / speedKmh))
          least.set(a, Math.min(at(a), at(b) + (60 * km) / speedKmh))
        }
      for (const node of NODES) {
        const told = ways.minutes.get(node) ?? -1
        if (!Number.isFinite(at(node))) expect([told, ways.wayTo(node)]).toEqual([at(node), []])
        else {
          expect(told).toBeCloseTo(at(node), 9)
          const way = ways.wayTo(node)
          expect([way[0], way.at(-1)]).toEqual(['a', node])
          let minutes = 0
          for (const [i, to] of way.entries()) {
            const from = way[i - 1]
            if (from === undefined) continue
            const along = roads.filter(
              ({ a, b }) => (a === from && b === to) || (b === from && a === to),
            )
            minutes += Math.min(...along.map(({ km, speedKmh }) => (60 * km) / speedKmh))
          }
          expect(minutes).toBeCloseTo(told, 9)
        }
      }
    }),
  )
})

/** The least cost over every set of the size, by bit masks. */
function leastOf(problem: MedianProblem): number {
  let least = Number.POSITIVE_INFINITY
  for (let mask = 0; mask < 1 << problem.minutes.length; mask += 1) {
    const chosen = [...problem.minutes.keys()].filter((hub) => (mask >> hub) & 1)
    if (chosen.length === problem.choose) least = Math.min(least, medianCost(problem, chosen))
  }
  return least
}

describe('siting', () => {
  const problemOf = fc
    .record({ sites: fc.integer({ min: 1, max: 7 }), candidates: fc.integer({ min: 1, max: 7 }) })
    .chain(({ sites, candidates }) =>
      fc.record({
        minutes: fc.array(
          fc.array(
            fc.oneof(
              { weight: 9, arbitrary: fc.integer({ min: 0, max: 300 }) },
              { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
            ),
            { minLength: sites, maxLength: sites },
          ),
          { minLength: candidates, maxLength: candidates },
        ),
        weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: sites, maxLength: sites }),
        choose: fc.integer({ min: 1, max: candidates }),
      }),
    )

  test('comparing all finds the best, the bound lies under it and the interchange over it', () => {
    fc.assert(
      fc.property(problemOf, (problem) => {
        const least = leastOf(problem)
        const all = solveMedian(problem)
        expect(all).toMatchObject({ method: 'all choices compared', bound: all.cost })
        expect(all.cost).toBe(least)
        expect(all.chosen).toHaveLength(problem.choose)
        expect(medianCost(problem, all.chosen)).toBe(all.cost)
        const exchanged = interchanged(problem)
        expect(exchanged.cost).toBeGreaterThanOrEqual(least)
        expect(new Set(exchanged.chosen).size).toBe(problem.choose)
        expect(medianCost(problem, exchanged.chosen)).toBeCloseTo(exchanged.cost, 9)
        expect(exchanged.bound).toBeLessThanOrEqual(least + 1e-6)
        // Told a worse answer, it must not be cut to the best by that answer alone.
        expect(lowerBound(problem, 1.5 * least + 10)).toBeLessThanOrEqual(least + 1e-6)
      }),
    )
  })

  test('on a plane of 40 candidates the bound meets the answer within a ten-thousandth', () => {
    let seed = 7
    const draw = (): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    const points = Array.from({ length: 40 }, () => [draw(), draw()] as const)
    const minutes = points.map(([x, y]) => points.map(([u, v]) => 100 * Math.hypot(x - u, y - v)))
    const told = solveMedian({ minutes, weights: points.map(() => 1), choose: 8 })
    expect(told.method).toBe('interchange with a lower bound')
    expect(told.bound / told.cost).toBeGreaterThan(0.9999)
    expect(told.bound).toBeLessThanOrEqual(told.cost)
  })
})

describe('the whole part', () => {
  const position = { lonDeg: 0, latDeg: 0 }
  const site = (id: string, node: string) => ({
    id,
    title: `Site ${id}`,
    kind: 'k',
    position,
    node,
    weight: 1,
    posts: [],
  })
  const plan: SitesPlan = {
    id: 'p',
    title: '',
    notice: '',
    assumptions: [],
    rules: {
      shiftHours: 8,
      weeklyHours: 40,
      restHours: 11,
      handOverHours: 0,
      leaveShare: 0,
      sickShare: 0,
      trainingShare: 0,
    },
    nodes: ['a', 'b', 'c', 'd'].map((id) => ({ id, title: `Town ${id}`, position })),
    roads: [
      { a: 'a', b: 'b', km: 60, speedKmh: 60 },
      { a: 'b', b: 'c', km: 30, speedKmh: 60 },
    ],
    sites: [site('s-1', 'a'), site('s-2', 'c'), site('s-3', 'd')],
    response: { hubs: ['a'], readyMinutes: 15, limitMinutes: 60 },
    siting: { candidates: ['a', 'b', 'c'], hubs: 1 },
  }

  test('who is there first, by which way, and who is not reached', () => {
    const told = assessSites(plan)
    if (isRefused(told)) throw new Error(told.refused)
    expect(told.responses).toEqual([
      { site: 's-1', hub: 'a', minutes: 15, inTime: true, way: ['a'], secondMinutes: null },
      {
        site: 's-2',
        hub: 'a',
        minutes: 105,
        inTime: false,
        way: ['a', 'b', 'c'],
        secondMinutes: null,
      },
      { site: 's-3', hub: null, minutes: null, inTime: false, way: [], secondMinutes: null },
    ])
    expect(told.siting).toMatchObject({
      unreached: ['s-3'],
      method: 'all choices compared',
      tried: 3,
    })
  })

  test('a suggestion says what it serves, what goes without it, and what would come next', () => {
    const reached = {
      ...plan,
      sites: plan.sites.slice(0, 2),
      siting: { candidates: ['a', 'b', 'c'], hubs: 2 },
    }
    const told = assessSites(reached)
    if (isRefused(told)) throw new Error(told.refused)
    expect(told.siting?.meanMinutes).toBe(0)
    expect(told.siting?.meanNowMinutes).toBe(45)
    expect(told.siting?.hubs.map(({ node, serves }) => [node, serves])).toEqual([
      ['a', ['s-1']],
      ['c', ['s-2']],
    ])
    expect(told.siting?.hubs[0]?.reason).toBe(
      'nearest to Site s-1; without it the weighted mean rises from 0 min to 45 min; the next best in its place is Town b, at 30 min',
    )
    expect(told.siting?.reason).toBe('the best: all 3 choices of 2 of 3 were compared')
  })

  test.each([
    [104, 1],
    [105, 2],
  ])('within %i minutes there are %i: at the limit is in time', (limitMinutes, inTime) => {
    expect(assessSites({ ...plan, response: { ...plan.response, limitMinutes } })).toMatchObject({
      inTime,
    })
  })

  test('rules that leave no duty are refused', () => {
    expect(
      assessSites({ ...plan, rules: { ...plan.rules, leaveShare: 0.6, sickShare: 0.4 } }),
    ).toHaveProperty('refused')
  })
})
