// Motions to amend the text: what the server tells of them, in words, and what the officer who is logged in may say.
import type { AmendmentStatus } from '@holdfast/core/agreement'
import type { Actor, NationCode, Office } from '@holdfast/core/nations'
import type { InstantMs } from '@holdfast/core/units'
import { ask } from '../api/index.ts'
import type { CommandBody } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'

/** What a nation said last of a motion. */
export interface VoteRow {
  readonly nation: NationCode
  /** Withheld from the guarantors for a day: then empty. */
  readonly reason: string
  readonly entry: number
}
/** A motion to amend the text. */
export interface MotionRow {
  /** Log index of the proposal, by which it is named. */
  readonly motion: number
  readonly title: string
  readonly status: AmendmentStatus
  /** Digest of the proposed document, hexadecimal. */
  readonly sha256: string
  /** The proposer's nation. */
  readonly nation: NationCode
  readonly reason: string
  readonly atMs: InstantMs
  readonly fromMs: InstantMs | null
  readonly lapsesMs: InstantMs
  readonly quorum: number
  readonly missing: number
  readonly nations: readonly NationCode[]
  readonly opposed: readonly NationCode[]
  readonly supporters: readonly VoteRow[]
  readonly opponents: readonly VoteRow[]
  readonly closedIn: number | null
  /** Texts that were carried for a later instant, by log index: carried, it would keep them from ever coming into force. */
  readonly overtakes?: readonly number[]
  /** Why it fell. */
  readonly why?: string
  readonly scripted: boolean
}
/** Every motion as the office may see it, the newest first. */
export interface MotionsAnswer {
  readonly office: Office
  readonly quorum: number | null
  readonly motions: readonly MotionRow[]
  readonly older: number
}
interface Changed {
  readonly change: string
  /** Empty where it was added or removed. */
  readonly fields: readonly {
    readonly field: string
    readonly before?: unknown
    readonly after?: unknown
  }[]
}
/** One motion with its text. */
export interface MotionAnswer extends MotionRow {
  /** Null where it is closed, or withheld. */
  readonly document: string | null
  readonly changes: {
    readonly parts: readonly (Changed & { readonly part: string; readonly id: string })[]
    readonly clauses: readonly (Changed & { readonly clause: string })[]
  } | null
  readonly withheld: readonly string[]
}

/** Motions to amend the agreement. */
export const fetchMotions = (): Promise<MotionsAnswer> => ask('/agreement/motions')
/** One of them, with its text. */
export const fetchMotion = (motion: number): Promise<MotionAnswer> =>
  ask(`/agreement/motions/${motion}`)

const nations = (count: number): string => (count === 1 ? '1 nation' : `${count} nations`)

/** How a motion stands, in a sentence. */
export function tallyWords({
  status,
  nations: inFavour,
  quorum,
  missing,
  closedIn,
}: MotionRow): string {
  const tally = `${inFavour.length} of ${nations(quorum)}: ${inFavour.join(', ')}`
  if (status === 'open') return `${tally}. ${nations(missing)} missing`
  return closedIn === null ? `${tally}. ${status}` : `${tally}. ${status}, entry ${closedIn}`
}

/** What its being carried does to texts that wait for their instant, while it is open; why it fell, once it did. Else null. */
export function consequenceWords({
  status,
  overtakes = [],
  why,
}: Pick<MotionRow, 'status' | 'overtakes' | 'why'>): string | null {
  if (why !== undefined) return `It fell: ${why}`
  if (status !== 'open' || overtakes.length === 0) return null
  const texts = overtakes.length === 1 ? 'the text of entry' : 'the texts of entries'
  return `Carried, it overtakes ${texts} ${overtakes.join(', ')}, which would never come into force`
}

/** From when the text would be in force, in words. */
export const inForceWords = ({ fromMs }: Pick<MotionRow, 'fromMs'>): string =>
  fromMs === null ? 'in force once it is carried' : `in force from ${formatMinute(fromMs)}`

/** Lines of change that are shown, and characters of a value in them. */
const LINES_MAX = 40
const VALUE_CHARACTERS_MAX = 60

function valueWords(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX - 1)}…` : text
}

function linesOf(name: string, { change, fields }: Changed): readonly string[] {
  if (change === 'through') return [`${name}: touched by what it refers to`]
  if (fields.length === 0) return [`${name}: ${change}`]
  return fields.map(({ field, before, after }) =>
    [name, field === '' ? '' : ` ${field}`, `: ${valueWords(before)} → ${valueWords(after)}`].join(
      '',
    ),
  )
}

/** What a motion would change, field by field: clauses first, then other parts. A long list is cut, and says so. */
export function changeLines({ changes }: Pick<MotionAnswer, 'changes'>): readonly string[] {
  if (changes === null) return []
  const lines = [
    ...changes.clauses.flatMap((one) => linesOf(one.clause, one)),
    ...changes.parts.flatMap((one) => linesOf(`${one.part} ${one.id}`.trim(), one)),
  ]
  const left = lines.length - LINES_MAX
  return left > 0 ? [...lines.slice(0, LINES_MAX), `and ${left} more`] : lines
}

/** Something that an officer may say of a motion: its words, and the command that it sends once a reason is typed. */
export interface MotionAction {
  readonly label: string
  readonly command: (reason: string) => CommandBody
}
const action = (label: string, type: string, motion: number): MotionAction => ({
  label,
  command: (reason) => ({ step: 'agreement', type, motion, reason }),
})

const MOVERS: ReadonlySet<Actor['role']> = new Set(['panel', 'head-of-mission'])

/**
 * What the one who is logged in may say of a motion; nothing where it is closed, or another office's. Only officers of the
 * commission speak, each nation for itself; the server holds to the same.
 */
export function actionsOn(row: MotionRow, actor: Actor | null): readonly MotionAction[] {
  const { motion, status, scripted, nation, supporters, opponents } = row
  if (status !== 'open' || actor?.office !== 'commission') return []
  if (scripted ? actor.role !== 'scripted' : !MOVERS.has(actor.role)) return []
  if (actor.nation === nation) return [action('Withdraw', 'withdrawAmendment', motion)]
  const has = (votes: readonly VoteRow[]): boolean =>
    votes.some((one) => one.nation === actor.nation)
  return [
    ...(has(supporters) ? [] : [action('Support', 'supportAmendment', motion)]),
    ...(has(opponents) ? [] : [action('Oppose', 'opposeAmendment', motion)]),
  ]
}
