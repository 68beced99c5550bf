/**
 * Which clauses an event is raised against, and with what probability: numbers only, no sentences. Provisions are looked up
 * by the version in force and the event's kind; each is then asked the cheapest first (phase of the event, weapon, time,
 * phase of the agreement and deadline) and its zone last.
 */
import type { Event } from '../../fuse/index.ts'
import type { Phase } from '../../observe/index.ts'
import type { InstantMs, Interval } from '../../units/index.ts'
import type { Agreement, PartyId, Provision, Standing, Version } from '../document/types.ts'
import { hasPhase } from '../document/words.ts'
import { bitsOf, lowestOf } from './bits.ts'
import { BoundTimes } from './bound-times.ts'
import { countOf } from './count.ts'
import type { Counting } from './mass.ts'
import type { Places } from './places.ts'
import { WeaponTests } from './weapon-test.ts'

/** A clause that an event is raised against: the place of its provision in the agreement, and the probability. */
export interface Screened {
  readonly provision: number
  readonly probability: number
}

/** Kinds of event, with their phases, that are kept looked up for each version; there are some dozens. */
const KINDS_KEPT_MAX = 1_000
const NOWHERE = -1

/** A provision in numbers. */
interface Rule {
  readonly provision: Provision
  /** Versions that have it, by their place: from the first (closed) to the last (open). */
  readonly since: number
  readonly until: number
  /** It binds only from then on. */
  readonly fromMs: InstantMs
  /** Whether it binds hangs on what people declared: it names phases, or binds only from so long after something. */
  readonly hasTimes: boolean
  /** It means only what is one of so many. */
  readonly isCounting: boolean
  /** Its zone's place in the agreement; `NOWHERE` where it applies everywhere. */
  readonly zone: number
  readonly party: PartyId | null
  readonly screening: number
}

/** The clauses that may mean an event of some kind and phase, by their numbers. */
interface Meanings {
  readonly bits: Int32Array
  /** Those for which the phase is open: it is undetermined, and the clause means some phases only. */
  readonly open: Int32Array
}
type Known = Map<string, Map<Phase, Meanings>>

/** Below which probability a provision raises nothing: that of its kind of breach, or the agreement's. */
export function screeningOf({ thresholds }: Agreement, { breach }: Provision): number {
  const kind = thresholds.breaches.find(({ id }) => id === breach)
  return kind?.screening ?? thresholds.screening
}

function ruleOf(agreement: Agreement, provision: Provision): Rule {
  const place = (id: string): number => agreement.versions.findIndex((one) => one.id === id)
  const { untilVersion, zone, binds } = provision
  return {
    provision,
    since: place(provision.sinceVersion),
    until: untilVersion === undefined ? agreement.versions.length : place(untilVersion),
    fromMs: provision.fromMs ?? Number.NEGATIVE_INFINITY,
    hasTimes: (provision.phases ?? []).length > 0 || provision.after !== undefined,
    isCounting: provision.count !== undefined,
    zone: agreement.zones.findIndex(({ id }) => id === zone),
    party: binds?.party ?? null,
    screening: screeningOf(agreement, provision),
  }
}

/** Screens the events of one agreement. */
export class Screening {
  readonly #agreement: Agreement
  readonly #places: Places
  readonly #rules: readonly Rule[]
  readonly #weapons: WeaponTests
  readonly #times: BoundTimes
  readonly #known: readonly Known[]
  /** The clauses whose zones the cells of a number reach, by that number. */
  readonly #reached: (Int32Array | undefined)[] = []
  /** The clauses that are left to ask. */
  readonly #left: Int32Array

  constructor(agreement: Agreement, places: Places) {
    this.#agreement = agreement
    this.#places = places
    this.#rules = agreement.provisions.map((one) => ruleOf(agreement, one))
    this.#weapons = new WeaponTests(agreement.provisions)
    this.#times = new BoundTimes(agreement)
    this.#known = agreement.versions.map((): Known => new Map())
    this.#left = bitsOf(this.#rules.map(() => false))
  }

