/**
 * The register of notified activities: what a party or the mission said beforehand that it would do, so that what is seen
 * there is not taken for something else. Late ones are taken, and say so; what is over cannot be announced any more, because
 * an announcement after the fact would explain whatever was seen.
 */
import { DAY_MS, isRefused, tellInstant, type InstantMs, type Refused } from '../../units/index.ts'
import type { Agreement, NotifiedRule } from '../document/types.ts'
import type { AnnounceActivity, WithdrawNotification } from './command.ts'
import { draft, type AgreementDraft } from './entry.ts'
import {
  ACTIVITY_MS_MAX,
  ACTIVITY_RADIUS_M_MAX,
  ACTIVITY_TITLE_CHARACTERS_MAX,
  checkInstant,
  checkMixed,
  checkText,
  checkTold,
  firstOf,
  type Context,
} from './guard.ts'
import { during, itemOf } from './span-list.ts'
import { adoptedAt, type AgreementState, type Announced } from './state.ts'

type Decision = { readonly entries: readonly AgreementDraft[] } | Refused

function ruleOf({ id, notified }: Agreement, rule: string): NotifiedRule | Refused {
  const known = notified.map((one) => one.id).join(', ')
  return (
    notified.find((one) => one.id === rule) ?? {
      refused: `agreement ${id} has no rule of notified activities ${JSON.stringify(rule)}; it has ${known || 'none'}`,
    }
  )
}

function checkTime({ fromMs, toMs }: AnnounceActivity, nowMs: InstantMs): Refused | null {
  const bad =
    checkInstant('the beginning', fromMs, nowMs) ?? checkInstant('the end', toMs, Infinity)
  if (bad !== null) return bad
  if (toMs <= fromMs)
    return {
      refused: `the activity would end at ${tellInstant(toMs)}, not after it begins at ${tellInstant(fromMs)}`,
    }
  if (toMs - fromMs > ACTIVITY_MS_MAX)
    return {
      refused: `the activity lasts longer than ${ACTIVITY_MS_MAX / DAY_MS} days: announce it in parts`,
    }
  return toMs > nowMs
    ? null
    : {
        refused: `the activity was over at ${tellInstant(toMs)}: what is past is a party's account of an incident, not an announcement`,
      }
}

function checkPlace({ position, radiusM }: AnnounceActivity['place']): Refused | null {
  const { lonDeg, latDeg } = position
  if (!(Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 90))
    return {
      refused: `the place ${lonDeg}, ${latDeg} is none: longitude from -180 to 180, latitude from -90 to 90 degrees`,
    }
  return radiusM > 0 && radiusM <= ACTIVITY_RADIUS_M_MAX
    ? null
    : {
        refused:
          `the radius is ${radiusM} m: a disc has more than 0 and at most ${ACTIVITY_RADIUS_M_MAX} m; ` +
          'announce larger areas in parts',
      }
}

const isSame = (one: Announced, other: AnnounceActivity): boolean =>
  !one.withdrawn &&
  one.rule === other.rule &&
  one.party === other.party &&
  one.fromMs === other.fromMs &&
  one.toMs === other.toMs &&
  one.place.radiusM === other.place.radiusM &&
  one.place.position.lonDeg === other.place.position.lonDeg &&
  one.place.position.latDeg === other.place.position.latDeg

function checkRepeat(state: AgreementState, id: string, command: AnnounceActivity): Refused | null {
  const found = during(state.notified, command).find(
    (one) => one.agreement === id && isSame(one, command),
  )
  return found === undefined
    ? null
    : { refused: `this very activity is in the register as ${found.id} already` }
}

/** Decides an announcement. */
export function decideAnnounced(
  state: AgreementState,
  command: AnnounceActivity,
  { actor, nowMs }: Context,
): Decision {
  const adopted = adoptedAt(state, nowMs)
  if (adopted === null) return { refused: 'no agreement is adopted yet: adopt one first' }
  const { id } = adopted.agreement
  const rule = ruleOf(adopted.agreement, command.rule)
  if (isRefused(rule)) return rule
  const refused = firstOf(
    () => checkTold(rule, actor),
    () => checkText('title', command.title, ACTIVITY_TITLE_CHARACTERS_MAX),
    () => checkTime(command, nowMs),
    () => checkPlace(command.place),
    () => checkRepeat(state, id, command),
  )
  if (refused !== null) return refused
  const { type: _, ...activity } = command
  const late = command.fromMs - nowMs < rule.noticeMs
  const payload = { ...activity, agreement: id, announcedMs: nowMs, late }
  return { entries: [draft('agreement.activity-announced', payload, [adopted.entry])] }
}

/** The log index in a notification's id; -1 where it is none. */
export const entryIn = (notification: string): number =>
  /^N-\d{1,15}$/.test(notification) ? Number(notification.slice(2)) : -1

/** Decides a withdrawal. What is over stays on record as it was announced. */
export function decideWithdrawn(
  state: AgreementState,
  { notification, reason }: WithdrawNotification,
  { actor, nowMs }: Context,
): Decision {
  const found = itemOf(state.notified, entryIn(notification))
  const adopted = adoptedAt(state, nowMs)
  if (found === undefined || found.agreement !== adopted?.agreement.id)
    return {
      refused: `there is no notification ${JSON.stringify(notification)} in the register; an id is N- and a number`,
    }
  const rule = adopted.agreement.notified.find(({ id }) => id === found.rule)
  const refused = firstOf(
    () => checkText('reason', reason),
    () => (rule === undefined ? null : checkTold(rule, actor)),
    () => checkMixed(`notification ${found.id}`, found.scripted, actor),
    () =>
      found.withdrawn
        ? { refused: `notification ${found.id} is withdrawn already: announce it anew` }
        : null,
    () =>
      found.toMs <= nowMs
        ? {
            refused: `the activity of ${found.id} was over at ${tellInstant(found.toMs)}: what was announced of it stays on record`,
          }
        : null,
  )
  if (refused !== null) return refused
  const payload = { notification: found.id, reason }
  return { entries: [draft('agreement.notification-withdrawn', payload, [found.entry])] }
}
