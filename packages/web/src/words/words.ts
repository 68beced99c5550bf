import type { Candidate, Condition } from '@holdfast/core/agreement'
import type { Worth } from '@holdfast/core/fuse/confidence'
import type { Office } from '@holdfast/core/nations'
import type { Control, Count, Observation, Phase, Sector } from '@holdfast/core/observe'
import type { Clock } from '@holdfast/core/respond'
import type { Answer, Outcome, Question } from '@holdfast/core/verify'
import type { SeenEvent, SeenObservation } from '../api/index.ts'

/** What each office is called on the screen. */
export const OFFICE_TITLE: Readonly<Record<Office, string>> = {
  monitor: 'Monitor',
  commission: 'Commission',
  guarantors: 'Guarantors',
}
/** What each phase is called, and the letter that stands for it where colour alone would have to. */
export const PHASE_WORD: Readonly<
  Record<Phase, { readonly title: string; readonly letter: string }>
> = {
  outgoing: { title: 'outgoing', letter: 'O' },
  impact: { title: 'impact', letter: 'I' },
  airburst: { title: 'airburst', letter: 'A' },
  inFlight: { title: 'in flight', letter: 'F' },
  undetermined: { title: 'undetermined', letter: 'U' },
}
/** The five questions in the words that the panel is asked. */
export const QUESTION_TITLE: Readonly<Record<Question, string>> = {
  occurred: 'Did it occur?',
  breach: 'Which clause was broken?',
  attribution: 'By whom?',
  intent: 'With what intent?',
  severity: 'How severe?',
}
/** How an incident ended. */
export const OUTCOME_WORD: Readonly<Record<Outcome, string>> = {
  breach: 'breach',
  noBreach: 'no breach',
  benign: 'benign',
  notVerifiable: 'not verifiable',
  deadlocked: 'deadlocked',
}
/** Whether a condition held. */
export const HELD_WORD: Readonly<Record<Condition['held'], string>> = {
  yes: 'yes',
  no: 'no',
  undecided: 'undecided',
}
/** How a clock stands. */
export const CLOCK_WORD: Readonly<Record<Clock['status'], string>> = {
  running: 'running',
  met: 'met',
  expired: 'expired',
  stopped: 'stopped',
}

/** "at least 370", "about 40", "21": a count is never shown without its precision. */
export function formatCount({ n, precision }: Count): string {
  if (precision === 'unknown') return 'number unknown'
  if (precision === 'atLeast') return `at least ${n}`
  return precision === 'about' ? `about ${n}` : String(n)
}
/** `62 %`; a probability that is not quite 0 or 1 never rounds to either. */
export function formatProbability(probability: number | null): string {
  if (probability === null) return 'no probability'
  if (probability > 0 && probability < 0.005) return '< 1 %'
  if (probability < 1 && probability >= 0.995) return '> 99 %'
  return `${Math.round(probability * 100)} %`
}
function formatRange(of: { readonly low: number; readonly high: number }): string {
  const [low, high] = [formatProbability(of.low), formatProbability(of.high)]
  // A dash before "> 99 %" would read as an arrow.
  return /[<>]/.test(low + high) ? `(${low} to ${high})` : `(${low}–${high})`
}
/**
 * `86 % (41 %–97 %)`: an event's probability with its interval; without one where none is known. Where a recalibration was
 * in force: `71 % (60 %–80 %), raw 86 %`.
 */
export function formatLikely({
  probability,
  interval,
  recalibrated,
}: Pick<SeenEvent, 'probability' | 'interval' | 'recalibrated'>): string {
  if (recalibrated !== undefined)
    return `${formatProbability(recalibrated.probability)} ${formatRange(recalibrated)}, raw ${formatProbability(probability)}`
  return interval === undefined
    ? formatProbability(probability)
    : `${formatProbability(probability)} ${formatRange(interval)}`
}
/** `71 %, raw 86 %`: a figure with what it is worth before it; the figure alone where nothing recalibrated it. */
export const formatWorth = (probability: number | null, worth: Worth | undefined): string =>
  worth === undefined || probability === null
    ? formatProbability(probability)
    : `${formatProbability(worth.probability)}, raw ${formatProbability(probability)}`
/** What the figure before `raw` is, for those who point at it. */
export const worthMeans = ({ entry, low, high }: Worth): string =>
  `What such figures came to by the findings that people signed, between ${formatProbability(low)} and ${formatProbability(high)}: the recalibration adopted in entry ${entry}. Raw: the machine’s own figure; thresholds go by it.`
/** What an event's figure and its brackets mean, for those who point at it. */
export const likelyMeans = ({
  interval,
  recalibrated,
}: Pick<SeenEvent, 'interval' | 'recalibrated'>): string | undefined => {
  if (recalibrated !== undefined) return worthMeans(recalibrated)
  return interval === undefined ? undefined : INTERVAL_MEANS
}
/** What the interval means, for those who point at it. */
export const INTERVAL_MEANS =
  'That it occurred as reported. In brackets what the same reports come to for whoever thinks one report in five true, or four, and takes sources of one kind to err all together, or each by itself. Wide: little is known, or witnesses contradict one another.'
/** `3 of 5 that could have noticed reported`; empty where nobody is known to have been silent. */
export const formatSilence = ({ silence }: Pick<SeenEvent, 'silence'>): string =>
  silence === undefined
    ? ''
    : `${silence.reported} of ${silence.reported + silence.silent} that could have noticed reported`
