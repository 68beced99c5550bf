/**
 * A force generation model that stands alone: what is needed, what is offered, under which conditions. It names no
 * statement and no document, so that a coalition's records, a conference's offers and an outside measurement meet the
 * same solver. Ids are letters, digits, hyphens and dots. Rotations are counted from 1. Nothing here is a number that
 * nobody stated: who builds a model keeps beside it where each number is from.
 */

/** Most nations of a model. */
export const NATIONS_MAX = 200
/** Most packages of a model. */
export const PACKAGES_MAX = 2000
/** Most lines of a model. */
export const LINES_MAX = 1000
/** Most rotations of a model. */
export const ROTATIONS_MAX = 24
/** Most caveats of a model, and most enabler rules and acceptance costs. */
export const RULES_MAX = 2000
/** Largest quantity, and largest number of persons. */
export const QUANTITY_MAX = 1_000_000

/** Rotations of equal length, one after the other. */
export interface Rotations {
  /** How many, 1 to `ROTATIONS_MAX`. */
  readonly count: number
  /** Length of each in months, above 0 and at most 60. */
  readonly monthsEach: number
}
/** A nation that contributes. */
export interface ForceNation {
  readonly id: string
  /** Most persons that it keeps on all lines together in any one rotation, 0 to `QUANTITY_MAX`; null: no limit stated. */
  readonly personsPerRotationMax: number | null
}
/** How long a package may stay and how long it rests, in rotations. */
export interface Harmony {
  /** In any `rotationsOnMax + rotationsRest` rotations in a row it serves in at most this many; 1 to `ROTATIONS_MAX`. */
  readonly rotationsOnMax: number
  /** 0 to `ROTATIONS_MAX`; 0: it may serve in every rotation. */
  readonly rotationsRest: number
}
/** What a nation offers as one piece. In one rotation it serves on one line or rests; it is never split. */
export interface ForcePackage {
  readonly id: string
  readonly nation: string
  readonly title: string
  readonly capability: string
  /** What it delivers, in the unit of its capability; whole, 1 to `QUANTITY_MAX`. */
  readonly quantity: number
  /** Its persons, whole, 0 to `QUANTITY_MAX`. */
  readonly persons: number
  /** Its notice to move in days, 0 to 3650; null: not stated, and then it serves no line that asks for a notice. */
  readonly noticeDays: number | null
  /** The first rotation in which it can serve, 1 to the number of rotations. */
  readonly firstRotation: number
  /** Null: it may serve in every rotation. */
  readonly harmony: Harmony | null
  /** Whether its nation can be the framework nation of a line that it serves on. */
  readonly canLead: boolean
}
/** One line of the statement of requirements, nation-blind. */
export interface ForceLine {
  readonly id: string
  readonly title: string
  readonly capability: string
  /** What it needs in each of its rotations, in the unit of its capability; whole, 1 to `QUANTITY_MAX`. */
  readonly quantity: number
  /** Where, by a name that caveats, enabler rules and acceptance use too. */
  readonly place: string
  /** 1 (first) to 9. */
  readonly priority: number
  /** First rotation in which it is needed. */
  readonly fromRotation: number
  /** Last rotation in which it is needed; this rotation belongs to it. */
  readonly toRotation: number
  /** Packages of a longer notice cannot serve, 0 to 3650 days; null: any notice will do. */
  readonly noticeDays: number | null
  /** Most nations on it in any one rotation, 1 to `NATIONS_MAX`; null: no limit. */
  readonly nationsMax: number | null
  /** Whether whoever is on it needs a package that can lead beside them (or leads) in that rotation. */
  readonly needsFramework: boolean
}
/** What kind of restriction it is; the same words as a pledge's caveats have. */
export type ForceCaveatCategory = 'geographic' | 'role' | 'parliament' | 'mandate' | 'condition'
/** Lines that a caveat closes: those at one of the places, of one of the capabilities, or named. One of the lists has an item. */
export interface Forbids {
  readonly places: readonly string[]
  readonly capabilities: readonly string[]
  readonly lines: readonly string[]
}
/** A nation's restriction on the use of its packages. */
export interface ForceCaveat {
  readonly id: string
  readonly nation: string
  readonly title: string
  readonly category: ForceCaveatCategory
  /** Packages of that nation that it binds; null: all of them. */
  readonly packages: readonly string[] | null
  readonly forbids: Forbids
  /** Who could lift it, in words. */
  readonly waivableBy: string
}
/** What must be there for those who are there: in each rotation `quantity` of the capability for every `perPersons` persons. */
export interface Enabler {
  readonly id: string
  readonly title: string
  /** The capability asked for; what packages of it deliver on lines at these places counts. */
  readonly capability: string
  /** Whole, 1 to `QUANTITY_MAX`. */
  readonly quantity: number
  /** Whole, 1 to `QUANTITY_MAX`; a part of it counts as a part. */
  readonly perPersons: number
  /** The persons on lines at these places count, those of the enablers too; at least one place. */
  readonly places: readonly string[]
}
/** How little a nation's presence is accepted: a cost for each package and rotation, weighed after every priority. */
export interface Acceptance {
  readonly nation: string
  /** A place, or null where `line` names a line. */
  readonly place: string | null
  /** A line, or null where `place` names a place. */
  readonly line: string | null
  /** 0 to 1000; costs about the same package and line add up. */
  readonly weight: number
  readonly source: string
}
/** The whole model. Every id named exists; ids differ within their list. */
export interface ForceModel {
  readonly id: string
  readonly title: string
  readonly rotations: Rotations
  readonly nations: readonly ForceNation[]
  readonly packages: readonly ForcePackage[]
  readonly lines: readonly ForceLine[]
  readonly caveats: readonly ForceCaveat[]
  /** Caveats supposed to be lifted, by id: a what-if. */
  readonly waived: readonly string[]
  readonly enablers: readonly Enabler[]
  readonly acceptance: readonly Acceptance[]
}

