/**
 * The chance that each line is filled on its day. A plan is made as if every condition were met; then, in each
 * replication, every condition is drawn once (pledges that share one stand or fall together) and every pledge that has a
 * chance of its own is drawn, and the lines are filled by who is left. Nothing is assigned anew: on the day nobody is.
 *
 * A condition for which nobody gave a probability is not guessed. The chance is then told twice: if all such conditions
 * are unmet (low) and if all are met (high).
 */
import type { Random, Refused } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import type { ForceSolution } from '../model/types.ts'
import type { MappedModel } from '../register/to-model.ts'
import type { Condition } from '../register/types.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Assumption, Pledge } from '../types.ts'

/** Most replications of one question. */
export const REPLICATIONS_MAX = 100_000
/** Bars of a distribution: shares of what is required, in tenths; the last is 1 exactly. */
export const BARS = 11

/** Something that is drawn, and who says how likely it is. */
export interface Chance {
  /** `condition:ID` or `pledge:ID`. */
  readonly about: string
  readonly title: string
  readonly nation: NationCode | null
  /** In [0, 1]; null: nobody says. */
  readonly probability: number | null
  /** The assumption behind it, with its owner and date; null where the record decides it or nobody says. */
  readonly assumption: Assumption | null
}
/** A line's chance over all replications. */
export interface LineChance {
  readonly line: string
  readonly title: string
  readonly priority: number
  /** The share of replications in which the line is filled in its first rotation. */
  readonly onItsDay: number
  /** The same in every rotation in which it is needed. */
  readonly throughout: number
  /** Filled share of its first rotation: the 10th, 50th and 90th percentile, in [0, 1]. */
  readonly p10: number
  readonly p50: number
  readonly p90: number
  /** Replications by filled share: [0, 0.1), [0.1, 0.2) … [0.9, 1), 1. */
  readonly bars: readonly number[]
}
/** The answer: lines with the chances that nobody stated unmet, and met. */
export interface CredibilityAnswer {
  readonly replications: number
  readonly seed: number
  readonly chances: readonly Chance[]
  readonly low: readonly LineChance[]
  /** The same as `low` where every probability is stated. */
  readonly high: readonly LineChance[]
}

const within = (value: number): number => Math.min(1, Math.max(0, value))

function assumptionAbout(state: GenerateState, about: string): Assumption | null {
  return [...state.assumptions.values()].find((one) => one.about === about) ?? null
}

function conditionChance(state: GenerateState, condition: Condition): Chance {
  const { id, title, nation } = condition
  const about = `condition:${id}`
  if (condition.state === 'met') return { about, title, nation, probability: 1, assumption: null }
  const assumption = assumptionAbout(state, about)
  const probability = assumption === null ? null : within(assumption.value)
  return { about, title, nation, probability, assumption }
}

/** The chance that the nation does what it says, conditions aside: stated for the pledge, or for pledges of its status. */
function pledgeChance(state: GenerateState, { id, title, nation, status }: Pledge): Chance {
  const about = `pledge:${id}`
  const assumption = assumptionAbout(state, about) ?? assumptionAbout(state, `status:${status}`)
  // Nobody doubted it: then it is drawn by its conditions alone.
  const probability = assumption === null ? 1 : within(assumption.value)
  return { about, title, nation, probability, assumption }
}

interface Part {
  readonly quantity: number
  /** Indexes of the chances that all must come true. */
  readonly needs: readonly number[]
}
interface Slot {
  readonly line: number
  readonly required: number
  readonly isFirst: boolean
  readonly parts: readonly Part[]
}

function slotsOf(
  { model, packages }: MappedModel,
  { assignments }: ForceSolution,
  needsOf: (pledge: string) => readonly number[],
): readonly Slot[] {
  const quantity = new Map(model.packages.map((one) => [one.id, one.quantity]))
  return model.lines.flatMap((line, i) =>
    Array.from({ length: line.toRotation - line.fromRotation + 1 }, (_, k): Slot => {
      const rotation = line.fromRotation + k
      const here = assignments.filter((one) => one.line === line.id && one.rotation === rotation)
      const parts = here.map((one) => ({
        quantity: quantity.get(one.package) ?? 0,
        needs: needsOf(packages.get(one.package)?.pledge ?? ''),
      }))
      return { line: i, required: line.quantity, isFirst: k === 0, parts }
    }),
  )
}

/** Counts of one scenario. */
class Tally {
  readonly first: Float64Array[]
  readonly throughout: Uint32Array
  readonly #slots: readonly Slot[]
  readonly #holds: Uint8Array
  #count = 0

