/**
 * What the register of notified activities comes to for fusion: an exercise or demining that was announced competes with
 * "it occurred as said" for what is reported there and then. An announcement is a party's word, and a party may announce so
 * that its fire is taken for something else. So three things bound it: it explains nothing of the time before it was
 * recorded; announced twice it explains no more than once; and alone it is never likelier than the event. It counts under
 * the text that it was announced under, whatever was adopted since: what made a bang does not hang on a later text.
 */
import { completed, type Agreement, type NotifiedRule } from '@holdfast/core/agreement'
import type { Entry } from '@holdfast/core/evidence'
import type { Explanation, ExplanationKind } from '@holdfast/core/fuse/confidence'
import { distanceM, type Position } from '@holdfast/core/geo'
import { DAY_MS, type InstantMs, type Interval } from '@holdfast/core/units'
import { EXPLAINED_SLACK_M, EXPLAINED_SLACK_MS, EXPLANATIONS_MAX } from './fusion-limits.ts'

/**
 * As what an announced activity is weighed; null: not at all. A repair and a movement make no reports of something else:
 * vehicles that are seen are vehicles, and whether they were allowed is asked when the clause is judged. Of any other
 * activity nobody knows which sensors it deceives, whatever kinds its rule names; it stays an excuse that a person weighs.
 */
const KIND_OF: Readonly<Record<NotifiedRule['activity'], ExplanationKind | null>> = {
  exercise: 'training',
  demining: 'demining',
  repair: null,
  movement: null,
  other: null,
}
/**
 * Assumption: which share of what is noticed in the disc and the time is of the activity, before any report is weighed. A
 * party's word: one in three, as much as the event and as false reports, for nobody has counted; more would make an
 * announcement likelier than what a witness reports. The mission's own work: two in three, twice all the rest together, for
 * it says what its own people do.
 */
const PRIOR = { party: 1 / 3, mission: 2 / 3 } as const
/**
 * Assumption: that who notices the activity reports this kind. Demining is blasts. Live firing is heard as blasts, bursts
 * and shots, nine in ten where the kind is what such fire looks like to whoever is near; single shots, flares and flashes
 * are a part of some exercises only: even.
 */
const LIKENESS: Readonly<Record<'training' | 'demining', Readonly<Record<string, number>>>> = {
  demining: { explosion: 0.9 },
  training: {
    explosion: 0.9,
    burst: 0.9,
    salvo: 0.9,
    shot: 0.5,
    projectile: 0.5,
    flare: 0.5,
    muzzleFlash: 0.5,
  },
}
/** Assumption: the same for a kind that the rule names and this table does not: the text says so, and nobody has counted. */
const NAMED_LIKENESS = 0.5

/** An announced activity as fusion weighs it. */
export interface Announced {
  /** Log index of its entry; `N-` and this is its id. */
  readonly entry: number
  readonly party: string
  readonly explanation: Explanation & {
    readonly where: Extract<Explanation['where'], { kind: 'circle' }>
  }
}
/** What became of the register: an activity that was announced, or is no longer. */
export interface ExplanationChange {
  readonly announced: Announced
  readonly stands: boolean
}

/** What the kinds of a rule come to; an empty list is every kind that the activity is reported as. */
function explainsOf({ explains }: NotifiedRule, kind: 'training' | 'demining') {
  const likeness = LIKENESS[kind]
  return explains.length === 0
    ? likeness
    : Object.fromEntries(
        explains.map((one) => [
          one,
          Object.hasOwn(likeness, one) ? (likeness[one] ?? NAMED_LIKENESS) : NAMED_LIKENESS,
        ]),
      )
}

interface Said {
  readonly rule: string
  readonly party: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly place: { readonly position: Position; readonly radiusM: number }
  readonly announcedMs: InstantMs
}

function announcedOf(rule: NotifiedRule, said: Said, entry: number): Announced | null {
  const kind = KIND_OF[rule.activity]
  if (kind !== 'training' && kind !== 'demining') return null
  const { party, place, announcedMs } = said
  // What is announced under way explains what comes after the announcement: else it would explain what was seen already.
  const fromMs = Math.max(said.fromMs, announcedMs)
  // The register's times have both ends closed, an explanation's end is open.
  const toMs = said.toMs + 1
  if (toMs <= fromMs) return null
  const where = { kind: 'circle', centre: place.position, radiusM: place.radiusM } as const
  const prior = party === 'mission' ? PRIOR.mission : PRIOR.party
  const explains = explainsOf(rule, kind)
  return {
    entry,
    party,
    explanation: { id: `N-${entry}`, kind, where, fromMs, toMs, prior, explains },
  }
}

/** The register as the log has it: a fold of its entries. */
export class ExplanationFold {
  /** The rules of each text, by the entry that adopted it. */
  readonly #rules = new Map<number, ReadonlyMap<string, NotifiedRule>>()
  readonly #standing = new Map<string, Announced>()