/** A package on a line in one rotation. */
export interface ForceAssignment {
  readonly package: string
  readonly line: string
  /** From 1. */
  readonly rotation: number
}
/** What one line lacks in one rotation, in the unit of its capability. */
export interface Shortfall {
  readonly line: string
  readonly rotation: number
  readonly required: number
  /** What is on it; may exceed what is required. */
  readonly delivered: number
  /** `required − delivered`, not below 0. */
  readonly shortfall: number
}
/** A nation's persons on all lines in one rotation. */
export interface Headcount {
  readonly nation: string
  readonly rotation: number
  readonly persons: number
  /** Its limit, or null. */
  readonly personsMax: number | null
}
/**
 * One level of the objective, the first first. A priority's unit is the line-rotation: a line that lacks a fifth of what
 * it needs in one rotation counts 0.2. The level `acceptance` counts weights.
 */
export interface ObjectiveLevel {
  readonly level: number | 'acceptance'
  readonly objective: number
  /** No assignment that does as well on what is before does better than this; `given` says what that is. */
  readonly bound: number
  /**
   * What the bound takes as given: `priorities`, that the levels before are no worse in all (the lexicographic optimum);
   * `lines`, that each of their lines lacks no more than here, because the former could not be proven in time.
   */
  readonly given: 'priorities' | 'lines'
  /** (objective − bound) / objective; 0 where the objective is 0. */
  readonly gap: number
}
/**
 * `optimal`: every level within the gap asked for; the gap of the whole does not count. `feasible`: an answer with a larger
 * gap, because a limit was met or the solver failed.
 */
export type ForceStatus = 'optimal' | 'feasible' | 'infeasible' | 'unbounded' | 'failed'
/** What was found. Without an answer (`infeasible`, `unbounded`, `failed`) the lists are empty. */
export interface ForceSolution {
  /** Id of the model. */
  readonly model: string
  readonly status: ForceStatus
  /** Why it is not `optimal`, in words; null where it is. */
  readonly reason: string | null
  /**
   * Levels from this priority on were weighed against each other, each counting twice the next, because no proof closed on
   * them in time; null: each comes before the next.
   */
  readonly weighedFrom: number | null
  /** The levels that the model has, the first first. */
  readonly levels: readonly ObjectiveLevel[]
  /** The whole: line-rotations unmet, each priority's weighing twice the next's and priority 9's weighing 1. */
  readonly objective: number
  /**
   * No assignment that does as well on the first levels that are proven to the last digit (`given` priorities, objective
   * and bound the same) has a whole below this; without such a level, no assignment at all.
   */
  readonly bound: number
  /** Of the whole, (objective − bound) / objective; 0 where the objective is 0. */
  readonly gap: number
  /** The largest gap of a level that `optimal` allows. */
  readonly gapAsked: number
  readonly assignments: readonly ForceAssignment[]
  /** Every line in every rotation that it needs. */
  readonly shortfalls: readonly Shortfall[]
  /** Every nation in every rotation. */
  readonly headcounts: readonly Headcount[]
  /** What made the answer: the construction and local search, HiGHS, or HiGHS from the answer of the other. */
  readonly engine: 'heuristic' | 'highs' | 'both'
  readonly seconds: {
    /** Wall time from the start to the first answer. */
    readonly first: number
    /** Wall time of all. */
    readonly total: number
    /** Processor time of all, the solver's thread included. */
    readonly cpu: number
  }
}
