/**
 * The first answer: lines are filled in the order of their priority, then parts of the answer are taken apart and put
 * together anew, and what is no worse is kept ("ruin and recreate": Schrimpf and others, J. Comput. Phys. 159 (2000);
 * large neighbourhood search: Shaw 1998). The same seed and the same work give the same answer on every machine.
 */
import type { Random } from '../../units/index.ts'
import type { ForceIndex, Pair } from './force-index.ts'
import { SearchState } from './search-state.ts'
import type { ForceAssignment } from './types.ts'

/** How long to search, and from what. */
export interface SearchLimits {
  /** Elementary changes tried, at most about this many: a million take some tenths of a second. */
  readonly workMax: number
  /** Assignments to start from; those that do not fit the model are left out. */
  readonly from: readonly ForceAssignment[]
  /** Only lines of this priority are tried to be filled better; null: all. */
  readonly priority: number | null
  /** What serves lines of this priority or before stays there; 0: nothing has to. */
  readonly heldMax: number
}

const SLACK = 1e-9
/** Steps that bring nothing before the search ends: these, and so many for each line in each rotation. */
const STALL_STEPS = 100
const STALL_STEPS_A_SLOT = 20
/** Most packages taken off in one step. */
const RUIN_MAX = 4

/** Places what a slot lacks, the best package first; with `random`, the choice is blurred. */
function fill(state: SearchState, line: number, rotation: number, random: Random | null): void {
  const need = state.index.lines[line]
  if (need === undefined) return
  const refused = new Set<Pair>()
  while (state.lacks(line, rotation) > 0) {
    const pair = bestFor(state, line, rotation, { random, refused })
    if (pair === null) return
    const mark = state.mark
    state.place(pair, rotation)
    if (enable(state, rotation)) continue
    state.undo(mark)
    refused.add(pair)
  }
}

function bestFor(
  state: SearchState,
  line: number,
  rotation: number,
  { random, refused }: { readonly random: Random | null; readonly refused: ReadonlySet<Pair> },
): Pair | null {
  const lacks = state.lacks(line, rotation)
  let best: Pair | null = null
  let bestScore = -Infinity
  for (const pair of state.openOfLine[line] ?? []) {
    if (refused.has(pair) || !state.fits(pair, rotation)) continue
    const offer = state.index.packages[pair.pack]
    if (offer === undefined) continue
    const used = Math.min(offer.quantity, lacks)
    // What is brought for nothing is lost to others, as is a package that much else could use.
    const waste = (offer.quantity - used) / offer.quantity
    const sought = (state.openOfPackage[pair.pack]?.length ?? 1) * 0.01
    const blur = random === null ? 0 : random() * 0.8
    const score = used / lacks - waste - sought - pair.cost * 0.001 + blur
    if (score > bestScore) {
      best = pair
      bestScore = score
    }
  }
  return best
}

/** Brings what the enabler rules of the rotation ask for; false where it cannot be brought. */
function enable(state: SearchState, rotation: number): boolean {
  for (const [number, rule] of state.index.enablers.entries()) {
    let guard = state.index.packages.length
    while (state.balance(number, rotation) < 0) {
      guard -= 1
      if (guard < 0 || !enableOnce(state, number, rotation)) return false
    }
    // What was brought for this rule has persons that an earlier rule counts.
    if (rule.quantity > 0 && state.balance(number, rotation) < 0) return false
  }
  return state.index.enablers.every((_, number) => state.balance(number, rotation) >= 0)
}

function enableOnce(state: SearchState, enabler: number, rotation: number): boolean {
  const rule = state.index.enablers[enabler]
  if (rule === undefined) return false
  let best: Pair | null = null
  let bestScore = -Infinity
  for (const [line, need] of state.index.lines.entries()) {
    if (need.capability !== rule.capability || !rule.isPlace.has(need.place)) continue
    for (const pair of state.openOfLine[line] ?? []) {
      const offer = state.index.packages[pair.pack]
      if (offer === undefined || !state.fits(pair, rotation)) continue
      const net = offer.quantity * rule.perPersons - rule.quantity * offer.persons
      if (net <= 0) continue
      const score = Math.min(1, state.lacks(line, rotation)) * 2 - need.priority * 0.1
      if (score > bestScore) {
        best = pair
        bestScore = score
      }
    }
  }
  if (best === null) return false
  state.place(best, rotation)
  return true
}

interface SlotAt {
  readonly line: number
  readonly rotation: number
  readonly priority: number
}

const slotsOf = (index: ForceIndex): readonly SlotAt[] =>
  index.lines
    .flatMap(({ priority, fromRotation, toRotation }, line) =>
      Array.from({ length: toRotation - fromRotation + 1 }, (_, i) => ({
        line,
        rotation: fromRotation - 1 + i,
        priority,
      })),
    )
    .toSorted((a, b) => a.priority - b.priority || a.line - b.line || a.rotation - b.rotation)

