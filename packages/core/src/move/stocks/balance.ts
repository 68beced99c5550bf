/**
 * Demand against stock, deliveries and production, month by month. The balance of a month is the stock at the beginning,
 * plus all that came, less all that was asked, up to its end; below 0 it is a shortfall, which is owed and carried on.
 * What is firm and what was only said are worked out apart: the month of the first shortfall is told for all of it, for
 * the firm part, and for the stock alone, and for each source if it alone fell away.
 */
import type { Firmness, Production, StockItem, StocksPlan } from './types.ts'

const FIRM: ReadonlySet<Firmness> = new Set(['committed', 'assigned', 'deployed'])
const SLACK = 1e-9

/** One month of one item, in the item's unit. */
export interface MonthBalance {
  readonly month: number
  readonly delivered: number
  readonly produced: number
  readonly demanded: number
  /** At the month's end; below 0: owed. */
  readonly balance: number
}
/** What a shortfall rests on: a delivery or production line, and the first shortfall without it. */
export interface RestsOn {
  readonly id: string
  readonly title: string
  readonly firmness: Firmness
  /** First month of shortfall if it alone falls away; null: none even then. */
  readonly firstShortfallWithout: number | null
  /** How far the balance sinks at its lowest without it. */
  readonly lowestWithout: number
}
/** What one item comes to. */
export interface ItemAssessment {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly months: readonly MonthBalance[]
  /** First month whose balance is below 0; null: none within the horizon. */
  readonly firstShortfall: number | null
  /** The same if only what is committed or firmer comes. */
  readonly firstShortfallFirm: number | null
  /** The same with the stock alone. */
  readonly firstShortfallStock: number | null
  /** First month whose balance is below the reserve. */
  readonly firstBelowReserve: number | null
  readonly lowest: { readonly month: number; readonly balance: number }
  /** Sources whose loss makes the first shortfall earlier or the lowest balance lower, the worst first. */
  readonly restsOn: readonly RestsOn[]
  /** More a month, from month 1 on, that would keep the balance at 0 or above; 0 where it is. */
  readonly morePerMonth: number
}

/** What a production line makes in a month: nothing before it begins, then rising evenly to its full rate. */
export function producedIn({ fromMonth, rampMonths, perMonth }: Production, month: number): number {
  if (month < fromMonth) return 0
  return perMonth * Math.min(1, (month - fromMonth + 1) / rampMonths)
}

/** The balance of every month from 1 to the horizon. */
export function balanceOf(item: StockItem, horizon: number): readonly MonthBalance[] {
  let balance = item.stock
  return Array.from({ length: horizon }, (_, i): MonthBalance => {
    const month = i + 1
    const delivered = item.deliveries
      .filter((one) => one.month === month)
      .reduce((sum, { quantity }) => sum + quantity, 0)
    const produced = item.production.reduce((sum, line) => sum + producedIn(line, month), 0)
    const demanded = item.demand
      .filter(({ fromMonth, toMonth }) => fromMonth <= month && month <= toMonth)
      .reduce((sum, { perMonth }) => sum + perMonth, 0)
    balance += delivered + produced - demanded
    return { month, delivered, produced, demanded, balance }
  })
}

const firstBelow = (months: readonly MonthBalance[], floor: number): number | null =>
  months.find(({ balance }) => balance < floor - SLACK)?.month ?? null

const lowestOf = (months: readonly MonthBalance[]): { month: number; balance: number } => {
  let lowest = { month: 0, balance: Number.POSITIVE_INFINITY }
  for (const { month, balance } of months) if (balance < lowest.balance) lowest = { month, balance }
  return lowest
}

/** The item with only the sources that pass. */
const only = (item: StockItem, keeps: (source: { id: string; firmness: Firmness }) => boolean) => ({
  ...item,
  deliveries: item.deliveries.filter(keeps),
  production: item.production.filter(keeps),
})

function restsOn(item: StockItem, horizon: number): readonly RestsOn[] {
  const first = firstBelow(balanceOf(item, horizon), 0) ?? horizon + 1
  const { balance: lowest } = lowestOf(balanceOf(item, horizon))
  const found = [...item.deliveries, ...item.production].map(({ id, title, firmness }) => {
    const months = balanceOf(
      only(item, (source) => source.id !== id),
      horizon,
    )
    return {
      id,
      title,
      firmness,
      firstShortfallWithout: firstBelow(months, 0),
      lowestWithout: lowestOf(months).balance,
    }
  })
  return found
    .filter(
      (one) =>
        (one.firstShortfallWithout ?? horizon + 1) < first || one.lowestWithout < lowest - SLACK,
    )
    .toSorted(
      (a, b) =>
        (a.firstShortfallWithout ?? horizon + 1) - (b.firstShortfallWithout ?? horizon + 1) ||
        a.lowestWithout - b.lowestWithout,
    )
}

/** Works one item out over a horizon of at least one month. */
export function assessItem(item: StockItem, horizon: number): ItemAssessment {
  const months = balanceOf(item, horizon)
  const firm = only(item, ({ firmness }) => FIRM.has(firmness))
  const alone = only(item, () => false)
  return {
    id: item.id,
    title: item.title,
    unit: item.unit,
    months,
    firstShortfall: firstBelow(months, 0),
    firstShortfallFirm: firstBelow(balanceOf(firm, horizon), 0),
    firstShortfallStock: firstBelow(balanceOf(alone, horizon), 0),
    firstBelowReserve: firstBelow(months, item.reserve),
    lowest: lowestOf(months),
    restsOn: restsOn(item, horizon),
    morePerMonth: Math.max(0, ...months.map(({ month, balance }) => -balance / month)),
  }
}

/** Works every item out. */
export const assessStocks = ({ items, months }: StocksPlan): readonly ItemAssessment[] =>
  items.map((item) => assessItem(item, months))
