import type { AcceptanceView } from '@holdfast/core/generate/acceptance'
import { fetchAcceptance } from '../api/index.ts'
import type { AcceptanceInForce, ForceRegister } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatMinute } from '../time/index.ts'
import { listed } from '../words/index.ts'
import { acceptanceWords } from './words.ts'

const aboutWords = ({ nation, group, capabilities, places }: AcceptanceView): string =>
  `${nation ?? `group ${group ?? ''}`} · ${capabilities === null ? 'whatever they do' : listed(capabilities)} · ${places === null ? 'wherever' : listed(places)}`

function Views({ document }: Pick<AcceptanceInForce, 'document'>): React.JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Party</th>
          <th scope="col">How</th>
          <th scope="col">Weighs</th>
          <th scope="col">Whom, what, where</th>
          <th scope="col">Statement, and how it is read</th>
        </tr>
      </thead>
      <tbody>
        {document.views.map((view) => (
          <tr key={view.id} data-testid="acceptance-view">
            <th scope="row">{view.party}</th>
            <td>{view.view}</td>
            <td className="number">
              {document.weights.find((one) => one.view === view.view)?.weight ?? 0}
            </td>
            <td>{aboutWords(view)}</td>
            <td>
              <span className="mono">{view.statement}</span> {view.reading}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function InForce({
  answer: { inForce, document, unsaid, history },
}: {
  readonly answer: AcceptanceInForce
}): React.JSX.Element {
  const [latest] = history
  return (
    <>
      <p data-testid="acceptance-in-force">
        <b>{document.title}</b> · {acceptanceWords(inForce)}
        {latest !== undefined &&
          ` by ${latest.by}, ${latest.nation}, ${formatMinute(latest.atMs)}${latest.reason === '' ? '' : `: ${latest.reason}`}`}
        {` · ${document.owner ?? 'nobody'} answers for it, ${document.date ?? 'no date'}`}
      </p>
      <p className="dim">{document.notice}</p>
      <Views document={document} />
      <p className="dim">
        {unsaid.length === 0
          ? 'Every nation is spoken of.'
          : `Nobody is on record about ${listed(unsaid)}; that costs nothing and says nothing.`}
      </p>
    </>
  )
}

/** The acceptance table that questions weigh: whose it is, and the statement behind each view. */
export function AcceptanceBlock({
  register,
}: {
  readonly register: ForceRegister
}): React.JSX.Element {
  const { digest, entry } = register.acceptance
  const asked = useAsked(fetchAcceptance, `${digest} ${entry ?? ''}`)
  return (
    <section aria-label="Acceptance" className="forces-block">
      <h3>
        In whose eyes who may be where <small>a soft cost, never a prohibition</small>
      </h3>
      <Asked of={asked} what="The acceptance table">
        {(answer) => <InForce answer={answer} />}
      </Asked>
    </section>
  )
}
