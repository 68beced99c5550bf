/**
 * Goal: clusters are solved right: the best assignment is the best, and marginals are probabilities over all assignments.
 * Method: random small graphs against enumeration of every assignment. Marginals are exact (1e-5) where the graph is a tree, and
 * within 0.2 at worst and 0.02 in the mean elsewhere, whatever the greatest weight: the errors of loopy belief propagation.
 * Planted fault: a greedy assignment is told apart from the best.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Assignment } from './assignment.ts'
import { Graph } from './graph.ts'
import { Marginals } from './marginals.ts'

/** `weights[row][track]`, log; null: no edge. */
type Weights = readonly (readonly (number | null)[])[]

function graphOf(weights: Weights, tracks: number): Graph {
  const graph = new Graph()
  graph.begin(weights.length)
  for (const [row, line] of weights.entries()) {
    for (const [track, weight] of line.entries()) {
      if (weight === null) continue
      graph.add(track, 0, weight)
      graph.weight[graph.edges - 1] = weight
    }
    graph.start[row + 1] = graph.edges
  }
  graph.cut(tracks)
  return graph
}

interface Ways {
  readonly best: number
  readonly chances: number[][]
}

/** Every way to give rows to tracks: the best sum of weights, and the probability of each pair. */
function enumerate(weights: Weights, tracks: number): Ways {
  const chances = weights.map(() => Array.from({ length: tracks }, () => 0))
  let best = 0
  let all = 0
  // No way has a greater sum than its rows' greatest weights have.
  const shift = weights.reduce((total, line) => total + Math.max(0, ...line.map((w) => w ?? 0)), 0)
  const given: number[] = []
  const go = (row: number, sum: number, taken: number): void => {
    if (row === weights.length) {
      best = Math.max(best, sum)
      const weight = Math.exp(sum - shift)
      all += weight
      for (const [r, t] of given.entries())
        if (t >= 0) (chances[r] ?? [])[t] = (chances[r]?.[t] ?? 0) + weight
      return
    }
    given[row] = -1
    go(row + 1, sum, taken)
    for (const [t, weight] of (weights[row] ?? []).entries()) {
      if (weight === null || (taken & (1 << t)) !== 0) continue
      given[row] = t
      go(row + 1, sum + weight, taken | (1 << t))
    }
    given[row] = -1
  }
  go(0, 0, 0)
  return { best, chances: chances.map((line) => line.map((c) => c / all)) }
}

