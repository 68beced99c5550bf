/**
 * The program of one level. Written strong, because the time goes into proving: a package counts for no more than its
 * line needs; a nation that has one package for a line is counted by that package; who serves without a framework nation is
 * cut off together with the whole line's fill; rows that cannot bind are left out. Lines of later levels are left out, for
 * they only take, except those whose packages enable others.
 */
import { isEnablerLine, isOpen, windowsOf } from './force-index.ts'
import type { ForceIndex, Pair } from './force-index.ts'
import type { Constraint, Program, Variable } from '../solver.ts'
import type { Shortfall } from './types.ts'

/** What one program minimises: the lines of a priority, one line, or the acceptance costs. */
export type ForceGoal =
  | { readonly kind: 'priority'; readonly priority: number }
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'acceptance' }
/** A sum of unmet line-rotations that must not grow: over the lines of a priority, without one of them if named. */
export interface HeldLevel {
  readonly priority: number
  readonly without: number | null
  readonly most: number
}
/** Which part of the model, under which conditions. */
export interface ForceScope {
  /** Lines of this priority or before; 9: all. */
  readonly priorityMax: number
  readonly goal: ForceGoal
  readonly held: readonly HeldLevel[]
  /** Lines and rotations that must lack no more than told. */
  readonly heldLines: readonly Pick<Shortfall, 'line' | 'rotation' | 'shortfall'>[]
  /** Caveats lifted, by number. */
  readonly waived: ReadonlySet<number>
}
/** A program, and what its variables stand for. */
export interface ForceProgram extends Program {
  readonly serves: readonly {
    readonly variable: number
    readonly pair: number
    readonly rotation: number
  }[]
  readonly slots: readonly Slot[]
}
/** A line in one rotation. */
export interface Slot {
  readonly line: number
  readonly rotation: number
  /** Its shortfall variable. */
  readonly lacks: number
  /** Least shortfall that is possible at all. */
  readonly least: number
  /** Its framework variable, or null. */
  readonly lead: number | null
  /** Its variables of nations with several packages, by nation. */
  readonly nations: ReadonlyMap<number, number>
}

type Term = readonly [variable: number, coefficient: number]
/** Slack on sums of fractions that are held. */
const HELD_SLACK = 1e-7

class Builder {
  readonly variables: Variable[] = []
  readonly constraints: Constraint[] = []

  variable(name: string, upper: number, cost: number, integer: boolean): number {
    return this.variables.push({ name, lower: 0, upper, cost, integer }) - 1
  }
  fix(variable: number, lower: number, upper: number): void {
    const old = this.variables[variable]
    if (old !== undefined) this.variables[variable] = { ...old, lower, upper }
  }
  atMost(name: string, upper: number, terms: readonly Term[]): void {
    this.constraints.push({ name, lower: -Infinity, upper, terms })
  }
  atLeast(name: string, lower: number, terms: readonly Term[]): void {
    this.constraints.push({ name, lower, upper: Infinity, terms })
  }
}

interface Serve {
  readonly variable: number
  readonly pair: number
  readonly rotation: number
}
interface Making {
  readonly index: ForceIndex
  readonly scope: ForceScope
  readonly out: Builder
  readonly serves: Serve[]
  /** Serves of each line and rotation, `line * rotations + rotation`. */
  readonly bySlot: Map<number, Serve[]>
  readonly byPack: Map<number, Serve[]>
}

const inScope = ({ index, scope }: Making, line: number): boolean => {
  const need = index.lines[line]
  return need !== undefined && (need.priority <= scope.priorityMax || isEnablerLine(index, line))
}
const pushTo = <T>(map: Map<number, T[]>, key: number, item: T): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [item])
  else list.push(item)
}

/** Binary package × line × rotation; forbidden pairs are tied to waivers, which are fixed. */
function addServes(making: Making): void {
  const { index, scope, out } = making
  const waivers = new Map<number, number>()
  for (const [number, pair] of index.pairs.entries()) {
    if (!inScope(making, pair.line)) continue
    const { id } = index.packages[pair.pack] ?? { id: '' }
    const line = index.lines[pair.line]
    const mine: Term[] = []
    for (let rotation = pair.first; rotation <= pair.last; rotation += 1) {
      const cost = scope.goal.kind === 'acceptance' ? pair.cost : 0
      const variable = out.variable(`x ${id} ${line?.id} ${rotation + 1}`, 1, cost, true)
      const serve = { variable, pair: number, rotation }
      making.serves.push(serve)
      pushTo(making.bySlot, pair.line * index.rotations + rotation, serve)
      pushTo(making.byPack, pair.pack, serve)
      mine.push([variable, 1])
    }
    for (const caveat of pair.caveats) {
      let waiver = waivers.get(caveat)
      if (waiver === undefined) {
        const lifted = scope.waived.has(caveat) ? 1 : 0
        waiver = out.variable(`waiver ${index.model.caveats[caveat]?.id}`, lifted, 0, true)
        out.fix(waiver, lifted, lifted)
        waivers.set(caveat, waiver)
      }
      out.atMost(`caveat ${id} ${line?.id}`, 0, [...mine, [waiver, -mine.length]])
    }
  }
}

