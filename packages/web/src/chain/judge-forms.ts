// One form for each command that judges. What may be chosen in it comes from what core offers this officer now; what is said to
// a choice that would be refused is what the server would say.
import type { AnswerValue, Incident, Judgement, Offer, Question } from '@holdfast/core/verify'
import type { Agreement, PartyId } from '@holdfast/core/agreement'
import type { CommandBody } from '../api/index.ts'
import type { FormField, FormSpec, FormValues } from '../form/index.ts'
import { claimForm, claimTold, confirmForm, takeBackForm } from './claim-forms.ts'
import {
  ACT_WORD,
  OUTCOME_WORD,
  QUESTION_NAME,
  QUESTION_TITLE,
  standardWord,
  valueWord,
} from '../words/index.ts'

/** What a form is made on. */
export interface Judged {
  readonly incident: string
  /** Every offer of this type, on this question and for this party where it has one. */
  readonly offers: readonly Offer[]
  readonly agreement: Agreement
  /** What the machine says of it, shown beside the words. */
  readonly machine: string | null
  /** A correction that waits for others: whoever agrees gives the same words. */
  readonly correcting?: Incident['correcting']
  /** The claims of the incident, of which an act may be about one. */
  readonly claims?: Incident['claims']
}
/** What a button stands for: offers of one type, on one question, one party or one claim. */
export interface Act {
  readonly type: Judgement
  readonly question: Question | null
  readonly party: PartyId | null
  /** The claim that it is about, by its log index. */
  readonly claim: number | null
  readonly offers: readonly Offer[]
  /** Why none of them would be taken; null: one at least may be given now. */
  readonly refused: string | null
  readonly isAnothers: boolean
}

/** The acts that offers come to: one for each type, question, silent party and claim, in the order of the work. */
export function actsOf(offers: readonly Offer[]): readonly Act[] {
  const groups = new Map<string, Offer[]>()
  for (const offer of offers) {
    const { type, fields } = offer
    const party = type === 'recordSilence' ? fields.party : ''
    const key = [type, fields.question, party, fields.claim].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), offer])
  }
  return [...groups.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const { type, fields, refused } = own.find((one) => one.refused === null) ?? first
    return {
      type,
      question: fields.question ?? null,
      party: type === 'recordSilence' ? (fields.party ?? null) : null,
      claim: fields.claim ?? null,
      offers: own,
      refused,
      isAnothers: own.every(({ isAnothers }) => isAnothers),
    }
  })
}
/** What stands on the button of an act. */
export const actLabel = ({ type, party, claim }: Pick<Act, 'type' | 'party' | 'claim'>): string => {
  if (claim !== null) return `${ACT_WORD[type]}: log ${claim}`
  return party === null ? ACT_WORD[type] : `${ACT_WORD[type]} of party ${party}`
}

const verify = (type: string, fields: Readonly<Record<string, unknown>>): CommandBody => ({
  step: 'verify',
  type,
  ...fields,
})
const REASON: FormField = { name: 'reason', label: 'Reason, which goes on record', kind: 'text' }
const keyOf = (value: unknown): string => JSON.stringify(value)

/** Each value once that an offer holds in a member. */
const distinct = <T>(values: readonly (T | undefined)[]): readonly T[] => [
  ...new Map(
    values.flatMap((one) => (one === undefined ? [] : [[keyOf(one), one] as const])),
  ).values(),
]
const standardsIn = (offers: readonly Offer[], agreement: Agreement): FormField => ({
  name: 'standard',
  label: 'Standard of proof',
  kind: 'choice',
  options: distinct(offers.map(({ fields }) => fields.standard)).map((id) => ({
    value: id,
    title: standardWord(agreement, id),
  })),
})
const isOpen = ({ refused }: Offer): boolean => refused === null

