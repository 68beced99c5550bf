import type { Since } from '@holdfast/core/report'
import { sinceWords } from './since-words.ts'

/** What became since of what a report rests on, one by one. */
export function SinceList({
  since,
}: {
  readonly since: readonly Since[]
}): React.JSX.Element | null {
  if (since.length === 0) return null
  return (
    <ul className="since">
      {since.map((one) => (
        <li key={`${one.entry} ${one.question ?? ''}`} data-testid="since">
          {sinceWords(one)}
        </li>
      ))}
    </ul>
  )
}
