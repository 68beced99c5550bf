// What the forces page says, in short sentences: labels, quantities, places, conditions, and how far an answer is proven.
import type { Quantity, Source } from '@holdfast/core/generate'
import type { Condition, ConditionKind } from '@holdfast/core/generate/register'
import type { Label } from '@holdfast/core/nations'
import type { AcceptanceVersion, ForceRegister } from '../api/index.ts'
import { listed } from '../words/index.ts'

/** A number for reading; at most one decimal. */
export const figure = (n: number): string => n.toLocaleString('en', { maximumFractionDigits: 1 })
/** A share as a percentage. */
export const percent = (share: number): string =>
  `${(share * 100).toLocaleString('en', { maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 })} %`
/** `1 line`, `2 lines`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${figure(n)} ${n === 1 ? one : many}`

/** A quantity as it was stated; what nobody said stays unsaid. */
export function quantityWords(quantity: Quantity): string {
  if (quantity.kind === 'unknown') return 'number not stated'
  const { min, max, unit } = quantity
  if (min === max) return `${figure(min)} ${unit}`
  return min === 0 ? `up to ${figure(max)} ${unit}` : `${figure(min)}–${figure(max)} ${unit}`
}
/** Where a number or a word comes from. */
export const sourceWords = (sources: readonly Source[]): string =>
  sources.length === 0 ? 'no source' : listed([...new Set(sources.map(({ article }) => article))])

/** Who may see what stands under a label. */
export function labelWords({ classification, offices, releasableTo }: Label): string {
  const office =
    offices.length === 1 && offices[0] === 'guarantors' ? 'guarantors only' : listed(offices)
  const to = releasableTo.includes('ALL')
    ? 'releasable to every nation of the office'
    : releasableTo.length === 0
      ? 'released to no nation'
      : `for ${listed(releasableTo)} only`
  return `${classification} · ${office} · ${to}`
}
/** Who else may see a record of a nation; null where every nation of the office may. */
export function confidentialWords(
  nation: string,
  releasableTo: readonly string[] | undefined,
): string | null {
  if (releasableTo === undefined || releasableTo.includes('ALL')) return null
  const others = releasableTo.filter((one) => one !== nation)
  return others.length === 0
    ? `confidential: ${nation} only`
    : `confidential: ${nation} and ${listed(others)}`
}

/** Each kind of condition. */
export const CONDITION_WORD: Readonly<Record<ConditionKind, string>> = {
  ceasefire: 'ceasefire in force',
  parliament: "parliament's vote",
  mandateUn: 'United Nations mandate',
  mandateOsce: 'OSCE mandate',
  usBackstop: 'United States backstop',
  other: 'other condition',
}
/** A condition with its state. */
export const conditionWords = ({ title, nation, state }: Condition): string =>
  `${title}${nation === null ? '' : ` (${nation})`}: ${state === 'unknown' ? 'not known' : state}`

/** A place of a requirement. */
export const PLACE_WORD: Readonly<Record<string, string>> = {
  inUkraine: 'in Ukraine',
  neighbouringNato: 'in a neighbouring NATO country',
  blackSea: 'in the Black Sea',
  airspace: 'in the airspace',
  remote: 'remote',
}
type Codes = Pick<ForceRegister, 'capabilities'>
const known = (
  { capabilities }: Codes,
  word: string,
): ForceRegister['capabilities'][number] | null =>
  capabilities.find(({ code, also }) => code === word || also.includes(word)) ?? null
/** The published code that a word stands for; a word that the taxonomy does not know stays as it is. */
export const codeOf = (register: Codes, word: string): string => known(register, word)?.code ?? word
/** The published title of a capability; a word that the taxonomy does not know is read: `airPatrol` is "air patrol". */
export const capabilityTitle = (register: Codes, word: string): string =>
  known(register, word)?.title ?? word.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
/** The unit in which a capability is counted; null where the taxonomy does not know it. */
export const capabilityUnit = (register: Codes, word: string): string | null =>
  known(register, word)?.unit ?? null

/** How far a solved answer is proven. */
export function proofWords({
  status,
  gap,
}: {
  readonly status: string
  readonly gap: number
}): string {
  return status === 'optimal'
    ? 'proven'
    : `not proven: priorities weighed, a plan may be up to ${percent(gap)} better`
}

/** The postures on record, in order; none: the lines of every posture are all there is. */
export const posturesOf = ({
  requirements,
}: Pick<ForceRegister, 'requirements'>): readonly string[] => [
  ...new Set(requirements.flatMap(({ posture }) => posture ?? [])),
]
/** A posture's name. */
export const postureWords = (posture: string | null): string =>
  posture ?? 'lines of every posture alone'

/** Which acceptance table an answer was computed with, in a clause. */
export const acceptanceWords = ({ origin, id, digest, entry }: AcceptanceVersion): string =>
  `acceptance: ${id} ${digest.slice(0, 8)}, ${origin === 'shipped' ? 'as it ships' : `adopted in entry ${entry ?? ''}`}`
