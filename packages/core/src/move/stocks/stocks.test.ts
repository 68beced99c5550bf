/**
 * Goal: the balance of every month is what came less what was asked, the first shortfall is the first, and what is told
 * as the remedy is enough and no more than enough. Method: random items against sums over the whole span.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assessItem, assessStocks, balanceOf, producedIn } from './index.ts'
import type { Firmness, StockItem } from './index.ts'

const HORIZON = 18
const month = fc.integer({ min: 1, max: HORIZON })
const amount = fc.integer({ min: 0, max: 500 })
const firmness = fc.constantFrom<Firmness>('stated', 'offered', 'committed', 'assigned', 'deployed')
const itemOf: fc.Arbitrary<StockItem> = fc
  .record({
    stock: amount,
    reserve: amount,
    deliveries: fc.array(fc.record({ month, quantity: amount, firmness }), { maxLength: 4 }),
    production: fc.array(
      fc.record({
        fromMonth: month,
        rampMonths: fc.integer({ min: 1, max: 6 }),
        perMonth: amount,
        firmness,
      }),
      { maxLength: 3 },
    ),
    demand: fc.array(fc.record({ fromMonth: month, toMonth: month, perMonth: amount }), {
      maxLength: 4,
    }),
  })
  .map(({ deliveries, production, demand, ...rest }) => ({
    id: 'i',
    title: 'Item',
    unit: 'kits',
    ...rest,
    deliveries: deliveries.map((one, i) => ({ id: `d-${i}`, title: '', ...one })),
    production: production.map((one, i) => ({ id: `p-${i}`, title: '', ...one })),
    demand: demand.map((one, i) => ({
      id: `u-${i}`,
      title: '',
      ...one,
      fromMonth: Math.min(one.fromMonth, one.toMonth),
      toMonth: Math.max(one.fromMonth, one.toMonth),
    })),
  }))

/** Balance at a month's end as one sum over everything before it. */
function closed(item: StockItem, end: number): number {
  const delivered = item.deliveries
    .filter((one) => one.month <= end)
    .reduce((sum, one) => sum + one.quantity, 0)
  const made = item.production.reduce((sum, { fromMonth, rampMonths, perMonth }) => {
    const months = Math.max(0, end - fromMonth + 1)
    const rising = Math.min(months, rampMonths)
    return sum + perMonth * ((rising * (rising + 1)) / 2 / rampMonths + (months - rising))
  }, 0)
  const asked = item.demand.reduce(
    (sum, one) => sum + one.perMonth * Math.max(0, Math.min(end, one.toMonth) - one.fromMonth + 1),
    0,
  )
  return item.stock + delivered + made - asked
}

test('every balance is one sum, and the first shortfall is the first below 0', () => {
  fc.assert(
    fc.property(itemOf, (item) => {
      const told = assessItem(item, HORIZON)
      let first: number | null = null
      for (const { month: end, balance } of told.months) {
        expect(balance).toBeCloseTo(closed(item, end), 6)
        if (first === null && closed(item, end) < -1e-6) first = end
      }
      expect(told.firstShortfall).toBe(first)
      expect(told.lowest.balance).toBeCloseTo(
        Math.min(...told.months.map(({ balance }) => balance)),
        9,
      )
    }),
  )
})

test('so much more a month is enough, and a little less is not', () => {
  fc.assert(
    fc.property(itemOf, (item) => {
      const { morePerMonth, firstShortfall } = assessItem(item, HORIZON)
      expect(morePerMonth > 1e-9).toBe(firstShortfall !== null)
      const withMore = (perMonth: number): StockItem => ({
        ...item,
        production: [
          ...item.production,
          { id: 'more', title: '', fromMonth: 1, rampMonths: 1, perMonth, firmness: 'committed' },
        ],
      })
      expect(assessItem(withMore(morePerMonth + 1e-6), HORIZON).firstShortfall).toBeNull()
      if (firstShortfall !== null)
        expect(assessItem(withMore(morePerMonth - 0.01), HORIZON).firstShortfall).not.toBeNull()
    }),
  )
})

const at = (first: number | null): number => first ?? HORIZON + 1

test('less never lasts longer: all of it, the firm part, the stock alone', () => {
  fc.assert(
    fc.property(itemOf, (item) => {
      const told = assessItem(item, HORIZON)
      expect(at(told.firstShortfallFirm)).toBeLessThanOrEqual(at(told.firstShortfall))
      expect(at(told.firstShortfallStock)).toBeLessThanOrEqual(at(told.firstShortfallFirm))
      expect(at(told.firstBelowReserve)).toBeLessThanOrEqual(at(told.firstShortfall))
      for (const { id, firstShortfallWithout } of told.restsOn) {
        const without = {
          ...item,
          deliveries: item.deliveries.filter((one) => one.id !== id),
          production: item.production.filter((one) => one.id !== id),
        }
        expect(firstShortfallWithout).toBe(assessItem(without, HORIZON).firstShortfall)
      }
      const named = new Set(told.restsOn.map(({ id }) => id))
      for (const { id } of [...item.deliveries, ...item.production]) {
        if (named.has(id)) continue
        const without = {
          ...item,
          deliveries: item.deliveries.filter((one) => one.id !== id),
          production: item.production.filter((one) => one.id !== id),
        }
        expect(assessItem(without, HORIZON).firstShortfall).toBe(told.firstShortfall)
      }
    }),
  )
})

test('a line rises evenly to its rate and keeps it', () => {
  const line = {
    id: 'p',
    title: '',
    fromMonth: 3,
    rampMonths: 4,
    perMonth: 100,
    firmness: 'committed',
  } as const
  expect([1, 2, 3, 4, 5, 6, 7, 18].map((one) => producedIn(line, one))).toEqual([
    0, 0, 25, 50, 75, 100, 100, 100,
  ])
  const item = {
    id: 'i',
    title: '',
    unit: 'kits',
    stock: 10,
    reserve: 0,
    deliveries: [],
    production: [line],
    demand: [],
  }
  expect(balanceOf(item, 4).map(({ balance }) => balance)).toEqual([10, 10, 35, 85])
  expect(
    assessStocks({ id: 's', title: '', notice: '', assumptions: [], months: 4, items: [item] }),
  ).toHaveLength(1)
})
