/**
 * Goal: the statements that ship are read as the articles have them, and each gap tells its reason and what it rests
 * on. Method: the shipped documents through parser, register and solver; made-up nations for the reasons that the real
 * record does not show; random small registers against exhaustive search.
 */
import { readFileSync } from 'node:fs'
import { assess, assign, initial, parseCoalition, readAssignment } from '@holdfast/core/generate'
import type {
  Assumption,
  Coalition,
  Gap,
  GenerateState,
  Pledge,
  Requirement,
} from '@holdfast/core/generate'
import { isRefused } from '@holdfast/core/units'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readYaml } from '../documents/index.ts'
import { HighsSolver } from './index.ts'

const solver = new HighsSolver()
afterAll(() => solver.close())

const load = (name: string) => {
  const text = readFileSync(new URL(`../../../../data/coalition/${name}`, import.meta.url), 'utf8')
  const read = readYaml(text, name)
  if (isRefused(read)) throw new Error(read.refused)
  return read
}
function shipped(): Coalition {
  const [statements, requirements, assumptions] = [
    load('statements.yaml'),
    load('requirements.yaml'),
    load('assumptions.yaml'),
  ]
  const coalition = parseCoalition(
    {
      statements: statements.value,
      requirements: requirements.value,
      assumptions: assumptions.value,
    },
    { statements: statements.at, requirements: requirements.at, assumptions: assumptions.at },
  )
  if (isRefused(coalition)) throw new Error(coalition.refused)
  return coalition
}
const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]))
const stateOf = (parts: Partial<Coalition>): GenerateState => ({
  ...initial,
  requirements: byId(parts.requirements ?? []),
  pledges: byId(parts.pledges ?? []),
  exclusions: byId(parts.exclusions ?? []),
  assessments: byId(parts.assessments ?? []),
  conditions: byId(parts.conditions ?? []),
  assumptions: byId(parts.assumptions ?? []),
})
const pick = (told: readonly Gap[], requirement: string): Gap => {
  const gap = told.find((item) => item.requirement === requirement)
  if (gap === undefined) throw new Error(`no gap for ${requirement}`)
  return gap
}

const coalition = shipped()
let told: readonly Gap[] = []
beforeAll(async () => {
  told = await assess(stateOf(coalition), solver, 0)
})

describe('the record that ships', () => {
  test('has 45 statements by 20 parties and 36 requirements, each with its source and words', () => {
    const { statements, requirements, otherRequirements } = coalition
    expect(statements).toHaveLength(45)
    expect(new Set(statements.map(({ nation }) => nation)).size).toBe(20)
    expect(requirements.length + otherRequirements.length).toBe(36)
    for (const { sources } of [...statements, ...requirements, ...otherRequirements]) {
      expect(sources.length).toBeGreaterThan(0)
      for (const { article, quote } of sources) {
        expect(article).toMatch(/\(.*20\d\d\)$/)
        expect(quote.length).toBeGreaterThan(5)
      }
    }
  })

  test('no pledge has a number, because no statement names one', () => {
    expect(coalition.pledges.length).toBeGreaterThan(5)
    for (const { quantity } of coalition.pledges) expect(quantity).toEqual({ kind: 'unknown' })
  })

  test('the press assessment of France is an assessment, and nothing changes without it', async () => {
    const quantity = { kind: 'range', min: 10_000, max: 20_000, unit: 'troops' }
    expect(coalition.assessments.map(({ nation, quantity: q }) => [nation, q])).toEqual([
      ['FRA', quantity],
    ])
    const without = { ...coalition, assessments: [] }
    expect(await assess(stateOf(without), solver, 0)).toEqual(told)
  })

  test('every condition on record has its source and a chance that somebody owns; none is told to hold', () => {
    const kinds = coalition.conditions.map(({ kind }) => kind)
    expect(kinds).toEqual(['ceasefire', 'parliament', 'mandateUn', 'mandateOsce', 'usBackstop'])
    for (const { id, state, sources } of coalition.conditions) {
      expect([id, state, sources.length > 0]).toEqual([id, 'unknown', true])
      const chance = coalition.assumptions.find(({ about }) => about === `condition:${id}`)
      expect(chance).toMatchObject({
        unit: 'probability',
        owner: expect.stringMatching(/planner$/) as string,
      })
      expect(chance?.value).toBeGreaterThan(0)
      expect(chance?.value).toBeLessThan(1)
    }
  })

  test('conflicts between the articles are kept', () => {
    const conflicts = coalition.statements.filter(({ conflict }) => conflict !== null)
    expect(conflicts.map(({ nation }) => nation)).toEqual(['TUR', 'USA'])
  })
})

