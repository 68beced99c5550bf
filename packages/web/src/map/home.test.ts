// Goal: the map begins with the line in force, wherever it lies, and never with a box that the basemap has nothing in. Method:
// every line that ships; events and sources without a line; properties of the box about random places, on and off the ground.
import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { isRefused } from '@holdfast/core/units'
import { expect, it } from 'vitest'
import { readAgreement } from '../../../engine/src/documents/index.ts'
import type { Picture } from '../api/index.ts'
import { GROUND, NOWHERE_YET, boxAbout, homeOf } from './home.ts'
import type { Bounds } from './home.ts'

const FOLDER = new URL('../../../../data/agreements/', import.meta.url)
const place = fc.record({
  lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
  latDeg: fc.double({ min: -90, max: 90, noNaN: true }),
})
const holds = ([west, south, east, north]: Bounds, [lonDeg, latDeg]: readonly [number, number]) =>
  lonDeg >= west && lonDeg <= east && latDeg >= south && latDeg <= north
/** What is planted: the parts of a picture that the home is taken from. */
const pictureOf = (parts: {
  readonly line?: unknown
  readonly events?: unknown
  readonly sources?: readonly unknown[]
}) =>
  ({
    line: parts.line ?? [],
    events: parts.events ?? [],
    coverage: { sources: parts.sources ?? [] },
  }) as unknown as Picture

it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))(
  'holds the whole first line of %s, and little more',
  (name) => {
    const read = readAgreement(readFileSync(new URL(name, FOLDER), 'utf8'), name)
    if (isRefused(read)) throw new Error(read.refused)
    const { lines } = read.agreement
    const home = homeOf(pictureOf({ line: lines, events: [], sources: [] }))
    const vertices = lines[0]?.line.vertices ?? []
    expect(vertices.length).toBeGreaterThan(1)
    for (const { lonDeg, latDeg } of vertices) expect(holds(home, [lonDeg, latDeg])).toBe(true)
    const lats = vertices.map(({ latDeg }) => latDeg)
    expect(home[3] - home[1]).toBeLessThan(1.2 * (Math.max(...lats) - Math.min(...lats)) + 0.3)
  },
)

it('takes what happened and who looks where there is no line, and the default where nothing has a place', () => {
  const events = [
    { estimate: null },
    { estimate: { position: { lonDeg: 30, latDeg: 50 }, ellipse95: {} } },
  ]
  const sources = [{ position: null }, { position: { lonDeg: 31, latDeg: 52 } }]
  const home = homeOf(pictureOf({ events, sources }))
  expect(holds(home, [30, 50]) && holds(home, [31, 52])).toBe(true)
  expect(holds(home, [33, 51])).toBe(false)
  const line = [{ line: { vertices: [{ lonDeg: 12, latDeg: 40 }] } }]
  expect(holds(homeOf(pictureOf({ line, events, sources })), [30, 50])).toBe(false)
  expect(homeOf(pictureOf({}))).toEqual(NOWHERE_YET)
  // Planted: a line that no basemap of this page has.
  const beyond = [{ line: { vertices: [{ lonDeg: 126.9, latDeg: 38 }] } }]
  expect(homeOf(pictureOf({ line: beyond }))).toEqual(NOWHERE_YET)
})

it('is a box of some size on the ground about every place that the ground has', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 8 }), (places) => {
      const box = boxAbout(places)
      const on = places.filter(({ lonDeg, latDeg }) => holds(GROUND, [lonDeg, latDeg]))
      expect(box === null).toBe(on.length === 0)
      if (box === null) return
      for (const { lonDeg, latDeg } of on) expect(holds(box, [lonDeg, latDeg])).toBe(true)
      expect(holds(GROUND, [box[0], box[1]]) && holds(GROUND, [box[2], box[3]])).toBe(true)
      expect(Math.min(box[2] - box[0], box[3] - box[1])).toBeGreaterThan(0.149)
    }),
  )
})

it('takes a line of as many vertices as a text may have', () => {
  const vertices = Array.from({ length: 200_000 }, (_, n) => ({
    lonDeg: 20 + n / 20_000,
    latDeg: 50,
  }))
  expect(homeOf(pictureOf({ line: [{ line: { vertices } }] }))[0]).toBeCloseTo(19.4, 4)
})
