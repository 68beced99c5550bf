import { distanceM } from '../../geo/index.ts'
import { coverageAt, standing } from '../../observe/index.ts'
import type { CoveragePeriod, Source } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { SCAN_MS, SCAN_MS_MIN, TURNS_MISSED } from './assumptions.ts'
import type { TrackState } from '../tracker/types.ts'
import type { Turn } from './held.ts'
import { noticing } from './looks.ts'
import { positionOf } from './planes.ts'
import type { Domain } from './types.ts'

/**
 * What radars missed. A radar says nothing of what it did not see, so a miss is worked out: it has seen the track before
 * (what it never saw may be below its horizon), it was up, the track is within its reach, and more than a turn went by
 * without a plot. How long a turn takes no registry says; it is learnt from how soon tracks are seen again.
 */
export interface Radar {
  readonly source: Source
  readonly seenMs: InstantMs
  /** The last times between two plots of one track, ms. */
  readonly revisits: readonly number[]
}
/** Revisits remembered of a radar. */
const REVISITS_MAX = 15

/** A radar after a plot of a track that it saw before, or not. */
export function radarAfter(radar: Radar | undefined, source: Source, atMs: InstantMs): Radar {
  return { source, seenMs: Math.max(atMs, radar?.seenMs ?? atMs), revisits: radar?.revisits ?? [] }
}

/** A radar that saw a track again after so long. */
export function withRevisit(radar: Radar, afterMs: number): Radar {
  if (afterMs < SCAN_MS_MIN || afterMs > SCAN_MS) return radar
  return { ...radar, revisits: [...radar.revisits.slice(1 - REVISITS_MAX), afterMs] }
}

/** How long a turn takes, ms: the middle of what was seen; the slowest there are until five were. */
function turnMs({ revisits }: Radar): number {
  if (revisits.length < 5) return SCAN_MS
  return revisits.toSorted((a, b) => a - b)[Math.floor(revisits.length / 2)] ?? SCAN_MS
}

/** Whether a radar looked: it was up; where nobody said how it stood, it gave a plot of anything in this turn or the last. */
function looked(radar: Radar, periods: readonly CoveragePeriod[], atMs: InstantMs): boolean {
  const said = coverageAt(periods, atMs)
  if (said !== null) return said.state === 'up'
  return atMs - radar.seenMs <= 2 * turnMs(radar)
}

/** What a track is judged with. */
interface Judging {
  readonly domain: Domain
  readonly nowMs: InstantMs
  readonly radars: ReadonlyMap<string, Radar>
  readonly coverage: ReadonlyMap<string, readonly CoveragePeriod[]>
}
/** The radars of a track after judging, and the chances of noticing that came to nothing. */
interface Judged {
  readonly radars: readonly Turn[]
  readonly misses: readonly { readonly source: string; readonly pd: number }[]
}

/** A radar's turn went by, and half of another, since it saw a track or the last turn was judged. */
const isOver = (turn: Turn, radar: Radar, nowMs: InstantMs): boolean =>
  nowMs - turn.judgedMs > TURNS_MISSED * turnMs(radar)

/** Whether there is a turn to judge. */
export const isDue = (turns: readonly Turn[], { radars, nowMs }: Judging): boolean =>
  turns.some((turn) => {
    const radar = radars.get(turn.source)
    return radar !== undefined && isOver(turn, radar, nowMs)
  })

/** Judges the turns of the radars that have seen a track. Each turn is judged once. */
export function judgeTurns(turns: readonly Turn[], state: TrackState, judging: Judging): Judged {
  const misses: { source: string; pd: number }[] = []
  const radars = turns.map((turn): Turn => {
    const radar = judging.radars.get(turn.source)
    if (radar === undefined || !isOver(turn, radar, judging.nowMs)) return turn
    const judgedMs = turn.judgedMs + turnMs(radar)
    if (looked(radar, judging.coverage.get(turn.source) ?? [], judgedMs)) {
      const pd = pdOf(standing(radar.source, judgedMs), state, judging.domain)
      if (pd > 0) misses.push({ source: turn.source, pd })
    }
    return { ...turn, judgedMs }
  })
  return { radars, misses }
}

function pdOf(source: Source, { plane, eastM, northM }: TrackState, domain: Domain): number {
  const { site } = source
  // Where it stands nobody said: whether the track is in its reach is not known.
  if (site === undefined) return 0
  return noticing(source, domain, distanceM(site.position, positionOf(plane, eastM, northM)))
}