/** Each package on one line at a time, and no longer than its harmony allows. */
function addService({ index, out, byPack }: Making): void {
  for (const [pack, serves] of byPack) {
    const offer = index.packages[pack]
    if (offer === undefined) continue
    const windows = windowsOf(offer, index.rotations)
    for (const { first, last, most } of windows) {
      const on = serves.filter(({ rotation }) => rotation >= first && rotation <= last)
      if (on.length > most)
        out.atMost(
          `harmony ${offer.id} ${first + 1}`,
          most,
          on.map(({ variable }) => [variable, 1]),
        )
    }
    // A window with one rotation on already says it for each of its rotations.
    if (windows.some(({ most }) => most === 1)) continue
    for (let rotation = 0; rotation < index.rotations; rotation += 1) {
      const on = serves.filter((serve) => serve.rotation === rotation)
      if (on.length > 1)
        out.atMost(
          `once ${offer.id} ${rotation + 1}`,
          1,
          on.map(({ variable }) => [variable, 1]),
        )
    }
  }
}

/** A nation's persons in each rotation. */
function addHeadcount({ index, out, serves }: Making): void {
  const rows = new Map<number, { terms: Term[]; most: number }>()
  const counted = new Map<string, number>()
  for (const { variable, pair, rotation } of serves) {
    const pack = index.pairs[pair]?.pack ?? -1
    const nation = index.nationOf[pack] ?? -1
    const limit = index.model.nations[nation]?.personsPerRotationMax ?? null
    const persons = index.packages[pack]?.persons ?? 0
    if (limit === null || persons === 0) continue
    if (persons > limit) {
      out.fix(variable, 0, 0)
      continue
    }
    const key = nation * index.rotations + rotation
    const row = rows.get(key) ?? { terms: [], most: 0 }
    row.terms.push([variable, persons])
    // A package serves one line at a time: it counts once towards what could come together.
    const once = `${pack} ${rotation}`
    if (!counted.has(once)) row.most += persons
    counted.set(once, persons)
    rows.set(key, row)
  }
  for (const [key, { terms, most }] of rows) {
    const nation = index.model.nations[Math.floor(key / index.rotations)]
    const limit = nation?.personsPerRotationMax ?? Infinity
    if (most > limit)
      out.atMost(`headcount ${nation?.id} ${(key % index.rotations) + 1}`, limit, terms)
  }
}

/** Quantity that each nation could bring to a slot if nothing else bound it. */
function byNation(making: Making, on: readonly Serve[]): Map<number, Serve[]> {
  const found = new Map<number, Serve[]>()
  for (const serve of on) {
    const pack = making.index.pairs[serve.pair]?.pack ?? -1
    pushTo(found, making.index.nationOf[pack] ?? -1, serve)
  }
  return found
}

const pairOf = ({ index }: Making, { pair }: Serve): Pair | undefined => index.pairs[pair]

/** The least that a slot lacks, whatever else is done: all that may serve it, of the most nations allowed. */
function leastOf(making: Making, line: number, nations: ReadonlyMap<number, Serve[]>): number {
  const { index, scope } = making
  const need = index.lines[line]
  if (need === undefined) return 0
  let canLead = !need.needsFramework
  const most = [...nations.values()].map((on) => {
    let total = 0
    for (const serve of on) {
      const pair = pairOf(making, serve)
      const offer = index.packages[pair?.pack ?? -1]
      if (pair === undefined || offer === undefined || !isOpen(pair, scope.waived)) continue
      total += offer.quantity
      canLead ||= offer.canLead
    }
    return total
  })
  if (!canLead) return need.quantity
  const counted = most.toSorted((a, b) => b - a).slice(0, need.nationsMax ?? most.length)
  return Math.max(0, need.quantity - counted.reduce((a, b) => a + b, 0))
}

/** At most k nations, counted by their packages where they have one. Returns the variables of those with several. */
function addNations(
  { index, out }: Making,
  line: number,
  name: string,
  nations: ReadonlyMap<number, Serve[]>,
): ReadonlyMap<number, number> {
  const made = new Map<number, number>()
  const limit = index.lines[line]?.nationsMax ?? null
  if (limit === null || nations.size <= limit) return made
  const terms: Term[] = []
  for (const [nation, on] of nations) {
    const [only] = on
    if (on.length === 1 && only !== undefined) {
      terms.push([only.variable, 1])
      continue
    }
    const there = out.variable(`nation ${index.model.nations[nation]?.id} ${name}`, 1, 0, true)
    made.set(nation, there)
    terms.push([there, 1])
    for (const { variable } of on)
      out.atMost(`link ${name}`, 0, [
        [variable, 1],
        [there, -1],
      ])
  }
  out.atMost(`nations ${name}`, limit, terms)
  return made
}

