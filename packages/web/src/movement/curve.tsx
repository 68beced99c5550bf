import type { MovementTold } from '@holdfast/core/move/model'
import type { SimulationResult } from '@holdfast/core/move/simulate'
import type { ShownPlan, ShownReplan } from './shown.ts'
import { useWidth } from './use-width.ts'
import { chanceWords, figure } from './words.ts'

const HEIGHT = 330
const MARGIN = { left: 52, right: 14, top: 30, bottom: 40 }
const NARROW = 560

interface Scale {
  readonly x: (hour: number) => number
  readonly y: (armed: number) => number
}
type Curve = MovementTold['armedByHour']
type Bands = SimulationResult['armedByHour']

/** Armed counts at the end of a step: between two hours the plan claims nothing, so the curve is a stair. */
const stairOf = (curve: Curve, { x, y }: Scale): string =>
  curve
    .map(([hour, armed], i) => (i === 0 ? `M${x(hour)},${y(armed)}` : `H${x(hour)}V${y(armed)}`))
    .join('')

const curveOf = (rows: Bands, of: 'p10' | 'p50' | 'p90'): Curve =>
  rows.map((row) => [row.hour, row[of]] as const)

/** Between the stairs of P90, from left to right, and of P10, back again. */
function bandOf(rows: Bands, scale: Scale): string {
  const { x, y } = scale
  const low = curveOf(rows, 'p10')
  const back = low
    .slice(0, -1)
    .toReversed()
    .map(([hour, armed]) => `V${y(armed)}H${x(hour)}`)
  return `${stairOf(curveOf(rows, 'p90'), scale)}V${y(low.at(-1)?.[1] ?? 0)}${back.join('')}Z`
}

function Axes({
  told,
  scale: { x, y },
  width,
}: {
  readonly told: MovementTold
  readonly scale: Scale
  readonly width: number
}): React.JSX.Element {
  const { horizonHours, ask } = told
  const every = width < NARROW ? 24 : 12
  const hours = Array.from({ length: Math.floor(horizonHours / every) + 1 }, (_, i) => i * every)
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => share * ask.kits)
  const right = width - MARGIN.right
  return (
    <g>
      {ticks.map((armed) => (
        <g key={armed}>
          <line x1={MARGIN.left} x2={right} y1={y(armed)} y2={y(armed)} className="grid" />
          <text x={MARGIN.left - 6} y={y(armed) + 4} textAnchor="end">
            {figure(armed)}
          </text>
        </g>
      ))}
      {hours.map((hour) => (
        <text key={hour} x={x(hour)} y={HEIGHT - MARGIN.bottom + 16} textAnchor="middle">
          {hour}
        </text>
      ))}
      <text x={right} y={HEIGHT - 6} textAnchor="end">
        hours from the release order
      </text>
      <line x1={MARGIN.left} x2={right} y1={y(ask.kits)} y2={y(ask.kits)} className="asked" />
      <line
        x1={x(ask.byHour)}
        x2={x(ask.byHour)}
        y1={MARGIN.top - 6}
        y2={HEIGHT - MARGIN.bottom}
        className="asked"
      />
      <text x={MARGIN.left + 4} y={y(ask.kits) - 7} className="strong">
        asked: {figure(ask.kits)} by hour {ask.byHour}
      </text>
    </g>
  )
}

/** What the curves say, for who cannot see them: the same figures stand in the tables below. */
function said(plan: ShownPlan, replan: ShownReplan | null): string {
  const { told, simulation } = plan
  const parts = [
    `Planned: ${figure(told.armedAtAsk)} of ${figure(told.ask.kits)} armed by hour ${told.ask.byHour}.`,
  ]
  if (simulation !== null)
    parts.push(
      `Under faults drawn by chance the ask is met with chance ${chanceWords(simulation)}.`,
    )
  if (replan !== null)
    parts.push(`With the chosen faults: ${figure(replan.told.armedAtAsk)} by then.`)
  return parts.join(' ')
}

function Legend({
  plan,
  replan,
}: {
  readonly plan: ShownPlan
  readonly replan: ShownReplan | null
}): React.JSX.Element {
  const { simulation } = plan
  return (
    <ul className="curve-legend">
      <li data-line="plan">planned, as everything holds</li>
      {simulation !== null && (
        <>
          <li data-line="band">P10 to P90 under faults drawn by chance, nobody plans anew</li>
          <li data-line="median">P50</li>
        </>
      )}
      {replan !== null && (
        <li data-line="replan">planned anew under the chosen faults, from hour {replan.atHour}</li>
      )}
      {replan?.simulation != null && (
        <li data-line="replan-band">P10 to P90 of that plan, with further faults drawn</li>
      )}
    </ul>
  )
}

/** Armed by hour: the plan, what becomes of it by chance, and the plan under the chosen faults beside it. */
export function ArmedChart({
  plan,
  replan,
}: {
  readonly plan: ShownPlan
  readonly replan: ShownReplan | null
}): React.JSX.Element {
  const [element, width] = useWidth(760)
  const { told, simulation } = plan
  const most = Math.max(told.ask.kits, told.armedAtAsk, 1) * 1.04
  const scale: Scale = {
    x: (hour) => MARGIN.left + (hour / told.horizonHours) * (width - MARGIN.left - MARGIN.right),
    y: (armed) => HEIGHT - MARGIN.bottom - (armed / most) * (HEIGHT - MARGIN.top - MARGIN.bottom),
  }
  const further = replan?.simulation ?? null
  return (
    <div ref={element} className="armed-chart">
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        data-testid="armed-chart"
        aria-label={said(plan, replan)}
      >
        {simulation !== null && <path d={bandOf(simulation.armedByHour, scale)} className="band" />}
        {further !== null && (
          <path d={bandOf(further.armedByHour, scale)} className="replan-band" />
        )}
        <Axes told={told} scale={scale} width={width} />
        {simulation !== null && (
          <path d={stairOf(curveOf(simulation.armedByHour, 'p50'), scale)} className="median" />
        )}
        <path d={stairOf(told.armedByHour, scale)} className="plan" />
        {replan !== null && <path d={stairOf(replan.told.armedByHour, scale)} className="replan" />}
      </svg>
      <Legend plan={plan} replan={replan} />
    </div>
  )
}
