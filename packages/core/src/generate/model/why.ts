/**
 * Why a line is unmet. An irreducible infeasible set would be one of the relaxation, and so no reason for whole packages;
 * the answer here is found by asking the same model again, with waivers open and each line before or beside it held:
 * 1. Nobody pledged anything of it: `noPledge`.
 * 2. With every caveat lifted, would it lack less, and no line before it or beside it more? Then it is
 *    `blockedByCaveats`, and a deletion filter (`spared.ts`) leaves a set from which no caveat can be taken: each was proven
 *    to be needed by a solve without it.
 * 3. Would it lack less if it were alone? Then `competition` has what it needs: packages, persons of a nation, or what
 *    enables. The same filter leaves the lines that would have to give way.
 * 4. Would it lack less without enablers, limits of people, rests, its most nations or its framework nation? Then that
 *    rule is told (`why-limits.ts`).
 * 5. Would it lack less with caveats lifted and, at once, rules or lines before it out of the way? Then `together` has both.
 * 6. Otherwise `tooLittle` is pledged.
 * What no solve could prove within its limits is `unproven`, with the gap.
 */
import type { Solution } from '../solver.ts'
import { shortfallsOf } from './force-answer.ts'
import { indexForces, isOpen } from './force-index.ts'
import type { ForceIndex } from './force-index.ts'
import { forceProgram } from './force-program.ts'
import type { ForceScope, HeldLevel } from './force-scope.ts'
import { startOf } from './force-start.ts'
import type { LimitedSolver } from './limited-solver.ts'
import type { ForceAssignment, ForceCaveat, ForceLine, ForceModel } from './types.ts'
import { isOpen as isLeftOpen, spared } from './spared.ts'
import { bindingOf, togetherOf } from './why-limits.ts'
import type { BindingKind } from './why-limits.ts'

/** Why one line lacks what it lacks. Shortfalls are summed over its rotations, in the unit of its capability. */
export interface LineWhy {
  readonly line: string
  readonly shortfall: number
  readonly why:
    | 'noPledge'
    | 'blockedByCaveats'
    | 'competition'
    | BindingKind
    | 'together'
    | 'tooLittle'
    | 'unproven'
  /**
   * `blockedByCaveats`: the caveats to lift, by nation, none of them to spare. The line then lacks `shortfallThen`;
   * `together`: the same, where what `binding` names is out of the way besides. Empty otherwise.
   */
  readonly caveats: readonly {
    readonly nation: string
    readonly caveat: string
    readonly title: string
    readonly waivableBy: string
  }[]
  /** What it lacks with those caveats lifted, if it were alone (`competition`), or without what binds; null otherwise. */
  readonly shortfallThen: number | null
  /**
   * `competition`, and `together` where `binding` names it: the lines of its priority or before that would have to lack more,
   * none of them to spare; there may be other such sets. Empty otherwise.
   */
  readonly lines: readonly string[]
  /**
   * What binds, none of it to spare: capabilities (`enabler`), nations (`people`, `rest`), the line (`nationsMax`,
   * `framework`), kinds of rules (`rules`), kinds of rules or `competition` (`together`). Empty otherwise.
   */
  readonly binding: readonly string[]
  /** `unproven`: how far the solver's answer may be from the best, as a share; null otherwise. */
  readonly gap: number | null
  /** In words, where a solver's limit or failure left it open; null otherwise. */
  readonly reason: string | null
}
/** How far each solve of a question goes. */
export interface WhyLimits {
  /** Wall time of one solve in seconds; null: iterations and nodes only. */
  readonly secondsMax: number | null
  /** Most lines explained, those of the first priorities first. */
  readonly linesMax: number
}

interface Asking {
  readonly index: ForceIndex
  readonly assignments: readonly ForceAssignment[]
  readonly solver: LimitedSolver
  readonly secondsMax: number | null
}
type Least =
  | { readonly kind: 'least'; readonly shortfall: number }
  | { readonly kind: 'open'; readonly gap: number | null; readonly reason: string }

/** Quantities are whole: less than this is no difference. */
const HALF = 0.5

function readLeast(solution: Solution, quantity: number): Least {
  if ('reason' in solution)
    return { kind: 'open', gap: null, reason: `the solver: ${solution.reason}` }
  const { objective, bound } = solution
  if (solution.status === 'optimal')
    return { kind: 'least', shortfall: Math.round(objective * quantity) }
  // Whole quantities: a bound that rounds up to what was found proves it.
  if (Math.ceil(bound * quantity - 1e-6) >= Math.round(objective * quantity))
    return { kind: 'least', shortfall: Math.round(objective * quantity) }
  const gap = objective > 0 ? (objective - Math.max(0, bound)) / objective : 0
  return { kind: 'open', gap, reason: "a solver's limit was met before the proof" }
}

/**
 * What the line lacks at least where no line of its priority or before lacks more than in the answer, over its rotations;
 * but for those that give way, by id. Null: all give way.
 */
