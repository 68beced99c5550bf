/**
 * What a nation can sustain, from what is known about its forces. An army's or the armed forces' size says how many
 * serve, not how many can go: only `deployable` figures count, or a planner's assumption in their place. Sources that
 * contradict each other stay side by side; the smallest is planned with, and the conflict is shown.
 */
import type { InstantMs } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Quantity } from '../types.ts'
import { FIGURE_BASES } from './types.ts'
import type { Commitment, Figure, FigureBasis } from './types.ts'

/** Units that keep a ratio of 3 have one unit in country for two that rest and train. */
export const RATIO_ASSUMED = 3

/** All figures of one basis about a nation, and whether they contradict each other. */
export interface FigureGroup {
  readonly basis: FigureBasis
  readonly figures: readonly Figure[]
  /** Whether two of them have no number in common. */
  readonly conflict: boolean
}
/** What a nation can keep abroad, and what that rests on. */
export interface Sustainable {
  readonly nation: NationCode
  /** Deployable persons planned with; null: nobody says. */
  readonly deployable: number | null
  /** Persons committed elsewhere at the instant, at the most that is stated. */
  readonly committed: number
  /** Commitments of which nobody says how many people they take: `committed` is short of them. */
  readonly commitmentsUnknown: number
  /** Persons that it can keep here in each rotation, not below 0; null: nobody says. */
  readonly persons: number | null
  /** Rotation ratio planned with: so many persons for each in country. */
  readonly ratio: number
  readonly groups: readonly FigureGroup[]
  readonly commitments: readonly Commitment[]
  /** Ids of the assumptions that it rests on. */
  readonly assumptions: readonly string[]
}

const rangeOf = (quantity: Quantity): readonly [number, number] | null =>
  quantity.kind === 'unknown' ? null : [quantity.min, quantity.max]

/** Whether two of the quantities have no number in common; an unknown one contradicts nothing. */
export function isConflict(quantities: readonly Quantity[]): boolean {
  const ranges = quantities.flatMap((one) => {
    const range = rangeOf(one)
    return range === null ? [] : [range]
  })
  const least = Math.max(...ranges.map(([min]) => min))
  const most = Math.min(...ranges.map(([, max]) => max))
  return ranges.length > 1 && least > most
}

/** The figures of a nation by what they count; a basis without a figure is left out. */
export function figuresOf(figures: Iterable<Figure>, nation: NationCode): readonly FigureGroup[] {
  const own = [...figures].filter((figure) => figure.nation === nation)
  return FIGURE_BASES.flatMap((basis) => {
    const group = own.filter((figure) => figure.basis === basis)
    const conflict = isConflict(group.map(({ quantity }) => quantity))
    return group.length === 0 ? [] : [{ basis, figures: group, conflict }]
  })
}

const isOn = ({ fromMs, untilMs }: Commitment, atMs: InstantMs): boolean =>
  (fromMs === undefined || fromMs <= atMs) && (untilMs === undefined || atMs < untilMs)

/** What the nation can keep here in each rotation: deployable ÷ ratio − committed elsewhere. */
export function sustainable(
  state: Pick<GenerateState, 'figures' | 'commitments' | 'assumptions'>,
  nation: NationCode,
  { atMs, ratio: asked }: { readonly atMs: InstantMs; readonly ratio?: number },
): Sustainable {
  const groups = figuresOf(state.figures.values(), nation)
  const stated = groups
    .filter(({ basis }) => basis === 'deployable')
    .flatMap(({ figures }) => figures.flatMap(({ quantity }) => rangeOf(quantity)?.[0] ?? []))
  const all = [...state.assumptions.values()]
  const assumedAs = (about: string) => all.find((one) => one.about === `${about}:${nation}`)
  const size = stated.length > 0 ? undefined : assumedAs('deployable')
  const rate = asked === undefined ? assumedAs('rotationRatio') : undefined
  const deployable = stated.length > 0 ? Math.min(...stated) : (size?.value ?? null)
  const ratio = Math.max(1, asked ?? rate?.value ?? RATIO_ASSUMED)
  const commitments = [...state.commitments.values()].filter(
    (one) => one.nation === nation && isOn(one, atMs),
  )
  const committed = commitments.reduce((sum, one) => sum + (rangeOf(one.persons)?.[1] ?? 0), 0)
  const persons =
    deployable === null ? null : Math.max(0, Math.floor(deployable / ratio) - committed)
  const assumptions = [size, rate].flatMap((one) => one?.id ?? [])
  const commitmentsUnknown = commitments.filter((one) => one.persons.kind === 'unknown').length
  const known = { nation, deployable, committed, commitmentsUnknown, persons, ratio }
  return { ...known, groups, commitments, assumptions }
}
