import type { IdentityKind } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { BELIEVED_REPORTS } from './assumptions.ts'
import { withHeight } from './height.ts'
import type { Height } from './height.ts'
import { calledAfter, identityOf, isOfEachKindOne } from './identity.ts'
import type { Called } from './identity.ts'
import type { Report } from './report.ts'
import type { TrajectoryPoint } from './types.ts'

/**
 * What is held of a track beside its state: names, sources, reports, height. Everything in it is replaced and never
 * changed in place, so that a picture to go back to shares what did not change since; the record itself is copied when it
 * is first written to after such a picture was taken (`epoch`).
 */
export interface Held {
  /** The copy belongs to the pictures taken since. */
  readonly epoch: number
  /** Of the tracker; −1: a track of another system alone. */
  readonly kernelId: number
  /** Reports in a row that bore its name and lay outside of its gate. */
  strikes: number
  /** Reports that the filter took for it in a row; from two on it is believed. */
  fits: number
  name: string
  /** Named anew while going over late reports: an older name may still turn up. */
  isNew: boolean
  beganMs: InstantMs
  seenMs: InstantMs
  called: readonly Called[]
  /** What follows from `called`. */
  identity: Readonly<Partial<Record<IdentityKind, string>>>
  /** Kinds of names that it shares with another track, and since when. */
  shared: ReadonlyMap<IdentityKind, InstantMs>
  sources: readonly string[]
  observations: readonly string[]
  firstId: string
  reports: number
  height: Height | null
  radars: readonly Turn[]
  /** States that may yet change, for the trajectory. */
  recent: readonly TrajectoryPoint[]
}

/** What a radar that has seen a track may miss it by. */
export interface Turn {
  readonly source: string
  readonly seenMs: InstantMs
  /** Turns up to here are judged. */
  readonly judgedMs: InstantMs
}

/** Observations that a track shows. */
const OBSERVATIONS_MAX = 16
/** Sources that a track lists. */
const SOURCES_MAX = 32
/** Radars whose misses are judged for one track. */
const RADARS_MAX = 4

/** The record of a track that a report begins. */
export function begun(report: Report, kernelId: number, epoch: number): Held {
  return {
    epoch,
    kernelId,
    strikes: 0,
    fits: 0,
    name: '',
    isNew: false,
    beganMs: report.atMs,
    seenMs: report.atMs,
    called: [],
    identity: {},
    shared: NONE,
    sources: [],
    observations: [],
    firstId: report.observation.id,
    reports: 0,
    height: null,
    radars: [],
    recent: [],
  }
}
const NONE: ReadonlyMap<IdentityKind, InstantMs> = new Map()

/** Whether more than one report, each where the one before let it be expected, speaks for a track. */
export const isBelieved = ({ fits }: Held): boolean => fits >= BELIEVED_REPORTS

/** Adds a report to a record of this epoch. */
export function give(held: Held, report: Report): void {
  const { observation, source, atMs, manner } = report
  held.seenMs = Math.max(held.seenMs, atMs)
  held.reports += 1
  held.strikes = 0
  const observations = held.observations.slice(1 - OBSERVATIONS_MAX)
  observations.push(observation.id)
  held.observations = observations
  if (!held.sources.includes(source.id) && held.sources.length < SOURCES_MAX)
    held.sources = [...held.sources, source.id].toSorted()
  if (observation.motion !== undefined) {
    const called = calledAfter(held.called, observation.motion.identity, atMs)
    // As long as no name comes to it, and no kind has two, it is called the same.
    if (called.length !== held.called.length || !isOfEachKindOne(called))
      held.identity = identityOf(called)
    held.called = called
    held.height = withHeight(held.height, observation.motion, atMs)
  }
  if (manner === 'radar') {
    const turn = { source: source.id, seenMs: atMs, judgedMs: atMs }
    const others = held.radars.filter((one) => one.source !== source.id)
    held.radars = others.length === 0 ? [turn] : [...others.slice(1 - RADARS_MAX), turn]
  }
}

/** Says that the track shares a name of a kind with another, from an instant on. */
export function share(held: Held, kind: IdentityKind, sinceMs: InstantMs): void {
  if (!held.shared.has(kind)) held.shared = new Map([...held.shared, [kind, sinceMs]])
}
