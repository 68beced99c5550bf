/**
 * The distributions that planners state: what they can be asked for across a table. Each is drawn by the inverse of its
 * distribution function from one uniform number, so that paired runs draw alike.
 */
import { pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'

/** A distribution of a number that is never negative; its unit is the field's that holds it. */
export type Distribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'triangular'
      readonly min: number
      readonly mode: number
      readonly max: number
    }
  | { readonly kind: 'exponential'; readonly mean: number }

const KINDS: readonly Distribution['kind'][] = ['fixed', 'uniform', 'triangular', 'exponential']

/** The mean. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value
    case 'uniform':
      return (distribution.min + distribution.max) / 2
    case 'triangular':
      return (distribution.min + distribution.mode + distribution.max) / 3
    case 'exponential':
      return distribution.mean
  }
}

/** The value at which the distribution function is `u`, in [0, 1). */
export function valueAt(distribution: Distribution, u: number): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) * u
    case 'triangular':
      return triangularAt(distribution, u)
    case 'exponential':
      return -distribution.mean * Math.log(1 - u)
  }
}

function triangularAt(
  { min, mode, max }: Extract<Distribution, { kind: 'triangular' }>,
  u: number,
): number {
  const width = max - min
  if (width === 0) return min
  return u * width < mode - min
    ? min + Math.sqrt(u * width * (mode - min))
    : max - Math.sqrt((1 - u) * width * (max - mode))
}

/** Reads a distribution whose values lie from `min` to `max`; of the exponential one only the mean is held to it. */
export function readDistribution(
  reader: DocumentReader,
  parent: Fields,
  key: string,
  range: { readonly min: number; readonly max: number },
): Distribution {
  const fields = reader.map(parent, key)
  const kind = reader.oneOf(fields, 'kind', KINDS)
  const number = (name: string): number => reader.number(fields, name, range)
  const ordered = (low: string, a: number, high: string, b: number): void => {
    if (a > b)
      reader.refuse(
        pathOf(fields, low),
        `is ${a}, above ${high}, which is ${b}; write them in order`,
      )
  }
  switch (kind) {
    case 'fixed':
      return { kind, value: number('value') }
    case 'uniform': {
      const [min, max] = [number('min'), number('max')]
      ordered('min', min, 'max', max)
      return { kind, min, max }
    }
    case 'triangular': {
      const [min, mode, max] = [number('min'), number('mode'), number('max')]
      ordered('min', min, 'mode', mode)
      ordered('mode', mode, 'max', max)
      return { kind, min, mode, max }
    }
    case 'exponential':
      return { kind, mean: number('mean') }
  }
}
