import type { GapsTold } from '../api/index.ts'
import { changeWords, compareRows, summaryWords } from './compare.ts'
import type { Side } from './compare.ts'
import { figure, proofWords } from './words.ts'

function SideCells({ side }: { readonly side: Side | null }): React.JSX.Element {
  if (side === null)
    return (
      <td colSpan={2} className="dim">
        not counted
      </td>
    )
  return (
    <>
      <td className="number">
        {figure(side.delivered)}
        <small>{side.by}</small>
      </td>
      <td className={side.shortfall > 0 ? 'number shortfall' : 'number'}>
        {figure(side.shortfall)}
      </td>
    </>
  )
}

type Titles = readonly [before: string, after: string]

function Head({ titles: [before, after] }: { readonly titles: Titles }): React.JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2}>
          Line
        </th>
        <th scope="col" rowSpan={2} className="number">
          Required
        </th>
        <th scope="colgroup" colSpan={2}>
          {before}
        </th>
        <th scope="colgroup" colSpan={2}>
          {after}
        </th>
        <th scope="col" rowSpan={2}>
          Change
        </th>
      </tr>
      <tr>
        <th scope="col" className="number">
          on it
        </th>
        <th scope="col" className="number">
          short
        </th>
        <th scope="col" className="number">
          on it
        </th>
        <th scope="col" className="number">
          short
        </th>
      </tr>
    </thead>
  )
}

/** Two answers beside each other, line by line, with what differs; what is not proven says so. */
export function CompareTable({
  before,
  after,
  titles,
}: {
  readonly before: GapsTold
  readonly after: GapsTold
  readonly titles: Titles
}): React.JSX.Element {
  const isProven = [before, after].every(({ solution }) => solution.status === 'optimal')
  return (
    <>
      <p className="summary" data-testid="what-changed">
        {summaryWords(before, after)}{' '}
        <span className={isProven ? 'tag' : 'tag warn'}>
          {isProven
            ? 'both proven'
            : `before: ${proofWords(before.solution)}; after: ${proofWords(after.solution)}`}
        </span>
      </p>
      <table className="compare">
        <Head titles={titles} />
        <tbody>
          {compareRows(before, after).map((row) => (
            <tr key={row.line} data-changed={row.isChanged} data-testid="compared">
              <th scope="row">
                {row.title}
                <small>priority {row.priority}</small>
              </th>
              <td className="number">{figure(row.required)}</td>
              <SideCells side={row.before} />
              <SideCells side={row.after} />
              <td data-more={row.more === null || row.more === 0 ? 'none' : row.more > 0}>
                {changeWords(row)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
