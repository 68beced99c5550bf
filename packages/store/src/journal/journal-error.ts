/**
 * Why an append was not acknowledged. `full`: the disk or a limit; the journal goes on and the same records may be sent again.
 * `refused`: these records can never be accepted. `failed`: a sync failed, so what is on the medium is unknown until
 * the directory is opened again. `closed`: the journal was closed.
 */
export type JournalErrorCode = 'full' | 'refused' | 'failed' | 'closed'

/** What `append` rejects with. Nothing of the records was acknowledged. */
export class JournalError extends Error {
  readonly code: JournalErrorCode

  constructor(code: JournalErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'JournalError'
    this.code = code
  }
}
