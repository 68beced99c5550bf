// A published finding is what people signed, so nobody rewrites it alone. Those who signed correct the words of an answer, by
// the quorum that it took; its value changes by a recall only. The monitor corrects its own words, the title, with two
// officers. What stood stays on record beside what stands.
import type { Agreement, PartyId } from '../agreement/index.ts'
import { PARTIES } from '../agreement/index.ts'
import type { Entry } from '../evidence/index.ts'
import type { Refused } from '../units/index.ts'
import { quorumOf } from './answer/decide.ts'
import { mayCountIn, wordFinding } from './answer/tally.ts'
import type { IncidentCommand } from './command.ts'
import { record } from './decision.ts'
import type { Case, Decision } from './decision.ts'
import { draft } from './entry.ts'
import type { Payloads } from './entry.ts'
import { blankAnswer } from './fresh.ts'
import { checkText, checkTitle } from './guard.ts'
import type { Answer, Corrector, Incident, Question, Rewording } from './types.ts'
import { QUESTIONS } from './types.ts'

/** Officers of the monitor that correct its own words: four eyes. */
const OFFICERS_MIN = 2

/** What stands of an answer: as it was last corrected, or as it is worded. */
function standingWords({ answers, corrections }: Incident, question: Question): string {
  const last = corrections.findLast((one) => one.question === question)
  if (last !== undefined) return last.text
  const blank = {
    occurred: blankAnswer('occurred', false),
    breach: blankAnswer('breach', false),
    attribution: blankAnswer('attribution', false),
    intent: blankAnswer('intent', false),
    severity: blankAnswer('severity', false),
  }
  const [words] = wordFinding({ answers: { ...blank, [question]: answers[question] } })
  const { value } = answers[question]
  return words ?? `${question}: ${typeof value === 'string' ? value : 'unanswered'}`
}

/** Whether a text names a party: by its letter or by a title that the agreement gives it. */
const names = (text: string, party: PartyId, { parties }: Agreement): boolean => {
  const title = parties[party].title.toLowerCase()
  const said = text.toLowerCase()
  return (
    new RegExp(`\\b(?:party|side)\\s+${party.toLowerCase()}\\b`).test(said) ||
    (title.length > 1 && said.includes(title))
  )
}

/** Refuses a correction that says who did it where no signed attribution does. */
function checkAccusation({ answers }: Incident, change: Rewording, agreement: Agreement) {
  const { status, value } = answers.attribution
  const accused = PARTIES.find(
    (party) =>
      names(change.text, party, agreement) &&
      !names(change.was, party, agreement) &&
      !(status === 'signed' && (value === party || value === 'both')),
  )
  return accused === undefined
    ? null
    : {
        refused: `the correction names party ${accused}, which no signed attribution does: a correction accuses nobody; recall the answer and have it signed anew`,
      }
}

/** What is to be corrected, or why this office may not. */
function rewordingOf(
  { question, was, text }: Extract<IncidentCommand, { type: 'correct' }>,
  { incident, context: { actor } }: Case,
): Rewording | Refused {
  if (question === null) {
    if (actor.office !== 'monitor')
      return {
        refused: `the title is the monitor's words, and the ${actor.office} office corrects answers only: name the question`,
      }
    if (was === null || was.trim() === '' || !incident.title.includes(was))
      return {
        refused: `was does not stand in the title: give words of ${JSON.stringify(incident.title)}`,
      }
    const long = checkTitle(incident.title.replace(was, () => text))
    if (long !== null)
      return {
        refused: `corrected, the ${long.refused}; the monitor corrects an error of its own words, what was found is corrected by those who signed`,
      }
    return { question, was, text }
  }
  if (!QUESTIONS.includes(question))
    return {
      refused: `there is no such question: use one of ${QUESTIONS.join(', ')}, or null for the title`,
    }
  if (actor.office !== 'commission')
    return {
      refused: `${question} is the commission's answer: who signed corrects; the ${actor.office} office corrects its own words only, with question null`,
    }
  if (incident.answers[question].status !== 'signed')
    return {
      refused: `${question} is not signed: there is nothing to correct; name a signed answer`,
    }
  if (was !== null)
    return { refused: 'was is given: leave it null, for the record says what stood of an answer' }
  return { question, was: standingWords(incident, question), text }
}

const isSame = (a: Rewording, b: Rewording): boolean =>
  a.question === b.question && a.was === b.was && a.text === b.text

/** Refuses an officer, or for an answer a nation, that asked already, and one that does not count. */
function checkCorrector(before: readonly Corrector[], change: Rewording, on: Case): Refused | null {
  const { nation, name } = on.context.actor
  const { question } = change
  const isOwn = (one: Corrector): boolean =>
    one.nation === nation && (question !== null || one.officer === name)
  if (before.some(isOwn))
    return {
      refused: `${question === null ? name : nation} asked for this correction already: ${question === null ? 'another officer' : 'another nation'} must agree`,
    }
  if (question !== null && !mayCountIn(on.incident, on.incident.answers[question], nation))
    return {
      refused: `${nation} is fictional: it corrects no answer where somebody is named who did it; a nation that exists does`,
    }
  return null
}

/** Asks for a correction, or agrees to the one that waits by giving the same words; made with the last officer that it takes. */
export function correct(
  command: Extract<IncidentCommand, { type: 'correct' }>,
  on: Case,
): Decision {
  const { incident, named, context } = on
  const noText = checkText('text', command.text)
  if (noText !== null) return noText
  const change = rewordingOf(command, on)
  if ('refused' in change) return change
  const waiting = incident.correcting
  const before = waiting !== undefined && isSame(waiting, change) ? waiting.movedBy : []
  const refused =
    (change.was === change.text
      ? { refused: 'text is what stands already: say how it is to read' }
      : null) ??
    checkAccusation(incident, change, context.agreement) ??
    checkCorrector(before, change, on)
  if (refused !== null) return refused
  const { question } = change
  const answer: Answer | null = question === null ? null : incident.answers[question]
  const needed = answer === null ? OFFICERS_MIN : quorumOf(answer, context)
  const isMade = before.length + 1 >= needed
  const next = isMade ? 'corrected' : incident.status
  return record(
    draft('verify.correction-moved', { ...named, ...change, next, isMade }, [
      ...new Set([...on.latest, ...before.map(({ entry }) => entry)]),
    ]),
  )
}

/** The incident once somebody asked for a correction; with the last one, what stood is kept beside what stands. */
export function correctionMoved(
  incident: Incident,
  { actor: { nation, name }, atMs, index }: Entry,
  { question, was, text, next, isMade }: Payloads['verify.correction-moved'],
): Incident {
  const { correcting, ...kept } = incident
  const change = { question, was, text }
  const before = correcting !== undefined && isSame(correcting, change) ? correcting.movedBy : []
  const movedBy = [...before, { nation, officer: name, entry: index }]
  if (!isMade) return { ...incident, correcting: { ...change, movedBy } }
  return {
    ...kept,
    status: next,
    title: question === null ? incident.title.replace(was, () => text) : incident.title,
    corrections: [...incident.corrections, { ...change, movedBy, atMs, entry: index }],
  }
}
