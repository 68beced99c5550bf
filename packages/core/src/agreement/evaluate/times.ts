/** Which version of the text an event is read under, and whether a clause bound at all at that time. */
import type { InstantMs, Interval } from '../../units/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { Agreement, Condition, Provision, Standing, Version } from '../document/types.ts'
import { phaseSpans } from '../standing/phases.ts'
import { coveredBy, joined } from './phase-times.ts'
import { boundFrom, tellAfter } from './starts.ts'

/** The version in force at an instant, or null before the first one. A version begins at its instant. */
export function versionAt(agreement: Agreement, ms: InstantMs): Version | null {
  return agreement.versions.findLast((version) => version.fromMs <= ms) ?? null
}

/** Whether the provision stands in the version. */
export function isInForce(agreement: Agreement, provision: Provision, version: Version): boolean {
  const place = (id: string): number => agreement.versions.findIndex((one) => one.id === id)
  const here = place(version.id)
  return (
    place(provision.sinceVersion) <= here &&
    (provision.untilVersion === undefined || here < place(provision.untilVersion))
  )
}

/** Which version a clause is read in: that of the event's time, or, across a change, the earliest that has the clause. */
export interface Reading {
  readonly version: Version
  readonly time: Condition
}

function timeCondition(held: Condition['held'], because: string): Condition {
  const probability = { yes: 1, no: 0, undecided: null }[held]
  return { condition: 'time', held, probability, because }
}

const tellInterval = ({ fromMs, toMs }: Interval): string =>
  `between ${tellInstant(fromMs)} and ${tellInstant(toMs)}`

interface Then {
  readonly observed: Interval
  /** What people declared; a clause may bind only from so long after it. */
  readonly standing: Standing | undefined
}

/** How a provision is read at a time; null where no version of that time has it. */
export function readingOf(agreement: Agreement, provision: Provision, then: Then): Reading | null {
  const { observed } = then
  const during = agreement.versions.filter((version, i) => {
    const endMs = agreement.versions[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY
    return version.fromMs <= observed.toMs && observed.fromMs < endMs
  })
  const version = during.find((one) => isInForce(agreement, provision, one))
  if (version === undefined) return null
  return { version, time: timeOf(agreement, provision, { ...then, during }) }
}

const lies = (observed: Interval, told: string): string =>
  `the event lies ${tellInterval(observed)}, and the clause binds only from ${told}`

function sinceInstant({ fromMs }: Provision, { observed }: Then): Condition | null {
  if (fromMs === undefined || fromMs <= observed.fromMs) return null
  const told = tellInstant(fromMs)
  return observed.toMs < fromMs
    ? timeCondition('no', `the clause binds only from ${told}`)
    : timeCondition('undecided', lies(observed, told))
}

function sinceStart(
  agreement: Agreement,
  { after }: Provision,
  { observed, standing }: Then,
): Condition | null {
  if (after === undefined) return null
  const told = tellAfter(agreement, after, { standing, atMs: observed.toMs })
  const bound = boundFrom(agreement, after, standing)
  if (bound === null)
    return timeCondition(
      'undecided',
      `the clause binds only from ${told}, and nothing was given of what people declared`,
    )
  const held = coveredBy(bound, observed)
  if (held === 'yes') return null
  return timeCondition(
    held,
    held === 'no' ? `the clause binds only from ${told}` : lies(observed, told),
  )
}

/** Whether a clause bound yet that binds only from some time on; null where nothing holds it back. */
function sinceWhen(agreement: Agreement, provision: Provision, then: Then): Condition | null {
  const instant = sinceInstant(provision, then)
  const start = sinceStart(agreement, provision, then)
  return start?.held === 'no' ? start : (instant ?? start)
}

function timeOf(
  agreement: Agreement,
  provision: Provision,
  then: Then & { readonly during: readonly Version[] },
): Condition {
  const { observed, during } = then
  const since = sinceWhen(agreement, provision, then)
  if (since?.held === 'no') return since
  const first = agreement.versions[0]
  const begins = [
    ...(first !== undefined && observed.fromMs < first.fromMs ? [first] : []),
    ...during.slice(1),
  ]
  const change = begins[0]
  if (change !== undefined)
    return timeCondition(
      'undecided',
      `the event lies ${tellInterval(observed)}, ` +
        `and the text changed at ${tellInstant(change.fromMs)} (${change.id}): ` +
        'which text was in force is open',
    )
  if (since !== null) return since
  const version = during[0]?.id ?? 'no version'
  const { after } = provision
  const told =
    after === undefined
      ? ''
      : `; the clause binds from ${tellAfter(agreement, after, { standing: then.standing, atMs: observed.toMs })}`
  return timeCondition('yes', `${version} was in force all that time${told}`)
}

/** The phase condition of a provision that binds in some phases only; none for any other. */
export function phaseConditions(
  agreement: Agreement,
  provision: Provision,
  { observed, standing }: { readonly observed: Interval; readonly standing: Standing | undefined },
): readonly Condition[] {
  const named = provision.phases ?? []
  if (named.length === 0) return []
  const held =
    standing === undefined
      ? 'undecided'
      : coveredBy(
          joined(phaseSpans(agreement, standing).filter(({ phase }) => named.includes(phase))),
          observed,
        )
  const phases = named.join(' or ')
  const because = {
    yes: `the clause binds in ${phases}, which was in force all that time`,
    no: `the clause binds in ${phases}, which was not in force then`,
    undecided:
      standing === undefined
        ? `the clause binds in ${phases}, and nothing was given of what people declared`
        : `the event lies ${tellInterval(observed)}, and ${phases}, in which the clause binds, ` +
          'was in force for a part of it only',
  }[held]
  return [
    { condition: 'phase', held, probability: { yes: 1, no: 0, undecided: null }[held], because },
  ]
}
