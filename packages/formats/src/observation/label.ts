// A source is registered with a label: its rows need not repeat it, and none of them is more open than it. What a row's id or
// a signature covers cannot be changed here; so a row that names its id keeps what the id was made of, or is not taken.
import type { Label } from '@holdfast/core/nations'

/** The label that a source is registered with; undefined where it has none, or is not known. */
export type LabelOf = (source: string) => Label | undefined

const ORDER: readonly Label['classification'][] = [
  'UNCLASSIFIED',
  'RESTRICTED',
  'CONFIDENTIAL',
  'SECRET',
]

const within = <T>(own: readonly T[], bound: readonly T[]): readonly T[] =>
  own.every((one) => bound.includes(one)) ? own : own.filter((one) => bound.includes(one))

function nationsWithin(own: Label['releasableTo'], bound: Label['releasableTo']) {
  if (bound.includes('ALL')) return own
  return own.includes('ALL') ? bound : within(own, bound)
}

/** A row's own label, no more open than its source's: the higher classification, and the offices and nations of both. */
export function boundBy(own: Label, source: Label): Label {
  const offices = within(own.offices, source.offices)
  const releasableTo = nationsWithin(own.releasableTo, source.releasableTo)
  const isHigher = ORDER.indexOf(own.classification) >= ORDER.indexOf(source.classification)
  if (isHigher && offices === own.offices && releasableTo === own.releasableTo) return own
  return {
    policy: 'HOLDFAST',
    classification: isHigher ? own.classification : source.classification,
    offices,
    releasableTo,
  }
}
