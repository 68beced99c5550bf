/**
 * Goal: a deployment's thermal observations become cell-days that are those of the watch itself, whatever order they come
 * in and however late, within bounds; and each office has what it may have. Method: a quiet background, a planted excess, a
 * clock that the test moves, and the same observations given all at once and one by one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backgroundOf, backgroundText } from '@holdfast/core/fuse/thermal'
import type { Background } from '@holdfast/core/fuse/thermal'
import type { Office } from '@holdfast/core/nations'
import type { Observation } from '@holdfast/core/observe'
import { DAY_MS, HOUR_MS, isRefused, parseInstant, seededRandom } from '@holdfast/core/units'
import { afterAll, describe, expect, test } from 'vitest'
import { MemoryProjections, type Projected } from '../projector/index.ts'
import { FIRES_MAX } from './limits.ts'
import { LiveThermal, loadBackground, thermalView, type ThermalQuery } from './index.ts'

const dayOf = (text: string): number => (parseInstant(`${text}T00:00Z`) ?? Number.NaN) / DAY_MS
const TODAY = dayOf('2026-05-20')
const NOON = TODAY * DAY_MS + 12 * HOUR_MS

function learned(): Background {
  const random = seededRandom(5)
  const past = [2021, 2022, 2023].map((year) => {
    const days = Array.from({ length: 400 }, (_, i) => dayOf(`${year}-01-01`) + (i % 365))
    return {
      year,
      fires: {
        epochDay: days,
        lonDeg: days.map((_, i) => (i < 2 ? 37.05 + 1.9 * i : 37 + 2 * random())),
        latDeg: days.map((_, i) => (i < 2 ? 47.05 + 1.9 * i : 47 + 2 * random())),
      },
    }
  })
  const background = backgroundOf(past)
  if (isRefused(background)) throw new Error(background.refused)
  return background
}
const background = learned()

let made = 0
/** A thermal observation at noon of a day; only these members are read. */
const fire = (
  day: number,
  more: Partial<{ lonDeg: number; latDeg: number; offices: Office[] }> = {},
) => {
  const { lonDeg = 38.05, latDeg = 48.05, offices = ['monitor', 'commission'] } = more
  made += 1
  const atMs = day * DAY_MS + 12 * HOUR_MS
  return {
    id: String(made).padStart(64, '0'),
    category: 'I.THERMAL',
    observed: { fromMs: atMs, toMs: atMs },
    where: { sectors: [], ring: null, fix: { position: { lonDeg, latDeg }, errorM: 375 } },
    label: { policy: 'HOLDFAST', classification: 'x', offices },
  } as unknown as Observation
}
/** One elsewhere on each of the days, now here and now there, so that each was received. */
const received = (from: number, to: number): Observation[] =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    fire(from + i, { lonDeg: 37.05 + ((i * 7) % 20) / 10, latDeg: 47.05 + ((i * 3) % 9) / 10 }),
  )
const planted = (from: number, to: number): Observation[] =>
  Array.from({ length: to - from + 1 }, (_, i) => [fire(from + i), fire(from + i)]).flat()

interface Answer {
  readonly says: string
  readonly days: readonly { day: string; fires: number; isOver: boolean }[]
  readonly cellDays: readonly {
    cell: number[]
    day: string
    probability: number
    benign: Record<string, number>
  }[]
  readonly left?: Record<string, number>
}
const view = async (
  thermal: LiveThermal | null,
  query: Partial<ThermalQuery> & { office?: Office; nowMs?: number } = {},
): Promise<Answer & { refused?: string; status?: number }> => {
  const { office = 'monitor', nowMs = NOON, ...rest } = query
  return (await thermalView(thermal, { office, nowMs }, { minProbability: 0.5, ...rest })) as Answer
}
const whole = [...received(TODAY - 100, TODAY), ...planted(TODAY - 10, TODAY - 3)]
function given(observations: readonly Observation[], nowMs = NOON): LiveThermal {
  const thermal = new LiveThermal(background)
  thermal.take(observations, nowMs)
  return thermal
}

