/**
 * Goal: a view counts only with a public statement behind it, the nearer view counts, and silence costs nothing. Method: a
 * small table and one fault at a time; the costs of random tables against a count over all views.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import {
  VIEW_KINDS,
  acceptanceByPlace,
  acceptanceCosts,
  bearingsOn,
  parseAcceptance,
  unsaid,
} from './index.ts'
import type { AcceptanceTable, AcceptanceView } from './index.ts'

const weight = (view: string, value: number) => ({
  view,
  title: 't',
  weight: value,
  owner: 'o',
  date: '2026',
})
const document = {
  kind: 'acceptance',
  id: 'a',
  title: 'T',
  notice: 'N',
  parties: [
    { id: 'P', title: 'Party' },
    { id: 'Q', title: 'Other' },
  ],
  weights: [weight('objects', 10), weight('scrutinises', 1), weight('accepts', 0)],
  groups: [{ id: 'g', title: 'G', source: 's', nations: ['XAA', 'XAB'] }],
  views: [
    {
      id: 'V-1',
      party: 'P',
      view: 'objects',
      group: 'g',
      places: ['inUkraine'],
      statement: 'S-1',
      reading: 'r',
    },
    {
      id: 'V-2',
      party: 'P',
      view: 'accepts',
      nation: 'XAB',
      places: ['inUkraine'],
      statement: 'S-2',
      reading: 'r',
    },
    {
      id: 'V-3',
      party: 'Q',
      view: 'scrutinises',
      nation: 'XAB',
      capabilities: ['landForce'],
      statement: 'S-2',
      reading: 'r',
    },
  ],
}
const parse = (change: object = {}) =>
  parseAcceptance({ ...document, ...change }, (path) => `a.yaml:${path}`, ['S-1', 'S-2'])
const good = (): AcceptanceTable => {
  const table = parse()
  if (isRefused(table)) throw new Error(table.refused)
  return table
}
const view = (i: number, change: object): object => ({
  views: document.views.map((one, j) => (i === j ? { ...one, ...change } : one)),
})

test.each<[string, object, string]>([
  [
    'a view that no statement makes',
    view(0, { statement: 'S-9' }),
    'a.yaml:views.0.statement: views.0.statement: names "S-9", which is no public statement on record',
  ],
  [
    'a view of nobody',
    view(1, { nation: undefined }),
    'views.1.nation: a view is about a nation or about a group',
  ],
  ['a view of both', view(1, { group: 'g' }), 'a view is about a nation or about a group'],
  [
    'an unknown party',
    view(0, { party: 'Z' }),
    'names "Z", which is no party here; write one of: P, Q',
  ],
  ['an unknown place', view(0, { places: ['moon'] }), 'views.0.places.0: is "moon"'],
  ['an unknown group', view(0, { group: 'h' }), 'names "h", which is no group here'],
  ['a nation in words', view(1, { nation: 'Turkey' }), 'is "Turkey"; write three capital letters'],
  ['a misspelt key', view(0, { place: 'inUkraine' }), 'views.0.place: this key is not known here'],
  [
    'a view without a weight',
    { weights: document.weights.slice(1) },
    'does not weigh "objects" exactly once',
  ],
  [
    'a weight below 0',
    { weights: [weight('objects', -1), ...document.weights.slice(1)] },
    'weights.0.weight: is -1',
  ],
  [
    'the same view twice',
    { views: [document.views[0], document.views[0]] },
    'views.1.id: V-1 is there twice',
  ],
  [
    'a brought statement under the name of one on record',
    { statements: [{ id: 'S-1', article: 'a', quote: 'q' }] },
    'statements.0.id: S-1 is a statement on record',
  ],
  ['another kind', { kind: 'air' }, 'kind: is "air"; write one of acceptance'],
])('%s is refused', (_, change, message) => {
  const refused = parse(change)
  expect(isRefused(refused) && refused.refused).toContain(message)
})

test.each([null, 3, 'text', [], { views: [null] }])('no shape breaks the parser: %j', (value) => {
  expect(isRefused(parseAcceptance(value, () => 'x', []))).toBe(true)
})

test('a view may name a statement that the document brings', () => {
  const brought = { statements: [{ id: 'S-9', article: 'a note', quote: 'words' }] }
  expect(parse({ ...view(0, { statement: 'S-9' }), ...brought })).toMatchObject(brought)
})

test('what was parsed is parsed again the same: a table goes out and comes back', () => {
  const table = good()
  expect(parseAcceptance({ kind: 'acceptance', ...table }, () => 'x', ['S-1', 'S-2'])).toEqual(
    table,
  )
})

test('what is said of the nation itself counts before what is said of its group', () => {
  const part = { capability: 'landForce', place: 'inUkraine' }
  expect(bearingsOn(good(), { nation: 'XAA', ...part })).toEqual([
    { party: 'P', view: 'objects', weight: 10, statement: 'S-1', viewId: 'V-1' },
  ])
  expect(bearingsOn(good(), { nation: 'XAB', ...part }).map(({ view: how }) => how)).toEqual([
    'accepts',
    'scrutinises',
  ])
  expect(bearingsOn(good(), { nation: 'XAA', ...part, place: 'blackSea' })).toEqual([])
  expect(bearingsOn(good(), { nation: 'XAC', ...part })).toEqual([])
  expect(unsaid(good(), ['XAA', 'XAB', 'XAC'])).toEqual(['XAC'])
})

test('costs name their statement, and what weighs nothing is left out', () => {
  const lines = [{ id: 'L-1', capability: 'landForce', place: 'inUkraine' }]
  expect(acceptanceCosts(good(), ['XAA', 'XAB', 'XAC'], lines)).toEqual([
    { nation: 'XAA', place: null, line: 'L-1', weight: 10, source: 'S-1 (V-1): P objects' },
    { nation: 'XAB', place: null, line: 'L-1', weight: 1, source: 'S-2 (V-3): Q scrutinises' },
  ])
})

test('by place only views about all capabilities count', () => {
  expect(acceptanceByPlace(good(), ['XAA', 'XAB'], ['inUkraine', 'blackSea'])).toEqual([
    { nation: 'XAA', place: 'inUkraine', line: null, weight: 10, source: 'S-1 (V-1): P objects' },
  ])
})

test('for each party the heaviest of its nearest views counts, once', () => {
  const viewOf = fc.record({
    party: fc.constantFrom('P', 'Q'),
    view: fc.constantFrom(...VIEW_KINDS),
    who: fc.constantFrom('XAA', 'XAB', 'g'),
    place: fc.constantFrom('inUkraine', 'blackSea', null),
  })
  fc.assert(
    fc.property(
      fc.array(viewOf, { maxLength: 8 }),
      fc.constantFrom('XAA', 'XAB', 'XAC'),
      (drawn, nation) => {
        const views = drawn.map(({ who, place, ...one }, i): AcceptanceView => ({
          id: `V-${i}`,
          nation: who === 'g' ? null : who,
          group: who === 'g' ? 'g' : null,
          capabilities: null,
          places: place === null ? null : [place],
          statement: 'S-1',
          reading: 'r',
          ...one,
        }))
        const told = bearingsOn(
          { ...good(), views },
          { nation, capability: 'c', place: 'inUkraine' },
        )
        const weights = { objects: 10, scrutinises: 1, accepts: 0 }
        for (const party of ['P', 'Q']) {
          const about = views.filter(
            (one) =>
              one.party === party && (one.places === null || one.places.includes('inUkraine')),
          )
          const own = about.filter((one) => one.nation === nation)
          const near =
            own.length > 0 ? own : nation === 'XAC' ? [] : about.filter((one) => one.group === 'g')
          const expected =
            near.length === 0 ? [] : [Math.max(...near.map((one) => weights[one.view]))]
          expect(told.filter((one) => one.party === party).map((one) => one.weight)).toEqual(
            expected,
          )
        }
      },
    ),
  )
})
