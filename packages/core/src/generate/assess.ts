import type { InstantMs, Refused } from '../units/index.ts'
import { isRefused } from '../units/index.ts'
import type { NationCode } from '../nations/index.ts'
import { assign, readAssignment } from './assignment.ts'
import type { ReadAssignment } from './assignment.ts'
import { gaps } from './gap.ts'
import type { GapInput } from './gap.ts'
import { blocking, matches, offersOf } from './offer.ts'
import { releaseRegister } from './register/release.ts'
import type { Viewer } from './register/release.ts'
import { standingPledges } from './register/standing.ts'
import type { Solver } from './solver.ts'
import type { GenerateState } from './generate-state.ts'
import type { Gap } from './types.ts'

type Lines = Pick<GapInput, 'requirements' | 'pledges' | 'exclusions' | 'assumptions' | 'asOfMs'>

async function solveFor(
  { requirements, pledges, exclusions, assumptions }: Lines,
  solver: Solver,
  lifted: readonly NationCode[],
): Promise<ReadAssignment | Refused> {
  const program = assign(requirements, pledges, assumptions, { exclusions, lifted })
  if (program.variables.length === 0) return { assignments: [], unmet: new Map() }
  const solution = await solver.solve(program)
  const read = readAssignment(program, solution)
  if (read !== null) return read
  const reason = 'reason' in solution ? solution.reason : solution.status
  return { refused: `the assignment was not solved: ${reason}` }
}

/** A failed solve must not look like an empty register: each line is told, with nothing counted and the reason. */
function uncounted(lines: Lines, { refused }: Refused): readonly Gap[] {
  const none = { assignments: [], unmet: new Map<string, number>() }
  const nothing = { filled: null, shortfall: null, why: 'unproven', failed: refused } as const
  return gaps({ ...lines, assignment: none, lifted: new Map() }).map((gap) =>
    Object.assign({}, gap, nothing),
  )
}

/** The gaps of one posture's lines, each nation's caveats lifted in turn. */
async function assessLines(lines: Lines, solver: Solver): Promise<readonly Gap[]> {
  const assignment = await solveFor(lines, solver, [])
  if (isRefused(assignment)) return uncounted(lines, assignment)
  const blocked = offersOf(lines.pledges, lines.exclusions, lines.assumptions).filter((offer) =>
    lines.requirements.some((line) => matches(offer, line) && blocking(offer, line).length > 0),
  )
  const lifted = new Map<NationCode, ReadAssignment>()
  for (const nation of [...new Set(blocked.map((offer) => offer.nation))].toSorted()) {
    // One model after another: the solver is one thread, and a replay must repeat.
    const after = await solveFor(lines, solver, [nation])
    if (isRefused(after)) return uncounted(lines, after)
    lifted.set(nation, after)
  }
  return gaps({ ...lines, assignment, lifted })
}

/**
 * The gap of every line, in the order of recording. Postures are alternatives: each is assigned on its own, together
 * with the lines that belong to every posture; those common lines are told as under the first posture recorded. Only
 * what the viewer may see is counted: left out, that is what every nation of the office may see.
 */
export async function assess(
  whole: GenerateState,
  solver: Solver,
  asOfMs: InstantMs,
  viewer: Viewer = null,
): Promise<readonly Gap[]> {
  const state = releaseRegister(whole, viewer)
  const all = [...state.requirements.values()]
  const pledges = standingPledges(state, asOfMs)
  const exclusions = [...state.exclusions.values()]
  const assumptions = [...state.assumptions.values()]
  const postures = new Set(all.flatMap(({ posture }) => posture ?? []))
  const found = new Map<string, Gap>()
  for (const posture of postures.size > 0 ? postures : [null]) {
    const requirements = all.filter((line) => (line.posture ?? posture) === posture)
    const lines = { requirements, pledges, exclusions, assumptions, asOfMs }
    for (const gap of await assessLines(lines, solver))
      if (!found.has(gap.requirement)) found.set(gap.requirement, gap)
  }
  return all.flatMap(({ id }) => found.get(id) ?? [])
}
