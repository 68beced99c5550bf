/**
 * Watches the sensors that tracks are made of, beside the picture: how far their reports were from what was expected, and
 * whether those that report themselves are where they can be. Out come sources that should be left out, with evidence.
 * It decides nothing: the deployment records a quarantine, and a person ends it.
 */
import { HealthMonitor, positionReportOf } from '@holdfast/core/fuse/health'
import type { HealthReport, Proposal } from '@holdfast/core/fuse/health'
import type { Observation, ObserveState } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import { FINDINGS_TOLD_MAX } from './limits.ts'
import type { Advance } from './picture.ts'

/** Before anything was watched: no sensor is known to err, and none to be well. */
const NOTHING_FOUND: HealthReport = { sensors: [], findings: [], late: 0, falseAlarmsPerDay: 0 }

type Registry = Pick<ObserveState, 'sources' | 'quarantines'>

/** Watches the health of sensors. */
export class HealthWatch {
  // Made by the first advance: windows run on the deployment's clock, and no row says what time it is.
  #monitor: HealthMonitor | null = null
  #nowMs: InstantMs = 0
  #registry: Registry = { sources: new Map(), quarantines: new Map() }
  /** The end of the evidence that was proposed last, by source: a proposal is told once for each window that adds to it. */
  readonly #proposed = new Map<string, InstantMs>()

  /** The registry as it stands. A source whose quarantine was lifted since is judged anew. */
  setRegistry(registry: Registry): void {
    for (const [source, { liftedMs }] of registry.quarantines) {
      if (liftedMs === (this.#registry.quarantines.get(source)?.liftedMs ?? null)) continue
      this.#monitor?.restored(source)
      this.#proposed.delete(source)
    }
    this.#registry = registry
  }

  /** Takes rows that the picture takes, too. */
  take(observations: readonly Observation[]): void {
    const monitor = this.#monitor
    if (monitor === null) return
    for (const observation of observations) {
      const source = this.#registry.sources.get(observation.source)
      const report = source === undefined ? null : positionReportOf(observation, source.kind)
      if (report !== null) monitor.pushReport(report)
    }
  }

  /** What was found by the last advance; the findings are the newest `FINDINGS_TOLD_MAX`, and `further` counts the rest. */
  report(): HealthReport & { readonly further: number } {
    const report = this.#monitor?.report(this.#nowMs) ?? NOTHING_FOUND
    const findings = report.findings.slice(0, FINDINGS_TOLD_MAX)
    return { ...report, findings, further: report.findings.length - findings.length }
  }

  /** Takes what the picture compared, and tells whom to leave out by what is known at an instant. */
  advance(nowMs: InstantMs, innovations: Advance['innovations']): readonly Proposal[] {
    this.#monitor ??= new HealthMonitor(nowMs)
    this.#nowMs = nowMs
    for (const innovation of innovations) this.#monitor.pushInnovation(innovation)
    return this.#monitor.proposals(nowMs).filter(({ source, evidence }) => {
      const toMs = Math.max(...evidence.map((one) => one.toMs))
      const isNew = toMs > (this.#proposed.get(source) ?? Number.NEGATIVE_INFINITY)
      if (isNew) this.#proposed.set(source, toMs)
      return isNew
    })
  }
}
