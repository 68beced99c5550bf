// Three life cycles, each total over every status and command, and nothing moves in any other way: the plan of a day, a
// patrol on one of its tasks, and a casualty evacuation. That a patrol is overdue is none of its statuses: it follows
// from the clock (`alarm.ts`). The tables stand in docs/specs/watch-day.md too, and a test holds the two equal.
import type { Cell } from '../liaise/index.ts'
import type { EvacuationCommand, PatrolCommand, PlanCommand } from './command.ts'
import type { EvacuationStatus, PatrolStatus, PlanStatus } from './types.ts'

const to = <Status extends string>(...next: readonly Status[]): Cell<Status> => ({
  kind: 'accepted',
  next,
})
const no = (reason: string): Cell<never> => ({ kind: 'refused', reason })
// The command creates it: it cannot meet one that exists.
const impossible: Cell<never> = { kind: 'impossible' }

/** A table of one life cycle: every status against every command that touches it. */
type Table<Status extends string, Command extends string> = Readonly<
  Record<Status, Readonly<Record<Command, Cell<Status>>>>
>

const CLEARED = 'the plan is cleared: return it first'
const SIGNED = 'the plan is signed: withdraw it and draft another'
const WITHDRAWN = 'the plan was withdrawn: draft another'

/** The plan of a day. */
export const PLAN_TABLE: Table<PlanStatus, 'draftPlan' | 'planPatrol' | PlanCommand['type']> = {
  draft: {
    draftPlan: impossible,
    redraftPlan: to('draft'),
    clearPlan: to('cleared'),
    returnPlan: to('draft'),
    signPlan: no('the plan is not cleared: security clears it first'),
    withdrawPlan: to('withdrawn'),
    planPatrol: no('the plan is not signed: nobody goes out on a draft'),
  },
  cleared: {
    draftPlan: impossible,
    redraftPlan: no(CLEARED),
    clearPlan: no('the plan is cleared already'),
    returnPlan: to('draft'),
    signPlan: to('signed'),
    withdrawPlan: to('withdrawn'),
    planPatrol: no('the plan is not signed: the head of mission signs it first'),
  },
  signed: {
    draftPlan: impossible,
    redraftPlan: no(SIGNED),
    clearPlan: no(SIGNED),
    returnPlan: no(SIGNED),
    signPlan: no('the plan is signed already'),
    withdrawPlan: to('withdrawn'),
    planPatrol: to('signed'),
  },
  withdrawn: {
    draftPlan: impossible,
    redraftPlan: no(WITHDRAWN),
    clearPlan: no(WITHDRAWN),
    returnPlan: no(WITHDRAWN),
    signPlan: no(WITHDRAWN),
    withdrawPlan: no('the plan was withdrawn already'),
    planPatrol: no(WITHDRAWN),
  },
}

const WAITING = 'the patrol has not departed: record its departure first'
const OUT = 'the patrol is out'
const SHELTERED = 'the patrol is in shelter: it leaves the shelter first'
const BACK = 'the patrol is back: plan another'
const CANCELLED = 'the patrol was cancelled: plan another'

const over = (
  reason: string,
): Readonly<Record<'planPatrol' | PatrolCommand['type'], Cell<never>>> => ({
  planPatrol: impossible,
  depart: no(reason),
  radioCheck: no(reason),
  passCheckpoint: no(reason),
  acknowledge: no(reason),
  takeShelter: no(reason),
  leaveShelter: no(reason),
  changeMovement: no(reason),
  requestEvacuation: no(reason),
  recordReturn: no(reason),
  cancelPatrol: no(reason),
})

/** A patrol on one task. */
export const PATROL_TABLE: Table<PatrolStatus, 'planPatrol' | PatrolCommand['type']> = {
  planned: {
    ...over(WAITING),
    depart: to('out'),
    changeMovement: to('planned'),
    cancelPatrol: to('cancelled'),
  },
  out: {
    planPatrol: impossible,
    depart: no('the patrol has departed already'),
    radioCheck: to('out'),
    passCheckpoint: to('out'),
    acknowledge: to('out'),
    takeShelter: to('sheltering'),
    leaveShelter: no('the patrol is in no shelter'),
    changeMovement: to('out'),
    requestEvacuation: to('out'),
    recordReturn: to('returned'),
    cancelPatrol: no(`${OUT}: record its return once it is back`),
  },
  sheltering: {
    planPatrol: impossible,
    depart: no('the patrol has departed already'),
    radioCheck: to('sheltering'),
    passCheckpoint: no(SHELTERED),
    acknowledge: to('sheltering'),
    takeShelter: no('the patrol is in shelter already'),
    leaveShelter: to('out'),
    changeMovement: to('sheltering'),
    requestEvacuation: to('sheltering'),
    // A team that was fetched out of its shelter is back.
    recordReturn: to('returned'),
    cancelPatrol: no(`${OUT}: record its return once it is back`),
  },
  returned: over(BACK),
  cancelled: over(CANCELLED),
}

const DELIVERED = 'the casualties were delivered'
const STOOD_DOWN = 'the evacuation was stood down: request another'
const ABOARD = 'the casualties are aboard: deliver them'
const UNACCEPTED = 'nobody has accepted the request yet'
const GONE = 'the crew is under way'

/** A casualty evacuation. Its steps follow one another; none is left out. */
export const EVACUATION_TABLE: Table<
  EvacuationStatus,
  'requestEvacuation' | EvacuationCommand['type']
> = {
  requested: {
    requestEvacuation: impossible,
    acceptEvacuation: to('accepted'),
    startEvacuation: no(UNACCEPTED),
    collectCasualties: no(UNACCEPTED),
    deliverCasualties: no(UNACCEPTED),
    standDown: to('stoodDown'),
  },
  accepted: {
    requestEvacuation: impossible,
    acceptEvacuation: no('the request was accepted already'),
    startEvacuation: to('underWay'),
    collectCasualties: no('the crew has not started yet'),
    deliverCasualties: no('the crew has not started yet'),
    standDown: to('stoodDown'),
  },
  underWay: {
    requestEvacuation: impossible,
    acceptEvacuation: no(GONE),
    startEvacuation: no(`${GONE} already`),
    collectCasualties: to('collected'),
    deliverCasualties: no('the casualties are not aboard yet'),
    standDown: to('stoodDown'),
  },
  collected: {
    requestEvacuation: impossible,
    acceptEvacuation: no(ABOARD),
    startEvacuation: no(ABOARD),
    collectCasualties: no(ABOARD),
    deliverCasualties: to('delivered'),
    standDown: no(ABOARD),
  },
  delivered: {
    requestEvacuation: impossible,
    acceptEvacuation: no(DELIVERED),
    startEvacuation: no(DELIVERED),
    collectCasualties: no(DELIVERED),
    deliverCasualties: no(`${DELIVERED} already`),
    standDown: no(DELIVERED),
  },
  stoodDown: {
    requestEvacuation: impossible,
    acceptEvacuation: no(STOOD_DOWN),
    startEvacuation: no(STOOD_DOWN),
    collectCasualties: no(STOOD_DOWN),
    deliverCasualties: no(STOOD_DOWN),
    standDown: no('the evacuation was stood down already'),
  },
}
