import { useState } from 'react'
import { CHOSEN_FAULTS_MAX } from '@holdfast/core/move/contingency'
import type { ChosenFault, FaultChoice } from '@holdfast/core/move/contingency'
import type { MovementTold } from '@holdfast/core/move/model'
import { AddFault } from './add-fault.tsx'
import { presetsOf } from './presets.ts'
import type { Chosen } from './simulate-these.tsx'
import { SimulateThese } from './simulate-these.tsx'
import { faultWords, plural } from './words.ts'

/** Chooses faults, single or combined, and asks for the plan made anew under all of them. */
export function FaultChooser({
  told,
  choices,
  isBusy,
  onReplan,
  onSimulate,
}: {
  readonly told: MovementTold
  readonly choices: readonly FaultChoice[]
  readonly isBusy: boolean
  readonly onReplan: (faults: readonly ChosenFault[]) => void
  /** Null where a simulation runs already. */
  readonly onSimulate: ((faults: readonly ChosenFault[], likely: Chosen) => void) | null
}): React.JSX.Element {
  const [faults, setFaults] = useState<readonly ChosenFault[]>([])
  const titles = new Map(choices.flatMap(({ on }) => on.map(({ id, title }) => [id, title])))
  const titleOf = (id: string): string => titles.get(id) ?? id
  const presets = presetsOf(told, choices)
  const isFull = faults.length >= CHOSEN_FAULTS_MAX
  return (
    <div className="fault-chooser no-print">
      <p className="movement-tools">
        {presets.map(({ words, faults: some }) => (
          <button key={words} type="button" onClick={() => setFaults(some)}>
            {words}
          </button>
        ))}
      </p>
      <AddFault
        choices={choices}
        horizonHours={told.horizonHours}
        isFull={isFull}
        onAdd={(fault) => setFaults((before) => [...before, fault])}
      />
      {faults.length === 0 ? (
        <p className="dim">No fault is chosen. Several may be: all of them then strike together.</p>
      ) : (
        <ol className="chosen-faults" aria-label="Chosen faults">
          {faults.map((fault, i) => (
            // Two may be alike.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={`${i} ${fault.on}`}>
              {faultWords(fault, titleOf)}{' '}
              <button
                type="button"
                aria-label={`Take back: ${faultWords(fault, titleOf)}`}
                onClick={() => setFaults((before) => before.filter((one) => one !== fault))}
              >
                ✕
              </button>
            </li>
          ))}
        </ol>
      )}
      <button
        type="button"
        className="main-act"
        disabled={faults.length === 0 || isBusy}
        onClick={() => onReplan(faults)}
      >
        Plan anew under {faults.length === 0 ? 'these faults' : plural(faults.length, 'fault')}
      </button>
      <SimulateThese faults={faults} onSimulate={onSimulate} />
    </div>
  )
}
