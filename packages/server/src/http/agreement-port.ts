import type { Office } from '@holdfast/core/nations'

/** Which part of the register of notified activities: the newest, before the log index `before`. */
export interface RegisterPage {
  readonly limit: number
  readonly before?: number
}

/** What the routes of the agreement need of a running deployment. */
export interface AgreementPort {
  /** Phases, gates, facts, duties and the register, as the office may see them. */
  agreementStanding(office: Office, page: RegisterPage): object
}
