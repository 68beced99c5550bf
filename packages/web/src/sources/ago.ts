import { formatElapsed } from '../time/index.ts'

const DAY_MS = 86_400_000

/** `4 min ago`, `3 h 05 min ago`, `12 days ago`; what lies ahead of the deployment's clock says so. */
export function formatAgo(elapsedMs: number): string {
  if (elapsedMs < -60_000) return `${formatElapsed(-elapsedMs)} ahead`
  if (elapsedMs < 60_000) return 'under 1 min ago'
  if (elapsedMs >= 2 * DAY_MS)
    return `${Math.floor(elapsedMs / DAY_MS).toLocaleString('en')} days ago`
  return `${formatElapsed(elapsedMs)} ago`
}
