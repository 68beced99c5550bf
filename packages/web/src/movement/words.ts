// What the movement page says, in short sentences.
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MoveJob } from '@holdfast/core/move/jobs'
import type { FaultKind, SimulationResult } from '@holdfast/core/move/simulate'
import type { Label } from '@holdfast/core/nations'
import { listed } from '../words/index.ts'

/** A whole number for reading. */
export const figure = (n: number): string => Math.round(n).toLocaleString('en')
/** A share as a percentage; one decimal where it is small or near the whole. */
export const percent = (share: number): string => {
  const isEdge = (share > 0 && share < 0.1) || (share > 0.9 && share < 1)
  return `${(share * 100).toLocaleString('en', { maximumFractionDigits: isEdge ? 1 : 0 })} %`
}
/** `1 fault`, `2 faults`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${figure(n)} ${n === 1 ? one : many}`
/** A plan hour. */
export const hourWords = (hour: number | null): string =>
  hour === null ? 'not within the horizon' : `hour ${hour}`

/** Who may see what stands under a label. */
export function labelWords({ classification, offices, releasableTo }: Label): string {
  const to = releasableTo.includes('ALL')
    ? 'releasable to every nation of the office'
    : releasableTo.length === 0
      ? 'released to no nation'
      : `for ${listed(releasableTo)} only`
  return `${classification} · ${listed(offices)} only · ${to}`
}

/** What each kind of fault does. */
export const FAULT_WORDS: Readonly<Record<FaultKind, string>> = {
  crossingClosed: 'Crossing closed',
  railCut: 'Rail line cut (a bridge down)',
  roadCut: 'Road cut',
  depotStruck: 'Depot struck',
  airfieldWeather: 'Airfield shut by weather',
  portMined: 'Port mined',
  cyberOutage: 'Crossing without its computers',
}
/** A chosen fault, in a line. */
export function faultWords(fault: ChosenFault, titleOf: (id: string) => string): string {
  const { kind, on, fromHour, untilHour, stockLost, slowdown } = fault
  const more =
    stockLost === null
      ? slowdown === null
        ? ''
        : `, ${slowdown} times slower`
      : `, ${percent(stockLost)} of its stock lost`
  return `${FAULT_WORDS[kind]}: ${titleOf(on)}, hour ${fromHour} to ${untilHour}${more}`
}

/** The chance of the ask, with its interval. */
export const chanceWords = ({ chance }: Pick<SimulationResult, 'chance'>): string =>
  `${percent(chance.value)} (${percent(chance.low)} to ${percent(chance.high)})`

/** What a job is doing, or what became of it. */
export function jobWords({ status, ahead, progress, reason }: MoveJob): string {
  const { words, done, all } = progress
  switch (status) {
    case 'waiting':
      return ahead === 0 ? 'waits for a free thread' : `waits; ${plural(ahead, 'job')} before it`
    case 'running':
      return `${words}${all === null ? '' : `: ${figure(done)} of ${figure(all)}`}`
    case 'done':
      return 'done'
    case 'failed':
      return `failed: ${reason ?? 'no reason was told'}`
    case 'cancelled':
      return 'stopped'
  }
}
/** The best answer while a job runs; null where there is none. */
export function bestWords({ best }: Pick<MoveJob, 'best'>): string | null {
  if (best === null) return null
  return 'hits' in best
    ? `so far the ask is met in ${figure(best.hits)} of ${figure(best.of)}`
    : `best so far: ${figure(best.armedAtAsk)} armed by hour ${best.ask.byHour}`
}
