/**
 * Where hubs should stand: the p-median problem (Hakimi 1964), p of the candidates that make the weighted minutes to the
 * nearest of them least. Where there are few ways to choose, all are compared and the answer is the best. Where there are
 * many, hubs are exchanged one by one as long as that helps (vertex substitution, Teitz and Bart 1968), and a lower bound
 * by Lagrangian relaxation of "each site is served once" (Cornuejols, Fisher and Nemhauser 1977) says how far from the
 * best the answer can be at the most. Steps are counted, never timed: the same document gives the same answer.
 */

/** Ways to choose up to which all are compared. */
export const CHOICES_MAX = 50_000
const SUBGRADIENT_STEPS = 300
/** Counts as minutes where no road leads: far above any way, so that reaching a site comes first. */
export const UNREACHED_MINUTES = 1_000_000

/** Minutes from each candidate (row) to each site (column), and each site's weight. */
export interface MedianProblem {
  readonly minutes: readonly (readonly number[])[]
  readonly weights: readonly number[]
  readonly choose: number
}
/** An answer. */
export interface Median {
  /** Indices of the candidates chosen, rising. */
  readonly chosen: readonly number[]
  /** Weighted minutes, summed. */
  readonly cost: number
  /** No choice costs less than this; equal to `cost` where all were compared. */
  readonly bound: number
  readonly method: 'all choices compared' | 'interchange with a lower bound'
  /** How many choices were compared, or exchanges tried. */
  readonly tried: number
}

const reached = (minutes: number | undefined): number =>
  Math.min(minutes ?? UNREACHED_MINUTES, UNREACHED_MINUTES)

/** Weighted minutes of a choice. */
export function medianCost({ minutes, weights }: MedianProblem, chosen: readonly number[]): number {
  let cost = 0
  for (const [site, weight] of weights.entries()) {
    let least = UNREACHED_MINUTES
    for (const hub of chosen) least = Math.min(least, reached(minutes[hub]?.[site]))
    cost += weight * least
  }
  return cost
}

/** Ways to choose k of n, no more than needed to know that they are above `CHOICES_MAX`. */
function choices(n: number, k: number): number {
  let ways = 1
  for (let i = 0; i < Math.min(k, n - k); i += 1) {
    ways = (ways * (n - i)) / (i + 1)
    if (ways > CHOICES_MAX) return ways
  }
  return ways
}

function compareAll(problem: MedianProblem): Median {
  const { minutes, choose } = problem
  const chosen = Array.from({ length: choose }, (_, i) => i)
  let best: readonly number[] = [...chosen]
  let cost = medianCost(problem, chosen)
  let tried = 1
  for (;;) {
    // The next choice in lexicographic order: raise the last index that can be raised.
    let at = choose - 1
    while (at >= 0 && chosen[at] === minutes.length - choose + at) at -= 1
    if (at < 0) break
    const from = (chosen[at] ?? 0) + 1
    for (let i = at; i < choose; i += 1) chosen[i] = from + i - at
    tried += 1
    const here = medianCost(problem, chosen)
    if (here < cost) [best, cost] = [[...chosen], here]
  }
  return { chosen: best, cost, bound: cost, method: 'all choices compared', tried }
}

/** Adds the hub that helps most, one after the other: where the exchanges begin. */
function greedy(problem: MedianProblem): number[] {
  const chosen: number[] = []
  while (chosen.length < problem.choose) {
    let [best, cost] = [-1, Number.POSITIVE_INFINITY]
    for (const hub of problem.minutes.keys()) {
      if (chosen.includes(hub)) continue
      const here = medianCost(problem, [...chosen, hub])
      if (here < cost) [best, cost] = [hub, here]
    }
    chosen.push(best)
  }
  return chosen
}

function interchange(problem: MedianProblem): { chosen: number[]; cost: number; tried: number } {
  let chosen = greedy(problem)
  let cost = medianCost(problem, chosen)
  let tried = 0
  let improved = true
  while (improved) {
    improved = false
    for (const into of problem.minutes.keys()) {
      if (chosen.includes(into)) continue
      for (const out of chosen) {
        const changed = chosen.map((hub) => (hub === out ? into : hub))
        const here = medianCost(problem, changed)
        tried += 1
        if (here >= cost - 1e-9) continue
        chosen = changed
        cost = here
        improved = true
        break
      }
    }
  }
  return { chosen, cost, tried }
}

/** The Lagrangian bound, raised by subgradient steps from the weighted minutes to the nearest candidate. */
export function lowerBound(problem: MedianProblem, upper: number): number {
  const { minutes, weights, choose } = problem
  const costAt = (hub: number, site: number): number =>
    (weights[site] ?? 0) * reached(minutes[hub]?.[site])
  let prices = weights.map((_, site) => Math.min(...minutes.map((_row, hub) => costAt(hub, site))))
  let [best, scale] = [Number.NEGATIVE_INFINITY, 2]
  for (let step = 0; step < SUBGRADIENT_STEPS; step += 1) {
    const worth = minutes.map((_, hub) => ({
      hub,
      gain: prices.reduce((sum, price, site) => sum + Math.min(0, costAt(hub, site) - price), 0),
    }))
    const open = worth.toSorted((a, b) => a.gain - b.gain || a.hub - b.hub).slice(0, choose)
    const value =
      prices.reduce((sum, price) => sum + price, 0) + open.reduce((sum, { gain }) => sum + gain, 0)
    if (value > best + 1e-9) best = value
    else scale *= 0.95
    // One minus how often the site is served: the direction in which its price must go.
    const missing = prices.map(
      (price, site) => 1 - open.filter(({ hub }) => costAt(hub, site) < price).length,
    )
    const square = missing.reduce((sum, one) => sum + one * one, 0)
    if (square === 0) break
    const length = (scale * Math.max(0, upper - value)) / square
    prices = prices.map((price, site) => price + length * (missing[site] ?? 0))
  }
  return Math.min(upper, best)
}

/** Chooses hubs. `choose` lies from 1 to the number of candidates. */
export function solveMedian(problem: MedianProblem): Median {
  if (choices(problem.minutes.length, problem.choose) <= CHOICES_MAX) return compareAll(problem)
  return interchanged(problem)
}

/** The heuristic with its bound, whatever the number of choices. */
export function interchanged(problem: MedianProblem): Median {
  const { chosen, cost, tried } = interchange(problem)
  return {
    chosen: chosen.toSorted((a, b) => a - b),
    cost,
    bound: lowerBound(problem, cost),
    method: 'interchange with a lower bound',
    tried,
  }
}
