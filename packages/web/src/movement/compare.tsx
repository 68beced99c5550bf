import type { FaultChoice } from '@holdfast/core/move/contingency'
import { LabelLine } from './label.tsx'
import type { ShownPlan, ShownReplan } from './shown.ts'
import { chanceWords, faultWords, figure, hourWords, percent } from './words.ts'

interface Row {
  readonly what: string
  readonly of: (plan: ShownPlan) => string
}
const ROWS: readonly Row[] = [
  {
    what: 'Armed by the hour that is asked',
    of: ({ told }) => `${figure(told.armedAtAsk)} of ${figure(told.ask.kits)}`,
  },
  { what: 'The ask is met at', of: ({ told }) => hourWords(told.metAtHour) },
  {
    what: 'Chance of the ask, with faults drawn by chance',
    of: ({ simulation }) => (simulation === null ? 'not simulated' : chanceWords(simulation)),
  },
  {
    what: 'Armed by then in 10, 50, 90 of 100 cases',
    of: ({ simulation, told }) => {
      const row = simulation?.armedByHour.findLast(({ hour }) => hour <= told.ask.byHour)
      return row === undefined
        ? 'not simulated'
        : [row.p10, row.p50, row.p90].map((armed) => figure(armed)).join(' · ')
    },
  },
  { what: 'How far a better plan may be', of: ({ told }) => `at most ${percent(told.gap)}` },
]

/** The plan under the chosen faults beside the plan without them. */
export function Compare({
  plan,
  replan,
  choices,
}: {
  readonly plan: ShownPlan
  readonly replan: ShownReplan
  readonly choices: readonly FaultChoice[]
}): React.JSX.Element {
  const titles = new Map(choices.flatMap(({ on }) => on.map(({ id, title }) => [id, title])))
  const titleOf = (id: string): string => titles.get(id) ?? id
  const fewer = plan.told.armedAtAsk - replan.told.armedAtAsk
  return (
    <div data-testid="compare">
      <LabelLine label={replan.told.label} />
      <p className="verdict-line">
        {fewer > 0
          ? `With these faults ${figure(fewer)} fewer are armed by hour ${replan.told.ask.byHour}.`
          : fewer < 0
            ? `With these faults ${figure(-fewer)} more are armed by hour ${replan.told.ask.byHour}, though later or others: the plan as a whole is worth no more.`
            : 'With these faults as many are armed in time.'}
      </p>
      <ol className="chosen-faults">
        {replan.faults.map((fault, i) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${i} ${fault.on}`}>{faultWords(fault, titleOf)}</li>
        ))}
      </ol>
      <p className="dim">
        All of them are known at hour {replan.atHour}; what was carried out before stays, the rest
        is planned anew.
        {replan.lost.map(
          ({ node, quantity }) => ` ${figure(quantity)} kits are lost at ${titleOf(node)}.`,
        )}
      </p>
      <table>
        <thead>
          <tr>
            <th />
            <th className="number">as everything holds</th>
            <th className="number">under the faults</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ what, of }) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td className="number">{of(plan)}</td>
              <td className="number">{of(replan)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
