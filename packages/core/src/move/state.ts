/**
 * What of movement is on record: the network of flows that the picture shows, the model with lift, and the plan that a person
 * adopted. A plan is adopted by its digest: who adopts names what was seen, and it is replayed before it counts.
 */
import { isRefused } from '../units/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import type { Actor } from '../nations/index.ts'
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import { refusePlanning } from '../generate/index.ts'
import type { ChosenFault } from './contingency/index.ts'
import { documentDigest, replayPlan } from './model/index.ts'
import type { FigureAssumption, MovePlan, MovementModel } from './model/index.ts'
import { planNameOf, workOutNamed } from './planning/index.ts'
import type { PlanName } from './planning/index.ts'
import type { Ask, Network } from './types.ts'

/** Who adopted something, when, and where in the log it stands. */
interface Adoption {
  readonly index: number
  readonly atMs: InstantMs
  readonly by: string
  readonly nation: string
}
/** The movement model in force. */
export interface AdoptedModel extends Adoption {
  readonly digest: string
  readonly model: MovementModel
}
/** What was known of a plan under faults drawn by chance when it was adopted. */
export interface PlanChance {
  readonly faults: string
  readonly replications: number
  readonly seed: number
  /** The chance that the ask is met, [0, 1], with its 95 % interval. */
  readonly value: number
  readonly low: number
  readonly high: number
}
/** The plan that a person adopted, with the model that it is a plan of. */
export interface AdoptedPlan extends Adoption {
  readonly reason: string
  readonly digest: string
  /** Digest of the model in force that it was made from. */
  readonly modelDigest: string
  /** Faults that it was made under; none for a plan as everything holds. */
  readonly faults: readonly ChosenFault[]
  /** Null where nobody had simulated it. */
  readonly chance: PlanChance | null
  readonly assumptions: readonly FigureAssumption[]
  /** The model with the faults in it; without faults the model in force. */
  readonly model: MovementModel
  readonly plan: MovePlan
}
/** A planning document (air, sea, sites, stocks, training, ready) that a person adopted, as its parsed value. */
export interface AdoptedDocument extends Adoption {
  readonly name: PlanName
  readonly digest: string
  readonly document: Json
}
/** The network in force, what is asked of it, the model with lift and the plan; null before the first. */
export interface MoveState {
  readonly network: Network | null
  readonly ask: Ask
  readonly model: AdoptedModel | null
  readonly plan: AdoptedPlan | null
  /** The planning document in force, by its kind. */
  readonly documents: ReadonlyMap<PlanName, AdoptedDocument>
}
/** Adopts a network, a model, a plan or a planning document, in place of the one before it. */
export type MoveCommand =
  | { readonly type: 'adoptNetwork'; readonly network: Network }
  | { readonly type: 'adoptModel'; readonly model: MovementModel }
  | { readonly type: 'adoptDocument'; readonly document: Json }
  | {
      readonly type: 'adoptPlan'
      /** What whoever adopts has seen; refused where it is not the plan's. */
      readonly digest: string
      readonly modelDigest: string
      readonly reason: string
      readonly faults: readonly ChosenFault[]
      readonly chance: PlanChance | null
      readonly model: MovementModel
      readonly plan: MovePlan
    }

/** The reference case: 50,000 armed within 96 h of the release order, in steps of 2 h. */
export const REFERENCE_ASK: Ask = { troops: 50_000, horizonHours: 96, stepHours: 2 }
/** Nothing yet. */
export const initial: MoveState = {
  network: null,
  ask: REFERENCE_ASK,
  model: null,
  plan: null,
  documents: new Map(),
}

const [NETWORK_ADOPTED, MODEL_ADOPTED, PLAN_ADOPTED, DOCUMENT_ADOPTED] = [
  'move.network-adopted',
  'move.model-adopted',
  'move.plan-adopted',
  'move.document-adopted',
] as const
/** Longest reason. */
const REASON_CHARACTERS_MAX = 2_000

type Decision = { readonly entries: readonly Draft[] } | Refused
interface Deciding {
  readonly actor: Actor
  readonly nowMs: InstantMs
}

