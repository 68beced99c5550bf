/**
 * Goal: the checker finds each kind of broken rule and each wrong figure, and nothing in an answer that holds. Method: one
 * model with one answer that holds, and a planted fault for each rule, in the answer or in the model behind it.
 */
import { describe, expect, test } from 'vitest'
import { answerOf, checkAssignments, checkForces, indexForces } from './index.ts'
import type { ForceAssignment, ForceModel, ForceSolution } from './index.ts'

const unit = {
  nation: 'N1',
  title: '',
  capability: 'guard',
  quantity: 2,
  persons: 100,
  noticeDays: 5,
  firstRotation: 1,
  harmony: { rotationsOnMax: 1, rotationsRest: 1 },
  canLead: false,
} as const
const line = {
  title: '',
  capability: 'guard',
  quantity: 4,
  place: 'north',
  priority: 1,
  fromRotation: 1,
  toRotation: 2,
  noticeDays: 10,
  nationsMax: 2,
  needsFramework: true,
} as const
const model: ForceModel = {
  id: 'm',
  title: '',
  rotations: { count: 3, monthsEach: 6 },
  nations: [
    { id: 'N1', personsPerRotationMax: 200 },
    { id: 'N2', personsPerRotationMax: null },
    { id: 'N3', personsPerRotationMax: null },
  ],
  packages: [
    { ...unit, id: 'P1' },
    { ...unit, id: 'P2', nation: 'N2', canLead: true, firstRotation: 2 },
    { ...unit, id: 'P3', nation: 'N2', canLead: true },
    { ...unit, id: 'M1', nation: 'N3', capability: 'medical', persons: 10, harmony: null },
    { ...unit, id: 'P4', nation: 'N3', canLead: true },
  ],
  lines: [
    { ...line, id: 'L1' },
    { ...line, id: 'L2', priority: 2, place: 'south', needsFramework: false },
    {
      ...line,
      id: 'LM',
      capability: 'medical',
      quantity: 2,
      priority: 3,
      needsFramework: false,
      toRotation: 3,
    },
  ],
  caveats: [
    {
      id: 'C1',
      nation: 'N1',
      title: '',
      category: 'geographic',
      packages: ['P1'],
      forbids: { places: ['south'], capabilities: [], lines: [] },
      waivableBy: 'parliament',
    },
  ],
  waived: [],
  enablers: [
    { id: 'E1', title: '', capability: 'medical', quantity: 1, perPersons: 150, places: ['north'] },
  ],
  acceptance: [{ nation: 'N2', place: 'north', line: null, weight: 3, source: 'made up' }],
}
const on = (id: string, lineId: string, rotation: number): ForceAssignment => ({
  package: id,
  line: lineId,
  rotation,
})
const good = [on('P1', 'L1', 1), on('P3', 'L1', 1), on('M1', 'LM', 1), on('M1', 'LM', 2)]
const answer = (assignments: readonly ForceAssignment[]): ForceSolution =>
  answerOf(indexForces(model), {
    assignments,
    bounds: new Map(),
    weighedFrom: null,
    wholeBound: 0,
    gapAsked: 0,
    reason: null,
    engine: 'heuristic',
    seconds: { first: 0, total: 0, cpu: 0 },
  })
const solution = answer(good)
const rules = (other: ForceModel, assignments: readonly ForceAssignment[]): readonly string[] => [
  ...new Set(checkAssignments(other, assignments).map(({ rule }) => rule)),
]

describe('the checker', () => {
  test('finds nothing in an answer that holds', () => {
    expect(checkForces(model, solution)).toEqual([])
    expect(solution).toMatchObject({ status: 'feasible', objective: 576, bound: 0, gap: 1 })
    expect(solution.levels.map(({ objective }) => objective)).toEqual([1, 2, 1, 3])
  })

  test.each([
    ['assignment', [on('P9', 'L1', 1)]],
    ['assignment', [...good, on('P4', 'L2', 4)]],
    ['capability', [...good, on('P4', 'LM', 3)]],
    ['time', [...good, on('P4', 'L2', 3)]],
    ['time', [on('P2', 'L2', 1)]],
    ['once', [...good, on('P3', 'L2', 1)]],
    ['harmony', [...good, on('P3', 'L2', 2)]],
    ['nations', [...good, on('P4', 'L1', 1)]],
    ['framework', [on('P1', 'L1', 1), on('M1', 'LM', 1)]],
    ['caveat', [on('P1', 'L2', 1)]],
    ['enabler', [on('P3', 'L1', 1)]],
  ] as const)('finds a broken rule: %s', (rule, assignments) => {
    expect(rules(model, assignments)).toContain(rule)
  })

  test('finds too long a notice, and one that nobody stated', () => {
    for (const noticeDays of [11, null]) {
      const packages = model.packages.map((one) => ({ ...one, noticeDays }))
      expect(rules({ ...model, packages }, good)).toEqual(['notice'])
    }
  })

  test('finds too many persons, to the last one', () => {
    for (const [most, found] of [
      [100, []],
      [99, ['headcount']],
    ] as const) {
      const nations = model.nations.map(({ id }) => ({ id, personsPerRotationMax: most }))
      expect(rules({ ...model, nations }, good)).toEqual(found)
    }
  })

  test('a caveat that is waived binds nobody', () => {
    expect(rules({ ...model, waived: ['C1'] }, [on('P1', 'L2', 1)])).toEqual([])
  })

  test.each([
    ['a shortfall', { shortfalls: solution.shortfalls.map((r) => ({ ...r, shortfall: 0 })) }],
    ['what is there', { shortfalls: solution.shortfalls.map((r) => ({ ...r, delivered: 2 })) }],
    ['a row less', { shortfalls: solution.shortfalls.slice(1) }],
    ['a row twice', { shortfalls: [...solution.shortfalls, ...solution.shortfalls.slice(0, 1)] }],
    ['persons', { headcounts: solution.headcounts.map((r) => ({ ...r, persons: 1 })) }],
    ['a limit', { headcounts: solution.headcounts.map((r) => ({ ...r, personsMax: 7 })) }],
    ['no level', { levels: solution.levels.slice(1) }],
    ['a level', { levels: solution.levels.map((r) => ({ ...r, objective: 0, gap: 0 })) }],
    ['a bound above', { levels: solution.levels.map((r) => ({ ...r, bound: 9, gap: 0 })) }],
    ['a gap', { levels: solution.levels.map((r) => ({ ...r, gap: 0 })) }],
    ['the whole', { objective: 4 }],
    ['a bound of the whole', { bound: 1 }],
    ['a bound of the whole above it', { bound: 577, gap: 0 }],
    ['the whole gap', { gap: 0.5 }],
    ['optimal with a gap', { status: 'optimal' }],
  ] as const)('finds a wrong figure: %s', (_, wrong) => {
    const found = checkForces(model, { ...solution, ...wrong })
    expect(found.map(({ rule }) => rule)).toContain('figures')
  })
})
