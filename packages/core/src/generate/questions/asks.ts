/**
 * What to ask of whom. Asks help together or not at all: a pledge behind two caveats is worth nothing until both are gone,
 * so adding the best single ask step by step stops at nothing. Up to `EXACT_ASKS_MAX` asks every set is tried, and the
 * answer is the smallest of those that close the most. Beyond that the search starts from all of them and takes away what
 * costs least: none of what is left can be spared, but another set may be smaller or do more; how much more at the most
 * is told by a bound that no set can pass (each line alone with everybody who could serve it).
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

/** Most asks of which every set is tried. */
export const EXACT_ASKS_MAX = 7
/** Most asks that are weighed at all. */
export const ASKS_MAX = 60
/** Most solves of one question. */
export const ASK_SOLVES_MAX = 300
const SLACK = 1e-6

/** One thing that somebody could be asked for. */
export interface Ask {
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
          of: condition.nation ?? condition.title,
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

/** Every set of at most `asksMax`: the smallest of those that close the most. */
async function exact(
  asks: readonly Ask[],
  weighing: Weighing,
  asksMax: number,
): Promise<Chosen | Refused> {
  const none = await weighing.gapWith([])
  if (typeof none !== 'number') return none
  let best: Chosen = { asks: [], gap: none }
  const sets = 1 << asks.length
  for (let set = 1; set < sets; set += 1) {
    const chosen = asks.filter((_, i) => (set & (1 << i)) !== 0)
    if (chosen.length > asksMax) continue
    const gap = await weighing.gapWith(chosen)
    if (typeof gap !== 'number') return gap
    const isLess = gap < best.gap - SLACK
    const isSmaller = gap < best.gap + SLACK && chosen.length < best.asks.length
    if (isLess || isSmaller) best = { asks: chosen, gap }
  }
  return best
}

/** From all asks, away with what costs nothing, then with what costs least until at most `asksMax` are left. */
async function backward(
  asks: readonly Ask[],
  weighing: Weighing,
  asksMax: number,
): Promise<(Chosen & { readonly ended: boolean }) | Refused> {
  const all = await weighing.gapWith(asks)
  if (typeof all !== 'number') return all
  let kept: Chosen = { asks, gap: all }
  for (const ask of asks) {
    if (weighing.solves >= ASK_SOLVES_MAX) return { ...kept, ended: false }
    const fewer = kept.asks.filter((one) => one !== ask)
    const gap = await weighing.gapWith(fewer)
    if (typeof gap !== 'number') return gap
    if (gap < kept.gap + SLACK) kept = { asks: fewer, gap }
  }
  while (kept.asks.length > asksMax) {
    let least: Chosen | null = null
    for (const ask of kept.asks) {
      if (weighing.solves >= ASK_SOLVES_MAX) return { ...kept, ended: false }
      const fewer = kept.asks.filter((one) => one !== ask)
      const gap = await weighing.gapWith(fewer)
      if (typeof gap !== 'number') return gap
      if (least === null || gap < least.gap) least = { asks: fewer, gap }
    }
    if (least === null) break
    kept = least
  }
  return { ...kept, ended: true }
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
  const isExact = asks.length <= EXACT_ASKS_MAX
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
