/** Which version of the text an event is read under, and whether a clause bound at all at that time. */
import type { InstantMs, Interval } from '../../units/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { Agreement, Condition, Provision, Standing, Version } from '../document/types.ts'
import { phaseSpans } from '../standing/phases.ts'
import { coveredBy, joined } from './phase-times.ts'

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

/** How a provision is read at a time; null where no version of that time has it. */
export function readingOf(
  agreement: Agreement,
  provision: Provision,
  observed: Interval,
): Reading | null {
  const during = agreement.versions.filter((version, i) => {
    const endMs = agreement.versions[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY
    return version.fromMs <= observed.toMs && observed.fromMs < endMs
  })
  const version = during.find((one) => isInForce(agreement, provision, one))
  if (version === undefined) return null
  return { version, time: timeOf(agreement, provision, { observed, during }) }
}

function timeOf(
  agreement: Agreement,
  provision: Provision,
  { observed, during }: { readonly observed: Interval; readonly during: readonly Version[] },
): Condition {
  const { fromMs, toMs } = observed
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
      `the event lies ${tellInterval(observed)}, ` +
        `and the text changed at ${tellInstant(change.fromMs)} (${change.id}): ` +
        'which text was in force is open',
    )
  if (deadlineMs !== undefined && fromMs < deadlineMs)
    return timeCondition(
      'undecided',
      `the event lies ${tellInterval(observed)}, ` +
        `and the clause binds only from ${tellInstant(deadlineMs)}`,
    )
  const version = during[0]
  return timeCondition('yes', `${version?.id ?? 'no version'} was in force all that time`)
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
