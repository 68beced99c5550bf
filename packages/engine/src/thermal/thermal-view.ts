/**
 * What an office sees of thermal anomalies. The monitor's has all of it; the commission's is made of observations that are
 * for it alone, and of days that ended a day ago, like every place that it sees (do no harm, N1).
 */
import { epochDayOf } from '@holdfast/core/fuse/thermal'
import type { Office } from '@holdfast/core/nations'
import { DAY_MS, isRefused, tellInstant, type InstantMs, type Refused } from '@holdfast/core/units'
import { RELEASE_DELAY_MS } from '@holdfast/core/verify'
import { ANSWER_DAYS, RANGE_DAYS_MAX } from './limits.ts'
import type { LiveThermal } from './live-thermal.ts'

/** Which cell-days, by days as YYYY-MM-DD has them: instants of their beginning. The last week where none is named. */
export interface ThermalQuery {
  readonly fromMs?: InstantMs
  readonly toMs?: InstantMs
  /** 0 to 1. */
  readonly minProbability: number
}
/** Refused, with the HTTP status that says it best. */
export type RefusedThermal = Refused & { readonly status: 400 | 403 | 404 }

/** Said with every answer. */
export const SAYS =
  'An indication, not an event: fires beyond season, weather and satellites. Fields, forests and works burn, too.'

const WEEK_DAYS = 7
const dayText = (epochDay: number): string => tellInstant(epochDay * DAY_MS).slice(0, 10)
const refusal = (status: RefusedThermal['status'], refused: string): RefusedThermal => ({
  status,
  refused,
})

function rangeOf(
  { fromMs, toMs }: ThermalQuery,
  newest: number,
  today: number,
): { readonly first: number; readonly last: number } | RefusedThermal {
  const last = Math.min(toMs === undefined ? newest : epochDayOf(toMs), newest)
  const first = fromMs === undefined ? last - WEEK_DAYS + 1 : epochDayOf(fromMs)
  if (first > last)
    return refusal(400, `no day from ${dayText(first)} to ${dayText(last)}, the last one to be had`)
  if (last - first >= RANGE_DAYS_MAX)
    return refusal(400, `${last - first + 1} days; the most at once is ${RANGE_DAYS_MAX}`)
  if (first <= today - ANSWER_DAYS)
    return refusal(
      400,
      `${dayText(first)} is too long ago: the last ${ANSWER_DAYS} days are answered for; use \`holdfast fuse thermal\` for what was before`,
    )
  return { first, last }
}

/** The cell-days that reach the probability, and which days were received at all. */
export async function thermalView(
  thermal: LiveThermal | null,
  { office, nowMs }: { readonly office: Office; readonly nowMs: InstantMs },
  query: ThermalQuery,
): Promise<object | RefusedThermal> {
  if (office === 'guarantors')
    return refusal(403, "thermal anomalies are for the monitor's and the commission's offices")
  if (thermal === null)
    return refusal(
      404,
      'there is no background here to tell an excess from; start with --thermal-background FILE',
    )
  const today = epochDayOf(nowMs)
  const released = epochDayOf(nowMs - RELEASE_DELAY_MS) - 1
  const range = rangeOf(query, office === 'monitor' ? today : released, today)
  if (isRefused(range)) return range
  const asked = { ...range, probabilityMin: query.minProbability }
  const found = await thermal.ask(asked, { office, nowMs })
  if (isRefused(found)) return refusal(400, found.refused)
  return {
    says: SAYS,
    nowMs,
    from: dayText(range.first),
    to: dayText(range.last),
    days: found.days.map(({ epochDay, fires }) => ({
      day: dayText(epochDay),
      fires,
      isOver: epochDay < today,
    })),
    cellDays: found.cellDays.map(({ corner, epochDay, ...rest }) => ({
      cell: [corner.lonDeg, corner.latDeg],
      day: dayText(epochDay),
      ...rest,
    })),
    // What others may not see is not counted for them, either.
    ...(office === 'monitor' ? { left: found.left } : {}),
  }
}
