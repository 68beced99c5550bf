import { useState } from 'react'
import type { BarTold, MovementTold } from '@holdfast/core/move/model'
import { ganttRows } from './gantt-rows.ts'
import type { GanttRow } from './gantt-rows.ts'
import { useWidth } from './use-width.ts'
import { figure, plural } from './words.ts'

/** Rows that stand there before somebody asks for all. */
const ROWS_FIRST = 14
const ROW = 20
const TOP = 22
const NARROW = 640

const barWords = ({ fromHour, untilHour, vehicles, load, serials, fleet }: BarTold): string => {
  const goods = Object.entries(load)
    .map(([commodity, units]) => `${figure(units)} ${commodity}`)
    .join(', ')
  return `hour ${fromHour} to ${untilHour}: ${figure(vehicles)} vehicles of ${fleet} with ${goods}, ${plural(serials, 'movement serial')}`
}

function Chart({
  rows,
  told,
}: {
  readonly rows: readonly GanttRow[]
  readonly told: MovementTold
}): React.JSX.Element {
  const [element, width] = useWidth(900)
  const isNarrow = width < NARROW
  const left = isNarrow ? 0 : 330
  const high = isNarrow ? ROW * 2 - 4 : ROW
  const x = (hour: number): number => left + (hour / told.horizonHours) * (width - left - 2)
  const height = TOP + rows.length * high + 4
  const every = isNarrow ? 24 : 12
  const hours = Array.from(
    { length: Math.floor(told.horizonHours / every) + 1 },
    (_, i) => i * every,
  )
  return (
    <div ref={element} className="gantt-chart">
      <svg width={width} height={height} role="img" aria-label="Movement serials by hour">
        {hours.map((hour) => (
          <g key={hour}>
            <line x1={x(hour)} x2={x(hour)} y1={TOP - 4} y2={height} className="grid" />
            <text
              x={x(hour)}
              y={12}
              textAnchor={hour === 0 ? 'start' : hour === told.horizonHours ? 'end' : 'middle'}
            >
              {hour}
            </text>
          </g>
        ))}
        {rows.map((row, i) => {
          const y = TOP + i * high
          return (
            <g key={row.key}>
              <text x={isNarrow ? 0 : left - 8} y={y + 13} textAnchor={isNarrow ? 'start' : 'end'}>
                {shortened(row.name, isNarrow ? 52 : 50)}
                <title>{`${row.name}, ${row.fleet}: ${figure(row.vehicles)} vehicles`}</title>
              </text>
              {row.bars.map((bar) => (
                <rect
                  key={bar.fromHour}
                  x={x(bar.fromHour)}
                  y={isNarrow ? y + 18 : y + 3}
                  width={Math.max(2, x(bar.untilHour) - x(bar.fromHour) - 1)}
                  height={isNarrow ? 12 : ROW - 6}
                  data-mode={bar.mode}
                >
                  <title>{barWords(bar)}</title>
                </rect>
              ))}
            </g>
          )
        })}
      </svg>
    </div>
  )
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text

/** What moves when on which leg. */
export function Gantt({ told }: { readonly told: MovementTold }): React.JSX.Element {
  const [mode, setMode] = useState('')
  const [isWhole, setIsWhole] = useState(false)
  const modes = [...new Set(told.bars.map((bar) => bar.mode))]
  const rows = ganttRows(told.bars, mode)
  return (
    <>
      <p className="movement-tools">
        <label className="no-print">
          Carried by{' '}
          <select value={mode} onChange={({ currentTarget: { value } }) => setMode(value)}>
            <option value="">every mode</option>
            {modes.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <span className="dim">
          {plural(told.serials, 'movement serial')} on{' '}
          {plural(rows.length, 'leg and fleet', 'legs and fleets')}
        </span>
        {rows.length > ROWS_FIRST && (
          <button
            type="button"
            className="no-print"
            onClick={() => setIsWhole((before) => !before)}
          >
            {isWhole ? `Only the first ${ROWS_FIRST}` : `All ${rows.length}`}
          </button>
        )}
      </p>
      <ul className="gantt-legend">
        {modes.map((one) => (
          <li key={one} data-mode={one}>
            {one}
          </li>
        ))}
      </ul>
      <Chart rows={isWhole ? rows : rows.slice(0, ROWS_FIRST)} told={told} />
    </>
  )
}
