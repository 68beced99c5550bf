/** When each provision bound by what people declared: worked out once for what was declared, and asked for every event. */
import type { Interval } from '../../units/index.ts'
import type { Agreement, Provision, Standing } from '../document/types.ts'
import { phaseSpans } from '../standing/phases.ts'
import { coveredBy, joined } from './phase-times.ts'
import type { Covered, Stretch } from './phase-times.ts'
import { boundFrom } from './starts.ts'

/** When something bound, in stretches that do not touch; null: nobody knows. */
type Times = readonly Stretch[] | null
const ALWAYS: readonly Stretch[] = [
  { fromMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY },
]

/** The times of an agreement's provisions. */
export class BoundTimes {
  readonly #agreement: Agreement
  /** By provision: whether it binds only from so long after something. */
  readonly #hasStart: readonly boolean[]
  #facts: Standing['facts'] | undefined
  #phases: (Times | undefined)[] = []
  #starts: (Times | undefined)[] = []

  constructor(agreement: Agreement) {
    this.#agreement = agreement
    this.#hasStart = agreement.provisions.map(({ after }) => after !== undefined)
  }

  /**
   * Whether a provision, by its place in the agreement, bound at a time: not at all where its phases or its deadline say no,
   * whole where both cover all of it, else undecided; undecided too where nobody said what was declared.
   */
  held(provision: number, observed: Interval, standing: Standing | undefined): Covered {
    if (standing?.facts !== this.#facts) {
      this.#facts = standing?.facts
      this.#phases = []
      this.#starts = []
    }
    const inPhase = this.#inPhase(provision, standing)
    const phase = inPhase === null ? 'undecided' : coveredBy(inPhase, observed)
    if (phase === 'no' || this.#hasStart[provision] !== true) return phase
    const since = this.#since(provision, standing)
    const start = since === null ? 'undecided' : coveredBy(since, observed)
    return start === 'yes' ? phase : start
  }

  #inPhase(provision: number, standing: Standing | undefined): Times {
    const before = this.#phases[provision]
    if (before !== undefined) return before
    const { phases = [] } = this.#agreement.provisions[provision] as Provision
    const made =
      phases.length === 0
        ? ALWAYS
        : standing === undefined
          ? null
          : joined(
              phaseSpans(this.#agreement, standing).filter(({ phase }) => phases.includes(phase)),
            )
    this.#phases[provision] = made
    return made
  }

  #since(provision: number, standing: Standing | undefined): Times {
    const before = this.#starts[provision]
    if (before !== undefined) return before
    const { after } = this.#agreement.provisions[provision] as Provision
    const made = after === undefined ? ALWAYS : boundFrom(this.#agreement, after, standing)
    this.#starts[provision] = made
    return made
  }
}
