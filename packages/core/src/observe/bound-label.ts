// A source is registered with a label, and none of its rows is more open than it. What is signed cannot be changed: its ids
// cover the labels that the sender wrote. So the record keeps the rows as they were signed, and beside them the label that
// was registered when they came in; whoever reads them out of the record reads the closer of the two.
import type { Label } from '../nations/index.ts'
import type { BatchAccepted } from './state.ts'
import type { Observation } from './types.ts'

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

/** The observations of a batch as they are read: those of a signed one no more open than its source was registered with. */
export function observationsOf({
  observations,
  sourceLabel,
}: Pick<BatchAccepted, 'observations' | 'sourceLabel'>): readonly Observation[] {
  if (sourceLabel === undefined) return observations
  return observations.map((one) => {
    const label = boundBy(one.label, sourceLabel)
    return label === one.label ? one : { ...one, label }
  })
}