function proposeForm(question: Question, { incident, offers, agreement }: Judged) {
  const open = distinct<AnswerValue[Question]>(
    offers.filter(isOpen).map(({ fields }) => fields.value),
  )
  return {
    fields: [
      {
        name: 'value',
        label: QUESTION_TITLE[question],
        kind: 'choice',
        options: open.map((value) => ({ value: keyOf(value), title: valueWord(question, value) })),
      },
      standardsIn(offers, agreement),
    ],
    sends: [
      {
        label: 'Put the proposal on record',
        build: ({ value: key = '', standard = '' }: FormValues) => {
          const chosen = offers.find(
            ({ fields }) => keyOf(fields.value) === key && fields.standard === standard,
          )
          if (chosen === undefined) return { refused: 'choose an answer and a standard of proof' }
          if (chosen.refused !== null) return { refused: chosen.refused }
          const { value } = chosen.fields
          // The machine's figure is not an officer's to give.
          const machineProbability = null
          return verify('proposeAnswer', {
            incident,
            question,
            value,
            standard,
            machineProbability,
          })
        },
      },
    ],
  } satisfies Partial<FormSpec<CommandBody>>
}

function voteForm(question: Question, { incident, offers, agreement }: Judged) {
  const vote =
    (agrees: boolean) =>
    ({ standard = '', reason = '' }: FormValues) => {
      const chosen = offers.find(
        ({ fields }) => fields.standard === standard && fields.agrees === agrees,
      )
      if (chosen !== undefined && chosen.refused !== null) return { refused: chosen.refused }
      return verify('vote', { incident, question, agrees, standard, reason })
    }
  return {
    fields: [standardsIn(offers.filter(isOpen), agreement), REASON],
    sends: [
      { label: 'Sign: it holds', build: vote(true) },
      { label: 'Vote against it', build: vote(false) },
    ],
  } satisfies Partial<FormSpec<CommandBody>>
}

/** An outcome, with the rule of the text that explains it where it has one. */
function outcomeChoice({ fields: { outcome, rule } }: Offer, agreement: Agreement) {
  if (outcome === undefined) return []
  if (rule === undefined) return [{ value: outcome, title: OUTCOME_WORD[outcome] }]
  const { benign, notified, repairs } = agreement
  const title = [...benign, ...notified, ...repairs].find(({ id }) => id === rule)?.title ?? rule
  return [{ value: `${outcome} ${rule}`, title: `${OUTCOME_WORD[outcome]}: ${title}` }]
}

const concludeForm = ({ incident, offers, agreement }: Judged) =>
  ({
    fields: [
      {
        name: 'outcome',
        label: 'The signed answers make it',
        kind: 'choice',
        options: offers.filter(isOpen).flatMap((one) => outcomeChoice(one, agreement)),
      },
      REASON,
    ],
    sends: [
      {
        label: 'Conclude it',
        build: ({ outcome: chosen = '', reason }: FormValues) => {
          const [outcome, rule] = chosen.split(' ')
          return verify('conclude', {
            incident,
            outcome,
            reason,
            ...(rule === undefined ? {} : { rule }),
          })
        },
      },
    ],
  }) satisfies Partial<FormSpec<CommandBody>>

const publishForm = ({ incident }: Judged) =>
  ({
    fields: [
      {
        name: 'sure',
        label: 'This cannot be undone',
        kind: 'ticks',
        options: [{ value: 'yes', title: 'I have read the five answers, and they may go out.' }],
      },
    ],
    sends: [{ label: 'Publish it', build: () => verify('publish', { incident }) }],
  }) satisfies Partial<FormSpec<CommandBody>>

function correctForm({ question }: Act, { incident, offers, correcting }: Judged) {
  const waiting = correcting?.question === question ? correcting : undefined
  return {
    fields: [
      ...(question === null
        ? [
            {
              name: 'was',
              label: 'Words of the title that are wrong',
              kind: 'line' as const,
              value: waiting?.was ?? offers[0]?.fields.was ?? '',
            },
          ]
        : []),
      {
        name: 'text',
        label: question === null ? 'What replaces them' : 'What was wrong, and how it reads now',
        kind: 'text',
        ...(waiting === undefined ? {} : { value: waiting.text }),
      },
    ],
    sends: [
      {
        label: waiting === undefined ? 'Ask for the correction' : 'Correct it, or ask otherwise',
        build: ({ text, was }: FormValues) =>
          verify('correct', { incident, question, was: question === null ? was : null, text }),
      },
    ],
  } satisfies Partial<FormSpec<CommandBody>>
}

