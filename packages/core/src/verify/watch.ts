// A watch goes from one officer to the next in two steps, as on every bridge and in every control room: who leaves says what
// is open, and who comes says that they have it. Until then it is still the first one's, and the desk says so.
import type { Entry } from '../evidence/index.ts'
import { tellInstant } from '../units/index.ts'
import type { Command } from './command.ts'
import { record } from './decision.ts'
import type { Decision } from './decision.ts'
import { draft } from './entry.ts'
import type { Payloads } from './entry.ts'
import { checkText } from './guard.ts'
import type { VerifyContext } from './guard.ts'
import { HAND_OVERS_KEPT, OPEN_POINTS_MAX } from './hand-over.ts'
import type { HandOver } from './hand-over.ts'
import type { VerifyState } from './state.ts'

/** Whether two officers' names are one, however they were typed: blanks at their ends and capitals make no other officer. */
export const isSameName = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** Leaves the watch with its open points to the next officer. */
export function handOver(
  state: VerifyState,
  { from, to, openPoints }: Extract<Command, { type: 'handOver' }>,
  { actor: { name } }: VerifyContext,
): Decision {
  if (openPoints.length > OPEN_POINTS_MAX)
    return {
      refused: `${openPoints.length} open points are handed over: the most is ${OPEN_POINTS_MAX}`,
    }
  const stranger = openPoints.find(
    ({ incident }) => incident !== null && !state.incidents.has(incident),
  )
  if (stranger !== undefined)
    return { refused: `an open point names ${stranger.incident}: there is no such incident` }
  const refused =
    checkText('from', from) ??
    checkText('to', to) ??
    openPoints.map(({ text }) => checkText('openPoints.text', text)).find((one) => one !== null) ??
    null
  if (refused !== null) return refused
  // A note in another officer's name would end a watch that they still keep.
  if (from !== name)
    return {
      refused: `${name} does not hand over for ${from}: each officer hands over their own watch`,
    }
  if (isSameName(from, to))
    return { refused: `${from} hands over to nobody else: name the next officer` }
  const incidents = openPoints.flatMap(({ incident }) => incident ?? [])
  const refs = incidents.flatMap((id) => state.incidents.get(id)?.entries.at(-1) ?? [])
  return record(
    draft('verify.watch-handed-over', { from, to: to.trim(), openPoints }, [...new Set(refs)]),
  )
}

/** Takes the watch over: another officer of the office than the one who leaves; who was not named says why. */
export function acceptHandOver(
  { handOvers }: VerifyState,
  { handOver: entry, reason }: Extract<Command, { type: 'acceptHandOver' }>,
  { actor: { name, nation, office } }: VerifyContext,
): Decision {
  const note = handOvers.find((one) => one.entry === entry && one.office === office)
  if (note === undefined)
    return {
      refused: `your office has no hand-over at log ${entry} among its last ${HAND_OVERS_KEPT}: the desk lists them`,
    }
  const { from, to, taken } = note
  if (taken !== null)
    return {
      refused: `the watch of log ${entry} was taken over by ${taken.officer} (${taken.nation}) at ${tellInstant(taken.atMs)}`,
    }
  if (nation === note.nation && isSameName(name, from))
    return { refused: `${from} handed it over: another officer takes the watch over` }
  if (reason === null && !isSameName(name, to))
    return { refused: `it was handed to ${to}: say why ${name} takes it over` }
  const refused = reason === null ? null : checkText('reason', reason)
  return refused ?? record(draft('verify.watch-taken-over', { handOver: entry, reason }, [entry]))
}

/**
 * The notes with one more: of each office the newest `HAND_OVERS_KEPT`. What somebody took over goes before what still waits.
 */
export function handedOver(
  state: VerifyState,
  { actor, atMs, index, payload }: Entry,
): VerifyState {
  const { from, to, openPoints } = payload as unknown as Payloads['verify.watch-handed-over']
  const { nation, office } = actor
  const note = { from, to, openPoints, nation, office, atMs, entry: index, taken: null }
  const own = state.handOvers.filter((one) => one.office === office)
  const gone =
    own.length < HAND_OVERS_KEPT ? null : (own.find(({ taken }) => taken !== null) ?? own[0])
  return { ...state, handOvers: [...state.handOvers.filter((one) => one !== gone), note] }
}

/**
 * The notes once one was taken over. What led to it and nobody took goes with it: what the same officer left to the same one
 * before, and the notes by which whoever left it had the watch themselves.
 */
export function takenOver(state: VerifyState, { actor, atMs, index, payload }: Entry): VerifyState {
  const { handOver: until, reason } = payload as unknown as Payloads['verify.watch-taken-over']
  const { nation, name: officer, office } = actor
  const taken = { nation, officer, reason, atMs, entry: index }
  const led: HandOver[] = []
  for (const one of state.handOvers.toReversed()) {
    if (one.office !== office || one.entry > until || one.taken !== null) continue
    if (one.entry === until || led.some((later) => isBefore(one, later))) led.push(one)
  }
  return {
    ...state,
    handOvers: state.handOvers.map((one) => (led.includes(one) ? { ...one, taken } : one)),
  }
}

/** Whether a note is the same one as a later one, or the one by which whoever left the later one had the watch. */
const isBefore = (one: HandOver, later: HandOver): boolean =>
  isSameName(one.to, later.from) ||
  (one.nation === later.nation && isSameName(one.from, later.from) && isSameName(one.to, later.to))
