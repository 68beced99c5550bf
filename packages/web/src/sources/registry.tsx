import { takesUnsigned } from '@holdfast/core/observe'
import type { Actor } from '@holdfast/core/nations'
import type { FeedRow, SourceRow } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'
import { STANDING_BASIS_WORD, STANDING_WORD } from '../words/index.ts'
import { formatAgo } from './ago.ts'
import { wordsOfChain } from './chain-words.ts'
import { lastSignOf } from './last-sign.ts'
import { QuarantineNote } from './quarantine-note.tsx'
import { wordsOfQuarantine } from './quarantine.ts'
import type { QuarantinedRow } from './quarantine.ts'

/** What needs a person first: what the machine left out and a broken chain, then the blind, then the silent. */
function urgencyOf({ chain, stands, quarantine }: QuarantinedRow): number {
  if (quarantine?.status === 'provisional') return -1
  if (chain !== undefined && wordsOfChain(chain).problems.length > 0) return 0
  if (stands === null) return 2
  return stands.state === 'up' ? 3 : 1
}

/** Since when it stands so and who says that; where nobody does, whether signs of life were promised at all. */
function basisOf({ stands, heartbeatMs }: SourceRow): string {
  if (stands !== null)
    return `since ${formatMinute(stands.fromMs)}, ${STANDING_BASIS_WORD[stands.basis]}`
  return heartbeatMs === undefined
    ? 'nobody said; promises no sign of life'
    : 'promises signs of life; none came yet'
}

function signingOf(source: SourceRow): string {
  const keys = source.keys?.filter(({ revokedMs }) => revokedMs === null).length ?? 0
  const revoked = (source.keys?.length ?? 0) - keys
  const signs = keys === 0 ? 'unsigned' : `signed, ${keys} ${keys === 1 ? 'key' : 'keys'}`
  const also = keys > 0 && takesUnsigned(source) ? '; unsigned taken too' : ''
  const refused = keys === 0 && !takesUnsigned(source) ? ', refused' : ''
  return `${signs}${refused}${also}${revoked > 0 ? `; ${revoked} revoked` : ''}`
}

function Chain({ chain }: { readonly chain: SourceRow['chain'] }): React.JSX.Element {
  if (chain === undefined) return <span className="dim">no signed batch yet</span>
  const { problems, filled } = wordsOfChain(chain)
  return (
    <>
      head <b className="number">{chain.head}</b>
      {problems.length === 0 && <small> unbroken</small>}
      {filled > 0 && <small> · {filled === 1 ? 'a gap was' : `${filled} gaps were`} filled</small>}
    </>
  )
}

/** What every line is told with. */
interface Beside {
  readonly feeds: readonly FeedRow[]
  readonly newest: ReadonlyMap<string, number>
  readonly nowMs: number
  /** Who looks; null: not known yet. */
  readonly actor: Actor | null
  readonly onDecided: () => void
}

function SourceLine({
  source,
  feeds,
  newest,
  nowMs,
  actor,
  onDecided,
}: Beside & { readonly source: QuarantinedRow }): React.JSX.Element {
  const { id, title, nation, kind, stands, chain } = source
  const isLeftOut = source.quarantine != null && wordsOfQuarantine(source.quarantine) !== null
  const sign = lastSignOf(source, feeds, newest)
  const problems = chain === undefined ? [] : wordsOfChain(chain).problems
  return (
    <>
      <tr data-testid="source" data-more={problems.length > 0 || isLeftOut}>
        <th scope="row">
          {title}
          <small className="mono">{id}</small>
        </th>
        <td>
          {nation} <small className="below">{kind}</small>
        </td>
        <td title={stands?.reason}>
          <span className="standing" data-state={stands?.state ?? 'unknown'}>
            {STANDING_WORD[stands?.state ?? 'unknown']}
          </span>
          <small className="below">{basisOf(source)}</small>
          {stands !== null && stands.state !== 'up' && !isLeftOut && (
            <small className="below reason">{stands.reason}</small>
          )}
        </td>
        <td>
          {sign === null ? (
            <span className="dim">{isLeftOut ? 'not told in quarantine' : 'none known'}</span>
          ) : (
            <>
              <span className="number">{formatAgo(nowMs - sign.atMs)}</span>
              <small className="below">
                {formatMinute(sign.atMs)}, {sign.what}
              </small>
            </>
          )}
        </td>
        <td>{signingOf(source)}</td>
        <td>
          <Chain chain={chain} />
        </td>
      </tr>
      {isLeftOut && (
        <tr className="chain-more" data-more={problems.length > 0}>
          <td colSpan={6}>
            <QuarantineNote row={source} actor={actor} onDecided={onDecided} />
          </td>
        </tr>
      )}
      {problems.length > 0 && (
        <tr className="chain-more">
          <td colSpan={6}>
            <ul aria-label={`Chain problems of ${title}`}>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  )
}

/** Who reports: how each stands, when it was last heard, and whether its chain of signed batches is whole. */
export function Registry({
  sources,
  ...beside
}: Beside & { readonly sources: readonly QuarantinedRow[] }): React.JSX.Element {
  const ordered = sources.toSorted(
    (a, b) => urgencyOf(a) - urgencyOf(b) || a.title.localeCompare(b.title, 'en'),
  )
  const broken = ordered.filter(
    ({ chain }) => chain !== undefined && wordsOfChain(chain).problems.length > 0,
  ).length
  const leftOut = ordered.filter(
    ({ quarantine }) => quarantine != null && wordsOfQuarantine(quarantine) !== null,
  ).length
  return (
    <section className="panel" aria-label="Sources">
      <h2>
        Sources{' '}
        <small>
          {sources.length} in the registry
          {leftOut > 0 && `, ${leftOut} in quarantine`}
          {broken > 0 && `, ${broken} with a broken chain`}; what needs a person comes first
        </small>
      </h2>
      {sources.length === 0 ? (
        <p className="pane-note">
          No source is registered. Nobody can be asked whether it could have noticed anything, so
          the coverage of this record is unknown. Register sources with “holdfast source register
          FILE”.
        </p>
      ) : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Nation, kind</th>
                <th scope="col">Stands</th>
                <th scope="col" title="Bytes of a feed, an observation, or a sign of life">
                  Last sign
                </th>
                <th scope="col">Batches</th>
                <th scope="col">Chain</th>
              </tr>
            </thead>
            <tbody>
              {ordered.map((source) => (
                <SourceLine key={source.id} source={source} {...beside} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
