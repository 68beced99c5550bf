/**
 * The register of requirements, offers and assumptions: a fold of entries. A record with a known id replaces the one
 * before it, which stays in the journal; recording the same again records nothing. Pledges and conditions move by
 * entries of their own (register/).
 */
import type { InstantMs, Refused } from '../units/index.ts'
import type { Actor } from '../nations/index.ts'
import { canonicalJson } from '../evidence/index.ts'
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import type { Coalition } from './coalition.ts'
import { refusePlanning } from './permit.ts'
import { ACCEPTANCE_ADOPTED, decideAcceptance, evolveAcceptance } from './acceptance/adopt.ts'
import type { AdoptAcceptance } from './acceptance/adopt.ts'
import { decideRegister, textFault } from './register/decide.ts'
import type { RegisterCommand } from './register/decide.ts'
import { evolveRegister } from './register/evolve.ts'
import { isTakenOver, refuseNumber, refusePledge } from './register/record.ts'
import { maySee, refuseRecordedCondition } from './register/record.ts'
import { MISSION } from './register/decide.ts'
import { recorderOf, refuseAssessment, refuseAssumption } from './register/owner.ts'
import { refuseRequirement, releaseOfAssumption } from './register/owner.ts'
import type { GenerateState } from './generate-state.ts'
import type { Commitment, Condition, Figure } from './register/types.ts'
import type { Assessment, Assumption, Exclusion, Pledge, Requirement } from './types.ts'

/** Asks the step to record one thing, or all of a coalition's documents, or to move what is recorded. */
export type GenerateCommand =
  /** The reason is asked for where a requirement or a pledge on record is amended. */
  | {
      readonly type: 'recordRequirement'
      readonly requirement: Requirement
      readonly reason?: string
    }
  | { readonly type: 'recordPledge'; readonly pledge: Pledge; readonly reason?: string }
  | { readonly type: 'recordExclusion'; readonly exclusion: Exclusion }
  | { readonly type: 'recordAssessment'; readonly assessment: Assessment }
  | { readonly type: 'recordAssumption'; readonly assumption: Assumption }
  | { readonly type: 'recordCondition'; readonly condition: Condition }
  | { readonly type: 'recordFigure'; readonly figure: Figure }
  | { readonly type: 'recordCommitment'; readonly commitment: Commitment }
  | { readonly type: 'recordCoalition'; readonly coalition: Coalition }
  /** All of it or nothing: an import. The reason is that of all that it amends. */
  | {
      readonly type: 'recordRegister'
      readonly requirements: readonly Requirement[]
      readonly pledges: readonly Pledge[]
      readonly figures?: readonly Figure[]
      readonly commitments?: readonly Commitment[]
      readonly reason?: string
    }
  | AdoptAcceptance
  | RegisterCommand

/** Nothing recorded yet. */
export const initial: GenerateState = {
  requirements: new Map(),
  pledges: new Map(),
  exclusions: new Map(),
  assessments: new Map(),
  assumptions: new Map(),
  conditions: new Map(),
  figures: new Map(),
  commitments: new Map(),
  minutes: new Map(),
  acceptances: [],
  heldAssumptions: new Map(),
  changes: new Map(),
  recordedBy: new Map(),
  lastEntry: new Map(),
}

type ListName = Exclude<
  keyof GenerateState,
  'minutes' | 'acceptances' | 'heldAssumptions' | 'changes' | 'lastEntry' | 'recordedBy'
>
const LISTS: readonly { readonly kind: string; readonly list: ListName; readonly key: string }[] = [
  { kind: 'generate.requirement-recorded', list: 'requirements', key: 'requirement' },
  // Before the pledges: they name conditions.
  { kind: 'generate.condition-recorded', list: 'conditions', key: 'condition' },
  { kind: 'generate.pledge-recorded', list: 'pledges', key: 'pledge' },
  { kind: 'generate.exclusion-recorded', list: 'exclusions', key: 'exclusion' },
  { kind: 'generate.assessment-recorded', list: 'assessments', key: 'assessment' },
  { kind: 'generate.assumption-recorded', list: 'assumptions', key: 'assumption' },
  { kind: 'generate.figure-recorded', list: 'figures', key: 'figure' },
  { kind: 'generate.commitment-recorded', list: 'commitments', key: 'commitment' },
]

type Item = { readonly id: string }
type RecordCommand = Exclude<GenerateCommand, RegisterCommand | AdoptAcceptance>
type Wanted = Partial<{
  readonly [L in ListName]: GenerateState[L] extends ReadonlyMap<string, infer T>
    ? readonly T[]
    : never
}>

const isSame = (known: Item | undefined, item: Item): boolean =>
  known !== undefined && canonicalJson(known) === canonicalJson(item)
const isAmended = (known: Item | undefined, one: Item): boolean =>
  known !== undefined && !isSame(known, one)

