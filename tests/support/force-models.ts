/** Small force models, drawn at random, and the best answer to one by exhaustive search. */
import { checkAssignments } from '@holdfast/core/generate/model'
import type { ForceAssignment, ForceCaveat, ForceModel } from '@holdfast/core/generate/model'
import fc from 'fast-check'

const PLACES = ['north', 'south'] as const
const CAPABILITIES = ['guard', 'medical'] as const
const NATIONS = ['N1', 'N2', 'N3'] as const

const chance = (share: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 0, max: 99 }).map((percent) => percent < share * 100)
const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null })

/** How large a model is drawn. */
export interface Size {
  readonly packages: number
  readonly lines: number
  readonly rotations: number
  readonly acceptance: boolean
}

/** A model with every rule, small in its numbers so that the rules meet. */
export function anyForceModel({ packages, lines, rotations, acceptance }: Size) {
  const rotation = fc.integer({ min: 1, max: rotations })
  const unit = fc.record({
    nation: fc.constantFrom(...NATIONS),
    capability: fc.constantFrom(...CAPABILITIES),
    quantity: fc.integer({ min: 1, max: 4 }),
    persons: fc.integer({ min: 0, max: 5 }),
    noticeDays: orNull(fc.constantFrom(5, 30)),
    firstRotation: rotation,
    harmony: orNull(
      fc.record({
        rotationsOnMax: fc.integer({ min: 1, max: 2 }),
        rotationsRest: fc.integer({ min: 0, max: 2 }),
      }),
    ),
    canLead: fc.boolean(),
  })
  const line = fc
    .record({
      capability: fc.constantFrom(...CAPABILITIES),
      quantity: fc.integer({ min: 1, max: 7 }),
      place: fc.constantFrom(...PLACES),
      priority: fc.integer({ min: 1, max: 3 }),
      ends: fc.tuple(rotation, rotation),
      noticeDays: orNull(fc.constantFrom(10, 60)),
      nationsMax: orNull(fc.integer({ min: 1, max: 2 })),
      needsFramework: chance(0.3),
    })
    .map(({ ends, ...rest }) => ({
      ...rest,
      fromRotation: Math.min(...ends),
      toRotation: Math.max(...ends),
    }))
  const caveat = fc.record({
    nation: fc.constantFrom(...NATIONS),
    place: fc.constantFrom(...PLACES),
    isWaived: chance(0.2),
  })
  const enabler = fc.record({
    quantity: fc.integer({ min: 1, max: 2 }),
    perPersons: fc.integer({ min: 2, max: 9 }),
    place: fc.constantFrom(...PLACES),
  })
  const cost = fc.record({
    nation: fc.constantFrom(...NATIONS),
    place: fc.constantFrom(...PLACES),
    weight: fc.integer({ min: 0, max: 3 }),
  })
  return fc
    .record({
      limits: fc.array(orNull(fc.integer({ min: 2, max: 12 })), { minLength: 3, maxLength: 3 }),
      units: fc.array(unit, { minLength: 1, maxLength: packages }),
      needs: fc.array(line, { minLength: 1, maxLength: lines }),
      caveats: fc.array(caveat, { maxLength: 3 }),
      enablers: fc.array(enabler, { maxLength: 1 }),
      costs: fc.array(cost, { maxLength: acceptance ? 2 : 0 }),
    })
    .map(({ limits, units, needs, caveats, enablers, costs }): ForceModel => {
      const bound = caveats.map(({ nation, place }, i): ForceCaveat => ({
        id: `C${i}`,
        nation,
        title: `C${i}`,
        category: 'geographic',
        packages: null,
        forbids: { places: [place], capabilities: [], lines: [] },
        waivableBy: 'its parliament',
      }))
      return {
        id: 'random',
        title: 'random',
        rotations: { count: rotations, monthsEach: 6 },
        nations: NATIONS.map((id, i) => ({ id, personsPerRotationMax: limits[i] ?? null })),
        packages: units.map((one, i) => ({ id: `P${i}`, title: `P${i}`, ...one })),
        lines: needs.map((one, i) => ({ id: `L${i}`, title: `L${i}`, ...one })),
        caveats: bound,
        waived: bound.flatMap(({ id }, i) => (caveats[i]?.isWaived ? [id] : [])),
        enablers: enablers.map(({ quantity, perPersons, place }, i) => ({
          id: `E${i}`,
          title: `E${i}`,
          capability: 'medical',
          quantity,
          perPersons,
          places: [place],
        })),
        acceptance: costs.map((one) => ({ ...one, line: null, source: 'made up' })),
      }
    })
}

