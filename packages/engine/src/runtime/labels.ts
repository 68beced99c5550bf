import type { Draft } from '@holdfast/core/evidence'
import { entryReleasableTo } from '@holdfast/core/generate/register'
import type { Actor, Label, Office } from '@holdfast/core/nations'

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
  // What was learned from names figures of incidents, of breaches too, and bears what a person typed.
  fuse: label('RESTRICTED', ['monitor']),
  agreement: label('UNCLASSIFIED', ['monitor', 'commission', 'guarantors']),
  verify: label('RESTRICTED', ['monitor', 'commission']),
  liaise: label('RESTRICTED', ['monitor', 'commission']),
  // Where the mission's own people are, and will be: the monitor's alone, for good.
  patrol: label('CONFIDENTIAL', ['monitor']),
  respond: label('RESTRICTED', ['monitor', 'commission', 'guarantors']),
  generate: label('SECRET', ['guarantors']),
  move: label('SECRET', ['guarantors']),
  // That a report was issued, and the digest of its file; never the report itself.
  report: label('UNCLASSIFIED', ['monitor', 'commission', 'guarantors']),
  exercise: label('UNCLASSIFIED', ['monitor', 'commission', 'guarantors']),
}
/**
 * Kinds that hold more than their step's label may let out: an announced activity is where a party's forces will be, and
 * reasons are what people typed. `views/agreement-view.ts` gives every office its part of them.
 */
const LABELS_OF_KINDS: Readonly<Record<string, Label>> = {
  'agreement.activity-announced': label('RESTRICTED', ['monitor']),
  'agreement.notification-withdrawn': label('RESTRICTED', ['monitor']),
  // The text that is carried is for all; who moved for it and why is the commission's paper, and the monitor's.
  'agreement.amendment-proposed': label('RESTRICTED', ['monitor', 'commission']),
  'agreement.amendment-supported': label('RESTRICTED', ['monitor', 'commission']),
  'agreement.amendment-opposed': label('RESTRICTED', ['monitor', 'commission']),
  'agreement.amendment-withdrawn': label('RESTRICTED', ['monitor', 'commission']),
  'agreement.fact-moved': label('RESTRICTED', ['monitor', 'commission']),
  'agreement.duty-shown': label('RESTRICTED', ['monitor', 'commission']),
  'agreement.duty-confirmed': label('RESTRICTED', ['monitor', 'commission']),
  'agreement.duty-recalled': label('RESTRICTED', ['monitor', 'commission']),
}

/** The label of an entry of that kind; a kind of no known step is shown to nobody. */
export const labelOf = (kind: string): Label =>
  LABELS_OF_KINDS[kind] ?? LABELS[kind.split('.', 1)[0] ?? ''] ?? label('SECRET', [])

/** The label of an entry that the actor makes: its kind's, released to no more nations than its payload says. */
export const labelOfDraft = (draft: Draft, actor: Actor): Label => ({
  ...labelOf(draft.kind),
  releasableTo: entryReleasableTo({ ...draft, actor }),
})
