/** What commands ask of a deployment, whoever holds it: the port that a server's API and an opened directory stand behind. */
import type { Actor, Office } from '@holdfast/core/nations'
import type { Answer } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { RecordAccess } from './record.ts'

/** Which of what was not understood is shown; newest first, before the id `before`. */
export interface RejectsAsked {
  readonly source?: string
  readonly reason?: string
  readonly feed?: string
  readonly before?: number
  readonly limit: number
}

/** What commands ask of a deployment; every answer is JSON as the API gives it. */
export interface Access extends RecordAccess {
  status(): Promise<unknown>
  ingest(rows: readonly unknown[]): Promise<Answer>
  observations(page: { limit: number; after?: string }): Promise<unknown>
  /** With `support`, events come with the support points of their estimates: to judge them by a text takes these. */
  picture(asked?: { readonly support?: boolean }): Promise<unknown>
  chain(incident: string): Promise<unknown>
  plan(): Promise<unknown>
  checkpoint(): Promise<string>
  /** An entry of the log with its proof, and its payload as the office may have it. */
  logEntry(index: number): Promise<unknown>
  /** The registry with each source's chain and how it stands. */
  sources(): Promise<unknown>
  /** What following found wrong with those who report; only a running server follows. */
  sourceHealth(): Promise<unknown>
  /** Whether the line of contact creeps, by more than is tolerated, metres. */
  lineCreep(asked: { readonly toleratedM: number }): Promise<unknown>
  /** How each source stood over [fromMs, toMs). */
  coverage(period: { readonly fromMs: InstantMs; readonly toMs: InstantMs }): Promise<unknown>
  rejects(asked: RejectsAsked): Promise<unknown>
  /** How the agreement stands, with a page of the register of notified activities. */
  agreementStanding(page: { readonly limit: number; readonly before?: number }): Promise<unknown>
  /** Motions to amend the agreement, the newest first; with a log index that one, with its text. */
  agreementMotions(motion?: number): Promise<unknown>
  /** What is due now, and what it waits on. */
  day(): Promise<unknown>
  /** Where nobody looked over the last day, ranked for tomorrow. */
  tasking(): Promise<unknown>
  /** Whether the machine's figures held true, and how their recalibrations stand. */
  reliability(): Promise<unknown>
  /** What waits to be decided beside the incidents. */
  desk(): Promise<unknown>
  /** The register of what is promised, as the nation may see it. */
  register(): Promise<unknown>
  /** The acceptance table in force, and every adoption. */
  acceptance(): Promise<unknown>
  /** Answers a question about the register; records nothing. */
  askForces(question: object): Promise<unknown>
  /** The feeds that are open, or were since the server started; none where no server runs. */
  feeds(): Promise<unknown>
  /** Decides a command; gives the entries that it made. */
  command(command: object): Promise<readonly { readonly index: number; readonly kind: string }[]>
}
/** Which directory, and whose view. */
export interface AccessOptions {
  readonly dir: string
  readonly office: Office
  readonly database?: string | undefined
  /** As whom: the watch, unless the command needs more. */
  readonly role?: Actor['role']
  /** Who acts: the operator, unless somebody says who they are. */
  readonly name?: string
  /** For which nation: the mission's own (ZZZ) unless a nation speaks for itself. */
  readonly nation?: string
}
