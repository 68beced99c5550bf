import type { Candidate } from '@holdfast/core/agreement'
import type { Incident } from '@holdfast/core/verify'
import { chanceByClause, explainChance, formatChance } from '../words/index.ts'

/** Each clause with the probability of its likeliest candidate: `cl. FD-fire-zolote ≤ 34 %`. */
export function ClauseChances({
  clauses,
  candidates,
}: {
  readonly clauses: Incident['clauses']
  readonly candidates: readonly Candidate[]
}): React.JSX.Element {
  return (
    <>
      {chanceByClause(clauses, candidates).map((one, i) => (
        <span key={`${one.clause}${i}`} title={explainChance(one)}>
          cl. {one.clause}{' '}
          {one.likeliest !== null && <b className="number">{formatChance(one.likeliest)}</b>}
        </span>
      ))}
    </>
  )
}
