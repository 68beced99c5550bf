/**
 * The register of requirements, offers and assumptions: a fold of entries. A record with a known id replaces the one
 * before it, which stays in the journal; recording the same again records nothing.
 */
import type { InstantMs, Refused } from '../units/index.ts'
import type { Actor } from '../nations/index.ts'
import { canonicalJson } from '../evidence/index.ts'
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import type { Coalition } from './coalition.ts'
import { refusePlanning } from './permit.ts'
import type { Assessment, Assumption, Exclusion, Pledge, Requirement } from './types.ts'

/** What is recorded, by id, each in the order of first recording. */
export interface GenerateState {
  readonly requirements: ReadonlyMap<string, Requirement>
  readonly pledges: ReadonlyMap<string, Pledge>
  readonly exclusions: ReadonlyMap<string, Exclusion>
  readonly assessments: ReadonlyMap<string, Assessment>
  readonly assumptions: ReadonlyMap<string, Assumption>
}
/** Asks the step to record one thing, or all of a coalition's documents. */
export type GenerateCommand =
  | { readonly type: 'recordRequirement'; readonly requirement: Requirement }
  | { readonly type: 'recordPledge'; readonly pledge: Pledge }
  | { readonly type: 'recordExclusion'; readonly exclusion: Exclusion }
  | { readonly type: 'recordAssessment'; readonly assessment: Assessment }
  | { readonly type: 'recordAssumption'; readonly assumption: Assumption }
  | { readonly type: 'recordCoalition'; readonly coalition: Coalition }

/** Nothing recorded yet. */
export const initial: GenerateState = {
  requirements: new Map(),
  pledges: new Map(),
  exclusions: new Map(),
  assessments: new Map(),
  assumptions: new Map(),
}

type ListName = keyof GenerateState
const LISTS: readonly { readonly kind: string; readonly list: ListName; readonly key: string }[] = [
  { kind: 'generate.requirement-recorded', list: 'requirements', key: 'requirement' },
  { kind: 'generate.pledge-recorded', list: 'pledges', key: 'pledge' },
  { kind: 'generate.exclusion-recorded', list: 'exclusions', key: 'exclusion' },
  { kind: 'generate.assessment-recorded', list: 'assessments', key: 'assessment' },
  { kind: 'generate.assumption-recorded', list: 'assumptions', key: 'assumption' },
]

type Item = { readonly id: string }
const isSame = (known: Item | undefined, item: Item): boolean =>
  known !== undefined && canonicalJson(known) === canonicalJson(item)
const wanted = (command: GenerateCommand): ReadonlyMap<ListName, readonly Item[]> => {
  switch (command.type) {
    case 'recordRequirement':
      return new Map([['requirements', [command.requirement]]])
    case 'recordPledge':
      return new Map([['pledges', [command.pledge]]])
    case 'recordExclusion':
      return new Map([['exclusions', [command.exclusion]]])
    case 'recordAssessment':
      return new Map([['assessments', [command.assessment]]])
    case 'recordAssumption':
      return new Map([['assumptions', [command.assumption]]])
    case 'recordCoalition':
      break
  }
  return new Map(LISTS.map(({ list }) => [list, command.coalition[list]]))
}

/** The entries that a command asks for; none where all of it is recorded already. */
export function decide(
  state: GenerateState,
  command: GenerateCommand,
  { actor }: { readonly actor: Actor; readonly nowMs: InstantMs },
): { readonly entries: readonly Draft[] } | Refused {
  const refused = refusePlanning(actor, 'record requirements and pledges')
  if (refused !== null) return refused
  const asked = wanted(command)
  const entries = LISTS.flatMap(({ kind, list, key }) => {
    const known: ReadonlyMap<string, Item> = state[list]
    return (asked.get(list) ?? [])
      .filter((item) => !isSame(known.get(item.id), item))
      .map((item): Draft => ({ kind, payload: { [key]: item as unknown as Json }, refs: [] }))
  })
  const isNameless = [...asked.values()].some((items) => items.some(({ id }) => id === ''))
  return isNameless ? { refused: `${command.type}: an id is empty; give it one` } : { entries }
}

/** The register after the entry; other kinds and tombstones leave it unchanged. */
export function evolve(state: GenerateState, entry: Entry | Tombstone): GenerateState {
  if ('tombstone' in entry) return state
  const kept = LISTS.find(({ kind }) => kind === entry.kind)
  if (kept === undefined) return state
  const payload = entry.payload as { readonly [key: string]: Json }
  const item = payload[kept.key] as unknown as Item | undefined
  if (item === undefined) return state
  return { ...state, [kept.list]: new Map<string, Item>(state[kept.list]).set(item.id, item) }
}
