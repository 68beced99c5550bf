/**
 * Goal: the massed attack of Paris is one party's, as its definition says: an exchange of fire in which neither party fires ten
 * is none. Method: salvoes on both grounds within an hour, counted together by the shipped text.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EMPTY_STANDING, Tally, evaluateEvent } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { destination } from '@holdfast/core/geo'
import { isRefused, parseInstant } from '@holdfast/core/units'
import { readAgreement } from './index.ts'

const path = new URL('../../../../data/agreements/paris-2026.yaml', import.meta.url)
const read = readAgreement(readFileSync(path, 'utf8'), 'paris-2026.yaml')
if (isRefused(read)) throw new Error(read.refused)
const paris = read.agreement
const FREEZE_MS = parseInstant('2026-02-10T10:00:00Z') ?? Number.NaN
/** Across from the middle of a leg of the line, 10 km behind it. */
const ground = (party: 'A' | 'B') =>
  destination(
    { lonDeg: 36.425, latDeg: 47.75 },
    { azimuthDeg: party === 'A' ? 337 : 157, distanceM: 10_000 },
  )

type Fired = readonly [party: 'A' | 'B', phase: Event['phase']]
const salvoes = (fired: readonly Fired[]): readonly Event[] =>
  fired.map(([party, phase], i) => ({
    id: `e${i}`,
    revision: 1,
    kind: 'salvo',
    phase,
    observed: { fromMs: FREEZE_MS + i * 60_000, toMs: FREEZE_MS + i * 60_000 },
    estimate: {
      position: ground(party),
      covarianceM2: { ee: 1, en: 0, nn: 1 },
      ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
      support: [{ eastM: 0, northM: 0 }],
    },
    probability: 0.9,
    count: { n: 4, precision: 'exact' },
    weapon: null,
    observations: ['o'],
  }))
/** How many of the salvoes are raised as part of a massed attack. */
function massed(fired: readonly Fired[], text = paris): number {
  const events = salvoes(fired)
  const tally = new Tally(text)
  for (const one of events) tally.add(one, EMPTY_STANDING)
  const raised = events.flatMap((one) =>
    evaluateEvent(text, one, { standing: EMPTY_STANDING, tally }),
  )
  return raised.filter(({ clause }) => clause === 'F-2').length
}

describe('a massed attack', () => {
  test.each<[string, readonly Fired[], number]>([
    [
      'three salvoes of four from one ground',
      [
        ['A', 'outgoing'],
        ['A', 'outgoing'],
        ['A', 'outgoing'],
      ],
      3,
    ],
    [
      'three onto one ground',
      [
        ['B', 'impact'],
        ['B', 'impact'],
        ['B', 'impact'],
      ],
      3,
    ],
    [
      'out from A and down on B',
      [
        ['A', 'outgoing'],
        ['B', 'impact'],
        ['B', 'impact'],
      ],
      3,
    ],
    [
      'an exchange of fire',
      [
        ['A', 'outgoing'],
        ['B', 'outgoing'],
        ['A', 'outgoing'],
      ],
      0,
    ],
    [
      'down on both',
      [
        ['A', 'impact'],
        ['B', 'impact'],
        ['B', 'impact'],
      ],
      0,
    ],
  ])('%s', (_, fired, raised) => {
    expect(massed(fired)).toBe(raised)
  })

  test('without the word the exchange would be one: the plant', () => {
    const provisions = paris.provisions.map((one) =>
      one.count === undefined
        ? one
        : { ...one, count: { atLeast: one.count.atLeast, withinMs: one.count.withinMs } },
    )
    const exchange: readonly Fired[] = [
      ['A', 'outgoing'],
      ['B', 'outgoing'],
      ['A', 'outgoing'],
    ]
    expect(massed(exchange, { ...paris, provisions })).toBe(3)
  })
})
