/**
 * Facts are declared by people. One of the commission's holds once a quorum of distinct nations has moved it with the same
 * instant; one of the parties' once the statement of each is on record, from the later of the instants that they name.
 * What ends a fact is moved in the same way. A renewal counts from when it is declared and never from before: otherwise a
 * phase that was over could be brought back to life. The statements of the two parties are recorded by officers of two
 * nations: nobody alone settles what both must say.
 */
import { isRefused, tellInstant, type InstantMs, type Refused } from '../../units/index.ts'
import type { Agreement, FactRule, PartyId } from '../document/types.ts'
import type { DeclareFact, EndFact } from './command.ts'
import { draft, type AgreementDraft } from './entry.ts'
import { checkInstant, checkText, firstOf, type Context } from './guard.ts'
import { phasesAt } from './phases.ts'
import {
  adoptedAt,
  factsOf,
  standingAt,
  waitingAt,
  type AgreementState,
  type FactRecord,
  type Motion,
  type MotionKind,
} from './state.ts'

/** Motions that may wait at once; more are refused until some are settled. */
export const MOTIONS_MAX = 1_000

/** One motion, whichever way it goes. */
interface Moved {
  readonly kind: MotionKind
  readonly rule: FactRule
  readonly party: PartyId | null
  readonly instantMs: InstantMs | null
  readonly reason: string
}
interface Settled {
  readonly atMs: InstantMs
  readonly movedBy: readonly string[]
  /** Entries of the motions that it rests on. */
  readonly refs: readonly number[]
}

const asked = (command: DeclareFact | EndFact): Pick<Moved, 'kind' | 'instantMs'> =>
  command.type === 'declareFact'
    ? { kind: 'declare', instantMs: command.fromMs }
    : { kind: 'end', instantMs: command.untilMs }

const isRenewal = ({ phases }: Agreement, fact: string): boolean =>
  phases.some(({ renewal }) => renewal === fact)

function ruleOf({ id, facts }: Agreement, fact: string): FactRule | Refused {
  const known = facts.map((one) => one.id).join(', ')
  return (
    facts.find((one) => one.id === fact) ?? {
      refused: `agreement ${id} has no fact ${JSON.stringify(fact)}; it has ${known || 'none'}`,
    }
  )
}

function checkParty({ id, declaredBy }: FactRule, party: PartyId | null): Refused | null {
  if (declaredBy === 'commission' && party !== null)
    return { refused: `fact ${id} is the commission's to declare: leave the party null` }
  if (declaredBy === 'bothParties' && party !== 'A' && party !== 'B')
    return { refused: `fact ${id} takes a statement of each party: say whose this one is, A or B` }
  return null
}

/** Where the motions for the same thing lead with one more; null while others are missing. */
function settledBy(
  { rule, party, instantMs }: Moved,
  others: readonly Motion[],
  { actor, nowMs, quorum }: Context & { readonly quorum: number },
): Settled | null {
  if (rule.declaredBy === 'bothParties') {
    const other = others.find((one) => one.party !== null && one.party !== party)
    if (other === undefined) return null
    const atMs = Math.max(instantMs ?? nowMs, other.instantMs ?? other.atMs)
    return { atMs, movedBy: ['A', 'B'], refs: [other.entry] }
  }
  const same = others.filter(
    (one) => one.nation !== actor.nation && one.instantMs === instantMs && one.party === null,
  )
  const nations = [...new Set([...same.map(({ nation }) => nation), actor.nation])].toSorted()
  if (nations.length < quorum) return null
  return { atMs: instantMs ?? nowMs, movedBy: nations, refs: same.map(({ entry }) => entry) }
}

function checkDeclared(
  agreement: Agreement,
  records: readonly FactRecord[],
  { id, atMs }: { readonly id: string; readonly atMs: InstantMs },
): Refused | null {
  const firstMs = agreement.versions[0]?.fromMs
  if (firstMs !== undefined && atMs < firstMs)
    return {
      refused: `fact ${id} would hold from ${tellInstant(atMs)}, before the text came into force at ${tellInstant(firstMs)}`,
    }
  if (isRenewal(agreement, id)) return null
  const open = records.find(({ untilMs }) => untilMs === null)
  if (open !== undefined)
    return {
      refused: `fact ${id} holds from ${tellInstant(open.fromMs)} already (entry ${open.entry}); end it before it is declared anew`,
    }
  const late = records.find(({ untilMs }) => untilMs !== null && atMs < untilMs)
  return late === undefined
    ? null
    : {
        refused:
          `fact ${id} is on record until ${tellInstant(late.untilMs ?? 0)} (entry ${late.entry}); ` +
          'let it hold anew from then on or later',
      }
}

function checkEnded(records: readonly FactRecord[], id: string, atMs: InstantMs): Refused | null {
  const open = records.filter(({ untilMs }) => untilMs === null)
  if (open.length === 0)
    return { refused: `fact ${id} does not hold without end: there is nothing to end` }
  const late = open.find(({ fromMs }) => atMs <= fromMs)
  return late === undefined
    ? null
    : {
        refused:
          `fact ${id} would end at ${tellInstant(atMs)}, and it begins at ${tellInstant(late.fromMs)} ` +
          `(entry ${late.entry}): it cannot end before it begins`,
      }
}

