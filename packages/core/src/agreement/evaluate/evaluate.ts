/**
 * Holds an event against the text that was in force when it happened. Every condition has three values; an unknown is
 * never read as "no". A candidate accuses nobody: it says which clause a panel should look at, what speaks for it, and
 * what could not be decided.
 *
 * Probability = the product of the independent factors that a number can be given for: that the event occurred
 * (`act`), and that it lies in the zone (`place`; where no source gave a place, the zone's share of the conflict region).
 * What has no number stays out of the product and is told in `undecided`, so the figure is then an upper bound: it is
 * reached if the open points all fall that way. Clauses for different weapons that are open at once cannot all be so.
 *
 * Screening: a clause raises no candidate where a condition is a plain "no", where the product lies below the
 * agreement's threshold, or where both act and weapon are open (nothing that was observed speaks for that clause:
 * an undetermined bang of an unknown weapon would otherwise be held against every withdrawal rule).
 */
import { sha256, toHex, utf8 } from '../../evidence/index.ts'
import type { Event } from '../../fuse/index.ts'
import type { InstantMs, Interval } from '../../units/index.ts'
import { tellInstant } from '../../units/index.ts'
import { placeCondition, placementOf } from './place.ts'
import type { Placement } from './place.ts'
import type { Agreement, Candidate, Condition, Provision, Version } from '../document/types.ts'
import { weaponCondition } from './weapon.ts'

/** The version in force at an instant, or null before the first one. A version begins at its instant. */
export function versionAt(agreement: Agreement, ms: InstantMs): Version | null {
  return agreement.versions.findLast((version) => version.fromMs <= ms) ?? null
}

/** A candidate's id: hex SHA-256 over clause, version and event (null for an obligation). */
export function candidateId(clause: string, version: string, event: string | null): string {
  return toHex(sha256(utf8(JSON.stringify([clause, version, event]))))
}

/** Whether the provision stands in the version. */
function isInForce(agreement: Agreement, provision: Provision, version: Version): boolean {
  const place = (id: string): number => agreement.versions.findIndex((one) => one.id === id)
  const here = place(version.id)
  return (
    place(provision.sinceVersion) <= here &&
    (provision.untilVersion === undefined || here < place(provision.untilVersion))
  )
}

/** Phases are parts of a flight; a state that was found, an impediment or an aircraft has none to compare. */
const hasPhase = (kind: string): boolean => !/^[PAXCODB]\./.test(kind)

function actCondition({ act }: Provision, event: Event): Condition {
  const condition = 'act'
  const occurred = `occurred with probability ${Math.round(event.probability * 1000) / 1000}`
  if (act.kinds.length > 0 && !act.kinds.includes(event.kind))
    return {
      condition,
      held: 'no',
      probability: 0,
      because: `the clause does not mean ${event.kind}`,
    }
  const { probability } = event
  const anyPhase = act.phases.length === 0 || !hasPhase(event.kind)
  if (anyPhase || act.phases.includes(event.phase)) {
    const what = anyPhase ? event.kind : `${event.kind}, ${event.phase}`
    return { condition, held: 'yes', probability, because: `${what}; ${occurred}` }
  }
  if (event.phase !== 'undetermined')
    return {
      condition,
      held: 'no',
      probability: 0,
      because: `the clause does not mean a ${event.kind} that is ${event.phase}`,
    }
  return {
    condition,
    held: 'undecided',
    probability,
    because:
      `${event.kind} of undetermined phase; the clause means ${act.phases.join(' or ')}; ` +
      `${occurred}, whatever its phase`,
  }
}

/** Which version a clause is read in: that of the event's time, or, across a change, the earliest that has the clause. */
interface Reading {
  readonly version: Version
  readonly time: Condition
}

function timeCondition(held: Condition['held'], because: string): Condition {
  const probability = { yes: 1, no: 0, undecided: null }[held]
  return { condition: 'time', held, probability, because }
}

