import type { DurationMs, InstantMs } from '../units/index.ts'
import type { Polygon, Polyline } from '../geo/index.ts'
import type { Phase, WeaponClass } from '../observe/index.ts'

/** A party that the agreement binds. `A` is drawn first and `B` second, in neutral colours. */
export type PartyId = 'A' | 'B'
/** Both parties. */
export const PARTIES: readonly PartyId[] = ['A', 'B']
/** A statement and where it comes from, or who assumes it. */
export interface Basis {
  readonly kind: 'text' | 'assumption'
  /** The public document and its clause, or what is assumed and why. */
  readonly source: string
}
/** A version of the text, in force from its instant until the next one's. */
export interface Version {
  readonly id: string
  readonly title: string
  readonly fromMs: InstantMs
  readonly source: string
}
/** A line that divides the parties. `sideA` lies to the left of the line as its vertices run. */
export interface Line {
  readonly id: string
  readonly title: string
  readonly line: Polyline
  readonly basis: Basis
}
/** A place that provisions refer to. A `withdrawal` zone is measured from each party's own line. */
export type Zone =
  | {
      readonly id: string
      readonly title: string
      readonly kind: 'polygon'
      readonly polygon: Polygon
      readonly basis: Basis
    }
  | {
      readonly id: string
      readonly title: string
      readonly kind: 'withdrawal'
      /** Width between the parties, metres; each party keeps half of it clear, measured from its own line. */
      readonly widthM: number
      readonly lineOf: Readonly<Record<PartyId, string>>
      readonly basis: Basis
    }
/** Which weapons a provision means. An empty selector means every weapon. Calibres in millimetres, closed from, open to. */
export interface WeaponRule {
  readonly classes?: readonly WeaponClass[]
  readonly calibreFromMm?: number
  readonly calibreBelowMm?: number
  /** Matches the source's term, word by word, whatever the case. */
  readonly terms?: readonly string[]
}
/** One numbered obligation, in force between versions. */
export interface Provision {
  readonly clause: string
  readonly title: string
  readonly source: string
  /** Ids of the first version that has it and of the first that no longer has it. */
  readonly sinceVersion: string
  readonly untilVersion?: string
  /** Acts that it prohibits: event kinds and phases. Empty: every one. */
  readonly act: { readonly kinds: readonly string[]; readonly phases: readonly Phase[] }
  /** Weapons; any of the rules suffices. Absent: every weapon. */
  readonly weapons?: readonly WeaponRule[]
  /** Zone that it must lie in. Absent: everywhere. */
  readonly zone?: string
  /** Only from this instant, a deadline passed. */
  readonly fromMs?: InstantMs
  /** Excuses that a panel must hear before it qualifies: each is undecided until a person decides it. */
  readonly unless?: readonly { readonly id: string; readonly title: string }[]
  /** Binds both parties unless it says which, and then why. */
  readonly binds?: { readonly party: PartyId; readonly why: string }
}
/** A duty with a deadline: nobody observes it, the passing of time raises it. */
export interface Obligation {
  readonly clause: string
  readonly title: string
  readonly source: string
  readonly dueMs: InstantMs
  readonly party: PartyId | 'both'
  /** Required where it names one party only. */
  readonly why?: string
}
/** The machine-readable ceasefire text. */
export interface Agreement {
  readonly id: string
  readonly title: string
  readonly parties: Readonly<Record<PartyId, { readonly title: string }>>
  readonly versions: readonly Version[]
  readonly lines: readonly Line[]
  /** The line in force by default: who controls the ground on either side. */
  readonly lineOfContact: string
  readonly zones: readonly Zone[]
  readonly provisions: readonly Provision[]
  readonly obligations: readonly Obligation[]
  readonly thresholds: {
    /** Below it no candidate is raised, in [0, 1]. */
    readonly screening: number
    /** Standards of proof in words, with the band of probability that each stands for. */
    readonly standards: readonly {
      readonly id: string
      readonly title: string
      readonly from: number
      readonly to: number
    }[]
    /** Distinct nations that must sign. */
    readonly quorum: number
    readonly occurredUnheardMs: DurationMs
    readonly partiesHeardMs: DurationMs
  }
  readonly ladder: string
}
/** Whether a condition holds: three values, and the probability behind them where it is a matter of chance. */
export interface Condition {
  readonly condition: 'act' | 'weapon' | 'place' | 'time' | 'exception'
  readonly held: 'yes' | 'no' | 'undecided'
  /** In [0, 1]; null where no probability can be given, as for an unknown calibre: it then counts as 1 in a bound. */
  readonly probability: number | null
  /** One sentence: what decided it, or what is missing. */
  readonly because: string
}
/** An event that may break a provision. A machine makes it; it accuses nobody. */
export interface Candidate {
  /** Hex SHA-256 over clause, version and event. */
  readonly id: string
  readonly clause: string
  readonly agreementVersion: string
  /** The event's id, or null where an obligation's deadline raised it. */
  readonly event: string | null
  /**
   * The product of the conditions' probabilities that are known, in [0, 1]. While a weapon, a time, an exception or, for
   * an obligation, the act is undecided without a number, it is only an UPPER BOUND of the probability that the clause was
   * broken: it counts that open point as if it held. Several clauses that exclude each other, as for different weapons,
   * may then stand at the same figure for one event; these figures do not add up. Where no source gave a place, that
   * factor assumes any place in the agreement's largest polygon alike.
   */
  readonly probability: number
  readonly conditions: readonly Condition[]
  /** What could not be decided, in sentences. */
  readonly undecided: readonly string[]
  readonly atMs: InstantMs
}
