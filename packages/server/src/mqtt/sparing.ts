import type { Report } from '../ways/index.ts'

const EVERY_MS = 10_000

/** The same, but at most one line in ten seconds: what a hostile sender does must not fill the operator's log. */
export function sparing(report: Report): Report {
  let lastMs = -Infinity
  let held = 0
  return (text) => {
    const nowMs = performance.now()
    if (nowMs - lastMs < EVERY_MS) {
      held += 1
      return
    }
    report(held === 0 ? text : `${text} (${held} lines before it were not shown)`)
    lastMs = nowMs
    held = 0
  }
}
