/** What is asked of a program of the force model, and the parts that programs are made of. */
import type { ForceIndex, Pair } from './force-index.ts'
import type { Constraint, Program, Variable } from '../solver.ts'
import type { ForceAssignment, Shortfall } from './types.ts'

/**
 * What one program minimises: the lines of a priority, one line, every line by its weight, the lines from a priority on with
 * steeper weights, or the acceptance costs.
 */
export type ForceGoal =
  | { readonly kind: 'priority'; readonly priority: number }
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'weighted' }
  | { readonly kind: 'onward'; readonly priority: number }
  | { readonly kind: 'acceptance' }
/** A sum of unmet line-rotations that must not grow: over the lines of a priority, without one of them if named. */
export interface HeldLevel {
  readonly priority: number
  readonly without: number | null
  readonly most: number
  /** Only these lines of the priority; null: all of them. */
  readonly lines: ReadonlySet<number> | null
  /** What is proven elsewhere that they come to at least: a cut that spares the proof here; 0: nothing is. */
  readonly least: number
}
/**
 * Some of the lines by themselves: those that no package joins to others share nothing with them but their nations' persons
 * and what enables.
 */
export interface ForcePart {
  readonly lines: ReadonlySet<number>
  /**
   * Who serves on the other lines: they take persons, and give what enables. Null: nobody is counted there and no enabler
   * is asked for, so that the part's best is a bound for it whatever the others do.
   */
  readonly beside: readonly ForceAssignment[] | null
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
  /** Null: the whole model. */
  readonly part: ForcePart | null
}
/** A program, and what its variables stand for. */
export interface ForceProgram extends Program {
  readonly serves: readonly {
    readonly variable: number
    readonly pair: number
    readonly rotation: number
  }[]
  readonly slots: readonly Slot[]
  /** Whether a package serves in a rotation, by `package * rotations + rotation`. */
  readonly duty: ReadonlyMap<number, number>
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

/** A variable of a constraint with its coefficient. */
export type Term = readonly [variable: number, coefficient: number]
/** Collects variables and constraints. */
export class ProgramBuilder {
  readonly variables: Variable[] = []
  readonly constraints: Constraint[] = []

  variable(name: string, upper: number, cost: number, integer: boolean): number {
    return this.variables.push({ name, lower: 0, upper, cost, integer }) - 1
  }
  fix(variable: number, lower: number, upper: number): void {
    const old = this.variables[variable]
    if (old !== undefined) this.variables[variable] = { ...old, lower, upper }
  }
  equal(name: string, value: number, terms: readonly Term[]): void {
    this.constraints.push({ name, lower: value, upper: value, terms })
  }
  atMost(name: string, upper: number, terms: readonly Term[]): void {
    this.constraints.push({ name, lower: -Infinity, upper, terms })
  }
  atLeast(name: string, lower: number, terms: readonly Term[]): void {
    this.constraints.push({ name, lower, upper: Infinity, terms })
  }
}

/** A package on a line in a rotation, as a variable. */
export interface Serve {
  readonly variable: number
  readonly pair: number
  readonly rotation: number
}
/** A program under way. */
export interface Making {
  readonly index: ForceIndex
  readonly scope: ForceScope
  readonly out: ProgramBuilder
  readonly serves: Serve[]
  /** Serves of each line and rotation, `line * rotations + rotation`. */
  readonly bySlot: Map<number, Serve[]>
  readonly byPack: Map<number, Serve[]>
  /** Lines that the program has. */
  readonly lines: ReadonlySet<number>
  readonly beside: Beside
}
/** What the other lines take and give, where a part is solved beside them. */
export interface Beside {
  /** Persons of each nation in each rotation, `nation * rotations + rotation`. */
  readonly persons: ReadonlyMap<number, number>
  /** What each enabler rule has to spare there in each rotation, `rule * rotations + rotation`. */
  readonly spare: ReadonlyMap<number, number>
}

/** Adds to the list of a key. */
export const pushTo = <T>(map: Map<number, T[]>, key: number, item: T): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [item])
  else list.push(item)
}

/** The pair that a variable stands for. */
export const pairOf = ({ index }: Making, { pair }: Serve): Pair | undefined => index.pairs[pair]
