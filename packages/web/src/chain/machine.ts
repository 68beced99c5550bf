// What the machine says of a question, in words beside the officer's own. It proposes; people decide.
import type { Question } from '@holdfast/core/verify'
import type { Chain } from '../api/index.ts'
import {
  chanceByClause,
  formatChance,
  formatLikely,
  formatSilence,
  likelyMeans,
  titleOfEvent,
} from '../words/index.ts'

const EVENTS_SAID = 3

const WITHHELD = 'What the machine says of it is not shown to this office yet.'

function occurredWords({ incident, events }: Chain): string {
  if (events.length === 0)
    return incident.events.length > 0 ? WITHHELD : 'The machine made no event of it.'
  const said = events.slice(0, EVENTS_SAID).map((event) => {
    const silence = formatSilence(event)
    return `${titleOfEvent(event)}: ${formatLikely(event)}${silence === '' ? '' : `, ${silence}`}`
  })
  const more = events.length > EVENTS_SAID ? `; ${events.length - EVENTS_SAID} more below` : ''
  return `The machine: ${said.join('; ')}${more}.`
}

function breachWords({ incident, candidates }: Chain): string {
  const said = chanceByClause(incident.clauses, candidates).flatMap(({ clause, likeliest }) =>
    likeliest === null ? [] : [`${clause}: ${formatChance(likeliest)}`],
  )
  if (said.length === 0)
    return incident.candidates.length > 0 ? WITHHELD : 'The machine raised no clause.'
  return `The machine, that a clause was broken: ${said.join('; ')}.`
}

/** The machine's figure for a question with who was silent, worked out from the record; null where it says nothing. */
export function machineWords(chain: Chain, question: Question): string | null {
  if (question === 'occurred') return occurredWords(chain)
  return question === 'breach' ? breachWords(chain) : null
}
/** What the figure for *occurred* was made of, and its calibration, for those who point at it. */
export const machineMeans = ({ events: [event] }: Chain): string | undefined =>
  event === undefined ? undefined : likelyMeans(event)
