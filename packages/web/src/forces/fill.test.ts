// Goal: a line that lacks nothing is filled, and said not to be firm where some of it is; the network on the map is the one
// that plans with vehicles are made of. Method: a total table of how a line may stand, each line of the head by hand, a network
// of three places with and without a plan.
import { expect, it, test } from 'vitest'
import { gapOf, pledgeOf, registerOf } from '../../../../tests/support/force-words.ts'
import { FILL_TITLE, fillOf, headWords } from './fill.ts'
import { networkFeatures, stockWords } from './network.ts'
import { whyRows } from './why-words.ts'

const [firmly, openly, partly, not] = [
  gapOf('a', { required: 1_000, delivered: 1_000, shortfall: 0, firm: true }),
  gapOf('b', { required: 1_000, delivered: 1_000, shortfall: 0, firm: false }),
  gapOf('c', { required: 1_000, delivered: 800, shortfall: 200 }),
  gapOf('d', { required: 1, delivered: 0, shortfall: 1 }),
]

test.each([
  [firmly, 'filled', 'filled'],
  [openly, 'notFirm', 'filled by offers not yet firm'],
  [partly, 'short', 'short'],
  [not, 'nothing', 'nothing there'],
] as const)('$line stands as it is', (line, fill, words) => {
  expect(fillOf(line)).toBe(fill)
  expect(FILL_TITLE[fill]).toBe(words)
})

test.each([
  [[], '0 of 0 lines filled'],
  [[firmly], '1 of 1 line filled'],
  [[firmly, not], '1 of 2 lines filled'],
  [[openly, partly, not], '1 of 3 lines filled, 1 of them by offers not yet firm'],
])('the head counts what is filled, firm or not', (lines, words) => {
  expect(headWords(lines)).toBe(words)
})

it('says under Why unmet, too, that a line is filled but not firm', () => {
  const rows = whyRows({ lines: [firmly, openly], whys: [] })
  expect(rows.map(({ kind }) => kind)).toEqual(['filled', 'notFirm'])
  expect(rows[1]?.sentence).toMatch(/^Filled .*not yet firm\.$/)
})

const node = (id: string) => ({
  id,
  title: `Place ${id}`,
  kind: 'hub' as const,
  position: { lonDeg: 20, latDeg: 50 },
  country: 'XAA',
  fictional: true,
  stock: [],
  inPerHour: null,
  outPerHour: null,
  transshipmentPerHour: null,
  storageMax: null,
  lanes: null,
  opening: [],
  basis: ['A-1', 'unheard of'],
})
const leg = (id: string, to: string) => ({ id, from: 'p', to, mode: 'rail' })

it('draws the network, and which legs the plan uses', () => {
  const model = {
    nodes: [node('p'), node('q')],
    legs: [leg('one', 'q'), leg('two', 'q'), leg('lost', 'nowhere')],
    assumptions: [{ id: 'A-1', title: 'Assumed so' }],
  } as unknown as Parameters<typeof networkFeatures>[0]
  const told = { bars: [{ leg: 'two' }] } as unknown as Parameters<typeof networkFeatures>[1]
  const drawn = (plan: typeof told) =>
    networkFeatures(model, plan).features.map(({ properties }) => properties)
  expect(drawn(told)).toMatchObject([
    { id: 'one', used: false, rail: true },
    { id: 'two', used: true },
    { id: 'p', title: 'Place p', basis: 'Assumed so; unheard of' },
    { id: 'q' },
  ])
  expect(drawn(null).filter((one) => one?.['used'] === true)).toEqual([])
})

test.each([
  [[], /no nation has pledged such a stock \(L-STOCK\)\.$/],
  [[pledgeOf('XAA-1', { capability: 'depotStock', status: 'withdrawn' })], /no nation has pledged/],
  [
    [pledgeOf('XAA-1', { capability: 'depotStock' })],
    /what of it is pledged stands beside the plan/,
  ],
])('says what stock a plan assumes, and whether anybody pledged it', (pledges, words) => {
  const model = {
    nodes: [
      { ...node('p'), stock: [{ commodity: 'half', quantity: 30, owner: 'XAA', gates: [] }] },
      node('q'),
    ],
    commodities: [{ id: 'half', kitShare: 0.5 }],
  } as unknown as Parameters<typeof stockWords>[0]
  const [line] = registerOf().requirements
  if (line === undefined) throw new Error('the register has a line')
  const stock = { ...line, id: 'L-STOCK', capability: 'depotStock' }
  const said = stockWords(model, registerOf({ pledges, requirements: [line, stock] }))
  expect(said).toMatch(/^The plan assumes a stock of 15 kits in 1 place \(1 fictional\); /)
  expect(said).toMatch(words)
})
