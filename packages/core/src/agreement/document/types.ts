import type { DurationMs, InstantMs } from '../../units/index.ts'
import type { Polygon, Polyline, Position } from '../../geo/index.ts'
import type { Phase, WeaponClass } from '../../observe/index.ts'
import type { Excuse } from './excuse.ts'

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
/** What a zone is for; words for reports and checks, never a condition by themselves. */
export type ZonePurpose =
  | 'region'
  | 'security'
  | 'disengagement'
  | 'demilitarised'
  | 'holding'
  | 'nuclear'
  | 'infrastructure'
  | 'mission'
  | 'shipping'
  | 'airspace'
interface ZoneHead {
  readonly id: string
  readonly title: string
  readonly purpose?: ZonePurpose
  /** Why it is drawn for one party only: a band on one side with none like it on the other has to say so. */
  readonly why?: string
  readonly basis: Basis
}
/** A place that provisions refer to. */
export type Zone = ZoneHead &
  (
    | { readonly kind: 'polygon'; readonly polygon: Polygon }
    | {
        /** A strip on both sides, measured from each party's own line. */
        readonly kind: 'withdrawal'
        /** Width between the parties, metres; each party keeps half of it clear. */
        readonly widthM: number
        readonly lineOf: Readonly<Record<PartyId, string>>
      }
    | {
        /** A disc about a site, whoever holds the ground there. */
        readonly kind: 'site'
        readonly position: Position
        readonly radiusM: number
        /** The party that held it at the H-hour, where that matters: a plant may lie across the line. */
        readonly heldBy?: PartyId
      }
    | {
        /** A strip about a course on land, at sea or in the air. */
        readonly kind: 'corridor'
        readonly course: Polyline
        readonly widthM: number
        readonly medium: 'land' | 'sea' | 'air'
      }
    | {
        /** All that lies between two distances from the line of contact, on one party's side or both: the far rear too. */
        readonly kind: 'band'
        readonly fromM: number
        /** Null: without end. */
        readonly toM: number | null
        readonly side: PartyId | 'both'
      }
  )
/** Which weapons a provision means. An empty selector means every weapon. Calibres in millimetres, closed from, open to. */
export interface WeaponRule {
  readonly classes?: readonly WeaponClass[]
  readonly calibreFromMm?: number
  readonly calibreBelowMm?: number
  /** Matches the source's term, word by word, whatever the case. */
  readonly terms?: readonly string[]
}
/**
 * So long after a version came into force, a phase was entered or a fact was established. What begins anew counts anew: from
 * then on the time runs again.
 */
export interface After {
  /** The id of a version, a phase or a fact. */
  readonly what: string
  readonly afterMs: DurationMs
}
/** So many within so long and so near: what makes fire massed. */
export interface MassRule {
  /** Least number of rounds, strikes or whatever the clause means, whole. */
  readonly atLeast: number
  /** Of which the first and the last began at most so long apart. */
  readonly withinMs: DurationMs
  /** And none farther from the event, from middle to middle of the estimates, metres. Absent: wherever the clause looks. */
  readonly withinM?: number
  /** Counts only what may be of one party, by the ground that it left or came down on. Absent: whoever fired. */
  readonly by?: 'sameParty'
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
  /** Only from so long after something that began, a deadline passed. Absent where `fromMs` says when. */
  readonly after?: After
  /**
   * Excuses that a panel must hear before it qualifies, any one of which suffices: each is undecided until a person decides
   * it. One that names a rule of notified activities is held by a notification of that rule that covers the event's place
   * and time; one that names others by `all` or `any` is held as these are.
   */
  readonly unless?: readonly Excuse[]
  /** Phases in which it binds. Absent: every one. */
  readonly phases?: readonly string[]
  /** It means only what is one of so many. Absent: each by itself. */
  readonly count?: MassRule
  /** A kind of breach of `thresholds.breaches`. Absent: the general thresholds. */
  readonly breach?: string
  /** Who has to show what: `claimant` (who says that it was broken) or `holder` (who held the ground has to clear itself). */
  readonly burden?: 'claimant' | 'holder'
  /** Defined terms that the wording rests on. */
  readonly terms?: readonly string[]
  /** The wording in the languages of the text, by code. Absent: the public text is restated by the title. */
  readonly wording?: Readonly<Record<string, string>>
  /** Binds both parties unless it says which, and then why. */
  readonly binds?: { readonly party: PartyId; readonly why: string }
}
/** A duty with a deadline: nobody observes it, the passing of time raises it. */
export interface Obligation {
  readonly clause: string
  readonly title: string
  readonly source: string
  readonly due: Deadline
  readonly kind: 'withdrawal' | 'inventory' | 'notification' | 'discipline' | 'demining' | 'other'
  readonly party: PartyId | 'both'
  /** Required where it names one party only. */
  readonly why?: string
}
/** By when: an instant, or so long after a phase was entered or a fact declared; then again every so often, if it recurs. */
export type Deadline =
  | { readonly kind: 'at'; readonly atMs: InstantMs; readonly everyMs?: DurationMs }
  | {
      readonly kind: 'after'
      /** A phase of `phases` or a fact of `facts`. */
      readonly what: string
      readonly afterMs: DurationMs
      readonly everyMs?: DurationMs
    }
