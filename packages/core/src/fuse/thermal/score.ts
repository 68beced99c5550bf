import { seededRandom } from '../../units/index.ts'

/** Scores of one question: `cell` groups what is not independent. Struct of arrays. */
export interface Scored {
  readonly score: Float64Array
  readonly isEvent: Uint8Array
  readonly cell: Int32Array
}
/** A figure with the interval that holds 95 % of its bootstrap replicates. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

const REPLICATES = 300

/**
 * Area under the ROC curve, ties counted half (D. Bamber 1975), over weighted cases in order of score.
 * NaN where there are no events or no others.
 */
function area({ score, isEvent, cell }: Scored, order: Int32Array, weight: Float64Array): number {
  let [below, won, events, others] = [0, 0, 0, 0]
  for (let i = 0; i < order.length;) {
    const tie = score[order[i] as number] as number
    let [tiedEvents, tiedOthers] = [0, 0]
    for (; i < order.length && score[order[i] as number] === tie; i += 1) {
      const at = order[i] as number
      const w = weight[cell[at] as number] as number
      if (isEvent[at] === 1) tiedEvents += w
      else tiedOthers += w
    }
    won += tiedEvents * (below + tiedOthers / 2)
    below += tiedOthers
    events += tiedEvents
    others += tiedOthers
  }
  return won / (events * others)
}

const orderOf = (scored: Scored): Int32Array =>
  Int32Array.from(scored.score.keys()).toSorted(
    (a, b) => (scored.score[a] as number) - (scored.score[b] as number),
  )

/** A figure with its interval: cells are drawn with replacement, all days of a cell together. */
function estimated(ofCases: Int32Array, figure: (weight: Float64Array) => number): Estimate {
  const cells = [...new Set(ofCases)].toSorted((a, b) => a - b)
  const weight = new Float64Array((cells.at(-1) ?? 0) + 1).fill(1)
  const value = figure(weight)
  const random = seededRandom(1)
  const replicates: number[] = []
  for (let k = 0; k < REPLICATES; k += 1) {
    weight.fill(0)
    for (let i = 0; i < cells.length; i += 1) {
      const at = cells[Math.floor(random() * cells.length)] as number
      weight[at] = (weight[at] as number) + 1
    }
    const replicate = figure(weight)
    if (!Number.isNaN(replicate)) replicates.push(replicate)
  }
  const sorted = replicates.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { value, low: at(0.025), high: at(0.975) }
}

/** Area under the ROC curve with its interval. */
export function aucOf(scored: Scored): Estimate {
  const order = orderOf(scored)
  return estimated(scored.cell, (weight) => area(scored, order, weight))
}

/** How much greater the area is under the first scores than under the second, of the same cases: the interval is of pairs. */
export function aucGain(scored: Scored, than: Scored): Estimate {
  const [order, orderThan] = [orderOf(scored), orderOf(than)]
  return estimated(
    scored.cell,
    (weight) => area(scored, order, weight) - area(than, orderThan, weight),
  )
}

/** Share of events, or of others, whose score is at least the threshold. */
export function shareAtLeast(
  { score, isEvent }: Scored,
  threshold: number,
  events: boolean,
): number {
  let [n, all] = [0, 0]
  for (let i = 0; i < score.length; i += 1) {
    if ((isEvent[i] === 1) !== events) continue
    all += 1
    if ((score[i] as number) >= threshold) n += 1
  }
  return n / all
}

/** Share of events above the score that at most the given share of the others is above. */
export function foundAt({ score, isEvent }: Scored, falseAlarm: number): number {
  const others = score.filter((_, i) => isEvent[i] === 0).toSorted((a, b) => b - a)
  const threshold = others[Math.floor(falseAlarm * others.length)] ?? Number.NaN
  const events = score.filter((_, i) => isEvent[i] === 1)
  return events.filter((value) => value > threshold).length / events.length
}