const problems = fc.integer({ min: 1, max: 5 }).chain((tracks) =>
  fc
    .array(
      fc.array(fc.option(fc.double({ min: -3, max: 8, noNaN: true }), { freq: 2 }), {
        minLength: tracks,
        maxLength: tracks,
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((weights) => ({ weights, tracks })),
)

function assigned({ weights, tracks }: { weights: Weights; tracks: number }): number {
  const graph = graphOf(weights, tracks)
  const assignment = new Assignment()
  let sum = 0
  const taken = new Set<number>()
  for (const first of graph.clusters) {
    graph.read(first)
    assignment.solve(graph, tracks)
    for (const row of graph.members) {
      const edge = assignment.edgeOfRow(row)
      if (edge < 0) continue
      expect(graph.rowOf[edge]).toBe(row)
      expect(taken.has(graph.track[edge] ?? -1)).toBe(false)
      taken.add(graph.track[edge] ?? -1)
      sum += graph.weight[edge] ?? 0
    }
  }
  return sum
}

/** Parts of a cluster that are as good as surely given each for itself are still on their way after `ROUNDS_MAX` rounds. */
const SLACK_GREAT = 0.1

/** Chances of all pairs; what detections expect and what tracks expect agree within `slack`. */
function marginals(
  { weights, tracks }: { weights: Weights; tracks: number },
  slack = 5e-4,
): number[][] {
  const graph = graphOf(weights, tracks)
  const solver = new Marginals()
  const chances = weights.map(() => Array.from({ length: tracks }, () => 0))
  for (const first of graph.clusters) {
    graph.read(first)
    solver.solve(graph, tracks)
    for (const track of graph.tracks)
      for (let e = graph.firstEdge[track] ?? -1; e >= 0; e = graph.nextEdge[e] ?? -1)
        (chances[graph.rowOf[e] ?? 0] ?? [])[track] = graph.chance[e] ?? 0
    for (const row of graph.members) {
      const sum = (chances[row] ?? []).reduce((a, b) => a + b, 0)
      expect(Math.abs(sum + (solver.none[row] ?? 0) - 1)).toBeLessThan(slack)
    }
  }
  return chances
}

describe('clusters', () => {
  it('the assignment is the best of all', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(assigned(problem)).toBeCloseTo(enumerate(problem.weights, problem.tracks).best, 9)
      }),
      { numRuns: 500 },
    )
  })

  it('planted fault: taking the greatest weight first is not', () => {
    const weights = [
      [5, 4],
      [4, null],
    ]
    expect(assigned({ weights, tracks: 2 })).toBe(8)
    expect(Math.max(5, 4)).toBeLessThan(8)
  })

  it('marginals are exact in a tree', () => {
    // Row i joins track i and one track before it: a tree, whatever is chosen.
    const tree = fc
      .array(
        fc.tuple(
          fc.nat(3),
          fc.double({ min: -3, max: 8, noNaN: true }),
          fc.double({ min: -3, max: 8, noNaN: true }),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((rows) => ({
        tracks: rows.length + 1,
        weights: rows.map(([before, a, b], i) =>
          Array.from({ length: rows.length + 1 }, (_, t) =>
            t === i + 1 ? a : t === before % (i + 1) ? b : null,
          ),
        ),
      }))
    fc.assert(
      fc.property(tree, (problem) => {
        const { chances } = enumerate(problem.weights, problem.tracks)
        for (const [row, line] of marginals(problem).entries())
          for (const [track, chance] of line.entries())
            expect(Math.abs(chance - (chances[row]?.[track] ?? 0))).toBeLessThan(1e-5)
      }),
      { numRuns: 300 },
    )
  })

  // A sensor of fine sigma without clutter: what a miss weighs is nothing, and all lies in how the pairs compare.
  it.each([
    [
      'two and two',
      [
        [27.6, 26.6],
        [26.1, 27.9],
      ],
    ],
    [
      'all alike',
      [
        [27.6, 27.6],
        [27.6, 27.6],
      ],
    ],
    [
      'one track too many',
      [
        [27.6, 26.6, 25],
        [26.1, 27.9, 27],
      ],
    ],
    [
      'one row too many',
      [
        [27.6, 26.6],
        [26.1, 27.9],
        [27, 26],
      ],
    ],
    [
      'weights of 1e12 beside small ones',
      [
        [27.6, 20],
        [24, null],
        [2, 1],
      ],
    ],
    [
      'beyond what a double holds',
      [
        [1000, 998],
        [997, 999],
      ],
    ],
  ] as [string, (number | null)[][]][])('marginals of great weights: %s', (_, weights) => {
    const tracks = Math.max(...weights.map((line) => line.length))
    const { chances } = enumerate(weights, tracks)
    for (const [row, line] of marginals({ weights, tracks }, SLACK_GREAT).entries())
      for (const [track, chance] of line.entries())
        expect(Math.abs(chance - (chances[row]?.[track] ?? 0))).toBeLessThan(0.1)
  })

  it('planted fault: capping each weight on its own makes likely pairs and unlikely ones alike', () => {
    const weights = [[27.6, 22.6], [22.6, 27.6]] // prettier-ignore
    const capped = weights.map((line) => line.map((w) => Math.min(w, Math.log(1e9))))
    expect(marginals({ weights, tracks: 2 })[0]?.[0]).toBeGreaterThan(0.99)
    expect(marginals({ weights: capped, tracks: 2 })[0]?.[0]).toBeCloseTo(0.5, 3)
  })

  it('marginals are near everywhere, whatever the greatest weight', () => {
    let worst = 0
    let sum = 0
    let count = 0
    fc.assert(
      fc.property(problems, fc.double({ min: 0, max: 40, noNaN: true }), (problem, more) => {
        const { tracks } = problem
        const weights = problem.weights.map((line) =>
          line.map((w) => (w === null ? null : w + more)),
        )
        const { chances } = enumerate(weights, tracks)
        for (const [row, line] of marginals({ weights, tracks }, SLACK_GREAT).entries())
          for (const [track, chance] of line.entries()) {
            const error = Math.abs(chance - (chances[row]?.[track] ?? 0))
            worst = Math.max(worst, error)
            sum += error
            count += 1
          }
      }),
      { numRuns: 1000, seed: 5 },
    )
    expect(worst).toBeLessThan(0.2)
    expect(sum / count).toBeLessThan(0.02)
  })

  it('marginals are near everywhere', () => {
    let sum = 0
    let count = 0
    fc.assert(
      fc.property(problems, (problem) => {
        const { chances } = enumerate(problem.weights, problem.tracks)
        for (const [row, line] of marginals(problem).entries())
          for (const [track, chance] of line.entries()) {
            const error = Math.abs(chance - (chances[row]?.[track] ?? 0))
            sum += error
            count += 1
            expect(error).toBeLessThan(0.2)
          }
      }),
      { numRuns: 500, seed: 4 },
    )
    expect(sum / count).toBeLessThan(0.02)
  })
})
