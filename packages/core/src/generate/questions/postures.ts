/** The postures side by side: what each asks, what it lacks, and whether the nations could keep it up. */
import type { Refused } from '../../units/index.ts'
import { isRefused } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import { sustainable } from '../register/numbers.ts'
import type { Sustainable } from '../register/numbers.ts'
import { toModel } from '../register/to-model.ts'
import type { MappedModel } from '../register/to-model.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Assumption } from '../types.ts'
import { askGaps } from './gaps.ts'
import type { GapsAnswer } from './gaps.ts'
import type { Asked } from './what-if.ts'

/** Rotation ratios that postures are measured at: persons needed for each in country. */
export const RATIOS: readonly number[] = [3, 3.5, 4]
/** Months that a posture must be kept up. */
export const SUSTAIN_MONTHS = 24

/** One posture at one size. */
export interface PostureAsked {
  readonly title: string
  /** Null: the lines of every posture alone. */
  readonly posture: string | null
  /** Lines planned at another size than on record, by id. */
  readonly sizes: ReadonlyMap<string, number>
}
/** Whether the nations could keep the persons there at one ratio. */
export interface RatioStanding {
  readonly ratio: number
  /** Deployable persons that the posture takes: its persons × ratio. */
  readonly needed: number
  /** Deployable persons of nations that say how many they have, less ratio × those committed elsewhere. */
  readonly known: number
  /** Nations that pledged and of which nobody says how many can be deployed. */
  readonly unknown: readonly NationCode[]
  /** `yes`: what is known suffices; `no`: it does not and nothing is unknown; `unknown`: those who do not say decide. */
  readonly holds: 'yes' | 'no' | 'unknown'
}
/** One posture's answer. */
export interface PostureStanding {
  readonly title: string
  readonly posture: string | null
  /** Persons that its lines ask for at once: lines whose unit counts people, in the rotation that asks most. */
  readonly persons: number
  readonly lines: number
  /** Hubs and sites that it asks for, by the id of the line. */
  readonly places: readonly {
    readonly line: string
    readonly quantity: number
    readonly place: string
  }[]
  readonly gaps: GapsAnswer
  /** Share of line-rotations that are filled, in [0, 1]; 1 where there is none. */
  readonly filledShare: number
  readonly sustainment: { readonly months: number; readonly ratios: readonly RatioStanding[] }
  /** Numbers about forces that the sustainment rests on, conflicts among them. */
  readonly forces: readonly Sustainable[]
  /** Assumptions that bind it, with owner and date. */
  readonly assumptions: readonly Assumption[]
}

/**
 * The postures on record: each as it is planned, and at the most that its source states where that is more and was no
 * open end ("less than" gives no size to plan at).
 */
export function recordedPostures(state: GenerateState): readonly PostureAsked[] {
  const lines = [...state.requirements.values()]
  const names = [...new Set(lines.flatMap(({ posture }) => posture ?? []))]
  if (names.length === 0) return [{ title: 'all lines', posture: null, sizes: new Map() }]
  return names.flatMap((posture) => {
    const planned: PostureAsked = { title: `${posture}, as planned`, posture, sizes: new Map() }
    const most = lines
      .filter((line) => line.posture === posture)
      .flatMap(({ id, quantity }): [string, number][] =>
        quantity.kind === 'range' && quantity.min > 0 && quantity.max > quantity.min
          ? [[id, quantity.max]]
          : [],
      )
    return most.length === 0
      ? [planned]
      : [planned, { title: `${posture}, at the most stated`, posture, sizes: new Map(most) }]
  })
}

// A size to be thought through is an assumption of nobody: it must not replace the planner's own on record.
function sizedAs(state: GenerateState, sizes: PostureAsked['sizes']): GenerateState {
  const kept = [...state.assumptions].filter(([, { about }]) => !sizes.has(about))
  const asked = [...sizes].map(([line, value]): [string, Assumption] => {
    const quantity = state.requirements.get(line)?.quantity
    const before = [...state.assumptions.values()].find(({ about }) => about === line)
    const unit = quantity?.kind === 'range' ? quantity.unit : (before?.unit ?? 'troops')
    const id = `asked.${line}`
    const title = `${line} asked about at ${value} ${unit}`
    return [id, { id, title, owner: 'the question', date: '', about: line, value, unit }]
  })
  return { ...state, assumptions: new Map([...kept, ...asked]) }
}

