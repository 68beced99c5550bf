/**
 * An agreement made ready to be asked about many events: what can be worked out from the text alone is worked out once.
 * Screening an event gives clauses and probabilities; the sentences that explain them are made for those raised only.
 */
import { sha256, toHex, utf8 } from '../../evidence/index.ts'
import type { Event } from '../../fuse/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { Agreement, Candidate, Condition, Provision, Standing } from '../document/types.ts'
import { actCondition, placeCondition } from './conditions.ts'
import { countConditions } from './count.ts'
import { exceptionConditions } from './excuses.ts'
import type { Counting } from './mass.ts'
import { Places } from './places.ts'
import type { Share } from './places.ts'
import { Screening } from './screening.ts'
import type { Screened } from './screening.ts'
import { phaseConditions, readingOf } from './times.ts'
import { weaponCondition } from './weapon.ts'

/** What an evaluation may know beside text and event. */
export interface EvaluationOptions {
  /** What people declared and announced. Absent: phases stay open, and no notification explains anything. */
  readonly standing?: Standing | undefined
  /** Stamps the candidates; without it they bear the end of the event's own time, so that a replay repeats. */
  readonly nowMs?: InstantMs | undefined
  /** The events that clauses count together. Absent: a clause that counts is open for each event that is not enough alone. */
  readonly tally?: Counting | undefined
}

/** Where an event lies: the probability of each zone. */
export type ZoneProbabilities = readonly { readonly zone: string; readonly probability: number }[]

/** An agreement ready to be asked. It keeps what it worked out of places, and answers the same whatever it was asked before. */
export interface CompiledAgreement {
  readonly agreement: Agreement
  /** The clauses that an event is raised against, by their place in `provisions`, with probabilities; no sentences. */
  readonly screen: (event: Event, options?: EvaluationOptions) => readonly Screened[]
  /** The candidates that an event raises, in the agreement's order of clauses, with every condition explained. */
  readonly evaluate: (event: Event, options?: EvaluationOptions) => readonly Candidate[]
  /** The candidate of one clause, explained; null where the event raises none against it. */
  readonly explain: (event: Event, clause: string, options?: EvaluationOptions) => Candidate | null
  /** As `zoneProbabilities`. */
  readonly zones: (event: Event) => ZoneProbabilities
  /** The share of an event's points on ground that A holds; null where no source gave it a place. */
  readonly ground: (event: Event) => Share | null
}

/** A candidate's id: hex SHA-256 over clause, version and event (null for an obligation). */
export function candidateId(clause: string, version: string, event: string | null): string {
  return toHex(sha256(utf8(JSON.stringify([clause, version, event]))))
}

/** `condition: sentence` for each that could not be decided. */
export const undecidedOf = (conditions: readonly Condition[]): readonly string[] =>
  conditions
    .filter(({ held }) => held === 'undecided')
    .map(({ condition, because }) => `${condition}: ${because}`)

class Compiled implements CompiledAgreement {
  readonly agreement: Agreement
  readonly #places: Places
  readonly #screening: Screening

  constructor(agreement: Agreement) {
    this.agreement = agreement
    this.#places = new Places(agreement)
    this.#screening = new Screening(agreement, this.#places)
  }

  screen(event: Event, { standing, tally }: EvaluationOptions = {}): readonly Screened[] {
    return this.#screening.screen(event, standing, tally)
  }

  evaluate(event: Event, options: EvaluationOptions = {}): readonly Candidate[] {
    return this.screen(event, options).map((one) => this.#candidate(event, one, options))
  }

  explain(event: Event, clause: string, options: EvaluationOptions = {}): Candidate | null {
    const one = this.screen(event, options).find(
      ({ provision }) => this.agreement.provisions[provision]?.clause === clause,
    )
    return one === undefined ? null : this.#candidate(event, one, options)
  }

  // The places look at this event: it was screened last.
  #candidate(event: Event, screened: Screened, options: EvaluationOptions): Candidate {
    const { agreement } = this
    const provision = agreement.provisions[screened.provision] as Provision
    const { standing } = options
    const reading = readingOf(agreement, provision, { observed: event.observed, standing })
    if (reading === null)
      throw new Error(`${provision.clause} was raised in no version: screening is wrong`)
    const index = agreement.zones.findIndex(({ id }) => id === provision.zone)
    const conditions = [
      actCondition(provision, event),
      weaponCondition(provision.weapons, event.weapon),
      placeCondition(agreement.zones[index], provision.binds?.party ?? null, {
        places: this.#places,
        index,
      }),
      reading.time,
      ...phaseConditions(agreement, provision, { observed: event.observed, standing }),
      ...countConditions(provision, event, options.tally),
      ...exceptionConditions(provision, { agreement, event, standing }),
    ]
    return {
      id: candidateId(provision.clause, reading.version.id, event.id),
      clause: provision.clause,
      agreementVersion: reading.version.id,
      event: event.id,
      probability: screened.probability,
      conditions,
      undecided: undecidedOf(conditions),
      atMs: options.nowMs ?? event.observed.toMs,
    }
  }

  zones(event: Event): ZoneProbabilities {
    if (event.estimate === null) return []
    this.#places.look(event)
    return this.agreement.zones.map(({ id }, index) => ({
      zone: id,
      probability: this.#places.most(index, null) ?? 0,
    }))
  }

  ground(event: Event): Share | null {
    this.#places.look(event)
    return this.#places.ground()
  }
}

const compiled = new WeakMap<Agreement, CompiledAgreement>()

/** The compiled form of an agreement, which is never changed in place: made once for each. */
export function compileAgreement(agreement: Agreement): CompiledAgreement {
  const before = compiled.get(agreement)
  if (before !== undefined) return before
  const made = new Compiled(agreement)
  compiled.set(agreement, made)
  return made
}
