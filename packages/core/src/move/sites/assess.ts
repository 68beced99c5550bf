import type { Refused } from '../../units/index.ts'
import { medianCost, solveMedian, UNREACHED_MINUTES } from './median.ts'
import type { Median, MedianProblem } from './median.ts'
import { waysFrom } from './paths.ts'
import type { Ways } from './paths.ts'
import { roundTheClockFactor, siteRoster } from './roster.ts'
import type { SiteRoster } from './roster.ts'
import type { SitesPlan } from './types.ts'

/** The quickest response to a site. */
export interface Response {
  readonly site: string
  /** The hub that is there first; null where no road leads from any. */
  readonly hub: string | null
  /** From the call until it is there, minutes; null as above. */
  readonly minutes: number | null
  readonly inTime: boolean
  /** The nodes on the way. */
  readonly way: readonly string[]
  /** Minutes if that hub cannot send; null where nobody else reaches the site. */
  readonly secondMinutes: number | null
}
/** One hub of a suggestion, with the reason. */
export interface Suggested {
  readonly node: string
  /** Sites that it is the nearest to. */
  readonly serves: readonly string[]
  readonly reason: string
}
/** Where hubs are suggested. People choose. */
export interface Siting {
  readonly hubs: readonly Suggested[]
  readonly method: Median['method']
  readonly tried: number
  /** Weighted mean of the minutes on the road. */
  readonly meanMinutes: number
  /** No choice has a lower mean than this. */
  readonly boundMinutes: number
  /** The same mean for the hubs that stand. */
  readonly meanNowMinutes: number
  /** Sites that no hub suggested reaches over the roads. */
  readonly unreached: readonly string[]
  readonly reason: string
}
/** Everything that the sites part comes to. */
export interface SitesAssessment {
  /** Guards on the books for one on post day and night. */
  readonly factor: number
  readonly rosters: readonly SiteRoster[]
  readonly headcount: number
  readonly responses: readonly Response[]
  readonly inTime: number
  readonly siting: Siting | null
}

const minutesTo = (ways: Ways | undefined, node: string): number =>
  ways?.minutes.get(node) ?? Number.POSITIVE_INFINITY

function respond(plan: SitesPlan, ways: ReadonlyMap<string, Ways>): readonly Response[] {
  const { hubs, readyMinutes, limitMinutes } = plan.response
  return plan.sites.map(({ id, node }): Response => {
    const [first, second] = hubs
      .map((hub) => ({ hub, minutes: readyMinutes + minutesTo(ways.get(hub), node) }))
      .filter(({ minutes }) => Number.isFinite(minutes))
      .toSorted((a, b) => a.minutes - b.minutes || (a.hub < b.hub ? -1 : 1))
    return {
      site: id,
      hub: first?.hub ?? null,
      minutes: first?.minutes ?? null,
      inTime: first !== undefined && first.minutes <= limitMinutes,
      way: first === undefined ? [] : (ways.get(first.hub)?.wayTo(node) ?? []),
      secondMinutes: second?.minutes ?? null,
    }
  })
}

const round = (minutes: number): string =>
  minutes >= UNREACHED_MINUTES / 2 ? 'out of reach' : `${minutes.toFixed(0)} min`

function suggest(plan: SitesPlan, ways: ReadonlyMap<string, Ways>): Siting | null {
  if (plan.siting === null) return null
  const { candidates, hubs: choose } = plan.siting
  const rows = (nodes: readonly string[]): number[][] =>
    nodes.map((hub) => plan.sites.map(({ node }) => minutesTo(ways.get(hub), node)))
  const weights = plan.sites.map(({ weight }) => weight)
  const problem: MedianProblem = { minutes: rows(candidates), weights, choose }
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const median = solveMedian(problem)
  const nameOf = (node: string): string => plan.nodes.find(({ id }) => id === node)?.title ?? node
  const nearest = plan.sites.map(
    (_, site) =>
      median.chosen.toSorted(
        (a, b) => reach(problem, a, site) - reach(problem, b, site) || a - b,
      )[0],
  )
  const hubs = median.chosen.map((hub): Suggested => {
    const serves = plan.sites.filter((_, site) => nearest[site] === hub)
    const without =
      medianCost(
        problem,
        median.chosen.filter((one) => one !== hub),
      ) / all
    const swap = bestSwap(problem, median.chosen, hub)
    const instead =
      swap === null
        ? 'no other candidate is left'
        : `the next best in its place is ${nameOf(candidates[swap.hub] ?? '')}, at ${round(swap.cost / all)}`
    return {
      node: candidates[hub] ?? '',
      serves: serves.map(({ id }) => id),
      reason:
        `nearest to ${serves.length === 0 ? 'no site' : serves.map(({ title }) => title).join(', ')}; ` +
        `without it the weighted mean rises from ${round(median.cost / all)} to ${round(without)}; ${instead}`,
    }
  })
  const now: MedianProblem = { ...problem, minutes: rows(plan.response.hubs) }
  const gap = median.cost > 0 ? (100 * (median.cost - median.bound)) / median.cost : 0
  return {
    hubs,
    method: median.method,
    tried: median.tried,
    meanMinutes: median.cost / all,
    boundMinutes: median.bound / all,
    meanNowMinutes: medianCost(now, [...now.minutes.keys()]) / all,
    unreached: plan.sites
      .filter((_, site) => reach(problem, nearest[site] ?? 0, site) >= UNREACHED_MINUTES)
      .map(({ id }) => id),
    reason:
      median.method === 'all choices compared'
        ? `the best: all ${median.tried} choices of ${choose} of ${candidates.length} were compared`
        : `at most ${gap.toFixed(1)} % above the best: exchanged until no exchange helped, ${median.tried} tried`,
  }
}

const reach = ({ minutes }: MedianProblem, hub: number, site: number): number =>
  Math.min(minutes[hub]?.[site] ?? UNREACHED_MINUTES, UNREACHED_MINUTES)

/** The candidate that serves best in the place of one that was chosen. */
function bestSwap(
  problem: MedianProblem,
  chosen: readonly number[],
  out: number,
): { readonly hub: number; readonly cost: number } | null {
  let best: { hub: number; cost: number } | null = null
  for (const hub of problem.minutes.keys()) {
    if (chosen.includes(hub)) continue
    const cost = medianCost(
      problem,
      chosen.map((one) => (one === out ? hub : one)),
    )
    if (best === null || cost < best.cost) best = { hub, cost }
  }
  return best
}

/** Works rosters, responses and siting out. Refused where the rules leave a guard no time for duty. */
export function assessSites(plan: SitesPlan): SitesAssessment | Refused {
  const factor = roundTheClockFactor(plan.rules)
  const rosters = plan.sites.map((site) => siteRoster(site, plan.rules))
  const whole = rosters.filter((one) => one !== null)
  if (factor === null || whole.length < rosters.length)
    return {
      refused:
        'rules: leave, sickness, training and rest leave a guard no time for duty; lower them, or raise weeklyHours',
    }
  const ids = plan.nodes.map(({ id }) => id)
  const starts = new Set([...plan.response.hubs, ...(plan.siting?.candidates ?? [])])
  const ways = new Map([...starts].map((id) => [id, waysFrom(id, ids, plan.roads)]))
  const responses = respond(plan, ways)
  return {
    factor,
    rosters: whole,
    headcount: whole.reduce((sum, { headcount }) => sum + headcount, 0),
    responses,
    inTime: responses.filter(({ inTime }) => inTime).length,
    siting: suggest(plan, ways),
  }
}
