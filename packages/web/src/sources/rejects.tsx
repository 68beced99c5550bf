import { useCallback, useState } from 'react'
import { fetchRejects } from '../api/index.ts'
import type { FeedRow, RejectPage, RejectQuery, RejectRow, SourceRow } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatDate, formatTime } from '../time/index.ts'
import { bytesOf, dumpOf } from './bytes.ts'

const NEWEST: RejectQuery = { source: null, reason: null, before: null, limit: 50 }
/** Lines of a dump that are shown at first. */
const DUMP_LINES = 4

function Dump({ row }: { readonly row: RejectRow }): React.JSX.Element {
  const [all, setAll] = useState(false)
  const bytes = bytesOf(row.bytes)
  if (bytes.length === 0)
    return <p className="dim">No bytes were kept: it was lost before it could be read.</p>
  const lines = dumpOf(bytes)
  const shown = all ? lines : lines.slice(0, DUMP_LINES)
  return (
    <>
      <pre className="dump" aria-label="First bytes as hex and as text">
        {shown.map(({ offset, hex, text }) => (
          <span key={offset}>
            <i>{offset}</i>
            <span>{hex}</span>
            <b>{text}</b>
          </span>
        ))}
      </pre>
      {lines.length > DUMP_LINES && (
        <button type="button" className="link" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${bytes.length} bytes that were kept`}
        </button>
      )}
    </>
  )
}

function Reject({ row }: { readonly row: RejectRow }): React.JSX.Element {
  const { atMs, reason, detail, source, feed, channel, format, offset, length } = row
  return (
    <article className="card reject" data-testid="reject">
      <header>
        <b>{reason}</b>
        <time className="number dim">
          {formatDate(atMs)} {formatTime(atMs)}Z
        </time>
      </header>
      <p>{detail}</p>
      <Dump row={row} />
      <footer>
        {source} · feed {feed} ({channel}, {format}) · byte {offset.toLocaleString('en')}, length{' '}
        {length.toLocaleString('en')}
      </footer>
    </article>
  )
}

function Choice({
  label,
  any,
  value,
  values,
  onChange,
}: {
  readonly label: string
  readonly any: string
  readonly value: string | null
  readonly values: readonly string[]
  readonly onChange: (value: string | null) => void
}): React.JSX.Element {
  const offered = [...new Set(value === null ? values : [...values, value])].toSorted()
  return (
    <label>
      {label}{' '}
      <select
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
      >
        <option value="">{any}</option>
        {offered.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}

function Filters({
  query,
  onChange,
  next,
  sources,
  reasons,
}: {
  readonly query: RejectQuery
  readonly onChange: (query: RejectQuery) => void
  readonly next: number | null
  readonly sources: readonly string[]
  readonly reasons: readonly string[]
}): React.JSX.Element {
  const { source, reason, before } = query
  return (
    <div className="filters">
      <Choice
        label="Source"
        any="all sources"
        value={source}
        values={sources}
        onChange={(value) => onChange({ ...query, source: value, before: null })}
      />
      <Choice
        label="Reason"
        any="all reasons"
        value={reason}
        values={reasons}
        onChange={(value) => onChange({ ...query, reason: value, before: null })}
      />
      <span className="pages">
        <button
          type="button"
          className="link"
          disabled={before === null}
          onClick={() => onChange({ ...query, before: null })}
        >
          Newest
        </button>
        <button
          type="button"
          className="link"
          disabled={next === null}
          onClick={() => onChange({ ...query, before: next })}
        >
          Older
        </button>
      </span>
    </div>
  )
}

function Page({
  page,
  isFiltered,
  isOlder,
}: {
  readonly page: RejectPage
  readonly isFiltered: boolean
  readonly isOlder: boolean
}): React.JSX.Element {
  if (page.rows.length > 0)
    return (
      <>
        {page.rows.map((row) => (
          <Reject key={row.id} row={row} />
        ))}
      </>
    )
  return (
    <p className="pane-note">
      {isOlder
        ? 'Nothing older is kept; what was dropped is still counted in the log.'
        : isFiltered
          ? 'No reject that is still kept fits this filter.'
          : 'No reject is kept: whatever feeds brought in the last 30 days was understood. Older rejects are dropped, and stay counted in the log.'}
    </p>
  )
}

/** What came in and was not understood, newest first, with its first bytes, for people who mend feeds. */
export function Rejects({
  sources,
  feeds,
  asOf,
}: {
  readonly sources: readonly SourceRow[]
  readonly feeds: readonly FeedRow[]
  readonly asOf: string
}): React.JSX.Element {
  const [query, setQuery] = useState(NEWEST)
  const ask = useCallback(() => fetchRejects(query), [query])
  const asked = useAsked(ask, asOf)
  const rows = asked.answer?.rows ?? []
  const next = asked.answer?.next ?? null
  const named = [...sources.map(({ id }) => id), ...rows.map((row) => row.source)]
  const reasons = [
    ...feeds.flatMap(({ counts }) => Object.keys(counts.rejects)),
    ...rows.map((row) => row.reason),
  ]
  return (
    <section className="panel rejects" aria-label="Rejects">
      <h2>
        Rejects <small>not understood, newest first</small>
      </h2>
      <Filters query={query} onChange={setQuery} next={next} sources={named} reasons={reasons} />
      <div className="scroll">
        <Asked of={asked} what="The rejects">
          {(page) => (
            <Page
              page={page}
              isFiltered={query.source !== null || query.reason !== null}
              isOlder={query.before !== null}
            />
          )}
        </Asked>
      </div>
    </section>
  )
}