  /** Every activity that stands. */
  get standing(): readonly Announced[] {
    return [...this.#standing.values()]
  }

  /** Folds an entry in; null where it changes no explanation. */
  fold({ kind, payload, index, refs }: Entry): ExplanationChange | null {
    switch (kind) {
      case 'agreement.adopted': {
        const { notified } = completed((payload as unknown as { agreement: Agreement }).agreement)
        this.#rules.set(index, new Map(notified.map((rule) => [rule.id, rule])))
        return null
      }
      case 'agreement.activity-announced': {
        const said = payload as unknown as Said
        // It names the text that it was announced under; where that is a tombstone nobody knows the rule any more.
        const rule = refs.map((ref) => this.#rules.get(ref)?.get(said.rule)).find(Boolean)
        const announced = rule === undefined ? null : announcedOf(rule, said, index)
        if (announced === null) return null
        this.#standing.set(announced.explanation.id, announced)
        return { announced, stands: true }
      }
      case 'agreement.notification-withdrawn': {
        const { notification } = payload as unknown as { notification: string }
        const announced = this.#standing.get(notification)
        if (announced === undefined) return null
        this.#standing.delete(notification)
        return { announced, stands: false }
      }
      default:
        return null
    }
  }
}

/** Where and when reports are: roughly, and when all of them are. */
export interface Extent extends Interval {
  readonly places: readonly Position[]
}

/** More days than any group of reports spans that is looked up by day. */
const DAYS_MAX = 40
const dayOf = (ms: InstantMs): number => Math.floor(ms / DAY_MS)
const isThen = ({ explanation }: Announced, { fromMs, toMs }: Interval): boolean =>
  explanation.fromMs <= toMs + EXPLAINED_SLACK_MS && explanation.toMs > fromMs - EXPLAINED_SLACK_MS
const isWithin = ({ explanation }: Announced, { places }: Extent): boolean => {
  const { centre, radiusM } = explanation.where
  return places.some((place) => distanceM(centre, place) <= radiusM + EXPLAINED_SLACK_M)
}
/** Whether two announcements are of one party and share a place and an instant. */
const isShared = (a: Announced, b: Announced): boolean => {
  const [one, other] = [a.explanation, b.explanation]
  if (a.party !== b.party || one.fromMs >= other.toMs || other.fromMs >= one.toMs) return false
  const { centre, radiusM } = other.where
  return distanceM(one.where.centre, centre) <= one.where.radiusM + radiusM
}

/** The share that is left where one party announced so many activities that overlap: their odds add up to those of one. */
const sharedPrior = (prior: number, among: number): number => prior / (prior + among * (1 - prior))

/** The register by days, where events are weighed. What an announcement comes to hangs on the register alone. */
export class Explanations {
  readonly #days = new Map<number, Map<number, Announced>>()
  /** By entry: how many of its party share its place and time, itself counted. Those that changed are counted anew. */
  readonly #among = new Map<number, number>()

  /** Takes a change in, and answers with all whose weight it may change; the same change again is none. */
  hear({ announced, stands }: ExplanationChange): readonly Announced[] {
    const { entry, explanation } = announced
    const last = dayOf(explanation.toMs)
    for (let day = dayOf(explanation.fromMs); day <= last; day += 1) {
      const known = this.#days.get(day) ?? new Map<number, Announced>()
      if (stands) this.#days.set(day, known.set(entry, announced))
      else if (known.delete(entry) && known.size === 0) this.#days.delete(day)
    }
    const touched = [announced, ...this.#sharing(announced)]
    for (const one of touched) this.#among.delete(one.entry)
    return touched
  }

  /** What may explain what a group of reports tells, in the order of the log, at most `EXPLANATIONS_MAX`. */
  of(extent: Extent): readonly Explanation[] {
    if (this.#days.size === 0) return []
    const near = this.#during(extent).filter((one) => isWithin(one, extent))
    return near.slice(0, EXPLANATIONS_MAX).map((one) => {
      const { explanation } = one
      return { ...explanation, prior: sharedPrior(explanation.prior, this.#amongOf(one)) }
    })
  }

  #amongOf(one: Announced): number {
    const among = this.#among.get(one.entry) ?? this.#sharing(one).length
    this.#among.set(one.entry, among)
    return among
  }

  #sharing(one: Announced): readonly Announced[] {
    return this.#during(one.explanation).filter((other) => isShared(one, other))
  }

  // In the order of the log: the sums that core makes of them hang on it.
  #during(time: Interval): readonly Announced[] {
    const first = dayOf(time.fromMs - EXPLAINED_SLACK_MS)
    const last = dayOf(time.toMs + EXPLAINED_SLACK_MS)
    const days =
      last - first > DAYS_MAX
        ? [...this.#days.values()]
        : Array.from({ length: last - first + 1 }, (_, n) => this.#days.get(first + n) ?? [])
    const found = new Map<number, Announced>()
    for (const day of days)
      for (const [entry, one] of day) if (isThen(one, time)) found.set(entry, one)
    return [...found.values()].toSorted((a, b) => a.entry - b.entry)
  }
}

/** Whether an announced activity may touch the events of reports: roughly, and never too seldom. */
export const mayExplain = (announced: Announced, extent: Extent): boolean =>
  isThen(announced, extent) && isWithin(announced, extent)

/** The first instant whose events an announced activity may touch. */
export const touchedFromMs = ({ explanation }: Announced): InstantMs =>
  explanation.fromMs - EXPLAINED_SLACK_MS