/** What is said before an act, where its words alone do not say what comes of it. */
const ABOUT: Readonly<Partial<Record<Judgement, string>>> = {
  startInquiry: 'From now on both parties are heard, by a deadline; then silence can be recorded.',
  fileClaim:
    'What a party says, with who said it and how it came. It counts as heard once an officer of another nation confirms it.',
  confirmClaim: 'Hold it against its source first: from then on the party counts as heard by it.',
  takeBackClaim:
    'It stays on record and counts nowhere. What another filed, or what is confirmed, takes the word of the party and officers of two nations.',
  recordSilence: 'Its deadline has passed. Silence is a mode to work in, no admission.',
  vote: 'A signature is a nation’s, in the words of a standard of proof. Nobody signs their own draft.',
  declareDeadlock:
    'The vote ends without an answer. It can be proposed anew, or go to the capitals.',
  referToCapitals:
    'Ministers vote on the proposal as it stands, at the guarantors’ office, on a clock of their own.',
  recall:
    'It takes as many nations as the signature took. Whatever rests on the answer falls with it.',
  conclude: 'Closes the inquiry on the signed answers. It can be reopened until it is published.',
  publish: 'The finding goes to every office. From then on it is corrected or recalled, in public.',
  correct:
    'It takes others to ask for the same correction; then it stands beside the finding, in public.',
  withdrawProposal: 'It ends without an answer and stays on record with its votes.',
  corroborate: 'Two groups of sources at least must report it, independent of one another.',
}

const plain = ({ type, question, party }: Act, { incident }: Judged) => {
  const named = {
    incident,
    ...(question === null ? {} : { question }),
    ...(party === null ? {} : { party }),
  }
  const isBare = ['startInquiry', 'recordSilence', 'ask', 'referToCapitals'].includes(type)
  return {
    fields: isBare ? [] : [REASON],
    sends: [
      {
        label: 'Put it on record',
        build: ({ reason }: FormValues) => verify(type, isBare ? named : { ...named, reason }),
      },
    ],
  } satisfies Partial<FormSpec<CommandBody>>
}

function partsOf(act: Act, on: Judged): Pick<FormSpec<CommandBody>, 'fields' | 'sends'> {
  const { type, question, claim } = act
  if (question !== null && type === 'proposeAnswer') return proposeForm(question, on)
  if (question !== null && type === 'vote') return voteForm(question, on)
  if (type === 'fileClaim') {
    const open = on.offers.filter(isOpen)
    return claimForm(on.incident, distinct(open.map(({ fields }) => fields.party)))
  }
  if (claim !== null)
    return type === 'confirmClaim'
      ? confirmForm(on.incident, claim)
      : takeBackForm(on.incident, claim)
  if (type === 'conclude') return concludeForm(on)
  if (type === 'publish') return publishForm(on)
  return type === 'correct' ? correctForm(act, on) : plain(act, on)
}

/** The form of an act: what is asked before it goes on record. */
export function judgeForm(act: Act, on: Judged): FormSpec<CommandBody> {
  const of =
    act.question === null ? on.incident : `${QUESTION_NAME[act.question]} of ${on.incident}`
  const told = claimTold(on.claims?.find(({ entry }) => entry === act.claim))
  const about = [told, ABOUT[act.type], on.machine].filter(
    (one) => one !== null && one !== undefined,
  )
  return {
    title: `${actLabel(act)}: ${of}`,
    ...(about.length === 0 ? {} : { about: about.join(' ') }),
    ...partsOf(act, on),
  }
}
