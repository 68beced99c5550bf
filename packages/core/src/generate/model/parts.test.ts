/**
 * Goal: parts divide the lines so that no package can serve two of them, and no finer; a part's program by itself leaves
 * out what others bring and take, and beside others has just the room that they leave. Method: random models against
 * reachability by hand; one nation's persons and one enabler shared by two capabilities.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyForceModel } from '../../../../../tests/support/force-models.ts'
import { forceProgram, indexForces, partsOf } from './index.ts'
import type { ForceModel, ForcePart } from './index.ts'

const size = { packages: 8, lines: 7, rotations: 3, acceptance: false }

test('two lines are of one part where packages lead from one to the other', () => {
  fc.assert(
    fc.property(anyForceModel(size), (model) => {
      const index = indexForces(model)
      const parts = partsOf(index)
      expect(parts.flat().toSorted((a, b) => a - b)).toEqual([...model.lines.keys()])
      const packsOf = (line: number) =>
        new Set(index.pairs.flatMap((pair) => (pair.line === line ? [pair.pack] : [])))
      const near = (a: number, b: number) => [...packsOf(a)].some((pack) => packsOf(b).has(pack))
      for (const part of parts) {
        const reached = new Set(part.slice(0, 1))
        for (const _ of part)
          for (const line of model.lines.keys())
            if ([...reached].some((one) => near(one, line))) reached.add(line)
        expect([...reached].toSorted((a, b) => a - b)).toEqual(part)
      }
    }),
    { numRuns: 200, seed: 20261122 },
  )
})

const unit = (id: string, capability: string, persons: number) => ({
  id,
  nation: 'N1',
  title: id,
  capability,
  quantity: 1,
  persons,
  noticeDays: null,
  firstRotation: 1,
  harmony: null,
  canLead: true,
})
const line = (id: string, capability: string) => ({
  id,
  title: id,
  capability,
  quantity: 2,
  place: 'north',
  priority: 1,
  fromRotation: 1,
  toRotation: 1,
  noticeDays: null,
  nationsMax: null,
  needsFramework: false,
})

describe('a part as a program', () => {
  const model: ForceModel = {
    id: 'two',
    title: 'two',
    rotations: { count: 1, monthsEach: 6 },
    nations: [{ id: 'N1', personsPerRotationMax: 10 }],
    packages: [unit('G1', 'guard', 4), unit('G2', 'guard', 4), unit('M1', 'medical', 5)],
    lines: [line('LG', 'guard'), line('LM', 'medical')],
    caveats: [],
    waived: [],
    enablers: [
      { id: 'E', title: 'E', capability: 'medical', quantity: 1, perPersons: 8, places: ['north'] },
    ],
    acceptance: [],
  }
  const index = indexForces(model)
  const rowsOf = (beside: ForcePart['beside']) =>
    forceProgram(index, {
      priorityMax: 1,
      goal: { kind: 'priority', priority: 1 },
      held: [],
      heldLines: [],
      waived: index.waived,
      part: { lines: new Set([0]), beside },
    })
      .constraints.filter(({ name }) => /^(headcount|enabler)/.test(name))
      .map(({ name, lower, upper }) => [name, lower, upper])

  test('by itself asks for no enabler and has all the persons', () => {
    expect(rowsOf(null)).toEqual([])
  })

  test('beside others has what they leave and what they bring', () => {
    expect(rowsOf([{ package: 'M1', line: 'LM', rotation: 1 }])).toEqual([
      ['headcount N1 1', -Infinity, 5],
      // One medical unit less what its own five persons need.
      ['enabler E 1', -(1 - 5 / 8), Infinity],
    ])
    expect(rowsOf([])).toEqual([['enabler E 1', -0, Infinity]])
  })

  test('which only enables, it must give what those beside it lack', () => {
    const program = forceProgram(index, {
      priorityMax: 1,
      goal: { kind: 'priority', priority: 1 },
      held: [],
      heldLines: [],
      waived: index.waived,
      part: { lines: new Set([1]), beside: [{ package: 'G1', line: 'LG', rotation: 1 }] },
    })
    const rows = program.constraints.filter(({ name }) => name.startsWith('enabler'))
    expect(rows.map(({ lower, terms }) => [lower, terms.map(([, net]) => net)])).toEqual([
      [4 / 8, [1 - 5 / 8]],
    ])
  })

  test.each([
    ['weighted', [256, 256]],
    ['onward', [65536, 65536]],
  ] as const)('%s, it counts what its lines lack by their priority', (kind, whole) => {
    const goal = kind === 'onward' ? { kind, priority: 1 } : { kind }
    const scope = {
      priorityMax: 9,
      goal,
      held: [],
      heldLines: [],
      waived: index.waived,
      part: null,
    }
    const { slots, variables } = forceProgram(index, scope)
    expect(slots.map(({ lacks }) => 2 * (variables[lacks]?.cost ?? 0))).toEqual(whole)
  })

  test('what it serves itself is not counted twice', () => {
    expect(rowsOf([{ package: 'G1', line: 'LG', rotation: 1 }])).toEqual(rowsOf([]))
  })
})
