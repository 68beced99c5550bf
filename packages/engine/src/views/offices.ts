/** Refusals of what is one office's alone. */
import type { Office } from '@holdfast/core/nations'
import type { Refused } from '@holdfast/core/units'

/** A refusal to every office but the guarantors. */
export const guarantorsOnly = (office: Office, what: string): Refused | null =>
  office === 'guarantors'
    ? null
    : { refused: `${what} are the guarantors' view only; log in to that office` }

/** A refusal to every office but the monitor. */
export const monitorOnly = (office: Office, what: string): Refused | null =>
  office === 'monitor'
    ? null
    : { refused: `${what}: the monitor's view only; log in to that office` }
