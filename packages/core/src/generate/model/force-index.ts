/**
 * A force model by numbers: which package can serve which line in which rotations, and what stands in the way. Program,
 * search and figures read it; the checker does not. Rotations are counted from 0 here.
 */
import type { ForceCaveat, ForceLine, ForceModel, ForcePackage } from './types.ts'

/** A package that can serve a line by capability, notice and time, forbidden or not. */
export interface Pair {
  readonly pack: number
  readonly line: number
  /** First and last rotation, both belong to it. */
  readonly first: number
  readonly last: number
  /** Caveats that forbid it, by number, those waived too. */
  readonly caveats: readonly number[]
  /** Acceptance cost of each rotation. */
  readonly cost: number
}
/** What one enabler rule counts: packages that deliver, and lines whose persons need. */
export interface EnablerIndex {
  readonly capability: string
  readonly quantity: number
  readonly perPersons: number
  readonly isPlace: ReadonlySet<string>
}
/** See the head of the file. */
export interface ForceIndex {
  readonly model: ForceModel
  readonly rotations: number
  readonly packages: readonly ForcePackage[]
  readonly lines: readonly ForceLine[]
  readonly nationOf: readonly number[]
  readonly pairs: readonly Pair[]
  /** Pairs of each package, and of each line, by number. */
  readonly byPackage: readonly (readonly number[])[]
  readonly byLine: readonly (readonly number[])[]
  readonly enablers: readonly EnablerIndex[]
  /** Caveats that the model itself supposes lifted. */
  readonly waived: ReadonlySet<number>
  /** Priorities that lines have, the first first. */
  readonly priorities: readonly number[]
}

/** Whether the caveat closes the line to the package. */
const isForbidden = (caveat: ForceCaveat, pack: ForcePackage, line: ForceLine): boolean =>
  caveat.nation === pack.nation &&
  (caveat.packages === null || caveat.packages.includes(pack.id)) &&
  (caveat.forbids.places.includes(line.place) ||
    caveat.forbids.capabilities.includes(line.capability) ||
    caveat.forbids.lines.includes(line.id))

const inTime = (pack: ForcePackage, line: ForceLine): boolean =>
  line.noticeDays === null || (pack.noticeDays !== null && pack.noticeDays <= line.noticeDays)

/** Indexes a model. */
export function indexForces(model: ForceModel): ForceIndex {
  const { packages, lines, nations, caveats } = model
  const nationNumber = new Map(nations.map(({ id }, i) => [id, i]))
  const pairs: Pair[] = []
  const byPackage = packages.map(() => [] as number[])
  const byLine = lines.map(() => [] as number[])
  for (const [pack, offer] of packages.entries())
    for (const [line, need] of lines.entries()) {
      const first = Math.max(offer.firstRotation, need.fromRotation) - 1
      const last = need.toRotation - 1
      if (offer.capability !== need.capability || !inTime(offer, need) || first > last) continue
      const against = caveats.flatMap((caveat, i) => (isForbidden(caveat, offer, need) ? [i] : []))
      const cost = model.acceptance
        .filter(
          ({ nation, place, line: id }) =>
            nation === offer.nation && (place === need.place || id === need.id),
        )
        .reduce((total, { weight }) => total + weight, 0)
      byPackage[pack]?.push(pairs.length)
      byLine[line]?.push(pairs.length)
      pairs.push({ pack, line, first, last, caveats: against, cost })
    }
  const waived = new Set(caveats.flatMap(({ id }, i) => (model.waived.includes(id) ? [i] : [])))
  return {
    model,
    rotations: model.rotations.count,
    packages,
    lines,
    nationOf: packages.map(({ nation }) => nationNumber.get(nation) ?? -1),
    pairs,
    byPackage,
    byLine,
    enablers: model.enablers.map(({ capability, quantity, perPersons, places }) => ({
      capability,
      quantity,
      perPersons,
      isPlace: new Set(places),
    })),
    waived,
    priorities: [...new Set(lines.map(({ priority }) => priority))].toSorted((a, b) => a - b),
  }
}

/** Whether nothing that is not in `waived` forbids the pair. */
export const isOpen = (pair: Pair, waived: ReadonlySet<number>): boolean =>
  pair.caveats.every((caveat) => waived.has(caveat))

/** Whether what is delivered on the line counts for an enabler rule. */
export const isEnablerLine = (index: ForceIndex, line: number): boolean => {
  const need = index.lines[line]
  return (
    need !== undefined &&
    index.enablers.some(
      ({ capability, isPlace }) => capability === need.capability && isPlace.has(need.place),
    )
  )
}

/** The harmony windows of a package: first and last rotation of each, and how many it may serve of them. */
export function windowsOf(
  { harmony }: ForcePackage,
  rotations: number,
): readonly { readonly first: number; readonly last: number; readonly most: number }[] {
  if (harmony === null || harmony.rotationsRest === 0) return []
  const { rotationsOnMax: most, rotationsRest } = harmony
  const length = Math.min(rotations, most + rotationsRest)
  if (length <= most) return []
  return Array.from({ length: rotations - length + 1 }, (_, first) => ({
    first,
    last: first + length - 1,
    most,
  }))
}