/** Every answer that keeps every rule. Grows with (lines + 1) to the power of packages × rotations. */
export function* everyAnswer(model: ForceModel): Generator<readonly ForceAssignment[]> {
  const seats = model.packages.flatMap((unit) =>
    Array.from({ length: model.rotations.count }, (_, i) => ({
      package: unit.id,
      rotation: i + 1,
      lines: model.lines
        .filter(
          (line) =>
            line.capability === unit.capability &&
            line.fromRotation <= i + 1 &&
            line.toRotation >= i + 1,
        )
        .map(({ id }) => id),
    })),
  )
  const chosen: ForceAssignment[] = []
  function* from(seat: number): Generator<readonly ForceAssignment[]> {
    const here = seats[seat]
    if (here === undefined) {
      if (checkAssignments(model, chosen).length === 0) yield [...chosen]
      return
    }
    yield* from(seat + 1)
    for (const line of here.lines) {
      chosen.push({ package: here.package, line, rotation: here.rotation })
      yield* from(seat + 1)
      chosen.pop()
    }
  }
  yield* from(0)
}

/** What a line lacks over all its rotations. */
export function lacksOf(
  model: ForceModel,
  assignments: readonly ForceAssignment[],
  id: string,
): number {
  const line = model.lines.find((one) => one.id === id)
  if (line === undefined) throw new Error(`no line ${id}`)
  let lacks = 0
  for (let rotation = line.fromRotation; rotation <= line.toRotation; rotation += 1) {
    const there = assignments
      .filter((a) => a.line === id && a.rotation === rotation)
      .map((a) => model.packages.find((unit) => unit.id === a.package)?.quantity ?? 0)
      .reduce((a, b) => a + b, 0)
    lacks += Math.max(0, line.quantity - there)
  }
  return lacks
}

/** Line-rotations unmet by priority, then the acceptance cost: the levels of the objective by their definition. */
export function levelsByHand(
  model: ForceModel,
  assignments: readonly ForceAssignment[],
): readonly number[] {
  const priorities = [...new Set(model.lines.map(({ priority }) => priority))].toSorted(
    (a, b) => a - b,
  )
  const unmet = priorities.map((priority) =>
    model.lines
      .filter((line) => line.priority === priority)
      .map((line) => lacksOf(model, assignments, line.id) / line.quantity)
      .reduce((a, b) => a + b, 0),
  )
  if (model.acceptance.length === 0) return unmet
  let cost = 0
  for (const { package: id, line: lineId } of assignments) {
    const nation = model.packages.find((unit) => unit.id === id)?.nation
    const place = model.lines.find((line) => line.id === lineId)?.place
    for (const rule of model.acceptance)
      if (rule.nation === nation && rule.place === place) cost += rule.weight
  }
  return [...unmet, cost]
}

/** The weighted whole of levels by hand: a priority's line-rotations weigh twice the next's, and the ninth's weigh 1. */
export function wholeByHand(model: ForceModel, levels: readonly number[]): number {
  const priorities = [...new Set(model.lines.map(({ priority }) => priority))].toSorted(
    (a, b) => a - b,
  )
  return priorities.reduce(
    (total, priority, i) => total + 2 ** (9 - priority) * (levels[i] ?? 0),
    0,
  )
}

/** Whether a is before b where they first differ by more than rounding. */
export function isBefore(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0
    if (Math.abs(value - other) > 1e-6) return value < other
  }
  return false
}