describe('its gaps', () => {
  test('every gap names the assumptions that it rests on, and they exist', () => {
    expect(told.map(({ requirement }) => requirement)).toEqual(
      coalition.requirements.map(({ id }) => id),
    )
    for (const { assumptions } of told) {
      expect(assumptions.length).toBeGreaterThan(0)
      for (const id of assumptions)
        expect(coalition.assumptions.some((a) => a.id === id)).toBe(true)
    }
  })

  test('the small posture falls short, and the nations whose caveats would fill it are named', () => {
    const gap = pick(told, 'R-GEN-SMALL')
    expect(gap.why).toBe('blockedByCaveats')
    expect(gap.filled).toBe((gap.required ?? 0) - (gap.shortfall ?? 0))
    expect([...new Set(gap.blockedBy.map(({ nation }) => nation))].toSorted()).toEqual([
      'DEU',
      'FRA',
      'GBR',
      'IRL',
      'ITA',
      'POL',
      'USA',
    ])
    const caveats = gap.blockedBy
      .filter(({ nation }) => nation === 'DEU')
      .map(({ caveat }) => caveat)
    expect(caveats.join(' ')).toMatch(/neighbouring NATO country.*Bundestag/)
  })

  test('without the assumptions nothing is sized: silence never becomes a number', async () => {
    const bare = await assess(stateOf({ ...coalition, assumptions: [] }), solver, 0)
    for (const { requirement, filled } of bare)
      expect([requirement, filled ?? 0]).toEqual([requirement, 0])
    expect(pick(bare, 'R-GEN-SMALL').required).toBeNull()
    expect(pick(bare, 'R-GEN-LARGE')).toMatchObject({ required: 50_000, why: 'blockedByCaveats' })
  })

  test('the same register gives the same gaps', async () => {
    expect(await assess(stateOf(coalition), solver, 0)).toEqual(told)
  })

  test('a solver that fails is told on every line, not hidden', async () => {
    const broken = { solve: () => Promise.resolve({ status: 'failed', reason: 'broke' } as const) }
    for (const gap of await assess(stateOf(coalition), broken, 0))
      expect(gap).toMatchObject({
        filled: null,
        shortfall: null,
        failed: expect.stringContaining('broke'),
      })
  })
})

const troops = (n: number) => ({ kind: 'range', min: n, max: n, unit: 'troops' }) as const
const line = (id: string, priority: number, n: number): Requirement => ({
  id,
  title: id,
  capability: 'landForce',
  quantity: troops(n),
  place: 'inUkraine',
  priority,
  sources: [],
})
const pledge = (id: string, n: number, change: Partial<Pledge> = {}): Pledge => ({
  id,
  nation: 'XAA',
  title: id,
  status: 'committed',
  capability: 'landForce',
  quantity: troops(n),
  noticeMs: null,
  caveats: [],
  sources: [],
  ...change,
})
const forbid = (forbids: Requirement['place'][]) =>
  ({ category: 'geographic', title: 'Not there', forbids, waivableBy: 'it', sources: [] }) as const
const gapsOf = (requirements: Requirement[], pledges: Pledge[], assumptions: Assumption[] = []) =>
  assess(stateOf({ requirements, pledges, assumptions }), solver, 0)

