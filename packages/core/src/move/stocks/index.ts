/** Stocks and industry: demand against depot stock, deliveries and production, month by month. */
export { ITEMS_MAX, MONTHS_MAX, parseStocksPlan } from './parse.ts'
export { assessItem, assessStocks, balanceOf, producedIn } from './balance.ts'
export type { ItemAssessment, MonthBalance, RestsOn } from './balance.ts'
export type * from './types.ts'