function readingOf(agreement: Agreement, provision: Provision, event: Event): Reading | null {
  const { fromMs, toMs } = event.observed
  const during = agreement.versions.filter((version, i) => {
    const endMs = agreement.versions[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY
    return version.fromMs <= toMs && fromMs < endMs
  })
  const version = during.find((one) => isInForce(agreement, provision, one))
  if (version === undefined) return null
  return { version, time: timeOf(agreement, provision, event.observed, during) }
}

function timeOf(
  agreement: Agreement,
  provision: Provision,
  { fromMs, toMs }: Interval,
  during: readonly Version[],
): Condition {
  const deadlineMs = provision.fromMs
  if (deadlineMs !== undefined && toMs < deadlineMs)
    return timeCondition('no', `the clause binds only from ${tellInstant(deadlineMs)}`)
  const first = agreement.versions[0]
  const begins = [
    ...(first !== undefined && fromMs < first.fromMs ? [first] : []),
    ...during.slice(1),
  ]
  const change = begins[0]
  if (change !== undefined)
    return timeCondition(
      'undecided',
      `the event lies between ${tellInstant(fromMs)} and ${tellInstant(toMs)}, ` +
        `and the text changed at ${tellInstant(change.fromMs)} (${change.id}): ` +
        'which text was in force is open',
    )
  if (deadlineMs !== undefined && fromMs < deadlineMs)
    return timeCondition(
      'undecided',
      `the event lies between ${tellInstant(fromMs)} and ${tellInstant(toMs)}, ` +
        `and the clause binds only from ${tellInstant(deadlineMs)}`,
    )
  const version = during[0]
  return timeCondition('yes', `${version?.id ?? 'no version'} was in force all that time`)
}

const exceptionConditions = ({ unless }: Provision): readonly Condition[] =>
  (unless ?? []).map(({ id, title }) => ({
    condition: 'exception',
    held: 'undecided',
    probability: null,
    because: `${id}: ${title}; a person has to decide it`,
  }))

function conditionsOf(
  agreement: Agreement,
  provision: Provision,
  { event, placement, time }: { event: Event; placement: Placement; time: Condition },
): readonly Condition[] | null {
  const act = actCondition(provision, event)
  const weapon = weaponCondition(provision.weapons, event.weapon)
  const isOpen = act.held === 'undecided' && weapon.held === 'undecided'
  if (isOpen || [act, weapon, time].some(({ held }) => held === 'no')) return null
  const zone = agreement.zones.find(({ id }) => id === provision.zone) ?? null
  const place = placeCondition(zone, placement, provision.binds?.party ?? null)
  if (place.held === 'no') return null
  return [act, weapon, place, time, ...exceptionConditions(provision)]
}

/**
 * The candidates that an event raises, in the agreement's order of clauses. `nowMs` stamps them; without it they bear
 * the end of the event's own time, so that a replay repeats.
 */
export function evaluateEvent(
  agreement: Agreement,
  event: Event,
  nowMs?: InstantMs,
): readonly Candidate[] {
  // What is only claimed is for people: they may open an incident on a claim, a machine raises nothing on one.
  if (event.claims?.length === event.observations.length) return []
  const placement = placementOf(agreement, event)
  return agreement.provisions.flatMap((provision) => {
    const reading = readingOf(agreement, provision, event)
    if (reading === null) return []
    const conditions = conditionsOf(agreement, provision, {
      event,
      placement,
      time: reading.time,
    })
    if (conditions === null) return []
    const probability = conditions.reduce((product, one) => product * (one.probability ?? 1), 1)
    if (probability < agreement.thresholds.screening) return []
    const agreementVersion = reading.version.id
    return [
      {
        id: candidateId(provision.clause, agreementVersion, event.id),
        clause: provision.clause,
        agreementVersion,
        event: event.id,
        probability,
        conditions,
        undecided: conditions
          .filter(({ held }) => held === 'undecided')
          .map(({ condition, because }) => `${condition}: ${because}`),
        atMs: nowMs ?? event.observed.toMs,
      },
    ]
  })
}
