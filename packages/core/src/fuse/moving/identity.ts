import { distanceM } from '../../geo/index.ts'
import type { IdentityKind, Motion } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import {
  BASE_MS,
  BENDING_MPS2,
  CONDUCT,
  CONTRADICTION_MS,
  ECHO_DEG,
  ECHO_MS,
  LEG_DEVIATIONS,
  LEG_SLACK_S,
} from './assumptions.ts'
import { HARD, isName } from './names.ts'
import type { Report } from './report.ts'
import type { Contradiction } from './types.ts'

/**
 * Names that things go by. A hard name (an aircraft's 24-bit address, a ship's MMSI, a beacon's uid) stands for one
 * thing, so reports with it are given to the tracker with one number. But it is transmitted by whoever wants to: one
 * name may be used by two, by mistake or to deceive. So a name has legs: a report joins the one that it can have come
 * from, and what can have come from none begins another, with a number of its own. Whether that is deceit is not decided
 * here; both tracks say that they share a name.
 */

/** Kinds that a track is called by. */
const FUSED: readonly IdentityKind[] = [...HARD, 'mode3a', 'callsign']
/** Where a name was last transmitted from, by one of those that use it. */
interface Leg {
  /** What the tracker knows it by. */
  readonly number: number
  readonly last: Report
  /** An earlier one, by some seconds: what it has done since shows how fast it is. */
  readonly anchor: Report
}
/** Legs of one name at most; a fifth takes the place of the longest silent. */
const LEGS_MAX = 4

/** What the register says of a report. */
export interface Joined {
  readonly number: number
  /** Whether the velocity that is told is what the positions of the leg show, as far as they show it. */
  readonly isVelocityBorneOut: boolean
  /** Another leg of the name that was heard lately: since when, or null. */
  readonly sharedSinceMs: InstantMs | null
  /** The transmission is known from another receiver. */
  readonly isEcho: boolean
}

const gapM = (a: Report, b: Report): number =>
  a.plane === b.plane
    ? Math.hypot(a.eastM - b.eastM, a.northM - b.northM)
    : distanceM(a.position, b.position)

/** Limits of a register, from the domain's conduct. */
interface Limits {
  readonly speedMpsMax: number
  readonly silenceMs: number
  readonly namesMax: number
}

/** The register of hard names of one kernel. Legs are never changed but replaced, so that a copy is a copy of the map. */
export class Names {
  #legs: Map<string, readonly Leg[]>
  #next: number
  readonly #limits: Limits

  constructor(limits: Limits, from?: Names) {
    this.#limits = limits
    this.#legs = new Map(from === undefined ? [] : from.#legs)
    this.#next = from === undefined ? 0 : from.#next
  }

