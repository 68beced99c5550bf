import type { FigureAssumption, MovementTold } from '@holdfast/core/move/model'
import type { SimulationResult } from '@holdfast/core/move/simulate'
import { LabelLine } from './label.tsx'
import type { ShownReplan } from './shown.ts'
import { figure, percent, plural } from './words.ts'

/** Legs and nodes of the ranking that stand there first. */
const RANKS_FIRST = 12
const BOTTLENECKS_FIRST = 7
/** How a priced bottleneck ends that the optimum does without. */
const MET_WITHOUT = ': with fractions of vehicles the ask is met without it'

/** Who has what by when; with the chosen faults beside it where there is a plan under them. */
export function Arrivals({
  told,
  replan,
}: {
  readonly told: MovementTold
  readonly replan: ShownReplan | null
}): React.JSX.Element {
  const under = new Map(replan?.told.arrivals.map((one) => [one.demand, one]))
  return (
    <table data-testid="arrivals">
      <thead>
        <tr>
          <th>unit</th>
          <th className="number">asked</th>
          <th className="number">in time</th>
          <th className="number">first</th>
          <th className="number">complete</th>
          {replan !== null && <th className="number">in time under the faults</th>}
        </tr>
      </thead>
      <tbody>
        {told.arrivals.map((one) => {
          const { demand, title, quantity, inTime, firstHour, completeHour } = one
          const then = under.get(demand)?.inTime
          return (
            <tr key={demand} data-short={inTime < quantity}>
              <th scope="row">{title}</th>
              <td className="number">{figure(quantity)}</td>
              <td className="number">{figure(inTime)}</td>
              <td className="number">{firstHour ?? 'never'}</td>
              <td className="number">
                {completeHour ?? `short by ${figure(quantity - one.signedFor)}`}
              </td>
              {replan !== null && (
                <td className="number" data-short={(then ?? 0) < inTime}>
                  {then === undefined ? '' : figure(then)}{' '}
                  {then !== undefined && then !== inTime && (
                    <small>
                      {then > inTime ? `+${figure(then - inTime)}` : `−${figure(inTime - then)}`}
                    </small>
                  )}
                </td>
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What one more of each limit would bring, in words: priced ones first, by what they bring. */
export function Bottlenecks({ told }: { readonly told: MovementTold }): React.JSX.Element {
  const rows = told.bottlenecks
    .toSorted(
      (a, b) =>
        (b.priced?.moreArmed ?? -1) - (a.priced?.moreArmed ?? -1) ||
        b.worthPerUnit - a.worthPerUnit,
    )
    .slice(0, BOTTLENECKS_FIRST)
  if (rows.length === 0)
    return <p className="dim">Nothing limits: more of anything arms no one sooner.</p>
  const priced = rows.filter((row) => row.priced !== null)
  // What is true of all of them is said once.
  const isMet = priced.length > 0 && priced.every(({ words }) => words.endsWith(MET_WITHOUT))
  return (
    <div data-testid="bottlenecks">
      {isMet && (
        <p className="dim">
          With fractions of vehicles the ask is met without any of them: more brings it sooner.
          {told.armedAtAsk < told.ask.kits && ' What falls short is whole vehicles.'}
        </p>
      )}
      <ol className="bottleneck-list">
        {rows.map(({ kind, id, words, priced: worth, worthPerUnit, unit }) => (
          <li key={`${kind}${id}`} data-priced={worth !== null}>
            {isMet ? words.replace(MET_WITHOUT, '') : words}
            {worth !== null && (
              <small>
                {' '}
                dual price {worthPerUnit.toLocaleString('en', { maximumFractionDigits: 1 })} kits
                for one more {unit}
              </small>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** What the loss of each leg or node would cost: the highest label, and never without it. */
export function CriticalityTable({
  simulation,
}: {
  readonly simulation: SimulationResult
}): React.JSX.Element {
  const { criticality } = simulation
  const rows = criticality.ranking.slice(0, RANKS_FIRST)
  const most = Math.max(1, ...rows.map(({ kitsLost }) => kitsLost))
  return (
    <div data-testid="criticality">
      <LabelLine label={criticality.label} />
      <p className="dim">
        {criticality.told}; {plural(criticality.pairs, 'pair')} for each
      </p>
      <table>
        <thead>
          <tr>
            <th className="number">rank</th>
            <th>lost</th>
            <th className="number">fewer armed</th>
            <th className="number">95 % interval</th>
            <th className="number">chance of the ask without it</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ rank, kind, id, title, kitsLost, interval, chance }) => (
            <tr key={`${kind}${id}`}>
              <td className="number">{rank}</td>
              <th scope="row">
                {title} <small>{kind}</small>
                <svg className="loss" width="100%" height="5" aria-hidden="true">
                  <rect width={`${Math.max(0, (kitsLost / most) * 100)}%`} height="5" />
                </svg>
              </th>
              <td className="number">{figure(kitsLost)}</td>
              <td className="number">
                {figure(interval.low)} to {figure(interval.high)}
              </td>
              <td className="number">{percent(chance.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** An assumption of a plan of movement, or of a planning document, which has neither source nor worth. */
type Assumed = Omit<FigureAssumption, 'source'> & {
  readonly source?: string | null
  readonly worth?: number | null
}

/** Every assumption behind the figures, who holds it and since when; what binds first. */
export function Assumptions({
  assumptions,
}: {
  readonly assumptions: readonly Assumed[]
}): React.JSX.Element {
  const isWeighed = assumptions.some(({ worth }) => worth !== undefined)
  return (
    <table data-testid="assumptions">
      <thead>
        <tr>
          <th>assumption</th>
          <th className="number">value</th>
          <th>owner, date</th>
          <th>source</th>
          {isWeighed && <th className="number">worth where it binds</th>}
        </tr>
      </thead>
      <tbody>
        {assumptions.map(({ id, title, value, unit, owner, date, source = null, worth = null }) => (
          <tr key={id} data-binds={worth !== null}>
            <th scope="row">
              <i className="assumed">{id}</i> {title}
            </th>
            <td className="number">
              {value.toLocaleString('en')} {unit}
            </td>
            <td>
              {owner}, {date}
            </td>
            <td>{source ?? 'assumed'}</td>
            {isWeighed && (
              <td className="number">
                {worth?.toLocaleString('en', { maximumFractionDigits: 1 }) ?? ''}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
