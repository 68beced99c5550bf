/**
 * Goal: the agreement that ships is read, its schema is published as it is, and an author's mistake in it is told to the
 * line and column. Method: the shipped document with one thing broken at a time; the place is computed from the text.
 */
import { readFileSync } from 'node:fs'
import { isRefused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { AGREEMENT_SCHEMA, readAgreement } from './index.ts'

const file = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
const minsk = file('data/agreements/minsk-2014-2015.yaml')

/** Reads the shipped text with the first `from` after `after` replaced; `place` is where `mark` (or `to`) then stands. */
function broken(change: { after?: string; from: string; to: string; mark?: string }): {
  readonly refused: string
  readonly place: string
} {
  const start = minsk.indexOf(change.after ?? '')
  const found = minsk.indexOf(change.from, start)
  if (start < 0 || found < 0) throw new Error(`the document has no ${change.from}`)
  const text = minsk.slice(0, found) + change.to + minsk.slice(found + change.from.length)
  const place = text.indexOf(change.mark ?? change.to, found)
  const before = text.slice(0, place).split('\n')
  const read = readAgreement(text, 'minsk.yaml')
  return {
    refused: isRefused(read) ? read.refused : 'read',
    place: `minsk.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`,
  }
}

test('the shipped agreement is read, and its text is kept', () => {
  const read = readAgreement(minsk, 'minsk.yaml')
  if (isRefused(read)) throw new Error(read.refused)
  expect(read.document).toBe(minsk)
  expect(read.agreement.versions.map(({ id }) => id)).toEqual([
    'protocol-2014',
    'memorandum-2014',
    'package-2015',
    'addendum-2015',
    'framework-2016',
    'additional-2020',
  ])
})

test('the published schema is the one in force', () => {
  expect(JSON.parse(file('docs/reference/agreement.schema.json'))).toEqual(
    JSON.parse(JSON.stringify(AGREEMENT_SCHEMA)),
  )
})

const mistakes = [
  {
    title: 'an unclosed polygon',
    change: {
      after: 'id: disengagement-zolote',
      from: 'ring:',
      to: 'ring:\n      - { lonDeg: 38.6, latDeg: 48.6 }',
    },
    message: 'zones.7.ring: the polygon is not closed; repeat its first vertex as its last',
  },
  {
    title: 'a clause that refers to a missing zone',
    change: { after: 'clause: PM-2-mlrs', from: 'zone-70', to: 'zone-71' },
    message:
      'provisions.12.zone: there is no zone zone-71; define it, or name one of the zones: conflict-region, ' +
      'zone-30-2014, zone-30, zone-50, zone-70, zone-140, disengagement-stanytsia-luhanska, ' +
      'disengagement-zolote, disengagement-petrivske',
  },
  {
    title: 'a line that is not there',
    change: { from: 'lineOfContact: contact', to: 'lineOfContact: front', mark: 'front' },
    message:
      'lineOfContact: there is no line front; define it, or name one of the lines: contact, memorandum',
  },
  {
    title: 'versions out of order',
    change: { from: '2014-09-18T21:00:00Z', to: '2014-09-01T21:00:00Z' },
    message:
      'versions.1.from: version memorandum-2014 does not begin after protocol-2014, which stands before it; ' +
      'put the versions in order of time',
  },
  {
    title: 'a weapon class that nobody knows',
    change: { after: 'clause: AD-1', from: 'tank', to: 'tanks' },
    message:
      'provisions.14.weapons.0.classes.0: is "tanks"; write one of "smallArms", "heavyMachineGun", ' +
      '"automaticGrenadeLauncher", "antiAircraftGun", "antiTank", "infantryFightingVehicle", "tank", ' +
      '"mortar", "artillery", "mlrs", "missile", "uas"',
  },
  {
    title: 'a latitude beyond the pole',
    change: { after: 'id: contact', from: 'latDeg: 46.9500', to: 'latDeg: 91', mark: '91' },
    message: 'lines.0.vertices.0.latDeg: is 91; write 90 or less',
  },
  {
    title: 'a key that nobody knows',
    change: {
      after: 'clause: AD-1\n',
      from: '    zone: zone-30\n',
      to: '    zoen: zone-30\n',
      mark: 'zone-30',
    },
    message: 'provisions.14.zoen: this key is not known here; check its spelling, or remove it',
  },
  {
    title: 'one party only, without why',
    change: {
      after: 'clause: PM-1\n',
      from: '    zone: conflict-region\n',
      to: '    zone: conflict-region\n    binds: { party: B }\n',
      mark: 'binds',
    },
    message:
      'provisions.2.binds: binds party B only; say why, or remove binds so that it binds both',
  },
  {
    title: 'a threshold out of range',
    change: { from: 'screening: 0.05', to: 'screening: 5', mark: '5' },
    message: 'thresholds.screening: is 5; write 1 or less',
  },
  {
    title: 'a local time',
    change: { from: '2014-09-05T15:00:00Z', to: '2014-09-05T18:00:00+03:00' },
    message:
      'versions.0.from: is "2014-09-05T18:00:00+03:00"; write an instant in UTC such as 2026-03-01T06:00:00Z',
  },
]

describe('a mistake is told to the line and column', () => {
  test.each(mistakes)('$title', ({ change, message }) => {
    const { refused, place } = broken(change)
    expect(refused).toBe(`${place}: ${message}`)
  })

  test('text that is no YAML', () => {
    const { refused } = broken({ from: 'parties:', to: 'parties: [' })
    expect(refused.split('\n')[0]).toMatch(/^minsk\.yaml:\d+:\d+: .*; /)
  })
})
