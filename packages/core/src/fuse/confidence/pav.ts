import type { Case } from './cases.ts'

/** Neighbouring forecasts that recalibration makes one: closed range, what of it occurred, and that share. */
export interface Block {
  readonly from: number
  readonly to: number
  readonly cases: number
  readonly occurred: number
  /** `occurred / cases`: the recalibrated probability. Rises strictly from block to block. */
  readonly share: number
}

/** What is recorded of a block; its share follows from it. */
export type Counted = Omit<Block, 'share'>

/** Cases of one and the same forecast. */
export interface Tied {
  readonly probability: number
  readonly cases: number
  readonly occurred: number
}

/** Cases by forecast, rising. */
export function tiedOf(cases: readonly Case[]): readonly Tied[] {
  const tied: { probability: number; cases: number; occurred: number }[] = []
  for (const { probability, outcome } of cases.toSorted((a, b) => a.probability - b.probability)) {
    let last = tied.at(-1)
    if (last?.probability !== probability) {
      last = { probability, cases: 0, occurred: 0 }
      tied.push(last)
    }
    last.cases += 1
    if (outcome) last.occurred += 1
  }
  return tied
}

/**
 * The isotonic regression of outcomes on forecasts by pooling adjacent violators (Ayer, Brunk, Ewing, Reid & Silverman
 * 1955): forecasts must rise. In time linear in the forecasts.
 */
export function isotonic(tied: readonly Tied[]): readonly Block[] {
  const blocks: { from: number; to: number; cases: number; occurred: number }[] = []
  for (const { probability, cases, occurred } of tied) {
    blocks.push({ from: probability, to: probability, cases, occurred })
    for (;;) {
      const last = blocks.at(-1)
      const before = blocks.at(-2)
      // By products, not quotients: whole numbers compare exactly.
      if (!last || !before || before.occurred * last.cases < last.occurred * before.cases) break
      blocks.pop()
      before.to = last.to
      before.cases += last.cases
      before.occurred += last.occurred
    }
  }
  return blocks.map((block) => ({ ...block, share: block.occurred / block.cases }))
}

const shareOf = ({ occurred, cases }: Counted): number => occurred / cases

/**
 * The recalibrated probability at a forecast: the block's share inside a block, on a straight line between two blocks,
 * and the outer block's share beyond it.
 */
export function shareAt(blocks: readonly Counted[], probability: number): number {
  let before: Counted | undefined
  for (const block of blocks) {
    if (probability < block.from) {
      if (before === undefined) return shareOf(block)
      const along = (probability - before.to) / (block.from - before.to)
      const share = shareOf(before)
      return share + along * (shareOf(block) - share)
    }
    if (probability <= block.to) return shareOf(block)
    before = block
  }
  return before === undefined ? probability : shareOf(before)
}
