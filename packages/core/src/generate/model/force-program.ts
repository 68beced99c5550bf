/**
 * The program of one level. Written strong, because the time goes into proving: a package counts for no more than its
 * line needs; a nation that has one package for a line is counted by that package; who serves without a framework nation is
 * cut off together with the whole line's fill; rows that cannot bind are left out. Lines of later levels are left out, for
 * they only take, except those whose packages enable others.
 */
import { isEnablerLine, windowsOf } from './force-index.ts'
import type { EnablerIndex, ForceIndex } from './force-index.ts'
import { pairOf, ProgramBuilder, pushTo } from './force-scope.ts'
import type { Beside, ForceProgram, ForceScope, Making, Slot, Term } from './force-scope.ts'
import type { ForcePackage } from './types.ts'
import { addSlots } from './force-slots.ts'

/**
 * Slack on sums of fractions that are held: well above HiGHS's tolerance of 1e-6, below which its presolve takes what is
 * held at its best for infeasible. A bound of what is held so is a bound of what is held exactly.
 */
const HELD_SLACK = 1e-5

/** Binary package × line × rotation; forbidden pairs are tied to waivers, which are fixed. */
function addServes(making: Making): void {
  const { index, scope, out } = making
  const waivers = new Map<number, number>()
  for (const [number, pair] of index.pairs.entries()) {
    if (!making.lines.has(pair.line)) continue
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

/**
 * Whether a package serves at all in a rotation, as the sum of its lines. A package that could serve one line has that
 * variable; for others one of its own is made: persons and harmony are counted by packages then, and what a nation cannot
 * send together is cut off whatever lines they would serve.
 */
function addDuty({ index, out, byPack }: Making): ReadonlyMap<number, number> {
  const duty = new Map<number, number>()
  for (const [pack, serves] of byPack)
    for (let rotation = 0; rotation < index.rotations; rotation += 1) {
      const on = serves.filter((serve) => serve.rotation === rotation)
      const [only] = on
      if (only === undefined) continue
      const at = pack * index.rotations + rotation
      if (on.length === 1) {
        duty.set(at, only.variable)
        continue
      }
      const name = `duty ${index.packages[pack]?.id} ${rotation + 1}`
      const variable = out.variable(name, 1, 0, true)
      out.equal(name, 0, [[variable, -1], ...on.map((serve): Term => [serve.variable, 1])])
      duty.set(at, variable)
    }
  return duty
}

/** No package longer than its harmony allows. */
function addHarmony({ index, out, byPack }: Making, duty: ReadonlyMap<number, number>): void {
  for (const pack of byPack.keys()) {
    const offer = index.packages[pack]
    if (offer === undefined) continue
    for (const { first, last, most } of windowsOf(offer, index.rotations)) {
      const on: Term[] = []
      for (let rotation = first; rotation <= last; rotation += 1) {
        const variable = duty.get(pack * index.rotations + rotation)
        if (variable !== undefined) on.push([variable, 1])
      }
      if (on.length > most) out.atMost(`harmony ${offer.id} ${first + 1}`, most, on)
    }
  }
}

/** A nation's persons in each rotation. */
function addHeadcount(
  { index, out, byPack, beside }: Making,
  duty: ReadonlyMap<number, number>,
): void {
  const rows = new Map<number, { terms: Term[]; most: number }>()
  for (const pack of byPack.keys())
    for (let rotation = 0; rotation < index.rotations; rotation += 1) {
      const variable = duty.get(pack * index.rotations + rotation)
      const nation = index.nationOf[pack] ?? -1
      const limit = index.model.nations[nation]?.personsPerRotationMax ?? null
      const persons = index.packages[pack]?.persons ?? 0
      if (variable === undefined || limit === null || persons === 0) continue
      const key = nation * index.rotations + rotation
      if (persons > limit - (beside.persons.get(key) ?? 0)) {
        out.fix(variable, 0, 0)
        continue
      }
      const row = rows.get(key) ?? { terms: [], most: 0 }
      row.terms.push([variable, persons])
      row.most += persons
      rows.set(key, row)
    }
  for (const [key, { terms, most }] of rows) {
    const nation = index.model.nations[Math.floor(key / index.rotations)]
    const limit = (nation?.personsPerRotationMax ?? Infinity) - (beside.persons.get(key) ?? 0)
    if (most > limit)
      out.atMost(`headcount ${nation?.id} ${(key % index.rotations) + 1}`, limit, terms)
  }
}

/** What must be there for those who are there. */
function addEnablers(making: Making): void {
  const { index, out, scope, beside } = making
  // Alone a part is asked for no enabler: others may bring it.
  if (scope.part?.beside === null) return
  for (const [number, rule] of index.enablers.entries())
    for (let rotation = 0; rotation < index.rotations; rotation += 1) {
      const terms: Term[] = []
      const spare = beside.spare.get(number * index.rotations + rotation) ?? 0
      // Lines that only give have the rule too, where those beside them lack what they give.
      let needs = spare < 0
      for (const serve of making.serves) {
        const pair = pairOf(making, serve)
        const offer = index.packages[pair?.pack ?? -1]
        const line = index.lines[pair?.line ?? -1]
        if (serve.rotation !== rotation || offer === undefined || line === undefined) continue
        if (!rule.isPlace.has(line.place)) continue
        const net = netOf(rule, offer)
        if (net !== 0) terms.push([serve.variable, net])
        needs ||= net < 0
      }
      if (needs)
        out.atLeast(`enabler ${index.model.enablers[number]?.id} ${rotation + 1}`, -spare, terms)
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
  for (const { priority, without, lines, least, most } of scope.held) {
    const mine = slots.filter(
      ({ line }) =>
        line !== without &&
        index.lines[line]?.priority === priority &&
        (lines === null || lines.has(line)),
    )
    const shareOf = ({ line }: Slot): number => 1 / (index.lines[line]?.quantity ?? 1)
    const bottom = mine.reduce((total, slot) => total + slot.least * shareOf(slot), 0)
    if (most - bottom <= HELD_SLACK) {
      for (const { lacks, least: bound } of mine) out.fix(lacks, bound, bound)
      continue
    }
    const sum = mine.map((slot): Term => [slot.lacks, shareOf(slot)])
    if (most !== Infinity) out.atMost(`held ${priority}`, most + HELD_SLACK, sum)
    if (least > bottom + HELD_SLACK) out.atLeast(`least ${priority}`, least - HELD_SLACK, sum)
  }
}

/** What assignments on lines outside the part take and give. */
function besideOf(index: ForceIndex, part: ForceScope['part']): Beside {
  const persons = new Map<number, number>()
  const spare = new Map<number, number>()
  const packs = new Map(index.packages.map(({ id }, pack) => [id, pack]))
  const numbers = new Map(index.lines.map(({ id }, line) => [id, line]))
  for (const { package: id, line: on, rotation } of part?.beside ?? []) {
    const pack = packs.get(id) ?? -1
    const line = numbers.get(on) ?? -1
    const [offer, need] = [index.packages[pack], index.lines[line]]
    if (offer === undefined || need === undefined || part?.lines.has(line) === true) continue
    const key = (index.nationOf[pack] ?? 0) * index.rotations + rotation - 1
    persons.set(key, (persons.get(key) ?? 0) + offer.persons)
    for (const [number, rule] of index.enablers.entries()) {
      const at = number * index.rotations + rotation - 1
      if (rule.isPlace.has(need.place)) spare.set(at, (spare.get(at) ?? 0) + netOf(rule, offer))
    }
  }
  return { persons, spare }
}

/** What a package gives of what a rule asks for, less what its persons need. */
const netOf = (rule: EnablerIndex, { capability, quantity, persons }: ForcePackage): number =>
  (capability === rule.capability ? quantity : 0) - (rule.quantity * persons) / rule.perPersons

/** The program of a scope; it always has the answer in which nobody serves, if nothing is held. */
export function forceProgram(index: ForceIndex, scope: ForceScope): ForceProgram {
  const { part } = scope
  const out = new ProgramBuilder()
  const making: Making = {
    index,
    scope,
    out,
    serves: [],
    bySlot: new Map(),
    byPack: new Map(),
    lines: new Set(
      index.lines.flatMap(({ priority }, line) =>
        (part === null || part.lines.has(line)) &&
        (priority <= scope.priorityMax || isEnablerLine(index, line))
          ? [line]
          : [],
      ),
    ),
    beside: besideOf(index, part),
  }
  addServes(making)
  const slots = addSlots(making)
  const duty = addDuty(making)
  addHarmony(making, duty)
  addHeadcount(making, duty)
  addEnablers(making)
  addHeld(making, slots)
  const { serves } = making
  return { variables: out.variables, constraints: out.constraints, serves, slots, duty }
}
