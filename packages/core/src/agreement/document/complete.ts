import type { Agreement } from './types.ts'

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
