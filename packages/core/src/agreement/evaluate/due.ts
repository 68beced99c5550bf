import type { InstantMs } from '../../units/index.ts'
import { candidateId, versionAt } from './evaluate.ts'
import { tellInstant } from '../../units/index.ts'
import type { Agreement, Candidate, Obligation } from '../document/types.ts'

const tellParty = ({ party }: Obligation): string =>
  party === 'both' ? 'both parties' : `party ${party}`

/**
 * The candidates that the passing of time has raised: one for each obligation whose deadline lies at or before `nowMs`,
 * stamped with the deadline. Whether the duty was done is open: nobody observes it, somebody has to show it. Their
 * probability is 1 as far as time goes, an upper bound, and the open point is told.
 */
export function dueObligations(agreement: Agreement, nowMs: InstantMs): readonly Candidate[] {
  return agreement.obligations.flatMap((obligation) => {
    if (obligation.due.kind !== 'at') return []
    const { atMs } = obligation.due
    const version = versionAt(agreement, atMs)
    if (atMs > nowMs || version === null) return []
    const open =
      `no entry says whether ${tellParty(obligation)} did it, so the figure of 1 is an upper bound ` +
      `that counts the deadline alone: ${obligation.title}`
    return [
      {
        id: candidateId(obligation.clause, version.id, null),
        clause: obligation.clause,
        agreementVersion: version.id,
        event: null,
        probability: 1,
        conditions: [
          { condition: 'act', held: 'undecided', probability: null, because: open },
          {
            condition: 'time',
            held: 'yes',
            probability: 1,
            because: `it was due at ${tellInstant(atMs)}, which has passed`,
          },
        ],
        undecided: [`act: ${open}`],
        atMs,
      },
    ]
  })
}
