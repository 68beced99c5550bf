// A page that offers what will be refused wastes an officer's time, and one that hides what is allowed takes their say away.
// So nothing is decided here a second time: each command that judges is put to `decide` as somebody would give it, and what
// `decide` says to it is the offer.
import type { Agreement } from '../agreement/index.ts'
import { PARTIES } from '../agreement/index.ts'
import type { PartyId } from '../agreement/index.ts'
import { isRefused } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Actor } from '../nations/index.ts'
import { isInForce } from './answer/threshold.ts'
import { explainingRules } from './benign.ts'
import type { Command, CommandName } from './command.ts'
import { decide } from './decide.ts'
import { VALUES } from './guard.ts'
import { permit } from './permit.ts'
import type { ReleasedIncident } from './release/release.ts'
import { initial } from './state.ts'
import type { AnswerValue, Incident, Outcome, Question } from './types.ts'
import { OUTCOMES, QUESTIONS } from './types.ts'

/** The commands that lead from an incident to what is published of it, in the order of the work. */
export const JUDGEMENT = [
  'corroborate',
  'startInquiry',
  'fileClaim',
  'confirmClaim',
  'takeBackClaim',
  'recordSilence',
  'ask',
  'proposeAnswer',
  'vote',
  'withdrawProposal',
  'declareDeadlock',
  'referToCapitals',
  'dissent',
  'recall',
  'conclude',
  'publish',
  'correct',
  'reopen',
] as const satisfies readonly CommandName[]

/** A command that judges. */
export type Judgement = (typeof JUDGEMENT)[number]

/** What a command says besides what a person writes: each combination is an offer of its own. */
export interface OfferedFields {
  /** Null: a correction of the monitor's own words. */
  readonly question?: Question | null
  readonly party?: PartyId
  /** Log index of the entry that filed the claim. */
  readonly claim?: number
  readonly value?: AnswerValue[Question]
  /** Id of a standard of proof of the agreement. */
  readonly standard?: string
  readonly agrees?: boolean
  readonly outcome?: Outcome
  /** Rule of the text that explains what is benign. */
  readonly rule?: string
  /** Words of the title that a correction replaces; null where it is about an answer. */
  readonly was?: string | null
}
/** A command as it would be answered now. */
export interface Offer {
  readonly type: Judgement
  readonly fields: OfferedFields
  /** Why it would be refused, as the server says it; null: it may be given now. */
  readonly refused: string | null
  /** It is refused because of who asks, wherever the incident stands. */
  readonly isAnothers: boolean
}
/** Who asks, when, and under which texts. */
export interface OfferContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
  /** The text of the day of what happened. */
  readonly agreement: Agreement
  /** The version of it whose clauses are offered; null: every clause of the text in its last version. */
  readonly version: string | null
  /** The text that an answer was proposed under; absent: the one of the day. */
  readonly under?: (question: Question) => Agreement | null
}

/** Stands where a person writes; no rule looks at more than whether there is something. */
const WRITTEN = 'x'

/** The clauses of the text that are in force in one of its versions, each as an answer to the question of breach. */
export function clausesOffered(
  agreement: Agreement,
  version: string | null,
): readonly { readonly clause: string; readonly agreementVersion: string }[] {
  const agreementVersion = version ?? agreement.versions.at(-1)?.id
  if (agreementVersion === undefined) return []
  const inForce = agreement.provisions.filter((one) => isInForce(agreement, one, agreementVersion))
  const named = [...inForce, ...agreement.obligations].map(({ clause }) => clause)
  return [...new Set(named)].map((clause) => ({ clause, agreementVersion }))
}

const valuesOf = (
  question: Question,
  { agreement, version }: OfferContext,
): readonly AnswerValue[Question][] =>
  question === 'breach'
    ? [...clausesOffered(agreement, version), 'none', 'ambiguous']
    : VALUES[question]

const idsOf = (agreement: Agreement): readonly string[] =>
  agreement.thresholds.standards.map(({ id }) => id)

const EACH: readonly OfferedFields[] = QUESTIONS.map((question) => ({ question }))
const PARTY: readonly OfferedFields[] = PARTIES.map((party) => ({ party }))
const ALONE: readonly OfferedFields[] = [{}]