  /**
   * The clauses that an event is raised against, in the agreement's order. What was not said of facts (`standing`
   * undefined) leaves the phase of the agreement open; what
   * was not said of other events (`tally` undefined) leaves a count open. Afterwards the places look at this event, if any clause means it.
   */
  screen(event: Event, standing: Standing | undefined, tally?: Counting): readonly Screened[] {
    const screened: Screened[] = []
    // What is only claimed is for people: they may open an incident on a claim, a machine raises nothing on one.
    if (event.claims?.length === event.observations.length) return screened
    if (!this.#ask(event)) return screened
    const left = this.#left
    for (let word = 0; word < left.length; word += 1)
      for (let bits = left[word] as number; bits !== 0; bits &= bits - 1) {
        const provision = 32 * word + lowestOf(bits)
        const rule = this.#rules[provision] as Rule
        // No share of the place can lift it above this.
        if (event.probability < rule.screening || event.observed.toMs < rule.fromMs) continue
        if (rule.hasTimes && this.#times.held(provision, event.observed, standing) === 'no')
          continue
        let probability = event.probability * this.#share(rule)
        if (rule.isCounting && probability >= rule.screening)
          probability *= this.#massed(rule, event, tally)
        if (probability >= rule.screening) screened.push({ provision, probability })
      }
    return screened
  }

  /** The chance that an event is one of as many as the clause asks for, below any for a plain no. */
  #massed({ provision }: Rule, event: Event, tally?: Counting): number {
    const massed = countOf(provision, event, tally)
    return massed?.held === 'no' ? Number.NEGATIVE_INFINITY : (massed?.probability ?? 1)
  }

  /** Leaves the clauses that kind, phase, weapon and cell do not rule out; false where none is left. */
  #ask({ observed, kind, phase, weapon, estimate }: Event): boolean {
    const { bits, open } = this.#meaningsAt(observed, kind, phase)
    const { no, undecided } = this.#weapons.meantBy(weapon)
    const left = this.#left
    let any = 0
    for (let word = 0; word < left.length; word += 1) {
      const isOut = (no[word] as number) | ((undecided[word] as number) & (open[word] as number))
      left[word] = (bits[word] as number) & ~isOut
      any |= left[word] as number
    }
    if (any === 0) return false
    this.#places.look({ estimate, observed })
    const { cells, cellCount } = this.#places
    if (cellCount === 0) return true
    any = 0
    for (let word = 0; word < left.length; word += 1) {
      let reached = 0
      for (let n = 0; n < cellCount; n += 1)
        reached |= this.#reachedFrom(cells[n] as number)[word] as number
      left[word] = (left[word] as number) & reached
      any |= left[word] as number
    }
    return any !== 0
  }

  #reachedFrom(cell: number): Int32Array {
    const before = this.#reached[cell]
    if (before !== undefined) return before
    const mayHold = this.#places.reachOf(cell)
    const reached = bitsOf(
      this.#rules.map(({ zone, party }) => zone === NOWHERE || mayHold(zone, party)),
    )
    this.#reached[cell] = reached
    return reached
  }

  /** The greatest share of the place that the zone may hold, below any for a plain no; what nothing can be said of counts whole. */
  #share({ zone, party }: Rule): number {
    if (zone === NOWHERE) return 1
    const share = this.#places.most(zone, party) ?? 1
    // A share of nothing is a plain no, but not of a region: there no point of it in the zone does not mean no place.
    return share === 0 && this.#places.region === null ? Number.NEGATIVE_INFINITY : share
  }

  /** The clauses that may mean an event of that kind and phase in a version of its time. */
  #meaningsAt({ fromMs, toMs }: Interval, kind: string, phase: Phase): Meanings {
    const { versions } = this.#agreement
    let to = versions.length - 1
    while (to >= 0 && (versions[to] as Version).fromMs > toMs) to -= 1
    let from = Math.max(0, to)
    while (from > 0 && (versions[from] as Version).fromMs > fromMs) from -= 1
    // Before every version no clause stands, and across a change those of several versions do: neither is often asked.
    if (from !== to) return this.#meanings({ from, to }, kind, phase)
    const byKind = this.#known[to] as Known
    let byPhase = byKind.get(kind)
    if (byPhase === undefined) {
      if (byKind.size >= KINDS_KEPT_MAX) byKind.clear()
      byPhase = new Map<Phase, Meanings>()
      byKind.set(kind, byPhase)
    }
    let meanings = byPhase.get(phase)
    if (meanings === undefined) {
      meanings = this.#meanings({ from, to }, kind, phase)
      byPhase.set(phase, meanings)
    }
    return meanings
  }

  #meanings(
    { from, to }: { readonly from: number; readonly to: number },
    kind: string,
    phase: Phase,
  ): Meanings {
    const isOpen = ({ act: { phases } }: Provision): boolean =>
      hasPhase(kind) && phases.length > 0 && !phases.includes(phase)
    const isMeant = ({ since, until, provision }: Rule): boolean => {
      const { kinds } = provision.act
      // Some version of the time has it: the spans of the two meet.
      const isInForce = since >= 0 && since <= to && from < until
      const isOfKind = kinds.length === 0 || kinds.includes(kind)
      return isInForce && isOfKind && (phase === 'undetermined' || !isOpen(provision))
    }
    return {
      bits: bitsOf(this.#rules.map(isMeant)),
      open: bitsOf(this.#rules.map(({ provision }) => isOpen(provision))),
    }
  }
}
