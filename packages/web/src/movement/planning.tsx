import { useCallback, useState } from 'react'
import type { PlanName, PlanningAnswer, PlanTable } from '@holdfast/core/move/planning'
import { adoptPlanDocument, fetchPlanning, refusalOf } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatMinute } from '../time/index.ts'
import { LabelLine } from './label.tsx'
import { Assumptions } from './tables.tsx'

/** Largest document that is read, bytes: what the server takes. */
const BYTES_MAX = 1_000_000
const isFigure = (cell: string | number): boolean =>
  typeof cell === 'number' || /^[+−-]?\d[\d.,]*( %)?$/.test(cell)

function Table({ table }: { readonly table: PlanTable }): React.JSX.Element {
  const { title, columns, rows, note } = table
  return (
    <section className="movement-block" aria-label={title}>
      <h2>{title}</h2>
      {note !== null && <p className="dim">{note}</p>}
      {rows.length === 0 ? (
        <p className="dim">None.</p>
      ) : (
        <table>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th
                  key={column}
                  className={
                    rows.every((row) => isFigure(row[i] ?? '') || row[i] === '')
                      ? 'number'
                      : undefined
                  }
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // The rows of a table never change their places.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={i}>
                {row.map((cell, at) => (
                  <td key={columns[at]} className={isFigure(cell) ? 'number' : undefined}>
                    {typeof cell === 'number' ? cell.toLocaleString('en') : cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** Puts a document of the planner's own on record: the server reads it, and says where it is wrong. */
function AdoptDocument({ onDone }: { readonly onDone: () => void }): React.JSX.Element {
  const [refused, setRefused] = useState<string | null>(null)
  const adopt = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    try {
      if (file.size > BYTES_MAX) throw new Error(`${file.name} has more than ${BYTES_MAX} bytes`)
      await adoptPlanDocument(await file.text())
      setRefused(null)
      onDone()
    } catch (error) {
      setRefused(refusalOf(error))
    }
  }
  return (
    <div className="no-print">
      <label className="adopt-document">
        Adopt a document of your own (YAML or JSON){' '}
        <input
          type="file"
          accept=".yaml,.yml,.json"
          onChange={({ currentTarget }) => {
            void adopt(currentTarget.files?.[0])
            currentTarget.value = ''
          }}
        />
      </label>
      {refused !== null && (
        <p className="problem" role="alert" data-testid="document-refused">
          Not adopted: {refused}
        </p>
      )}
    </div>
  )
}

function Told({
  answer,
  onAdopted,
}: {
  readonly answer: PlanningAnswer
  readonly onAdopted: () => void
}): React.JSX.Element {
  const { label, title, notice, adopted, digest, results, tables, hangsOn, assumptions } = answer
  return (
    <div data-testid="planning" data-origin={answer.origin}>
      <LabelLine label={label} />
      <h1>{title}</h1>
      <p className="dim">
        {adopted === null
          ? 'the document that ships: fictional figures, adopted by nobody'
          : `adopted by ${adopted.by}, ${adopted.nation}, ${formatMinute(adopted.atMs)} (entry ${adopted.index})`}{' '}
        · <span className="mono">{digest.slice(0, 12)}</span>
      </p>
      <p className="movement-notice">{notice}</p>
      <ul className="movement-verdict planning-results">
        {results.map(({ result, now }) => (
          <li key={result}>
            <b className="number">{/^\d+$/.test(now) ? Number(now).toLocaleString('en') : now}</b>{' '}
            {result.replace(/,$/, '')}
          </li>
        ))}
      </ul>
      <AdoptDocument onDone={onAdopted} />
      <div className="planning-tables">
        {tables.map((table) => (
          <Table key={table.title} table={table} />
        ))}
        {hangsOn.map((table) => (
          <Table key={table.title} table={table} />
        ))}
        <section className="movement-block" aria-label="Assumptions">
          <h2>
            Assumptions <small>{assumptions.length}, each with its owner</small>
          </h2>
          <Assumptions assumptions={assumptions} />
        </section>
      </div>
      <LabelLine label={label} />
    </div>
  )
}

/** A planning document worked out: results, what they hang on, and whose the assumptions are. */
export function PlanningPanel({
  name,
  asOf,
}: {
  readonly name: PlanName
  readonly asOf: number
}): React.JSX.Element {
  const [turn, setTurn] = useState(0)
  const ask = useCallback(() => fetchPlanning(name), [name])
  const asked = useAsked<PlanningAnswer>(ask, `${asOf} ${turn}`)
  return (
    <Asked of={asked} what="The plan">
      {(answer) => <Told answer={answer} onAdopted={() => setTurn((before) => before + 1)} />}
    </Asked>
  )
}
