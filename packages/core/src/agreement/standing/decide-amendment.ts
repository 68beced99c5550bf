/**
 * Who sets the text sets every judgement after it: where the line runs, and how many nations it takes to say so. So each
 * text is a motion, the first one, too: what was before it is judged by it. It is carried once distinct nations, the
 * proposer's counted once, meet the quorum of the text in force on the day of the proposal (of the proposed text itself
 * where none is), and more are for it than against it. The quorum is written down with the proposal: a text that comes into
 * force while nations deliberate does not lower it. What is carried is what was proposed, byte for byte; the adoption is
 * recorded with the vote that carried it.
 */
import { sha256, toHex, utf8 } from '../../evidence/index.ts'
import { isFictional } from '../../nations/index.ts'
import {
  DAY_MS,
  isRefused,
  tellInstant,
  type DurationMs,
  type InstantMs,
  type Refused,
} from '../../units/index.ts'
import { unfair } from '../document/even-handed.ts'
import { checkAmends } from './adopt.ts'
import { AMENDMENT_TABLE } from './amendment-table.ts'
import { missingOf, overtaken, statusAt, tallyOf } from './amendment.ts'
import type { OnAmendment, ProposeAmendment } from './command.ts'
import { draft, type AgreementDraft } from './entry.ts'
import {
  checkFiction,
  checkInstant,
  checkMixed,
  checkText,
  firstOf,
  type Context,
} from './guard.ts'
import {
  adoptedAt,
  adoptedOf,
  type Adopted,
  type AgreementState,
  type Amendment,
  type AmendmentVote,
} from './state.ts'

/** How long a motion to amend may wait. An assumption: no public text sets it. */
export const AMENDMENT_LAPSES_MS: DurationMs = 30 * DAY_MS
/** Fewest nations that carry a text, whatever its quorum: nobody sets or amends it alone. */
export const AMENDMENT_NATIONS_MIN = 2
/** Most motions of one nation that are open at once. */
export const AMENDMENTS_OF_NATION_MAX = 3

type Decision = { readonly entries: readonly AgreementDraft[] } | Refused

const distinct = (refs: readonly number[]): readonly number[] => [...new Set(refs)]

function checkFrom(
  { fromMs }: ProposeAmendment,
  inForce: Adopted | null,
  nowMs: InstantMs,
): Refused | null {
  if (fromMs === null) return null
  if (inForce === null)
    return {
      refused:
        'the first text is in force once it is carried, for what was before it is judged by it, too: ' +
        'leave out from when',
    }
  const refused = checkInstant('from when it is to be in force', fromMs, nowMs)
  if (refused !== null) return refused
  return fromMs >= nowMs
    ? null
    : {
        refused:
          `the text would be in force from ${tellInstant(fromMs)}, which is past: a text does not reach back. ` +
          'Name a later instant, or none',
      }
}

/** Whether two documents differ in blanks at the ends of lines and of the text at most: those say nothing in YAML. */
const isSameText = (one: string, other: string): boolean => bare(one) === bare(other)
const bare = (document: string): string => document.replaceAll(/[ \t\r]*(?:\n|$)/g, '\n').trimEnd()

function checkOpen(
  open: readonly Amendment[],
  { document, fromMs }: ProposeAmendment,
  { nation }: Context['actor'],
): Refused | null {
  const same = open.find(
    (one) => one.fromMs === fromMs && one.text !== null && isSameText(one.text.document, document),
  )
  if (same !== undefined)
    return { refused: `motion ${same.entry} proposes this very text already: support that one` }
  const own = open.filter((one) => one.nation === nation)
  return own.length < AMENDMENTS_OF_NATION_MAX
    ? null
    : {
        refused:
          `nation ${nation} has ${own.length} motions open (${own.map(({ entry }) => entry).join(', ')}), ` +
          'which is the most: withdraw one of them first',
      }
}

/** What a text in force forbids a proposer: a script may not touch what people did, and fiction not what real nations did. */
function checkAuthors(
  { entry, scripted, fictional }: Adopted,
  actor: Context['actor'],
): Refused | null {
  const what = `the text in force (entry ${entry})`
  return firstOf(
    // People may amend what a script adopted.
    () => (actor.role === 'scripted' && !scripted ? checkMixed(what, false, actor) : null),
    () => checkFiction(what, fictional, actor),
  )
}

