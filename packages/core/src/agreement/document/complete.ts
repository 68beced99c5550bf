import type { InstantMs } from '../../units/index.ts'
import type { Agreement, Obligation } from './types.ts'

/** What a text need not say: a text that says nothing of it has none. */
export const BARE: Pick<
  Agreement,
  | 'languages'
  | 'definitions'
  | 'facts'
  | 'phases'
  | 'gates'
  | 'baseline'
  | 'notified'
  | 'repairs'
  | 'benign'
> = {
  languages: [],
  definitions: [],
  facts: [],
  phases: [],
  gates: [],
  baseline: null,
  notified: [],
  repairs: [],
  benign: [],
}

/** Parts that every text has; a stub of a text may lack them. */
const EMPTY: Pick<Agreement, 'versions' | 'lines' | 'zones' | 'provisions' | 'obligations'> = {
  versions: [],
  lines: [],
  zones: [],
  provisions: [],
  obligations: [],
}

/** A duty as entries held it before a deadline could run from a fact: `dueMs` in place of `due`, and no kind. */
type OldObligation = Partial<Obligation> & { readonly dueMs?: InstantMs }
/** An agreement as an old entry may hold it: one line of contact by its id, and none of the later parts. */
type OldAgreement = Partial<Omit<Agreement, 'obligations' | 'thresholds'>> & {
  readonly lineOfContact?: string
  readonly obligations?: readonly OldObligation[]
  readonly thresholds?: Partial<Agreement['thresholds']>
}

const isWhole = (old: OldAgreement): boolean =>
  [...Object.keys(BARE), ...Object.keys(EMPTY), 'linesOfContact'].every((key) => key in old) &&
  old.thresholds?.breaches !== undefined &&
  (old.obligations ?? []).every(({ due, kind }) => due !== undefined && kind !== undefined)

function completedObligation({ dueMs, ...duty }: OldObligation): Obligation {
  const due = duty.due ?? { kind: 'at', atMs: dueMs ?? 0 }
  return { ...duty, due, kind: duty.kind ?? 'other' } as Obligation
}

/**
 * The agreement that an entry holds, with what was not yet there when it was adopted: one line of contact becomes the
 * list of one that counts from the beginning, a duty's instant becomes its deadline, and lists that are missing are
 * empty. A value that is whole is given back as it is, the same object.
 */
export function completed(value: object): Agreement {
  const old = value as OldAgreement
  if (isWhole(old)) return value as Agreement
  const { lineOfContact, ...rest } = old
  const lines = lineOfContact === undefined ? [] : [{ line: lineOfContact, fromMs: 0 }]
  return {
    ...BARE,
    ...EMPTY,
    ...rest,
    linesOfContact: old.linesOfContact ?? lines,
    obligations: (old.obligations ?? []).map(completedObligation),
    thresholds: { ...old.thresholds, breaches: old.thresholds?.breaches ?? [] },
  } as Agreement
}
