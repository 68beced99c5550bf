// Goal: what ships is drawn at once, and what lies at one distance is worked out once. Method: every shipped agreement is read and
// its zones drawn; the segment tests of their contours are counted, and the same zones twice cost no more.
import { readFileSync, readdirSync } from 'node:fs'
import { isRefused } from '@holdfast/core/units'
import { expect, it } from 'vitest'
import { readAgreement } from '../../../engine/src/documents/index.ts'
import { segmentTests, zonesIn, zonesOf } from './zones.ts'

const FOLDER = new URL('../../../../data/agreements/', import.meta.url)
/** The grid of distances made 1,600 million of one zone of Paris. */
const SEGMENT_TESTS_MAX = 5_000

it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))(
  'draws the zones of %s within a fixed number of segment tests',
  (name) => {
    const read = readAgreement(readFileSync(new URL(name, FOLDER), 'utf8'), name)
    if (isRefused(read)) throw new Error(read.refused)
    const { zones, lines } = read.agreement
    const before = segmentTests()
    const shapes = zonesOf(zones, lines)
    const drawn = segmentTests()
    const distant = zones.filter(({ kind }) => kind !== 'polygon' && kind !== 'site')
    if (distant.length > 0) expect(drawn).toBeGreaterThan(before)
    expect(drawn - before).toBeLessThan(SEGMENT_TESTS_MAX)
    for (const { geometry } of shapes.features)
      if (geometry.type === 'MultiLineString') expect(geometry.coordinates).not.toEqual([])
    // Each zone twice costs what it costs once.
    const twice = [...zones, ...zones.map((zone) => ({ ...zone, id: `${zone.id} again` }))]
    const again = zonesOf(twice, lines)
    expect(again.features.slice(0, shapes.features.length)).toEqual(shapes.features)
    expect(again.features).toHaveLength(2 * shapes.features.length)
    expect(segmentTests() - drawn).toBe(drawn - before)
    // As the worker is handed it.
    expect(zonesIn(JSON.stringify([lines, zones]))).toEqual(shapes)
  },
)
