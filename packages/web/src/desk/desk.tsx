import { useEffect, useMemo, useRef, useState } from 'react'
import type { Actor } from '@holdfast/core/nations'
import { fetchDesk } from '../api/index.ts'
import type { Desk, Picture } from '../api/index.ts'
import { useAsked } from '../asked/index.ts'
import { ChainPane, CommandForm } from '../chain/index.ts'
import { useNow } from '../time/index.ts'
import { ActBar, FilterBar, KeyHelp, SavedBar } from './bar.tsx'
import { filtered, offered } from './filters.ts'
import { actOfPress, isTypedInto } from './keys.ts'
import type { DeskAct } from './keys.ts'
import { DeskList } from './list.tsx'
import { rowsOf } from './rows.ts'
import { DeskSide } from './side.tsx'
import { useAddress } from './use-address.ts'
import { useTriage } from './use-triage.ts'
import type { Triage } from './use-triage.ts'

/** Rows of one page: the cursor takes the page along. */
const PAGE_ROWS = 100
const MINUTE_MS = 60_000

/** Keys are heard wherever the page is, but where somebody types. */
function useKeys(onAct: (act: DeskAct) => void): void {
  const current = useRef(onAct)
  useEffect(() => {
    current.current = onAct
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const act = actOfPress(event, isTypedInto(event.target))
      if (act === null) return
      event.preventDefault()
      current.current(act)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** What was last put on record, and refusals of rows that are not on this page. */
function Said({
  triage: { said, refusals },
  shown,
}: {
  readonly triage: Pick<Triage, 'said' | 'refusals'>
  readonly shown: ReadonlySet<string>
}): React.JSX.Element {
  const elsewhere = [...refusals].filter(([id]) => !shown.has(id))
  return (
    <>
      <p className="desk-said" role="status" data-testid="desk-said">
        {said}
      </p>
      {elsewhere.map(([id, words]) => (
        <p key={id} className="desk-said bad" role="alert">
          Not recorded for {id.slice(0, 8)}: {words}. Nothing changed.
        </p>
      ))}
    </>
  )
}

function Opened({
  picture,
  incident,
  onClose,
}: {
  readonly picture: Picture
  readonly incident: string
  readonly onClose: () => void
}): React.JSX.Element {
  return (
    <section className="pane" aria-label={`Incident ${incident}`}>
      <p className="pane-close">
        <button type="button" onClick={onClose}>
          <kbd>Esc</kbd> Back to the desk
        </button>
      </p>
      <ChainPane
        key={incident}
        incident={incident}
        revision={picture.incidents.find(({ id }) => id === incident)?.entries.length ?? 0}
        clocks={picture.clocks.filter((clock) => clock.incident === incident)}
        zones={picture.zones}
        coverageNote={picture.coverageNote}
        nowMs={picture.nowMs}
        onChain={nothing}
      />
    </section>
  )
}
const nothing = (): void => {}

/** Acts that are the screen's own: the filter's field, the help, leaving an incident. */
function useScreen(onOpen: (incident: string | null) => void) {
  const words = useRef<HTMLInputElement>(null)
  const [isHelp, setIsHelp] = useState(false)
  const onOther = (act: DeskAct): void => {
    if (act === 'filter') words.current?.focus()
    if (act === 'help') setIsHelp(!isHelp)
    if (act === 'clear') onOpen(null)
  }
  return { words, isHelp, onOther }
}

function Pages({
  first,
  count,
  onPage,
}: {
  readonly first: number
  readonly count: number
  readonly onPage: (first: number) => void
}): React.JSX.Element | null {
  if (count <= PAGE_ROWS) return null
  return (
    <p className="desk-pages">
      <button type="button" disabled={first === 0} onClick={() => onPage(first - PAGE_ROWS)}>
        Page before
      </button>{' '}
      rows {first + 1} to {Math.min(count, first + PAGE_ROWS)} of {count}{' '}
      <button
        type="button"
        disabled={first + PAGE_ROWS >= count}
        onClick={() => onPage(first + PAGE_ROWS)}
      >
        Page after
      </button>
    </p>
  )
}

/** Rows, filter and triage of the desk, to the minute: seconds would draw a hundred rows anew each. */
function useWork(picture: Picture, me: Actor, desk: Desk | null) {
  const now = useNow(picture.nowMs) ?? picture.nowMs
  const nowMs = Math.floor(now / MINUTE_MS) * MINUTE_MS
  const address = useAddress()
  const all = useMemo(() => rowsOf(picture, desk), [picture, desk])
  const rows = useMemo(
    () => filtered(all, address.filter, { me, nowMs }),
    [all, address.filter, me, nowMs],
  )
  return { nowMs, address, all, rows, offers: useMemo(() => offered(all), [all]) }
}

/** The desk: what waits to be decided, row by row, by keyboard; people decide, and nothing happens silently. */
export function DeskScreen({
  picture,
  actor,
}: {
  readonly picture: Picture
  readonly actor: Actor
}): React.JSX.Element {
  // With each picture, not with each entry alone: what is fused makes no entry.
  const desk = useAsked(fetchDesk, picture.nowMs)
  const { nowMs, address, all, rows, offers } = useWork(picture, actor, desk.answer)
  const { words, isHelp, onOther } = useScreen(address.onOpen)
  const triage = useTriage({ picture, rows, all, me: actor, onOpen: address.onOpen, onOther })
  useKeys(triage.onAct)
  const shown = useMemo(() => new Set(rows.map(({ id }) => id)), [rows])
  const hidden = [...triage.ticked].filter((id) => !shown.has(id)).length
  const first = Math.floor(triage.cursor / PAGE_ROWS) * PAGE_ROWS
  const page = rows.slice(first, first + PAGE_ROWS)
  return (
    <main className="desk">
      <div className="desk-main">
        <FilterBar filter={address.filter} offered={offers} words={words} onPart={address.onPart} />
        <SavedBar filter={address.filter} onPart={address.onPart} />
        <ActBar picked={triage.ticked.size} hidden={hidden} onAct={triage.onAct} />
        {isHelp && <KeyHelp />}
        <div
          className="desk-scroll"
          role="region"
          aria-label="What waits to be decided"
          tabIndex={0}
        >
          <DeskList rows={page} first={first} nowMs={nowMs} triage={triage} />
          {rows.length === 0 && <p className="pane-note">No row passes the filter.</p>}
          <Pages
            first={first}
            count={rows.length}
            onPage={(at) => triage.onRow(rows[at]?.id ?? '')}
          />
        </div>
        <Said triage={triage} shown={new Set(page.map(({ id }) => id))} />
        {triage.form !== null && (
          <CommandForm
            key={triage.formKey}
            spec={triage.form}
            send={triage.send}
            onDone={() => triage.onForm(null)}
          />
        )}
      </div>
      {address.open === null ? (
        <DeskSide
          desk={desk}
          me={actor}
          nowMs={nowMs}
          shown={rows.length}
          all={all}
          onOpen={address.onOpen}
        />
      ) : (
        <Opened picture={picture} incident={address.open} onClose={() => address.onOpen(null)} />
      )}
    </main>
  )
}