/** Something that people declare, and that phases and gates hang on: a ceasefire established, a treaty in force. */
export interface FactRule {
  readonly id: string
  readonly title: string
  /** Who may declare it: the commission with its quorum of nations, or each party for itself and both are needed. */
  readonly declaredBy: 'commission' | 'bothParties'
  readonly basis: Basis
}
/** A span of the agreement's life. It is in force while its facts hold, or for as long as it lasts, whichever ends first. */
export interface AgreementPhase {
  readonly id: string
  readonly title: string
  readonly kind: 'freeze' | 'ceasefire' | 'stabilisation'
  /** Facts that must all hold for it to be entered. The first phase may have none: it begins with the first version. */
  readonly entry: readonly string[]
  /** Facts of which any ends it. */
  readonly exit: readonly string[]
  /** It ends so long after its entry unless its renewal is declared; each renewal adds as much again. */
  readonly lastsMs?: DurationMs
  /** The fact that renews it. */
  readonly renewal?: string
  readonly basis: Basis
}
/** When coalition forces may deploy at all: every fact must hold, and none of those that bar it. */
export interface DeploymentGate {
  readonly id: string
  readonly title: string
  readonly needs: readonly string[]
  /** Facts that close it whatever else holds, such as fighting that goes on. */
  readonly barredBy: readonly string[]
  readonly basis: Basis
}
/** What was agreed to be so at the H-hour. */
export interface Baseline {
  readonly hMs: InstantMs
  /** The agreed line, by its id. */
  readonly line: string
  readonly holdingAreas: readonly { readonly zone: string; readonly party: PartyId }[]
  readonly weapons: readonly {
    readonly serial: string
    readonly term: string
    readonly class: WeaponClass
    readonly calibreMm: number | null
    readonly party: PartyId
    /** The holding area where it stays, by its zone. */
    readonly zone: string
  }[]
  readonly minefields: readonly {
    readonly id: string
    readonly party: PartyId
    readonly polygon: Polygon
    readonly recorded: string
  }[]
  readonly contacts: readonly { readonly party: PartyId; readonly office: string }[]
  /** Required where holding areas, weapons or contacts are named for one party only. */
  readonly why?: string
}
/** Which activities are announced, how long before and to whom; one that was explains what it names. */
export interface NotifiedRule {
  readonly id: string
  readonly title: string
  readonly activity: 'exercise' | 'demining' | 'repair' | 'movement' | 'other'
  /** How long before it must be announced. */
  readonly noticeMs: DurationMs
  readonly to: 'monitor' | 'commission' | 'both'
  /** What the announcement must say, in words. */
  readonly says: readonly string[]
  /** Kinds of event that it may explain. */
  readonly explains: readonly string[]
  readonly source: string
}
/** A pause for repairs: asked for, guaranteed by both, gone into or not, watched. */
export interface RepairWindowRule {
  readonly id: string
  readonly title: string
  readonly noticeMs: DurationMs
  /** By when both guarantees must be there, before the window begins. */
  readonly guaranteesMs: DurationMs
  /** By when go or no-go is said, before it begins. */
  readonly goMs: DurationMs
  /** Whether the mission must be present. */
  readonly presence: boolean
  /** The clause that fire on an open window breaks. */
  readonly clause: string
  readonly source: string
}
/** What may explain an event that is no breach; a person decides, the system proposes. */
export interface BenignRule {
  readonly id: string
  readonly title: string
  readonly explains: readonly string[]
  /** A rule of notified activities that must cover it; absent: a cause that nobody announces, such as thunder. */
  readonly notified?: string
}
/** A kind of breach with what it takes to find it. */
export interface BreachKind {
  readonly id: string
  readonly title: string
  /** Least standards of proof, by id: for a breach and for an attribution. */
  readonly standard: string
  readonly attributionStandard: string
  /** Distinct nations that must sign; the agreement's quorum where absent. */
  readonly quorum?: number
  readonly screening?: number
  /** *Occurred* is signed unheard within so long: a flash track for a mass attack. */
  readonly occurredUnheardMs?: DurationMs
}
/** The machine-readable ceasefire text. */
export interface Agreement {
  readonly id: string
  readonly title: string
  readonly parties: Readonly<Record<PartyId, { readonly title: string }>>
  /** Languages of the text; where texts differ, an authentic one counts. */
  readonly languages: readonly {
    readonly code: string
    readonly title: string
    readonly authentic: boolean
  }[]
  readonly definitions: readonly {
    readonly term: string
    readonly means: string
    readonly source: string
  }[]
  readonly versions: readonly Version[]
  readonly facts: readonly FactRule[]
  readonly phases: readonly AgreementPhase[]
  readonly gates: readonly DeploymentGate[]
  readonly baseline: Baseline | null
  readonly lines: readonly Line[]
  /** Which line says who controls the ground, from when on; the first counts before it too. */
  readonly linesOfContact: readonly { readonly line: string; readonly fromMs: InstantMs }[]
  readonly zones: readonly Zone[]
  readonly provisions: readonly Provision[]
  readonly obligations: readonly Obligation[]
  readonly notified: readonly NotifiedRule[]
  readonly repairs: readonly RepairWindowRule[]
  readonly benign: readonly BenignRule[]
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
    readonly breaches: readonly BreachKind[]
  }
  /** The ladder of measures that it binds to. */
  readonly ladder: string
}
/** What people declared or announced, as far as an evaluation needs it: a fold of entries. */
export interface Standing {
  /** Facts, oldest first; one holds from `fromMs` until `untilMs`, null without end. */
  readonly facts: readonly {
    readonly fact: string
    readonly fromMs: InstantMs
    readonly untilMs: InstantMs | null
    readonly entry: number
  }[]
  readonly notified: readonly Notification[]
  /** Duties that somebody showed to be done: by clause and the deadline that they met. */
  readonly met: readonly {
    readonly clause: string
    readonly party: PartyId
    readonly dueMs: InstantMs
    readonly entry: number
  }[]
}
/** An announced activity. */
export interface Notification {
  /** `N-` and the log index of the entry that announced it. */
  readonly id: string
  readonly rule: string
  readonly party: PartyId | 'mission'
  readonly title: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly place: { readonly position: Position; readonly radiusM: number }
  readonly announcedMs: InstantMs
  /** It came later than its rule asks for. */
  readonly late: boolean
  readonly withdrawn: boolean
  readonly entry: number
}
/** Whether a condition holds: three values, and the probability behind them where it is a matter of chance. */
export interface Condition {
  readonly condition: 'act' | 'weapon' | 'place' | 'time' | 'phase' | 'count' | 'exception'
  readonly held: 'yes' | 'no' | 'undecided'
  /**
   * In [0, 1]; null where no probability can be given, as for an unknown calibre: it then counts as 1 in a bound. Of an
   * exception, the share of the event's points that a notification covers; it is no factor of the candidate's.
   */
  readonly probability: number | null
  /** One sentence: what decided it, or what is missing. */
  readonly because: string
  /** Of an exception that others make up: whether `all` of them are needed or `any` one. They follow it. */
  readonly parts?: 'all' | 'any'
  /** Of an exception that is a part of another: the id of that one. */
  readonly within?: string
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
   * The product of the conditions' probabilities that are known, exceptions apart, in [0, 1]. While a weapon, a time, a
   * count, an exception or, for an obligation, the act is undecided without a number, it is only an UPPER BOUND of the probability
   * that the clause was broken: it counts that open point as if it held. Several clauses that exclude each other, as for different weapons,
   * may then stand at the same figure for one event; these figures do not add up. Where no source gave a place, that
   * factor assumes any place in the agreement's largest polygon alike.
   */
  readonly probability: number
  readonly conditions: readonly Condition[]
  /** What could not be decided, in sentences. */
  readonly undecided: readonly string[]
  readonly atMs: InstantMs
}
