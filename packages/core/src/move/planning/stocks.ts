/** The stocks part of a plan told: demand against stock, deliveries and production, month by month. */
import {
  assessStocks,
  parseStocksPlan,
  type ItemAssessment,
  type StocksPlan,
} from '../stocks/index.ts'
import type { PlanKind, PrintTable } from './plan-kind.ts'

const monthOf = (month: number | null): string => (month === null ? 'none' : String(month))
const amount = (value: number): string => value.toFixed(0)

function tellItem(item: ItemAssessment, print: PrintTable): void {
  print(
    `${item.id}, ${item.title} (${item.unit}): first shortfall in month ${monthOf(item.firstShortfall)}`,
    ['month', 'delivered', 'produced', 'demanded', 'balance at its end'],
    item.months.map((one) => [
      one.month,
      amount(one.delivered),
      amount(one.produced),
      amount(one.demanded),
      amount(one.balance),
    ]),
    item.morePerMonth > 0
      ? `${Math.ceil(item.morePerMonth)} more each month from month 1 on would do`
      : undefined,
  )
  print(
    `what ${item.id} rests on`,
    ['source', 'title', 'firmness', 'first shortfall without it', 'lowest balance without it'],
    item.restsOn.map((one) => [
      one.id,
      one.title,
      one.firmness,
      monthOf(one.firstShortfallWithout),
      amount(one.lowestWithout),
    ]),
  )
}

function tell({ months }: StocksPlan, items: readonly ItemAssessment[], print: PrintTable): void {
  for (const item of items) tellItem(item, print)
  print(
    `first month of shortfall within ${months} months`,
    [
      'item',
      'title',
      'all that is said',
      'committed only',
      'stock alone',
      'below the reserve',
      'lowest',
      'in month',
    ],
    items.map((item) => [
      item.id,
      item.title,
      monthOf(item.firstShortfall),
      monthOf(item.firstShortfallFirm),
      monthOf(item.firstShortfallStock),
      monthOf(item.firstBelowReserve),
      amount(item.lowest.balance),
      item.lowest.month,
    ]),
  )
}

/** Months in which an item is short, over all items: units are never added up. */
const monthsShort = (plan: StocksPlan): number =>
  assessStocks(plan).reduce(
    (sum, { months }) => sum + months.filter(({ balance }) => balance < -1e-9).length,
    0,
  )
const firstMonth = (plan: StocksPlan): number =>
  Math.min(...assessStocks(plan).map((one) => one.firstShortfall ?? Number.POSITIVE_INFINITY))

/** The kind of document that `holdfast plan stocks` and the page work out. */
export const stocksKind: PlanKind<StocksPlan, readonly ItemAssessment[]> = {
  name: 'stocks',
  kind: 'stocks',
  description:
    'kits and munitions: demand against stock, deliveries and production by month, the first shortfall and what it rests on',
  parse: parseStocksPlan,
  assess: assessStocks,
  weighed: [
    { result: 'the first month of shortfall', resultOf: firstMonth },
    { result: 'the number of months in which an item is short', resultOf: monthsShort },
  ],
  tell,
}
