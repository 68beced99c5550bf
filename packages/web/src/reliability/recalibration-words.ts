import type {
  JudgedQuestion,
  ToldAdoption,
  ToldRecalibration,
} from '@holdfast/core/fuse/confidence'
import type { Actor } from '@holdfast/core/nations'
import type { CommandBody } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'

/** What a person can do about a recalibration. */
export type RecalibrationAct = 'adopt' | 'withdraw'
/** Longest reason that goes on record, characters; the server holds to the same. */
export const REASON_MAX = 500

/** Who may adopt and withdraw: the same as the server holds to. */
export const mayDecide = ({ role, office }: Pick<Actor, 'role' | 'office'>): boolean =>
  office === 'monitor' && (role === 'analyst' || role === 'head-of-mission')

/** The command that a decision sends: which fit was looked at, and nothing of what it comes to. */
export function commandOf(
  act: RecalibrationAct,
  {
    question,
    row,
    reason,
  }: {
    readonly question: JudgedQuestion
    readonly row: ToldRecalibration
    readonly reason: string
  },
): CommandBody {
  return act === 'withdraw'
    ? { step: 'fuse', type: 'withdrawRecalibration', question, reason }
    : { step: 'fuse', type: 'adoptRecalibration', question, fit: row.fit?.name ?? '', reason }
}

const casesOf = ({ cases, scripted }: Pick<ToldAdoption, 'cases' | 'scripted'>): string =>
  `${cases} judged cases${scripted ? ' of a script' : ''}`
const byWords = (by: ToldAdoption['by']): string =>
  by === null ? '' : ` by ${by.name} (${by.nation}, ${by.role})`

/** What stands adopted, since when and on how many cases. */
export const wordsOfAdoption = (adoption: ToldAdoption | null): string =>
  adoption === null
    ? 'Figures are told as the machine gives them: no recalibration is adopted.'
    : `Recalibrated since entry ${adoption.entry}, ${formatMinute(adoption.atMs)}, on ${casesOf(adoption)}${byWords(adoption.by)}. What was last revised before keeps the figure that it was told with.`

function endOf({ by, reason }: NonNullable<ToldAdoption['ended']>): string {
  // Whether another one took its place is told by the reason, and reasons are the monitor's.
  if (by === null) return ''
  return reason === null ? ': another was adopted' : `: withdrawn${byWords(by)}, ${reason}`
}

/** One that was ended: from when to when, and why. */
export function wordsOfEnded(adoption: ToldAdoption): string {
  const { entry, atMs, ended } = adoption
  const until =
    ended === null ? '' : ` to entry ${ended.entry}, ${formatMinute(ended.atMs)}${endOf(ended)}`
  return `Entry ${entry}, ${formatMinute(atMs)}, ${casesOf(adoption)}${byWords(adoption.by)}${until}`
}

/** What may be adopted now, or why nothing may. */
export function wordsOfOffer({ fit, inForce }: ToldRecalibration): {
  readonly says: string
  readonly isOpen: boolean
} {
  if (fit === null) return { says: 'What could be adopted is the monitor’s to see.', isOpen: false }
  if (fit.refused !== null) return { says: `Not to be adopted now: ${fit.refused}.`, isOpen: false }
  if (inForce?.fit === fit.name)
    return { says: 'Nothing was signed since: there is no other to adopt.', isOpen: false }
  return {
    says: `The table above can be adopted: it rests on ${casesOf(fit)}. Events that are revised from then on bear it beside the raw figure; thresholds stay on the raw figure.`,
    isOpen: true,
  }
}
