/**
 * Goal: `holdfast fuse locate` keeps its contract: one row a case, in order, each with finite x, y and a positive covariance,
 * and what went wrong beside it. Method: a total table of bad cases between good ones; refusals of whole files.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { addFuseLocate } from './fuse-locate.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-locate-'))
afterAll(() => {
  rmSync(dir, { recursive: true })
})

interface Row {
  readonly id: string | number | null
  readonly x: number
  readonly y: number
  readonly cov: readonly (readonly number[])[]
  readonly refused?: string
}

async function locate(
  cases: unknown,
  out = join(dir, 'out.json'),
): Promise<{ rows: readonly Row[]; told: Record<string, unknown> }> {
  const file = join(dir, 'cases.json')
  writeFileSync(file, typeof cases === 'string' ? cases : JSON.stringify(cases))
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    const program = new Command()
    addFuseLocate(program)
    await program.parseAsync(['locate', file, out], { from: 'user' })
    const told = JSON.parse(String(write.mock.calls[0]?.[0])) as Record<string, unknown>
    return { rows: JSON.parse(readFileSync(out, 'utf8')) as readonly Row[], told }
  } finally {
    write.mockRestore()
  }
}

const SOURCE = [1_500, 2_200] as const
const SENSORS = [
  [0, 0],
  [4_000, 300],
  [3_700, 3_900],
  [200, 3_500],
  [2_100, 1_100],
] as const

const heardAt = (sensors: readonly (readonly [number, number])[]): number[] =>
  sensors.map(([x, y]) => 100 + Math.hypot(x - SOURCE[0], y - SOURCE[1]) / 340)

const good = {
  id: 'a',
  sensors: SENSORS,
  t: heardAt(SENSORS),
  sigma_t: SENSORS.map(() => 0.015),
  c0: 340,
  sigma_c: 2,
}
const { id: _id, ...noId } = good
const { sigma_c: _sigmaC, ...noSigmaC } = good

describe('every case has a row', () => {
  const bad: readonly (readonly [string, unknown, RegExp])[] = [
    ['fewer times than sensors', { ...good, t: [100, 101] }, /^t is 2 values, sensors are 5/],
    ['fewer errors', { ...good, sigma_t: [0.1] }, /^sigma_t is 1 values/],
    ['an error of 0', { ...good, sigma_t: SENSORS.map(() => 0) }, /not above 0/],
    ['a time of null', { ...good, t: [null, ...good.t.slice(1)] }, /no number/],
    ['a time as text', { ...good, t: ['100', ...good.t.slice(1)] }, /no number/],
    ['no sigma_c', noSigmaC, /^sigma_c is missing/],
    ['a negative sigma_c', { ...good, sigma_c: -1 }, /^sigma_c is -1/],
    ['c0 as text', { ...good, c0: '340' }, /^c0 is "340"/],
    ['no id', noId, /^id is missing/],
    [
      'two sensors',
      { ...good, sensors: SENSORS.slice(0, 2), t: [1, 2], sigma_t: 0.1 },
      /2 arrivals/,
    ],
    ['sensors in one place', { ...good, sensors: SENSORS.map(() => [7, 7]) }, /fewer than three/],
    ['a sensor of one number', { ...good, sensors: [[1], ...SENSORS.slice(1)] }, /^sensors\[0\]/],
    ['no sensors', { id: 1, t: [] }, /^sensors is missing/],
    ['places beyond all size', { ...good, sensors: SENSORS.map(([x, y]) => [x * 1e300, y]) }, /./],
    ['null', null, /^the case is null/],
    ['a number', 7, /^the case is 7/],
  ]

  it.each(bad)('%s', async (_, one, why) => {
    const { rows, told } = await locate([good, one, { ...good, id: 2 }])
    expect(rows).toHaveLength(3)
    expect(rows[1]?.refused).toMatch(why)
    expect(rows.map((row) => row.refused === undefined)).toStrictEqual([true, false, true])
    for (const { x, y, cov } of rows) {
      const [xx = 0, xy = 0, yx = 0, yy = 0] = cov.flat()
      expect([x, y, xx, xy, yy].every((number) => Number.isFinite(number))).toBe(true)
      expect(xy).toBe(yx)
      expect(xx * yy - xy * xy).toBeGreaterThan(0)
    }
    expect(told).toMatchObject({ cases: 3, refused: 1 })
  })

  it('a good one has its place, and none has the middle of its sensors with earshot around it', async () => {
    const { rows } = await locate([good, { ...good, t: [] }, noId])
    expect(rows.map(({ id }) => id)).toStrictEqual(['a', 'a', null])
    expect(rows[0]?.x).toBeCloseTo(SOURCE[0], 0)
    expect(rows[0]?.y).toBeCloseTo(SOURCE[1], 0)
    expect(rows[1]?.x).toBeCloseTo(2_000, 6)
    expect(Math.sqrt(rows[1]?.cov[0]?.[0] ?? 0)).toBeGreaterThan(5_000)
  })

  it('hundreds of sensors are no reason to refuse', async () => {
    const many = Array.from(
      { length: 400 },
      (_, n) => [40 * (n % 97), 41 * ((n * 31) % 89)] as const,
    )
    for (const sensors of [many.slice(0, 100), many]) {
      const one = { ...good, sensors, t: heardAt(sensors), sigma_t: 0.015 }
      const { rows } = await locate([one])
      expect(rows[0]?.refused).toBeUndefined()
      expect(rows[0]?.x).toBeCloseTo(SOURCE[0], 0)
    }
  })
})

describe('a file', () => {
  it('that is no list is refused, and nothing is written', async () => {
    const out = join(dir, 'none.json')
    await expect(locate('{}', out)).rejects.toThrow('is no list of cases')
    await expect(locate('[', out)).rejects.toThrow('is not JSON')
    expect(existsSync(out)).toBe(false)
  })

  it('of no cases has no rows', async () => {
    const { rows, told } = await locate([])
    expect(rows).toStrictEqual([])
    expect(told).toMatchObject({ cases: 0, refused: 0 })
  })

  it('that cannot be written is refused with how to mend it', async () => {
    await expect(locate([good], join(dir, 'absent', 'out.json'))).rejects.toThrow(
      /there is no directory .*name another/,
    )
  })
})
