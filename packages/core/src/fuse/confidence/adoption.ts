// A person adopts a correction of the machine's figures, and a person withdraws it. Both are entries: a figure that stands
// beside a signature must be the one that was signed, so nothing told before may change, and what is told after must say by
// which correction. An adoption holds from its entry to the one that ends it, and what was last revised in between keeps it
// for good. Why so, and not otherwise: docs/adr/0009.
import type { Draft, Entry, Json, Tombstone } from '../../evidence/index.ts'
import { isFictional } from '../../nations/index.ts'
import type { Actor, NationCode, Role } from '../../nations/index.ts'
import type { InstantMs, Refused } from '../../units/index.ts'
import { RECALIBRATIONS_MAX } from './assumptions.ts'
import { JUDGED_QUESTIONS } from './cases.ts'
import type { JudgedQuestion } from './cases.ts'
import { fitOf, fitRefused } from './fit.ts'
import type { Fit, FitCase, FitIncident } from './fit.ts'
import { worthBy } from './recalibrate.ts'
import type { Curve, Recalibrated } from './recalibrate.ts'

/** How a question stands: whether a correction of its figures is adopted. */
export type RecalibrationStatus = 'none' | 'adopted'
/** What a person can do about it. */
export type RecalibrationAct = 'adopt' | 'withdraw'

/** What each act leads to from each status. Adopted anew, the later one ends the one before: there is no gap between. */
export const RECALIBRATION_LIFECYCLE: Readonly<
  Record<RecalibrationStatus, Readonly<Record<RecalibrationAct, RecalibrationStatus | Refused>>>
> = {
  none: {
    adopt: 'adopted',
    withdraw: { refused: 'no recalibration is adopted; there is nothing to withdraw' },
  },
  adopted: { adopt: 'adopted', withdraw: 'none' },
}

/** What may be asked. */
export type ConfidenceCommand =
  | {
      readonly type: 'adoptRecalibration'
      readonly question: JudgedQuestion
      /** Name of the fit that was looked at. */
      readonly fit: string
      readonly reason: string
    }
  | {
      readonly type: 'withdrawRecalibration'
      readonly question: JudgedQuestion
      readonly reason: string
    }
/** Longest reason, characters. */
export const RECALIBRATION_REASON_MAX = 500

/** The payload of `fuse.recalibration-adopted`. */
export interface RecalibrationAdopted {
  readonly question: JudgedQuestion
  /** Name of the fit: the digest of its cases. */
  readonly fit: string
  readonly scripted: boolean
  readonly curve: Curve
  readonly cases: readonly FitCase[]
  readonly reason: string
}
/** The payload of `fuse.recalibration-withdrawn`. */
export interface RecalibrationWithdrawn {
  readonly question: JudgedQuestion
  /** Log index of the adoption that it ends. */
  readonly adopted: number
  readonly reason: string
}

/** Who did it, as the record says. */
export interface By {
  readonly name: string
  readonly nation: NationCode
  readonly role: Role
}
/** One adoption, from its entry to the one that ended it. */
export interface Adoption {
  readonly question: JudgedQuestion
  readonly entry: number
  readonly atMs: InstantMs
  readonly by: By
  readonly reason: string
  readonly fit: string
  /** How many cases it was learned from. */
  readonly cases: number
  readonly scripted: boolean
  readonly curve: Curve
  /** Null while it is in force. A later adoption ends it without a reason of its own. */
  readonly ended: {
    readonly entry: number
    readonly atMs: InstantMs
    readonly by: By
    readonly reason: string | null
  } | null
}
/** Adoptions of each question, oldest first: only the last may be in force. At most `RECALIBRATIONS_MAX` of each. */
export type ConfidenceState = Readonly<Record<JudgedQuestion, readonly Adoption[]>>
/** None yet. */
export const initial: ConfidenceState = { occurred: [], breach: [] }

/** The adoption in force now; null where none is. */
export function inForce(state: ConfidenceState, question: JudgedQuestion): Adoption | null {
  const last = state[question].at(-1)
  return last === undefined || last.ended !== null ? null : last
}

/** The adoption that was in force at an entry of the log: after the one that adopted it, before the one that ended it. */
export const adoptionAt = (
  state: ConfidenceState,
  question: JudgedQuestion,
  entry: number,
): Adoption | null =>
  state[question].findLast(
    ({ entry: from, ended }) => from < entry && (ended === null || entry < ended.entry),
  ) ?? null

/** What a figure is worth by an adoption, and which: the log index of its entry. */
export interface Worth extends Recalibrated {
  readonly entry: number
}

/** What a figure in [0, 1], told by that entry of the log, is worth; null where no adoption was in force. */
export function worthAt(
  state: ConfidenceState,
  question: JudgedQuestion,
  { probability, entry }: { readonly probability: number; readonly entry: number | null },
): Worth | null {
  const adoption = entry === null ? null : adoptionAt(state, question, entry)
  return adoption === null
    ? null
    : { ...worthBy(adoption.curve, probability), entry: adoption.entry }
}

/** What a decision is taken on. */
export interface ConfidenceContext {
  readonly actor: Actor
  /** All of the deployment. */
  readonly incidents: Iterable<FitIncident>
  /** Of the deployment; null where it is live. */
  readonly exercise: string | null
}

const KEEPERS: readonly Role[] = ['analyst', 'head-of-mission']

