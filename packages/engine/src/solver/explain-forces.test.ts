/**
 * Goal: the reason told for an unmet line is the true one, and a set of caveats told is enough and has none to spare.
 * Method: one model for each reason, made by hand; random small models, where every reason is held against all answers
 * that there are.
 */
import type { Solution } from '@holdfast/core/generate'
import { explainForces } from '@holdfast/core/generate/model'
import type { ForceAssignment, ForceModel, LineWhy } from '@holdfast/core/generate/model'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { anyForceModel, everyAnswer, lacksOf } from '../../../../tests/support/force-models.ts'
import { HighsSolver, solveForces } from './index.ts'

const solver = new HighsSolver()
afterAll(() => solver.close())
const clock = { nowMs: () => 0, cpuSeconds: () => 0 }
const limits = { secondsMax: null, linesMax: 10 }

const unit = {
  title: '',
  capability: 'guard',
  quantity: 2,
  persons: 0,
  noticeDays: null,
  firstRotation: 1,
  harmony: null,
  canLead: false,
} as const
const line = {
  title: '',
  capability: 'guard',
  quantity: 2,
  place: 'north',
  priority: 1,
  fromRotation: 1,
  toRotation: 1,
  noticeDays: null,
  nationsMax: null,
  needsFramework: false,
} as const
const caveat = (id: string, nation: string) =>
  ({
    id,
    nation,
    title: `title of ${id}`,
    category: 'parliament',
    packages: null,
    forbids: { places: ['north'], capabilities: [], lines: [] },
    waivableBy: `parliament of ${nation}`,
  }) as const
const made = (parts: Partial<ForceModel>): ForceModel => ({
  id: 'm',
  title: '',
  rotations: { count: 1, monthsEach: 6 },
  nations: ['A', 'B', 'C'].map((id) => ({ id, personsPerRotationMax: null })),
  packages: [],
  lines: [{ ...line, id: 'L1' }],
  caveats: [],
  waived: [],
  enablers: [],
  acceptance: [],
  ...parts,
})
const answer = async (model: ForceModel): Promise<readonly ForceAssignment[]> =>
  (await solveForces(model, { solver, clock, gap: 0, secondsMax: null, start: null })).assignments
const why = async (model: ForceModel): Promise<readonly LineWhy[]> =>
  explainForces(model, await answer(model), solver, limits)

