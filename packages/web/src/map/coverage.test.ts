// Goal: the map draws a reach where one is stated and invents none. Method: sources with and without site and reach.
import { expect, it } from 'vitest'
import type { SourceCoverage } from '../api/index.ts'
import { coverageOf } from './coverage.ts'

const source = (more: Partial<SourceCoverage>): SourceCoverage => ({
  source: 's',
  title: 'Mast',
  position: { lonDeg: 30, latDeg: 48 },
  reachM: 9_000,
  role: 'looks',
  state: 'up',
  sinceMs: null,
  basis: null,
  reason: null,
  ...more,
})
const kindsOf = (more: Partial<SourceCoverage>): readonly string[] =>
  coverageOf([source(more)]).features.map(({ geometry }) => geometry.type)
const labelOf = (state: SourceCoverage['state']) =>
  coverageOf([source({ state })]).features[0]?.properties

it('draws reach and site, the site alone without a reach, and nothing without a site', () => {
  expect(kindsOf({})).toEqual(['Polygon', 'Point'])
  expect(kindsOf({ reachM: 0 })).toEqual(['Point'])
  expect(kindsOf({ position: null })).toEqual([])
})
it('says with a word, not with colour alone, that a source is blind or says nothing', () => {
  expect(labelOf('up')).toMatchObject({ label: 'Mast', blind: false })
  expect(labelOf('jammed')).toMatchObject({ label: 'JAMMED\nMast', blind: true })
  expect(labelOf('unknown')).toMatchObject({ label: 'SAYS NOTHING\nMast', blind: false })
})
