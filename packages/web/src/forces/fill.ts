// How a line stands, and how many stand so: a line that is filled by offers not yet firm is filled, and said not to be firm.
import type { LineGap } from '@holdfast/core/generate/questions'
import { plural } from './words.ts'

/** Filled by firm offers; filled, not all of it firm; short by some; nothing there. */
export type Fill = 'filled' | 'notFirm' | 'short' | 'nothing'

/** What each standing is called. */
export const FILL_TITLE: Readonly<Record<Fill, string>> = {
  filled: 'filled',
  notFirm: 'filled by offers not yet firm',
  short: 'short',
  nothing: 'nothing there',
}

/** How a line stands. Firm: all that is on it is committed by its nation with its own number. */
export function fillOf({
  shortfall,
  delivered,
  firm,
}: Pick<LineGap, 'shortfall' | 'delivered' | 'firm'>): Fill {
  if (shortfall > 0) return delivered > 0 ? 'short' : 'nothing'
  return firm ? 'filled' : 'notFirm'
}

/** `1 of 2 lines filled, 1 not firm`. */
export function headWords(lines: readonly LineGap[]): string {
  const fills = lines.map(fillOf)
  const filled = fills.filter((fill) => fill === 'filled' || fill === 'notFirm').length
  const open = fills.filter((fill) => fill === 'notFirm').length
  const firm = open === 0 ? '' : `, ${open} of them by offers not yet firm`
  return `${filled} of ${plural(lines.length, 'line')} filled${firm}`
}
