/** Each line in each rotation: what it lacks, its nations, who leads. */
import { steepWeightOf, weightOf } from './force-answer.ts'
import { isOpen } from './force-index.ts'
import { pairOf, pushTo } from './force-scope.ts'
import type { Making, Serve, Slot, Term } from './force-scope.ts'

/** Quantity that each nation could bring to a slot if nothing else bound it. */
function byNation(making: Making, on: readonly Serve[]): Map<number, Serve[]> {
  const found = new Map<number, Serve[]>()
  for (const serve of on) {
    const pack = making.index.pairs[serve.pair]?.pack ?? -1
    pushTo(found, making.index.nationOf[pack] ?? -1, serve)
  }
  return found
}

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
  if (goal.kind === 'weighted')
    return need.priority <= scope.priorityMax ? weightOf(need.priority) / need.quantity : 0
  if (goal.kind === 'onward')
    return need.priority < goal.priority ? 0 : steepWeightOf(need.priority) / need.quantity
  if (goal.kind === 'priority') return need.priority === goal.priority ? 1 / need.quantity : 0
  return goal.kind === 'line' && goal.line === line ? 1 / need.quantity : 0
}

/** Adds what the lines of the scope ask for. */
export function addSlots(making: Making): Slot[] {
  const { index, out, bySlot } = making
  const slots: Slot[] = []
  for (const [line, need] of index.lines.entries()) {
    if (!making.lines.has(line)) continue
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