function personsAsked({ model }: MappedModel, people: ReadonlySet<string>): number {
  let most = 0
  for (let rotation = 1; rotation <= model.rotations.count; rotation += 1) {
    let sum = 0
    for (const line of model.lines)
      if (
        people.has(line.capability) &&
        line.fromRotation <= rotation &&
        rotation <= line.toRotation
      )
        sum += line.quantity
    most = Math.max(most, sum)
  }
  return most
}

function ratioStanding(
  ratio: number,
  persons: number,
  forces: readonly Sustainable[],
): RatioStanding {
  const needed = Math.ceil(persons * ratio)
  let known = 0
  for (const { deployable, committed } of forces)
    if (deployable !== null) known += Math.max(0, deployable - ratio * committed)
  const unknown = forces.filter(({ deployable }) => deployable === null).map(({ nation }) => nation)
  const holds = known >= needed ? 'yes' : unknown.length === 0 ? 'no' : 'unknown'
  return { ratio, needed, known: Math.floor(known), unknown, holds }
}

function bindingOf(
  state: GenerateState,
  gaps: GapsAnswer,
  forces: readonly Sustainable[],
): readonly Assumption[] {
  const named = [
    ...gaps.lines.flatMap(({ assumptions }) => assumptions),
    ...forces.flatMap(({ assumptions }) => assumptions),
  ]
  return [...new Set(named)].flatMap((id) => state.assumptions.get(id) ?? [])
}

async function standing(
  { state, options, solver }: Asked,
  posture: PostureAsked,
): Promise<PostureStanding | Refused> {
  const sized = sizedAs(state, posture.sizes)
  const mapped = toModel(sized, { ...options, posture: posture.posture })
  const gaps = await askGaps(mapped, solver)
  if (isRefused(gaps)) return gaps
  // In a model only lines whose people count have packages that count them; the taxonomy says which lines those are.
  const people = new Set(
    mapped.model.lines
      .map(({ capability }) => capability)
      .filter(
        (code) => options.taxonomy?.capabilities.get(code)?.countsPeople ?? code === 'landForce',
      ),
  )
  const persons = personsAsked(mapped, people)
  const nations = [
    ...new Set(
      [...state.pledges.values()]
        .filter(({ status }) => status !== 'withdrawn')
        .map(({ nation }) => nation),
    ),
  ].toSorted()
  const forces = nations.map((nation) => sustainable(sized, nation, { atMs: options.startMs }))
  const slots = gaps.solution.shortfalls
  const filled = slots.filter(({ shortfall }) => shortfall === 0).length
  const isPlace = new Set(['militaryHub', 'siteGuard'])
  return {
    title: posture.title,
    posture: posture.posture,
    persons,
    lines: mapped.model.lines.length,
    places: mapped.model.lines
      .filter(({ capability }) => isPlace.has(capability))
      .map(({ id, quantity, place }) => ({ line: id, quantity, place })),
    gaps,
    filledShare: slots.length === 0 ? 1 : filled / slots.length,
    sustainment: {
      months: SUSTAIN_MONTHS,
      ratios: RATIOS.map((ratio) => ratioStanding(ratio, persons, forces)),
    },
    forces,
    assumptions: bindingOf(sized, gaps, forces),
  }
}

/** Every posture's standing, in the order asked. */
export async function askPostures(
  asked: Asked,
  postures: readonly PostureAsked[],
): Promise<readonly PostureStanding[] | Refused> {
  const standings: PostureStanding[] = []
  for (const posture of postures) {
    const one = await standing(asked, posture)
    if (isRefused(one)) return one
    standings.push(one)
  }
  return standings
}