describe('why a line is not filled', () => {
  test.each<[Gap['why'], number | null, Pledge[]]>([
    ['filled', 0, [pledge('p', 10)]],
    ['notFirm', 0, [pledge('p', 10, { status: 'stated' })]],
    ['noPledge', 10, []],
    ['noPledge', 10, [pledge('p', 10, { capability: 'airPatrol' })]],
    ['noPledge', 10, [pledge('p', 10, { status: 'withdrawn' })]],
    ['noPledge', 4, [pledge('p', 6)]],
    ['blockedByCaveats', 10, [pledge('p', 10, { caveats: [forbid(['inUkraine'])] })]],
    ['filled', 0, [pledge('p', 10, { caveats: [forbid(['blackSea'])] })]],
    ['unknownQuantity', 10, [pledge('p', 10, { quantity: { kind: 'unknown' } })]],
  ])('%s, short of %s', async (why, shortfall, pledges) => {
    expect(pick(await gapsOf([line('L', 1, 10)], pledges), 'L')).toMatchObject({ why, shortfall })
  })

  test('competition: the more important line is served first', async () => {
    const found = await gapsOf([line('low', 2, 10), line('high', 1, 10)], [pledge('p', 12)])
    expect(pick(found, 'high')).toMatchObject({ why: 'filled', filled: 10 })
    expect(pick(found, 'low')).toMatchObject({ why: 'competition', filled: 2, shortfall: 8 })
  })

  test('lifting is told by nation: what it would fill with all its caveats gone', async () => {
    const blocked = [forbid(['inUkraine']), forbid(['inUkraine', 'blackSea'])]
    const found = await gapsOf(
      [line('L', 1, 10)],
      [pledge('own', 7), pledge('p', 5, { nation: 'XAB', caveats: blocked })],
    )
    expect(pick(found, 'L').blockedBy.map(({ nation, wouldFill }) => [nation, wouldFill])).toEqual([
      ['XAB', 3],
      ['XAB', 3],
    ])
  })

  test('postures are alternatives: the same troops may fill a line of each', async () => {
    const small = { ...line('small', 1, 10), posture: 'a' }
    const large = { ...line('large', 1, 10), posture: 'b' }
    const found = await gapsOf([small, large], [pledge('p', 10)])
    expect(found.map(({ why }) => why)).toEqual(['filled', 'filled'])
  })
})

/** The least weighted unmet demand of two lines and two pledges, by trying every split. */
function leastUnmet(
  needs: readonly [number, number],
  pledges: readonly (readonly [number, boolean, boolean])[],
): number {
  const [p = [0, false, false], q = [0, false, false]] = pledges
  let best = Infinity
  for (let a = 0; a <= p[0]; a += 1)
    for (let b = 0; b <= q[0]; b += 1) {
      const first = Math.min(needs[0], (p[1] ? a : 0) + (q[1] ? b : 0))
      const second = Math.min(needs[1], (p[2] ? p[0] - a : 0) + (q[2] ? q[0] - b : 0))
      best = Math.min(best, 9 * (needs[0] - first) + 8 * (needs[1] - second))
    }
  return best
}

test('the assignment is the best of all, on small registers', async () => {
  const amount = fc.integer({ min: 0, max: 6 })
  const need = fc.integer({ min: 1, max: 8 })
  const offered = fc.tuple(amount, fc.boolean(), fc.boolean())
  await fc.assert(
    fc.asyncProperty(need, need, offered, offered, async (one, two, p, q) => {
      const lines = [line('L1', 1, one), { ...line('L2', 2, two), place: 'blackSea' as const }]
      const pledges = [p, q].map(([n, first, second], i) =>
        pledge(`p${i}`, n, {
          caveats: [
            forbid([
              ...(first ? [] : ['inUkraine' as const]),
              ...(second ? [] : ['blackSea' as const]),
            ]),
          ],
        }),
      )
      const program = assign(lines, pledges, [])
      const read = readAssignment(program, await solver.solve(program))
      const unmet = 9 * (read?.unmet.get('L1') ?? 0) + 8 * (read?.unmet.get('L2') ?? 0)
      expect(unmet).toBe(leastUnmet([one, two], [p, q]))
    }),
    { numRuns: 80, seed: 20260102 },
  )
})