describe('a line is unmet because', () => {
  test('nobody pledged any', async () => {
    expect(await why(made({}))).toEqual([
      {
        line: 'L1',
        shortfall: 2,
        why: 'noPledge',
        caveats: [],
        shortfallThen: null,
        lines: [],
        binding: [],
        gap: null,
        reason: null,
      },
    ])
  })

  test('caveats keep back what it needs: only those that are needed are told', async () => {
    const packages = [
      { ...unit, id: 'PA', nation: 'A', quantity: 1 },
      { ...unit, id: 'PB', nation: 'B', quantity: 1 },
      { ...unit, id: 'PC', nation: 'C', capability: 'medical' },
    ]
    const caveats = [caveat('CA', 'A'), caveat('CC', 'C'), caveat('CB', 'B')]
    const [told] = await why(made({ packages, caveats }))
    expect(told).toMatchObject({ why: 'blockedByCaveats', shortfall: 2, shortfallThen: 0 })
    expect(told?.caveats).toEqual([
      { nation: 'A', caveat: 'CA', title: 'title of CA', waivableBy: 'parliament of A' },
      { nation: 'B', caveat: 'CB', title: 'title of CB', waivableBy: 'parliament of B' },
    ])
  })

  test('an enabler is kept back: its caveat is told, though it is about another line', async () => {
    const model = made({
      packages: [
        { ...unit, id: 'PA', nation: 'A', persons: 10 },
        { ...unit, id: 'PC', nation: 'C', capability: 'medical', quantity: 1 },
      ],
      lines: [
        { ...line, id: 'L1' },
        { ...line, id: 'LM', capability: 'medical', quantity: 1, priority: 9 },
      ],
      caveats: [caveat('CC', 'C')],
      enablers: [
        {
          id: 'E',
          title: '',
          capability: 'medical',
          quantity: 1,
          perPersons: 50,
          places: ['north'],
        },
      ],
    })
    const [told] = await why(model)
    expect(told).toMatchObject({ line: 'L1', why: 'blockedByCaveats', shortfallThen: 0 })
    expect(told?.caveats.map(({ caveat: id }) => id)).toEqual(['CC'])
  })

  test('lines before it have what it needs', async () => {
    const lines = [
      { ...line, id: 'L1', priority: 2 },
      { ...line, id: 'L0' },
    ]
    const packages = [{ ...unit, id: 'PA', nation: 'A' }]
    expect(await why(made({ lines, packages }))).toMatchObject([
      { line: 'L1', why: 'competition', shortfallThen: 0, lines: ['L0'] },
    ])
  })

  test('lines before it have the persons of its nation, though nothing that it could use', async () => {
    const lines = [
      { ...line, id: 'L1', priority: 2, capability: 'medical' },
      { ...line, id: 'L0' },
      { ...line, id: 'L2', capability: 'tanker' },
    ]
    const packages = [
      { ...unit, id: 'PA', nation: 'A', persons: 80 },
      { ...unit, id: 'PM', nation: 'A', persons: 50, capability: 'medical' },
      { ...unit, id: 'PT', nation: 'B', persons: 50, capability: 'tanker' },
    ]
    const nations = ['A', 'B'].map((id) => ({ id, personsPerRotationMax: 100 }))
    expect(await why(made({ lines, packages, nations }))).toMatchObject([
      { line: 'L1', why: 'competition', shortfallThen: 0, lines: ['L0'] },
    ])
  })

  test('no caveat is blamed that would only let a line before it give something up', async () => {
    const lines = [
      { ...line, id: 'L0', quantity: 5 },
      { ...line, id: 'LT', capability: 'tanker', place: 'south' },
      { ...line, id: 'L1', priority: 2, quantity: 1, capability: 'medical' },
    ]
    const packages = [
      { ...unit, id: 'PA', nation: 'A', persons: 3, quantity: 3 },
      { ...unit, id: 'PM', nation: 'A', persons: 1, quantity: 1, capability: 'medical' },
      { ...unit, id: 'PT', nation: 'B', capability: 'tanker' },
    ]
    const caveats = [
      { ...caveat('CB', 'B'), forbids: { places: [], capabilities: ['tanker'], lines: [] } },
    ]
    const nations = [
      { id: 'A', personsPerRotationMax: 3 },
      { id: 'B', personsPerRotationMax: null },
    ]
    const told = await why(made({ lines, packages, nations, caveats }))
    expect(told.find(({ line: id }) => id === 'L1')).toMatchObject({
      why: 'competition',
      lines: ['L0'],
      caveats: [],
    })
  })

  test('too little is pledged that could be there', async () => {
    const packages = [{ ...unit, id: 'PA', nation: 'A', quantity: 1 }]
    expect(await why(made({ packages }))).toMatchObject([
      { line: 'L1', why: 'tooLittle', shortfall: 1, shortfallThen: null },
    ])
  })

  const ones = [{ ...unit, id: 'PA', nation: 'A', persons: 100 }]
  const medical = { id: 'E', title: '', capability: 'medical', quantity: 1, perPersons: 1_000 }
  test.each([
    ['enabler', ['medical'], { enablers: [{ ...medical, places: ['north'] }] }],
    ['people', ['A'], { nations: [{ id: 'A', personsPerRotationMax: 0 }] }],
    ['framework', ['L1'], { lines: [{ ...line, id: 'L1', needsFramework: true }] }],
  ] as const)('enough is pledged, and %s holds it back: %j', async (kind, binding, changes) => {
    const packages = ones.map((one) => ({ ...one, canLead: false }))
    expect(await why({ ...made({ packages }), ...changes })).toMatchObject([
      { line: 'L1', why: kind, binding, shortfallThen: 0 },
    ])
  })

  test('enough is pledged, and its most nations hold it back', async () => {
    const packages = ['A', 'B'].map((nation) => ({
      ...unit,
      id: `P${nation}`,
      nation,
      quantity: 1,
    }))
    const lines = [{ ...line, id: 'L1', nationsMax: 1 }]
    expect(await why(made({ packages, lines }))).toMatchObject([
      { line: 'L1', why: 'nationsMax', binding: ['L1'], shortfallThen: 0 },
    ])
  })

  const resting = { rotationsOnMax: 1, rotationsRest: 1 }
  const twice = {
    rotations: { count: 2, monthsEach: 6 },
    lines: [{ ...line, id: 'L1', toRotation: 2 }],
  }
  test('enough is pledged, and a rest between rotations holds it back: of whom is told', async () => {
    const packages = [
      { ...unit, id: 'PA', nation: 'A', harmony: resting },
      { ...unit, id: 'PC', nation: 'C', capability: 'medical', harmony: resting },
    ]
    expect(await why(made({ packages, ...twice }))).toMatchObject([
      { line: 'L1', shortfall: 2, why: 'rest', binding: ['A'], shortfallThen: 0, caveats: [] },
    ])
  })

  test('enough is pledged, and two kinds of rules hold it back only together', async () => {
    const packages = [{ ...unit, id: 'PA', nation: 'A', persons: 100 }]
    const nations = [{ id: 'A', personsPerRotationMax: 0 }]
    const lines = [{ ...line, id: 'L1', needsFramework: true }]
    expect(await why(made({ packages, nations, lines }))).toMatchObject([
      { line: 'L1', shortfall: 2, why: 'rules', binding: ['people', 'framework'], caveats: [] },
    ])
  })

  const one = { ...unit, id: 'PA', nation: 'A', persons: 100 }
  const [held] = [
    { nation: 'A', caveat: 'CA', title: 'title of CA', waivableBy: 'parliament of A' },
  ]
  test('a caveat and a rule hold it back only together: both are told, and nothing besides', async () => {
    const packages = [one, { ...unit, id: 'PB', nation: 'B', capability: 'medical' }]
    const nations = [
      { id: 'A', personsPerRotationMax: 0 },
      { id: 'B', personsPerRotationMax: 0 },
    ]
    const caveats = [caveat('CB', 'B'), caveat('CA', 'A')]
    expect(await why(made({ packages, nations, caveats }))).toMatchObject([
      { why: 'together', binding: ['people'], caveats: [held], shortfallThen: 0, lines: [] },
    ])
  })

  test('a caveat and a line before it hold it back only together', async () => {
    const lines = [
      { ...line, id: 'L0' },
      { ...line, id: 'L1', priority: 2, place: 'south' },
    ]
    const caveats = [
      { ...caveat('CA', 'A'), forbids: { places: ['south'], capabilities: [], lines: [] } },
    ]
    const packages = [one]
    expect(await why(made({ packages, lines, caveats }))).toMatchObject([
      { line: 'L1', why: 'together', binding: ['competition'], caveats: [held], shortfallThen: 0 },
    ])
  })

  test('a caveat whose lifting changes nothing is not blamed, whatever else is out of the way', async () => {
    const packages = [{ ...unit, id: 'PA', nation: 'A', quantity: 1 }]
    const late = [{ ...unit, id: 'PB', nation: 'B', noticeDays: 90 }]
    const lines = [{ ...line, id: 'L1', noticeDays: 10 }]
    const caveats = [caveat('CB', 'B'), caveat('CC', 'C')]
    expect(await why(made({ packages: [...packages, ...late], lines, caveats }))).toMatchObject([
      { why: 'tooLittle', caveats: [], binding: [] },
    ])
  })

  test.each([
    [{ status: 'failed', reason: 'broke' }, null, 'the solver: broke'],
    [
      { status: 'feasible', objective: 1, bound: 0.1, values: [], duals: [] },
      0.9,
      "a solver's limit was met before the proof",
    ],
  ] as const)('nothing that could be proven: %j', async (solution, gap, reason) => {
    const broken = {
      solveWithin: () => Promise.resolve<Solution>(solution),
      cancel: () => {},
    }
    const packages = [{ ...unit, id: 'PA', nation: 'A', quantity: 1 }]
    const told = await explainForces(made({ packages }), [], broken, limits)
    expect(told).toMatchObject([{ line: 'L1', why: 'unproven', reason }])
    if (gap === null) expect(told[0]?.gap).toBeNull()
    else expect(told[0]?.gap).toBeCloseTo(gap, 9)
  })

  test('the answer is not the best: then nothing is made of it', async () => {
    const packages = [{ ...unit, id: 'PA', nation: 'A' }]
    expect(await explainForces(made({ packages }), [], solver, limits)).toMatchObject([
      { line: 'L1', why: 'unproven', gap: 1, reason: expect.stringContaining('not the best') },
    ])
  })
})