/** Decides a proposal of the first text, or of one that takes the place of the text in force. */
export function decideProposed(
  state: AgreementState,
  command: ProposeAmendment,
  { actor, nowMs }: Context,
): Decision {
  const inForce = adoptedAt(state, nowMs)
  const { agreement, document, fromMs, reason } = command
  const current = adoptedOf(state, agreement.id)
  const open = state.amendments.filter((one) => statusAt(one, nowMs) === 'open')
  const [oneSided] = unfair(agreement)
  const refused = firstOf(
    () => checkText('reason', reason),
    () => (oneSided === undefined ? null : { refused: `${oneSided.path}: ${oneSided.problem}` }),
    () => checkAmends(command, current),
    () => (inForce === null ? null : checkAuthors(inForce, actor)),
    () => checkFrom(command, inForce, nowMs),
    () => checkOpen(open, command, actor),
  )
  if (refused !== null) return refused
  const amends = current?.entry ?? null
  // Told with the motion, so that nobody supports it without knowing that a text which was carried would never come.
  const overtakes = overtaken(state.adopted, fromMs ?? nowMs, nowMs).map(({ entry }) => entry)
  const payload = {
    agreement,
    document,
    sha256: toHex(sha256(utf8(document))),
    amends,
    inForce: inForce?.entry ?? null,
    ...(overtakes.length === 0 ? {} : { overtakes }),
    quorum: Math.max(AMENDMENT_NATIONS_MIN, (inForce?.agreement ?? agreement).thresholds.quorum),
    fromMs,
    lapsesMs: nowMs + AMENDMENT_LAPSES_MS,
    reason,
  }
  const refs = distinct([inForce?.entry ?? [], amends ?? [], overtakes].flat())
  return { entries: [draft('agreement.amendment-proposed', payload, refs)] }
}

function motionOf(
  state: AgreementState,
  { type, motion }: OnAmendment,
  nowMs: InstantMs,
): Amendment | Refused {
  const found = state.amendments.find(({ entry }) => entry === motion)
  if (found === undefined) {
    const open = state.amendments.filter((one) => statusAt(one, nowMs) === 'open')
    return {
      refused:
        `there is no motion ${JSON.stringify(motion)} to amend the text; ` +
        `open now: ${open.map(({ entry }) => entry).join(', ') || 'none'}`,
    }
  }
  const cell = AMENDMENT_TABLE[statusAt(found, nowMs)][type]
  return cell.kind === 'refused' ? { refused: `motion ${motion}: ${cell.reason}` } : found
}

/** What a nation says once counts once: the proposer's has spoken, and nobody says the same again. */
function checkVoice(
  { type }: OnAmendment,
  motion: Amendment,
  { nation: own }: Context['actor'],
): Refused | null {
  const { entry, nation, votes } = motion
  if (type === 'withdrawAmendment')
    return nation === own
      ? null
      : {
          refused: `nation ${nation} proposed motion ${entry}: only its officers withdraw it; oppose it instead`,
        }
  if (nation === own)
    return {
      refused:
        type === 'supportAmendment'
          ? `nation ${own} proposed motion ${entry} and counts once: let an officer of another nation support it`
          : `nation ${own} proposed motion ${entry}: withdraw it instead`,
    }
  const supports = type === 'supportAmendment'
  const said = votes.find((one) => one.nation === own)
  // One that lacks nobody and is open all the same lost its adoption when the machine stopped: the vote is given again.
  const isLost = supports && missingOf(motion) === 0
  return said?.supports === supports && !isLost
    ? {
        refused: `nation ${own} ${supports ? 'supports' : 'opposes'} motion ${entry} already (entry ${said.entry})`,
      }
    : null
}

const KINDS = {
  supportAmendment: 'agreement.amendment-supported',
  opposeAmendment: 'agreement.amendment-opposed',
  withdrawAmendment: 'agreement.amendment-withdrawn',
} as const

/** The adoption that follows from a motion with these votes; null while nations are missing. */
function adoptionOf(
  state: AgreementState,
  motion: Amendment,
  nowMs: InstantMs,
): AgreementDraft | null {
  const { entry, text, votes, inForce } = motion
  if (text === null || missingOf(motion) > 0) return null
  const amends = adoptedOf(state, text.agreement.id)?.entry ?? null
  const payload = {
    ...text,
    amends,
    // It does not reach back, not even to the instant that was named.
    fromMs: Math.max(nowMs, motion.fromMs ?? nowMs),
    carried: { motion: entry, ...tallyOf(motion) },
  }
  const said = votes.filter((one) => one.supports && one.entry >= 0).map((one) => one.entry)
  return draft(
    'agreement.adopted',
    payload,
    distinct([amends ?? inForce ?? [], entry, said].flat()),
  )
}

/** Decides what an officer says of a motion to amend; the vote that carries it adopts its text. */
export function decideOnAmendment(
  state: AgreementState,
  command: OnAmendment,
  { actor, nowMs }: Context,
): Decision {
  const motion = motionOf(state, command, nowMs)
  if (isRefused(motion)) return motion
  const { type, reason } = command
  const refused = firstOf(
    () => checkMixed(`motion ${motion.entry}`, motion.scripted, actor),
    () => checkFiction(`motion ${motion.entry}`, isFictional(motion.nation), actor),
    () => checkText('reason', reason),
    () => checkVoice(command, motion, actor),
  )
  if (refused !== null) return refused
  const payload = { motion: motion.entry, sha256: motion.sha256, reason }
  const said = draft(KINDS[type], payload, [motion.entry])
  if (type !== 'supportAmendment') return { entries: [said] }
  // The vote's own entry has no index yet; it stands right before the adoption.
  const { nation } = actor
  const vote: AmendmentVote = { nation, supports: true, reason, entry: -1, atMs: nowMs }
  const votes = [...motion.votes.filter((one) => one.nation !== nation), vote]
  const adoption = adoptionOf(state, { ...motion, votes }, nowMs)
  return { entries: adoption === null ? [said] : [said, adoption] }
}