  /** The register as it is now. */
  copy(): Names {
    return new Names(this.#limits, this)
  }

  /** Joins a report to the leg of its name that it can have come from, or begins one. */
  join(key: string, report: Report): Joined {
    const legs = this.#legs.get(key) ?? NO_LEGS
    const leg = this.#nearest(legs, report)
    if (leg !== undefined && isSameTransmission(leg.last, report))
      return { number: leg.number, isVelocityBorneOut: true, sharedSinceMs: null, isEcho: true }
    const number = leg?.number ?? this.#begin()
    const anchor = leg === undefined ? report : anchorOf(leg, report)
    const others = legs.length === 1 && leg !== undefined ? NO_LEGS : withoutOne(legs, leg)
    // The name that was silent longest stands first, and is forgotten first.
    this.#legs.delete(key)
    this.#legs.set(key, [...others, { number, last: report, anchor }])
    if (this.#legs.size > this.#limits.namesMax) this.#forgetFirst()
    return {
      number,
      isVelocityBorneOut: isBorneOut(anchor, report),
      sharedSinceMs: others.length === 0 ? null : this.#sharedSince(others, report),
      isEcho: false,
    }
  }

  /** The nearest leg that a report can go on. */
  #nearest(legs: readonly Leg[], report: Report): Leg | undefined {
    let best: Leg | undefined
    let bestM = Number.POSITIVE_INFINITY
    for (const leg of legs) {
      const m = gapM(leg.last, report)
      if (m >= bestM || m > this.#reachM(leg.last, report)) continue
      best = leg
      bestM = m
    }
    return best
  }

  /** The numbers that go with a name. */
  numbersOf(key: string): readonly number[] {
    return (this.#legs.get(key) ?? []).map(({ number }) => number)
  }

  /** Forgets what has been silent for twice the silence that loses a track. */
  prune(nowMs: InstantMs): void {
    const beforeMs = nowMs - 2 * this.#limits.silenceMs
    for (const [key, legs] of this.#legs) {
      if (legs.every(({ last }) => last.atMs >= beforeMs)) continue
      const fresh = legs.filter(({ last }) => last.atMs >= beforeMs)
      if (fresh.length === 0) this.#legs.delete(key)
      else this.#legs.set(key, fresh)
    }
  }

  /** What a thing can have covered between two reports, and what they may be off. */
  #reachM(last: Report, report: Report): number {
    const elapsedS = Math.abs(report.atMs - last.atMs) / 1_000 + LEG_SLACK_S
    return (
      this.#limits.speedMpsMax * elapsedS + LEG_DEVIATIONS * Math.hypot(last.sigmaM, report.sigmaM)
    )
  }

  #begin(): number {
    const number = this.#next
    this.#next += 1
    return number
  }

  #sharedSince(others: readonly Leg[], report: Report): InstantMs | null {
    const fresh = others.filter(({ last }) => report.atMs - last.atMs <= this.#limits.silenceMs)
    return fresh.length === 0 ? null : report.atMs
  }

  #forgetFirst(): void {
    const [first] = this.#legs.keys()
    if (first !== undefined) this.#legs.delete(first)
  }
}

const NO_LEGS: readonly Leg[] = []

/** The legs beside one; beside a new one, as many as leave it room. */
function withoutOne(legs: readonly Leg[], leg: Leg | undefined): readonly Leg[] {
  if (leg !== undefined) return legs.filter((one) => one !== leg)
  return legs.length >= LEGS_MAX ? withoutOldest(legs) : legs
}

function withoutOldest(legs: readonly Leg[]): readonly Leg[] {
  const oldestMs = Math.min(...legs.map(({ last }) => last.atMs))
  return legs.filter(({ last }) => last.atMs !== oldestMs)
}

const anchorOf = ({ last, anchor }: Leg, report: Report): Report =>
  report.atMs - anchor.atMs > BASE_MS ? last : anchor

/**
 * Whether a told velocity agrees with the way since an earlier report. Feeds tell velocities that are old, or of another
 * column: a filter that believes them loses a thing that it sees.
 */
function isBorneOut(anchor: Report, report: Report): boolean {
  const dtS = (report.atMs - anchor.atMs) / 1_000
  const { eastMps, northMps } = report
  if (Number.isNaN(eastMps) || dtS < 1 || anchor.plane !== report.plane) return true
  const missM = Math.hypot(
    report.eastM - anchor.eastM - eastMps * dtS,
    report.northM - anchor.northM - northMps * dtS,
  )
  const timeM = Math.hypot(eastMps, northMps) * Math.hypot(anchor.timeStdS, report.timeStdS)
  const placeM = Math.hypot(anchor.sigmaM, report.sigmaM)
  const { toldVelocityStdMps } = CONDUCT[report.domain]
  return (
    missM <=
    LEG_DEVIATIONS * Math.hypot(timeM, placeM, toldVelocityStdMps * dtS) +
      (BENDING_MPS2 * dtS * dtS) / 2
  )
}

/**
 * The same words within a moment, from another receiver or again from a feed that fills its gaps: one transmission, so its
 * error is one error.
 */
function isSameTransmission(last: Report, report: Report): boolean {
  return (
    last.manner === 'told' &&
    report.manner === 'told' &&
    Math.abs(report.atMs - last.atMs) <= ECHO_MS &&
    Math.abs(report.position.latDeg - last.position.latDeg) <= ECHO_DEG &&
    Math.abs(report.position.lonDeg - last.position.lonDeg) <= ECHO_DEG
  )
}

