// What a correction is learned from, and what it comes to: worked out from the incidents as they stand, never taken from
// whoever asks. A fit has a name, the digest of its cases, so that a person adopts the very one that they looked at: where
// somebody decided in between, the name is another one and the command is refused.
import { canonicalJson, sha256, toHex, utf8 } from '../../evidence/index.ts'
import type { Refused } from '../../units/index.ts'
import { RECALIBRATION_CASES_MAX, RECALIBRATION_CASES_MIN } from './assumptions.ts'
import { areScripted, judgedOf } from './cases.ts'
import type { JudgedAnswer, JudgedIncident, JudgedQuestion } from './cases.ts'
import { curveOf, isContradicted } from './recalibrate.ts'
import type { Curve } from './recalibrate.ts'

/** What of an incident a fit reads. */
export interface FitIncident extends JudgedIncident {
  readonly id: string
  readonly answers: Readonly<
    Record<JudgedQuestion, JudgedAnswer & { readonly signedIn: number | null }>
  >
}
/** One judged figure that a fit rests on. */
export interface FitCase {
  readonly incident: string
  /** Log index of the signature that met the quorum; null where the record does not say. */
  readonly signedIn: number | null
  /** The machine's figure, raw, in [0, 1]. */
  readonly probability: number
  readonly outcome: boolean
}
/** A correction with what it was learned from. JSON. */
export interface Fit {
  readonly question: JudgedQuestion
  /** Whether its cases are a script's. */
  readonly scripted: boolean
  /** By signature, then by incident; at most `RECALIBRATION_CASES_MAX`, the newest. */
  readonly cases: readonly FitCase[]
  readonly curve: Curve
  /** Hex SHA-256 over question, scripted and cases, canonical JSON. */
  readonly name: string
}

const bySignature = (a: FitCase, b: FitCase): number =>
  (a.signedIn ?? -1) - (b.signedIn ?? -1) || (a.incident < b.incident ? -1 : 1)

/** The fit of those cases. The same cases give the same numbers, bit for bit, in whatever order they come. */
export function fitOfCases(
  { question, scripted }: Pick<Fit, 'question' | 'scripted'>,
  found: readonly FitCase[],
): Fit {
  const cases = found.toSorted(bySignature).slice(-RECALIBRATION_CASES_MAX)
  const listed = cases.map((one) => ({ ...one }))
  const name = toHex(sha256(utf8(canonicalJson({ question, scripted, cases: listed }))))
  return { question, scripted, cases, curve: curveOf(cases), name }
}

/**
 * The fit that the incidents give now. A live deployment's counts people's findings alone; an exercise's people's where
 * people work on it, otherwise the script's.
 */
export function fitOf(
  incidents: Iterable<FitIncident>,
  question: JudgedQuestion,
  { isExercise }: { readonly isExercise: boolean },
): Fit {
  const all = [...incidents]
  const scripted = areScripted(all, { isExercise })
  const cases = all.flatMap((incident): FitCase[] => {
    const judged = judgedOf(incident, question, { scripted })
    if (judged === null || judged.outcome === 'undetermined') return []
    const { probability, outcome } = judged
    const { signedIn } = incident.answers[question]
    return [{ incident: incident.id, signedIn, probability, outcome }]
  })
  return fitOfCases({ question, scripted }, cases)
}

/** Why a fit may not be adopted by anybody; null where it may. */
export function fitRefused({ question, cases, curve }: Fit): Refused | null {
  if (cases.length < RECALIBRATION_CASES_MIN)
    return {
      refused: `${question}: ${cases.length} judged cases; a recalibration takes ${RECALIBRATION_CASES_MIN}. Wait until more findings are signed`,
    }
  return isContradicted(curve)
    ? {
        refused: `${question}: lower figures held true more often than higher ones, beyond chance; a recalibration keeps their order and would be wrong. Find out what the figures rest on`,
      }
    : null
}
