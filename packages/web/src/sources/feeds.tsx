import type { FeedRow } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'
import { formatBytes } from './bytes.ts'

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, n) => total + n, 0)
const count = (n: number): string => n.toLocaleString('en')

function ByReason({
  counts,
  bad,
}: {
  readonly counts: Readonly<Record<string, number>>
  readonly bad: boolean
}): React.JSX.Element {
  const total = sum(counts)
  if (total === 0) return <span className="dim">0</span>
  return (
    <>
      <b className={bad ? 'number bad' : 'number'}>{count(total)}</b>
      {Object.entries(counts)
        .toSorted(([, a], [, b]) => b - a)
        .map(([reason, n]) => (
          <small key={reason} className="below">
            {reason} {count(n)}
          </small>
        ))}
    </>
  )
}

function FeedLine({ feed }: { readonly feed: FeedRow }): React.JSX.Element {
  const { spec, isOpen, counts } = feed
  const last = counts.lastMs === null ? 'nothing came yet' : `last ${formatMinute(counts.lastMs)}`
  return (
    <tr data-testid="feed">
      <th scope="row">
        {spec.id === '' ? 'further ways' : spec.id}
        <small>
          {spec.channel} · {isOpen ? 'open' : 'closed'} · {last}
        </small>
      </th>
      <td>
        {spec.format}
        <small className="below mono">{spec.source}</small>
      </td>
      <td className="number">{formatBytes(counts.bytes)}</td>
      <td className="number">{count(counts.records)}</td>
      <td className="number">{count(counts.accepted)}</td>
      <td className="number">{count(counts.duplicates)}</td>
      <td>
        <ByReason counts={counts.rejects} bad />
      </td>
      <td>
        <ByReason counts={counts.nothings} bad={false} />
      </td>
    </tr>
  )
}

/** Feeds of other formats, with every byte accounted for. */
export function Feeds({ feeds }: { readonly feeds: readonly FeedRow[] }): React.JSX.Element {
  const open = feeds.filter(({ isOpen }) => isOpen).length
  const ordered = feeds.toSorted(
    (a, b) =>
      Number(b.isOpen) - Number(a.isOpen) || (b.counts.lastMs ?? 0) - (a.counts.lastMs ?? 0),
  )
  return (
    <section className="panel" aria-label="Feeds">
      <h2>
        Feeds{' '}
        <small>
          {open} open, {feeds.length - open} closed; counted since the server started
        </small>
      </h2>
      {feeds.length === 0 ? (
        <p className="pane-note">
          No feed has been opened since the server started. Batches may still come over HTTP; feeds
          of other formats need “holdfast start --intake FILE”.
        </p>
      ) : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Feed</th>
                <th scope="col">Format, source</th>
                <th scope="col">Bytes</th>
                <th scope="col">Records</th>
                <th scope="col">Accepted</th>
                <th scope="col" title="Known already: the same record came before">
                  Duplicates
                </th>
                <th scope="col" title="Not understood, by reason; see the ledger">
                  Rejects
                </th>
                <th scope="col" title="Understood, but it holds no observation">
                  Nothings
                </th>
              </tr>
            </thead>
            <tbody>
              {ordered.map((feed, i) => (
                <FeedLine key={`${feed.spec.id} ${i}`} feed={feed} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