/** A renewal takes no instant of its own, and there must be something in force that it renews. */
function checkRenewal(
  state: AgreementState,
  agreement: Agreement,
  { kind, rule: { id }, instantMs }: Moved,
  nowMs: InstantMs,
): Refused | null {
  if (!isRenewal(agreement, id)) return null
  if (instantMs !== null)
    return {
      refused: `fact ${id} renews a phase and counts from when it is declared: leave the instant null`,
    }
  if (kind === 'end') return null
  const inForce = phasesAt(agreement, standingAt(state, nowMs, agreement.id), nowMs)
  return agreement.phases.some((phase) => phase.renewal === id && inForce.includes(phase.id))
    ? null
    : { refused: `no phase that ${id} renews is in force: what is over is not renewed` }
}

/** One nation's officers do not record the statements of both parties: two people of different nations heard them. */
function checkRecorders(
  { rule: { id }, party }: Moved,
  waiting: readonly Motion[],
  { nation }: Context['actor'],
): Refused | null {
  if (party === null) return null
  const other = waiting.find((one) => one.party !== null && one.party !== party)
  return other?.nation === nation
    ? {
        refused:
          `nation ${nation} recorded the statement of party ${other.party} on ${id} (entry ${other.entry}): ` +
          `let an officer of another nation record that of party ${party}`,
      }
    : null
}

const tellMotion = ({ kind, rule }: Moved): string =>
  kind === 'declare' ? `that ${rule.id} holds` : `that ${rule.id} ends`

function checkRepeat(moved: Moved, own: Motion | undefined, waiting: number): Refused | null {
  if (own?.instantMs === moved.instantMs) {
    const who = own.party === null ? `nation ${own.nation}` : `party ${own.party}`
    return {
      refused: `${who} has moved ${tellMotion(moved)} already (entry ${own.entry}); others are awaited`,
    }
  }
  return own === undefined && waiting >= MOTIONS_MAX
    ? { refused: `${MOTIONS_MAX} motions wait already: settle some of them first` }
    : null
}

/** Decides a motion on a fact; the entry says whether it was the last one needed. */
export function decideFact(
  state: AgreementState,
  command: DeclareFact | EndFact,
  context: Context,
): { readonly entries: readonly AgreementDraft[] } | Refused {
  const { actor, nowMs } = context
  const adopted = adoptedAt(state, nowMs)
  if (adopted === null) return { refused: 'no agreement is adopted yet: adopt one first' }
  const { agreement } = adopted
  const { fact, party, reason } = command
  const rule = ruleOf(agreement, fact)
  if (isRefused(rule)) return rule
  const moved: Moved = { ...asked(command), rule, party, reason }
  const { kind, instantMs } = moved
  const scripted = actor.role === 'scripted'
  const waiting = waitingAt(state, nowMs)
  const motions = waiting.filter(
    (one) => one.fact === fact && one.kind === kind && one.scripted === scripted,
  )
  const own = motions.find((one) =>
    party === null ? one.party === null && one.nation === actor.nation : one.party === party,
  )
  const records = factsOf(state, agreement.id).filter((one) => one.fact === fact)
  const settled = settledBy(moved, motions, {
    ...context,
    quorum: Math.max(1, agreement.thresholds.quorum),
  })
  const atMs = settled?.atMs ?? instantMs ?? nowMs
  const refused = firstOf(
    () => checkText('reason', reason),
    () => checkParty(rule, party),
    () => (instantMs === null ? null : checkInstant('the instant', instantMs, nowMs)),
    () => checkRenewal(state, agreement, moved, nowMs),
    () =>
      kind === 'declare'
        ? checkDeclared(agreement, records, { id: fact, atMs })
        : checkEnded(records, fact, atMs),
    () => checkScript(records, kind, scripted),
    () => checkRepeat(moved, own, waiting.length),
    () => checkRecorders(moved, motions, actor),
  )
  if (refused !== null) return refused
  const settles = settled === null ? null : { atMs: settled.atMs, movedBy: settled.movedBy }
  const refs = [adopted.entry, ...(settled?.refs ?? [])]
  const payload = { agreement: agreement.id, fact, motion: kind, party, instantMs, reason, settles }
  return { entries: [draft('agreement.fact-moved', payload, refs)] }
}

// A script never ends what people declared, nor people what a script did: demonstrations keep to themselves.
function checkScript(
  records: readonly FactRecord[],
  kind: MotionKind,
  scripted: boolean,
): Refused | null {
  const open = records.find(({ untilMs }) => untilMs === null)
  return kind === 'end' && open !== undefined && open.scripted !== scripted
    ? {
        refused: `fact ${open.fact} was declared by ${open.scripted ? 'a script' : 'people'}: the same end it`,
      }
    : null
}