async function leastOf(
  { index, assignments, solver, secondsMax }: Asking,
  line: number,
  waived: ReadonlySet<number>,
  givingWay: ReadonlySet<string> | null,
): Promise<Least> {
  const need = index.lines[line]
  if (need === undefined) return { kind: 'least', shortfall: 0 }
  const unmet = unmetOf(index, assignments)
  const held = index.lines.flatMap(({ id, priority }, other): readonly HeldLevel[] =>
    givingWay === null || givingWay.has(id) || other === line || priority > need.priority
      ? []
      : [{ priority, without: null, most: unmet.get(id) ?? 0, lines: new Set([other]), least: 0 }],
  )
  const scope: ForceScope = {
    priorityMax: need.priority,
    goal: { kind: 'line', line },
    held,
    heldLines: [],
    waived,
    part: null,
  }
  const program = forceProgram(index, scope)
  const start = startOf(index, program, assignments)
  const solved = await solver.solveWithin(program, { gap: 0, secondsMax, nodesMax: null, start })
  return readLeast(solved, need.quantity)
}

/** Line-rotations unmet, by line. */
function unmetOf(
  index: ForceIndex,
  assignments: readonly ForceAssignment[],
): ReadonlyMap<string, number> {
  const unmet = new Map<string, number>()
  for (const { line, shortfall, required } of shortfallsOf(index, assignments))
    unmet.set(line, (unmet.get(line) ?? 0) + shortfall / required)
  return unmet
}

/** Caveats that keep a package from a line in the model's scope: from this line, or from any. Those lifted already are aside. */
function caveatsFor(index: ForceIndex, line: number, isDirect: boolean): readonly number[] {
  const found = index.pairs.flatMap((pair) =>
    isDirect && pair.line !== line ? [] : pair.caveats.filter((one) => !index.waived.has(one)),
  )
  return [...new Set(found)].toSorted((a, b) => a - b)
}

type Open = Extract<Least, { kind: 'open' }>
/** A solve as a number, or why it stays open. */
const figureOf = (least: Least): number | Open => (least.kind === 'open' ? least : least.shortfall)
/** No line gives way. */
const NONE: ReadonlySet<string> = new Set()

/** The least that lifting caveats reaches, and those to lift; null where lifting all of them reaches nothing. */
async function lifting(
  asking: Asking,
  line: number,
  shortfall: number,
): Promise<{ readonly kept: readonly number[]; readonly goal: number } | Open | null> {
  const all = caveatsFor(asking.index, line, false)
  if (all.length === 0) return null
  const reach = async (caveats: readonly number[]): Promise<number | Open> =>
    figureOf(await leastOf(asking, line, new Set([...asking.index.waived, ...caveats]), NONE))
  const goal = await reach(all)
  if (typeof goal !== 'number') return goal
  if (goal > shortfall - HALF) return null
  // Those that bind packages for this very line come first: mostly they are enough.
  const direct = caveatsFor(asking.index, line, true)
  const byDirect = direct.length < all.length ? await reach(direct) : goal
  const some = typeof byDirect === 'number' && byDirect <= goal ? direct : all
  const kept = await spared<Open>(some.map(String), goal, (names) => reach(names.map(Number)))
  return isLeftOpen(kept) ? kept : { kept: kept.map(Number), goal }
}

const base = (line: string, shortfall: number): Omit<LineWhy, 'why'> => ({
  line,
  shortfall,
  caveats: [],
  shortfallThen: null,
  lines: [],
  binding: [],
  gap: null,
  reason: null,
})

/** Lines before it or beside it that are served by packages which could serve it, or by nations that could. */
function rivals({ index, assignments }: Asking, line: number): readonly string[] {
  const need = index.lines[line]
  const able = new Set<string>()
  for (const number of index.byLine[line] ?? []) {
    const pair = index.pairs[number]
    const nation = index.packages[pair?.pack ?? -1]?.nation
    if (pair !== undefined && nation !== undefined && isOpen(pair, index.waived)) able.add(nation)
  }
  const nations = new Map(index.packages.map(({ id, nation }) => [id, nation]))
  return servedBefore(index, assignments, need).filter((id) =>
    assignments.some((a) => a.line === id && able.has(nations.get(a.package) ?? '')),
  )
}

/** The lines of its priority or before that somebody serves, without itself. */
function servedBefore(
  index: ForceIndex,
  assignments: readonly ForceAssignment[],
  need: ForceLine | undefined,
): readonly string[] {
  const served = new Set(assignments.map(({ line }) => line))
  return index.lines
    .filter(
      ({ id, priority }) => served.has(id) && id !== need?.id && priority <= (need?.priority ?? 9),
    )
    .map(({ id }) => id)
    .toSorted()
}

