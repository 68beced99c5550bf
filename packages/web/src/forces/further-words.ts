// Answers to the further questions, in words: linchpins, asks, sustainment, chances.
import type {
  AsksAnswer,
  Chance,
  Linchpin,
  LineChance,
  RatioStanding,
} from '@holdfast/core/generate/questions'
import type { ForceRegister } from '../api/index.ts'
import { listed } from '../words/index.ts'
import { figure, percent, plural, quantityWords } from './words.ts'

/** Names of pledges by nation and title; an id that the register does not have stands for itself. */
export const pledgeName =
  ({ pledges }: Pick<ForceRegister, 'pledges'>) =>
  (id: string): string => {
    const known = pledges.find((one) => one.id === id)
    return known === undefined
      ? id
      : `${known.nation}: ${known.title} (${quantityWords(known.quantity)})`
  }

/** What one loss costs, line by line. */
export const lossWords = ({ changes }: Pick<Linchpin, 'changes'>): readonly string[] =>
  changes.map(({ title, shortfall, shortfallThen }) => {
    const now = shortfall === null ? 'not counted' : figure(shortfall)
    const then = shortfallThen === null ? 'not counted' : figure(shortfallThen)
    return `${title}: short ${now} → ${then}`
  })

/** What the asks close together. */
export function closesWords({ asks, closes, weightedGap, weightedGapThen }: AsksAnswer): string {
  if (asks.length === 0) return 'No ask on record would close any of the gap.'
  const share = weightedGap === 0 ? '' : ` (${percent(closes / weightedGap)})`
  const change = `${figure(weightedGap)} → ${figure(weightedGapThen)}`
  return `${plural(asks.length, 'ask')}, all granted, would close ${figure(closes)}${share} of the weighted gap: ${change}.`
}

/** What is lost in adding shares up. */
const SLACK = 1e-6

function chosenWords({
  proof,
  weighed,
  closes,
}: Pick<AsksAnswer, 'proof' | 'weighed' | 'closes'>): string {
  const asks = plural(weighed, 'ask')
  if (proof.kind === 'exact')
    return `Proven: all ${figure(proof.setsTried)} sets were tried, ${asks} weighed.`
  return closes >= proof.closesAtMost - SLACK
    ? `No set of the ${asks} weighed closes more. Not proven to be the smallest that does.`
    : `Not proven to be the best set: ${asks} weighed; no set closes more than ${figure(proof.closesAtMost)}.`
}

/** How far it is proven that these are the asks to make. */
export function asksProofWords({
  proof,
  weighed,
  closes,
  leftOut,
  proven,
}: AsksAnswer): readonly string[] {
  const chosen = chosenWords({ proof, weighed, closes })
  return [
    chosen,
    ...(proof.kind === 'greedy' && !proof.ended
      ? ['Not proven: the search ended at its limit; some asks may be spared.']
      : []),
    ...(leftOut > 0 ? [`${plural(leftOut, 'ask')} had no room and were not weighed.`] : []),
    ...(proven ? [] : ['Not proven: some assignments on the way were not solved to the end.']),
  ]
}

/** Whether a posture can be kept up at one ratio. */
export function ratioWords({ needed, known, unknown, holds }: RatioStanding): string {
  const sum = `${figure(known)} known of ${figure(needed)} needed`
  switch (holds) {
    case 'yes':
      return `yes: ${sum}`
    case 'no':
      return `no: ${sum}`
    case 'unknown':
      return `unknown: ${sum}; nobody says for ${listed(unknown)}`
  }
}

/** How likely a line is filled on its day: one figure, or from the open conditions unmet to met. */
export function rangeWords(low: number, high: number): string {
  return percent(low) === percent(high) ? percent(low) : `${percent(low)} to ${percent(high)}`
}

/** A chance and who says so. */
export function chanceWords({ title, nation, probability, assumption }: Chance): string {
  const who = nation === null ? title : `${nation}: ${title}`
  if (probability === null) return `${who}: nobody says how likely`
  return assumption === null
    ? `${who}: ${percent(probability)}, as the record decides; nobody doubts it`
    : `${who}: ${percent(probability)}, assumption ${assumption.id} (${assumption.owner}, ${assumption.date})`
}

/** Bars of a distribution as heights in [0, 1]. */
export function barHeights({ bars }: Pick<LineChance, 'bars'>): readonly number[] {
  const all = bars.reduce((sum, one) => sum + one, 0)
  return bars.map((one) => (all === 0 ? 0 : one / all))
}
