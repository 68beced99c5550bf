/**
 * What to ask of whom. Asks help together or not at all: a pledge behind two caveats is worth nothing until both are gone,
 * so adding the best single ask step by step stops at nothing. Where there are at most `EXACT_SETS_MAX` sets of as many asks
 * as may be made, every one is tried, and the answer is the smallest of those that close the most. Beyond that the search
 * starts from all asks and takes away what costs least: none of what is left can be spared, but another set may be smaller
 * or do more; how much more at the most is told by a bound that no set can pass (each line alone with everybody who could
 * serve it).
 */
import type { Refused } from '../../units/index.ts'
import { isRefused } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import { isInForce, unmetConditions } from '../register/standing.ts'
import { toModel } from '../register/to-model.ts'
import type { MappedModel } from '../register/to-model.ts'
import { askGaps } from './gaps.ts'
import type { GapsAnswer } from './gaps.ts'
import { suppose } from './suppose.ts'
import type { Supposition } from './suppose.ts'
import { weightOf } from './weigh.ts'
import { askSupposed } from './what-if.ts'
import type { Asked } from './what-if.ts'

/** Most sets of asks of which every one is tried. */
export const EXACT_SETS_MAX = 256
/** Most asks that are weighed at all. */
export const ASKS_MAX = 60
/** Most solves of one question. */
export const ASK_SOLVES_MAX = 300
const SLACK = 1e-6
/** Who is asked for what no nation decides alone: a ceasefire, a mandate of the Council. */
const NO_ONE_NATION = 'no one nation'

/** One thing that somebody could be asked for. */
export interface Ask {
  /** Who could do it, in words. */
  readonly of: string
  /** The nation that could do it; null: no one nation. */
  readonly nation: NationCode | null
  readonly what: string
  readonly supposition: Supposition
}
/** How far the answer is proven. */
export type AsksProof =
  | { readonly kind: 'exact'; readonly setsTried: number }
  | {
      readonly kind: 'greedy'
      /** No set of asks closes more than this. */
      readonly closesAtMost: number
      /** Whether the search ended by itself: then none of the asks can be spared. */
      readonly ended: boolean
    }
/** The asks to make. */
export interface AsksAnswer {
  readonly weightedGap: number
  readonly weightedGapThen: number
  /** By how much the asks close the weighted gap, all of them granted. */
  readonly closes: number
  readonly asks: readonly Ask[]
  readonly proof: AsksProof
  /** How many asks there were to choose from. */
  readonly weighed: number
  /** Asks that there was no room to weigh. */
  readonly leftOut: number
  /** Offers that nobody has sized: a number from them may close more, and nobody can say how much. */
  readonly toSize: readonly { readonly pledge: string; readonly nation: NationCode }[]
  /** Whether every answer on the way was proven the best. */
  readonly proven: boolean
}

/** Everything that stands between an offer and a line: caveats in force, what is ruled out, conditions not met. */
export function candidateAsks({
  state,
  options,
}: Pick<Asked, 'state' | 'options'>): readonly Ask[] {
  const found = new Map<string, Ask>()
  const pledges = [...state.pledges.values()].filter(({ status }) => status !== 'withdrawn')
  const add = (nation: NationCode, title: string, of: string): void => {
    const supposition = { kind: 'lifts', nation, caveat: title } as const
    const key = `${nation} ${title}`
    if (!found.has(key)) found.set(key, { of, nation, what: `lift: ${title}`, supposition })
  }
  for (const pledge of pledges) {
    for (const caveat of pledge.caveats)
      if (isInForce(caveat, options.startMs) && caveat.forbids.length > 0)
        add(pledge.nation, caveat.title, caveat.waivableBy)
    for (const condition of unmetConditions(state, pledge))
      if (state.conditions.has(condition.id))
        found.set(`condition ${condition.id}`, {
          of: condition.nation ?? NO_ONE_NATION,
          nation: condition.nation,
          what: `meet: ${condition.title}`,
          supposition: { kind: 'condition', condition: condition.id, state: 'met' },
        })
  }
  for (const { nation, caveat } of state.exclusions.values())
    add(nation, caveat.title, caveat.waivableBy)
  return [...found.values()]
}

/** What no set of asks can pass: each line-rotation alone, with every package of its capability on it. */
function closableAtMost(all: MappedModel, before: GapsAnswer): number {
  const pool = new Map<string, number>()
  for (const { capability, quantity } of all.model.packages)
    pool.set(capability, (pool.get(capability) ?? 0) + quantity)
  let least = 0
  for (const { capability, quantity, priority, fromRotation, toRotation } of all.model.lines) {
    const lacks = Math.max(0, quantity - (pool.get(capability) ?? 0))
    least += (weightOf(priority) * lacks * (toRotation - fromRotation + 1)) / quantity
  }
  return Math.max(0, before.weightedGap - least)
}

/** Solves for sets of asks, each once, and counts. */
class Weighing {
  readonly #asked: Asked
  readonly #before: GapsAnswer
  readonly #known = new Map<string, number>()
  solves = 0
  isProven: boolean

  constructor(asked: Asked, before: GapsAnswer) {
    this.#asked = asked
    this.#before = before
    this.isProven = before.solution.status === 'optimal'
  }

