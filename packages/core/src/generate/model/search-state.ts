/**
 * Who serves where, with what each rule has left, kept up to date package by package. Every change is noted, so that a
 * step of the search that came to nothing is undone.
 */
import { isOpen, windowsOf } from './force-index.ts'
import type { ForceIndex, Pair } from './force-index.ts'
import type { ForceAssignment } from './types.ts'

/** No line. */
const NONE = -1

/** See the head of the file. Packages, lines and rotations by number, from 0. */
export class SearchState {
  readonly index: ForceIndex
  /** Pairs that nothing forbids, of each package and of each line. */
  readonly openOfPackage: readonly (readonly Pair[])[]
  readonly openOfLine: readonly (readonly Pair[])[]
  /** Unmet line-rotations by priority; the acceptance cost is last. */
  readonly levels: Float64Array
  /** How many changes were tried: the search's measure of work. */
  work = 0
  readonly #at: Int32Array
  readonly #costAt: Float64Array
  readonly #delivered: Float64Array
  readonly #persons: Float64Array
  readonly #on: Int32Array
  readonly #leads: Int32Array
  readonly #ofNation: Int32Array
  readonly #nations: Int32Array
  readonly #balance: Float64Array
  readonly #least: Float64Array
  readonly #levelOf: readonly number[]
  readonly #windows: readonly ReturnType<typeof windowsOf>[]
  readonly #noted: {
    readonly pair: Pair
    readonly rotation: number
    readonly isPlaced: boolean
  }[] = []

  constructor(index: ForceIndex) {
    const { lines, packages, rotations: count, model } = index
    this.index = index
    const open = index.pairs.map((pair) => (isOpen(pair, index.waived) ? pair : null))
    const pick = (numbers: readonly number[]): readonly Pair[] =>
      numbers.flatMap((number) => open[number] ?? [])
    this.openOfPackage = index.byPackage.map(pick)
    this.openOfLine = index.byLine.map(pick)
    this.levels = new Float64Array(index.priorities.length + 1)
    this.#at = new Int32Array(packages.length * count).fill(NONE)
    this.#costAt = new Float64Array(packages.length * count)
    this.#delivered = new Float64Array(lines.length * count)
    this.#on = new Int32Array(lines.length * count)
    this.#leads = new Int32Array(lines.length * count)
    this.#nations = new Int32Array(lines.length * count)
    this.#ofNation = new Int32Array(lines.length * count * model.nations.length)
    this.#persons = new Float64Array(model.nations.length * count)
    this.#balance = new Float64Array(index.enablers.length * count)
    this.#levelOf = lines.map(({ priority }) => index.priorities.indexOf(priority))
    this.#windows = packages.map((offer) => windowsOf(offer, count))
    this.#least = leastOf(this)
    for (const [line, need] of lines.entries())
      this.levels[this.#levelOf[line] ?? 0] =
        (this.levels[this.#levelOf[line] ?? 0] ?? 0) + need.toRotation - need.fromRotation + 1
  }

  /** The line that a package serves, or −1. */
  lineAt(pack: number, rotation: number): number {
    return this.#at[pack * this.index.rotations + rotation] ?? NONE
  }

  /** What a line lacks. */
  lacks(line: number, rotation: number): number {
    const has = this.#delivered[line * this.index.rotations + rotation] ?? 0
    return Math.max(0, (this.index.lines[line]?.quantity ?? 0) - has)
  }

  /** What a line lacks even with everybody on it who may serve it. */
  least(line: number, rotation: number): number {
    return this.#least[line * this.index.rotations + rotation] ?? 0
  }

  /** What an enabler rule has to spare; below 0 it is broken. */
  balance(enabler: number, rotation: number): number {
    return this.#balance[enabler * this.index.rotations + rotation] ?? 0
  }

  /** Whether somebody who can lead is on the line, or the line needs nobody to. */
  isLed(line: number, rotation: number): boolean {
    return (
      this.index.lines[line]?.needsFramework !== true ||
      (this.#leads[line * this.index.rotations + rotation] ?? 0) > 0
    )
  }

  /** Whether the package may serve there now; an enabler rule may break by it, which the caller mends. */
  fits(pair: Pair, rotation: number): boolean {
    this.work += 1
    const { pack, line } = pair
    const { rotations: count } = this.index
    if (rotation < pair.first || rotation > pair.last) return false
    if (this.lineAt(pack, rotation) !== NONE) return false
    const offer = this.index.packages[pack]
    const need = this.index.lines[line]
    const nation = this.index.nationOf[pack] ?? 0
    if (offer === undefined || need === undefined) return false
    if (!offer.canLead && !this.isLed(line, rotation)) return false
    const slot = line * count + rotation
    const limit = this.index.model.nations[nation]?.personsPerRotationMax ?? null
    if (limit !== null && (this.#persons[nation * count + rotation] ?? 0) + offer.persons > limit)
      return false
    const isNew = this.#ofNation[slot * this.index.model.nations.length + nation] === 0
    if (isNew && need.nationsMax !== null && (this.#nations[slot] ?? 0) >= need.nationsMax)
      return false
    return (this.#windows[pack] ?? []).every(
      ({ first, last, most }) =>
        rotation < first || rotation > last || this.#served(pack, first, last) < most,
    )
  }

  /** Puts a package that fits on its line. */
  place(pair: Pair, rotation: number): void {
    this.#noted.push({ pair, rotation, isPlaced: true })
    this.#change(pair, rotation, 1)
  }

  /** Takes a package off; where nobody is left to lead, the others of the line go with it. */
  remove(pack: number, rotation: number): void {
    const line = this.lineAt(pack, rotation)
    const pair = this.openOfPackage[pack]?.find((one) => one.line === line)
    if (pair === undefined) return
    this.#noted.push({ pair, rotation, isPlaced: false })
    this.#change(pair, rotation, -1)
    if (this.isLed(line, rotation)) return
    for (const other of this.openOfLine[line] ?? [])
      if (this.lineAt(other.pack, rotation) === line) {
        this.#noted.push({ pair: other, rotation, isPlaced: false })
        this.#change(other, rotation, -1)
      }
  }

  /** Where the notes stand, to come back to. */
  get mark(): number {
    return this.#noted.length
  }

  /** Undoes every change since the mark. */
  undo(mark: number): void {
    while (this.#noted.length > mark) {
      const note = this.#noted.pop()
      if (note !== undefined) this.#change(note.pair, note.rotation, note.isPlaced ? -1 : 1)
    }
  }

  /** Forgets the notes: what was done stays. */
  keep(): void {
    this.#noted.length = 0
  }

  /** Who serves where. */
  assignments(): readonly ForceAssignment[] {
    return this.index.packages.flatMap(({ id }, pack) =>
      Array.from({ length: this.index.rotations }, (_, rotation) => rotation).flatMap(
        (rotation) => {
          const line = this.index.lines[this.lineAt(pack, rotation)]
          return line === undefined ? [] : [{ package: id, line: line.id, rotation: rotation + 1 }]
        },
      ),
    )
  }

  #served(pack: number, first: number, last: number): number {
    let count = 0
    for (let rotation = first; rotation <= last; rotation += 1)
      if (this.lineAt(pack, rotation) !== NONE) count += 1
    return count
  }

  #change({ pack, line, cost }: Pair, rotation: number, by: 1 | -1): void {
    this.work += 1
    const { index } = this
    const count = index.rotations
    const offer = index.packages[pack]
    const need = index.lines[line]
    if (offer === undefined || need === undefined) return
    const slot = line * count + rotation
    const nation = index.nationOf[pack] ?? 0
    const before = this.lacks(line, rotation)
    this.#at[pack * count + rotation] = by > 0 ? line : NONE
    this.#costAt[pack * count + rotation] = by > 0 ? cost : 0
    add(this.#delivered, slot, by * offer.quantity)
    add(this.#persons, nation * count + rotation, by * offer.persons)
    add(this.#on, slot, by)
    if (offer.canLead) add(this.#leads, slot, by)
    const ofNation = slot * index.model.nations.length + nation
    add(this.#ofNation, ofNation, by)
    const there = this.#ofNation[ofNation] ?? 0
    if (by > 0 ? there === 1 : there === 0) add(this.#nations, slot, by)
    for (const [number, rule] of index.enablers.entries()) {
      if (!rule.isPlace.has(need.place)) continue
      const gives = offer.capability === rule.capability ? offer.quantity * rule.perPersons : 0
      add(this.#balance, number * count + rotation, by * (gives - rule.quantity * offer.persons))
    }
    const change = (this.lacks(line, rotation) - before) / need.quantity
    add(this.levels, this.#levelOf[line] ?? 0, change)
    add(this.levels, this.levels.length - 1, by * cost)
  }
}

function add(to: Float64Array | Int32Array, at: number, by: number): void {
  to[at] = (to[at] ?? 0) + by
}

/** What each line lacks in each rotation at least: its quantity less that of all who may serve it, of the most nations allowed. */
function leastOf({ index, openOfLine }: SearchState): Float64Array {
  const least = new Float64Array(index.lines.length * index.rotations)
  for (const [line, need] of index.lines.entries())
    for (let rotation = 0; rotation < index.rotations; rotation += 1) {
      const byNation = new Map<number, number>()
      let isLed = !need.needsFramework
      for (const { pack, first, last } of openOfLine[line] ?? []) {
        const offer = index.packages[pack]
        if (offer === undefined || rotation < first || rotation > last) continue
        const nation = index.nationOf[pack] ?? 0
        byNation.set(nation, (byNation.get(nation) ?? 0) + offer.quantity)
        isLed ||= offer.canLead
      }
      const most = [...byNation.values()]
        .toSorted((a, b) => b - a)
        .slice(0, need.nationsMax ?? byNation.size)
        .reduce((a, b) => a + b, 0)
      least[line * index.rotations + rotation] = isLed
        ? Math.max(0, need.quantity - most)
        : need.quantity
    }
  return least
}
