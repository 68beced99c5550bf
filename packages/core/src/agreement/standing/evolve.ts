import type { Entry, Tombstone } from '../../evidence/index.ts'
import { isFictional } from '../../nations/index.ts'
import { completed } from '../document/complete.ts'
import { closed, heard, proposed, settledBy } from './amendment.ts'
import { entryIn } from './decide-activity.ts'
import type { AgreementKind, AgreementPayloads } from './entry.ts'
import { appended, itemOf, replaced } from './span-list.ts'
import { adoptedOf, type Adopted, type AgreementState, type FactRecord } from './state.ts'

type Fold = {
  readonly [Kind in AgreementKind]: (
    state: AgreementState,
    payload: AgreementPayloads[Kind],
    entry: Entry,
  ) => AgreementState
}

/** The members that a payload cannot be without: whatever else it lacks, it was not written here. */
const MEMBERS: Readonly<Record<AgreementKind, readonly string[]>> = {
  'agreement.adopted': ['agreement', 'document'],
  'agreement.amendment-proposed': ['agreement', 'document', 'quorum', 'lapsesMs'],
  'agreement.amendment-supported': ['motion'],
  'agreement.amendment-opposed': ['motion'],
  'agreement.amendment-withdrawn': ['motion'],
  'agreement.fact-moved': ['fact', 'motion', 'settles'],
  'agreement.duty-shown': ['agreement', 'clause', 'dueMs'],
  'agreement.duty-confirmed': ['shownIn'],
  'agreement.duty-recalled': ['shownIn'],
  'agreement.activity-announced': ['agreement', 'rule', 'place'],
  'agreement.notification-withdrawn': ['notification'],
}

const isScripted = ({ actor }: Entry): boolean => actor.role === 'scripted'

function moved(
  state: AgreementState,
  payload: AgreementPayloads['agreement.fact-moved'],
  entry: Entry,
): AgreementState {
  const { agreement, fact, motion: kind, party, instantMs, reason, settles } = payload
  const { nation } = entry.actor
  const scripted = isScripted(entry)
  if (settles === null) {
    const isOwn = (one: AgreementState['motions'][number]): boolean =>
      one.fact === fact &&
      one.kind === kind &&
      one.scripted === scripted &&
      one.party === party &&
      (party !== null || one.nation === nation)
    const { index, atMs } = entry
    const motion = { kind, fact, nation, party, instantMs, reason, entry: index, atMs, scripted }
    return { ...state, motions: [...state.motions.filter((one) => !isOwn(one)), motion] }
  }
  // What is settled is settled: whoever moved something else on this fact moves it anew.
  const motions = state.motions.filter((one) => one.fact !== fact)
  const { movedBy, atMs: settledMs } = settles
  if (kind === 'declare') {
    const record: FactRecord = {
      agreement,
      fact,
      fromMs: settledMs,
      untilMs: null,
      entry: entry.index,
      endedIn: null,
      atMs: entry.atMs,
      movedBy,
      reason,
      scripted,
    }
    return { ...state, motions, facts: [...state.facts, record] }
  }
  const facts = state.facts.map((one) =>
    one.agreement === agreement && one.fact === fact && one.untilMs === null
      ? { ...one, untilMs: settledMs, endedIn: entry.index }
      : one,
  )
  return { ...state, motions, facts }
}

const voiced =
  (supports: boolean) =>
  (
    state: AgreementState,
    { motion, reason }: AgreementPayloads['agreement.amendment-supported'],
    { index, atMs, actor: { nation } }: Entry,
  ): AgreementState => ({
    ...state,
    amendments: heard(state.amendments, motion, { nation, supports, reason, entry: index, atMs }),
  })

const FOLD: Fold = {
  'agreement.adopted': (state, payload, entry) => {
    const { index, atMs, actor } = entry
    const agreement = completed(payload.agreement)
    const before = adoptedOf(state, agreement.id)
    const { document, carried = null, fromMs = atMs } = payload
    const adopted: Adopted = {
      agreement,
      document,
      entry: index,
      atMs,
      amends: payload.amends ?? before?.entry ?? null,
      fromMs,
      carried,
      scripted: actor.role === 'scripted' || actor.role === 'system',
      // A text is of real nations where no other carried it: whoever spoke last makes it none.
      fictional: actor.role === 'system' || (carried?.nations ?? [actor.nation]).some(isFictional),
    }
    return {
      ...state,
      adopted: [...state.adopted, adopted],
      // A motion counts under the text that it was made under, and under no other quorum; `waitingAt` knows until when.
      motions: fromMs > atMs ? state.motions : [],
      amendments: settledBy(state, adopted),
    }
  },
  'agreement.amendment-proposed': (state, payload, entry) => ({
    ...state,
    amendments: proposed(state.amendments, payload, entry),
  }),
  'agreement.amendment-supported': voiced(true),
  'agreement.amendment-opposed': voiced(false),
  'agreement.amendment-withdrawn': (state, { motion }, { index }) => ({
    ...state,
    amendments: closed(state.amendments, motion, { status: 'withdrawn', closedIn: index }),
  }),
  'agreement.fact-moved': moved,
  'agreement.duty-shown': (state, { agreement, clause, party, dueMs, reason }, entry) => ({
    ...state,
    duties: appended(state.duties, {
      agreement,
      clause,
      party,
      reason,
      fromMs: dueMs,
      toMs: dueMs,
      entry: entry.index,
      shownBy: entry.actor.nation,
      shownMs: entry.atMs,
      confirmedIn: null,
      recalledIn: null,
      scripted: isScripted(entry),
    }),
  }),
  'agreement.duty-confirmed': (state, { shownIn }, { index }) => {
    const duty = itemOf(state.duties, shownIn)
    if (duty === undefined) return state
    return { ...state, duties: replaced(state.duties, { ...duty, confirmedIn: index }) }
  },
  'agreement.duty-recalled': (state, { shownIn }, { index }) => {
    const duty = itemOf(state.duties, shownIn)
    if (duty === undefined) return state
    return { ...state, duties: replaced(state.duties, { ...duty, recalledIn: index }) }
  },
  'agreement.activity-announced': (state, payload, entry) => ({
    ...state,
    notified: appended(state.notified, {
      id: `N-${entry.index}`,
      ...payload,
      withdrawn: false,
      entry: entry.index,
      scripted: isScripted(entry),
    }),
  }),
  'agreement.notification-withdrawn': (state, { notification }) => {
    const found = itemOf(state.notified, entryIn(notification))
    if (found === undefined) return state
    return { ...state, notified: replaced(state.notified, { ...found, withdrawn: true }) }
  },
}

const isOurs = (kind: string): kind is AgreementKind => Object.hasOwn(FOLD, kind)

function folded(kind: AgreementKind, state: AgreementState, entry: Entry): AgreementState {
  const { payload, index } = entry
  const isWhole =
    typeof payload === 'object' &&
    payload !== null &&
    MEMBERS[kind].every((name) => Object.hasOwn(payload, name))
  if (!isWhole) throw new Error(`entry ${index} is no ${kind}`)
  // The kind says which payload it is; only this step writes them.
  return FOLD[kind](state, payload as never, entry)
}

/**
 * Folds one entry in. Other steps' kinds and tombstones leave the state as it is; so does what rests on an entry that has
 * become a tombstone: a withdrawal or a confirmation of what is no longer known.
 */
export function evolve(state: AgreementState, entry: Entry | Tombstone): AgreementState {
  return 'tombstone' in entry || !isOurs(entry.kind) ? state : folded(entry.kind, state, entry)
}
