/**
 * Goal: numbers of people deployed are read where a factbook gives them, each place once, in its own words, and nothing else
 * becomes a number. Method: forms that the published table has, by hand; the table itself where it is at hand.
 */
import { existsSync, readFileSync } from 'node:fs'
import { isRefused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readCsv, readFactbook } from './index.ts'

function good<T extends object>(read: T | { readonly refused: string }): T {
  if (isRefused(read)) throw new Error(read.refused)
  return read
}
const HEAD = 'iso3,active_low,active_high,personnel_text,deployments_text\n'
const deployed = (words: string) =>
  good(
    readFactbook(
      good(readCsv(new TextEncoder().encode(`${HEAD}XAA,1,1,"one (2025)","${words}"\n`))),
      'a factbook',
    ),
  ).commitments.map(({ title, persons, sources }) => [
    persons.kind === 'range' ? [persons.min, persons.max] : null,
    title,
    sources[0]?.quote,
  ])

test.each([
  [
    '300 Kosovo (NATO/KFOR), Lebanon 170 (UNIFIL); up to 1,700 Lithuania (2025)',
    [
      [[300, 300], 'Kosovo (NATO/KFOR)', '300 Kosovo (NATO/KFOR)'],
      [[170, 170], 'Lebanon (UNIFIL)', 'Lebanon 170 (UNIFIL)'],
      [[0, 1_700], 'Lithuania (2025)', 'up to 1,700 Lithuania (2025)'],
    ],
  ],
  [
    'up to 150 Latvia (NATO)&nbsp; (2025)',
    [[[0, 150], 'Latvia (NATO)  (2025)', 'up to 150 Latvia (NATO)  (2025)']],
  ],
  ['150 Latvia (NATO); (2025)', [[[150, 150], 'Latvia (NATO)', '150 Latvia (NATO)']]],
  // What is part of a number told before is not counted again.
  ['Guyana (2,600)', [[null, 'Guyana (2,600)', 'Guyana (2,600)']]],
  [
    'has, on average, about 8,000 abroad',
    [[null, 'has, on average, about 8,000 abroad', 'has, on average, about 8,000 abroad']],
  ],
])('%s', (words, commitments) => {
  expect(deployed(words)).toEqual(commitments)
})

const table = new URL(
  '../../../../../shared/data/national-military-factbook/military_personnel.csv',
  import.meta.url,
)
// Skipped where the table is not at hand: it is no part of the product.
describe.skipIf(!existsSync(table))('a published table (skipped where it is absent)', () => {
  test('gives every nation with forces its number, and deployments in the words of the table', () => {
    const bytes = readFileSync(table)
    const text = bytes.toString('utf8').replaceAll(/&nbsp;|\u00A0/gu, ' ')
    const { figures, commitments } = good(readFactbook(good(readCsv(bytes)), 'a factbook'))
    expect(figures).toHaveLength(43)
    const of = (nation: string) =>
      commitments
        .filter((one) => one.nation === nation)
        .map(({ persons }) => (persons.kind === 'range' ? persons.max : null))
    expect(of('DEU')).toEqual([500, 300, 170, 1_700])
    expect(of('SVK')).toEqual([200, 150])
    expect(of('SWE')).toEqual([600])
    for (const { sources, id } of commitments) {
      const quote = (sources[0]?.quote ?? '').replace(/…$/u, '')
      expect([id, quote !== '' && text.replaceAll('""', '"').includes(quote)]).toEqual([id, true])
    }
  })
})
