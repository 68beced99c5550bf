import { CATEGORY } from '@holdfast/core/observe'
import type { SeenObservation } from '../api/index.ts'
import { formatInterval } from '../time/index.ts'
import { CONTROL_WORD, formatCount, formatMeans, formatWhere, shortHash } from '../words/index.ts'

const BASIS_WORD = {
  clock: 'by the clock',
  partOfDay: 'part of the day',
  date: 'date only',
} as const

/** One report as its source gave it: nothing here is interpreted. */
export function ObservationCard({
  observation,
}: {
  readonly observation: SeenObservation
}): React.JSX.Element {
  const {
    recordId,
    source,
    means,
    category,
    count,
    observed,
    observer,
    weapon,
    grade,
    phase,
    rawSha256,
  } = observation
  return (
    <article className="card">
      <header>
        <b className="mono">{recordId ?? 'report'}</b>
        <span>{CATEGORY[category]}</span>
        <b className="number">{formatCount(count)}</b>
      </header>
      <p>
        {formatMeans(means)} at {observer.place ?? 'a place withheld'} (
        {CONTROL_WORD[observer.control]}): {formatWhere(observation)}
        {weapon === null ? '' : `; ${weapon.term}`}
        {weapon !== null && weapon.calibreMm !== null ? ` ${weapon.calibreMm} mm` : ''}
      </p>
      <footer>
        <time>{formatInterval(observed)}</time> · {BASIS_WORD[observed.basis]} · phase{' '}
        {phase === 'inFlight' ? 'in flight' : phase} · {source ?? 'source withheld'} · graded{' '}
        {grade.reliability}
        {grade.credibility}{' '}
        {rawSha256 !== null && (
          <>
            {' '}
            ·{' '}
            <span className="mono" title={`SHA-256 of the bytes it was read from: ${rawSha256}`}>
              raw {shortHash(rawSha256, 8)}
            </span>
          </>
        )}
      </footer>
    </article>
  )
}
