/**
 * A duty that somebody did: the monitor records how it was shown, an officer of another nation confirms it for the
 * commission. A name is typed and may be written in two ways; a nation is a code. Until then the deadline's candidate stands. What was confirmed wrongly is taken back, and may be shown anew.
 */
import { isRefused, tellInstant, type InstantMs, type Refused } from '../../units/index.ts'
import type { Agreement, Obligation } from '../document/types.ts'
import type { DutyCommand, DutyNamed } from './command.ts'
import { draft, type AgreementDraft } from './entry.ts'
import { checkMixed, checkText, firstOf, type Context } from './guard.ts'
import { phaseSpans } from './phases.ts'
import { during } from './span-list.ts'
import { adoptedAt, factsOf, type AgreementState, type Duty } from './state.ts'

type Decision = { readonly entries: readonly AgreementDraft[] } | Refused

/** The instants that an obligation's deadlines are counted from, each the first deadline already. */
function firstDeadlines(
  state: AgreementState,
  agreement: Agreement,
  { due }: Obligation,
): readonly InstantMs[] {
  if (due.kind === 'at') return [due.atMs]
  const facts = factsOf(state, agreement.id)
  const begun = [
    ...phaseSpans(agreement, { facts }).filter(({ phase }) => phase === due.what),
    ...facts.filter(({ fact }) => fact === due.what),
  ]
  return begun.map(({ fromMs }) => fromMs + due.afterMs)
}

/** Whether an instant is a deadline of an obligation, recurring ones counted on without end. */
function isDeadline(first: readonly InstantMs[], { due }: Obligation, dueMs: InstantMs): boolean {
  const { everyMs } = due
  return first.some(
    (ms) => ms === dueMs || (everyMs !== undefined && dueMs > ms && (dueMs - ms) % everyMs === 0),
  )
}

function obligationOf(agreement: Agreement, { clause, party }: DutyNamed): Obligation | Refused {
  const named = agreement.obligations.filter((one) => one.clause === clause)
  if (named.length === 0) {
    const known = agreement.obligations.map((one) => one.clause).join(', ')
    return {
      refused: `agreement ${agreement.id} has no obligation ${JSON.stringify(clause)}; it has ${known || 'none'}`,
    }
  }
  return (
    named.find((one) => one.party === 'both' || one.party === party) ?? {
      refused: `clause ${clause} is no duty of party ${party}`,
    }
  )
}

function checkDeadline(
  state: AgreementState,
  agreement: Agreement,
  named: DutyNamed,
  nowMs: InstantMs,
): Refused | null {
  const { clause, dueMs } = named
  const duty = obligationOf(agreement, named)
  if (isRefused(duty)) return duty
  const first = firstDeadlines(state, agreement, duty)
  if (!isDeadline(first, duty, dueMs)) {
    const known = first.map(tellInstant).join(', ')
    return {
      refused:
        `${tellInstant(dueMs)} is no deadline of clause ${clause}; ` +
        (first.length === 0 ? 'none runs yet' : `its first is ${known}`),
    }
  }
  return duty.due.everyMs !== undefined && dueMs - duty.due.everyMs > nowMs
    ? {
        refused: `the deadline ${tellInstant(dueMs)} of clause ${clause} is not the next one: show it when its turn comes`,
      }
    : null
}

const tellDuty = ({ clause, party, dueMs }: DutyNamed): string =>
  `the duty of party ${party} under ${clause} by ${tellInstant(dueMs)}`

function shownAs(state: AgreementState, id: string, named: DutyNamed): Duty | undefined {
  const { clause, party, dueMs } = named
  return during(state.duties, { fromMs: dueMs, toMs: dueMs }).findLast(
    (one) =>
      one.agreement === id &&
      one.clause === clause &&
      one.party === party &&
      one.recalledIn === null,
  )
}

function decideOnShown(
  { type, ...named }: DutyCommand,
  duty: Duty | undefined,
  { actor }: Context,
): Decision {
  if (duty === undefined)
    return {
      refused: `${tellDuty(named)} was not shown to be done: the monitor records that first`,
    }
  const mixed = checkMixed(tellDuty(named), duty.scripted, actor)
  if (mixed !== null) return mixed
  const isConfirmed = duty.confirmedIn !== null
  if (type === 'confirmMet') {
    if (isConfirmed)
      return { refused: `${tellDuty(named)} is confirmed already (entry ${duty.confirmedIn})` }
    if (duty.shownBy === actor.nation)
      return {
        refused:
          `nation ${actor.nation} showed it: nobody confirms what they showed themselves, ` +
          'let an officer of another nation do it',
      }
  }
  const kind = type === 'confirmMet' ? 'agreement.duty-confirmed' : 'agreement.duty-recalled'
  const payload = { ...named, shownIn: duty.entry }
  return { entries: [draft(kind, payload, [duty.confirmedIn ?? duty.entry])] }
}

/** Decides that a duty was shown, is confirmed, or is taken back, shown or confirmed. */
export function decideDuty(
  state: AgreementState,
  command: DutyCommand,
  context: Context,
): Decision {
  const adopted = adoptedAt(state, context.nowMs)
  if (adopted === null) return { refused: 'no agreement is adopted yet: adopt one first' }
  const { agreement } = adopted
  const { type, ...named } = command
  const { dueMs, party } = named
  const refused = firstOf(
    () => checkText('reason', named.reason),
    () =>
      Number.isSafeInteger(dueMs) && (party === 'A' || party === 'B')
        ? null
        : { refused: 'a duty is named by its clause, party A or B, and its deadline' },
  )
  if (refused !== null) return refused
  const shown = shownAs(state, agreement.id, named)
  if (type !== 'showMet') return decideOnShown(command, shown, context)
  const bad = checkDeadline(state, agreement, named, context.nowMs)
  if (bad !== null) return bad
  if (shown !== undefined)
    return { refused: `${tellDuty(named)} was shown already (entry ${shown.entry})` }
  const payload = { ...named, agreement: agreement.id }
  return { entries: [draft('agreement.duty-shown', payload, [adopted.entry])] }
}
