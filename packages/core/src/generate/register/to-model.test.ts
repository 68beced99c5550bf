/**
 * Goal: a model holds what statements and planners' assumptions say and nothing else (R9); conditions, caveats, scopes and
 * times close the lines that they are about (R5). Method: small registers worked by hand; random ones read back by the
 * model's own parser.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, isRefused } from '../../units/index.ts'
import { parseForceModel } from '../model/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Caveat, Pledge } from '../types.ts'
import {
  assume,
  conditionOf,
  lineOf,
  pledgeOf,
  registerOf,
} from '../../../../../tests/support/force-register.ts'
import { parseTaxonomy } from './taxonomy.ts'
import { toModel } from './to-model.ts'
import type { ModelOptions } from './to-model.ts'

const read = parseTaxonomy(
  {
    version: '1',
    families: [
      { code: 'land', title: 'Land' },
      { code: 'support', title: 'Support' },
    ],
    capabilities: [
      {
        code: 'landManoeuvre',
        title: 'Land',
        unit: 'troops',
        definition: 'Soldiers',
        countsPeople: true,
        also: ['landForce'],
        parent: 'land',
      },
      { code: 'medical', title: 'Medical', unit: 'beds', definition: 'Beds', parent: 'support' },
    ],
  },
  (path) => path,
)
if (isRefused(read)) throw new Error(read.refused)
const options: ModelOptions = {
  taxonomy: read,
  posture: null,
  startMs: 0,
  rotations: { count: 4, monthsEach: 6 },
}
const model = (state: GenerateState, change: Partial<ModelOptions> = {}) =>
  toModel(state, { ...options, ...change })
const caveat = (change: Partial<Caveat> = {}): Caveat => ({
  category: 'geographic',
  title: 'Not there',
  forbids: ['inUkraine'],
  waivableBy: 'its government',
  sources: [],
  ...change,
})
const unknown = { kind: 'unknown' } as const

const persons = (state: GenerateState) => model(state).model.packages.map((one) => one.persons)

describe('numbers', () => {
  test('an offer or a line that nobody sized is left out, and told', () => {
    const { model: made, leftOut } = model(
      registerOf({
        lines: [lineOf({ quantity: unknown })],
        pledges: [pledgeOf({ quantity: unknown })],
      }),
    )
    expect([made.lines, made.packages]).toEqual([[], []])
    expect(leftOut.map(({ what, id }) => [what, id])).toEqual([
      ['line', 'R-1'],
      ['offer', 'XAA-1'],
    ])
  })

  test('an assumption sizes it, and is named; old words and codes meet', () => {
    const state = registerOf({
      lines: [lineOf({ capability: 'landForce' })],
      pledges: [pledgeOf({ quantity: unknown, strength: 'signalled' })],
      assumptions: [assume('landForce:signalled', 300)],
    })
    const { model: made, packages } = model(state)
    expect(made.lines[0]?.capability).toBe('landManoeuvre')
    expect(made.packages).toMatchObject([
      { id: 'XAA-1', capability: 'landManoeuvre', quantity: 300, persons: 300 },
    ])
    expect(packages.get('XAA-1')).toMatchObject({
      firm: false,
      assumptions: ['A-landForce-signalled'],
    })
  })

  test('a range counts at its least; what is counted in another unit is another capability', () => {
    const state = registerOf({
      pledges: [
        pledgeOf({ quantity: { kind: 'range', min: 400, max: 900, unit: 'troops' } }),
        pledgeOf({ id: 'XAA-2', quantity: { kind: 'range', min: 2, max: 2, unit: 'brigades' } }),
      ],
    })
    expect(model(state).model.packages.map((one) => [one.capability, one.quantity])).toEqual([
      ['landManoeuvre', 400],
      ['landManoeuvre.brigades', 2],
    ])
  })

  test('an offer is cut into the pieces that an assumption names; nothing is lost', () => {
    const state = registerOf({
      pledges: [pledgeOf({ quantity: { kind: 'range', min: 1_300, max: 1_300, unit: 'troops' } })],
      assumptions: [assume('packageSize:landForce', 500)],
    })
    const { model: made, packages } = model(state)
    expect(made.packages.map(({ id, quantity }) => [id, quantity])).toEqual([
      ['XAA-1.p1', 500],
      ['XAA-1.p2', 500],
      ['XAA-1.p3', 300],
    ])
    expect(packages.get('XAA-1.p3')).toMatchObject({
      pledge: 'XAA-1',
      assumptions: ['A-packageSize-landForce'],
    })
  })

  test('people: by the unit, by the pledge, by an assumption, else none', () => {
    const beds = { kind: 'range', min: 50, max: 50, unit: 'beds' } as const
    const people = { kind: 'range', min: 120, max: 150, unit: 'persons' } as const
    const medical = (change: Partial<Pledge>) =>
      pledgeOf({ capability: 'medical', quantity: beds, ...change })
    expect(persons(registerOf({ pledges: [pledgeOf()] }))).toEqual([500])
    expect(persons(registerOf({ pledges: [medical({ persons: people })] }))).toEqual([120])
    expect(
      persons(registerOf({ pledges: [medical({})], assumptions: [assume('persons:medical', 3)] })),
    ).toEqual([150])
    expect(persons(registerOf({ pledges: [medical({})] }))).toEqual([0])
  })
})

const closed = (state: GenerateState, change: Partial<ModelOptions> = {}) =>
  model(state, change).model.caveats.map(({ title, forbids, packages }) => [
    title,
    forbids.lines,
    packages,
  ])

describe('what closes a line', () => {
  const lines = [lineOf(), lineOf({ id: 'R-2', place: 'remote', zone: 'north' })]

  test('a condition closes every line until it is met; unknown opens nothing', () => {
    const pledges = [pledgeOf({ conditions: ['ceasefire'] })]
    const at = (state: 'met' | 'unmet' | 'unknown') =>
      closed(registerOf({ lines, pledges, conditions: [conditionOf({ state })] }))
    expect(at('met')).toEqual([])
    for (const state of ['unmet', 'unknown'] as const)
      expect(at(state)).toEqual([
        [`The ceasefire is in force (${state})`, ['R-1', 'R-2'], ['XAA-1']],
      ])
    expect(closed(registerOf({ lines, pledges }))).toHaveLength(1)
  })

  test('one caveat of a nation on two pledges is one caveat; its time and scope hold', () => {
    const both = [caveat(), caveat({ title: 'Later', fromMs: 10, untilMs: 20 })]
    const pledges = [pledgeOf({ caveats: both }), pledgeOf({ id: 'XAA-2', caveats: [caveat()] })]
    const state = registerOf({ lines, pledges })
    expect(closed(state)).toEqual([['Not there', ['R-1'], ['XAA-1', 'XAA-2']]])
    expect(closed(state, { startMs: 10 })).toHaveLength(2)
    expect(closed(state, { startMs: 20 })).toHaveLength(1)
    const scoped = (scope: NonNullable<Caveat['scope']>) =>
      closed(
        registerOf({
          lines,
          pledges: [pledgeOf({ caveats: [caveat({ forbids: ['remote', 'inUkraine'], scope })] })],
        }),
      )
    expect(scoped({ capabilities: ['medical'] })).toEqual([])
    expect(scoped({ capabilities: ['landForce'] })).toHaveLength(1)
    expect(scoped({ zones: ['north'] })).toEqual([['Not there', ['R-2'], ['XAA-1']]])
  })

  test('what a nation rules out serves nowhere before it is lifted', () => {
    const exclusions = new Map([
      ['XAB-1', { id: 'XAB-1', nation: 'XAB', capability: 'landForce', caveat: caveat() }],
    ])
    const state = {
      ...registerOf({ lines, assumptions: [assume('landForce:excluded', 900)] }),
      exclusions,
    }
    expect(closed(state)).toEqual([['Not there', ['R-1', 'R-2'], ['XAB-1']]])
    expect(model(state).packages.get('XAB-1')?.pledged).toBe(false)
  })
})

const rotations = (change: object) => {
  const [line] = model(registerOf({ lines: [lineOf(change)] })).model.lines
  return line === undefined ? null : [line.fromRotation, line.toRotation]
}

describe('time, notice, enablers', () => {
  test('from–to becomes rotations, closed on the left and open on the right', () => {
    const half = 6 * 30.4375 * DAY_MS
    expect(rotations({})).toEqual([1, 4])
    expect(rotations({ fromMs: half, untilMs: 2 * half })).toEqual([2, 2])
    expect(rotations({ fromMs: half - 1, untilMs: 2 * half + 1 })).toEqual([1, 3])
    expect(rotations({ fromMs: 4 * half })).toBeNull()
  })

  test('notice is days: that of a line rounded down, that of a pledge up', () => {
    const { lines, packages } = model(
      registerOf({
        lines: [lineOf({ noticeMs: 5.5 * DAY_MS })],
        pledges: [
          pledgeOf({
            noticeMs: 5.5 * DAY_MS,
            rotation: { onMs: 200 * DAY_MS, restMs: 400 * DAY_MS },
          }),
        ],
      }),
    ).model
    expect([lines[0]?.noticeDays, packages[0]?.noticeDays]).toEqual([5, 6])
    expect(packages[0]?.harmony).toEqual({ rotationsOnMax: 1, rotationsRest: 3 })
  })

  test('enablers per troops; one that no line asks for is told', () => {
    const dependencies = [{ capability: 'medical', quantity: 1, perTroops: 100 }]
    const beds = { kind: 'range', min: 5, max: 5, unit: 'beds' } as const
    const withBeds = [
      lineOf({ dependencies }),
      lineOf({ id: 'R-2', capability: 'medical', quantity: beds }),
    ]
    expect(model(registerOf({ lines: withBeds })).model.enablers).toMatchObject([
      { capability: 'medical', quantity: 1, perPersons: 100, places: ['inUkraine'] },
    ])
    expect(model(registerOf({ lines: [lineOf({ dependencies })] })).leftOut).toMatchObject([
      {
        what: 'dependency',
        why: expect.stringContaining('no sized line asks for medical') as string,
      },
    ])
  })
})

test('every model that is made is one that the model reads back', () => {
  const pledge = fc.record({
    nation: fc.constantFrom('XAA', 'XAB'),
    min: fc.integer({ min: 0, max: 3_000 }),
    isUnknown: fc.boolean(),
    isClosed: fc.boolean(),
    isBound: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.array(pledge, { maxLength: 6 }),
      fc.integer({ min: 0, max: 700 }),
      (made, cut) => {
        const pledges = made.map(({ nation, min, isUnknown, isClosed, isBound }, i) =>
          pledgeOf({
            id: `P-${i}`,
            nation,
            quantity: isUnknown ? unknown : { kind: 'range', min, max: min + 10, unit: 'troops' },
            caveats: isClosed ? [caveat()] : [],
            conditions: isBound ? ['ceasefire'] : [],
          }),
        )
        const state = registerOf({
          lines: [lineOf(), lineOf({ id: 'R-2', place: 'remote' })],
          pledges,
          conditions: [conditionOf()],
          assumptions: cut === 0 ? [] : [assume('packageSize:landManoeuvre', cut)],
        })
        const mapped = model(state)
        const text = JSON.parse(JSON.stringify(mapped.model)) as unknown
        const back = parseForceModel(text, (path) => path)
        expect(back).toEqual(mapped.model)
        // R9: nothing but what was stated.
        const stated = pledges.reduce(
          (sum, { quantity }) => sum + (quantity.kind === 'range' ? quantity.min : 0),
          0,
        )
        expect(mapped.model.packages.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(stated)
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  [{ version: '1', families: [], capabilities: [] }, 'is empty; name the capabilities'],
  [{ version: '1' }, 'write a list'],
  [
    {
      version: '1',
      families: [{ code: 'f', title: 'F' }],
      capabilities: [
        { code: 'a', title: 't', unit: 'u', definition: 'd', also: ['b'], parent: 'f' },
        { code: 'b', title: 't', unit: 'u', definition: 'd', parent: 'f' },
      ],
    },
    'b stands for a already',
  ],
  [
    {
      version: '1',
      families: [
        { code: 'f', title: 'F' },
        { code: 'f', title: 'G' },
        { code: 'g', title: 'G' },
      ],
      capabilities: [{ code: 'a', title: 't', unit: 'u', definition: 'd', parent: 'f' }],
    },
    /families\.1\.code: f is a family already; .*\n.*families\.2\.code: nothing belongs to g/u,
  ],
  [
    {
      version: '1',
      families: [{ code: 'f', title: 'F' }],
      capabilities: [
        { code: 'a', title: 't', unit: 'u', definition: 'd', parent: 'f' },
        { code: 'b', title: 't', unit: 'u', definition: 'd', parent: 'h' },
      ],
    },
    'capabilities.1.parent: h is no family; write one of f',
  ],
])('a taxonomy %j is refused', (value, message) => {
  const refused = parseTaxonomy(value, (path) => path)
  if (!isRefused(refused)) throw new Error('it was read')
  expect(refused.refused).toMatch(message)
})
