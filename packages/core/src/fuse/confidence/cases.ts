// Which findings say whether the machine's figures held true. An answer counts where the quorum has signed it and the
// machine's probability stood beside it when it was proposed. What people could not determine is counted, not judged:
// leaving it out unsaid would make the machine look better on hard cases than it is.

/** A figure that the machine gave, and what turned out. */
export interface Case {
  /** In [0, 1], as it stood when people were asked. */
  readonly probability: number
  readonly outcome: boolean
}
/** A figure that people have judged, undetermined ones included. */
export interface Adjudicated {
  readonly probability: number
  readonly outcome: boolean | 'undetermined'
}

/** What of an incident is read here. */
export interface JudgedIncident {
  readonly status: string
  readonly scripted: boolean
  readonly answers: Readonly<Record<JudgedQuestion, JudgedAnswer>>
}
/** One answer of it. */
export interface JudgedAnswer {
  readonly status: string
  readonly value: unknown
  readonly machineProbability: number | null
}
/** The questions beside which the machine gives a probability. */
export type JudgedQuestion = 'occurred' | 'breach'

/** What a signed value says of the machine's figure; null where it is no value of the question. */
function outcomeOf(question: JudgedQuestion, value: unknown): Adjudicated['outcome'] | null {
  if (question === 'occurred') {
    if (value === 'yes' || value === 'no') return value === 'yes'
    return value === 'unable' ? 'undetermined' : null
  }
  if (value === 'none') return false
  if (value === 'ambiguous') return 'undetermined'
  return typeof value === 'object' && value !== null ? true : null
}

/** The questions beside which the machine gives a probability, in the order in which they rest on one another. */
export const JUDGED_QUESTIONS: readonly JudgedQuestion[] = ['occurred', 'breach']

/**
 * The adjudicated figure of one question of an incident, scripted or real as asked; null where it has none. A merged
 * incident's answers count with the one that it went into; a recalled answer counts nowhere.
 */
export function judgedOf(
  incident: JudgedIncident,
  question: JudgedQuestion,
  { scripted }: { readonly scripted: boolean },
): Adjudicated | null {
  const { status, value, machineProbability: probability } = incident.answers[question]
  if (incident.scripted !== scripted || incident.status === 'merged') return null
  if (status !== 'signed' || probability === null) return null
  if (!(probability >= 0 && probability <= 1)) return null
  const outcome = outcomeOf(question, value)
  return outcome === null ? null : { probability, outcome }
}

/** The adjudicated figures of one question among incidents, scripted ones or real ones, never both. */
export function adjudicatedOf(
  incidents: Iterable<JudgedIncident>,
  question: JudgedQuestion,
  of: { readonly scripted: boolean },
): readonly Adjudicated[] {
  const found: Adjudicated[] = []
  for (const incident of incidents) {
    const judged = judgedOf(incident, question, of)
    if (judged !== null) found.push(judged)
  }
  return found
}

/** Whether the findings that count are a script's: in an exercise on which no person works. */
export const areScripted = (
  incidents: Iterable<JudgedIncident>,
  { isExercise }: { readonly isExercise: boolean },
): boolean => isExercise && [...incidents].every(({ scripted }) => scripted)
