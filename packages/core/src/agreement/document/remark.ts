/** What a rule finds: where, what was noticed and how to mend it. */
export interface Found {
  /** As in `provisions.3.zone`; the empty path is the document. */
  readonly path: string
  readonly problem: string
}
