import { standing } from '../../observe/index.ts'
import type { Innovation, PlaceInnovation } from '../health/index.ts'
import { INNOVATION_COLUMNS } from '../tracker/index.ts'
import type { Outcome } from '../tracker/index.ts'
import { placeIn } from './planes.ts'
import type { Report } from './report.ts'

/** What a report was off from where its track was expected: what the health of sensors is told from. */

/** Reports that make a track worth comparing a direction with; places are compared with confirmed tracks alone. */
const REPORTS_MIN = 5

const SECOND_MS = 1_000
const site = new Float64Array(2)

/** From a radar, which measures range and azimuth, to what it saw, metres; null of what measures places. */
function fromSite({ manner, source, atMs, plane, eastM, northM }: Report) {
  const stood = manner === 'radar' ? standing(source, atMs).site : undefined
  if (stood === undefined) return null
  placeIn(plane, stood.position, site)
  return { eastM: eastM - (site[0] as number), northM: northM - (site[1] as number) }
}

function placeOf(report: Report, columns: Float64Array): PlaceInnovation {
  const [eastM = 0, northM = 0, ee = 0, en = 0, nn = 0, ree = 0, ren = 0, rnn = 0, ve = 0, vn = 0] =
    columns
  return {
    eastM,
    northM,
    covariance: { ee, en, nn },
    measurement: { ee: ree, en: ren, nn: rnn },
    eastMps: ve,
    northMps: vn,
    fromSite: fromSite(report),
  }
}

/** Whom a row of an outcome is of, and the track that it was given to. */
interface Given {
  readonly report: Report
  readonly track: { readonly name: string; readonly reports: number }
}

/** The innovation of row `n`, or null where it was compared with nothing that is believed. */
export function innovationOf(
  { nis, innovation }: Outcome,
  n: number,
  { report, track }: Given,
): Innovation | null {
  const value = nis[n] ?? Number.NaN
  if (!Number.isFinite(value)) return null
  const columns = innovation?.subarray(n * INNOVATION_COLUMNS, (n + 1) * INNOVATION_COLUMNS)
  const isCompared = columns === undefined ? track.reports > REPORTS_MIN : !Number.isNaN(columns[0])
  if (!isCompared) return null
  return {
    atMs: report.atMs,
    source: report.source.id,
    // 'T' and a number that is used once.
    track: Number(track.name.slice(1)),
    nis: value,
    degreesOfFreedom: report.manner === 'bearing' ? 1 : 2,
    observation: report.observation.id,
    ...(columns === undefined ? {} : { place: placeOf(report, columns) }),
  }
}

/**
 * Innovations of reports that may yet be gone over again; what is settled is given away, each once. They are held by the
 * second, because what settles is the oldest of ten seconds, and looking at all of them each time cost more than tracking.
 */
export class Innovations {
  readonly #waiting = new Map<number, Innovation[]>()
  #count = 0
  #settledMs = Number.NEGATIVE_INFINITY

  /** Takes one; of what was settled before it is the same again, because the picture goes back to a state from before that. */
  add(innovation: Innovation): void {
    const { atMs } = innovation
    if (atMs < this.#settledMs) return
    const second = Math.floor(atMs / SECOND_MS)
    const waiting = this.#waiting.get(second)
    if (waiting === undefined) this.#waiting.set(second, [innovation])
    else waiting.push(innovation)
    this.#count += 1
  }

  /** The picture went back: everything from an instant on, a whole second, is found anew. */
  goBack(fromMs: number): void {
    this.#part(({ atMs }) => atMs < fromMs, fromMs)
  }

  /** Those before an instant, which no going back can change, by the second; beyond the most that are held, all as they are. */
  settle(settledMs: number, most: number): readonly Innovation[] {
    const settled: Innovation[] = []
    const toMs = this.#count > most ? Number.POSITIVE_INFINITY : settledMs
    for (const second of [...this.#waiting.keys()].toSorted((a, b) => a - b)) {
      if (second * SECOND_MS >= toMs) break
      for (const one of this.#waiting.get(second) ?? []) if (one.atMs < toMs) settled.push(one)
    }
    if (settled.length > 0) this.#part(({ atMs }) => atMs >= toMs, Number.NEGATIVE_INFINITY, toMs)
    this.#settledMs = Math.max(this.#settledMs, settledMs)
    return settled
  }

  /** Keeps what passes, of the seconds that hold anything from one instant on and before another. */
  #part(
    isKept: (one: Innovation) => boolean,
    fromMs: number,
    toMs: number = Number.POSITIVE_INFINITY,
  ): void {
    for (const [second, waiting] of this.#waiting) {
      if ((second + 1) * SECOND_MS <= fromMs || second * SECOND_MS >= toMs) continue
      const kept = waiting.filter(isKept)
      this.#count -= waiting.length - kept.length
      if (kept.length === 0) this.#waiting.delete(second)
      else this.#waiting.set(second, kept)
    }
  }
}
