// What can be supposed of the register as it is: kinds, what each may be about, and how a supposal reads.
import type { Supposition } from '@holdfast/core/generate/questions'
import type { ConditionKind } from '@holdfast/core/generate/register'
import type { ForceRegister } from '../api/index.ts'
import { CONDITION_WORD, conditionWords, quantityWords } from './words.ts'

/** A supposal that the register allows, with its words. */
export interface Supposal {
  readonly words: string
  readonly supposition: Supposition
}
/** A kind of supposal, with all that it can be about; where there is none, why. */
export interface SupposalKind {
  readonly kind: string
  readonly title: string
  readonly choices: readonly Supposal[]
  /** Why there is no choice; null where there is. */
  readonly none: string | null
}

/** Most supposals of one question. */
export const SUPPOSALS_MAX = 20

type Of = Pick<ForceRegister, 'pledges' | 'exclusions' | 'conditions'>

const standing = ({ pledges }: Of): Of['pledges'] =>
  pledges.filter(({ status }) => status !== 'withdrawn')
const nationsOf = (all: readonly { readonly nation: string }[]): readonly string[] =>
  [...new Set(all.map(({ nation }) => nation))].toSorted()

/** Every caveat in force and everything ruled out, once for each nation and title. */
function caveatsOf(register: Of & Pick<ForceRegister, 'nowMs'>): readonly Supposal[] {
  const found = new Map<string, Supposal>()
  const add = (nation: string, caveat: string): void => {
    found.set(`${nation} ${caveat}`, {
      words: `${nation} lifts: ${caveat}`,
      supposition: { kind: 'lifts', nation, caveat },
    })
  }
  for (const { nation, caveats } of standing(register))
    for (const { title, untilMs } of caveats)
      if (untilMs === undefined || untilMs > register.nowMs) add(nation, title)
  for (const { nation, caveat } of register.exclusions) add(nation, caveat.title)
  return [...found.values()].toSorted((a, b) => a.words.localeCompare(b.words))
}

const ABOUT_CONDITIONS: readonly { readonly kind: ConditionKind; readonly title: string }[] = [
  { kind: 'ceasefire', title: 'No ceasefire' },
  { kind: 'parliament', title: 'A vote fails' },
  { kind: 'mandateUn', title: 'United Nations mandate missing' },
  { kind: 'mandateOsce', title: 'OSCE mandate missing' },
  { kind: 'usBackstop', title: 'No United States backstop' },
]

/** The conditions of one kind, each unmet and all of them unmet. */
function failing({ conditions }: Of, kind: ConditionKind, title: string): SupposalKind {
  const own = conditions.filter((one) => one.kind === kind)
  const each = own.map((one): Supposal => ({
    words: `Not met: ${one.title}${one.nation === null ? '' : ` (${one.nation})`}`,
    supposition: { kind: 'condition', condition: one.id, state: 'unmet' },
  }))
  const all: Supposal = {
    words: `Not met: every ${CONDITION_WORD[kind]}`,
    supposition: { kind: 'conditions', of: kind, state: 'unmet' },
  }
  return {
    kind: `unmet-${kind}`,
    title,
    choices: own.length === 0 ? [] : [all, ...each],
    none: own.length === 0 ? `no condition “${CONDITION_WORD[kind]}” is on record` : null,
  }
}

const kindOf = (
  { kind, title, none }: { readonly kind: string; readonly title: string; readonly none: string },
  choices: readonly Supposal[],
): SupposalKind => ({ kind, title, choices, none: choices.length === 0 ? none : null })

/** Every kind of supposal but a new offer, which is written. */
export function supposalKinds(
  register: Of & Pick<ForceRegister, 'nowMs'>,
): readonly SupposalKind[] {
  const pledges = standing(register)
  const caveats = caveatsOf(register)
  const lifters = nationsOf(
    caveats.flatMap(({ supposition }) => ('nation' in supposition ? [supposition] : [])),
  )
  return [
    kindOf(
      { kind: 'withdraws', title: 'A nation withdraws', none: 'no nation has a pledge' },
      nationsOf(pledges).map((nation) => ({
        words: `${nation} withdraws`,
        supposition: { kind: 'withdraws', nation },
      })),
    ),
    kindOf(
      { kind: 'loses', title: 'One pledge goes', none: 'no pledge stands' },
      pledges.map(({ id, nation, title, quantity }) => ({
        words: `Gone: ${nation}, ${title} (${quantityWords(quantity)})`,
        supposition: { kind: 'loses', pledge: id },
      })),
    ),
    ...ABOUT_CONDITIONS.map(({ kind, title }) => failing(register, kind, title)),
    kindOf(
      { kind: 'met', title: 'A condition is met', none: 'no condition is open' },
      register.conditions
        .filter(({ state }) => state !== 'met')
        .map((one) => ({
          words: `Met: ${conditionWords({ ...one, state: 'met' }).replace(/: met$/, '')}`,
          supposition: { kind: 'condition', condition: one.id, state: 'met' },
        })),
    ),
    kindOf({ kind: 'lifts', title: 'A caveat is lifted', none: 'no caveat is in force' }, caveats),
    kindOf(
      { kind: 'liftsAll', title: 'A nation lifts all its caveats', none: 'no caveat is in force' },
      lifters.map((nation) => ({
        words: `${nation} lifts all its caveats`,
        supposition: { kind: 'liftsAll', nation },
      })),
    ),
  ]
}

/** With one more supposal; the same one twice is one, and a new word about a thing replaces the old. */
export function withSupposal(chosen: readonly Supposal[], next: Supposal): readonly Supposal[] {
  const aboutOf = ({ supposition }: Supposal): string =>
    supposition.kind === 'condition'
      ? `condition ${supposition.condition}`
      : JSON.stringify(supposition)
  const rest = chosen.filter((one) => aboutOf(one) !== aboutOf(next))
  return rest.length >= SUPPOSALS_MAX ? chosen : [...rest, next]
}
