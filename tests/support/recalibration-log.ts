/** Findings that judge a machine's figures, and a log in which people adopt and withdraw recalibrations of them. */
import type { Entry } from '@holdfast/core/evidence'
import { decide, evolve, fitOf, initial } from '@holdfast/core/fuse/confidence'
import type {
  ConfidenceCommand,
  ConfidenceState,
  FitIncident,
  JudgedQuestion,
} from '@holdfast/core/fuse/confidence'
import type { Actor } from '@holdfast/core/nations'
import { isRefused, seededRandom } from '@holdfast/core/units'

/** One finding: the figure that stood beside the answer, and what people signed. */
export interface Made {
  readonly question?: JudgedQuestion
  readonly probability: number
  readonly outcome: boolean
  readonly scripted?: boolean
}
/** An incident with one signed answer. */
export function incident(
  n: number,
  { question = 'occurred', probability, outcome, scripted = false }: Made,
): FitIncident {
  const open = { status: 'open', value: null, machineProbability: null, signedIn: null }
  const yes = question === 'occurred' ? 'yes' : { clause: 'X', agreementVersion: 'v1' }
  const signed = {
    status: 'signed',
    value: outcome ? yes : question === 'occurred' ? 'no' : 'none',
    machineProbability: probability,
    signedIn: n,
  }
  return {
    id: `I-${n}`,
    status: 'concluded',
    scripted,
    answers: { occurred: open, breach: open, [question]: signed },
  }
}
/** Findings of a machine that is too sure. */
export function findings(count: number, more: Partial<Made> = {}, seed = 1): FitIncident[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, n) => {
    const probability = random()
    const truth = 0.3 + 0.4 * probability
    return incident(n, { probability, outcome: random() < truth, ...more })
  })
}

/** An analyst of the monitor's office, or whom the change makes of them. */
export const actor = (change: Partial<Actor> = {}): Actor => ({
  name: 'A. Nalyst',
  nation: 'SWE',
  role: 'analyst',
  office: 'monitor',
  keyId: 'k',
  ...change,
})
/** A command with who gives it. */
export type Asked = ConfidenceCommand & { readonly actor?: Actor }

/** A log that decides, records and folds, as the engine does; other entries stand between. */
export class Log {
  readonly entries: Entry[] = []
  readonly exercise: string | null
  incidents: FitIncident[]
  state: ConfidenceState = initial
  #next = 0

  constructor(incidents: FitIncident[], exercise: string | null = null) {
    this.incidents = incidents
    this.exercise = exercise
  }
  /** Another step's entry; gives its log index. */
  skip(): number {
    this.#next += 1
    return this.#next - 1
  }
  ask({ actor: who = actor(), ...command }: Asked): string | Entry {
    const context = { actor: who, incidents: this.incidents, exercise: this.exercise }
    const decided = decide(this.state, command, context)
    if (isRefused(decided)) return decided.refused
    const [draft] = decided.entries
    if (draft === undefined || decided.entries.length > 1) throw new Error('one entry each')
    const label = {} as Entry['label']
    const entry: Entry = { ...draft, index: this.skip(), atMs: this.#next, actor: who, label }
    this.entries.push(entry)
    this.state = evolve(this.state, entry)
    return entry
  }
  fit(question: JudgedQuestion = 'occurred'): string {
    return fitOf(this.incidents, question, { isExercise: this.exercise !== null }).name
  }
  adopt(
    question: JudgedQuestion = 'occurred',
    more: { readonly fit?: string; readonly reason?: string; readonly actor?: Actor } = {},
  ): string | Entry {
    const fit = this.fit(question)
    return this.ask({ type: 'adoptRecalibration', question, fit, reason: 'r', ...more })
  }
  withdraw(
    question: JudgedQuestion = 'occurred',
    more: { readonly reason?: string; readonly actor?: Actor } = {},
  ): string | Entry {
    return this.ask({ type: 'withdrawRecalibration', question, reason: 'r', ...more })
  }
  /** Folds anew from what is on disk. */
  restart(): void {
    const read = JSON.parse(JSON.stringify(this.entries)) as Entry[]
    this.state = read.reduce(evolve, initial)
  }
}