/** Nobody without somebody who can lead; without one the line lacks all. Returns the variable "somebody leads". */
function addFramework(
  making: Making,
  line: number,
  name: string,
  slot: { readonly on: readonly Serve[]; readonly lacks: number },
): number | null {
  const { index, out } = making
  const need = index.lines[line]
  if (need === undefined || !need.needsFramework || slot.on.length === 0) return null
  const lead = out.variable(`lead ${name}`, 1, 0, false)
  const leaders: Term[] = []
  for (const serve of slot.on) {
    const { variable } = serve
    if (index.packages[pairOf(making, serve)?.pack ?? -1]?.canLead === true)
      leaders.push([variable, -1])
    else
      out.atMost(`led ${name}`, 0, [
        [variable, 1],
        [lead, -1],
      ])
  }
  out.atMost(`framework ${name}`, 0, [[lead, 1], ...leaders])
  out.atLeast(`unled ${name}`, need.quantity, [
    [slot.lacks, 1],
    [lead, need.quantity],
  ])
  return lead
}

const costOf = ({ index, scope }: Making, line: number): number => {
  const need = index.lines[line]
  const { goal } = scope
  if (need === undefined) return 0
  if (goal.kind === 'priority') return need.priority === goal.priority ? 1 / need.quantity : 0
  return goal.kind === 'line' && goal.line === line ? 1 / need.quantity : 0
}

function addSlots(making: Making): Slot[] {
  const { index, out, bySlot } = making
  const slots: Slot[] = []
  for (const [line, need] of index.lines.entries()) {
    if (!inScope(making, line)) continue
    for (let rotation = need.fromRotation - 1; rotation < need.toRotation; rotation += 1) {
      const name = `${need.id} ${rotation + 1}`
      const on = bySlot.get(line * index.rotations + rotation) ?? []
      const nations = byNation(making, on)
      const lacks = out.variable(`lacks ${name}`, need.quantity, costOf(making, line), false)
      const least = leastOf(making, line, nations)
      out.fix(lacks, least, need.quantity)
      if (least < need.quantity)
        out.atLeast(`line ${name}`, need.quantity, [
          [lacks, 1],
          ...on.map((serve): Term => {
            const offer = index.packages[pairOf(making, serve)?.pack ?? -1]
            return [serve.variable, Math.min(offer?.quantity ?? 0, need.quantity)]
          }),
        ])
      const several = addNations(making, line, name, nations)
      const lead = addFramework(making, line, name, { on, lacks })
      slots.push({ line, rotation, lacks, least, lead, nations: several })
    }
  }
  return slots
}

/** What must be there for those who are there. */
function addEnablers(making: Making): void {
  const { index, out } = making
  for (const [number, rule] of index.enablers.entries())
    for (let rotation = 0; rotation < index.rotations; rotation += 1) {
      const terms: Term[] = []
      let needs = false
      for (const serve of making.serves) {
        const pair = pairOf(making, serve)
        const offer = index.packages[pair?.pack ?? -1]
        const line = index.lines[pair?.line ?? -1]
        if (serve.rotation !== rotation || offer === undefined || line === undefined) continue
        if (!rule.isPlace.has(line.place)) continue
        const gives = offer.capability === rule.capability ? offer.quantity : 0
        const net = gives - (rule.quantity * offer.persons) / rule.perPersons
        if (net !== 0) terms.push([serve.variable, net])
        needs ||= net < 0
      }
      if (needs)
        out.atLeast(`enabler ${index.model.enablers[number]?.id} ${rotation + 1}`, 0, terms)
    }
}

/** Levels that must not get worse: at their least, each slot is fixed; above it, their sum is held. */
function addHeld({ index, scope, out }: Making, slots: readonly Slot[]): void {
  const eachMost = new Map(
    scope.heldLines.map(({ line, rotation, shortfall }) => [`${line} ${rotation}`, shortfall]),
  )
  for (const { line, rotation, lacks, least } of slots) {
    const bound = eachMost.get(`${index.lines[line]?.id} ${rotation + 1}`)
    if (bound !== undefined) out.fix(lacks, least, Math.max(least, bound))
  }
  for (const { priority, without, most } of scope.held) {
    const mine = slots.filter(
      ({ line }) => line !== without && index.lines[line]?.priority === priority,
    )
    const shareOf = ({ line }: Slot): number => 1 / (index.lines[line]?.quantity ?? 1)
    const least = mine.reduce((total, slot) => total + slot.least * shareOf(slot), 0)
    if (most - least <= HELD_SLACK)
      for (const { lacks, least: bound } of mine) out.fix(lacks, bound, bound)
    else
      out.atMost(
        `held ${priority}`,
        most + HELD_SLACK,
        mine.map((slot) => [slot.lacks, shareOf(slot)]),
      )
  }
}

/** The program of a scope; it always has the answer in which nobody serves, if nothing is held. */
export function forceProgram(index: ForceIndex, scope: ForceScope): ForceProgram {
  const out = new Builder()
  const making: Making = {
    index,
    scope,
    out,
    serves: [],
    bySlot: new Map(),
    byPack: new Map(),
  }
  addServes(making)
  const slots = addSlots(making)
  addService(making)
  addHeadcount(making)
  addEnablers(making)
  addHeld(making, slots)
  return { variables: out.variables, constraints: out.constraints, serves: making.serves, slots }
}
