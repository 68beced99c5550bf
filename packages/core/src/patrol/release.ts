// Whoever knows where a patrol is can wait for it. So nobody outside the monitor's office learns of a plan or a patrol
// before it has been over for 24 h, and then only the settlements and the times: never who, never in which vehicle,
// never what was hurt. The monitor itself holds settlements only; no coordinate of a patrol is on record at all.
// docs/specs/do-no-harm.md, rule 3.
import type { Office } from '../nations/index.ts'
import { RELEASE_DELAY_MS } from '../verify/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Patrol, Plan } from './types.ts'

/** To whom, and when. */
export interface PatrolRelease {
  readonly office: Office
  readonly nowMs: InstantMs
}
/** A patrol as other offices may have it. */
export interface ReleasedPatrol {
  readonly id: string
  readonly status: 'returned'
  readonly departedAtMs: InstantMs | null
  readonly endedAtMs: InstantMs
  readonly passed: Patrol['passed']
  readonly scripted: boolean
  readonly withheld: readonly string[]
}
/** A plan as other offices may have it. */
export interface ReleasedPlan {
  readonly id: string
  readonly number: number
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly tasks: readonly {
    readonly kind: 'patrol' | 'drone'
    readonly settlements: readonly string[]
  }[]
  /** The nations that drafted, cleared and signed; officers are not named. */
  readonly nations: readonly string[]
  readonly scripted: boolean
  readonly withheld: readonly string[]
}

const isDue = (toMs: InstantMs, nowMs: InstantMs): boolean => nowMs >= toMs + RELEASE_DELAY_MS

/** A patrol for an office that is not the monitor's; null until it has been back for 24 h, and always if it never left. */
export function releasePatrol(patrol: Patrol, { nowMs }: PatrolRelease): ReleasedPatrol | null {
  const { id, status, departedAtMs, endedAtMs, passed, scripted } = patrol
  if (status !== 'returned' || endedAtMs === null || !isDue(endedAtMs, nowMs)) return null
  return {
    id,
    status,
    departedAtMs,
    endedAtMs,
    passed,
    scripted,
    withheld: ['movement', 'acknowledgements', 'shelters', 'evacuations', 'remarks'],
  }
}

/** A plan for an office that is not the monitor's; null unless it was signed and has been over for 24 h. */
export function releasePlan(
  plan: Plan,
  patrols: readonly Patrol[],
  { nowMs }: PatrolRelease,
): ReleasedPlan | null {
  const { id, number, status, fromMs, toMs, tasks, drafters, clearedBy, signedBy, scripted } = plan
  if (status !== 'signed' || !isDue(toMs, nowMs)) return null
  // Who came back late, or is still out, is as good as on the road: the plan says where.
  const mine = patrols.filter((one) => one.plan === id && one.status !== 'cancelled')
  const isOver = mine.every(
    (one) => one.status === 'planned' || (one.endedAtMs !== null && isDue(one.endedAtMs, nowMs)),
  )
  if (!isOver) return null
  const people = [...drafters, clearedBy, signedBy].flatMap((one) => (one === null ? [] : one))
  return {
    id,
    number,
    fromMs,
    toMs,
    tasks: tasks.map(({ kind, settlements }) => ({ kind, settlements })),
    nations: [...new Set(people.map(({ nation }) => nation))].toSorted(),
    scripted,
    withheld: ['tasks.title', 'tasks.because', 'tasks.area', 'drafters', 'remarks'],
  }
}
