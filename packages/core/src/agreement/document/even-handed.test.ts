/**
 * Goal: what stands for one party only needs a reason and stays visible; what has its like on the other party's ground
 * needs none. Method: the sound document with every key, with bands and parts of the baseline changed one at a time;
 * both parties in turn.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { PARTIES, balanceOf, parseAgreement } from '../index.ts'
import type { Agreement, Zone } from '../index.ts'
import { unfair } from './even-handed.ts'

const parsed = parseAgreement(
  JSON.parse(readFileSync(new URL('whole.example.json', import.meta.url), 'utf8')),
  () => '',
)
if (isRefused(parsed)) throw new Error(parsed.refused)
const whole = parsed

interface Reach {
  readonly side: 'A' | 'B' | 'both'
  readonly fromM?: number
  readonly toM?: number | null
}
const band = ({ side, fromM = 10, toM = 20 }: Reach): Zone => ({
  id: side,
  title: side,
  kind: 'band',
  basis: { kind: 'assumption', source: 's' },
  fromM,
  toM,
  side,
})
const withBands = (...reaches: readonly Reach[]): Agreement => ({
  ...whole,
  zones: reaches.map(band),
})
const pathsOf = (agreement: Agreement): readonly string[] =>
  unfair(agreement).map(({ path }) => path)

describe('bands', () => {
  test('one on one ground only must say why, whichever it is', () => {
    expect(pathsOf(withBands({ side: 'A' }))).toEqual(['zones.0'])
    expect(pathsOf(withBands({ side: 'B' }))).toEqual(['zones.0'])
    expect(unfair(withBands({ side: 'B' }))[0]?.problem).toBe(
      "the band lies on party B's ground only; draw the same on party A's, or say why",
    )
  })

  test('its like is one of the same distances on the other ground', () => {
    expect(pathsOf(withBands({ side: 'A' }, { side: 'B' }))).toEqual([])
    expect(pathsOf(withBands({ side: 'A' }, { side: 'both' }))).toEqual([])
    expect(pathsOf(withBands({ side: 'A' }, { side: 'A' }))).toEqual(['zones.0', 'zones.1'])
    expect(pathsOf(withBands({ side: 'A' }, { side: 'B', fromM: 11 }))).toHaveLength(2)
    expect(pathsOf(withBands({ side: 'A' }, { side: 'B', toM: 21 }))).toHaveLength(2)
    expect(pathsOf(withBands({ side: 'A' }, { side: 'B', toM: null }))).toHaveLength(2)
  })
})

describe('the baseline', () => {
  test.each(['holdingAreas', 'weapons', 'contacts'] as const)('%s of one party', (key) => {
    const { baseline } = whole
    if (baseline === null) throw new Error('the document has a baseline')
    expect(pathsOf(whole)).toEqual([])
    expect(pathsOf({ ...whole, baseline: { ...baseline, [key]: [] } })).toEqual([])
    for (const party of PARTIES) {
      const only = { ...baseline, [key]: baseline[key].filter((one) => one.party === party) }
      expect(pathsOf({ ...whole, baseline: only })).toEqual([`baseline.${key}`])
      const said = { ...whole, baseline: { ...only, why: 'the other has none' } }
      expect(pathsOf(said)).toEqual([])
      expect(balanceOf(said).places).toContainEqual({
        path: `baseline.${key}`,
        party,
        why: 'the other has none',
      })
    }
  })

  test('minefields are those of the party that laid them', () => {
    expect(whole.baseline?.minefields.map(({ party }) => party)).toEqual(['A'])
    expect(pathsOf(whole)).toEqual([])
  })
})
