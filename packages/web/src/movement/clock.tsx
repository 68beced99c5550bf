import type { MovementTold } from '@holdfast/core/move/model'
import { useWidth } from './use-width.ts'
import { figure } from './words.ts'

const HEIGHT = 58

interface Span {
  readonly from: number
  readonly until: number
  readonly words: string
  readonly stage: string
}

/** The spans between the moments of the chain that every plan has. */
function spansOf({ chain, horizonHours }: MovementTold): readonly Span[] {
  const hourOf = (stage: string): number | null =>
    chain.find((moment) => moment.stage === stage)?.hour ?? null
  const marks = [
    { stage: 'event', words: 'to verify', hour: hourOf('event') },
    { stage: 'verified', words: 'to release', hour: hourOf('verified') },
    { stage: 'released', words: 'gates, loading', hour: hourOf('released') },
    { stage: 'firstArmed', words: 'arming', hour: hourOf('firstArmed') },
  ].flatMap((one) => (one.hour === null ? [] : [{ ...one, hour: one.hour }]))
  return marks.map(({ stage, words, hour }, i) => ({
    stage,
    words,
    from: hour,
    until: marks[i + 1]?.hour ?? horizonHours,
  }))
}

/** The whole chain as one bar of time: event, verified, released, armed. */
export function ChainBar({ told }: { readonly told: MovementTold }): React.JSX.Element {
  const [element, width] = useWidth(420)
  const spans = spansOf(told)
  const [from, until] = [spans[0]?.from ?? 0, told.horizonHours]
  const x = (hour: number): number => 1 + ((hour - from) / (until - from)) * (width - 2)
  return (
    <div ref={element} className="chain-bar">
      <svg width={width} height={HEIGHT} role="img" aria-label="From the event to the last armed">
        {spans.map((span) => (
          <g key={span.stage}>
            <rect
              x={x(span.from)}
              y={6}
              width={Math.max(1, x(span.until) - x(span.from) - 1)}
              height={24}
              data-stage={span.stage}
            />
            {x(span.until) - x(span.from) > 74 && (
              <text x={x(span.from) + 6} y={22}>
                {span.words}
              </text>
            )}
            <text
              x={x(span.from)}
              y={46}
              textAnchor={span.from === from ? 'start' : 'middle'}
              className="hour"
            >
              {span.from > 0 ? `+${span.from}` : span.from} h
            </text>
          </g>
        ))}
        <text x={width - 1} y={46} textAnchor="end" className="hour">
          +{until} h
        </text>
      </svg>
    </div>
  )
}

/** The moments of the chain, each with its hour and how long after the event that is. */
export function ChainTable({ told }: { readonly told: MovementTold }): React.JSX.Element {
  return (
    <table className="chain-table">
      <thead>
        <tr>
          <th className="number">hour</th>
          <th className="number">since the event</th>
          <th>what</th>
        </tr>
      </thead>
      <tbody>
        {told.chain.map(({ stage, hour, sinceEventHours, words }) => (
          <tr key={`${stage}${words}`} data-stage={stage} data-missing={hour === null}>
            <td className="number">{hour ?? 'never'}</td>
            <td className="number">{sinceEventHours === null ? '' : `${sinceEventHours} h`}</td>
            <td>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Stock ownership, release and re-export consent: what each gate holds back, and until when. */
export function Gates({ told }: { readonly told: MovementTold }): React.JSX.Element {
  if (told.gates.length === 0) return <p className="dim">No gate holds any stock back.</p>
  const assumed = new Map(told.assumptions.map((one) => [one.id, one]))
  return (
    <table data-testid="gates">
      <thead>
        <tr>
          <th>gate</th>
          <th>who decides</th>
          <th className="number">open from</th>
          <th className="number">holds</th>
          <th>assumed by</th>
        </tr>
      </thead>
      <tbody>
        {told.gates.map(({ id, title, kind, nation, opensAtHour, holds, owners, basis }) => (
          <tr key={id} data-open={opensAtHour !== null && opensAtHour <= 0}>
            <th scope="row">
              {title} <small>{kind}</small>
            </th>
            <td>{nation}</td>
            <td className="number">
              {opensAtHour === null ? 'never: not given' : `hour ${opensAtHour}`}
            </td>
            <td className="number">
              {Object.entries(holds)
                .map(([commodity, units]) => `${figure(units)} ${commodity}`)
                .join(', ') || 'nothing'}{' '}
              {owners.length > 0 && <small>of {owners.join(', ')}</small>}
            </td>
            <td>
              {basis.map((of) => (
                <small key={of} className="assumed-by">
                  {of}, {assumed.get(of)?.owner ?? ''}, {assumed.get(of)?.date ?? ''}
                </small>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