function permit({ role, office, nation }: Actor, isExercise: boolean): string | null {
  if (office !== 'monitor') return "the monitor's office decides on it; log in to it"
  if (role !== 'scripted')
    return KEEPERS.includes(role)
      ? null
      : `the role ${role} may not decide on it: it takes ${KEEPERS.join(' or ')}`
  if (!isExercise) return 'a scripted officer decides in an exercise alone'
  return isFictional(nation)
    ? null
    : `a scripted officer belongs to a fictional nation, and ${nation} is none: use a code from XAA to XAZ`
}

function reasonFault(reason: string): string | null {
  if (reason.trim() === '') return 'reason: empty; say why'
  return reason.length > RECALIBRATION_REASON_MAX
    ? `reason: ${reason.length} characters; at most ${RECALIBRATION_REASON_MAX} go on record`
    : null
}

/** Why this fit is not adopted by this command; null where it is. */
function adoptionFault(
  state: ConfidenceState,
  { question, fit: asked }: { readonly question: JudgedQuestion; readonly fit: string },
  { fit, actor }: { readonly fit: Fit; readonly actor: Actor },
): string | null {
  const refused = fitRefused(fit)
  if (refused !== null) return refused.refused
  if (actor.role === 'scripted' && !fit.scripted)
    return `${question}: people judged its cases, and a script may not adopt what people found`
  if (asked !== fit.name)
    return `${question}: the cases are others than those that were looked at: there are ${fit.cases.length} now. Look at the reliability again, then decide`
  const now = inForce(state, question)
  if (now !== null && now.fit === fit.name)
    return `${question}: this recalibration is in force already, since entry ${now.entry}`
  return state[question].length < RECALIBRATIONS_MAX
    ? null
    : `${question}: ${RECALIBRATIONS_MAX} recalibrations were adopted, and no more are kept`
}

// Interfaces have no index signature, so the compiler cannot see that these payloads are JSON; they are.
const draft = (
  kind: string,
  payload: RecalibrationAdopted | RecalibrationWithdrawn,
  refs: readonly number[],
): { readonly entries: readonly Draft[] } => ({
  entries: [{ kind, payload: payload as unknown as Json, refs }],
})

/** What a command leads to. The curve is worked out here from the incidents; nothing of it comes from the sender. */
export function decide(
  state: ConfidenceState,
  command: ConfidenceCommand,
  { actor, incidents, exercise }: ConfidenceContext,
): { readonly entries: readonly Draft[] } | Refused {
  const { question, reason } = command
  const isExercise = exercise !== null
  if (!JUDGED_QUESTIONS.includes(question))
    return { refused: `question: there is no ${question}; say occurred or breach` }
  const fault = permit(actor, isExercise) ?? reasonFault(reason)
  if (fault !== null) return { refused: `${command.type}: ${fault}` }
  const before = inForce(state, question)
  const status = before === null ? 'none' : 'adopted'
  const outcome =
    RECALIBRATION_LIFECYCLE[status][command.type === 'adoptRecalibration' ? 'adopt' : 'withdraw']
  if (typeof outcome === 'object') return { refused: `${question}: ${outcome.refused}` }
  if (command.type === 'withdrawRecalibration') {
    const adopted = before?.entry ?? -1
    return draft('fuse.recalibration-withdrawn', { question, adopted, reason }, [adopted])
  }
  const fit = fitOf(incidents, question, { isExercise })
  const why = adoptionFault(state, command, { fit, actor })
  if (why !== null) return { refused: why }
  const { name, scripted, curve, cases } = fit
  const signatures = cases.flatMap(({ signedIn }) => signedIn ?? [])
  const refs = new Set([...signatures, ...(before === null ? [] : [before.entry])])
  return draft(
    'fuse.recalibration-adopted',
    { question, fit: name, scripted, curve, cases, reason },
    [...refs].toSorted((a, b) => a - b),
  )
}

const byOf = ({ name, nation, role }: Actor): By => ({ name, nation, role })

/** The adoptions with the last one ended; the same list where none is in force. */
const ending = (
  adoptions: readonly Adoption[],
  { index, atMs, actor }: Entry,
  reason: string | null,
): readonly Adoption[] =>
  adoptions.map((one) =>
    one.ended === null ? { ...one, ended: { entry: index, atMs, by: byOf(actor), reason } } : one,
  )

/** The state after an entry; entries of other kinds and tombstones leave it as it is. */
export function evolve(state: ConfidenceState, entry: Entry | Tombstone): ConfidenceState {
  if ('tombstone' in entry) return state
  const { kind, payload, index, atMs, actor } = entry
  if (kind === 'fuse.recalibration-adopted') {
    const { question, fit, scripted, curve, cases, reason } =
      payload as unknown as RecalibrationAdopted
    const by = byOf(actor)
    const adopted: Adoption = {
      question,
      entry: index,
      atMs,
      by,
      reason,
      fit,
      cases: cases.length,
      scripted,
      curve,
      ended: null,
    }
    return { ...state, [question]: [...ending(state[question], entry, null), adopted] }
  }
  if (kind !== 'fuse.recalibration-withdrawn') return state
  const { question, adopted, reason } = payload as unknown as RecalibrationWithdrawn
  return inForce(state, question)?.entry === adopted
    ? { ...state, [question]: ending(state[question], entry, reason) }
    : state
}