/** Lines that must give way for the line to lack no more than the goal; where a limit leaves that open, its rivals. */
async function inTheWay(asking: Asking, line: number, goal: number): Promise<readonly string[]> {
  const { index, assignments } = asking
  const reach = async (some: readonly string[]): Promise<number | Open> =>
    figureOf(await leastOf(asking, line, index.waived, new Set(some)))
  const likely = rivals(asking, line)
  const byLikely = likely.length > 0 ? await reach(likely) : Infinity
  const isEnough = typeof byLikely === 'number' && byLikely <= goal
  const some = isEnough ? likely : servedBefore(index, assignments, index.lines[line])
  const kept = await spared<Open>(some, goal, reach)
  return isLeftOpen(kept) ? likely : kept
}

const tellCaveat = ({ nation, id: caveat, title, waivableBy }: ForceCaveat) => ({
  nation,
  caveat,
  title,
  waivableBy,
})

/** What rules hold back, alone or together with caveats and with lines before it; otherwise too little is pledged. */
async function heldBack(
  asking: Asking,
  line: number,
  { told, open }: { readonly told: Omit<LineWhy, 'why'>; readonly open: (least: Open) => LineWhy },
): Promise<LineWhy> {
  const { index } = asking
  const ask = async (model: ForceModel, isAlone = true): Promise<number | Open> => {
    const eased = indexForces(model)
    const givingWay = isAlone ? null : NONE
    return figureOf(await leastOf({ ...asking, index: eased }, line, eased.waived, givingWay))
  }
  const caveats = caveatsFor(index, line, false).flatMap(
    (one) => index.model.caveats[one]?.id ?? [],
  )
  const found =
    (await bindingOf<Open>(index.model, told.line, told.shortfall, (model) => ask(model))) ??
    (await togetherOf<Open>(index.model, told.line, { shortfall: told.shortfall, caveats }, ask))
  if (found === null) return { ...told, why: 'tooLittle' }
  if (!('names' in found)) return open(found)
  const { kind, names, shortfallThen } = found
  const held = { ...told, why: kind, shortfallThen, binding: names }
  if (found.kind !== 'together') return held
  const needed = index.model.caveats.filter((one) => found.caveats.includes(one.id))
  const then = { ...asking, index: indexForces(found.eased) }
  const isRival = names.includes('competition')
  const lines = isRival ? await inTheWay(then, line, shortfallThen) : []
  return { ...held, caveats: needed.map(tellCaveat), lines }
}

async function whyOf(asking: Asking, line: number, shortfall: number): Promise<LineWhy> {
  const { index } = asking
  const { id, capability } = index.lines[line] ?? { id: '', capability: '' }
  const told = base(id, shortfall)
  if (!index.packages.some((offer) => offer.capability === capability))
    return { ...told, why: 'noPledge' }
  const open = (least: Open): LineWhy => ({
    ...told,
    why: 'unproven',
    gap: least.gap,
    reason: least.reason,
  })
  const now = await leastOf(asking, line, index.waived, NONE)
  if (now.kind === 'open') return open(now)
  if (now.shortfall < shortfall - HALF)
    return open({
      kind: 'open',
      gap: (shortfall - now.shortfall) / shortfall,
      reason:
        'the answer is not the best: the line can lack less, and no line before or beside it more',
    })
  const lifted = await lifting(asking, line, shortfall)
  if (lifted !== null && 'kind' in lifted) return open(lifted)
  if (lifted !== null)
    return {
      ...told,
      why: 'blockedByCaveats',
      caveats: lifted.kept.flatMap((number) => index.model.caveats[number] ?? []).map(tellCaveat),
      shortfallThen: lifted.goal,
    }
  const alone = await leastOf(asking, line, index.waived, null)
  if (alone.kind === 'open') return open(alone)
  if (alone.shortfall < shortfall - HALF)
    return {
      ...told,
      why: 'competition',
      shortfallThen: alone.shortfall,
      lines: await inTheWay(asking, line, alone.shortfall),
    }
  return await heldBack(asking, line, { told, open })
}

/** Why each unmet line of an answer is unmet, in the order of priorities, at most `linesMax` of them. */
export async function explainForces(
  model: ForceModel,
  assignments: readonly ForceAssignment[],
  solver: LimitedSolver,
  { secondsMax, linesMax }: WhyLimits,
): Promise<readonly LineWhy[]> {
  const index = indexForces(model)
  const lacks = new Map<string, number>()
  for (const { line, shortfall } of shortfallsOf(index, assignments))
    lacks.set(line, (lacks.get(line) ?? 0) + shortfall)
  const unmetLines = index.lines
    .map(({ id, priority }, line) => ({ line, priority, shortfall: lacks.get(id) ?? 0 }))
    .filter(({ shortfall }) => shortfall > 0)
    .toSorted((a, b) => a.priority - b.priority || a.line - b.line)
    .slice(0, linesMax)
  const whys: LineWhy[] = []
  for (const { line, shortfall } of unmetLines)
    whys.push(await whyOf({ index, assignments, solver, secondsMax }, line, shortfall))
  return whys
}
