/** What is missing now, on what that rests, and what was left out because nobody sized it. */
import type { Refused } from '../../units/index.ts'
import type { ForceSolution } from '../model/types.ts'
import type { MappedModel } from '../register/to-model.ts'
import type { LeftOut } from '../register/types.ts'
import { isAnswered } from './port.ts'
import type { ForceSolver } from './port.ts'
import { lineStandings, weightedGap } from './weigh.ts'
import type { LineStanding } from './weigh.ts'

/** A caveat that keeps offers of the line's capability from it. */
export interface LineCaveat {
  readonly caveat: string
  readonly nation: string
  readonly title: string
  readonly waivableBy: string
  /** Pledges, or exclusions where no offer stands behind it. */
  readonly pledges: readonly string[]
}
/** A line with what it lacks, who is on it, what closes it to whom, and what its figures rest on. */
export interface LineGap extends LineStanding {
  readonly by: readonly {
    readonly pledge: string
    readonly nation: string
    readonly rotations: readonly number[]
  }[]
  readonly caveats: readonly LineCaveat[]
  /** Ids of the assumptions that the figures rest on. */
  readonly assumptions: readonly string[]
  /**
   * Whether all of it is committed by its nations with their own numbers; of an unmet line also, that no nation which
   * pledged its capability is limited by an assumption.
   */
  readonly firm: boolean
}
/** The answer to "what is missing". */
export interface GapsAnswer {
  readonly weightedGap: number
  readonly lines: readonly LineGap[]
  readonly leftOut: readonly LeftOut[]
  readonly solution: ForceSolution
}

/** Why there is no answer, as a refusal. */
export const unanswered = ({ status, reason }: ForceSolution): Refused => ({
  refused: `the assignment was not solved: ${reason ?? status}`,
})

function lineGap(
  mapped: MappedModel,
  { assignments }: ForceSolution,
  standing: LineStanding,
): LineGap {
  const here = assignments.filter(({ line }) => line === standing.line)
  const used = [...new Set(here.map((one) => one.package))]
  const origins = used.flatMap((id) => mapped.packages.get(id) ?? [])
  const by = [...new Set(origins.map(({ pledge }) => pledge))].map((pledge) => ({
    pledge,
    nation: origins.find((origin) => origin.pledge === pledge)?.nation ?? '',
    rotations: [
      ...new Set(
        here
          .filter((one) => mapped.packages.get(one.package)?.pledge === pledge)
          .map(({ rotation }) => rotation),
      ),
    ].toSorted((a, b) => a - b),
  }))
  const able = new Map(mapped.model.packages.map(({ id, capability }) => [id, capability]))
  const closing = mapped.model.caveats.filter(
    ({ forbids, packages }) =>
      forbids.lines.includes(standing.line) &&
      (packages ?? []).some((id) => able.get(id) === standing.capability),
  )
  const nations = new Set(origins.map(({ nation }) => nation))
  // A limit that keeps a nation away is borne by nobody who serves: whoever pledged the capability counts.
  const limiting = mapped.model.packages
    .filter(({ capability }) => standing.shortfall > 0 && capability === standing.capability)
    .flatMap(({ nation }) => mapped.nations.get(nation) ?? [])
  const assumptions = [
    ...limiting,
    ...(mapped.lines.get(standing.line)?.assumptions ?? []),
    ...origins.flatMap((origin) => origin.assumptions),
    ...[...nations].flatMap((nation) => mapped.nations.get(nation) ?? []),
  ]
  return {
    ...standing,
    by,
    caveats: closing.map(({ id, nation, title, waivableBy }) => ({
      caveat: id,
      nation,
      title,
      waivableBy,
      pledges: mapped.caveats.get(id) ?? [],
    })),
    assumptions: [...new Set(assumptions)].toSorted(),
    firm: limiting.length === 0 && origins.every((origin) => origin.firm),
  }
}

/** The gaps as a solution has them. */
export function gapsIn(mapped: MappedModel, solution: ForceSolution): GapsAnswer {
  return {
    weightedGap: weightedGap(mapped.model, solution.shortfalls),
    lines: lineStandings(mapped.model, solution).map((one) => lineGap(mapped, solution, one)),
    leftOut: mapped.leftOut,
    solution,
  }
}

/** What is missing now. */
export async function askGaps(
  mapped: MappedModel,
  solver: ForceSolver,
  incumbent?: GapsAnswer['solution'],
): Promise<GapsAnswer | Refused> {
  const solution = await solver.solve(mapped.model, incumbent?.assignments)
  return isAnswered(solution) ? gapsIn(mapped, solution) : unanswered(solution)
}
