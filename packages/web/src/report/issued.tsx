import type { IssuedList, Listed } from '../api/index.ts'
import { Asked } from '../asked/index.ts'
import type { AskedState } from '../asked/index.ts'
import { formatInterval, formatMinute } from '../time/index.ts'
import { shortHash } from '../words/index.ts'
import { KIND_WORD, LANGUAGE_WORD } from './asked.ts'
import { standsWord } from './since-words.ts'
import { SinceList } from './since.tsx'

function Row({ one }: { readonly one: Listed }): React.JSX.Element {
  const { kind, number, year, edition, language, format, period, entry, atMs, sha256 } = one
  return (
    <tr
      data-testid="issued"
      data-standing={one.correctedBy === null}
      data-changed={one.since.length + one.sources.length > 0}
    >
      <th scope="row">
        {KIND_WORD[kind]} {number}/{year}
        <small>{formatInterval(period)}</small>
      </th>
      <td>
        {edition}
        <small>
          {LANGUAGE_WORD[language]}, {format}
        </small>
      </td>
      <td>
        {formatMinute(atMs)}
        <small title={sha256}>
          entry {entry} · <span className="mono">{shortHash(sha256)}</span>
        </small>
      </td>
      <td>
        {standsWord(one)}
        <SinceList since={one.since} sources={one.sources} />
        {one.corrects !== null && (
          <small>
            corrects entry {one.corrects}
            {one.reason === '' ? '' : `: ${one.reason}`}
          </small>
        )}
        {one.scripted && <small>SCRIPTED</small>}
      </td>
    </tr>
  )
}

/** Reports that were issued, the newest first. */
export function IssuedReports({
  list,
}: {
  readonly list: AskedState<IssuedList>
}): React.JSX.Element {
  return (
    <section className="panel" aria-label="Issued reports">
      <h2>
        Issued <small>{list.answer?.reports.length ?? ''}</small>
      </h2>
      <Asked of={list} what="The issued reports">
        {({ reports, older }) => (
          <>
            {reports.length === 0 && (
              <p className="pane-note">No report of your office’s editions was issued yet.</p>
            )}
            {reports.length > 0 && (
              <table>
                <thead>
                  <tr>
                    <th scope="col">Report</th>
                    <th scope="col">Edition</th>
                    <th scope="col">Issued</th>
                    <th scope="col">State</th>
                  </tr>
                </thead>
                <tbody>
                  {reports.toReversed().map((one) => (
                    <Row key={one.entry} one={one} />
                  ))}
                </tbody>
              </table>
            )}
            {older > 0 && (
              <p className="pane-note">{older} older; `holdfast report list` tells all.</p>
            )}
          </>
        )}
      </Asked>
    </section>
  )
}