const proposals = (_incident: Incident, context: OfferContext): readonly OfferedFields[] =>
  QUESTIONS.flatMap((question) =>
    valuesOf(question, context).flatMap((value) =>
      idsOf(context.agreement).map((standard) => ({ question, value, standard })),
    ),
  )
const votes = (_incident: Incident, context: OfferContext): readonly OfferedFields[] =>
  QUESTIONS.flatMap((question) =>
    idsOf(context.under?.(question) ?? context.agreement).flatMap((standard) =>
      [true, false].map((agrees) => ({ question, standard, agrees })),
    ),
  )

const claims = (incident: Incident): readonly OfferedFields[] =>
  incident.claims.flatMap(({ stance, takenBack, entry }) =>
    stance === 'silent' || takenBack !== undefined ? [] : [{ claim: entry }],
  )

type Combined = (incident: Incident, context: OfferContext) => readonly OfferedFields[]
/** Every combination that a command may be given in. */
const COMBINED: Readonly<Record<Judgement, Combined>> = {
  corroborate: () => ALONE,
  startInquiry: () => ALONE,
  fileClaim: () => PARTY,
  confirmClaim: claims,
  takeBackClaim: claims,
  recordSilence: () => PARTY,
  ask: () => EACH,
  proposeAnswer: proposals,
  vote: votes,
  withdrawProposal: () => EACH,
  declareDeadlock: () => EACH,
  referToCapitals: () => EACH,
  dissent: () => EACH,
  recall: () => EACH,
  conclude: (_incident, { agreement }) => [
    ...OUTCOMES.map((outcome) => ({ outcome })),
    ...explainingRules(agreement).map((rule) => ({ outcome: 'benign' as const, rule })),
  ],
  publish: () => ALONE,
  correct: ({ title }) => [
    { question: null, was: title },
    ...QUESTIONS.map((question) => ({ question, was: null })),
  ],
  reopen: () => ALONE,
}

/** What is withheld stands empty: no rule takes an empty group for one more. */
const whole = (incident: Incident | ReleasedIncident): Incident => ({
  ...incident,
  testimony: incident.testimony.map((one) => ({
    ...one,
    source: one.source ?? '',
    group: one.group ?? '',
  })),
})

/** What a person writes, and the machine's figure, which is not a person's to give. */
const written = (
  type: Judgement,
  fields: OfferedFields,
  nowMs: InstantMs,
): Readonly<Record<string, unknown>> => ({
  reason: WRITTEN,
  text: WRITTEN,
  ...(type === 'fileClaim' ? { stance: 'explains' } : {}),
  ...(type === 'fileClaim' || type === 'takeBackClaim'
    ? { source: { by: WRITTEN, receivedAtMs: nowMs, channel: WRITTEN, document: null } }
    : {}),
  ...(type === 'proposeAnswer' ? { machineProbability: null } : {}),
  ...fields,
})

/**
 * What an officer may do with an incident now, of the commands of `JUDGEMENT`: each as `decide` would answer it, given in form.
 * It holds for the instant and the record that it is asked on; another officer may come before. What an office cannot see
 * (who reported what) refuses nothing here: the server decides.
 */
export function offeredTo(
  incident: Incident | ReleasedIncident,
  context: OfferContext,
): readonly Offer[] {
  const { actor, nowMs, agreement, under } = context
  const seen = whole(incident)
  const state = { ...initial, incidents: new Map([[seen.id, seen]]) }
  const isBlind = incident.testimony.some(({ group }) => group === null)
  return JUDGEMENT.flatMap((type) =>
    COMBINED[type](seen, context).map((fields) => {
      // Each has the members that its type asks for: a test gives every one of them to `decide` on a whole record.
      const command = {
        type,
        incident: seen.id,
        ...written(type, fields, nowMs),
      } as unknown as Command
      const { question } = fields
      const isNew = type === 'proposeAnswer' || question === undefined || question === null
      const text = isNew ? agreement : (under?.(question) ?? agreement)
      const isAnothers = permit(command, actor, seen) !== null
      const decided = decide(state, command, { actor, nowMs, agreement: text })
      const isUnknown = isBlind && type === 'corroborate' && seen.status === 'candidate'
      const refused = isRefused(decided) && (isAnothers || !isUnknown) ? decided.refused : null
      return { type, fields, refused, isAnothers }
    }),
  )
}
