/**
 * Which loss costs most. Each pledge (or nation) that serves in the answer is taken away in turn and the rest is assigned
 * anew. Who serves nowhere in a best answer costs nothing: the answer stays as it is without them, so they are not solved
 * for.
 */
import type { Refused } from '../../units/index.ts'
import { isRefused } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import { toModel } from '../register/to-model.ts'
import { askGaps } from './gaps.ts'
import type { GapsAnswer } from './gaps.ts'
import type { Supposition } from './suppose.ts'
import { askSupposed, changesBetween } from './what-if.ts'
import type { Asked, LineChange } from './what-if.ts'

/** Most pledges or nations that are taken away in one question. */
export const LINCHPINS_MAX = 100

/** What one loss costs. */
export interface Linchpin {
  /** The pledge, or null where a nation is asked about. */
  readonly pledge: string | null
  readonly nation: NationCode
  /** By how much the weighted gap grows. */
  readonly cost: number
  /** Lines that would lack more or less. */
  readonly changes: readonly LineChange[]
  readonly proven: boolean
}
/** The losses, the costliest first. */
export interface LinchpinsAnswer {
  readonly weightedGap: number
  readonly linchpins: readonly Linchpin[]
  /** Those that serve nowhere: their loss costs nothing. */
  readonly spare: readonly string[]
  /** Those that there was no room for, `LINCHPINS_MAX`. */
  readonly leftOut: readonly string[]
}

interface Loss {
  readonly id: string
  readonly nation: NationCode
  readonly pledge: string | null
  readonly supposition: Supposition
}

function lossesOf({ state }: Asked, by: 'pledge' | 'nation'): readonly Loss[] {
  const standing = [...state.pledges.values()].filter(({ status }) => status !== 'withdrawn')
  if (by === 'pledge')
    return standing.map(({ id, nation }) => ({
      id,
      nation,
      pledge: id,
      supposition: { kind: 'loses', pledge: id },
    }))
  return [...new Set(standing.map(({ nation }) => nation))].map((nation) => ({
    id: nation,
    nation,
    pledge: null,
    supposition: { kind: 'withdraws', nation },
  }))
}

/** What the loss of each pledge, or of each nation's pledges, would cost. */
export async function askLinchpins(
  asked: Asked,
  by: 'pledge' | 'nation',
  known?: GapsAnswer,
): Promise<LinchpinsAnswer | Refused> {
  const before = known ?? (await askGaps(toModel(asked.state, asked.options), asked.solver))
  if (isRefused(before)) return before
  const serving = new Set(
    before.lines.flatMap((line) =>
      line.by.map((one) => (by === 'pledge' ? one.pledge : one.nation)),
    ),
  )
  const losses = lossesOf(asked, by)
  const used = losses.filter(({ id }) => serving.has(id))
  const linchpins: Linchpin[] = []
  for (const { nation, pledge, supposition } of used.slice(0, LINCHPINS_MAX)) {
    const after = await askSupposed(asked, [supposition], before)
    if (isRefused(after)) return after
    linchpins.push({
      pledge,
      nation,
      cost: Math.max(0, after.weightedGap - before.weightedGap),
      changes: changesBetween(before, after),
      proven: before.solution.status === 'optimal' && after.solution.status === 'optimal',
    })
  }
  return {
    weightedGap: before.weightedGap,
    linchpins: linchpins.toSorted(
      (a, b) => b.cost - a.cost || `${a.nation}${a.pledge}`.localeCompare(`${b.nation}${b.pledge}`),
    ),
    spare: losses.filter(({ id }) => !serving.has(id)).map(({ id }) => id),
    leftOut: used.slice(LINCHPINS_MAX).map(({ id }) => id),
  }
}