/** The entry that adopts; refused without depots, issue points, a replay that passes, or the right to adopt. */
export function decide(state: MoveState, command: MoveCommand, { actor }: Deciding): Decision {
  switch (command.type) {
    case 'adoptNetwork': {
      const { network } = command
      const refused = refusePlanning(actor, 'adopt a network') ?? refuseEmpty('network', network)
      if (refused !== null) return refused
      return one(NETWORK_ADOPTED, { network })
    }
    case 'adoptModel': {
      const { model } = command
      const refused = refusePlanning(actor, 'adopt a movement model') ?? refuseEmpty('model', model)
      if (refused !== null) return refused
      const digest = documentDigest(model)
      return digest === state.model?.digest
        ? { refused: `model ${model.id} (${digest.slice(0, 12)}…) is in force already` }
        : one(MODEL_ADOPTED, { digest, model })
    }
    case 'adoptPlan':
      return decidePlan(state, command, actor)
    case 'adoptDocument':
      return decideDocument(state, command.document, actor)
  }
}

const one = (kind: string, payload: object, refs: readonly number[] = []): Decision => ({
  entries: [{ kind, payload: payload as Json, refs }],
})

function refuseEmpty(
  what: string,
  { id, nodes }: { readonly id: string; readonly nodes: readonly { readonly kind: string }[] },
): Refused | null {
  for (const kind of ['depot', 'issuePoint'])
    if (!nodes.some((node) => node.kind === kind))
      return { refused: `${what} ${id} has no ${kind}; add one` }
  return null
}

function decidePlan(
  state: MoveState,
  command: Extract<MoveCommand, { readonly type: 'adoptPlan' }>,
  actor: Actor,
): Decision {
  const refused = refusePlanning(actor, 'adopt a movement plan')
  if (refused !== null) return refused
  const { digest, modelDigest, faults, chance, model, plan } = command
  const reason = command.reason.trim()
  if (reason === '' || reason.length > REASON_CHARACTERS_MAX)
    return {
      refused: `reason: has ${reason.length} characters; say in 1 to ${REASON_CHARACTERS_MAX} why this plan`,
    }
  if (state.model?.digest !== modelDigest)
    return {
      refused: `the plan is of a model that is not in force (${modelDigest.slice(0, 12)}…); adopt that model first, or plan the one in force`,
    }
  if (plan.status === 'failed')
    return { refused: `the plan failed (${plan.reason ?? 'no reason'}); adopt one that was found` }
  const found = documentDigest(plan)
  if (found !== digest)
    return {
      refused: `digest: is ${digest.slice(0, 12)}…, the plan's is ${found.slice(0, 12)}…; look at the plan again and adopt what you saw`,
    }
  const [fault] = replayPlan(model, plan).faults
  if (fault !== undefined)
    return { refused: `the plan cannot be carried out: ${fault}; plan the model again` }
  const { assumptions } = model
  const payload = { digest, modelDigest, reason, faults, chance, ask: plan.ask, assumptions }
  return one(PLAN_ADOPTED, { ...payload, model, plan }, [state.model.index])
}

function decideDocument(state: MoveState, document: Json, actor: Actor): Decision {
  const refused = refusePlanning(actor, 'adopt a planning document')
  if (refused !== null) return refused
  const name = planNameOf(document, () => 'document')
  if (typeof name !== 'string') return name
  const told = workOutNamed(name, document, () => 'document')
  if (isRefused(told)) return told
  const digest = documentDigest(document as unknown as object)
  return digest === state.documents.get(name)?.digest
    ? { refused: `${told.id} (${digest.slice(0, 12)}…) is in force already` }
    : one(DOCUMENT_ADOPTED, { name, digest, title: told.title, document })
}

const adoptionOf = (entry: Entry): Adoption => ({
  index: entry.index,
  atMs: entry.atMs,
  by: entry.actor.name,
  nation: entry.actor.nation,
})

/** The state after the entry; other kinds and tombstones leave it unchanged. */
export function evolve(state: MoveState, entry: Entry | Tombstone): MoveState {
  if ('tombstone' in entry) return state
  switch (entry.kind) {
    case NETWORK_ADOPTED: {
      const { network } = entry.payload as unknown as { readonly network?: Network }
      return network === undefined ? state : { ...state, network, ask: network.ask }
    }
    case MODEL_ADOPTED: {
      const adopted = entry.payload as unknown as Pick<AdoptedModel, 'digest' | 'model'>
      return { ...state, model: { ...adopted, ...adoptionOf(entry) } }
    }
    case PLAN_ADOPTED: {
      const adopted = entry.payload as unknown as Omit<AdoptedPlan, keyof Adoption>
      return { ...state, plan: { ...adopted, ...adoptionOf(entry) } }
    }
    case DOCUMENT_ADOPTED: {
      const adopted = entry.payload as unknown as Omit<AdoptedDocument, keyof Adoption>
      const { name, digest, document } = adopted
      const kept = { name, digest, document, ...adoptionOf(entry) }
      return { ...state, documents: new Map(state.documents).set(name, kept) }
    }
    default:
      return state
  }
}
