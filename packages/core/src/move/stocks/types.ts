import type { PlanHead } from '../figures/index.ts'

/** How firm a delivery is; the words of a pledge's life. */
export type Firmness = 'stated' | 'offered' | 'committed' | 'assigned' | 'deployed'
/** What comes once, in a month, 1 to the horizon. */
export interface Delivery {
  readonly id: string
  readonly title: string
  readonly month: number
  readonly quantity: number
  readonly firmness: Firmness
}
/** What a line makes every month from one on, rising evenly to its full rate. */
export interface Production {
  readonly id: string
  readonly title: string
  readonly fromMonth: number
  /** Months until the full rate; 1: at once. */
  readonly rampMonths: number
  readonly perMonth: number
  readonly firmness: Firmness
}
/** What is used every month of a span, both ends included. */
export interface Demand {
  readonly id: string
  readonly title: string
  readonly fromMonth: number
  readonly toMonth: number
  readonly perMonth: number
}
/** One kind of kit or munition. */
export interface StockItem {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly stock: number
  /** What must never be used up. */
  readonly reserve: number
  readonly deliveries: readonly Delivery[]
  readonly production: readonly Production[]
  readonly demand: readonly Demand[]
}
/** Stocks and industry over months; month 1 begins with the stock as it is. */
export interface StocksPlan extends PlanHead {
  readonly months: number
  readonly items: readonly StockItem[]
}
