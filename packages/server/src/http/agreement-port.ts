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
  /** Motions to amend the agreement, the newest first. */
  agreementMotions(office: Office): object
  /** One motion with its text, by the log index of the entry that proposed it; null where there is none. */
  agreementMotion(office: Office, motion: number): object | null
}