function wanted(state: GenerateState, command: RecordCommand): Wanted {
  switch (command.type) {
    case 'recordRequirement':
      return { requirements: [command.requirement] }
    case 'recordPledge':
      return { pledges: [command.pledge] }
    case 'recordExclusion':
      return { exclusions: [command.exclusion] }
    case 'recordAssessment':
      return { assessments: [command.assessment] }
    case 'recordAssumption':
      return { assumptions: [command.assumption] }
    case 'recordCondition':
      return { conditions: [command.condition] }
    case 'recordFigure':
      return { figures: [command.figure] }
    case 'recordCommitment':
      return { commitments: [command.commitment] }
    case 'recordRegister':
      return {
        requirements: command.requirements,
        pledges: command.pledges,
        figures: command.figures ?? [],
        commitments: command.commitments ?? [],
      }
    case 'recordCoalition':
      break
  }
  const { requirements, pledges, exclusions, assessments } = command.coalition
  // Documents are read again and again; what a nation keeps itself by now is not theirs to overwrite.
  const open = pledges.filter(({ id }) => {
    const known = state.pledges.get(id)
    return known === undefined || !isTakenOver(state, known)
  })
  // What a nation assumes of its own is not the documents' either.
  const assumptions = command.coalition.assumptions.filter(
    ({ id }) => recorderOf(state, `assumptions:${id}`) === MISSION,
  )
  // A condition's state moves with a reason, never by reading the documents again.
  const conditions = command.coalition.conditions.filter(({ id }) => !state.conditions.has(id))
  return { requirements, conditions, pledges: open, exclusions, assessments, assumptions }
}

/** Requirements named in a refusal, at most. */
const AMENDED_TOLD_MAX = 5

/** Why documents may not be recorded, or null: a requirement on record is amended with a reason, never by reading them again. */
function refuseOverwritten(state: GenerateState, requirements: readonly Item[]): Refused | null {
  const ids = requirements
    .filter((one) => isAmended(state.requirements.get(one.id), one))
    .map(({ id }) => id)
  if (ids.length === 0) return null
  const told = ids.slice(0, AMENDED_TOLD_MAX).join(', ')
  const more = ids.length > AMENDED_TOLD_MAX ? ` and ${ids.length - AMENDED_TOLD_MAX} more` : ''
  return {
    refused: `recordCoalition: what is on record of ${told}${more} is not what the documents say; write the documents as it stands, or amend it by recordRequirement with a reason`,
  }
}

/** Why an amendment may not be recorded without saying why, or null. Pledges of documents read again say what they say. */
function refuseUnexplained(
  state: GenerateState,
  command: RecordCommand,
  { pledges = [], requirements = [] }: Wanted,
): Refused | null {
  if (command.type === 'recordCoalition') return refuseOverwritten(state, requirements)
  if (
    command.type !== 'recordPledge' &&
    command.type !== 'recordRegister' &&
    command.type !== 'recordRequirement'
  )
    return null
  const amended =
    pledges.find((one) => isAmended(state.pledges.get(one.id), one)) ??
    requirements.find((one) => isAmended(state.requirements.get(one.id), one))
  const fault =
    command.reason === undefined && amended === undefined
      ? null
      : textFault('the reason', command.reason ?? '')
  return fault === null
    ? null
    : {
        refused: `${command.type}${amended === undefined ? '' : ` amends ${amended.id}`}: ${fault.refused}`,
      }
}

/** The first reason why something asked may not be recorded by the actor, or null. */
function refuseAsked(state: GenerateState, asked: Wanted, actor: Actor): Refused | null {
  const { pledges = [], exclusions = [], conditions = [], requirements = [] } = asked
  const { figures = [], commitments = [], assumptions = [], assessments = [] } = asked
  const named = new Set([...state.conditions.keys(), ...conditions.map(({ id }) => id)])
  const refusals = [
    ...conditions.map((one) => refuseRecordedCondition(state, one, actor)),
    ...pledges
      .filter((one) => !isSame(state.pledges.get(one.id), one) || !maySee(one, actor))
      .map((one) => refusePledge(state, one, { actor, conditions: named })),
    ...exclusions.map((one) => refuseNumber(state.exclusions.get(one.id), one, actor)),
    ...figures.map((one) => refuseNumber(state.figures.get(one.id), one, actor)),
    ...commitments.map((one) => refuseNumber(state.commitments.get(one.id), one, actor)),
    ...requirements
      .filter((one) => !isSame(state.requirements.get(one.id), one))
      .map((one) => refuseRequirement(state, one, actor)),
    ...assessments
      .filter((one) => !isSame(state.assessments.get(one.id), one))
      .map((one) => refuseAssessment(state, one, actor)),
    // Without a look at what is on record: the same and another get one answer from who may not write it.
    ...assumptions.map((one) =>
      refuseAssumption(state, one, { actor, pledges, requirements, conditions }),
    ),
  ]
  return refusals.find((one) => one !== null) ?? null
}

