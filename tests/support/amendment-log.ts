/** A log of the commission that is asked one command after another: a small text with a quorum of 3, and motions to amend it. */
import { BARE, decide, evolve, initial } from '@holdfast/core/agreement'
import type {
  Agreement,
  AgreementCommand,
  AgreementState,
  Amendment,
  AmendmentCommandName,
} from '@holdfast/core/agreement'
import type { Entry, Json } from '@holdfast/core/evidence'
import type { Actor } from '@holdfast/core/nations'
import { DAY_MS, isRefused } from '@holdfast/core/units'

/** A command on a motion that there is. */
export type OnMotion = Exclude<AmendmentCommandName, 'proposeAmendment'>

/** The text: one fact, a quorum of 3. */
export const textOf = (more: object = {}) =>
  ({
    ...BARE,
    id: 'x',
    title: 'The text',
    versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
    facts: [{ id: 'quiet', title: 'quiet', declaredBy: 'commission' }],
    provisions: [],
    obligations: [],
    thresholds: { quorum: 3 },
    ...more,
  }) as unknown as Agreement
/** A panel member of the commission. */
export const officer = (nation: string, more: Partial<Actor> = {}): Actor => ({
  name: `officer of ${nation}`,
  nation,
  role: 'panel',
  office: 'commission',
  keyId: 'dev',
  ...more,
})
/** The entry of the first text, `text 0`, as one officer adopted it in journals of before. */
export const adoptedEntry = (agreement = textOf()): Pick<Entry, 'kind' | 'payload' | 'refs'> => ({
  kind: 'agreement.adopted',
  payload: { agreement, document: 'text 0', amends: null } as unknown as Json,
  refs: [],
})
/** A motion for another document. */
export const propose = (document = 'text 1', more: object = {}): AgreementCommand => ({
  type: 'proposeAmendment',
  agreement: textOf(),
  document,
  fromMs: null,
  reason: 'the line moved',
  ...more,
})
/** A word on a motion. */
export const on = (
  type: OnMotion,
  motion: number,
  reason = 'read and weighed',
): AgreementCommand => ({ type, motion, reason })
/** A nation is for it. */
export const support = (motion: number): AgreementCommand => on('supportAmendment', motion)
/** A nation is against it. */
export const oppose = (motion: number): AgreementCommand => on('opposeAmendment', motion)
/** The proposer's nation takes it back. */
export const withdraw = (motion: number): AgreementCommand => on('withdrawAmendment', motion)

const label = {
  policy: 'HOLDFAST',
  classification: 'RESTRICTED',
  offices: [],
  releasableTo: [],
} as const

/** The log: commands go in, entries come out. `first`: who adopted the first text, and which; null: there is none. */
export class AmendmentLog {
  state: AgreementState = initial
  nowMs = DAY_MS
  readonly entries: Entry[] = []

  constructor(first: { readonly by?: Actor; readonly text?: Agreement } | null = {}) {
    if (first !== null) this.fold(adoptedEntry(first.text ?? textOf()), first.by ?? officer('XAA'))
  }

  /** Folds an entry in, as it stands. */
  fold(made: Pick<Entry, 'kind' | 'payload' | 'refs'>, actor: Actor): Entry {
    const entry: Entry = { ...made, index: this.entries.length, actor, atMs: this.nowMs, label }
    this.entries.push(entry)
    this.state = evolve(this.state, entry)
    return entry
  }

  /** What a command is refused with, or null where it was recorded. */
  ask(command: AgreementCommand, actor: Actor): string | null {
    const decided = decide(this.state, command, { actor, nowMs: this.nowMs })
    if (isRefused(decided)) return decided.refused
    for (const one of decided.entries) this.fold(one, actor)
    return null
  }

  /** The log index of the last entry that a command made. */
  take(command: AgreementCommand, actor: Actor): number {
    const refused = this.ask(command, actor)
    if (refused !== null) throw new Error(refused)
    return this.entries.length - 1
  }

  /** A motion by its log index. */
  motion(entry: number): Amendment {
    const found = this.state.amendments.find((one) => one.entry === entry)
    if (found === undefined) throw new Error(`no motion ${entry}`)
    return found
  }
}