/** A value of one kind that a track was called by. */
export interface Called {
  readonly kind: IdentityKind
  readonly value: string
  readonly firstMs: InstantMs
  readonly lastMs: InstantMs
  readonly reports: number
  /** It came back after another value had taken its place: no change of name does that. */
  readonly cameBack: boolean
}
/** Values kept of one track. */
const CALLED_MAX = 16

/** What a track is called, after one more report. The list is never changed but replaced. */
export function calledAfter(
  called: readonly Called[],
  identity: Motion['identity'],
  atMs: InstantMs,
): readonly Called[] {
  const out = called.slice()
  for (const kind of FUSED) {
    const value = identity[kind]
    if (value === undefined) continue
    let n = 0
    while (n < out.length && (out[n]?.kind !== kind || out[n]?.value !== value)) n += 1
    const known = out[n]
    if (known !== undefined) out[n] = calledAgain(known, out, atMs)
    else if (isName(kind, value))
      out.push({ kind, value, firstMs: atMs, lastMs: atMs, reports: 1, cameBack: false })
  }
  return out.length > CALLED_MAX ? out.slice(-CALLED_MAX) : out
}

function calledAgain(known: Called, called: readonly Called[], atMs: InstantMs): Called {
  const { kind, value, firstMs, lastMs, reports, cameBack } = known
  const isBack =
    cameBack ||
    (called.length > 1 &&
      called.some((one) => one.kind === kind && one.firstMs > firstMs && one.lastMs > lastMs))
  return {
    kind,
    value,
    firstMs,
    lastMs: Math.max(atMs, lastMs),
    reports: reports + 1,
    cameBack: isBack,
  }
}

/** The value of each kind that was reported last, the more often reported one of several at one instant. */
export function identityOf(called: readonly Called[]): Partial<Record<IdentityKind, string>> {
  const best = new Map<IdentityKind, Called>()
  for (const one of called) {
    const held = best.get(one.kind)
    const isBetter =
      held === undefined ||
      (HARD.includes(one.kind)
        ? one.reports > held.reports
        : one.lastMs > held.lastMs || (one.lastMs === held.lastMs && one.reports > held.reports))
    if (isBetter) best.set(one.kind, one)
  }
  return Object.fromEntries([...best].map(([kind, { value }]) => [kind, value]))
}

/** Whether no kind has two values: then what a thing is called does not depend on which was heard last. */
export function isOfEachKindOne(called: readonly Called[]): boolean {
  for (let n = 1; n < called.length; n += 1)
    for (let m = 0; m < n; m += 1) if (called[m]?.kind === called[n]?.kind) return false
  return true
}

function countOf(called: readonly Called[], kind: IdentityKind): number {
  let count = 0
  for (const one of called) if (one.kind === kind) count += 1
  return count
}

/**
 * Values that cannot all be true. Of hard kinds two heard within `CONTRADICTION_MS` of each other; of codes and callsigns,
 * which crews change, two of which the old one came back.
 */
export function contradictionsOf(
  called: readonly Called[],
  shared: ReadonlyMap<IdentityKind, InstantMs>,
): readonly Contradiction[] {
  const out: Contradiction[] = []
  for (const kind of FUSED) {
    if (!shared.has(kind) && countOf(called, kind) < 2) continue
    const ones = called.filter((one) => one.kind === kind)
    const latestMs = Math.max(...ones.map(({ lastMs }) => lastMs))
    const fresh = ones.filter(({ lastMs }) => latestMs - lastMs <= CONTRADICTION_MS)
    const isHard = HARD.includes(kind)
    if (fresh.length > 1 && (isHard || fresh.some(({ cameBack }) => cameBack))) {
      const starts = fresh.map(({ firstMs }) => firstMs).toSorted((a, b) => a - b)
      out.push({
        kind,
        values: fresh.map(({ value }) => value).toSorted(),
        sinceMs: starts[1] ?? latestMs,
      })
      continue
    }
    const sinceMs = shared.get(kind)
    if (sinceMs !== undefined && ones.length > 0)
      out.push({ kind, values: [identityOf(ones)[kind] ?? ''], sinceMs })
  }
  return out
}
