/**
 * Goal: a result hangs on the case and the seed, and on nothing else: not on how jobs are cut, in which order or by how many
 * they are done; and it says what the replications say. Method: jobs dealt out at random to one, two or three experiments;
 * percentiles, chances and costs worked out again from single runs.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fleetOf,
  greedyPlan,
  legOf,
  modelOf,
  nodeOf,
  randomModel,
} from '../../../../../tests/support/movement-plans.ts'
import { seededRandom } from '../../units/index.ts'
import {
  Experiment,
  jobsOf,
  lossesOf,
  NO_FAULTS,
  referenceFaults,
  resultOf,
  SIMULATION_LABEL,
  simulateHere,
  wilsonOf,
} from './index.ts'
import type { DoneJob, ExperimentAsked, SimulationCase } from './index.ts'

const caseOf = (seed: number): SimulationCase => {
  const model = randomModel(seed)
  return {
    model,
    plan: greedyPlan(model, seededRandom(seed)),
    faults: referenceFaults(model),
    origin: 'reference',
  }
}

describe('however the jobs are dealt out', () => {
  test('one, two or three workers give the same document', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3 }), (seed, deal, workers) => {
        const one = caseOf(seed)
        const asked: ExperimentAsked = { replications: 45, seed, pairs: 3 }
        const experiment = new Experiment(one)
        const whole = simulateHere(one, asked, experiment)
        const random = seededRandom(deal)
        const hands = Array.from({ length: workers }, () => new Experiment(one))
        const jobs = jobsOf(experiment.course, asked)
          .map((job) => ({ job, key: random() }))
          .toSorted((a, b) => a.key - b.key)
        const done = jobs.map(({ job }): DoneJob => {
          const hand = hands[Math.floor(random() * workers)] ?? experiment
          return [job, hand.do(job, seed)]
        })
        expect(JSON.stringify(resultOf(one, { asked, experiment }, done))).toBe(
          JSON.stringify(whole),
        )
      }),
      { numRuns: 12 },
    )
  })

  test('a replication is the same in any cut, and another seed is another result', () => {
    const experiment = new Experiment(caseOf(5))
    const whole = experiment.do({ loss: null, from: 0, until: 30 }, 9)
    const parts = [7, 8, 9].map((from) => experiment.do({ loss: null, from, until: from + 1 }, 9))
    expect(parts.map(({ armed }) => armed[0])).toEqual(Array.from(whole.armed.subarray(7, 10)))
    const other = experiment.do({ loss: null, from: 0, until: 30 }, 10)
    expect([...other.curves]).not.toEqual([...whole.curves])
  })
})

describe('the result', () => {
  const calm = caseOf(11)
  const often = calm.faults.faults.map((fault) => ({ ...fault, chance: 0.5 }))
  const one: SimulationCase = { ...calm, faults: { ...calm.faults, faults: often } }
  const asked: ExperimentAsked = { replications: 60, seed: 2, pairs: 5 }
  const experiment = new Experiment(one)
  const result = simulateHere(one, asked, experiment)

  test('percentiles, chance and interval are those of the single runs', () => {
    const { curves, armed } = experiment.do({ loss: null, from: 0, until: 60 }, 2)
    const points = result.armedByHour.length
    for (const [step, row] of result.armedByHour.entries()) {
      const values = Array.from({ length: 60 }, (_, r) => curves[r * points + step] ?? 0)
      const sorted = values.toSorted((a, b) => a - b)
      expect([row.p10, row.p50, row.p90]).toEqual([sorted[5], sorted[29], sorted[53]])
    }
    const hits = armed.filter((kits) => kits >= one.model.ask.kits).length
    expect(result.chance).toEqual({ value: hits / 60, hits, of: 60, ...wilsonOf(hits, 60) })
    const held = armed.filter((kits) => kits >= result.ask.planned).length
    expect(result.planHolds).toMatchObject({ hits: held, of: 60 })
  })

  test('every leg and node that the plan uses is ranked, the costliest first', () => {
    const { ranking } = result.criticality
    expect(ranking).toHaveLength(lossesOf(experiment.course).length)
    for (const [i, row] of ranking.entries()) {
      expect(row.rank).toBe(i + 1)
      expect(row.kitsLost).toBeLessThanOrEqual(ranking[i - 1]?.kitsLost ?? Infinity)
      expect(row.interval.low <= row.kitsLost && row.kitsLost <= row.interval.high).toBe(true)
    }
  })

  test('a cost is the mean difference of pairs with the same draws', () => {
    const base = experiment.do({ loss: null, from: 0, until: 5 }, 2).armed
    // Were they all alike, pairs could be mixed up unnoticed.
    expect(new Set(base).size).toBeGreaterThan(1)
    for (const row of result.criticality.ranking) {
      const list = one.model[row.kind === 'leg' ? 'legs' : 'nodes']
      const loss = { kind: row.kind, index: list.findIndex(({ id }) => id === row.id) }
      const without = experiment.do({ loss, from: 0, until: 5 }, 2).armed
      const mean = base.reduce((sum, kits, i) => sum + kits - (without[i] ?? 0), 0) / 5
      expect(row.kitsLost).toBeCloseTo(mean, 9)
    }
  })

  test('all of it, and the ranking by itself, bears the highest label of the guarantors alone', () => {
    expect(result.label).toEqual(SIMULATION_LABEL)
    expect(result.criticality.label).toEqual(SIMULATION_LABEL)
    expect(SIMULATION_LABEL).toMatchObject({ classification: 'SECRET', offices: ['guarantors'] })
  })

  test('every figure that was assumed has an owner', () => {
    expect(result.faults.owners.length).toBeGreaterThan(0)
    for (const { basis } of one.faults.faults) expect(basis.owner).not.toBe('')
  })
})

const onward = ({ leg }: { readonly leg: string }): boolean => leg !== 'h-idle'

test('without faults every percentile is the plan, the chance is 1 or 0, and a chain breaks at each link', () => {
  const model = modelOf({
    nodes: [
      nodeOf('d', 'depot', {
        stock: [{ commodity: 'kit', quantity: 80, owner: 'XAA', gates: [] }],
      }),
      nodeOf('h', 'hub'),
      nodeOf('p', 'issuePoint'),
      nodeOf('idle', 'site'),
    ],
    legs: [legOf('d', 'h'), legOf('h', 'p'), legOf('h', 'idle')],
    fleets: [fleetOf('d', 2)],
    demands: [
      {
        id: 'u',
        title: 'u',
        issuePoint: 'p',
        commodity: null,
        quantity: 80,
        priority: 1,
        dueHour: 48,
      },
    ],
  })
  const whole = greedyPlan(model)
  const plan = {
    ...whole,
    serials: whole.serials.filter(onward),
    empties: whole.empties.filter(onward),
  }
  const one: SimulationCase = { model, plan, faults: NO_FAULTS, origin: 'none' }
  const result = simulateHere(one, { replications: 10, seed: 0, pairs: 4 }, new Experiment(one))
  for (const { planned, p10, p50, p90 } of result.armedByHour)
    expect([p10, p50, p90]).toEqual([planned, planned, planned])
  expect(result.chance).toMatchObject({ value: 1, hits: 10, of: 10, high: 1 })
  const hour = plan.armedByHour.find(([, kits]) => kits >= 80)?.[0]
  expect(result.metAtHour).toEqual({ p10: hour, p50: hour, p90: hour })
  expect(result.criticality.ranking.map(({ id, kitsLost }) => [id, kitsLost])).toEqual([
    ['d-h', 80],
    ['h-p', 80],
    ['d', 80],
    ['h', 80],
    ['p', 80],
  ])
})