/** Whether the state is no worse than the levels noted; the first level that differs decides. */
function isNoWorse(levels: Float64Array, noted: Float64Array): boolean {
  for (const [i, level] of levels.entries()) {
    const other = noted[i] ?? 0
    if (Math.abs(level - other) > SLACK) return level < other
  }
  return true
}

/** Takes off some packages of the slot's capability, or of one nation, in some rotations; returns the capabilities met. */
function ruin(
  state: SearchState,
  { slot, heldMax }: { readonly slot: SlotAt; readonly heldMax: number },
  random: Random,
): ReadonlySet<string> {
  const { index } = state
  const isHeld = (pack: number, rotation: number): boolean =>
    (index.lines[state.lineAt(pack, rotation)]?.priority ?? 9) <= heldMax
  const capability = index.lines[slot.line]?.capability ?? ''
  const met = new Set([capability])
  const candidates = index.byLine[slot.line] ?? []
  const seed = index.pairs[candidates[Math.floor(random() * candidates.length)] ?? -1]
  const nation = seed === undefined || random() < 0.6 ? null : (index.nationOf[seed.pack] ?? null)
  const isWhole = random() < 0.5
  const taken = index.packages.flatMap((offer, pack) =>
    (nation === null ? offer.capability === capability : index.nationOf[pack] === nation)
      ? [pack]
      : [],
  )
  const count = 1 + Math.floor(random() * RUIN_MAX)
  for (let i = 0; i < count && taken.length > 0; i += 1) {
    const pack = taken[Math.floor(random() * taken.length)] ?? 0
    met.add(index.packages[pack]?.capability ?? '')
    for (let rotation = 0; rotation < index.rotations; rotation += 1)
      if ((isWhole || random() < 0.5 || rotation === slot.rotation) && !isHeld(pack, rotation))
        state.remove(pack, rotation)
  }
  return met
}

/** Fills what lacks of the capabilities, the slot itself first among its priority. */
function recreate(
  state: SearchState,
  slots: readonly SlotAt[],
  slot: SlotAt,
  random: Random,
): void {
  const order = slots
    .map((one) => ({ one, key: one.priority + (one === slot ? -0.5 : random() * 0.9) }))
    .toSorted((a, b) => a.key - b.key)
  for (const { one } of order)
    if (state.lacks(one.line, one.rotation) > 0) fill(state, one.line, one.rotation, random)
}

function restore(state: SearchState, from: readonly ForceAssignment[]): void {
  const { index } = state
  const packs = new Map(index.packages.map(({ id }, i) => [id, i]))
  const leads = (a: ForceAssignment): number =>
    index.packages[packs.get(a.package) ?? -1]?.canLead === true ? 0 : 1
  const priority = new Map(index.lines.map((line) => [line.id, line.priority]))
  const rank = (a: ForceAssignment): number => 2 * (priority.get(a.line) ?? 0) + leads(a)
  // Early lines first, whoever leads before those led.
  for (const { package: id, line, rotation } of from.toSorted((a, b) => rank(a) - rank(b))) {
    const pair = state.openOfPackage[packs.get(id) ?? -1]?.find(
      (one) => index.lines[one.line]?.id === line,
    )
    if (pair !== undefined && state.fits(pair, rotation - 1)) state.place(pair, rotation - 1)
  }
  for (let rotation = 0; rotation < index.rotations; rotation += 1)
    if (!enable(state, rotation))
      for (let pack = 0; pack < index.packages.length; pack += 1) state.remove(pack, rotation)
}

/** Searches; returns the best answer found, which keeps every rule. */
export function searchForces(
  index: ForceIndex,
  { workMax, from, priority: only, heldMax }: SearchLimits,
  random: Random,
): readonly ForceAssignment[] {
  const state = new SearchState(index)
  restore(state, from)
  const slots = slotsOf(index)
  for (const { line, rotation } of slots) fill(state, line, rotation, null)
  state.keep()
  let noted = state.levels.slice()
  const stallMax = STALL_STEPS + STALL_STEPS_A_SLOT * slots.length
  let stalled = 0
  while (state.work < workMax && stalled < stallMax) {
    const short = slots.filter(
      ({ line, rotation, priority }) =>
        (only === null || only === priority) &&
        state.lacks(line, rotation) > state.least(line, rotation),
    )
    // Early lines are tried more often: they decide first.
    const slot = short[Math.floor(random() * random() * short.length)]
    if (slot === undefined) break
    // Every other time what is before the slot stays as it is: most of what would be changed there only gets worse.
    const held = random() < 0.5 ? heldMax : Math.max(heldMax, slot.priority - 1)
    const met = ruin(state, { slot, heldMax: held }, random)
    recreate(
      state,
      slots.filter(({ line }) => met.has(index.lines[line]?.capability ?? '')),
      slot,
      random,
    )
    const isWhole = Array.from({ length: index.rotations }, (_, rotation) => rotation).every(
      (rotation) => enable(state, rotation),
    )
    stalled += 1
    if (isWhole && isNoWorse(state.levels, noted)) {
      if (!isNoWorse(noted, state.levels)) stalled = 0
      state.keep()
      noted = state.levels.slice()
    } else state.undo(0)
  }
  return state.assignments()
}
