/**
 * What differs between the candidates of two judgements of the same events: two texts, two versions of the code, or then
 * and now. A candidate's id names its version, so ids do not pair across texts; a candidate is the same where clause and
 * event are the same (an obligation: clause and deadline). Sentences are not compared but where they tell an open point:
 * what people have to decide then differs.
 */
import type { Candidate, Condition } from '../document/types.ts'

/** What two judgements are compared by: a whole candidate, or what was kept of one. */
export type CandidateMark = Pick<
  Candidate,
  'clause' | 'agreementVersion' | 'event' | 'probability' | 'undecided' | 'atMs'
> & { readonly conditions: readonly Pick<Condition, 'condition' | 'held' | 'probability'>[] }

/** A field that differs, with its value on either side. */
export interface FieldChange {
  readonly field: string
  readonly before: string | number | null
  readonly after: string | number | null
}
/** A candidate that is not the same on both sides; `before` is null where it was added, `after` where it was dropped. */
export interface CandidateChange {
  readonly clause: string
  readonly event: string | null
  readonly atMs: number
  readonly before: CandidateMark | null
  readonly after: CandidateMark | null
  /** Empty but for a candidate that is on both sides. */
  readonly fields: readonly FieldChange[]
}
/** The differences under one clause. */
export interface ClauseDiff {
  readonly clause: string
  readonly added: number
  readonly dropped: number
  readonly changed: number
  /** How many of the changed ones differ in which field. */
  readonly fields: Readonly<Record<string, number>>
  /** The first of each kind. */
  readonly examples: readonly CandidateChange[]
}
/** All differences, clauses in the order of their ids. */
export interface CandidateDiff {
  readonly same: number
  readonly added: number
  readonly dropped: number
  readonly changed: number
  readonly clauses: readonly ClauseDiff[]
}

/** Probabilities closer than this are the same: the order of a product alone moves the last digits. */
export const PROBABILITY_TOLERANCE = 1e-9
/** How many examples of each kind are kept for a clause. */
export const EXAMPLES_MAX = 3

const NONE = '(none)'
const isSameNumber = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= PROBABILITY_TOLERANCE)

type Told = CandidateMark['conditions'][number]

// Several exceptions bear one name: they are told apart by their order.
function named({ conditions }: CandidateMark): ReadonlyMap<string, Told> {
  const found = new Map<string, Told>()
  for (const one of conditions) {
    let name: string = one.condition
    for (let n = 2; found.has(name); n += 1) name = `${one.condition} ${n}`
    found.set(name, one)
  }
  return found
}

function conditionChanges(before: CandidateMark, after: CandidateMark): readonly FieldChange[] {
  const [then, now] = [named(before), named(after)]
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((name) => {
    const [a, b] = [then.get(name), now.get(name)]
    const held =
      a?.held === b?.held ? [] : [{ field: name, before: a?.held ?? NONE, after: b?.held ?? NONE }]
    const figures = [a?.probability ?? null, b?.probability ?? null] as const
    const figure = isSameNumber(...figures)
      ? []
      : [{ field: `${name} probability`, before: figures[0], after: figures[1] }]
    return [...held, ...figure]
  })
}

const openPoints = ({ undecided }: CandidateMark): string =>
  undecided.length === 0 ? NONE : undecided.toSorted().join('; ')

/** In what two candidates of one clause and event differ; empty where they are the same. */
export function fieldChanges(before: CandidateMark, after: CandidateMark): readonly FieldChange[] {
  const [then, now] = [openPoints(before), openPoints(after)]
  return [
    ...(before.agreementVersion === after.agreementVersion
      ? []
      : [
          {
            field: 'version',
            before: before.agreementVersion,
            after: after.agreementVersion,
          },
        ]),
    ...(isSameNumber(before.probability, after.probability)
      ? []
      : [{ field: 'probability', before: before.probability, after: after.probability }]),
    ...conditionChanges(before, after),
    ...(then === now ? [] : [{ field: 'undecided', before: then, after: now }]),
  ]
}

