/** The fields of the commands of the watch's day: the hotline, the joint commission, plans and patrols. */
import type { Refused } from '@holdfast/core/units'
import { happenedAt } from '../day/index.ts'
import type { Command, Holdfast } from '../runtime/index.ts'
import { instant, listOf, oneOf, orNull, shape, text, within } from './fields.ts'
import type { Field } from './fields.ts'

type Commands = Readonly<Record<string, Readonly<Record<string, Field>>>>

const party = oneOf('A', 'B')
const reason = { reason: text }
const onLeg = { call: text, party }
const session = { session: text }
/** Most items of any list that one command holds; the steps want fewer. */
const ITEMS_MAX = 100

/** Commands of `liaise`. When the subject of a call happened is looked up, never typed. */
export const LIAISE_FIELDS: Commands = {
  openCall: { subject: shape({ kind: oneOf('incident', 'event', 'candidate'), id: text }) },
  logAttempt: {
    ...onLeg,
    post: text,
    calledAtMs: instant,
    outcome: oneOf('answered', 'unanswered'),
    answeredBy: orNull(text),
    said: orNull(text),
  },
  recordNotCalled: { ...onLeg, ...reason },
  reportFireStop: { ...onLeg, stoppedAtMs: instant, basis: oneOf('partySaid', 'missionHeard') },
  closeCall: { call: text, note: orNull(text) },
  callSession: { title: text, heldAtMs: instant },
  addAgendaItem: { ...session, title: text, protest: orNull(text) },
  lodgeProtest: { from: party, incident: orNull(text), text },
  answerProtest: { protest: text, text },
  agreePoint: { ...session, text, owner: oneOf('A', 'B', 'mission'), dueAtMs: instant },
  completePoint: { point: text, note: text },
  dropPoint: { point: text, ...reason },
  draftMinutes: { ...session, text },
  returnMinutes: { ...session, ...reason },
  signMinutes: session,
  cancelSession: { ...session, ...reason },
}

const texts = listOf(text, ITEMS_MAX)
const checkpoints = listOf(shape({ settlement: text, dueAtMs: instant }), ITEMS_MAX)
const tasks = listOf(
  shape({
    id: text,
    kind: oneOf('patrol', 'drone'),
    area: text,
    title: text,
    settlements: texts,
    fromMs: instant,
    toMs: instant,
    because: text,
  }),
  ITEMS_MAX,
)
const plan = { plan: text }
const patrol = { patrol: text }
const evacuation = { evacuation: text, note: text }
const casualties = within(0, 1_000)

/** Commands of `patrol`. */
export const PATROL_FIELDS: Commands = {
  draftPlan: { fromMs: instant, toMs: instant, tasks },
  redraftPlan: { ...plan, tasks },
  clearPlan: plan,
  returnPlan: { ...plan, ...reason },
  signPlan: plan,
  withdrawPlan: { ...plan, ...reason },
  planPatrol: {
    ...plan,
    task: text,
    movement: shape({
      vehicles: texts,
      people: texts,
      checkpoints,
      departAtMs: instant,
      returnByMs: instant,
      radioEveryMs: instant,
      marginMs: instant,
    }),
  },
  depart: { ...patrol, atMs: instant },
  radioCheck: { ...patrol, atMs: instant, settlement: orNull(text) },
  passCheckpoint: { ...patrol, atMs: instant, settlement: text },
  acknowledge: { ...patrol, alarm: text, doing: text },
  takeShelter: { ...patrol, atMs: instant, settlement: text, ...reason },
  leaveShelter: { ...patrol, atMs: instant },
  changeMovement: { ...patrol, checkpoints, returnByMs: instant, ...reason },
  requestEvacuation: {
    ...patrol,
    settlement: text,
    casualties: shape({ urgent: casualties, priority: casualties, routine: casualties }),
    means: oneOf('road', 'air', 'either'),
    needs: text,
  },
  recordReturn: { ...patrol, atMs: instant },
  cancelPatrol: { ...patrol, ...reason },
  acceptEvacuation: evacuation,
  startEvacuation: evacuation,
  collectCasualties: evacuation,
  deliverCasualties: evacuation,
  standDown: evacuation,
}

/** A command of the day, with what it names by id looked up. */
export async function completedDay(
  step: 'liaise' | 'patrol',
  command: { readonly type: string },
  holdfast: Holdfast,
): Promise<Command | Refused> {
  const read = { step, ...command } as Command
  if (read.step !== 'liaise' || read.type !== 'openCall') return read
  const happenedAtMs = await happenedAt(read.subject, holdfast)
  return typeof happenedAtMs === 'number' ? { ...read, happenedAtMs } : happenedAtMs
}
