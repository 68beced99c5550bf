import type { Label } from '@holdfast/core/nations'
import { DEFAULTS } from '../observation/index.ts'
import type { GmtiHeader } from './types.ts'

const ORDER: readonly Label['classification'][] = [
  'UNCLASSIFIED',
  'RESTRICTED',
  'CONFIDENTIAL',
  'SECRET',
]
/** P3 (AEDP-7, table 2-2): 1 top secret, 2 secret, 3 confidential, 4 restricted, 5 unclassified. */
const OF_CODE: Readonly<Record<number, Label['classification']>> = {
  2: 'SECRET',
  3: 'CONFIDENTIAL',
  4: 'RESTRICTED',
  5: 'UNCLASSIFIED',
}

/**
 * The label of what a packet reports: its source's, raised to the packet's own classification. A code word (P5) is a
 * restriction that nobody here can evaluate, and what cannot be evaluated denies: it may then be released to no one.
 * Null where the packet may not be held here at all: top secret, or a classification that is not known.
 */
export function labelOf(
  { classification, securityCode }: GmtiHeader,
  sourceLabel: Label | undefined,
): Label | null {
  const label = sourceLabel ?? DEFAULTS.label
  const own = OF_CODE[classification]
  if (own === undefined) return null
  const higher = Math.max(ORDER.indexOf(own), ORDER.indexOf(label.classification))
  return {
    ...label,
    classification: ORDER[higher] ?? 'SECRET',
    ...(securityCode === 0 ? {} : { releasableTo: [] }),
  }
}
