import type { Reliability } from '@holdfast/core/fuse/confidence'
import { bandPath, curvePath, type Plot } from './paths.ts'

const [WIDTH, HEIGHT] = [420, 440]
const MARGIN = { left: 58, right: 22, top: 14, bottom: 84 }
const SIDE_X = WIDTH - MARGIN.left - MARGIN.right
const SIDE_Y = HEIGHT - MARGIN.top - MARGIN.bottom
/** Height of the bars that count cases, under the axis. */
const BARS = 30
const TICKS = [0, 0.25, 0.5, 0.75, 1]
const percent = (share: number): string => `${Math.round(100 * share)} %`
const casesOf = (n: number): string => `${n} ${n === 1 ? 'case' : 'cases'}`

const plot: Plot = (said, held) => [MARGIN.left + said * SIDE_X, MARGIN.top + (1 - held) * SIDE_Y]

function Axes(): React.JSX.Element {
  return (
    <>
      {TICKS.map((share) => {
        const [x] = plot(share, 0)
        const [left, y] = plot(0, share)
        return (
          <g key={share}>
            <line x1={left} x2={left + SIDE_X} y1={y} y2={y} className="grid" />
            <line x1={x} x2={x} y1={MARGIN.top} y2={MARGIN.top + SIDE_Y} className="grid" />
            <text x={left - 7} y={y + 3.5} textAnchor="end">
              {percent(share)}
            </text>
            <text x={x} y={MARGIN.top + SIDE_Y + BARS + 18} textAnchor="middle">
              {percent(share)}
            </text>
          </g>
        )
      })}
      <text x={MARGIN.left + SIDE_X} y={HEIGHT - 20} textAnchor="end" className="strong">
        what the machine said
      </text>
      <text
        x={14}
        y={MARGIN.top}
        textAnchor="end"
        transform={`rotate(-90 14 ${MARGIN.top})`}
        className="strong"
      >
        share that held true
      </text>
    </>
  )
}

/** How many cases each tenth holds, hanging from the axis. */
function Counts({ tenths }: { readonly tenths: Reliability['tenths'] }): React.JSX.Element {
  const most = Math.max(1, ...tenths.map(({ cases }) => cases))
  return (
    <>
      {tenths.map(({ from, to, cases, occurred }) => {
        const [x, y] = plot(from, 0)
        return (
          <rect
            key={from}
            x={x + 1}
            y={y + 2}
            width={(to - from) * SIDE_X - 2}
            height={Math.max(1, (cases / most) * BARS)}
            className="count"
          >
            <title>
              {`said ${percent(from)} to ${percent(to)}: ${casesOf(cases)}, ${occurred} held true`}
            </title>
          </rect>
        )
      })}
    </>
  )
}

/** The diagram of one question: what was said against what held true, with how many cases there are. */
export function Diagram({
  reliability,
  meaning,
}: {
  readonly reliability: Reliability
  readonly meaning: string
}): React.JSX.Element {
  const { curve, band, tenths } = reliability
  const [x0, y0] = plot(0, 0)
  const [x1, y1] = plot(1, 1)
  return (
    <svg
      className="reliability-diagram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      data-testid="reliability-diagram"
      aria-label={meaning}
    >
      <Axes />
      <path d={bandPath(band, plot)} className="band" />
      <line x1={x0} y1={y0} x2={x1} y2={y1} className="as-said" />
      <path d={curvePath(curve, plot)} className="held" />
      {curve.map(({ from, to, share, cases }) => {
        const [x, y] = plot((from + to) / 2, share)
        return (
          <circle key={from} cx={x} cy={y} r={2.5} className="block">
            <title>
              {`${casesOf(cases)} said ${percent(from)} to ${percent(to)}: ${percent(share)} held true`}
            </title>
          </circle>
        )
      })}
      <Counts tenths={tenths} />
    </svg>
  )
}
