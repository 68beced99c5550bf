/**
 * Which pledge fills which line. A pair that a caveat forbids is not left out of the model: it stays, tied to a waiver
 * that is fixed at 0, so that the same model answers "and if this nation lifted it?". Unmet demand is paid for by
 * priority. Any strictly falling weights give the order of priorities: what a set of offers can fill is a transversal
 * matroid (Edmonds and Fulkerson 1965), on which the greedy choice is optimal (Edmonds 1971).
 */
import type { NationCode } from '../nations/index.ts'
import { blocking, matches, offersOf, planLine } from './offer.ts'
import type { Constraint, Program, Solution, Variable } from './solver.ts'
import type { Assumption, Exclusion, Pledge, Requirement } from './types.ts'

/** Whole units of one pledge on one line. */
export interface Assignment {
  readonly pledge: string
  readonly requirement: string
  readonly quantity: number
}
/** An assignment program: what its variables stand for is kept beside them. */
export interface AssignmentProgram extends Program {
  readonly pairs: readonly {
    readonly variable: number
    readonly pledge: string
    readonly requirement: string
  }[]
  readonly unmet: readonly { readonly variable: number; readonly requirement: string }[]
}
/** What the assignment knows beyond the three lists. */
export interface AssignOptions {
  readonly exclusions?: readonly Exclusion[]
  /** Nations that are supposed to have lifted all their caveats. */
  readonly lifted?: readonly NationCode[]
}
/** The filled pairs and what stays unmet, by requirement. */
export interface ReadAssignment {
  readonly assignments: readonly Assignment[]
  readonly unmet: ReadonlyMap<string, number>
}

/** Small beside the cost of one unit unmet (at least 1), so that it only breaks ties: firmer offers go first. */
const TIE_COST = 0.001
const LOWEST_PRIORITY = 9

/**
 * Minimises unmet demand, weighted by priority (1 weighs 9, 9 weighs 1), over whole units. Lines and offers that nobody
 * sized are not in the model. One posture's lines at a time: alternatives must not compete.
 */
export function assign(
  requirements: readonly Requirement[],
  pledges: readonly Pledge[],
  assumptions: readonly Assumption[],
  { exclusions = [], lifted = [] }: AssignOptions = {},
): AssignmentProgram {
  const variables: Variable[] = []
  const constraints: Constraint[] = []
  const add = (name: string, upper: number, cost: number): number =>
    variables.push({ name, lower: 0, upper, cost, integer: true }) - 1
  const lines = requirements.flatMap((line) => {
    const plan = planLine(line, assumptions)
    return plan === null ? [] : [{ line, plan, terms: [] as (readonly [number, number])[] }]
  })
  const pairs: { variable: number; pledge: string; requirement: string }[] = []
  const waivers = new Map<NationCode, number>()
  for (const offer of offersOf(pledges, exclusions, assumptions)) {
    const { id, nation, size, rank } = offer
    if (size === null) continue
    const spent: (readonly [number, number])[] = []
    for (const { line, plan, terms } of lines) {
      if (!matches(offer, line) || plan.unit !== size.unit) continue
      const variable = add(`x ${id} ${line.id}`, size.value, rank * TIE_COST)
      pairs.push({ variable, pledge: id, requirement: line.id })
      terms.push([variable, 1])
      spent.push([variable, 1])
      if (blocking(offer, line).length === 0) continue
      const waiver =
        waivers.get(nation) ?? add(`waiver ${nation}`, lifted.includes(nation) ? 1 : 0, 0)
      waivers.set(nation, waiver)
      const tie = [[variable, 1] as const, [waiver, -size.value] as const]
      constraints.push({ name: `caveat ${id} ${line.id}`, lower: -Infinity, upper: 0, terms: tie })
    }
    if (spent.length > 0)
      constraints.push({ name: `offer ${id}`, lower: 0, upper: size.value, terms: spent })
  }
  const unmet = lines.map(({ line, plan, terms }) => {
    const weight = LOWEST_PRIORITY + 1 - Math.min(LOWEST_PRIORITY, Math.max(1, line.priority))
    const variable = add(`unmet ${line.id}`, plan.value, weight)
    const whole = [...terms, [variable, 1] as const]
    const row = { name: `line ${line.id}`, lower: plan.value, upper: plan.value, terms: whole }
    constraints.push(row)
    return { variable, requirement: line.id }
  })
  return { variables, constraints, pairs, unmet }
}

/** The assignment that a solution stands for; null where the solver has no solution. */
export function readAssignment(
  program: AssignmentProgram,
  solution: Solution,
): ReadAssignment | null {
  if (solution.status !== 'optimal' && solution.status !== 'feasible') return null
  const valueOf = (variable: number): number => Math.round(solution.values[variable] ?? 0)
  const assignments = program.pairs
    .map(({ variable, pledge, requirement }) => ({
      pledge,
      requirement,
      quantity: valueOf(variable),
    }))
    .filter(({ quantity }) => quantity > 0)
  const unmet = new Map(program.unmet.map((line) => [line.requirement, valueOf(line.variable)]))
  return { assignments, unmet }
}
