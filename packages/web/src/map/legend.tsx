import { useState } from 'react'
import { PHASES } from '@holdfast/core/observe'
import { PHASE_WORD } from '../words/index.ts'
import { GROUP_TITLE, PHASE_COLOUR } from './layers.ts'
import type { LayerGroup } from './layers.ts'

/** Switches of the layers, and what the signs mean. */
export function Legend({
  groups,
  shown,
  onChange,
  signs,
  children,
}: {
  readonly groups: readonly LayerGroup[]
  readonly shown: ReadonlySet<LayerGroup>
  readonly onChange: (shown: ReadonlySet<LayerGroup>) => void
  readonly signs: 'watch' | 'movement'
  /** What an office's own layers mean. */
  readonly children?: React.ReactNode
}): React.JSX.Element {
  const [open, setOpen] = useState(true)
  const toggle = (group: LayerGroup): void => {
    const next = new Set(shown)
    if (!next.delete(group)) next.add(group)
    onChange(next)
  }
  return (
    <aside className="legend" aria-label="Layers and legend" data-open={open}>
      <button
        type="button"
        className="legend-head"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Layers and legend <span aria-hidden="true">{open ? '▾' : '▸'}</span>
      </button>
      {open && (
        <>
          <fieldset>
            <legend className="unseen">Layers</legend>
            {groups.map((group) => (
              <label key={group}>
                <input type="checkbox" checked={shown.has(group)} onChange={() => toggle(group)} />{' '}
                {GROUP_TITLE[group]}
              </label>
            ))}
          </fieldset>
          {signs === 'watch' ? <WatchSigns /> : <MovementSigns />}
          {children}
        </>
      )}
    </aside>
  )
}

function WatchSigns(): React.JSX.Element {
  return (
    <dl className="signs">
      {PHASES.map((phase) => (
        <div key={phase}>
          <dt>
            <i className="dot" style={{ background: PHASE_COLOUR[phase] }}>
              {PHASE_WORD[phase].letter}
            </i>
          </dt>
          <dd>{PHASE_WORD[phase].title}</dd>
        </div>
      ))}
      <div>
        <dt>
          <i className="dot observer" />
        </dt>
        <dd>observer</dd>
      </div>
      <div>
        <dt>
          <i className="stroke contact" />
        </dt>
        <dd>line of contact</dd>
      </div>
      <div>
        <dt>
          <i className="stroke other" />
        </dt>
        <dd>other line</dd>
      </div>
      <div>
        <dt>
          <i className="stroke area" />
        </dt>
        <dd>area</dd>
      </div>
      <div>
        <dt>
          <i className="stroke link" />
        </dt>
        <dd>engagement</dd>
      </div>
      <div>
        <dt>
          <i className="stroke pair" />
        </dt>
        <dd>outgoing to impact</dd>
      </div>
      <p>Paler dots are less likely to have occurred. Colours name phases, never parties.</p>
    </dl>
  )
}

function MovementSigns(): React.JSX.Element {
  return (
    <dl className="signs wide">
      <div>
        <dt>
          <i className="dot depot" />
        </dt>
        <dd>depot (fictional)</dd>
      </div>
      <div>
        <dt>
          <i className="dot node" />
        </dt>
        <dd>crossing, hub</dd>
      </div>
      <div>
        <dt>
          <i className="stroke leg" />
        </dt>
        <dd>leg in use</dd>
      </div>
      <div>
        <dt>
          <i className="dot" style={{ background: PHASE_COLOUR.undetermined }} />
        </dt>
        <dd>event, released</dd>
      </div>
    </dl>
  )
}
