/**
 * The health of sensors, streaming: push innovations and reported positions as they come, advance it by the clock, and
 * ask what stands.
 *
 * Windows are closed by the caller's clock alone. Were they closed by the times in the data, one sensor with a clock five
 * minutes ahead would close everybody's. What falls outside the two open windows is counted and left out, so that the
 * order within them does not matter and the state stays bounded (`bounds.ts`).
 */
import { EVIDENCE_OBSERVATIONS_MAX } from '../../observe/index.ts'
import type { HealthEvidence } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { LATE_MS, MANY_MIN, RUN, SHARE_MIN, WINDOW_MS } from './assumptions.ts'
import { carriedBySource, patterns } from './areas.ts'
import { Findings } from './findings.ts'
import { Identities } from './identities.ts'
import { sampled } from './sample.ts'
import { Sensors, falseAlarmsPerDay } from './sensors.ts'
import type { Failing } from './sensors.ts'
import type { HealthOptions, HealthReport, Innovation, PositionReport, Proposal } from './types.ts'

/** Watches sensors and those that report themselves. Deterministic: the same calls, the same answers. */
export class HealthMonitor {
  readonly #options: HealthOptions
  readonly #sensors: Sensors
  readonly #identities = new Identities()
  readonly #findings = new Findings()
  /** Runs of windows in which most names that a source reports are carried off. */
  #carried = new Map<string, Failing>()
  /** Number of the older open window. */
  #open: number
  #late = 0

  constructor(startMs: InstantMs, options: HealthOptions = {}) {
    this.#options = options
    this.#sensors = new Sensors(options)
    this.#open = Math.floor((startMs - LATE_MS) / WINDOW_MS)
  }

  /** How much is held now; the most of each is in `bounds.ts`. */
  get sizes() {
    return {
      ...this.#sensors.sizes,
      identities: this.#identities.size,
      findings: this.#findings.size,
    }
  }

  /** Takes a detection with what its track had predicted. */
  pushInnovation(innovation: Innovation): void {
    if (this.#isOutside(innovation.atMs)) return
    this.#sensors.push(Math.floor(innovation.atMs / WINDOW_MS), innovation)
  }

  /** Takes a position: reported by the thing itself, or by another sensor that knows its name. */
  pushReport(report: PositionReport): void {
    if (this.#isOutside(report.atMs)) return
    if (!report.isOwn) {
      this.#identities.seen(report.identity, report.atMs)
      return
    }
    const found = this.#identities.push(report)
    if (found === null) this.#late += 1
    else for (const one of found) this.#findings.add(one)
  }

  #isOutside(atMs: InstantMs): boolean {
    const window = Math.floor(atMs / WINDOW_MS)
    // NaN is outside.
    const isInside = window >= this.#open && window <= this.#open + 1
    if (!isInside) this.#late += 1
    return !isInside
  }

  /** A person lifted the source's quarantine: what failed before is forgotten, and it is judged anew. */
  restored(source: string): void {
    this.#sensors.forget(source)
    this.#carried.delete(source)
  }

  /** Closes the windows that are over by the clock in force; call it at least once a window. */
  advance(nowMs: InstantMs): void {
    const until = Math.floor((nowMs - LATE_MS) / WINDOW_MS)
    // After a pause only the two windows that were open can hold anything.
    for (const last = Math.min(until, this.#open + 2); this.#open < last; this.#open += 1)
      this.#close(this.#open)
    if (this.#open < until) this.#open = until
  }

  #close(window: number): void {
    const endMs = (window + 1) * WINDOW_MS
    this.#sensors.close(window)
    for (const { source, evidence, benign } of this.#sensors.failing())
      if (evidence.toMs === endMs) this.#findings.add(findingOf(source, evidence, benign))
    for (const one of patterns(this.#identities, endMs)) this.#findings.add(one)
    this.#tally(window)
  }

  #tally(window: number): void {
    const before = this.#carried
    const next = new Map<string, Failing>()
    for (const [source, { all, carried }] of carriedBySource(
      this.#identities,
      (window + 1) * WINDOW_MS,
    )) {
      if (carried.length < MANY_MIN || carried.length < SHARE_MIN * all) continue
      const known = before.get(source)
      const observations: string[] = []
      for (const { last } of carried)
        sampled(observations, last.observation, EVIDENCE_OBSERVATIONS_MAX)
      const kind = known?.evidence.kind ?? carried[0]?.carriedBy ?? 'impossibleSpeed'
      const evidence: HealthEvidence = {
        kind,
        observations,
        statistic: carried.length / all,
        threshold: SHARE_MIN,
        fromMs: known?.evidence.fromMs ?? window * WINDOW_MS,
        toMs: (window + 1) * WINDOW_MS,
        count: carried.length,
        says: `${carried.length} of ${all} names are where they cannot be`,
      }
      next.set(source, { source, run: (known?.run ?? 0) + 1, evidence, benign: null })
    }
    this.#carried = next
  }

  /** What stands at an instant. */
  report(nowMs: InstantMs): HealthReport {
    this.advance(nowMs)
    return {
      sensors: this.#sensors.health(),
      findings: this.#findings.list(),
      late: this.#late,
      falseAlarmsPerDay: falseAlarmsPerDay(this.#options),
    }
  }

  /**
   * Sources that should be left out now, in the order of their names: for each the command `quarantineSource` of the
   * system. What has a benign explanation is a finding and no proposal.
   */
  proposals(nowMs: InstantMs): readonly Proposal[] {
    this.advance(nowMs)
    const { run = RUN } = this.#options
    const carried = [...this.#carried.values()].filter((one) => one.run >= run)
    const bySource = new Map<string, HealthEvidence[]>()
    for (const { source, evidence, benign } of [...this.#sensors.failing(), ...carried]) {
      if (benign !== null) continue
      bySource.set(source, [...(bySource.get(source) ?? []), evidence])
    }
    return [...bySource]
      .map(([source, evidence]) => ({
        source,
        evidence,
        sinceMs: Math.min(...evidence.map(({ fromMs }) => fromMs)),
        reason: evidence.map(({ says }) => says).join('; '),
      }))
      .toSorted((a, b) => (a.source < b.source ? -1 : 1))
  }
}

const findingOf = (source: string, evidence: HealthEvidence, benign: Failing['benign']) => {
  const { kind, fromMs, toMs, statistic, threshold, count, observations } = evidence
  return {
    kind,
    source,
    area: null,
    identities: [],
    fromMs,
    toMs,
    observations,
    benign,
    count,
    score: Math.max(1, statistic / threshold),
  }
}