describe('cell-days', () => {
  test('a planted excess is told in its cell, with what else explains it, and that it is no event', async () => {
    const answer = await view(given(whole))
    expect(answer.says).toMatch(/indication, not an event/)
    expect(answer.cellDays.length).toBeGreaterThan(0)
    for (const { cell, probability, benign } of answer.cellDays) {
      expect(cell).toEqual([38, 48])
      expect(probability + (benign['season'] ?? 0) + (benign['steadyHeat'] ?? 0)).toBeCloseTo(1, 12)
    }
    expect(answer.days).toHaveLength(7)
    expect(answer.days.at(-1)).toEqual({ day: '2026-05-20', fires: 1, isOver: false })
  })

  test('neither order nor lateness changes an answer: a late pass makes its day anew and those after it', async () => {
    const late = given(received(TODAY - 100, TODAY))
    const before = await view(late)
    expect(before.cellDays).toEqual([])
    // Asked again between the pieces, so that states were kept which must not be used.
    for (const one of planted(TODAY - 10, TODAY - 3).toReversed()) {
      late.take([one], NOON)
      await view(late, { minProbability: 0 })
    }
    expect(await view(late, { minProbability: 0 })).toEqual(
      await view(given(whole), { minProbability: 0 }),
    )
    const turned = given(whole.toReversed())
    const query = { fromMs: (TODAY - 60) * DAY_MS, toMs: (TODAY - 40) * DAY_MS, minProbability: 0 }
    await view(turned, query)
    expect(await view(turned)).toEqual(await view(given(whole)))
  })

  test('answers that are asked at once do not mix, and what comes meanwhile is in the next', async () => {
    const thermal = given(whole)
    const alone = await view(given(whole), { minProbability: 0 })
    const asked = [view(thermal, { minProbability: 0 }), view(thermal, { minProbability: 0 })]
    expect(await asked[0]).toEqual(alone)
    expect(await asked[1]).toEqual(alone)
  })

  test('a day that nothing was received of is not told as one without fire', async () => {
    const gap = whole.filter(({ observed }) => Math.floor(observed.fromMs / DAY_MS) !== TODAY - 2)
    const { days } = await view(given(gap))
    expect(days.map(({ day }) => day)).not.toContain('2026-05-18')
    expect(days).toHaveLength(6)
  })

  test('of today no fire says only as much as has passed', async () => {
    const observations = [...received(TODAY - 100, TODAY), ...planted(TODAY - 10, TODAY - 1)]
    const at = async (nowMs: number): Promise<number> => {
      const { cellDays } = await view(given(observations, nowMs), { nowMs })
      return cellDays.find(({ day }) => day === '2026-05-20')?.probability ?? 0
    }
    expect(await at(TODAY * DAY_MS + HOUR_MS)).toBeGreaterThan(
      await at(TODAY * DAY_MS + 23 * HOUR_MS),
    )
  })
})

