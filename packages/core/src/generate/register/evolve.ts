/** Folds the entries that move the register. They say where they led; nothing is decided here. */
import type { Entry } from '../../evidence/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Pledge, Quantity, Source } from '../types.ts'
import { isLiftable } from './standing.ts'
import type { ConditionState, Minute, PledgeChange } from './types.ts'

interface Moved {
  readonly pledge: string
  readonly move: string
  readonly status: Pledge['status']
  readonly requirement: string | null
  readonly quantity: Quantity | null
  readonly releasableTo?: PledgeChange['releasableTo']
  readonly reason: string
  readonly sources: readonly Source[]
}
interface Lifted {
  readonly pledge: string
  readonly caveat: string
  readonly releasableTo?: PledgeChange['releasableTo']
  readonly reason: string
  readonly sources: readonly Source[]
}

/** The release that the entry was made under; absent means to every nation. */
const releaseOf = ({
  releasableTo,
}: {
  readonly releasableTo?: PledgeChange['releasableTo']
}): Pick<PledgeChange, 'releasableTo'> => (releasableTo === undefined ? {} : { releasableTo })

const byOf = ({ actor: { name, nation, role } }: Entry): PledgeChange['by'] => ({
  name,
  nation,
  role,
})

function changed(
  state: GenerateState,
  pledge: Pledge,
  change: PledgeChange,
): Pick<GenerateState, 'pledges' | 'changes' | 'lastEntry'> {
  const before = state.changes.get(pledge.id) ?? []
  return {
    pledges: new Map(state.pledges).set(pledge.id, pledge),
    changes: new Map(state.changes).set(pledge.id, [...before, change]),
    lastEntry: new Map(state.lastEntry).set(`pledges:${pledge.id}`, change.index),
  }
}

function moved(state: GenerateState, entry: Entry): GenerateState {
  const payload = entry.payload as unknown as Moved
  const pledge = state.pledges.get(payload.pledge)
  if (pledge === undefined) return state
  const { status, reason, sources, requirement, quantity } = payload
  const { requirement: line, ...rest } = pledge
  // A line stays with a pledge for as long as the pledge is assigned to it or deployed on it.
  const isOnLine = status === 'assigned' || status === 'deployed'
  const kept = isOnLine ? (requirement ?? line) : undefined
  const next: Pledge = {
    ...rest,
    ...(kept === undefined ? {} : { requirement: kept }),
    ...(quantity === null ? {} : { quantity }),
    status,
  }
  const { index, atMs } = entry
  const change = { index, atMs, by: byOf(entry), what: 'moved', status, reason, sources } as const
  return { ...state, ...changed(state, next, { ...change, ...releaseOf(payload) }) }
}

function lifted(state: GenerateState, entry: Entry): GenerateState {
  const payload = entry.payload as unknown as Lifted
  const pledge = state.pledges.get(payload.pledge)
  if (pledge === undefined) return state
  const { index, atMs } = entry
  const caveats = pledge.caveats.map((caveat) =>
    caveat.title === payload.caveat && isLiftable(caveat, atMs)
      ? { ...caveat, untilMs: atMs }
      : caveat,
  )
  const { reason, sources } = payload
  const { status } = pledge
  const change = { index, atMs, by: byOf(entry), what: 'caveatLifted', status, reason, sources }
  const kept = { ...change, ...releaseOf(payload) } as PledgeChange
  return { ...state, ...changed(state, { ...pledge, caveats }, kept) }
}

function recorded(state: GenerateState, entry: Entry): GenerateState {
  const { pledge, reason = '' } = entry.payload as unknown as {
    readonly pledge: Pledge
    readonly reason?: string
  }
  const { index, atMs } = entry
  const { status, sources } = pledge
  const what = 'recorded'
  const change = { index, atMs, by: byOf(entry), what, status, reason, sources } as const
  return { ...state, ...changed(state, pledge, { ...change, ...releaseOf(pledge) }) }
}

function conditionMoved(state: GenerateState, entry: Entry): GenerateState {
  const payload = entry.payload as unknown as {
    readonly condition: string
    readonly state: ConditionState
    readonly sources: readonly Source[]
  }
  const condition = state.conditions.get(payload.condition)
  if (condition === undefined) return state
  // Who says that a condition is met without a source leaves what was known about the condition itself.
  const sources = payload.sources.length > 0 ? payload.sources : condition.sources
  return {
    ...state,
    conditions: new Map(state.conditions).set(condition.id, {
      ...condition,
      state: payload.state,
      sources,
    }),
    lastEntry: new Map(state.lastEntry).set(`conditions:${condition.id}`, entry.index),
  }
}

function minuteRecorded(state: GenerateState, entry: Entry): GenerateState {
  const { minute } = entry.payload as unknown as { readonly minute: Minute }
  const { atMs, index, actor } = entry
  const kept = { minute, recordedBy: actor.nation, atMs, index }
  return { ...state, minutes: new Map(state.minutes).set(minute.id, kept) }
}

/** The register after one of its own entries; any other leaves it unchanged. */
export function evolveRegister(state: GenerateState, entry: Entry): GenerateState {
  switch (entry.kind) {
    case 'generate.pledge-recorded':
      return recorded(state, entry)
    case 'generate.pledge-moved':
      return moved(state, entry)
    case 'generate.caveat-lifted':
      return lifted(state, entry)
    case 'generate.condition-moved':
      return conditionMoved(state, entry)
    case 'generate.minute-recorded':
      return minuteRecorded(state, entry)
  }
  return state
}
