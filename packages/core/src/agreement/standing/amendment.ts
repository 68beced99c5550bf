// What entries make of motions to amend: the fold's part, and what is read off a motion at an instant.
import type { Entry } from '../../evidence/index.ts'
import type { NationCode } from '../../nations/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { completed } from '../document/complete.ts'
import type { AgreementPayloads } from './entry.ts'
import type { Adopted, AgreementState, Amendment, AmendmentStatus, AmendmentVote } from './state.ts'

/** How a motion stands at an instant: an open one lapses at `lapsesMs`, whether or not anybody looks. */
export const statusAt = ({ status, lapsesMs }: Amendment, nowMs: InstantMs): AmendmentStatus =>
  status === 'open' && nowMs >= lapsesMs ? 'lapsed' : status

const nationsOf = (votes: readonly AmendmentVote[], supports: boolean): readonly NationCode[] =>
  votes.filter((one) => one.supports === supports).map(({ nation }) => nation)

/** Distinct nations for a motion, the proposer's among them, and against it, each in the order of their codes. */
export function tallyOf({ nation, votes }: Pick<Amendment, 'nation' | 'votes'>): {
  readonly nations: readonly NationCode[]
  readonly opposed: readonly NationCode[]
} {
  return {
    nations: [...new Set([nation, ...nationsOf(votes, true)])].toSorted(),
    opposed: [...new Set(nationsOf(votes, false))].toSorted(),
  }
}

/**
 * How many more nations must support a motion before it is carried; 0 where none is missing. It takes its quorum, and as
 * a finding does, more nations for it than against it.
 */
export function missingOf(motion: Pick<Amendment, 'nation' | 'votes' | 'quorum'>): number {
  const { nations, opposed } = tallyOf(motion)
  return Math.max(0, motion.quorum - nations.length, opposed.length + 1 - nations.length)
}

/** The motions with one more, as an entry proposes it. Those that have lapsed by then give up their texts. */
export function proposed(
  all: readonly Amendment[],
  payload: AgreementPayloads['agreement.amendment-proposed'],
  { index, atMs, actor: { nation, role } }: Entry,
): readonly Amendment[] {
  const { document, sha256, amends, inForce, quorum, fromMs, lapsesMs, reason } = payload
  const agreement = completed(payload.agreement)
  const motion: Amendment = {
    entry: index,
    agreement: agreement.id,
    title: agreement.title,
    text: { agreement, document },
    sha256,
    amends,
    inForce,
    quorum,
    nation,
    reason,
    fromMs,
    atMs,
    lapsesMs,
    votes: [],
    status: 'open',
    closedIn: null,
    ...(payload.overtakes === undefined ? {} : { overtakes: payload.overtakes }),
    scripted: role === 'scripted',
  }
  const kept = all.map((one) =>
    one.text !== null && statusAt(one, atMs) === 'lapsed' ? { ...one, text: null } : one,
  )
  return [...kept, motion]
}

const changed = (
  all: readonly Amendment[],
  motion: number,
  change: (one: Amendment) => Amendment,
): readonly Amendment[] => all.map((one) => (one.entry === motion ? change(one) : one))

/** The motions with the last word of a nation on one; what it had said before counts no more. */
export const heard = (
  all: readonly Amendment[],
  motion: number,
  vote: AmendmentVote,
): readonly Amendment[] =>
  changed(all, motion, (one) => ({
    ...one,
    votes: [...one.votes.filter(({ nation }) => nation !== vote.nation), vote],
  }))

/** The motions with one closed. */
export const closed = (
  all: readonly Amendment[],
  motion: number,
  end: Pick<Amendment, 'status' | 'closedIn'>,
): readonly Amendment[] => changed(all, motion, (one) => ({ ...one, ...end, text: null }))

/**
 * Texts that were carried for a later instant and would never come into force beside another: the one that is adopted last
 * prevails from its own instant on, so whatever waits for that instant or a later one is overtaken.
 */
export const overtaken = (
  adopted: readonly Adopted[],
  fromMs: InstantMs,
  nowMs: InstantMs,
): readonly Adopted[] => adopted.filter((one) => one.fromMs > nowMs && one.fromMs >= fromMs)

/**
 * The motions after another text was adopted. The one that it came of is carried. Every other open one falls: it was
 * written to take the place of a text that is no longer the latest, and would silently undo what was just adopted. And one
 * that was carried for a later instant falls where its text is overtaken: nobody is to wait for what never comes.
 */
export function settledBy(
  { amendments, adopted }: Pick<AgreementState, 'amendments' | 'adopted'>,
  { carried, entry: closedIn, atMs, fromMs }: Adopted,
): readonly Amendment[] {
  const gone = new Set(overtaken(adopted, fromMs, atMs).map((one) => one.carried?.motion))
  return amendments.map((one) => {
    if (one.entry === carried?.motion) return { ...one, status: 'carried', closedIn, text: null }
    if (one.status === 'carried' && gone.has(one.entry))
      return {
        ...one,
        status: 'fallen',
        closedIn,
        why:
          `the text of entry ${closedIn} was carried after it and is in force from ${tellInstant(fromMs)}, ` +
          'before this one would have been: the text carried last prevails',
      }
    if (statusAt(one, atMs) !== 'open') return one
    const why = `the text of entry ${closedIn} was adopted while it was open, and it was written against the one before`
    return { ...one, status: 'fallen', closedIn, text: null, why }
  })
}