/** `2.4 km` or `350 m`. */
export function formatDistance(metres: number): string {
  if (metres < 1000) return `${Math.round(metres)} m`
  return `${(metres / 1000).toFixed(metres < 20_000 ? 1 : 0)} km`
}
/** `48.1399° N 37.7425° E`. */
export function formatPosition(
  { lonDeg, latDeg }: { readonly lonDeg: number; readonly latDeg: number },
  digits = 4,
): string {
  return `${Math.abs(latDeg).toFixed(digits)}° ${latDeg < 0 ? 'S' : 'N'} ${Math.abs(lonDeg).toFixed(digits)}° ${lonDeg < 0 ? 'W' : 'E'}`
}
/** `113–135°` clockwise from true north. */
export const formatSector = ({ fromDeg, toDeg }: Sector): string =>
  `${Math.round(fromDeg)}–${Math.round(toDeg)}°`

/** "heard and saw": means in the order told. */
export function formatMeans(means: Observation['means']): string {
  return means.length < 2
    ? (means[0] ?? 'means unknown')
    : `${means.slice(0, -1).join(', ')} and ${means.at(-1)}`
}
/** Where the source said it was, seen from the observer. */
export function formatWhere({
  where,
  withheld,
}: Pick<SeenObservation, 'where' | 'withheld'>): string {
  if (where.fix !== null) return `position measured, within ${formatDistance(where.fix.errorM)}`
  const direction = where.sectors.map(formatSector).join(', ')
  const range =
    where.ring === null
      ? ''
      : `${(where.ring.minM / 1000).toLocaleString('en')}–${(where.ring.maxM / 1000).toLocaleString('en')} km`
  if (direction === '' && range === '')
    return `direction and range ${withheld.includes('where.sectors') ? 'withheld' : 'unknown'}`
  return `${direction || 'direction unknown'}, ${range || 'range unknown'}`
}
/** Who held the ground that the observer stood on. */
export const CONTROL_WORD: Readonly<Record<Control, string>> = {
  partyA: 'ground held by A',
  partyB: 'ground held by B',
  none: 'ground held by neither',
  unknown: 'control unknown',
}
/** "explosion · outgoing · 21". */
export const titleOfEvent = (event: SeenEvent): string =>
  `${event.kind} · ${PHASE_WORD[event.phase].title} · ${formatCount(event.count)}`
/** An answer's value in words. */
export function formatAnswer({ value }: Answer): string {
  if (value === null) return 'not answered'
  if (typeof value === 'object') return `clause ${value.clause} of ${value.agreementVersion}`
  return value === 'none'
    ? 'no breach'
    : value.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
}
/** The first characters of a hash; the whole stands in the element's title. */
export const shortHash = (hash: string, length = 10): string =>
  hash.length <= length ? hash : `${hash.slice(0, length)}…`
/**
 * A candidate's probability. While a condition is undecided it holds only if the open points fall that way, so that
 * it is an upper bound and reads `≤ 34 %`; a bound of one says nothing and reads `not known`.
 */
export function formatChance({ probability, undecided, recalibrated }: Chance): string {
  const isBound = undecided.length > 0
  const raw = formatBound(probability, isBound)
  return recalibrated === undefined
    ? raw
    : `${formatBound(recalibrated.probability, isBound)}, raw ${raw}`
}
function formatBound(probability: number, isBound: boolean): string {
  // "Less than 1 %" is a bound already, and no bound may read as "more than".
  if (!isBound || (probability > 0 && probability < 0.005)) return formatProbability(probability)
  const percent = Math.round(probability * 100)
  // A bound of one bounds nothing: the clause asks for something of which there is no evidence either way.
  return percent >= 100 ? 'not known' : `≤ ${percent} %`
}
/** What of a candidate its figure is made of. */
export type Chance = Pick<Candidate, 'probability' | 'undecided'> & {
  readonly recalibrated?: Worth
}
/** What `≤` means, for those who point at it. */
export const CHANCE_BOUND = 'At most this: a condition is undecided, and it is taken to hold.'

/** One clause with the likeliest candidate for it; null where no candidate is in the picture. */
export interface ClauseChance {
  readonly clause: string
  readonly likeliest: Chance | null
  /** How many candidates there are for the clause. */
  readonly count: number
}
/** The likeliest candidate for each clause; of two alike, the one with nothing undecided. */
export function chanceByClause(
  clauses: readonly { readonly clause: string; readonly agreementVersion: string }[],
  candidates: readonly Candidate[],
): readonly ClauseChance[] {
  return clauses.map(({ clause, agreementVersion }) => {
    const own = candidates.filter(
      (one) => one.clause === clause && one.agreementVersion === agreementVersion,
    )
    const likeliest = own.toSorted(
      (a, b) => b.probability - a.probability || a.undecided.length - b.undecided.length,
    )[0]
    return { clause, likeliest: likeliest ?? null, count: own.length }
  })
}
/** What the figure beside a clause is, for those who point at it. */
export function explainChance({ likeliest, count }: ClauseChance): string {
  if (likeliest === null) return 'No candidate for this clause is in the picture.'
  const which = count === 1 ? 'The candidate' : `The likeliest of ${count} candidates`
  const bound = likeliest.undecided.length > 0 ? ` ${CHANCE_BOUND}` : ''
  const worth = likeliest.recalibrated === undefined ? '' : ` ${worthMeans(likeliest.recalibrated)}`
  return `${which} for this clause.${bound}${worth}`
}

/** Names in a sentence: `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
