import { pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { FigureReader } from '../figures/index.ts'
import type { Changes } from '../figures/index.ts'
import type { Delivery, Demand, Firmness, Production, StockItem, StocksPlan } from './types.ts'

/** Longest horizon, months. */
export const MONTHS_MAX = 240
/** Most items of a plan, and most sources or demands of an item. */
export const ITEMS_MAX = 200
const FIRMNESS: readonly Firmness[] = ['stated', 'offered', 'committed', 'assigned', 'deployed']
const QUANTITY_MAX = 1_000_000_000

/** A month within the horizon. */
function readMonth(reader: FigureReader, fields: Fields, key: string, months: number): number {
  const month = reader.whole(fields, key, MONTHS_MAX)
  if (month < 1 || month > months)
    reader.refuse(pathOf(fields, key), `is ${month}; write a month from 1 to ${months}`)
  return month
}

function readItem(reader: FigureReader, fields: Fields, months: number): StockItem {
  reader.only(fields, [
    'id',
    'title',
    'unit',
    'stock',
    'reserve',
    'deliveries',
    'production',
    'demand',
  ])
  const unit = reader.text(fields, 'unit')
  const amount = (of: Fields, key: string, perMonth = false): number =>
    reader.figure(of, key, { unit: perMonth ? `${unit}/month` : unit, min: 0, max: QUANTITY_MAX })
  const named = (of: Fields) => ({ id: reader.id(of, 'id'), title: reader.text(of, 'title') })
  const deliveries = reader.maps(fields, 'deliveries', ITEMS_MAX).map((one): Delivery => {
    reader.only(one, ['id', 'title', 'month', 'quantity', 'firmness'])
    return {
      ...named(one),
      month: readMonth(reader, one, 'month', months),
      quantity: amount(one, 'quantity'),
      firmness: reader.oneOf(one, 'firmness', FIRMNESS),
    }
  })
  const production = reader.maps(fields, 'production', ITEMS_MAX).map((one): Production => {
    reader.only(one, ['id', 'title', 'fromMonth', 'ramp', 'perMonth', 'firmness'])
    return {
      ...named(one),
      fromMonth: readMonth(reader, one, 'fromMonth', months),
      rampMonths: reader.wholeFigure(one, 'ramp', { unit: 'months', min: 1, max: MONTHS_MAX }),
      perMonth: amount(one, 'perMonth', true),
      firmness: reader.oneOf(one, 'firmness', FIRMNESS),
    }
  })
  const demand = reader.maps(fields, 'demand', ITEMS_MAX).map((one): Demand => {
    reader.only(one, ['id', 'title', 'fromMonth', 'toMonth', 'perMonth'])
    const [fromMonth, toMonth] = [
      readMonth(reader, one, 'fromMonth', months),
      readMonth(reader, one, 'toMonth', months),
    ]
    if (toMonth < fromMonth)
      reader.refuse(
        pathOf(one, 'toMonth'),
        `is ${toMonth}, before fromMonth (${fromMonth}); swap the two`,
      )
    return { ...named(one), fromMonth, toMonth, perMonth: amount(one, 'perMonth', true) }
  })
  const sources = [...deliveries, ...production]
  reader.refuseRepeats(
    sources.map(({ id }) => id),
    (i) =>
      i < deliveries.length
        ? `${pathOf(fields, 'deliveries')}.${i}.id`
        : `${pathOf(fields, 'production')}.${i - deliveries.length}.id`,
  )
  return {
    ...named(fields),
    unit,
    stock: amount(fields, 'stock'),
    reserve: amount(fields, 'reserve'),
    deliveries,
    production,
    demand,
  }
}

/** Reads the stocks part of a plan (`kind: stocks`); `changes` put other values in the place of assumptions. */
export function parseStocksPlan(value: unknown, at: At, changes?: Changes): StocksPlan | Refused {
  const reader = new FigureReader(at, changes)
  const root = reader.open(value, 'stocks', ['months', 'items'])
  const months = reader.whole(root, 'months', MONTHS_MAX)
  if (months < 1) reader.refuse('months', `is ${months}; write 1 or more`)
  const items = reader
    .maps(root, 'items', ITEMS_MAX)
    .map((one) => readItem(reader, one, Math.max(1, months)))
  if (items.length === 0) reader.refuse('items', 'is empty; write at least one item')
  reader.refuseRepeats(
    items.map(({ id }) => id),
    (i) => `items.${i}.id`,
  )
  return reader.finish((head) => ({ ...head, months, items }))
}
