/**
 * Goal: a background comes back from its file as it went in, and no file that says anything else is used. Method: a round
 * trip; then every kind of damage and of lie, the lies with a checksum that fits; and files cut and changed at random.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256, toHex, utf8 } from '../../evidence/index.ts'
import { isRefused, seededRandom } from '../../units/index.ts'
import { backgroundText, readBackground } from './background-file.ts'
import { backgroundOf } from './background.ts'
import type { Background } from './background.ts'
import { daysOfYear } from './calendar.ts'
import { ThermalWatch } from './watch.ts'

function yearOf(year: number) {
  const random = seededRandom(year)
  const { first, last } = daysOfYear(year)
  const days = Array.from({ length: 300 }, (_, i) =>
    i === 0 ? last : first + Math.floor(random() * 365),
  )
  return {
    year,
    fires: {
      epochDay: days,
      lonDeg: days.map((_, i) => (i < 2 ? 30.05 + i * 1.1 : 30 + 1.2 * random())),
      latDeg: days.map((_, i) => (i < 2 ? -0.55 + i : -0.5 + random())),
    },
  }
}
function made(...of: Parameters<typeof backgroundOf>): Background {
  const background = backgroundOf(...of)
  if (isRefused(background)) throw new Error(background.refused)
  return background
}
const background = made([2018, 2019, 2020].map(yearOf), {
  lonDeg: [30.1, 30.2],
  latDeg: [0, 0],
  shares: [
    [1, 0],
    [0, 1],
  ],
})
const text = backgroundText(background)

type Body = Record<string, unknown> & { years: Record<string, unknown>[] }
/** A file whose body was changed, with the checksum of what it now says. */
function forged(change: (body: Body) => void): string {
  const file = JSON.parse(text) as { sha256: string; body: Body }
  change(file.body)
  file.sha256 = toHex(sha256(utf8(JSON.stringify(file.body))))
  return JSON.stringify(file)
}
const refusalOf = (file: string): string => {
  const read = readBackground(file)
  return isRefused(read) ? read.refused : 'not refused'
}

const first = (body: Body): Record<string, unknown> => body.years[0] ?? {}

describe('a background file', () => {
  test('comes back bit for bit, and foretells the same', () => {
    const back = readBackground(text)
    if (isRefused(back)) throw new Error(back.refused)
    expect(back).toEqual(background)
    expect(backgroundText(back)).toBe(text)
    const day = { epochDay: daysOfYear(2021).first, cell: [3, 40], count: [2, 9] }
    const [a, b] = [background, back].map((of) => new ThermalWatch(of).push(day))
    expect(a).toEqual(b)
  })

  test.each<[string, string, RegExp]>([
    ['nothing', '', /damaged \(no JSON/],
    ['cut', text.slice(0, -20), /damaged \(no JSON/],
    ['another JSON', '[]', /no background file/],
    ['null', 'null', /no background file/],
    ['another format', text.replace('holdfast-thermal-background', 'x'), /no background file/],
    [
      'a later version',
      text.replace('"version":1', '"version":2'),
      /version 2, this program reads 1/,
    ],
    [
      'a long version',
      text.replace('"version":1', `"version":"${'9'.repeat(999)}"`),
      /version "9{19},/,
    ],
    ['no version', text.replace('"version":1,', ''), /version null/],
    [
      'a changed digit',
      text.replace(/"counts":\[(\d)/, (_, n) => `"counts":[${Number(n) + 1}`),
      /checksum/,
    ],
    ['no checksum', text.replace(/"sha256":"\w+",/, ''), /checksum/],
    ['no body', text.replace(/"body":.*/, '"body":null}'), /no body/],
  ])('refused when damaged: %s', (_, file, why) => {
    expect(refusalOf(file)).toMatch(why)
    expect(refusalOf(file)).toMatch(/make it again/)
  })

  test.each<[string, (body: Body) => void, RegExp]>([
    ['a grid of the whole earth', (b) => (b['grid'] = [-1800, -900, 3600, 1800]), /grid/],
    ['a grid off the earth', (b) => (b['grid'] = [1799, 0, 13, 10]), /grid/],
    ['a grid of no cells', (b) => (b['grid'] = [0, 0, 0, 10]), /grid/],
    ['a grid of fractions', (b) => (b['grid'] = [0.5, 0, 10, 10]), /grid/],
    ['a grid of text', (b) => (b['grid'] = '[0,0,1,1]'), /grid/],
    ['no uses', (b) => (b['uses'] = 0), /uses/],
    ['a million uses', (b) => (b['uses'] = 1e6), /uses/],
    ['a use beyond them', (b) => ((b['useOf'] as number[])[0] = 3), /useOf/],
    ['too few cells', (b) => (b['useOf'] = [0]), /useOf/],
    ['no spread', (b) => ((b['size'] as number[])[0] = 0), /size/],
    ['a negative spread', (b) => ((b['size'] as number[])[0] = -1), /size/],
    ['null for a number', (b) => ((b['factor'] as unknown[])[3] = null), /factor/],
    ['an endless factor', (b) => ((b['factor'] as unknown[])[3] = 1e300), /factor/],
    ['one year', (b) => (b.years.length = 1), /years/],
    ['no years', (b) => ((b as Record<string, unknown>)['years'] = {}), /years/],
    ['a year twice', (b) => (b.years[1] = first(b)), /out of order/],
    ['years turned round', (b) => (b.years = b.years.toReversed()), /out of order/],
    ['a year of text', (b) => (first(b)['year'] = '2018'), /year/],
    ['a year far off', (b) => (first(b)['year'] = 1e9), /year/],
    [
      'a day of the next year',
      (b) => ((first(b)['steps'] as number[])[0] = 1e7),
      /another year|steps/,
    ],
    ['no step: a cell-day twice', (b) => ((first(b)['steps'] as number[])[1] = 0), /steps/],
    ['a step back', (b) => ((first(b)['steps'] as number[])[1] = -1), /steps/],
    ['more fires than are counted', (b) => ((first(b)['counts'] as number[])[0] = 61), /counts/],
    ['fewer counts than steps', (b) => (first(b)['counts'] as number[]).pop(), /counts/],
  ])('refused when it lies with a good checksum: %s', (_, change, why) => {
    expect(refusalOf(forged(change))).toMatch(why)
  })

  test('a prototype is not polluted, and what is not known is passed over', () => {
    const file = forged((body) => (body['more'] = 1)).replace('{', '{"__proto__":{"uses":1},')
    expect(isRefused(readBackground(file))).toBe(false)
    expect(({} as Record<string, unknown>)['uses']).toBeUndefined()
  })

  // A number's last digit may change and the number not: a decimal of 17 digits names its double more than once.
  const isSaidOtherwise = (changed: string) => {
    try {
      return JSON.stringify(JSON.parse(changed)) !== text.trimEnd()
    } catch {
      return true
    }
  }

  test('no cut and no changed character is taken for what was written', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 3), fc.constantFrom('0', '7', ',', 'x', '"'), (at, by) => {
        const changed = `${text.slice(0, at)}${by}${text.slice(at + 1)}`
        expect(isRefused(readBackground(text.slice(0, at)))).toBe(true)
        expect(isRefused(readBackground(changed))).toBe(isSaidOtherwise(changed))
      }),
      { numRuns: 60, examples: [[2974, '7']] },
    )
  })
})
