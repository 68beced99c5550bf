/** What commands on grouping, on tasks and of the watch hold, field by field. */
import { ACCESS, DISMISSAL_GROUNDS, TASK_MEANS, TASK_OUTCOMES } from '@holdfast/core/verify'
import {
  finite,
  index,
  instant,
  listOf,
  oneOf,
  orNull,
  probability,
  shape,
  text,
  within,
  type Field,
} from './fields.ts'

const incident = { incident: text }
const reason = { reason: text }
const task = { ...incident, task: text }
/** Most candidates and open points that one command names. */
const NAMED_MAX = 1_000

const position = shape({ lonDeg: within(-180, 180), latDeg: within(-90, 90) })

/** What a claim says happened, when and where. */
export const alleged = shape({
  kind: text,
  fromMs: instant,
  toMs: instant,
  position,
  radiusM: finite,
})

/** Each command by its type. */
export const VERIFY_WORK_FIELDS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  proposeMerge: { ...incident, into: text, score: orNull(probability), ...reason },
  proposeSplit: {
    ...incident,
    candidates: listOf(text, NAMED_MAX),
    score: orNull(probability),
    ...reason,
  },
  declineProposal: { ...incident, proposal: text, ...reason },
  split: { ...incident, title: text, candidates: listOf(text, NAMED_MAX), ...reason },
  decorrelate: { ...incident, other: text, ...reason },
  recorrelate: { ...incident, other: text, ...reason },
  requestTask: {
    ...incident,
    means: oneOf(...TASK_MEANS),
    nation: text,
    what: text,
    place: orNull(shape({ position, radiusM: finite })),
    dueMs: orNull(instant),
  },
  reportAccess: {
    ...task,
    access: oneOf(...ACCESS),
    untilMs: orNull(instant),
    condition: orNull(text),
    by: orNull(text),
    where: orNull(text),
    position: orNull(position),
    text,
  },
  closeTask: { ...task, outcome: oneOf(...TASK_OUTCOMES), text },
  openAccessIncident: { ...task, title: text },
  dismiss: { ...incident, ground: oneOf(...DISMISSAL_GROUNDS), ...reason },
  assign: { ...incident, to: orNull(shape({ nation: text, officer: text })) },
  note: { ...incident, text },
  handOver: {
    from: text,
    to: text,
    openPoints: listOf(shape({ incident: orNull(text), text }), NAMED_MAX),
  },
  acceptHandOver: { handOver: index, reason: orNull(text) },
}
