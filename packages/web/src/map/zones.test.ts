// Goal: what ships is drawn at once, and drawn once. Method: every shipped agreement is read and its zones drawn; the segment tests
// of their contours are counted, and a second drawing costs none.
import { readFileSync, readdirSync } from 'node:fs'
import { isRefused } from '@holdfast/core/units'
import { expect, it } from 'vitest'
import { readAgreement } from '../../../engine/src/documents/index.ts'
import { segmentTests, zonesOf } from './zones.ts'

const FOLDER = new URL('../../../../data/agreements/', import.meta.url)
/** The grid of distances made 1,600 million of one zone of Paris. */
const SEGMENT_TESTS_MAX = 5_000

it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))(
  'draws the zones of %s within a fixed number of segment tests, and keeps them',
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
    // The page parses the text anew with every picture.
    const [again, sameLines] = structuredClone([zones, lines] as const)
    expect(zonesOf(again, sameLines)).toBe(shapes)
    expect(segmentTests()).toBe(drawn)
  },
)
