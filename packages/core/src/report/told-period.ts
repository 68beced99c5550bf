import type { Head, Period } from './types.ts'

/**
 * A report's period as people read it. A period is open where it begins; that of one incident begins a millisecond before its first
 * observation, and is told from that observation on. Any other one begins where the one before it ended.
 */
export const toldPeriod = ({ kind, period }: Pick<Head, 'kind' | 'period'>): Period =>
  kind === 'spot' ? { fromMs: period.fromMs + 1, toMs: period.toMs } : period
