import { useCallback, useState } from 'react'
import type { Actor } from '@holdfast/core/nations'
import { fetchSession, sendCommand } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatMinute } from '../time/index.ts'
import {
  actionsOn,
  changeLines,
  consequenceWords,
  fetchMotion,
  fetchMotions,
  inForceWords,
  tallyWords,
} from './motion-words.ts'
import type { MotionAction, MotionAnswer, MotionRow } from './motion-words.ts'

function Saying({
  motion,
  actions,
  onSaid,
}: {
  readonly motion: number
  readonly actions: readonly MotionAction[]
  readonly onSaid: () => void
}): React.JSX.Element {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const said = reason.trim()
  const say = async ({ command }: MotionAction): Promise<void> => {
    setIsBusy(true)
    const answer = await sendCommand(command(said))
    setIsBusy(false)
    setProblem('refused' in answer ? answer.refused : null)
    if ('refused' in answer) return
    setReason('')
    onSaid()
  }
  return (
    <form
      aria-label={`Say something of motion ${motion}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <input
        value={reason}
        maxLength={4000}
        aria-label={`Reason on motion ${motion}`}
        placeholder="Reason, which goes on record"
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {actions.map((one) => (
        <button
          key={one.label}
          type="button"
          disabled={isBusy || said === ''}
          onClick={() => void say(one)}
        >
          {one.label}
        </button>
      ))}
      {problem !== null && (
        <p role="alert" className="bad">
          Not recorded: {problem}.
        </p>
      )}
    </form>
  )
}

function changedWords(changes: MotionAnswer['changes'], lines: number): string {
  if (changes === null)
    return 'It would be the first text in force, and judge what was before it, too.'
  return lines === 0 ? 'Nothing that is read from the text changes.' : 'It changes:'
}

function TextOf({ document, changes, withheld }: MotionAnswer): React.JSX.Element {
  if (document === null)
    return (
      <p className="pane-note">
        {withheld.includes('document')
          ? 'The text is the commission’s until it is carried.'
          : 'The motion is closed: the log keeps its text.'}
      </p>
    )
  const lines = changeLines({ changes })
  return (
    <>
      <p>{changedWords(changes, lines.length)}</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <pre className="motion-text">{document}</pre>
    </>
  )
}

function Text({ row }: { readonly row: MotionRow }): React.JSX.Element {
  const read = useCallback(() => fetchMotion(row.motion), [row.motion])
  const asked = useAsked(read, row.status)
  return (
    <Asked of={asked} what="The proposed text">
      {(answer) => <TextOf {...answer} />}
    </Asked>
  )
}

interface RowProps {
  readonly row: MotionRow
  readonly actor: Actor | null
  readonly onSaid: () => void
}

function Reasons({ row }: { readonly row: MotionRow }): React.JSX.Element {
  const said = [
    { nation: row.nation, reason: row.reason, entry: row.motion, word: 'proposes' },
    ...row.supporters.map((one) => ({ ...one, word: 'supports' })),
    ...row.opponents.map((one) => ({ ...one, word: 'opposes' })),
  ]
  return (
    <ul>
      {said.map(({ nation, reason, entry, word }) => (
        <li key={entry}>
          <b>{nation}</b> {word}: {reason === '' ? 'reason withheld' : reason} · entry {entry}
        </li>
      ))}
    </ul>
  )
}

function MotionItem({ row, actor, onSaid }: RowProps): React.JSX.Element {
  const [isOpen, setIsOpen] = useState(false)
  const actions = actionsOn(row, actor)
  const consequence = consequenceWords(row)
  return (
    <li aria-label={`Motion ${row.motion}`} data-status={row.status}>
      <b>Motion {row.motion}</b> {row.title}
      {row.scripted ? ' · SCRIPTED' : ''}
      <small>
        {tallyWords(row)}
        {row.opposed.length > 0 && <b className="bad"> · against it: {row.opposed.join(', ')}</b>}
      </small>
      <small>
        {inForceWords(row)} ·{' '}
        {row.status === 'open' ? (
          <>lapses {formatMinute(row.lapsesMs)}</>
        ) : (
          <>proposed {formatMinute(row.atMs)}</>
        )}{' '}
        ·{' '}
        <span
          className="mono"
          title={`SHA-256 ${row.sha256}`}
        >{`text ${row.sha256.slice(0, 12)}`}</span>
      </small>
      {consequence !== null && (
        <small className={row.status === 'open' ? 'bad' : undefined}>{consequence}.</small>
      )}
      <Reasons row={row} />
      {actions.length > 0 && <Saying motion={row.motion} actions={actions} onSaid={onSaid} />}
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Close the text' : 'Read the text'}
      </button>
      {isOpen && <Text row={row} />}
    </li>
  )
}

function MotionList({
  rows,
  ...rest
}: Omit<RowProps, 'row'> & { readonly rows: readonly MotionRow[] }): React.JSX.Element {
  return (
    <ul>
      {rows.map((row) => (
        <MotionItem key={row.motion} row={row} {...rest} />
      ))}
    </ul>
  )
}

/** Motions on the text, the first or one that amends it: who is for each, who against, what is missing, and what an officer may say. */
export function Motions({ logSize }: { readonly logSize: number }): React.JSX.Element {
  const [said, setSaid] = useState(0)
  const session = useAsked(fetchSession, 0)
  const asked = useAsked(fetchMotions, `${logSize} ${said}`)
  const onSaid = (): void => setSaid(said + 1)
  return (
    <section className="panel" aria-label="Motions on the text">
      <h2>Motions on the text</h2>
      <Asked of={asked} what="Motions on the text">
        {({ motions, quorum, older }) => {
          const open = motions.filter(({ status }) => status === 'open')
          const closed = motions.filter(({ status }) => status !== 'open')
          const rest = { actor: session.answer, onSaid }
          return (
            <>
              {open.length === 0 && (
                <p className="pane-note">
                  None is open.
                  {quorum === null
                    ? ' The first text takes as many nations as it asks for itself, at least two.'
                    : ` An amendment takes ${quorum} nations.`}
                </p>
              )}
              <MotionList rows={open} {...rest} />
              {closed.length > 0 && (
                <details>
                  <summary>
                    {closed.length} closed{older > 0 ? `, and ${older} older in the log` : ''}
                  </summary>
                  <MotionList rows={closed} {...rest} />
                </details>
              )}
            </>
          )
        }}
      </Asked>
    </section>
  )
}
