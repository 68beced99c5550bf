import { describe, expect, test } from 'vitest'
import { destination } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { DAY_MS, seededRandom } from '../../units/index.ts'
import { HELD_MAX, LOOKS_MIN, SEGMENT_M } from './assumptions.ts'
import { creepsAlong, evolve, initial, placeOn } from './index.ts'
import type { Held, HeldState } from './index.ts'

// Goal: positions seen held along a drawn line become the track of the line, and a creep is told with exactly the reports that
// it rests on. Method: a line that runs north, so that east of it is party B's; seeded months about edges that are known.

const SOUTH: Position = { lonDeg: 37, latDeg: 47 }
const LINE = { vertices: [SOUTH, { lonDeg: 37, latDeg: 47.5 }] }
const START = Date.UTC(2026, 0, 1)

/** A place so far along the line and to the east of it. */
const at = (alongM: number, eastM: number): Position =>
  destination(destination(SOUTH, { azimuthDeg: 0, distanceM: alongM }), {
    azimuthDeg: eastM < 0 ? 270 : 90,
    distanceM: Math.abs(eastM),
  })
const held = (n: number, position: Position, more: Partial<Held> = {}): Held => ({
  observation: `o${String(n).padStart(4, '0')}`,
  source: 'drone',
  holder: 'partyA',
  position,
  errorM: 50,
  atMs: START + (n * DAY_MS) / 3,
  exercise: null,
  ...more,
})
/** Forty days, three looks a day, at an edge that moves east by so many metres a day. */
function month(metresADay: number, more: Partial<Held> = {}, alongM = 3_000): readonly Held[] {
  const random = seededRandom(7)
  return Array.from({ length: 120 }, (_, n) => {
    const scatterM = 200 * (random() + random() - 1)
    return held(n, at(alongM, -400 + (metresADay * n) / 3 + scatterM), more)
  })
}

describe('a place on the line', () => {
  test.each([
    [1_000, 250],
    [1_000, -250],
    [30_000, 4_000],
    [SEGMENT_M, -1],
  ])('%d m along and %d m across comes back', (alongM, eastM) => {
    const place = placeOn(LINE, at(alongM, eastM))
    // A line that runs north and a frame on the ellipsoid differ by a few metres in tens of kilometres.
    expect(Math.abs((place?.alongM ?? Infinity) - alongM)).toBeLessThan(1 + alongM / 500)
    expect(Math.abs((place?.acrossM ?? Infinity) - eastM)).toBeLessThan(1 + Math.abs(eastM) / 500)
  })
  test('a line without a leg has none', () => {
    expect(placeOn({ vertices: [SOUTH] }, SOUTH)).toBeNull()
  })
})

describe('a line', () => {
  test('that creeps is told with its evidence, whatever the order', () => {
    const looks = month(15)
    const { indications, used, far } = creepsAlong(LINE, looks, 100)
    expect({ used, far }).toEqual({ used: 120, far: 0 })
    const [found, ...more] = indications
    expect(more).toEqual([])
    expect(found).toMatchObject({
      category: 'P.CONTROL',
      holder: 'partyA',
      fromM: 2_000,
      toM: 4_000,
    })
    expect(found?.observations).toEqual(looks.map(({ observation }) => observation))
    expect(found?.movedM).toBeGreaterThan(100)
    expect(found?.position).toEqual(looks.at(-1)?.position)
    expect(creepsAlong(LINE, looks.toReversed(), 100)).toEqual({ indications, used, far })
  })

  test('that stands, or goes back, is none', () => {
    expect(creepsAlong(LINE, month(0), 100).indications).toEqual([])
    expect(creepsAlong(LINE, month(-15), 100).indications).toEqual([])
  })

  test('creeps westwards where party B holds it', () => {
    const looks = month(-15, { holder: 'partyB' })
    expect(creepsAlong(LINE, looks, 100).indications).toMatchObject([{ holder: 'partyB' }])
    expect(creepsAlong(LINE, month(15, { holder: 'partyB' }), 100).indications).toEqual([])
  })

  test('is followed by what lies near it alone, stretch by stretch and holder by holder', () => {
    const creeping = month(15)
    const others = [
      ...month(0, {}, 9_000),
      ...month(0, { holder: 'unmarked' }),
      held(1, at(3_000, -40_000)),
    ].map((one, n) => ({ ...one, observation: `x${n}` }))
    const alone = creepsAlong(LINE, creeping, 100)
    const among = creepsAlong(LINE, [...creeping, ...others], 100)
    expect(among.indications).toEqual(alone.indications)
    expect(among.far).toBe(1)
  })

  test('tells nothing of a few posts, however far apart', () => {
    const few = Array.from({ length: LOOKS_MIN - 1 }, (_, n) =>
      held(n, at(3_000, -4_000 + 2_000 * n), { errorM: 1 }),
    )
    expect(creepsAlong(LINE, few, 0).indications).toEqual([])
  })
})

/** An entry that tells of these observations, and one observation of a post without marks. */
const entryOf = (observations: readonly object[]): Entry =>
  ({ kind: 'observe.batch-accepted', payload: { observations } }) as unknown as Entry
const seen = (n: number, more: object = {}): object => ({
  id: `o${n}`,
  source: 'drone',
  holder: 'unmarked',
  observed: { fromMs: n, toMs: n + 2 },
  where: { fix: { position: SOUTH, errorM: 5 } },
  ...more,
})

describe('what is kept', () => {
  test('is who holds it, where and when; what tells of none changes nothing', () => {
    const state = evolve(initial, entryOf([seen(4), seen(5, { holder: undefined })]))
    expect(state).toEqual([
      {
        observation: 'o4',
        source: 'drone',
        holder: 'unmarked',
        position: SOUTH,
        errorM: 5,
        atMs: 5,
        exercise: null,
      },
    ])
    expect(evolve(state, entryOf([seen(6, { where: { fix: null } })]))).toBe(state)
    expect(evolve(state, { kind: 'other', payload: {} } as unknown as Entry)).toBe(state)
  })
  test('is bounded, and the newest stay', () => {
    let state: HeldState = initial
    for (let n = 0; n < HELD_MAX + 3_000; n += 1_000)
      state = evolve(state, entryOf(Array.from({ length: 1_000 }, (_, k) => seen(n + k))))
    expect(state).toHaveLength(HELD_MAX)
    expect(state.at(-1)?.observation).toBe(`o${HELD_MAX + 2_999}`)
  })
})
