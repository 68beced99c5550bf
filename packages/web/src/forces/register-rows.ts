// The register as rows: what is promised of each capability, by how firm it is, beside the lines that ask for it.
import type { Assessment, Caveat, Exclusion, Pledge, Requirement } from '@holdfast/core/generate'
import type { Condition, FigureBasis, PledgeStatus } from '@holdfast/core/generate/register'
import type { ForceRegister, PledgeRow } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'
import {
  codeOf,
  conditionWords,
  confidentialWords,
  figure,
  percent,
  plural,
  quantityWords,
} from './words.ts'

/** Every status, the firmest first. */
export const FIRMEST_FIRST: readonly PledgeStatus[] = [
  'deployed',
  'assigned',
  'committed',
  'offered',
  'stated',
  'withdrawn',
]
/** Which pledges are shown. */
export interface RegisterFilter {
  readonly status: PledgeStatus | 'all'
  readonly ownOnly: boolean
}
/** How much is promised at one status: the sums of what was numbered, and how many pledges were not. */
export interface StatusTotal {
  readonly status: PledgeStatus
  readonly count: number
  readonly words: string
}
/** A capability: who asks for it and who promises it. */
export interface CapabilityGroup {
  readonly capability: string
  readonly lines: readonly Requirement[]
  /** The firmest first. */
  readonly pledges: readonly PledgeRow[]
  readonly totals: readonly StatusTotal[]
  readonly exclusions: readonly Exclusion[]
  readonly assessments: readonly Assessment[]
}

function totalOf(status: PledgeStatus, pledges: readonly Pledge[]): StatusTotal {
  const sums = new Map<string, { min: number; max: number }>()
  let unknown = 0
  for (const { quantity } of pledges) {
    if (quantity.kind === 'unknown') {
      unknown += 1
      continue
    }
    const { min, max } = sums.get(quantity.unit) ?? { min: 0, max: 0 }
    sums.set(quantity.unit, { min: min + quantity.min, max: max + quantity.max })
  }
  const numbered = [...sums].map(([unit, { min, max }]) =>
    quantityWords({ kind: 'range', min, max, unit }),
  )
  const open = unknown === 0 ? [] : [`${figure(unknown)} without a number`]
  return { status, count: pledges.length, words: [...numbered, ...open].join(' + ') }
}

/** What is promised at each status that has any, the firmest first. */
export const totalsOf = (pledges: readonly Pledge[]): readonly StatusTotal[] =>
  FIRMEST_FIRST.flatMap((status) => {
    const own = pledges.filter((one) => one.status === status)
    return own.length === 0 ? [] : [totalOf(status, own)]
  })

const firmness = ({ status }: Pledge): number => FIRMEST_FIRST.indexOf(status)

/** The register by capability, in the order in which the most important line asks for it; offers that none asks for last. */
export function groupsOf(
  register: ForceRegister,
  { status, ownOnly }: RegisterFilter,
): readonly CapabilityGroup[] {
  const { requirements, pledges, exclusions, assessments, viewer } = register
  const lines = requirements.toSorted((a, b) => a.priority - b.priority)
  const codes = new Set(
    [...lines, ...pledges, ...exclusions].map((one) => codeOf(register, one.capability)),
  )
  const seen = <T extends { readonly nation: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ nation }) => !ownOnly || nation === viewer)
  return [...codes].map((capability) => {
    const isOf = (one: { readonly capability: string }): boolean =>
      codeOf(register, one.capability) === capability
    const shown = seen(pledges.filter(isOf)).filter(
      (one) => status === 'all' || one.status === status,
    )
    return {
      capability,
      lines: lines.filter(isOf),
      pledges: shown.toSorted(
        (a, b) => firmness(a) - firmness(b) || a.nation.localeCompare(b.nation),
      ),
      totals: totalsOf(pledges.filter(isOf)),
      exclusions: seen(exclusions.filter(isOf)),
      assessments: seen(assessments.filter(isOf)),
    }
  })
}

