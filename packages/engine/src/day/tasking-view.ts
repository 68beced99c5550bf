/**
 * Where nobody looked over the last day, and what the machine would look at tomorrow. Which sensor is blind, and where
 * somebody will go, are worth most to whoever would use the gap: the monitor's alone.
 */
import { adoptedAt } from '@holdfast/core/agreement'
import type { AgreementState } from '@holdfast/core/agreement'
import type { Office } from '@holdfast/core/nations'
import { coverageOf, rolesOf } from '@holdfast/core/observe'
import type { CoverageRole, ObserveState } from '@holdfast/core/observe'
import { areaOf, areasAlong, deficitsOf, rankTasking } from '@holdfast/core/patrol'
import type { Area, AreaRecord, Deficit, Proposal, Watcher } from '@holdfast/core/patrol'
import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs, Refused } from '@holdfast/core/units'
import type { ProjectionSink } from '../projector/index.ts'

/** What the view reads of a deployment. */
export interface TaskingNeeds {
  readonly mission: { readonly observe: ObserveState; readonly agreement: AgreementState }
  readonly sink: Pick<ProjectionSink, 'list'>
  readonly nowMs: InstantMs
}
/** The deficits of the last day and what follows from them. */
export interface TaskingView {
  readonly office: Office
  readonly notice: string | null
  /** The day whose coverage is judged, and the one that is planned: from, inclusive, to, exclusive. */
  readonly seen: { readonly fromMs: InstantMs; readonly toMs: InstantMs }
  readonly planned: { readonly fromMs: InstantMs; readonly toMs: InstantMs }
  readonly areas: number
  /**
   * Shares of the day, over all areas alike: somebody is known to have looked, nobody is known to have, nobody knows. They sum to
   * 1; without an area all are 0.
   */
  readonly answers: { readonly seen: number; readonly none: number; readonly unknown: number }
  /** How many sources have which part in the coverage: only those that look count. */
  readonly roles: Readonly<Record<CoverageRole, number>>
  /** Events that the expectation rests on, and the days before that they were counted over. */
  readonly events: number
  readonly recordDays: number
  /** Set where there were more events than were read: the expectation is then too low, evenly. */
  readonly eventsLeftOut: boolean
  readonly deficits: readonly Deficit[]
  readonly proposals: readonly Proposal[]
  readonly assumptions: readonly string[]
}

/** Days before now that expected events are counted over. */
const RECORD_DAYS = 7
/** Events that are read at most: the newest. */
const EVENTS_MAX = 5_000

/** The line of contact at the instant, cut into areas; none without an agreement. */
function areasAt({ mission, nowMs }: TaskingNeeds): readonly Area[] {
  const text = adoptedAt(mission.agreement, nowMs)?.agreement
  if (text === undefined) return []
  const { linesOfContact, lines } = text
  const inForce = linesOfContact.findLast(({ fromMs }) => fromMs <= nowMs) ?? linesOfContact[0]
  const line = lines.find(({ id }) => id === inForce?.line)
  return line === undefined ? [] : areasAlong(line)
}

const mean = (shares: readonly number[]): number =>
  shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length

/** The view; refused to every office but the monitor's. */
export async function taskingView(
  needs: TaskingNeeds,
  office: Office,
  notice: string | null,
): Promise<TaskingView | (Refused & { readonly status: 403 })> {
  if (office !== 'monitor')
    return {
      refused: "where nobody looked is the monitor's view only; log in to that office",
      status: 403,
    }
  const { mission, sink, nowMs } = needs
  const areas = areasAt(needs)
  const watchers = [...mission.observe.sources.values()].map((source): Watcher => ({
    source,
    periods: coverageOf(mission.observe, source.id),
  }))
  const seen = { fromMs: nowMs - DAY_MS, toMs: nowMs }
  const recorded = { fromMs: nowMs - RECORD_DAYS * DAY_MS, toMs: nowMs }
  const deficits = deficitsOf(areas, watchers, seen)
  const events = await sink.list('event', { limit: EVENTS_MAX, newest: true })
  const counts = new Map<string, number>()
  let counted = 0
  for (const { estimate, observed } of events) {
    if (estimate === null || observed.toMs < recorded.fromMs || observed.toMs > nowMs) continue
    const area = areaOf(areas, estimate.position)
    if (area === null) continue
    counts.set(area.id, (counts.get(area.id) ?? 0) + 1)
    counted += 1
  }
  // What was reported while nobody knew who looked was seen by somebody: that time counts, or few hours would make a high rate.
  const recordMs = RECORD_DAYS * DAY_MS
  const records = new Map(
    deficitsOf(areas, watchers, recorded).map((one): readonly [string, AreaRecord] => [
      one.area.id,
      {
        events: counts.get(one.area.id) ?? 0,
        watchedMs: one.watchedMs + one.unknown * recordMs,
      },
    ]),
  )
  const [none, unknown] = [
    mean(deficits.map(({ blindness }) => blindness)),
    mean(deficits.map((one) => one.unknown)),
  ]
  return {
    office,
    notice,
    seen,
    planned: { fromMs: nowMs, toMs: nowMs + DAY_MS },
    areas: areas.length,
    answers: { seen: areas.length === 0 ? 0 : Math.max(0, 1 - none - unknown), none, unknown },
    roles: rolesOf(mission.observe.sources.values()),
    events: counted,
    recordDays: RECORD_DAYS,
    eventsLeftOut: events.length === EVENTS_MAX,
    deficits,
    proposals: rankTasking(deficits, records, DAY_MS),
    assumptions: [
      'tomorrow is as blind as the last day',
      `events come at the rate of the last ${RECORD_DAYS} days, as far as somebody looked or may have`,
      'an area is judged by its centre on the line of contact',
      'a source without a registered reach or place may have looked anywhere while it was not known to be down',
    ],
  }
}
