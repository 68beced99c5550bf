// "Benign" tells both parties and the public that something explains the event. So it does not rest on a word alone: either
// nations signed that it broke no clause, or the conclusion names the rule of the text that explains it, and where that rule
// asks for an announcement, one covers each instant of what happened.
import type { Agreement } from '../agreement/index.ts'
import { tellInstant } from '../units/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import { happenedAt } from './answer/happened.ts'
import type { IncidentCommand } from './command.ts'
import type { Case } from './decision.ts'

/** Rules that a refusal names at most. */
const NAMED_MAX = 20

/** The rules of a text that may explain an event: of what is benign, of notified activities, of repair windows; by id, each once. */
export const explainingRules = ({ benign, notified, repairs }: Agreement): readonly string[] => [
  ...new Set([...benign, ...notified, ...repairs].map(({ id }) => id)),
]

/** The rule of notified activities that must have been announced for a rule to explain anything; null: nobody announces it. */
function announcedBy({ benign, notified }: Agreement, rule: string): string | null {
  const explaining = benign.find(({ id }) => id === rule)
  if (explaining !== undefined) return explaining.notified ?? null
  return notified.some(({ id }) => id === rule) ? rule : null
}

function checkAnnounced(needs: string, { incident, state, context }: Case): Refused | null {
  const { announcedAt } = context
  const instants: readonly InstantMs[] = happenedAt(state, incident)
  const bare =
    announcedAt === undefined ? undefined : instants.find((ms) => !announcedAt(ms).includes(needs))
  return bare === undefined
    ? null
    : {
        refused: `no activity under ${needs} was announced for ${tellInstant(bare)}: name another rule, or conclude noBreach`,
      }
}

/** Refuses to conclude benign without a ground on record, and a ground where the outcome is another. */
export function checkBenign(
  { outcome, rule }: Extract<IncidentCommand, { type: 'conclude' }>,
  on: Case,
): Refused | null {
  if (outcome !== 'benign')
    return rule === undefined
      ? null
      : {
          refused: `rule ${rule} explains what is benign, and the outcome is ${outcome}: leave it out`,
        }
  const { agreement } = on.context
  if (rule === undefined) {
    const { status, value } = on.incident.answers.breach
    if (status === 'signed' && value === 'none') return null
  }
  const rules = explainingRules(agreement)
  if (rule === undefined || !rules.includes(rule)) {
    const known = rules.slice(0, NAMED_MAX).join(', ')
    const what =
      rule === undefined ? 'benign takes a ground on record' : `the text has no rule ${rule}`
    return {
      refused: `${what}: ${known === '' ? 'the text has no rule that explains anything, so conclude noBreach' : `name the rule that explains it, of ${known}; or conclude noBreach`}`,
    }
  }
  const needs = announcedBy(agreement, rule)
  return needs === null ? null : checkAnnounced(needs, on)
}
