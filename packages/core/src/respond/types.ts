import type { DurationMs, InstantMs } from '../units/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { PartyId, Basis } from '../agreement/index.ts'
import type { AnswerValue } from '../verify/index.ts'

/** A pre-agreed response. The system records decisions on it and nothing else. */
export interface Measure {
  readonly id: string
  readonly title: string
  readonly capabilities: readonly string[]
  /** Id of the mandate that it is taken under. */
  readonly mandate: string
  /** Whether it is directed at a party: then it takes a signed attribution to that party. */
  readonly againstParty: boolean
  readonly basis: Basis
  /** Approval gates by nation: what must be decided, by whom, and how long it usually takes. */
  readonly gates: readonly {
    readonly nation: NationCode
    readonly body: string
    readonly legalBasis: string
    readonly usualDurationMs: DurationMs | null
    readonly basis: Basis
  }[]
}
/** A step of the ladder. */
export interface Rung {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly dueMs: DurationMs
  readonly trigger: {
    readonly severities: readonly AnswerValue['severity'][]
    /** Needs the breach to persist since an earlier rung. */
    readonly persists: boolean
  }
  /** Whose breaches it answers: a ladder without consequences for each party's is refused. */
  readonly forBreachesBy: readonly PartyId[]
  readonly measures: readonly Measure[]
  readonly basis: Basis
}
/** Legal authority for some of the measures, with its dates. */
export interface Mandate {
  readonly id: string
  readonly title: string
  /** The clause that a refusal cites. */
  readonly clause: string
  /** In force from, inclusive, until, exclusive; null is unbounded. */
  readonly fromMs: InstantMs | null
  readonly untilMs: InstantMs | null
  /** Ids of the measures that it covers. */
  readonly permits: readonly string[]
  readonly basis: Basis
}
/** The enforcement ladder. */
export interface Ladder {
  readonly id: string
  readonly title: string
  /** Said wherever the ladder shows, for instance that it is bound to a text that never had it. */
  readonly notice: string | null
  readonly mandates: readonly Mandate[]
  readonly rungs: readonly Rung[]
}
/** A deadline counted from a named instant. */
export interface Clock {
  readonly id: string
  readonly incident: string
  readonly rung: string
  readonly startedAtMs: InstantMs
  readonly dueAtMs: InstantMs
  readonly status: 'running' | 'met' | 'expired' | 'stopped'
  readonly endedAtMs: InstantMs | null
  readonly why: string
  readonly scripted: boolean
  readonly exercise?: string
}
/** A nation's recorded yes or no on a measure. The system records it and does nothing about it. */
export interface Decision {
  /** `D-` and the log index of the entry that holds it. */
  readonly id: string
  readonly incident: string
  readonly measure: string
  /** The party that the measure is directed at; null for a measure against nobody. */
  readonly party: PartyId | null
  readonly nation: NationCode
  readonly decision: 'yes' | 'no'
  readonly legalBasis: string
  readonly conditions: readonly string[]
  readonly atMs: InstantMs
  readonly scripted: boolean
}
/** A call of the liaison officers to one party's commander. */
export interface HotlineCall {
  readonly incident: string
  readonly party: PartyId
  readonly calledAtMs: InstantMs
  /** The post that answered, never a person's name; null when nobody did. */
  readonly answeredBy: string | null
  /** When fire stopped, as the party said or the mission heard; null while it goes on or nobody knows. */
  readonly fireStoppedAtMs: InstantMs | null
  readonly entry: number
  readonly scripted: boolean
}