  constructor(slots: readonly Slot[], lines: number, replications: number) {
    this.#slots = slots
    this.first = Array.from({ length: lines }, () => new Float64Array(replications))
    this.throughout = new Uint32Array(lines)
    this.#holds = new Uint8Array(lines)
  }

  add(isTrue: (chance: number) => boolean): void {
    this.#holds.fill(1)
    for (const { line, required, isFirst, parts } of this.#slots) {
      let delivered = 0
      for (const { quantity, needs } of parts) if (needs.every(isTrue)) delivered += quantity
      if (delivered < required) this.#holds[line] = 0
      const shares = this.first[line]
      if (isFirst && shares !== undefined) shares[this.#count] = Math.min(1, delivered / required)
    }
    for (const [line, holds] of this.#holds.entries())
      this.throughout[line] = (this.throughout[line] ?? 0) + holds
    this.#count += 1
  }
}

function chanceOf(tally: Tally, line: number, replications: number) {
  const shares = (tally.first[line] ?? new Float64Array()).toSorted()
  // The smallest share that at least so many of all replications do not exceed.
  const percentile = (p: number): number =>
    shares[Math.min(replications - 1, Math.max(0, Math.ceil(p * replications) - 1))] ?? 0
  const bars = Array.from({ length: BARS }, () => 0)
  for (const share of shares) {
    const bar = share >= 1 ? BARS - 1 : Math.floor(share * (BARS - 1))
    bars[bar] = (bars[bar] ?? 0) + 1
  }
  return {
    onItsDay: (bars[BARS - 1] ?? 0) / replications,
    throughout: (tally.throughout[line] ?? 0) / replications,
    p10: percentile(0.1),
    p50: percentile(0.5),
    p90: percentile(0.9),
    bars,
  }
}

/** The plan that is drawn on: made with every condition met (`suppose` it before), and the register as it is. */
export interface CredibilityInput {
  readonly state: GenerateState
  readonly mapped: MappedModel
  readonly solution: ForceSolution
}

/** Draws every chance in each replication; the same seed gives the same answer on every machine. */
export function askCredibility(
  { state, mapped, solution }: CredibilityInput,
  {
    replications,
    seed,
    random,
  }: { readonly replications: number; readonly seed: number; readonly random: Random },
): CredibilityAnswer | Refused {
  if (!Number.isInteger(replications) || replications < 1 || replications > REPLICATIONS_MAX)
    return { refused: `${replications} replications; ask for 1 to ${REPLICATIONS_MAX}` }
  const served = new Set(
    solution.assignments.flatMap((one) => mapped.packages.get(one.package)?.pledge ?? []),
  )
  const pledges = [...served].toSorted().flatMap((id) => state.pledges.get(id) ?? [])
  const bound = new Set(pledges.flatMap(({ conditions = [] }) => conditions))
  const conditions = [...bound].toSorted().map((id): Chance => {
    const condition = state.conditions.get(id)
    if (condition !== undefined) return conditionChance(state, condition)
    const about = `condition:${id}`
    return {
      about,
      title: `${id}, not recorded`,
      nation: null,
      probability: null,
      assumption: null,
    }
  })
  const chances = [...conditions, ...pledges.map((pledge) => pledgeChance(state, pledge))]
  const indexOf = new Map(chances.map(({ about }, i) => [about, i]))
  const needsOf = (id: string): readonly number[] =>
    [
      `pledge:${id}`,
      ...(state.pledges.get(id)?.conditions ?? []).map((one) => `condition:${one}`),
    ].flatMap((about) => indexOf.get(about) ?? [])
  const slots = slotsOf(mapped, solution, needsOf)
  const { lines } = mapped.model
  const low = new Tally(slots, lines.length, replications)
  const high = new Tally(slots, lines.length, replications)
  const drawn = new Float64Array(chances.length)
  const isTrue = (unknown: boolean) => (i: number) => {
    const probability = chances[i]?.probability ?? null
    return probability === null ? unknown : (drawn[i] ?? 1) < probability
  }
  for (let n = 0; n < replications; n += 1) {
    for (let i = 0; i < drawn.length; i += 1) drawn[i] = random()
    low.add(isTrue(false))
    high.add(isTrue(true))
  }
  const told = (tally: Tally): readonly LineChance[] =>
    lines.map(({ id, title, priority }, i) => ({
      line: id,
      title,
      priority,
      ...chanceOf(tally, i, replications),
    }))
  return { replications, seed, chances, low: told(low), high: told(high) }
}