// No id holds a space.
const keyOf = ({ clause, event, atMs }: CandidateMark): string =>
  event === null ? `${clause} due ${atMs}` : `${clause} ${event}`

function grouped(marks: Iterable<CandidateMark>): Map<string, CandidateMark[]> {
  const found = new Map<string, CandidateMark[]>()
  for (const mark of marks) {
    const key = keyOf(mark)
    const list = found.get(key)
    if (list === undefined) found.set(key, [mark])
    else list.push(mark)
  }
  return found
}

interface Count {
  added: number
  dropped: number
  changed: number
  readonly fields: Map<string, number>
  readonly examples: {
    added: CandidateChange[]
    dropped: CandidateChange[]
    changed: CandidateChange[]
  }
}

/**
 * Counts differences event by event, and keeps the first examples of each kind: its memory grows with the number of
 * clauses, not with the history. What is added in one call must hold all candidates of its events on both sides.
 */
export class DiffCounter {
  readonly #counts = new Map<string, Count>()
  readonly #examplesMax: number
  #same = 0

  constructor(examplesMax: number = EXAMPLES_MAX) {
    this.#examplesMax = examplesMax
  }

  /** Compares the candidates of some events before and after. */
  add(before: Iterable<CandidateMark>, after: Iterable<CandidateMark>): void {
    const [then, now] = [grouped(before), grouped(after)]
    for (const key of new Set([...then.keys(), ...now.keys()])) {
      const [a, b] = [then.get(key) ?? [], now.get(key) ?? []]
      for (let n = 0; n < Math.max(a.length, b.length); n += 1)
        this.#pair(a[n] ?? null, b[n] ?? null)
    }
  }

  #pair(before: CandidateMark | null, after: CandidateMark | null): void {
    const mark = after ?? before
    if (mark === null) return
    const fields = before === null || after === null ? [] : fieldChanges(before, after)
    const kind = before === null ? 'added' : after === null ? 'dropped' : 'changed'
    if (kind === 'changed' && fields.length === 0) {
      this.#same += 1
      return
    }
    const count = this.#countOf(mark.clause)
    count[kind] += 1
    for (const { field } of fields) count.fields.set(field, (count.fields.get(field) ?? 0) + 1)
    const { clause, event, atMs } = mark
    if (count.examples[kind].length < this.#examplesMax)
      count.examples[kind].push({ clause, event, atMs, before, after, fields })
  }

  #countOf(clause: string): Count {
    const found = this.#counts.get(clause) ?? {
      added: 0,
      dropped: 0,
      changed: 0,
      fields: new Map<string, number>(),
      examples: { added: [], dropped: [], changed: [] },
    }
    this.#counts.set(clause, found)
    return found
  }

  /** What was counted so far. */
  result(): CandidateDiff {
    const clauses = [...this.#counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([clause, { added, dropped, changed, fields, examples }]) => ({
        clause,
        added,
        dropped,
        changed,
        fields: Object.fromEntries(fields),
        examples: [...examples.added, ...examples.dropped, ...examples.changed],
      }))
    const sum = (kind: 'added' | 'dropped' | 'changed'): number =>
      clauses.reduce((total, one) => total + one[kind], 0)
    return {
      same: this.#same,
      added: sum('added'),
      dropped: sum('dropped'),
      changed: sum('changed'),
      clauses,
    }
  }
}

/** What differs between two lists of candidates. */
export function diffCandidates(
  before: Iterable<CandidateMark>,
  after: Iterable<CandidateMark>,
): CandidateDiff {
  const counter = new DiffCounter()
  counter.add(before, after)
  return counter.result()
}

/** What is kept of a candidate to compare it later: a tenth of it, without its sentences. */
export function markOf(candidate: CandidateMark): CandidateMark {
  const { clause, agreementVersion, event, probability, undecided, atMs, conditions } = candidate
  return {
    clause,
    agreementVersion,
    event,
    probability,
    undecided,
    atMs,
    conditions: conditions.map((one) => ({
      condition: one.condition,
      held: one.held,
      probability: one.probability,
    })),
  }
}
