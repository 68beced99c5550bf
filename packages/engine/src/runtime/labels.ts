import type { Label, Office } from '@holdfast/core/nations'

const label = (classification: Label['classification'], offices: readonly Office[]): Label => ({
  policy: 'HOLDFAST',
  classification,
  offices,
  releasableTo: ['ALL'],
})

/**
 * The label that an entry bears, by the step that made it. Caveats, linchpins and node criticality carry the highest
 * one (do no harm, rule 4); exact positions are the monitor's view only.
 */
const LABELS: Readonly<Record<string, Label>> = {
  observe: label('RESTRICTED', ['monitor']),
  agreement: label('UNCLASSIFIED', ['monitor', 'commission', 'guarantors']),
  verify: label('RESTRICTED', ['monitor', 'commission']),
  respond: label('RESTRICTED', ['monitor', 'commission', 'guarantors']),
  generate: label('SECRET', ['guarantors']),
  move: label('SECRET', ['guarantors']),
  exercise: label('UNCLASSIFIED', ['monitor', 'commission', 'guarantors']),
}

/** The label of an entry of that kind; a kind of no known step is shown to nobody. */
export const labelOf = (kind: string): Label =>
  LABELS[kind.split('.', 1)[0] ?? ''] ?? label('SECRET', [])
