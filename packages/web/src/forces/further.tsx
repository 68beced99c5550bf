import type { LineChance, PostureStanding } from '@holdfast/core/generate/questions'
import type { ForceAnswer, ForceRegister } from '../api/index.ts'
import {
  asksProofWords,
  barHeights,
  chanceWords,
  closesWords,
  lossWords,
  pledgeName,
  rangeWords,
  ratioWords,
} from './further-words.ts'
import { listed } from '../words/index.ts'
import { figure, percent, plural, proofWords } from './words.ts'

type AnswerOf<K extends ForceAnswer['kind']> = Extract<ForceAnswer, { readonly kind: K }>

/** Which loss costs most. */
export function LinchpinsTold({
  answer: { linchpins, spare, leftOut },
  register,
}: {
  readonly answer: AnswerOf<'linchpins'>
  readonly register: ForceRegister
}): React.JSX.Element {
  const name = pledgeName(register)
  return (
    <>
      <p className="dim">Each is taken away in turn, the rest assigned anew.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Without</th>
            <th scope="col" className="number">
              Weighted gap grows by
            </th>
            <th scope="col">Lines that would lack more</th>
            <th scope="col">Proof</th>
          </tr>
        </thead>
        <tbody>
          {linchpins.map((one) => (
            <tr key={one.pledge ?? one.nation} data-testid="linchpin">
              <th scope="row">{one.pledge === null ? one.nation : name(one.pledge)}</th>
              <td className="number shortfall">{figure(one.cost)}</td>
              <td>
                {lossWords(one).map((words) => (
                  <div key={words}>{words}</div>
                ))}
                {one.changes.length === 0 && <span className="dim">none</span>}
              </td>
              <td>
                <span className={one.proven ? 'tag' : 'tag warn'}>
                  {one.proven ? 'proven' : 'not proven'}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {linchpins.length === 0 && <p className="dim">Nobody serves on any line of this posture.</p>}
      {spare.length > 0 && (
        <>
          <h3>Loss costs nothing: serves nowhere in this answer</h3>
          <ul>
            {spare.map((id) => (
              <li key={id}>{name(id)}</li>
            ))}
          </ul>
        </>
      )}
      {leftOut.length > 0 && (
        <p className="bad">No room to take away: {listed(leftOut.map(name))}.</p>
      )}
    </>
  )
}

/** What to ask of whom. */
export function AsksTold({
  answer,
  register,
}: {
  readonly answer: AnswerOf<'asks'>
  readonly register: ForceRegister
}): React.JSX.Element {
  const name = pledgeName(register)
  return (
    <>
      <p className="summary">{closesWords(answer)}</p>
      <ol className="asks">
        {answer.asks.map(({ of, nation, what }) => (
          <li key={`${of}${nation ?? ''}${what}`} data-testid="ask">
            <b>{of}</b>
            {nation === null || nation === of ? '' : ` (${nation})`}: {what}
          </li>
        ))}
      </ol>
      {asksProofWords(answer).map((words) => (
        <p key={words} className={words.includes('Not proven') ? 'unproven' : 'dim'}>
          {words}
        </p>
      ))}
      {answer.toSize.length > 0 && (
        <>
          <h3>Ask for a number, too</h3>
          <p className="dim">
            Nobody sized these offers; nobody can say how much more they would close.
          </p>
          <ul>
            {answer.toSize.map(({ pledge }) => (
              <li key={pledge}>{name(pledge)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

const shortLines = ({ gaps: { lines } }: PostureStanding): React.ReactNode =>
  lines
    .filter(({ shortfall }) => shortfall > 0)
    .map(({ line, title, shortfall, required }) => (
      <div key={line}>
        {title}: short {figure(shortfall)} of {figure(required)}
      </div>
    ))

const POSTURE_ROWS: readonly {
  readonly title: string
  readonly cell: (posture: PostureStanding) => React.ReactNode
}[] = [
  { title: 'Persons asked for at once', cell: ({ persons }) => figure(persons) },
  { title: 'Lines counted', cell: ({ lines }) => figure(lines) },
  {
    title: 'Sites and hubs',
    cell: ({ places }) =>
      places.length === 0
        ? 'none sized'
        : places.map(({ line, quantity }) => `${line}: ${figure(quantity)}`).join('; '),
  },
  { title: 'Line-rotations filled', cell: ({ filledShare }) => percent(filledShare) },
  { title: 'Weighted gap', cell: ({ gaps }) => figure(gaps.weightedGap) },
  { title: 'Assignment', cell: ({ gaps }) => proofWords(gaps.solution) },
]

/** What takes room: it stands under the figures. */
const POSTURE_NOTES: typeof POSTURE_ROWS = [
  { title: 'What is short', cell: shortLines },
  {
    title: 'Rests on',
    cell: ({ assumptions }) =>
      assumptions.length === 0
        ? 'no assumption'
        : assumptions.map(({ id, title, owner }) => (
            <div key={id}>
              <i className="assumed">{id}</i> {title} ({owner})
            </div>
          )),
  },
]

function PostureRows({
  rows,
  postures,
}: {
  readonly rows: typeof POSTURE_ROWS
  readonly postures: readonly PostureStanding[]
}): React.ReactNode {
  return rows.map(({ title, cell }) => (
    <tr key={title}>
      <th scope="row">{title}</th>
      {postures.map((one) => (
        <td key={one.title}>{cell(one)}</td>
      ))}
    </tr>
  ))
}

/** The postures beside each other. */
export function PosturesTold({
  answer: { postures },
}: {
  readonly answer: AnswerOf<'postures'>
}): React.JSX.Element {
  const ratios = postures[0]?.sustainment.ratios.map(({ ratio }) => ratio) ?? []
  const months = postures[0]?.sustainment.months ?? 0
  return (
    <table className="postures">
      <thead>
        <tr>
          <th scope="col">Posture</th>
          {postures.map(({ title }) => (
            <th key={title} scope="col" data-testid="posture">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <PostureRows rows={POSTURE_ROWS} postures={postures} />
        {ratios.map((ratio, i) => (
          <tr key={ratio}>
            <th scope="row">
              Kept up {months} months at {ratio}:1
            </th>
            {postures.map(({ title, sustainment }) => {
              const standing = sustainment.ratios[i]
              return (
                <td key={title} data-holds={standing?.holds}>
                  {standing === undefined ? '' : ratioWords(standing)}
                </td>
              )
            })}
          </tr>
        ))}
        <PostureRows rows={POSTURE_NOTES} postures={postures} />
      </tbody>
    </table>
  )
}

const [BAR_WIDTH, BAR_HEIGHT] = [12, 34]

function Bars({ chance, label }: { readonly chance: LineChance; readonly label: string }) {
  const heights = barHeights(chance)
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${heights.length * BAR_WIDTH} ${BAR_HEIGHT + 1}`}
      role="img"
      aria-label={`${label}: half of all draws fill at least ${percent(chance.p50)}; one in ten no more than ${percent(chance.p10)}`}
    >
      {heights.map((height, i) => (
        <rect
          key={i}
          x={i * BAR_WIDTH + 1}
          width={BAR_WIDTH - 2}
          y={BAR_HEIGHT - height * BAR_HEIGHT}
          height={height * BAR_HEIGHT}
        />
      ))}
      <line x1={0} x2={heights.length * BAR_WIDTH} y1={BAR_HEIGHT} y2={BAR_HEIGHT} />
    </svg>
  )
}

function ChanceRow({ low, high }: { readonly low: LineChance; readonly high: LineChance }) {
  const isRange = JSON.stringify(low) !== JSON.stringify(high)
  return (
    <tr data-testid="chance">
      <th scope="row">{low.title}</th>
      <td className="number">{rangeWords(low.onItsDay, high.onItsDay)}</td>
      <td className="number">{rangeWords(low.throughout, high.throughout)}</td>
      <td className="number">
        {[low.p10, low.p50, low.p90].map(percent).join(' · ')}
        {isRange && (
          <small>
            if open conditions are met: {[high.p10, high.p50, high.p90].map(percent).join(' · ')}
          </small>
        )}
      </td>
      <td>
        <Bars chance={low} label={low.title} />
        {isRange && <Bars chance={high} label={`${low.title}, open conditions met`} />}
      </td>
    </tr>
  )
}

/** How likely each line is filled, as a distribution, with who says how likely each part is. */
export function CredibilityTold({
  answer: { low, high, chances, replications, seed, plan },
}: {
  readonly answer: AnswerOf<'credibility'>
}): React.JSX.Element {
  return (
    <>
      <p className="summary">
        {plural(replications, 'draw')}, seed {seed}; the plan drawn on: {proofWords(plan.solution)}.
        What nobody gave a chance makes a range.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col" className="number">
              Filled on its day
            </th>
            <th scope="col" className="number">
              Filled throughout
            </th>
            <th scope="col" className="number">
              Filled share, P10 · P50 · P90
            </th>
            <th scope="col">Draws by filled share, 0 to 100 %</th>
          </tr>
        </thead>
        <tbody>
          {low.map((one, i) => (
            <ChanceRow key={one.line} low={one} high={high[i] ?? one} />
          ))}
        </tbody>
      </table>
      <h3>What was drawn</h3>
      <ul>
        {chances.map((one) => (
          <li key={one.about} className={one.probability === null ? 'unproven' : undefined}>
            {chanceWords(one)}
          </li>
        ))}
      </ul>
      {chances.length === 0 && <p className="dim">Nobody serves, so nothing was drawn.</p>}
    </>
  )
}
