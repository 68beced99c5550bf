import { useMemo } from 'react'
import type { SourceHealth } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'
import { figuresOf, quarantineAnchor, standingOf, wordsOfFinding } from './health-words.ts'
import type { QuarantinedRow } from './quarantine.ts'

// Places on the page are no pages: the address keeps saying which page this is.
function show(source: string): void {
  const note = document.querySelector<HTMLElement>(`#${CSS.escape(quarantineAnchor(source))}`)
  note?.scrollIntoView({ block: 'center' })
  note?.focus({ preventScroll: true })
}

function ToQuarantine({ source }: { readonly source: string }): React.JSX.Element {
  return (
    <button type="button" className="link" onClick={() => show(source)}>
      In quarantine: see why
    </button>
  )
}

/** What was found wrong with those who report: what, since when, by which figure, and whether one is left out for it. */
export function Health({
  health,
  sources,
}: {
  readonly health: SourceHealth
  readonly sources: readonly QuarantinedRow[]
}): React.JSX.Element {
  const titles = useMemo(() => new Map(sources.map(({ id, title }) => [id, title])), [sources])
  const { findings, sensors, further } = health
  return (
    <section className="panel" aria-label="Health of sensors">
      <h2>
        Found wrong{' '}
        <small>
          {findings.length + further === 0 ? 'nothing' : findings.length + further} since the server
          started; a finding decides nothing
        </small>
      </h2>
      <div className="scroll">
        <ul className="findings">
          {findings.map((finding) => {
            const { what, subject, since, figure, benign } = wordsOfFinding(finding, titles)
            const standing = standingOf(finding, sources)
            return (
              <li
                key={`${finding.kind} ${finding.source ?? subject} ${finding.fromMs}`}
                data-testid="finding"
                data-benign={benign !== null}
              >
                <b>{subject}</b> {what}: <span className="number">{figure}</span>
                <small className="below">
                  {since}
                  {benign !== null && `; but ${benign}`}
                  {standing === 'used' && '; still used by fusion'}
                </small>
                {standing === 'quarantined' && finding.source !== null && (
                  <ToQuarantine source={finding.source} />
                )}
              </li>
            )
          })}
        </ul>
        {further > 0 && <p className="dim">{further} older findings are not listed.</p>}
        {sensors.length === 0 ? (
          <p className="dim">
            No sensor was compared with others yet: figures need tracks that several detections
            made.
          </p>
        ) : (
          <ul className="findings" aria-label="Figures of each sensor">
            {sensors.map((sensor) => (
              <li key={sensor.source} data-testid="sensor-figures">
                <b>{titles.get(sensor.source) ?? sensor.source}</b> {figuresOf(sensor).join(' · ')}
                <small className="below">
                  {formatMinute(sensor.fromMs)} to {formatMinute(sensor.toMs)}, from{' '}
                  {sensor.count.toLocaleString('en')} reports, ± 95 %
                </small>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