/** A pledge in words. */
export interface PledgeWords {
  readonly isOwn: boolean
  readonly confidential: string | null
  readonly quantity: string
  /** Caveats with who may waive them, then conditions with their state. */
  readonly binds: readonly { readonly words: string; readonly isOpen: boolean }[]
  /** The last change: who and when. */
  readonly since: string
}

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)
/** From when until when a caveat binds; nothing where neither was said. */
function spanWords({ fromMs, untilMs }: Pick<Caveat, 'fromMs' | 'untilMs'>): string {
  const from = fromMs === undefined ? '' : `, from ${day(fromMs)}`
  return untilMs === undefined ? from : `${from}, until ${day(untilMs)}`
}

/** A pledge in words: `isOpen` of what binds it tells whether it still does. */
export function pledgeWords(
  pledge: PledgeRow,
  { viewer, conditions, nowMs }: Pick<ForceRegister, 'viewer' | 'conditions' | 'nowMs'>,
): PledgeWords {
  const caveats = pledge.caveats.map((caveat) => {
    const { title, waivableBy, untilMs } = caveat
    const isOver = untilMs !== undefined && untilMs <= nowMs
    return {
      words: isOver
        ? `${title} (over)`
        : `${title}${spanWords(caveat)} (waivable by: ${waivableBy})`,
      isOpen: !isOver,
    }
  })
  const named = (pledge.conditions ?? []).map((id) => {
    const known: Condition | undefined = conditions.find((one) => one.id === id)
    return known === undefined
      ? { words: `condition ${id}: not on record`, isOpen: true }
      : { words: `only with ${conditionWords(known)}`, isOpen: known.state !== 'met' }
  })
  const last = pledge.changes.at(-1)
  return {
    isOwn: viewer !== null && pledge.nation === viewer,
    confidential: confidentialWords(pledge.nation, pledge.releasableTo),
    quantity: quantityWords(pledge.quantity),
    binds: [...caveats, ...named],
    since:
      last === undefined ? '' : `${formatMinute(last.atMs)}, ${last.by.name} (${last.by.nation})`,
  }
}

/** What a line asks for, with the assumption that sizes it where no statement does. */
export function askedWords(
  { id, quantity }: Pick<Requirement, 'id' | 'quantity'>,
  assumptions: ForceRegister['assumptions'],
): { readonly words: string; readonly assumed: string | null } {
  const sized = assumptions.find(({ about }) => about === id)
  return {
    words: quantity.kind === 'unknown' ? 'never sized' : quantityWords(quantity),
    assumed:
      sized === undefined
        ? null
        : `planned at ${figure(sized.value)} ${sized.unit}: assumption ${sized.id} (${sized.owner}, ${sized.date})`,
  }
}

/** How likely a condition is held to be met, by whom and when. */
export function likelyWords(
  { id, state }: Pick<Condition, 'id' | 'state'>,
  assumptions: ForceRegister['assumptions'],
): string {
  if (state === 'met') return 'on record as met'
  const chance = assumptions.find(({ about }) => about === `condition:${id}`)
  return chance === undefined
    ? 'nobody says how likely'
    : `assumed ${percent(chance.value)} likely: ${chance.id} (${chance.owner}, ${chance.date})`
}

/** What each figure of a nation counts. */
export const BASIS_WORD: Readonly<Record<FigureBasis, string>> = {
  armedForces: 'all armed forces',
  army: 'army',
  deployable: 'deployable',
}

/** What a nation can keep here in each rotation, and how that is reckoned. */
export function sustainWords({
  deployable,
  ratio,
  committed,
  commitmentsUnknown,
  persons,
}: ForceRegister['figures'][number]['sustainable']): string {
  if (deployable === null || persons === null)
    return 'Nobody says how many can be deployed: what it can sustain is unknown.'
  const unknown =
    commitmentsUnknown === 0
      ? ''
      : `; ${plural(commitmentsUnknown, 'commitment')} elsewhere without a number not taken off`
  const sum = `${figure(deployable)} deployable ÷ ${figure(ratio)} − ${figure(committed)} elsewhere`
  return `Can keep ${figure(persons)} here: ${sum}${unknown}.`
}

/** Changes when something that gaps are computed from does, and not with the rest of the log. */
export const keyOf = ({
  requirements,
  pledges,
  exclusions,
  conditions,
  assumptions,
  commitments,
  figures,
  acceptance,
}: ForceRegister): string =>
  JSON.stringify([
    requirements,
    pledges,
    exclusions,
    conditions,
    assumptions,
    commitments,
    figures.map(({ groups }) => groups),
    acceptance.digest,
  ])