const isRegister = (command: GenerateCommand): command is RegisterCommand =>
  command.type === 'movePledge' ||
  command.type === 'liftCaveat' ||
  command.type === 'moveCondition' ||
  command.type === 'recordMinute'

/** Whether an assumption that was held in confidence would now be seen by others than before: the same words, said again. */
function isSaidAnew(state: GenerateState, list: ListName, item: Item): boolean {
  const held = list === 'assumptions' ? state.heldAssumptions.get(item.id) : undefined
  return (
    held !== undefined &&
    !isSame(
      { ...held, id: item.id },
      {
        ...releaseOfAssumption(state, item as Assumption),
        id: item.id,
      },
    )
  )
}

/** The entries that a command asks for; none where all of it is recorded already. */
export function decide(
  state: GenerateState,
  command: GenerateCommand,
  { actor, nowMs }: { readonly actor: Actor; readonly nowMs: InstantMs },
): { readonly entries: readonly Draft[] } | Refused {
  const isTable = command.type === 'adoptAcceptance'
  const deed = isTable ? 'adopt an acceptance table' : 'record requirements and pledges'
  const refused = refusePlanning(actor, deed)
  if (refused !== null) return refused
  if (isRegister(command)) return decideRegister(state, command, { actor, nowMs })
  if (command.type === 'adoptAcceptance') return decideAcceptance(state.acceptances, command, actor)
  const asked = wanted(state, command)
  const isNameless = LISTS.some(({ list }) => (asked[list] ?? []).some(({ id }) => id === ''))
  if (isNameless) return { refused: `${command.type}: an id is empty; give it one` }
  const forbidden = refuseAsked(state, asked, actor)
  if (forbidden !== null) return forbidden
  const unexplained = refuseUnexplained(state, command, asked)
  if (unexplained !== null) return unexplained
  const reason = 'reason' in command ? (command.reason ?? '') : ''
  const entries = LISTS.flatMap(({ kind, list, key }) => {
    const known: ReadonlyMap<string, Item> = state[list]
    const items: readonly Item[] = asked[list] ?? []
    return items
      .filter((item) => !isSame(known.get(item.id), item) || isSaidAnew(state, list, item))
      .map((item): Draft => {
        const before = state.lastEntry.get(`${list}:${item.id}`)
        const refs = before === undefined ? [] : [before]
        const isReasoned = list === 'pledges' || list === 'requirements'
        const why = isReasoned && reason !== '' ? { reason } : {}
        const held = list === 'assumptions' ? releaseOfAssumption(state, item as Assumption) : {}
        return { kind, payload: { [key]: item as unknown as Json, ...why, ...held }, refs }
      })
  })
  return { entries }
}

/** Who may see assumptions by their own entries: `releaseOfAssumption` wrote it there. */
function heldAfter(
  { heldAssumptions }: GenerateState,
  id: string,
  { nation, releasableTo }: { readonly [key: string]: Json },
): GenerateState['heldAssumptions'] {
  const held = new Map(heldAssumptions)
  if (typeof nation === 'string' && Array.isArray(releasableTo))
    held.set(id, { nation, releasableTo: releasableTo as readonly string[] })
  else held.delete(id)
  return held
}

/** The register after the entry; other kinds and tombstones leave it unchanged. */
export function evolve(state: GenerateState, entry: Entry | Tombstone): GenerateState {
  if ('tombstone' in entry) return state
  if (entry.kind === ACCEPTANCE_ADOPTED)
    return { ...state, acceptances: evolveAcceptance(state.acceptances, entry) }
  const kept = LISTS.find(({ kind }) => kind === entry.kind)
  if (kept === undefined) return evolveRegister(state, entry)
  const payload = entry.payload as { readonly [key: string]: Json }
  const item = payload[kept.key] as unknown as Item | undefined
  if (item === undefined) return state
  const { list } = kept
  const at = `${list}:${item.id}`
  const lastEntry = new Map(state.lastEntry).set(at, entry.index)
  const { nation, role } = entry.actor
  // Who recorded it first stays: an amendment by the staff takes nothing from its nation.
  const recorder = state.recordedBy.get(at) ?? (role === 'system' ? MISSION : nation)
  const recordedBy = new Map(state.recordedBy).set(at, recorder)
  const next = {
    ...state,
    lastEntry,
    recordedBy,
    [list]: new Map<string, Item>(state[list]).set(item.id, item),
  }
  if (list === 'assumptions')
    return { ...next, heldAssumptions: heldAfter(state, item.id, payload) }
  return list === 'pledges' ? evolveRegister(next, entry) : next
}
