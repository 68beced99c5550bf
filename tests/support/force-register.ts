/** Small made-up registers for tests; nations are fictional. */
import type { Entry } from '@holdfast/core/evidence'
import type { Actor, Label, NationCode } from '@holdfast/core/nations'
import { isRefused } from '@holdfast/core/units'
import { decide, evolve, initial } from '../../packages/core/src/generate/state.ts'
import type { GenerateState } from '../../packages/core/src/generate/generate-state.ts'
import type { GenerateCommand } from '../../packages/core/src/generate/state.ts'
import type { Assumption, Pledge, Requirement } from '../../packages/core/src/generate/types.ts'
import type { Condition } from '../../packages/core/src/generate/register/types.ts'

const label: Label = {
  policy: 'HOLDFAST',
  classification: 'SECRET',
  offices: ['guarantors'],
  releasableTo: ['ALL'],
}
/** A planner of a nation. */
export const planner = (nation: NationCode): Actor => ({
  name: `planner of ${nation}`,
  nation,
  role: 'planner',
  office: 'guarantors',
  keyId: 'dev',
})
/** A pledge of 500 troops, as changed. */
export const pledgeOf = (change: Partial<Pledge> = {}): Pledge => ({
  id: 'XAA-1',
  nation: 'XAA',
  title: 'A battalion',
  status: 'offered',
  capability: 'landManoeuvre',
  quantity: { kind: 'range', min: 500, max: 500, unit: 'troops' },
  noticeMs: null,
  caveats: [],
  sources: [],
  ...change,
})
/** A line of 500 troops in the country, as changed. */
export const lineOf = (change: Partial<Requirement> = {}): Requirement => ({
  id: 'R-1',
  title: 'Troops',
  capability: 'landManoeuvre',
  quantity: { kind: 'range', min: 500, max: 500, unit: 'troops' },
  place: 'inUkraine',
  priority: 1,
  posture: null,
  sources: [],
  ...change,
})
/** A ceasefire of which nobody knows yet, as changed. */
export const conditionOf = (change: Partial<Condition> = {}): Condition => ({
  id: 'ceasefire',
  kind: 'ceasefire',
  title: 'The ceasefire is in force',
  nation: null,
  state: 'unknown',
  sources: [],
  ...change,
})
/** An assumption about something; about a pledge it has an id of the name space of the pledge's id. */
export const assume = (about: string, value: number, unit = 'troops'): Assumption => ({
  id: about.startsWith('pledge:')
    ? `${about.slice('pledge:'.length)}.assumed`
    : `A-${about.replaceAll(/[^A-Za-z0-9]/g, '-')}`,
  title: `assumed about ${about}`,
  owner: 'planning cell',
  date: '2026-03-01',
  about,
  value,
  unit,
})

const byId = <T extends { readonly id: string }>(
  items: readonly T[] = [],
): ReadonlyMap<string, T> => new Map(items.map((item) => [item.id, item]))
/** A register that holds these things, without a history. */
export const registerOf = (parts: {
  readonly lines?: readonly Requirement[]
  readonly pledges?: readonly Pledge[]
  readonly conditions?: readonly Condition[]
  readonly assumptions?: readonly Assumption[]
}): GenerateState => ({
  ...initial,
  requirements: byId(parts.lines),
  pledges: byId(parts.pledges),
  conditions: byId(parts.conditions),
  assumptions: byId(parts.assumptions),
})

/** What the command is refused with; null where it is not. */
export function refusalOf(
  state: GenerateState,
  command: GenerateCommand,
  actor: Actor,
): string | null {
  const decided = decide(state, command, { actor, nowMs: 0 })
  return isRefused(decided) ? decided.refused : null
}

/** The entries of a command as the journal keeps them. */
export function entriesOf(
  state: GenerateState,
  command: GenerateCommand,
  { actor, index = 0, atMs = 0 }: { actor: Actor; index?: number; atMs?: number },
): readonly Entry[] {
  const decided = decide(state, command, { actor, nowMs: atMs })
  if (isRefused(decided)) throw new Error(decided.refused)
  return decided.entries.map((draft, i) => {
    const payload = JSON.parse(JSON.stringify(draft.payload)) as Entry['payload']
    return { ...draft, payload, index: index + i, actor, atMs, label }
  })
}

/** The register after the commands, each by its actor, at ascending places in the log. */
export function play(
  state: GenerateState,
  steps: readonly (readonly [GenerateCommand, Actor])[],
): GenerateState {
  let next = state
  let index = 0
  for (const [command, actor] of steps)
    for (const entry of entriesOf(next, command, { actor, index, atMs: index * 1_000 })) {
      next = evolve(next, entry)
      index += 1
    }
  return next
}