/**
 * The least that a line lacks in any answer with these caveats lifted in which no line before it or beside it lacks more,
 * but for those that give way; or alone.
 */
function leastOf(
  model: ForceModel,
  {
    id,
    waived,
    than,
    givingWay = [],
  }: {
    id: string
    waived: readonly string[]
    than: readonly ForceAssignment[] | null
    givingWay?: readonly string[]
  },
): number {
  const priority = model.lines.find((one) => one.id === id)?.priority ?? 9
  const held = model.lines.filter(
    (one) => one.priority <= priority && one.id !== id && !givingWay.includes(one.id),
  )
  const lacking = (assignments: readonly ForceAssignment[]): readonly number[] =>
    held.map((one) => lacksOf(model, assignments, one.id))
  const most = than === null ? null : lacking(than)
  let least = Infinity
  for (const assignments of everyAnswer({ ...model, waived }))
    if (most === null || lacking(assignments).every((value, i) => value <= (most[i] ?? 0)))
      least = Math.min(least, lacksOf(model, assignments, id))
  return least
}

/** The model without what is told to bind; without every rule that could where too little is told. */
function eased(model: ForceModel, { why: kind, binding }: LineWhy): ForceModel {
  const isOfKinds = kind === 'rules' || kind === 'together'
  const kinds = new Set<string>(isOfKinds ? binding : [kind])
  const isAll = kind === 'tooLittle'
  const is = (name: string): boolean => isAll || kinds.has(name)
  const has = (name: string): boolean => isAll || isOfKinds || binding.includes(name)
  return {
    ...model,
    enablers: model.enablers.filter((one) => !(is('enabler') && has(one.capability))),
    nations: model.nations.map((one) =>
      is('people') && has(one.id) ? { ...one, personsPerRotationMax: null } : one,
    ),
    packages: model.packages.map((one) =>
      is('rest') && has(one.nation) ? { ...one, harmony: null } : one,
    ),
    lines: model.lines.map((one) => ({
      ...one,
      nationsMax: is('nationsMax') && has(one.id) ? null : one.nationsMax,
      needsFramework: is('framework') && has(one.id) ? false : one.needsFramework,
    })),
  }
}

