/**
 * Whether an answer keeps every rule of its model, and whether its figures are those of its assignments. It is written
 * from the rules alone and shares no code with the program, the search or the figures that it judges: a mistake there
 * must not hide itself here.
 */
import type {
  ForceAssignment,
  ForceCaveat,
  ForceLine,
  ForceModel,
  ForcePackage,
  ForceSolution,
} from './types.ts'

/** What an answer breaks. */
export interface ForceFault {
  readonly rule:
    | 'assignment'
    | 'capability'
    | 'time'
    | 'notice'
    | 'once'
    | 'harmony'
    | 'headcount'
    | 'nations'
    | 'framework'
    | 'caveat'
    | 'enabler'
    | 'figures'
  readonly what: string
}

interface Placed {
  readonly unit: ForcePackage
  readonly line: ForceLine
  readonly rotation: number
}

const CLOSE = 1e-6
const isClose = (a: number, b: number): boolean =>
  Math.abs(a - b) <= CLOSE * Math.max(1, Math.abs(a), Math.abs(b))

/** Whether the caveat closes the line to the package. */
function closes(caveat: ForceCaveat, { unit, line }: Placed): boolean {
  if (caveat.nation !== unit.nation) return false
  if (caveat.packages !== null && !caveat.packages.includes(unit.id)) return false
  const { places, capabilities, lines } = caveat.forbids
  return (
    places.includes(line.place) || capabilities.includes(line.capability) || lines.includes(line.id)
  )
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => {
  let total = 0
  for (const item of items) total += of(item)
  return total
}

/** Faults that one placed package has by itself. */
function placedFaults(model: ForceModel, placed: Placed): readonly ForceFault[] {
  const { unit, line, rotation } = placed
  const name = `${unit.id} on ${line.id} in rotation ${rotation}`
  const faults: ForceFault[] = []
  if (unit.capability !== line.capability)
    faults.push({ rule: 'capability', what: `${name}: ${unit.capability} for ${line.capability}` })
  if (rotation < line.fromRotation || rotation > line.toRotation)
    faults.push({ rule: 'time', what: `${name}: the line is not needed then` })
  if (rotation < unit.firstRotation)
    faults.push({ rule: 'time', what: `${name}: the package is not there yet` })
  if (line.noticeDays !== null && !(unit.noticeDays !== null && unit.noticeDays <= line.noticeDays))
    faults.push({ rule: 'notice', what: `${name}: ${unit.noticeDays} d, asked ${line.noticeDays}` })
  for (const caveat of model.caveats)
    if (!model.waived.includes(caveat.id) && closes(caveat, placed))
      faults.push({ rule: 'caveat', what: `${name}: ${caveat.id} forbids it` })
  return faults
}

/** Faults of a package over its rotations. */
function serviceFaults(model: ForceModel, placed: readonly Placed[]): readonly ForceFault[] {
  const faults: ForceFault[] = []
  for (const unit of model.packages) {
    const on = placed.filter((p) => p.unit.id === unit.id).map(({ rotation }) => rotation)
    if (new Set(on).size !== on.length)
      faults.push({ rule: 'once', what: `${unit.id} serves twice in one rotation` })
    if (unit.harmony === null) continue
    const { rotationsOnMax, rotationsRest } = unit.harmony
    for (let first = 1; first <= model.rotations.count; first += 1) {
      const last = first + rotationsOnMax + rotationsRest - 1
      const served = on.filter((rotation) => rotation >= first && rotation <= last).length
      if (rotationsRest > 0 && served > rotationsOnMax)
        faults.push({
          rule: 'harmony',
          what: `${unit.id} serves ${served} times in rotations ${first} to ${last}`,
        })
    }
  }
  return faults
}

/** Faults of one line in one rotation. */
function lineFaults(line: ForceLine, rotation: number, on: readonly Placed[]): ForceFault[] {
  const nations = new Set(on.map(({ unit }) => unit.nation)).size
  const name = `${line.id} in rotation ${rotation}`
  const faults: ForceFault[] = []
  if (line.nationsMax !== null && nations > line.nationsMax)
    faults.push({ rule: 'nations', what: `${name}: ${nations} nations, most ${line.nationsMax}` })
  if (line.needsFramework && on.length > 0 && !on.some(({ unit }) => unit.canLead))
    faults.push({ rule: 'framework', what: `${name}: nobody can lead` })
  return faults
}

/** Faults of one rotation over all lines. */
function rotationFaults(model: ForceModel, rotation: number, on: readonly Placed[]): ForceFault[] {
  const faults: ForceFault[] = []
  for (const nation of model.nations) {
    const persons = sum(
      on.filter(({ unit }) => unit.nation === nation.id),
      ({ unit }) => unit.persons,
    )
    if (nation.personsPerRotationMax !== null && persons > nation.personsPerRotationMax)
      faults.push({
        rule: 'headcount',
        what: `${nation.id} in rotation ${rotation}: ${persons}, most ${nation.personsPerRotationMax}`,
      })
  }
  for (const enabler of model.enablers) {
    const there = on.filter(({ line }) => enabler.places.includes(line.place))
    const persons = sum(there, ({ unit }) => unit.persons)
    const delivered = sum(
      there.filter(({ unit }) => unit.capability === enabler.capability),
      ({ unit }) => unit.quantity,
    )
    if (delivered * enabler.perPersons < enabler.quantity * persons)
      faults.push({
        rule: 'enabler',
        what: `${enabler.id} in rotation ${rotation}: ${delivered} for ${persons} persons`,
      })
  }
  return faults
}

const figure = (what: string): ForceFault => ({ rule: 'figures', what })

/** Shortfalls and headcounts told against those of the assignments. */
function tableFaults(
  model: ForceModel,
  solution: ForceSolution,
  placed: readonly Placed[],
): ForceFault[] {
  const faults: ForceFault[] = []
  const shortfalls = new Map(solution.shortfalls.map((row) => [`${row.line} ${row.rotation}`, row]))
  const headcounts = new Map(
    solution.headcounts.map((row) => [`${row.nation} ${row.rotation}`, row]),
  )
  let [lines, nations] = [0, 0]
  for (let rotation = 1; rotation <= model.rotations.count; rotation += 1) {
    const now = placed.filter((p) => p.rotation === rotation)
    for (const line of model.lines) {
      if (rotation < line.fromRotation || rotation > line.toRotation) continue
      lines += 1
      const told = shortfalls.get(`${line.id} ${rotation}`)
      const delivered = sum(
        now.filter((p) => p.line.id === line.id),
        ({ unit }) => unit.quantity,
      )
      const lacks = delivered < line.quantity ? line.quantity - delivered : 0
      if (
        told?.required !== line.quantity ||
        told.delivered !== delivered ||
        told.shortfall !== lacks
      )
        faults.push(figure(`shortfall of ${line.id} in rotation ${rotation} is ${lacks}`))
    }
    for (const nation of model.nations) {
      nations += 1
      const told = headcounts.get(`${nation.id} ${rotation}`)
      const persons = sum(
        now.filter(({ unit }) => unit.nation === nation.id),
        ({ unit }) => unit.persons,
      )
      if (told?.persons !== persons || told.personsMax !== nation.personsPerRotationMax)
        faults.push(figure(`persons of ${nation.id} in rotation ${rotation} are ${persons}`))
    }
  }
  if (solution.shortfalls.length !== lines || solution.headcounts.length !== nations)
    faults.push(figure('a row of the shortfalls or headcounts is there twice, or is of nothing'))
  return faults
}

/** What a level of the objective comes to, from the assignments. */
function levelOf(model: ForceModel, placed: readonly Placed[], level: number): number {
  let total = 0
  for (const line of model.lines) {
    if (line.priority !== level) continue
    for (let rotation = line.fromRotation; rotation <= line.toRotation; rotation += 1) {
      const delivered = sum(
        placed.filter((p) => p.line.id === line.id && p.rotation === rotation),
        ({ unit }) => unit.quantity,
      )
      total += Math.max(0, 1 - delivered / line.quantity)
    }
  }
  return total
}

const acceptanceOf = (model: ForceModel, placed: readonly Placed[]): number =>
  sum(placed, ({ unit, line }) =>
    sum(
      model.acceptance.filter(
        (a) => a.nation === unit.nation && (a.place === line.place || a.line === line.id),
      ),
      ({ weight }) => weight,
    ),
  )

/** The weighted whole: priority 9 weighs 1, each before it twice the next. */
function wholeByHand(model: ForceModel, placed: readonly Placed[]): number {
  let whole = 0
  let weight = 1
  for (let priority = 9; priority >= 1; priority -= 1) {
    whole += weight * levelOf(model, placed, priority)
    weight *= 2
  }
  return whole
}

/** Levels, bounds and gaps told against the assignments and against each other. */
function levelFaults(
  model: ForceModel,
  solution: ForceSolution,
  placed: readonly Placed[],
): ForceFault[] {
  const faults: ForceFault[] = []
  const priorities = [...new Set(model.lines.map(({ priority }) => priority))].toSorted(
    (a, b) => a - b,
  )
  const asked = [...priorities, ...(model.acceptance.length > 0 ? ['acceptance'] : [])]
  if (solution.levels.map(({ level }) => level).join(' ') !== asked.join(' '))
    faults.push(figure(`the levels are ${asked.join(', ')}`))
  for (const { level, objective, bound, gap } of solution.levels) {
    const is = level === 'acceptance' ? acceptanceOf(model, placed) : levelOf(model, placed, level)
    if (!isClose(is, objective)) faults.push(figure(`level ${level} is ${is}, not ${objective}`))
    if (bound > objective + CLOSE * Math.max(1, objective))
      faults.push(figure(`level ${level} has a bound above what was found`))
    const ratio = objective <= CLOSE ? 0 : Math.max(0, objective - bound) / objective
    if (!isClose(ratio, gap)) faults.push(figure(`level ${level} has a gap of ${ratio}`))
    if (solution.status === 'optimal' && ratio > solution.gapAsked + CLOSE)
      faults.push(figure(`level ${level} is no optimum within ${solution.gapAsked}`))
  }
  const { bound } = solution
  const objective = wholeByHand(model, placed)
  if (!isClose(objective, solution.objective))
    faults.push(figure(`the whole is ${objective}, not ${solution.objective}`))
  if (bound > objective + CLOSE * Math.max(1, objective))
    faults.push(figure('the whole has a bound above what was found'))
  const ratio = objective <= CLOSE ? 0 : Math.max(0, objective - bound) / objective
  if (!isClose(ratio, solution.gap)) faults.push(figure(`the gap is ${ratio}`))
  return faults
}

/** The assignments whose parts the model has, and a fault for each other. */
function placedOf(
  model: ForceModel,
  assignments: readonly ForceAssignment[],
): { readonly placed: readonly Placed[]; readonly strays: readonly ForceFault[] } {
  const strays: ForceFault[] = []
  const placed: Placed[] = []
  for (const { package: id, line: lineId, rotation } of assignments) {
    const unit = model.packages.find((one) => one.id === id)
    const line = model.lines.find((one) => one.id === lineId)
    const isRotation =
      Number.isInteger(rotation) && rotation >= 1 && rotation <= model.rotations.count
    if (unit === undefined || line === undefined || !isRotation)
      strays.push({ rule: 'assignment', what: `${id} on ${lineId} in rotation ${rotation}` })
    else placed.push({ unit, line, rotation })
  }
  return { placed, strays }
}

/** Every rule of the model that the assignments break; empty where they keep all of them. */
export function checkAssignments(
  model: ForceModel,
  assignments: readonly ForceAssignment[],
): readonly ForceFault[] {
  const { placed, strays } = placedOf(model, assignments)
  const faults: ForceFault[] = [...strays]
  for (const one of placed) faults.push(...placedFaults(model, one))
  faults.push(...serviceFaults(model, placed))
  for (let rotation = 1; rotation <= model.rotations.count; rotation += 1) {
    const now = placed.filter((p) => p.rotation === rotation)
    faults.push(...rotationFaults(model, rotation, now))
    for (const line of model.lines)
      faults.push(
        ...lineFaults(
          line,
          rotation,
          now.filter((p) => p.line.id === line.id),
        ),
      )
  }
  return faults
}

/** Every rule that an answer (`optimal` or `feasible`) breaks and every figure of it that is wrong; empty where it holds. */
export function checkForces(model: ForceModel, solution: ForceSolution): readonly ForceFault[] {
  const { placed } = placedOf(model, solution.assignments)
  return [
    ...checkAssignments(model, solution.assignments),
    ...tableFaults(model, solution, placed),
    ...levelFaults(model, solution, placed),
  ]
}
