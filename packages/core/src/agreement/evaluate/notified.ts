/**
 * Excuses of a clause. Each is open until a person decides it. One that names a rule of notified activities is held by a
 * notification of that rule that was announced in time, was not withdrawn, and covers all of the event's time and place;
 * one that came late or covers a part stays open, with the share of the place that it covers. Held or not, an excuse takes
 * nothing off a candidate's probability: the candidate is raised, says what explains it, and a person decides.
 */
import type { Event } from '../../fuse/index.ts'
import { supportPositions } from '../../geo/index.ts'
import type { ExcusePoint } from '../document/excuse.ts'
import type { Agreement, Condition, Notification, Standing } from '../document/types.ts'
import { isInDisc } from './disc-border.ts'

/** How far a notification covers an event. */
export interface Cover {
  readonly notification: Notification
  /** It covers all of the event's time, not a part of it only. */
  readonly isWholeTime: boolean
  /** Share of the event's points in its disc, in [0, 1]; null where no source said where the event was. */
  readonly share: number | null
}

/** How a notification covers an event; null where it does not touch its time or its place, or was withdrawn. */
export function coverOf(
  notification: Notification,
  { observed, estimate }: Pick<Event, 'observed' | 'estimate'>,
): Cover | null {
  const { fromMs, toMs, withdrawn, place } = notification
  if (withdrawn || fromMs > observed.toMs || observed.fromMs > toMs) return null
  const isWholeTime = fromMs <= observed.fromMs && observed.toMs <= toMs
  if (estimate === null) return { notification, isWholeTime, share: null }
  const points = supportPositions(estimate)
  const share = points.filter((point) => isInDisc(place, point)).length / points.length
  return share > 0 ? { notification, isWholeTime, share } : null
}

const isHeldBy = ({ notification, isWholeTime, share }: Cover): boolean =>
  isWholeTime && share === 1 && !notification.late

/** The notification that covers an event best, under a rule: one that holds the excuse, or else the one with most of the place. */
export function bestCover(
  agreement: Agreement,
  rule: string,
  { event, standing }: { readonly event: Event; readonly standing: Standing },
): Cover | null {
  const explains = agreement.notified.find(({ id }) => id === rule)?.explains ?? []
  if (explains.length > 0 && !explains.includes(event.kind)) return null
  const rank = (cover: Cover): number => (isHeldBy(cover) ? 2 : (cover.share ?? 0))
  let best: Cover | null = null
  for (const notification of standing.notified) {
    const cover = notification.rule === rule ? coverOf(notification, event) : null
    if (cover !== null && (best === null || rank(cover) > rank(best))) best = cover
  }
  return best
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

function tellCover({ notification, isWholeTime, share }: Cover): string {
  const { id, title, late } = notification
  const time = isWholeTime ? 'its time' : 'a part of its time'
  const place =
    share === null ? '; no source said where the event was' : ` and ${percent(share)} of its place`
  return `${id} ("${title}") covers ${time}${place}${late ? '; it was announced late' : ''}`
}

/** An excuse, with what share of the event's points it covers, from least to most. */
export interface PointJudged {
  readonly condition: Condition
  readonly bounds: { readonly least: number; readonly most: number }
}

const ANYTHING = { least: 0, most: 1 }

// What came late or for another time covers nothing until a person says so.
function boundsOf(cover: Cover): PointJudged['bounds'] {
  const { share, isWholeTime, notification } = cover
  if (share === null) return ANYTHING
  return { least: isWholeTime && !notification.late ? share : 0, most: share }
}

const open = (because: string): PointJudged => ({
  condition: { condition: 'exception', held: 'undecided', probability: null, because },
  bounds: ANYTHING,
})

/** A single excuse: one condition. */
export function pointCondition(
  { id, title, notified }: ExcusePoint,
  at: {
    readonly agreement: Agreement
    readonly event: Event
    readonly standing: Standing | undefined
  },
): PointJudged {
  const { agreement, event, standing } = at
  if (notified === undefined || standing === undefined)
    return open(`${id}: ${title}; a person has to decide it`)
  const cover = bestCover(agreement, notified, { event, standing })
  if (cover === null)
    return open(
      `${id}: ${title}; no notification under ${notified} covers it; a person has to decide it`,
    )
  const isHeld = isHeldBy(cover)
  const may = isHeld ? 'explained by' : 'perhaps explained by'
  return {
    condition: {
      condition: 'exception',
      held: isHeld ? 'yes' : 'undecided',
      probability: cover.share,
      because: `${id}: ${title}; ${tellCover(cover)}: ${may} ${cover.notification.id}; a person decides`,
    },
    bounds: boundsOf(cover),
  }
}
