import { useState } from 'react'
import type { ChosenFault, FaultChoice } from '@holdfast/core/move/contingency'
import type { FaultKind } from '@holdfast/core/move/simulate'
import { faultOf } from './presets.ts'
import { FAULT_WORDS } from './words.ts'

/** A number field with its own text, so that it may be empty while somebody types. */
function NumberField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}): React.JSX.Element {
  return (
    <label>
      {label}
      <input
        type="number"
        min="0"
        step="any"
        required
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  )
}

interface Typed {
  readonly kind: FaultKind
  readonly on: string
  readonly from: string
  readonly until: string
  readonly lost: string
  readonly slowdown: string
}

function faultIn({ kind, from, until, lost, slowdown }: Typed, on: string): ChosenFault {
  const hours = { fromHour: Number(from), untilHour: Number(until) }
  const fault = faultOf(kind, on, hours)
  if (kind === 'depotStruck') return { ...fault, stockLost: Number(lost) / 100 }
  return kind === 'cyberOutage' ? { ...fault, slowdown: Number(slowdown) } : fault
}

/** Hours of a fault, and what else its kind has. */
function Figures({
  typed,
  change,
}: {
  readonly typed: Typed
  readonly change: (part: Partial<Typed>) => void
}): React.JSX.Element {
  return (
    <>
      <NumberField label="From hour" value={typed.from} onChange={(from) => change({ from })} />
      <NumberField label="Until hour" value={typed.until} onChange={(until) => change({ until })} />
      {typed.kind === 'depotStruck' && (
        <NumberField
          label="Stock lost, %"
          value={typed.lost}
          onChange={(lost) => change({ lost })}
        />
      )}
      {typed.kind === 'cyberOutage' && (
        <NumberField
          label="Times slower"
          value={typed.slowdown}
          onChange={(slowdown) => change({ slowdown })}
        />
      )}
    </>
  )
}

/** One fault: what happens, where, from when to when. */
export function AddFault({
  choices,
  horizonHours,
  isFull,
  onAdd,
}: {
  readonly choices: readonly FaultChoice[]
  readonly horizonHours: number
  readonly isFull: boolean
  readonly onAdd: (fault: ChosenFault) => void
}): React.JSX.Element {
  const first = choices.find(({ on }) => on.length > 0)
  const [typed, setTyped] = useState<Typed>({
    kind: first?.kind ?? 'crossingClosed',
    on: '',
    from: '24',
    until: String(Math.min(72, horizonHours)),
    lost: '30',
    slowdown: '3',
  })
  const change = (part: Partial<Typed>): void => setTyped((before) => ({ ...before, ...part }))
  const places = choices.find(({ kind }) => kind === typed.kind)?.on ?? []
  const on = places.find(({ id }) => id === typed.on)?.id ?? places[0]?.id
  const isBackward = Number(typed.until) <= Number(typed.from)
  return (
    <form
      className="fault-form"
      aria-label="A fault"
      onSubmit={(event) => {
        event.preventDefault()
        if (on !== undefined && !isFull && !isBackward) onAdd(faultIn(typed, on))
      }}
    >
      <label>
        What happens
        <select
          value={typed.kind}
          onChange={({ currentTarget: { value } }) => change({ kind: value as FaultKind, on: '' })}
        >
          {choices.map(({ kind, on: where }) => (
            <option key={kind} value={kind} disabled={where.length === 0}>
              {FAULT_WORDS[kind]}
              {where.length === 0 ? ' (none in this network)' : ''}
            </option>
          ))}
        </select>
      </label>
      <label className="fault-where">
        Where
        <select value={on ?? ''} onChange={({ currentTarget: { value } }) => change({ on: value })}>
          {places.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <Figures typed={typed} change={change} />
      <button type="submit" disabled={on === undefined || isFull || isBackward}>
        Add this fault
      </button>
      {isBackward && <p className="problem">The fault ends before it begins.</p>}
    </form>
  )
}
