import type { Since, SourceSince } from '@holdfast/core/report'
import { sinceWords, sourceWords } from './since-words.ts'

/** What became since of what a report rests on and of the sources that it counts, one by one. */
export function SinceList({
  since,
  sources,
}: {
  readonly since: readonly Since[]
  readonly sources: readonly SourceSince[]
}): React.JSX.Element | null {
  if (since.length + sources.length === 0) return null
  return (
    <ul className="since">
      {since.map((one) => (
        <li key={`${one.entry} ${one.question ?? ''}`} data-testid="since">
          {sinceWords(one)}
        </li>
      ))}
      {sources.map((one) => (
        <li key={`${one.entry} source`} data-testid="since">
          {sourceWords(one)}
        </li>
      ))}
    </ul>
  )
}
