/** A panel that is asked one command after another, on the state that the ones before have left. */
import { BARE } from '@holdfast/core/agreement'
import type { Agreement } from '@holdfast/core/agreement'
import type { Entry } from '@holdfast/core/evidence'
import type { Actor } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { decide, evolve, initial } from '@holdfast/core/verify'
import type {
  CandidateSnapshot,
  Command,
  Incident,
  Proposal,
  Testimony,
} from '@holdfast/core/verify'

/** One clause, a quorum of 2, two standards of proof. */
export const AGREEMENT: Agreement = {
  id: 't',
  title: 't',
  parties: { A: { title: 'A' }, B: { title: 'B' } },
  versions: [{ id: 'v1', title: 'v', fromMs: 0, source: 't' }],
  lines: [],
  ...BARE,
  linesOfContact: [{ line: 'l', fromMs: 0 }],
  zones: [],
  provisions: [
    { clause: 'X-1', title: 't', source: 't', sinceVersion: 'v1', act: { kinds: [], phases: [] } },
  ],
  obligations: [],
  thresholds: {
    screening: 0.1,
    standards: [
      { id: 'suspicion', title: 's', from: 0.2, to: 0.5 },
      { id: 'grounds', title: 'g', from: 0.5, to: 1 },
    ],
    quorum: 2,
    occurredUnheardMs: 12 * HOUR_MS,
    partiesHeardMs: 72 * HOUR_MS,
    breaches: [],
  },
  ladder: 'l',
}
/** Where a claim of these tests came from. */
export const SOURCE = { by: 'Liaison officer', receivedAtMs: 0, channel: 'hotline', document: null }
/** A person of the commission; a minister votes from the guarantors' office. */
export const person = (nation: string, role: Actor['role'] = 'panel'): Actor => ({
  name: nation,
  nation,
  role,
  office: role === 'minister' ? 'guarantors' : 'commission',
  keyId: 'k',
})
/** A report of a source of its own. */
export const testimony = (i: number, change: Partial<Testimony> = {}): Testimony => ({
  observation: `o${i}`,
  source: `s${i}`,
  group: `g${i}`,
  nation: 'JPN',
  means: ['heard'],
  ...change,
})
/** A candidate for the one clause. */
export const snapshot = (id: string, ...told: Testimony[]): CandidateSnapshot => ({
  candidate: {
    id,
    clause: 'X-1',
    agreementVersion: 'v1',
    event: `e-${id}`,
    probability: 0.7,
    conditions: [],
    undecided: [],
    atMs: 0,
  },
  testimony: told.length === 0 ? [testimony(1)] : told,
  occurrence: 0.7,
})

/** See the head of the file. The first incident that it opens is `I-0`. */
export class Panel {
  state = initial
  nowMs = 0
  readonly entries: Entry[] = []
  readonly #agreement: Agreement

  constructor(agreement: Agreement = AGREEMENT) {
    this.#agreement = agreement
  }

  /** Gives a command; returns what it was refused for, or `recorded`. */
  ask(nation: string | Actor, command: object): string {
    const actor = typeof nation === 'string' ? person(nation) : nation
    const decided = decide(this.state, { incident: 'I-0', ...command } as Command, {
      actor,
      nowMs: this.nowMs,
      agreement: this.#agreement,
    })
    if (isRefused(decided)) return decided.refused
    for (const draft of decided.entries) {
      const label = {
        policy: 'HOLDFAST',
        classification: 'UNCLASSIFIED',
        offices: [],
        releasableTo: [],
      } as const
      const index = this.entries.length
      const entry: Entry = { ...draft, index, actor, atMs: this.nowMs, label }
      this.entries.push(entry)
      this.state = evolve(this.state, entry)
    }
    return 'recorded'
  }
  open(...told: Testimony[]): this {
    const candidates = [snapshot(`c${this.entries.length}`, ...told)]
    this.ask('FRA', { type: 'openIncident', title: 'A case', from: 'candidate', candidates })
    return this
  }
  sign({ question, value }: Proposal): this {
    const proposal = { question, value, standard: 'grounds' }
    this.ask('FRA', { type: 'proposeAnswer', ...proposal })
    for (const nation of ['SWE', 'NLD']) this.vote(nation, question)
    if (this.incident.answers[question].status !== 'signed') throw new Error('not signed')
    return this
  }
  vote(nation: string | Actor, question: string, agrees = true, standard = 'grounds'): string {
    return this.ask(nation, { type: 'vote', question, agrees, standard, reason: 'Seen.' })
  }
  /** Starts the inquiry and takes the word of both parties. */
  heard(): this {
    this.ask('FRA', { type: 'startInquiry' })
    for (const party of ['A', 'B']) this.claim({ party, stance: 'denies', text: 'A word.' })
    return this
  }
  /** Files a claim by FRA, confirmed by SWE. */
  claim(said: object, source: object = SOURCE): this {
    this.ask('FRA', { type: 'fileClaim', source, ...said })
    this.ask('SWE', { type: 'confirmClaim', claim: this.entries.length - 1 })
    return this
  }
  /** The incident of that id; `I-0` where none is named. */
  at(id = 'I-0'): Incident {
    const incident = this.state.incidents.get(id)
    if (incident === undefined) throw new Error(`there is no incident ${id}`)
    return incident
  }
  get incident(): Incident {
    return this.at()
  }
}
