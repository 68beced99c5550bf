import { SegmentedControl, Tooltip } from '@mantine/core'
import { OFFICES } from '@holdfast/core/nations'
import type { Actor, Office } from '@holdfast/core/nations'
import type { Picture } from '../api/index.ts'
import { KYIV, formatDate, formatTime, useNow } from '../time/index.ts'
import { OFFICE_TITLE } from '../words/index.ts'

const LIVE_WORD = { connecting: 'CONNECTING', live: 'LIVE', lost: 'DISCONNECTED' } as const

/** Whose page this is, what it is a demonstration of, how alive it is, and what time it is there. */
export interface FrameProps {
  readonly actor: Actor
  readonly picture: Picture | null
  readonly liveness: keyof typeof LIVE_WORD
  readonly logSize: number
  readonly busy: boolean
  readonly onOffice: (office: Office) => void
  readonly onLeave: () => void
  readonly children: React.ReactNode
}

function Clocks({ nowMs }: { readonly nowMs: number | null }): React.JSX.Element {
  const now = useNow(nowMs)
  if (now === null) return <div className="clocks" />
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zones = [
    { title: 'UTC', zone: 'UTC' },
    { title: 'Kyiv', zone: KYIV },
    { title: `own · ${ownZone.split('/').at(-1)?.replaceAll('_', ' ') ?? ownZone}`, zone: ownZone },
  ]
  return (
    <div className="clocks" role="timer" aria-label="Clocks" data-testid="clocks">
      <span className="clock-date">{formatDate(now)}</span>
      {zones.map(({ title, zone }) => (
        <span key={title} title={zone}>
          <time dateTime={new Date(now).toISOString()}>{formatTime(now, zone)}</time>
          <small>{title}</small>
        </span>
      ))}
    </div>
  )
}

/** The mark of every demonstration and exercise, in words that no one can take for the real thing. */
function Watermark({ exercise }: { readonly exercise: string }): React.JSX.Element {
  return (
    <strong className="watermark" data-testid="watermark">
      DEMONSTRATION {exercise} <span>– scripted officers</span>
    </strong>
  )
}

/** The page's frame around one office's screen. */
export function Frame({
  actor,
  picture,
  liveness,
  logSize,
  busy,
  onOffice,
  onLeave,
  children,
}: FrameProps): React.JSX.Element {
  const lag = picture === null ? 0 : picture.lag
  return (
    <div className="frame">
      <header className="head">
        <h1>HOLDFAST</h1>
        {picture !== null && picture.exercise !== null && <Watermark exercise={picture.exercise} />}
        <SegmentedControl
          size="xs"
          aria-label="Office whose view this is"
          disabled={busy}
          value={actor.office}
          onChange={(office) => onOffice(office)}
          data={OFFICES.map((office) => ({ value: office, label: OFFICE_TITLE[office] }))}
        />
        <span className="head-space" />
        <Tooltip label="Entries in the log · entries not yet projected" withArrow>
          <span className="live" data-liveness={liveness} role="status" data-testid="live">
            {LIVE_WORD[liveness]} · log <b data-testid="log-size">{logSize.toLocaleString('en')}</b>{' '}
            · lag {lag}
          </span>
        </Tooltip>
        <Clocks nowMs={picture?.nowMs ?? null} />
        <button
          type="button"
          className="leave"
          onClick={onLeave}
          title={`${actor.name}, ${actor.nation}, ${actor.role}: log in as someone else`}
        >
          {actor.nation}
        </button>
      </header>
      {liveness === 'lost' && (
        <p className="strip lost" role="status">
          The connection is lost: this is the last picture, and it may be stale. The page tries
          again by itself.
        </p>
      )}
      {picture !== null && picture.notice !== null && picture.notice !== '' && (
        <p className="strip">{picture.notice}</p>
      )}
      {children}
    </div>
  )
}
