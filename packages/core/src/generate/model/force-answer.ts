/** An answer's figures from its assignments: shortfalls, headcounts, levels. */
import type { ForceIndex } from './force-index.ts'
import type {
  ForceAssignment,
  ForceSolution,
  ForceStatus,
  Headcount,
  ObjectiveLevel,
  Shortfall,
} from './types.ts'

/** What is proven of each level; where it is missing, 0 is, whatever is before. */
export type LevelBounds = ReadonlyMap<
  ObjectiveLevel['level'],
  Pick<ObjectiveLevel, 'bound' | 'given'>
>

/** Shares of a line-rotation below this are no difference. */
export const SHARE_SLACK = 1e-6

/** What a line-rotation unmet of a priority, 1 to 9, counts in the whole: twice that of the next; priority 9 counts 1. */
export const weightOf = (priority: number): number => 1 << (9 - priority)

/** The same, four times that of the next: close to what is best priority by priority, and no more than a solver bears. */
export const steepWeightOf = (priority: number): number => weightOf(priority) * weightOf(priority)

/** What an answer comes to on a level. */
type Level = Pick<ObjectiveLevel, 'level' | 'objective'>

/** The weighted sum over the priorities; acceptance costs are none of it. */
export const wholeOf = (levels: readonly Level[]): number =>
  levels.reduce(
    (total, { level, objective }) =>
      level === 'acceptance' ? total : total + weightOf(level) * objective,
    0,
  )

const gapOf = (objective: number, bound: number): number =>
  objective <= SHARE_SLACK ? 0 : Math.max(0, objective - bound) / objective

/** What every line lacks in each rotation that it needs. */
export function shortfallsOf(
  index: ForceIndex,
  assignments: readonly ForceAssignment[],
): readonly Shortfall[] {
  const quantity = new Map(index.packages.map((offer) => [offer.id, offer.quantity]))
  const delivered = new Map<string, number>()
  for (const { package: pack, line, rotation } of assignments) {
    const key = `${line} ${rotation}`
    delivered.set(key, (delivered.get(key) ?? 0) + (quantity.get(pack) ?? 0))
  }
  return index.lines.flatMap((line) =>
    Array.from({ length: line.toRotation - line.fromRotation + 1 }, (_, i) => {
      const rotation = line.fromRotation + i
      const there = delivered.get(`${line.id} ${rotation}`) ?? 0
      return {
        line: line.id,
        rotation,
        required: line.quantity,
        delivered: there,
        shortfall: Math.max(0, line.quantity - there),
      }
    }),
  )
}

function headcountsOf(
  index: ForceIndex,
  assignments: readonly ForceAssignment[],
): readonly Headcount[] {
  const offers = new Map(index.packages.map((offer) => [offer.id, offer]))
  const counted = new Map<string, number>()
  for (const { package: pack, rotation } of assignments) {
    const offer = offers.get(pack)
    const key = `${offer?.nation} ${rotation}`
    counted.set(key, (counted.get(key) ?? 0) + (offer?.persons ?? 0))
  }
  return index.model.nations.flatMap(({ id, personsPerRotationMax }) =>
    Array.from({ length: index.rotations }, (_, i) => ({
      nation: id,
      rotation: i + 1,
      persons: counted.get(`${id} ${i + 1}`) ?? 0,
      personsMax: personsPerRotationMax,
    })),
  )
}

/** What the assignments come to on each level, the first first. */
export function levelsOf(
  index: ForceIndex,
  assignments: readonly ForceAssignment[],
): readonly Level[] {
  const priority = new Map(index.lines.map((line) => [line.id, line.priority]))
  const totals = new Map<number, number>(index.priorities.map((level) => [level, 0]))
  for (const { line, required, shortfall } of shortfallsOf(index, assignments)) {
    const level = priority.get(line) ?? 0
    totals.set(level, (totals.get(level) ?? 0) + shortfall / required)
  }
  const numbered = index.priorities.map((level) => ({ level, objective: totals.get(level) ?? 0 }))
  if (index.model.acceptance.length === 0) return numbered
  const costs = new Map(
    index.pairs.map(({ pack, line, cost }) => [
      `${index.packages[pack]?.id} ${index.lines[line]?.id}`,
      cost,
    ]),
  )
  const objective = assignments.reduce(
    (total, { package: pack, line }) => total + (costs.get(`${pack} ${line}`) ?? 0),
    0,
  )
  return [...numbered, { level: 'acceptance', objective }]
}

/** What answers are compared by, the first first: levels from `weighedFrom` on are one weighted sum, before acceptance. */
function comparedBy(levels: readonly Level[], weighedFrom: number | null): readonly number[] {
  const isWeighed = ({ level }: Level): boolean =>
    weighedFrom !== null && level !== 'acceptance' && level >= weighedFrom
  const [weighed, others] = [levels.filter(isWeighed), levels.filter((one) => !isWeighed(one))]
  const numbered = others.filter(({ level }) => level !== 'acceptance')
  const last = others.slice(numbered.length)
  return [
    ...numbered.map(({ objective }) => objective),
    ...(weighed.length > 0 ? [wholeOf(weighed)] : []),
    ...last.map(({ objective }) => objective),
  ]
}

/** Whether `a` is better than `b` on the first level on which they differ; those from a priority on may be weighed together. */
export function isBetter(
  a: readonly Level[],
  b: readonly Level[],
  weighedFrom: number | null = null,
): boolean {
  const others = comparedBy(b, weighedFrom)
  for (const [i, objective] of comparedBy(a, weighedFrom).entries()) {
    const other = others[i] ?? 0
    if (Math.abs(objective - other) > SHARE_SLACK) return objective < other
  }
  return false
}

/** How an answer was come by. */
export interface Found {
  readonly assignments: readonly ForceAssignment[]
  readonly bounds: LevelBounds
  readonly weighedFrom: number | null
  /** What is proven of the weighted whole; 0 always holds. */
  readonly wholeBound: number
  readonly gapAsked: number
  readonly reason: string | null
  readonly engine: ForceSolution['engine']
  readonly seconds: ForceSolution['seconds']
}

/** The whole answer. Its status follows from its gaps: `optimal` where every level's is within what is asked. */
export function answerOf(index: ForceIndex, found: Found): ForceSolution {
  const { assignments, bounds, weighedFrom, wholeBound, gapAsked, reason, engine, seconds } = found
  const levels = levelsOf(index, assignments).map(({ level, objective }): ObjectiveLevel => {
    const proven = bounds.get(level) ?? { bound: 0, given: 'priorities' }
    const bound = Math.min(objective, Math.max(0, proven.bound))
    return { level, objective, bound, given: proven.given, gap: gapOf(objective, bound) }
  })
  const objective = wholeOf(levels)
  const bound = Math.min(objective, Math.max(0, wholeBound))
  const isWithin = levels.every(({ gap }) => gap <= gapAsked + SHARE_SLACK)
  const status: ForceStatus = isWithin ? 'optimal' : 'feasible'
  return {
    model: index.model.id,
    status,
    reason: isWithin ? null : (reason ?? 'the gap asked for was not reached'),
    weighedFrom,
    levels,
    objective,
    bound,
    gap: gapOf(objective, bound),
    gapAsked,
    assignments: assignments.toSorted(
      (a, b) =>
        a.rotation - b.rotation ||
        (a.line < b.line ? -1 : a.line > b.line ? 1 : 0) ||
        (a.package < b.package ? -1 : a.package > b.package ? 1 : 0),
    ),
    shortfalls: shortfallsOf(index, assignments),
    headcounts: headcountsOf(index, assignments),
    engine,
    seconds,
  }
}
