/** What an officer may do with an incident now, as core/verify would answer it, in the words of the commands that do it. */
import type { Agreement } from '@holdfast/core/agreement'
import type { Actor } from '@holdfast/core/nations'
import { offeredTo } from '@holdfast/core/verify'
import type { Offer, ReleasedIncident } from '@holdfast/core/verify'
import type { Access } from '../access/index.ts'
import { valueWords } from './incident-act.ts'

/** The command of each offer. */
const NAMES: Readonly<Partial<Record<Offer['type'], string>>> = {
  corroborate: 'corroborate',
  startInquiry: 'inquire',
  fileClaim: 'claim',
  confirmClaim: 'confirm-claim',
  takeBackClaim: 'take-back-claim',
  recordSilence: 'silence',
  ask: 'ask',
  proposeAnswer: 'propose',
  withdrawProposal: 'withdraw',
  declareDeadlock: 'deadlock',
  referToCapitals: 'refer',
  dissent: 'dissent',
  recall: 'recall',
  conclude: 'conclude',
  publish: 'publish',
  correct: 'correct',
  reopen: 'reopen',
}

const nameOf = ({ type }: Offer, { role }: Actor): string =>
  type === 'vote' ? (role === 'minister' ? 'capital' : 'vote') : (NAMES[type] ?? type)

const distinct = (words: readonly string[]): string => [...new Set(words)].join('|')

/** Offers as lines: `vote occurred for|against --standard a|b`, one for each command and question. */
export function offerLines(offers: readonly Offer[], actor: Actor): readonly string[] {
  const groups = new Map<string, Offer[]>()
  for (const offer of offers.filter(({ refused }) => refused === null)) {
    const { question, value, agrees } = offer.fields
    // What is said is told apart where it wants different standards.
    const key = JSON.stringify([offer.type, question, value, agrees])
    groups.set(key, [...(groups.get(key) ?? []), offer])
  }
  const byStandards = new Map<string, { line: string; values: string[]; tail: string }>()
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    const { question, value } = first.fields
    const line = [nameOf(first, actor), ...(question === undefined ? [] : [question])].join(' ')
    const standards = distinct(group.flatMap(({ fields }) => fields.standard ?? []))
    const tail = standards === '' ? '' : ` --standard ${standards}`
    const words = group.flatMap(({ fields: { agrees, party, outcome } }) => [
      ...(agrees === undefined ? [] : [agrees ? 'for' : 'against']),
      ...(party === undefined ? [] : [party]),
      ...(outcome === undefined ? [] : [outcome]),
    ])
    const said = value === undefined ? words : [valueWords(value)]
    const key = `${line}${tail}`
    const known = byStandards.get(key)
    if (known === undefined) byStandards.set(key, { line, values: said, tail })
    else known.values.push(...said)
  }
  return [...byStandards.values()].map(({ line, values, tail }) =>
    `${line} ${distinct(values)}`.trim().concat(tail),
  )
}

/**
 * What the officer may do now, under the text in force; none where no text is adopted. The text of an older day may
 * name other clauses, and the server decides.
 */
export async function offersOf(
  access: Access,
  incident: ReleasedIncident,
  { actor, nowMs }: { readonly actor: Actor; readonly nowMs: number },
): Promise<readonly Offer[]> {
  const { inForce } = (await access.agreementMotions()) as { readonly inForce: number | null }
  if (inForce === null) return []
  const { payload } = (await access.logEntry(inForce)) as {
    readonly payload: { readonly agreement: Agreement } | null
  }
  if (payload === null) return []
  const { agreement } = payload
  const version = incident.clauses[0]?.agreementVersion ?? null
  const named = agreement.versions.some(({ id }) => id === version) ? version : null
  return offeredTo(incident, { actor, nowMs, agreement, version: named })
}