const less = (names: readonly string[], spared: string): readonly string[] =>
  names.filter((name) => name !== spared)

test('on random models the reason is the true one, and no caveat told can be spared', async () => {
  const size = { packages: 3, lines: 3, rotations: 2, acceptance: false }
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(anyForceModel(size), async (model) => {
      const than = await answer(model)
      const all = model.caveats.map(({ id }) => id)
      for (const told of await explainForces(model, than, solver, limits)) {
        seen.set(told.why, (seen.get(told.why) ?? 0) + 1)
        const { line: id, shortfall, caveats, shortfallThen } = told
        expect(shortfall).toBe(lacksOf(model, than, id))
        const lifting = (waived: readonly string[]): number =>
          leastOf(model, { id, waived: [...model.waived, ...waived], than })
        const alone = leastOf(model, { id, waived: model.waived, than: null })
        const best = lifting(all)
        if (told.why === 'noPledge') expect(alone).toBe(shortfall)
        else expect(told.why === 'blockedByCaveats').toBe(best < shortfall)
        if (told.why === 'competition') {
          expect([shortfallThen, alone < shortfall]).toEqual([alone, true])
          const giving = (givingWay: readonly string[]): number =>
            leastOf(model, { id, waived: model.waived, than, givingWay })
          expect([told.lines.length > 0, giving(told.lines)]).toEqual([true, alone])
          for (const spared of told.lines)
            expect(giving(less(told.lines, spared))).toBeGreaterThan(alone)
        }
        const named = caveats.map(({ caveat: name }) => name)
        if (told.why === 'together') {
          const reach = (binding: readonly string[], waived: readonly string[]): number =>
            leastOf(eased(model, { ...told, binding }), {
              id,
              waived: [...model.waived, ...waived],
              than: binding.includes('competition') ? null : than,
            })
          const { binding } = told
          expect([shortfallThen, alone]).toEqual([reach(binding, named), shortfall])
          for (const spared of binding)
            expect(reach(less(binding, spared), named)).toBeGreaterThan(shortfallThen ?? Infinity)
          for (const spared of named)
            expect(reach(binding, less(named, spared))).toBeGreaterThan(shortfallThen ?? Infinity)
          continue
        }
        if (told.why === 'tooLittle' || told.binding.length > 0) {
          const waived = told.why === 'tooLittle' ? [...model.waived, ...all] : model.waived
          const without = leastOf(eased(model, told), { id, waived, than: null })
          expect([alone, without]).toEqual([shortfall, shortfallThen ?? shortfall])
          expect(without < shortfall).toBe(told.why !== 'tooLittle')
        }
        if (named.length > 0) expect([shortfallThen, lifting(named)]).toEqual([best, best])
        for (const spared of named)
          expect(lifting(named.filter((name) => name !== spared))).toBeGreaterThan(best)
      }
    }),
    { numRuns: 240, seed: 20260609 },
  )
  for (const reason of [
    'noPledge',
    'blockedByCaveats',
    'competition',
    'tooLittle',
    'people',
    'enabler',
    'framework',
    'rest',
    'together',
  ])
    expect(seen.get(reason) ?? 0).toBeGreaterThan(3)
})
