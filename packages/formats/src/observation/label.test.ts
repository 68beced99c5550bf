/**
 * Goal: a row that bears no label takes its source's, its own wins where it is closer, and none is more open than its
 * source's; what an id covers is never changed. Method: a table of labels, a property over all of them, then rows read with a registry.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Label } from '@holdfast/core/nations'
import { OWN_HASHING, boundBy, observationId } from '@holdfast/core/observe'
import { observations } from '../../../../bench/support/observations.mjs'
import { DEFAULTS, readObservation, readValues } from './index.ts'

const label = (
  classification: Label['classification'],
  offices: Label['offices'],
  releasableTo: Label['releasableTo'] = ['ALL'],
): Label => ({ policy: 'HOLDFAST', classification, offices, releasableTo })
const ALL = ['monitor', 'commission', 'guarantors'] as const
const OPEN = label('UNCLASSIFIED', ALL)

const CLASSES = ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'] as const
const anyLabel = fc
  .record({
    classification: fc.constantFrom(...CLASSES),
    offices: fc.subarray([...ALL]),
    releasableTo: fc.oneof(fc.constant(['ALL']), fc.subarray(['FRA', 'GBR', 'POL'])),
  })
  .map(({ classification, offices, releasableTo }) => label(classification, offices, releasableTo))
const reads = (one: Label, nation: string): boolean =>
  one.releasableTo.includes('ALL') || one.releasableTo.includes(nation)

test.each([
  [label('RESTRICTED', ['monitor']), OPEN, label('RESTRICTED', ['monitor'])],
  [OPEN, label('SECRET', ['monitor'], ['FRA']), label('SECRET', ['monitor'], ['FRA'])],
  [
    label('UNCLASSIFIED', ALL, ['FRA', 'GBR']),
    label('RESTRICTED', ['monitor'], ['GBR', 'POL']),
    label('RESTRICTED', ['monitor'], ['GBR']),
  ],
])('%j bound by %j', (own, source, bound) => {
  expect(boundBy(own, source)).toEqual(bound)
})

test('never shows to an office or a nation what one of the two withholds', () => {
  fc.assert(
    fc.property(anyLabel, anyLabel, (own, source) => {
      const bound = boundBy(own, source)
      for (const office of ALL)
        expect(bound.offices.includes(office)).toBe(
          own.offices.includes(office) && source.offices.includes(office),
        )
      for (const nation of ['FRA', 'GBR', 'POL', 'USA'])
        expect(reads(bound, nation)).toBe(reads(own, nation) && reads(source, nation))
      expect(CLASSES.indexOf(bound.classification)).toBe(
        Math.max(CLASSES.indexOf(own.classification), CLASSES.indexOf(source.classification)),
      )
    }),
  )
})

const [first] = observations({ n: 1, seed: 7 })
const {
  label: _label,
  id: _id,
  rawSha256: _raw,
  ...bare
} = first as unknown as Record<string, unknown>
const read = (row: object, source: Label | undefined) => {
  const result = readObservation(row, OWN_HASHING, (id) =>
    id === bare['source'] ? source : undefined,
  )
  return 'reason' in result ? result.reason : result.observation.label
}

describe('a row of a registered source', () => {
  test.each<readonly [string, object, Label | undefined, unknown]>([
    ['bears none: it takes its source’s', bare, OPEN, OPEN],
    [
      'bears none, and its source has none: it stays with the monitor',
      bare,
      undefined,
      DEFAULTS.label,
    ],
    ['bears a closer one: its own wins', { ...bare, label: DEFAULTS.label }, OPEN, DEFAULTS.label],
    [
      'bears a more open one: its source’s bounds it',
      { ...bare, label: OPEN },
      label('SECRET', ['monitor']),
      label('SECRET', ['monitor']),
    ],
  ])('%s', (_what, row, source, told) => {
    expect(read(row, source)).toEqual(told)
  })

  test('that names its id keeps what the id was made of, and is not taken where that is too open', () => {
    const made = readObservation(bare)
    if ('reason' in made) throw new Error(made.reason)
    const id = observationId(made.observation)
    expect(read({ ...bare, id }, OPEN)).toEqual(DEFAULTS.label)
    const open = readObservation({ ...bare, label: OPEN })
    if ('reason' in open) throw new Error(open.reason)
    const named = { ...bare, label: OPEN, id: observationId(open.observation) }
    expect(read(named, OPEN)).toEqual(OPEN)
    expect(read(named, label('SECRET', ['monitor']))).toContain(
      'is more open than that of its source',
    )
  })

  test('is one of many: the others of the request are read by their own sources', () => {
    const other = { ...bare, source: 'somebody-else' }
    const { rows } = readValues([bare, other], OWN_HASHING, (id) =>
      id === bare['source'] ? OPEN : undefined,
    )
    expect(rows.map(({ observation }) => observation.label)).toEqual([OPEN, DEFAULTS.label])
  })
})
