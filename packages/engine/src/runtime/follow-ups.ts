// A breach that is signed starts clocks, a recall stops them: entries that follow from the state, asked for after each
// command and each second. A walk over every incident each time costs a command more the longer the mission lasts, so what
// was asked last is remembered, and only what differs from it is looked at.
import type { Draft } from '@holdfast/core/evidence'
import * as respond from '@holdfast/core/respond'
import type { InstantMs } from '@holdfast/core/units'
import * as verify from '@holdfast/core/verify'
import type { Mission } from '../mission/index.ts'

/** Incidents that something may follow for: all of them, or those that changed, or whose clocks or persistence did. */
function concerned(
  { verify: { incidents }, respond: now }: Followed,
  before: Followed | null,
): Iterable<verify.Incident> {
  if (before === null || before.respond.ladder !== now.ladder) return incidents.values()
  const changed = new Set(
    verify.changedSince(incidents, before.verify.incidents).map(({ id }) => id),
  )
  const was = before.respond
  if (was.clocks !== now.clocks)
    for (const [id, clock] of now.clocks)
      if (was.clocks.get(id) !== clock) changed.add(clock.incident)
  if (was.persisting !== now.persisting)
    for (const id of [...was.persisting.keys(), ...now.persisting.keys()])
      if (was.persisting.get(id) !== now.persisting.get(id)) changed.add(id)
  if (changed.size === 0) return []
  // In the order of the incidents, as a walk over all would find them.
  return [...changed]
    .flatMap((id) => incidents.get(id) ?? [])
    .toSorted((a, b) => (a.entries[0] ?? 0) - (b.entries[0] ?? 0))
}

/** What follow-ups are read from. */
export type Followed = Pick<Mission, 'verify' | 'respond'>

/**
 * What follows from the state by itself: clocks of established breaches, clocks of recalled findings. Idempotent. `before` is
 * the state in which that was asked last, and everything that followed then is recorded since: only what changed is looked
 * at. Null looks at all.
 */
export function followUps(
  mission: Followed,
  nowMs: InstantMs,
  before: Followed | null = null,
): readonly Draft[] {
  const { ladder } = mission.respond
  if (ladder === null) return []
  return [...concerned(mission, before)].flatMap((incident) =>
    respond.follow(mission.respond, { incident, ladder, nowMs }),
  )
}

/** Remembers what was asked last. */
export class FollowUps {
  #before: Followed | null = null

  /** What follows from the mission as it stands; `settled` is called once that is folded, and never where folding failed. */
  of(
    { verify: incidents, respond: clocks }: Followed,
    nowMs: InstantMs,
  ): { readonly drafts: readonly Draft[]; readonly settled: () => void } {
    const now = { verify: incidents, respond: clocks }
    return {
      drafts: followUps(now, nowMs, this.#before),
      settled: () => {
        this.#before = now
      },
    }
  }
}
