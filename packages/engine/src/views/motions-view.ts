/**
 * Motions to amend the agreement: who proposed what, which nations are for it and against it, and how many are missing.
 *
 * A proposed text is public once it is adopted; until then it is the commission's paper, and the monitor's, who would have
 * to watch by it. The guarantors, who answer breaches of the text, see that there is a motion, its digest and how nations
 * stand; they have neither the proposed text before it is carried, nor the reasons for 24 h.
 */
import {
  AMENDMENT_NATIONS_MIN,
  adoptedAt,
  diffTexts,
  missingOf,
  statusAt,
  tallyOf,
  type Amendment,
  type AmendmentVote,
} from '@holdfast/core/agreement'
import type { Office } from '@holdfast/core/nations'
import type { Holdfast } from '../runtime/index.ts'
import { wordsOf, type Seen } from './agreement-view.ts'
import { noticeOf } from './notice.ts'

/** Motions in one answer: the newest. */
export const MOTIONS_SHOWN_MAX = 200

type Needs = Pick<Holdfast, 'mission' | 'nowMs' | 'deployment'>

const voteRow = ({ nation, reason, entry, atMs }: AmendmentVote, seen: Seen) => ({
  nation,
  reason: wordsOf(reason, atMs, seen),
  entry,
  atMs,
})

function motionRow(motion: Amendment, seen: Seen) {
  const { entry, agreement, title, sha256, amends, inForce, quorum, nation, atMs } = motion
  const status = statusAt(motion, seen.nowMs)
  const { fromMs, lapsesMs, closedIn, scripted, votes } = motion
  return {
    motion: entry,
    agreement,
    title,
    status,
    sha256,
    amends,
    inForce,
    nation,
    reason: wordsOf(motion.reason, atMs, seen),
    atMs,
    fromMs,
    lapsesMs,
    quorum,
    missing: status === 'open' ? missingOf(motion) : 0,
    ...tallyOf(motion),
    supporters: votes.filter(({ supports }) => supports).map((one) => voteRow(one, seen)),
    opponents: votes.filter(({ supports }) => !supports).map((one) => voteRow(one, seen)),
    closedIn,
    ...(motion.overtakes === undefined ? {} : { overtakes: motion.overtakes }),
    ...(motion.why === undefined ? {} : { why: motion.why }),
    scripted,
  }
}

/** Every motion to amend the agreement as an office may see it, the newest first. */
export function agreementMotions({ mission, nowMs, deployment }: Needs, office: Office) {
  const state = mission.agreement
  const seen = { office, nowMs }
  const inForce = adoptedAt(state, nowMs)
  const motions = state.amendments.slice(-MOTIONS_SHOWN_MAX).toReversed()
  return {
    office,
    notice: noticeOf({ mission, deployment }),
    nowMs,
    inForce: inForce?.entry ?? null,
    // What a motion that is proposed now takes.
    quorum:
      inForce === null
        ? null
        : Math.max(AMENDMENT_NATIONS_MIN, inForce.agreement.thresholds.quorum),
    motions: motions.map((one) => motionRow(one, seen)),
    older: state.amendments.length - motions.length,
  }
}

/**
 * One motion with its text and with what it would change of the text in force; null where there is none of that log index.
 * A motion that an entry closed shows its text no more: the log keeps it.
 */
export function agreementMotion({ mission, nowMs, deployment }: Needs, office: Office, at: number) {
  const state = mission.agreement
  const motion = state.amendments.find(({ entry }) => entry === at)
  if (motion === undefined) return null
  const { text } = motion
  const inForce = adoptedAt(state, nowMs)
  const isWithheld = office === 'guarantors'
  const isShown = text !== null && !isWithheld
  return {
    office,
    notice: noticeOf({ mission, deployment }),
    nowMs,
    ...motionRow(motion, { office, nowMs }),
    document: isShown ? text.document : null,
    changes: isShown && inForce !== null ? diffTexts(inForce.agreement, text.agreement) : null,
    withheld: isWithheld ? ['document', 'changes'] : [],
  }
}
