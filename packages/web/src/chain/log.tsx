import { useEffect, useState } from 'react'
import type { Chain, ChainEntry } from '../api/index.ts'
import { parseCheckpoint, verifyEntry } from '../proof/index.ts'
import type { Verdict } from '../proof/index.ts'
import { formatMinute } from '../time/index.ts'
import { shortHash } from '../words/index.ts'

/** Checks every entry's proof in this browser; the server's word is not taken for it. */
function useVerdicts({
  entries,
  checkpoint,
}: Pick<Chain, 'entries' | 'checkpoint'>): ReadonlyMap<number, Verdict> {
  const [verdicts, setVerdicts] = useState<ReadonlyMap<number, Verdict>>(new Map())
  useEffect(() => {
    let current = true
    const check = async (): Promise<void> => {
      const pairs = await Promise.all(
        entries.map(async (entry) => [entry.index, await verifyEntry(entry, checkpoint)] as const),
      )
      if (current) setVerdicts(new Map(pairs))
    }
    void check()
    return () => {
      current = false
    }
  }, [entries, checkpoint])
  return verdicts
}

const VERDICT_WORD: Readonly<Record<Verdict['kind'], string>> = {
  verified: '✓ included',
  refused: '✕ not included',
  unchecked: 'not checked',
}

function EntryCard({
  entry,
  verdict,
}: {
  readonly entry: ChainEntry
  readonly verdict: Verdict | undefined
}): React.JSX.Element {
  const { index, kind, atMs, actor, leafHash, inclusion } = entry
  return (
    <article className="card entry" data-verdict={verdict?.kind ?? 'checking'}>
      <header>
        <b className="mono">{index}</b>
        <span>{kind}</span>
        <em
          className="verdict"
          title={verdict === undefined || verdict.kind === 'verified' ? '' : verdict.why}
        >
          {verdict === undefined ? 'checking…' : VERDICT_WORD[verdict.kind]}
        </em>
      </header>
      <footer>
        {kind === 'withheld'
          ? 'withheld from this office'
          : `${formatMinute(atMs)} · ${actor === null ? 'payload erased' : `${actor.nation} ${actor.role}`}`}{' '}
        ·{' '}
        <span className="mono" title={`Leaf hash ${leafHash}`}>
          leaf {shortHash(leafHash, 12)}
        </span>
      </footer>
      <details>
        <summary>
          Inclusion proof: {inclusion.hashes.length} hashes to the root of {inclusion.size} entries
        </summary>
        <ol className="mono proof">
          <li>leaf {leafHash}</li>
          {inclusion.hashes.map((hash) => (
            <li key={hash}>{hash}</li>
          ))}
        </ol>
      </details>
    </article>
  )
}

/** The incident's entries in the log, each proven to lie under the signed checkpoint. */
export function LogEntries({ chain }: { readonly chain: Chain }): React.JSX.Element {
  const verdicts = useVerdicts(chain)
  const root = parseCheckpoint(chain.checkpoint)
  const verified = chain.entries.filter(
    ({ index }) => verdicts.get(index)?.kind === 'verified',
  ).length
  return (
    <>
      <p
        className="proof-sum"
        data-testid="proofs"
        data-verified={verified}
        data-entries={chain.entries.length}
      >
        {verified === chain.entries.length && verified > 0
          ? `✓ All ${verified} entries`
          : `${verified} of ${chain.entries.length} entries`}{' '}
        verified in this browser against the root of{' '}
        {root === null ? 'an unreadable checkpoint' : `${root.size} entries`}
      </p>
      <p className="dim root">
        Who signed the checkpoint is not checked here: take the log’s key from elsewhere and run
        holdfast log verify.
      </p>
      {root !== null && (
        <p className="mono dim root" title="Root hash">
          {root.rootHash}
        </p>
      )}
      {chain.entries.map((entry) => (
        <EntryCard key={entry.index} entry={entry} verdict={verdicts.get(entry.index)} />
      ))}
    </>
  )
}
