/** Commands that lead to a published finding with four signed answers: where walks about what is out begin. */
import type { Command, Question } from '@holdfast/core/verify'
import { SOURCE } from './verify-panel.ts'
import { made, officer } from './verify-walk.ts'
import type { Given } from './verify-walk.ts'

const give = (nation: string, command: object): Given => ({
  command: { incident: 'I-0', ...command } as unknown as Command,
  actor: officer(nation, 'panel'),
})
const reason = 'A reason.'
const standard = 'convincing'
const signed = (question: Question, value: unknown): readonly Given[] => [
  give('NLD', { type: 'proposeAnswer', question, value, standard }),
  ...['SWE', 'IRL', 'FIN'].map((nation) =>
    give(nation, { type: 'vote', question, agrees: true, standard, reason }),
  ),
]

const OPENED = give('NLD', {
  type: 'openIncident',
  title: 'A case',
  from: 'candidate',
  candidates: [made(8)],
})
/** The same incident, of which nations signed that it did not occur. */
export const NOT_OCCURRED: readonly Given[] = [OPENED, ...signed('occurred', 'no')]

/** See the head of the file. The incident is `I-0`, on one candidate that breaks a clause without a kind. */
export const PUBLISHED: readonly Given[] = [
  OPENED,
  ...signed('occurred', 'yes'),
  ...signed('breach', { clause: 'X-1', agreementVersion: 'v1' }),
  ...signed('severity', 'serious'),
  // Thirteen entries stand before the first claim.
  ...['A', 'B'].flatMap((party, i) => [
    give('NLD', { type: 'fileClaim', party, stance: 'denies', text: 'A text.', source: SOURCE }),
    give('SWE', { type: 'confirmClaim', claim: 13 + 2 * i }),
  ]),
  ...signed('attribution', 'A'),
  give('NLD', { type: 'conclude', outcome: 'breach', reason }),
  give('NLD', { type: 'publish' }),
]
