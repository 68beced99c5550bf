// Whoever collected the evidence never verifies it alone (V4). At the instant of signing a guard holds that; but evidence
// comes in afterwards, and then a signature may come to rest on collectors alone. Nothing that was signed is undone by it:
// it is marked, so that a reader sees it and the panel may recall it and sign anew with another nation.
import { QUESTIONS } from '../types.ts'
import type { Answer, Incident } from '../types.ts'
import { countedOn } from './tally.ts'

/** Whether nations enough agree, and each of them collected the evidence: then an open answer waits, a signed one is marked. */
export function collectorsAlone(
  incident: Pick<Incident, 'collectedBy' | 'answers'>,
  answer: Answer,
): boolean {
  const { collectedBy } = incident
  const { status, threshold } = answer
  if (status !== 'signed' && status !== 'proposed' && status !== 'referred') return false
  const agree = countedOn(incident, answer, true)
  const isEnough =
    status === 'signed' ||
    (agree.length >= (threshold?.quorum ?? Infinity) &&
      agree.length > countedOn(incident, answer, false).length)
  return agree.length > 0 && isEnough && agree.every((nation) => collectedBy.includes(nation))
}

/** The incident with each answer marked, or unmarked, whose signatures rest on collectors alone. */
export function marked(incident: Incident): Incident {
  const changed = QUESTIONS.flatMap((question) => {
    const answer: Answer = incident.answers[question]
    const isAlone = collectorsAlone(incident, answer)
    if (isAlone === (answer.collectorsAlone ?? false)) return []
    const { collectorsAlone: _was, ...rest } = answer
    return [[question, isAlone ? { ...rest, collectorsAlone: true } : rest] as const]
  })
  if (changed.length === 0) return incident
  return { ...incident, answers: { ...incident.answers, ...Object.fromEntries(changed) } }
}

/** Why an answer that has its votes is not signed, or what a signed one lacks since; null where nothing is amiss. */
export function wordCollectors(
  incident: Pick<Incident, 'collectedBy' | 'answers'>,
  answer: Answer,
): string | null {
  const { collectedBy } = incident
  if (answer.collectorsAlone !== true) return null
  const who = countedOn(incident, answer, true).join(', ')
  const ask = `nations that did not: any but ${collectedBy.join(', ')}`
  return answer.status === 'signed'
    ? `${answer.question} is signed by ${who} alone, and evidence that came in since makes each of them a nation that ` +
        `collected it: recall the answer and let it be signed anew by ${ask}`
    : `${answer.question} has the votes of ${who}, and each of them collected the evidence: ` +
        `it is signed once one more agrees, of the ${ask}`
}