  /** The weighted gap with the asks granted. */
  async gapWith(asks: readonly Ask[]): Promise<number | Refused> {
    const key = JSON.stringify(asks.map(({ supposition }) => supposition))
    const known = asks.length === 0 ? this.#before.weightedGap : this.#known.get(key)
    if (known !== undefined) return known
    this.solves += 1
    const suppositions = asks.map(({ supposition }) => supposition)
    const after = await askSupposed(this.#asked, suppositions, this.#before)
    if (isRefused(after)) return after
    if (after.solution.status !== 'optimal') this.isProven = false
    this.#known.set(key, after.weightedGap)
    return after.weightedGap
  }
}

interface Chosen {
  readonly asks: readonly Ask[]
  readonly gap: number
}

/** How many sets of at most `most` there are among so many, the empty one too. */
export function setsOf(count: number, most: number): number {
  let [sets, ofSize] = [1, 1]
  for (let size = 1; size <= Math.min(count, most); size += 1) {
    ofSize = (ofSize * (count - size + 1)) / size
    sets += ofSize
  }
  return sets
}

/** The sets of so many of the asks, each once. */
function* setsWith(asks: readonly Ask[], size: number): Generator<readonly Ask[]> {
  if (size === 0) yield []
  else
    for (const [i, ask] of asks.entries())
      for (const rest of setsWith(asks.slice(i + 1), size - 1)) yield [ask, ...rest]
}

/** Every set of at most `asksMax`: the smallest of those that close the most. */
async function exact(
  asks: readonly Ask[],
  weighing: Weighing,
  asksMax: number,
): Promise<Chosen | Refused> {
  const none = await weighing.gapWith([])
  if (typeof none !== 'number') return none
  let best: Chosen = { asks: [], gap: none }
  // The small ones first: a larger one must close more.
  for (let size = 1; size <= Math.min(asks.length, asksMax); size += 1)
    for (const chosen of setsWith(asks, size)) {
      const gap = await weighing.gapWith(chosen)
      if (typeof gap !== 'number') return gap
      if (gap < best.gap - SLACK) best = { asks: chosen, gap }
    }
  return best
}

/** A set and whether the search came to its end. */
type Left = Chosen & { readonly ended: boolean }

/** Away with each that costs nothing. */
async function spare(from: Chosen, weighing: Weighing): Promise<Left | Refused> {
  let kept = from
  for (const ask of from.asks) {
    if (weighing.solves >= ASK_SOLVES_MAX) return { ...kept, ended: false }
    const fewer = kept.asks.filter((one) => one !== ask)
    const gap = await weighing.gapWith(fewer)
    if (typeof gap !== 'number') return gap
    if (gap < kept.gap + SLACK) kept = { asks: fewer, gap }
  }
  return { ...kept, ended: true }
}

/** Away with what costs least, until at most `asksMax` are left. */
async function narrow(from: Left, weighing: Weighing, asksMax: number): Promise<Left | Refused> {
  let kept = from
  while (kept.ended && kept.asks.length > asksMax) {
    let least: Left | null = null
    for (const ask of kept.asks) {
      if (weighing.solves >= ASK_SOLVES_MAX) return { ...kept, ended: false }
      const fewer = kept.asks.filter((one) => one !== ask)
      const gap = await weighing.gapWith(fewer)
      if (typeof gap !== 'number') return gap
      if (least === null || gap < least.gap) least = { asks: fewer, gap, ended: true }
    }
    if (least === null) break
    kept = least
  }
  return kept
}

/** From all asks to at most `asksMax`; what was of use only beside one that had to go, goes with it. */
async function backward(
  asks: readonly Ask[],
  weighing: Weighing,
  asksMax: number,
): Promise<Left | Refused> {
  const all = await weighing.gapWith(asks)
  if (typeof all !== 'number') return all
  const useful = await spare({ asks, gap: all }, weighing)
  if (isRefused(useful)) return useful
  const few = await narrow(useful, weighing, asksMax)
  return isRefused(few) || !few.ended ? few : await spare(few, weighing)
}

function unsized({ leftOut }: MappedModel, { state }: Asked): AsksAnswer['toSize'] {
  return leftOut.flatMap(({ id, what }) => {
    const pledge = what === 'offer' ? state.pledges.get(id) : undefined
    return pledge === undefined ? [] : [{ pledge: id, nation: pledge.nation }]
  })
}

/** The asks that close the most of the weighted gap, at most `asksMax` of them. */
export async function askAsks(
  asked: Asked,
  { asksMax }: { readonly asksMax: number },
  known?: GapsAnswer,
): Promise<AsksAnswer | Refused> {
  const mapped = toModel(asked.state, asked.options)
  const before = known ?? (await askGaps(mapped, asked.solver))
  if (isRefused(before)) return before
  const candidates = candidateAsks(asked)
  const asks = candidates.slice(0, ASKS_MAX)
  const weighing = new Weighing(asked, before)
  const isExact = setsOf(asks.length, asksMax) <= EXACT_SETS_MAX
  const chosen = isExact
    ? await exact(asks, weighing, asksMax)
    : await backward(asks, weighing, Math.max(0, asksMax))
  if (isRefused(chosen)) return chosen
  const all = suppose(
    asked.state,
    asks.map(({ supposition }) => supposition),
  )
  if (isRefused(all)) return all
  return {
    weightedGap: before.weightedGap,
    weightedGapThen: chosen.gap,
    closes: before.weightedGap - chosen.gap,
    asks: chosen.asks,
    proof: isExact
      ? { kind: 'exact', setsTried: weighing.solves + 1 }
      : {
          kind: 'greedy',
          closesAtMost: closableAtMost(toModel(all, asked.options), before),
          ended: 'ended' in chosen && chosen.ended === true,
        },
    weighed: asks.length,
    leftOut: candidates.length - asks.length,
    toSize: unsized(mapped, asked),
    proven: weighing.isProven,
  }
}
