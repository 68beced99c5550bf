import type { MovementPlan } from '@holdfast/core/move'

const [WIDTH, HEIGHT] = [560, 250]
const MARGIN = { left: 56, right: 16, top: 14, bottom: 34 }

function Mark({
  at: [x, y],
  words,
}: {
  readonly at: readonly [number, number]
  readonly words: string
}): React.JSX.Element {
  return (
    <g>
      <circle cx={x} cy={y} r={3.5} className="mark" />
      <text x={x - 8} y={y - 8} textAnchor="end" className="strong">
        {words}
      </text>
    </g>
  )
}

/** Cumulative troops armed against hours from the release order, with the number asked for. */
export function ArmedCurve({
  plan,
}: {
  readonly plan: Pick<MovementPlan, 'armedByHour' | 'troopsAsked' | 'horizonHours'>
}): React.JSX.Element {
  const { armedByHour, troopsAsked, horizonHours } = plan
  const most = Math.max(troopsAsked, ...armedByHour.map(([, troops]) => troops), 1)
  const x = (hour: number): number =>
    MARGIN.left + (hour / horizonHours) * (WIDTH - MARGIN.left - MARGIN.right)
  const y = (troops: number): number =>
    HEIGHT - MARGIN.bottom - (troops / (most * 1.06)) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  // Troops are armed by the end of a step: between two hours the plan claims nothing, so the curve is a stair.
  const stair = armedByHour
    .map(([hour, troops], i) => (i === 0 ? `M${x(hour)},${y(troops)}` : `H${x(hour)}V${y(troops)}`))
    .join('')
  const last = armedByHour.at(-1)
  const half = armedByHour.find(([, troops]) => troops >= troopsAsked / 2)
  const hours = Array.from({ length: Math.floor(horizonHours / 12) + 1 }, (_, i) => i * 12)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * troopsAsked)
  return (
    <svg
      className="curve"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      data-testid="curve"
      aria-label={`${last?.[1].toLocaleString('en') ?? 0} of ${troopsAsked.toLocaleString('en')} troops armed by hour ${last?.[0] ?? 0}`}
    >
      {ticks.map((troops) => (
        <g key={troops}>
          <line
            x1={MARGIN.left}
            x2={WIDTH - MARGIN.right}
            y1={y(troops)}
            y2={y(troops)}
            className="grid"
          />
          <text x={MARGIN.left - 7} y={y(troops) + 3.5} textAnchor="end">
            {Math.round(troops).toLocaleString('en')}
          </text>
        </g>
      ))}
      {hours.map((hour) => (
        <text key={hour} x={x(hour)} y={HEIGHT - MARGIN.bottom + 15} textAnchor="middle">
          {hour}
        </text>
      ))}
      <text x={WIDTH - MARGIN.right} y={HEIGHT - 4} textAnchor="end">
        hours from the release order
      </text>
      <line
        x1={MARGIN.left}
        x2={WIDTH - MARGIN.right}
        y1={y(troopsAsked)}
        y2={y(troopsAsked)}
        className="asked"
      />
      <path d={`${stair}V${y(0)}H${x(0)}Z`} className="area" />
      <path d={stair} className="stair" />
      {half !== undefined && <Mark at={[x(half[0]), y(half[1])]} words={`half by ${half[0]} h`} />}
      {last !== undefined && (
        <Mark
          at={[x(last[0]), y(last[1])]}
          words={`${last[1].toLocaleString('en')} armed by ${last[0]} h`}
        />
      )}
    </svg>
  )
}
