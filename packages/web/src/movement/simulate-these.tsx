import { useState } from 'react'
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { Likely } from './stated.ts'

/** What a planner says of how likely the chosen faults are. */
export type Chosen = Pick<Likely, 'percent' | 'isTogether'>

/** Asks for the plan carried out many times under the chosen faults, each with a chance or all by one cause. */
export function SimulateThese({
  faults,
  onSimulate,
}: {
  readonly faults: readonly ChosenFault[]
  readonly onSimulate: ((faults: readonly ChosenFault[], likely: Chosen) => void) | null
}): React.JSX.Element {
  const [percent, setPercent] = useState('50')
  const [isTogether, setIsTogether] = useState(false)
  const isNone = faults.length === 0
  return (
    <form
      className="fault-form likely-form"
      aria-label="How likely the chosen faults are"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isNone) onSimulate?.(faults, { percent: Number(percent), isTogether })
      }}
    >
      <label>
        Chance, %
        <input
          type="number"
          min="0"
          max="100"
          step="any"
          required
          value={percent}
          onChange={({ currentTarget }) => setPercent(currentTarget.value)}
        />
      </label>
      <label>
        Happens
        <select
          value={isTogether ? 'together' : 'each'}
          disabled={faults.length < 2}
          onChange={({ currentTarget }) => setIsTogether(currentTarget.value === 'together')}
        >
          <option value="each">each by itself</option>
          <option value="together">all together, by one cause</option>
        </select>
      </label>
      <button type="submit" disabled={isNone || onSimulate === null}>
        Simulate the plan under {faults.length < 2 ? 'this chance' : 'these chances'}
      </button>
    </form>
  )
}