describe('bounds', () => {
  test('what is too late, of the future, outside, or no fire is counted or passed over; each counts once', async () => {
    const other = { ...fire(TODAY), category: 'I.AIS' } as unknown as Observation
    const placeless = {
      ...fire(TODAY),
      where: { sectors: [], ring: null, fix: null },
    } as Observation
    const one = fire(TODAY)
    const thermal = given([one, one, other, placeless])
    thermal.take([fire(TODAY - 300), fire(TODAY + 2), fire(TODAY, { lonDeg: 10 }), one], NOON)
    const { left, days } = await view(thermal)
    expect(left).toEqual({ late: 1, future: 1, outside: 1, overflow: 0 })
    expect(days).toEqual([{ day: '2026-05-20', fires: 1, isOver: false }])
  })

  test('more fires than the window holds are left out and told', async () => {
    const thermal = new LiveThermal(background)
    const flood = Array.from({ length: FIRES_MAX + 3 }, () => fire(TODAY))
    thermal.take(flood, NOON)
    expect((await view(thermal)).left?.['overflow']).toBe(3)
    // The window moves on and has room again.
    const later = NOON + 300 * DAY_MS
    thermal.take([fire(TODAY + 300)], later)
    expect((await view(thermal, { nowMs: later })).days).toHaveLength(1)
  })

  test.each([
    ['turned round', { fromMs: TODAY * DAY_MS, toMs: (TODAY - 1) * DAY_MS }, /no day from/],
    ['too long', { fromMs: (TODAY - 40) * DAY_MS }, /the most at once is 31/],
    ['long ago', { fromMs: (TODAY - 125) * DAY_MS, toMs: (TODAY - 122) * DAY_MS }, /too long ago/],
  ])('refused: %s', async (_, query, why) => {
    const answer = await view(given(whole), query)
    expect([answer.status, answer.refused]).toEqual([400, expect.stringMatching(why)])
  })
})

const cells = (answer: Answer) => new Set(answer.cellDays.map(({ cell }) => cell[0]))

describe('offices', () => {
  test('without a background there is nothing; the guarantors see none', async () => {
    expect((await view(null)).status).toBe(404)
    expect((await view(given(whole), { office: 'guarantors' })).status).toBe(403)
  })

  test('the commission has what is for it alone, a day later, and no count of what it may not see', async () => {
    const secret = Array.from({ length: 8 }, (_, i) => [
      fire(TODAY - 10 + i, { lonDeg: 38.55, offices: ['monitor'] }),
      fire(TODAY - 10 + i, { lonDeg: 38.55, offices: ['monitor'] }),
    ]).flat()
    const thermal = given([...whole, ...secret])
    expect(cells(await view(thermal))).toEqual(new Set([38, 38.5]))
    const seen = await view(thermal, { office: 'commission' })
    expect(cells(seen)).toEqual(new Set([38]))
    expect(seen.days.at(-1)?.day).toBe('2026-05-18')
    expect(seen).not.toHaveProperty('left')
    const asked = await view(thermal, { office: 'commission', fromMs: TODAY * DAY_MS })
    expect(asked.status).toBe(400)
  })
})

describe('following', () => {
  test('what was projected before and what comes after are both in it, once', async () => {
    const sink = new MemoryProjections()
    const [old, overlap] = [whole.slice(0, 60), whole.slice(50, 70)]
    await sink.apply({ size: 1, put: { observation: old }, remove: {} })
    const listeners = new Set<(projected: Projected) => void>()
    const subscribe = (listener: (projected: Projected) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }
    const thermal = new LiveThermal(background)
    thermal.follow({ sink, nowMs: NOON, subscribe })
    for (const observations of [overlap, whole.slice(70)])
      for (const tell of listeners) tell({ size: 2, changed: {}, observations })
    expect(await view(thermal, { minProbability: 0 })).toEqual(
      await view(given(whole), { minProbability: 0 }),
    )
    await thermal.close()
    expect(listeners.size).toBe(0)
  })
})

describe('the file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-thermal-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  const write = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  test('a good one is loaded; none, a directory, a damaged and another version are refused by name', async () => {
    const text = backgroundText(background)
    expect(await loadBackground(write('good.json', text))).toEqual(background)
    const refusals = await Promise.all(
      [
        join(dir, 'absent.json'),
        dir,
        write('cut.json', text.slice(0, 999)),
        write('next.json', text.replace('"version":1', '"version":9')),
      ].map((file) => loadBackground(file)),
    )
    const told = refusals.map((one) => (isRefused(one) ? one.refused : ''))
    expect(told[0]).toMatch(/absent\.json cannot be read/)
    expect(told[1]).toMatch(/is no file/)
    expect(told[2]).toMatch(/cut\.json: .*damaged/)
    expect(told[3]).toMatch(/next\.json: .*version 9/)
  })
})
