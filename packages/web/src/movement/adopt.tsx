import { useState } from 'react'
import type { MoveStanding } from '@holdfast/core/move/jobs'
import { adoptMovePlan, adoptShippedModel } from '../api/index.ts'
import type { ShownPlan, ShownReplan } from './shown.ts'
import type { Movement } from './use-movement.ts'
import { figure, plural } from './words.ts'

type Act = Movement['act']

/** Puts the network that ships on record as the one that plans are made of: a plan can be adopted only then. */
export function AdoptModel({ act }: { readonly act: Act }): React.JSX.Element {
  const [isSure, setIsSure] = useState(false)
  return isSure ? (
    <>
      <button type="button" className="main-act" onClick={() => void act(adoptShippedModel)}>
        Yes, adopt this network
      </button>
      <button type="button" onClick={() => setIsSure(false)}>
        No
      </button>
    </>
  ) : (
    <button type="button" onClick={() => setIsSure(true)}>
      Adopt this network…
    </button>
  )
}

/** Puts a plan on record, by its digest and with a reason. The machine proposes; this is a person's deed. */
export function Adopt({
  standing,
  plan,
  replan,
  act,
}: {
  readonly standing: MoveStanding
  readonly plan: ShownPlan
  readonly replan: ShownReplan | null
  readonly act: Act
}): React.JSX.Element {
  const [reason, setReason] = useState('')
  const [which, setWhich] = useState('plan')
  const chosen = which === 'replan' && replan !== null ? replan : plan
  const { told, of } = chosen
  const isThere = standing.plan?.digest === told.planDigest || of === 'adopted'
  const why =
    standing.model.origin === 'shipped'
      ? 'Adopt the network first: a plan names the network that it is a plan of.'
      : !chosen.isFinal
        ? 'A better plan is still being looked for.'
        : isThere
          ? 'This plan is on record already.'
          : null
  return (
    <form
      className="adopt-form no-print"
      aria-label="Adopt a plan"
      onSubmit={(event) => {
        event.preventDefault()
        if (why !== null) return
        void act(() => adoptMovePlan({ job: of, digest: told.planDigest, reason })).then(
          (isDone) => isDone && setReason(''),
        )
      }}
    >
      {replan !== null && (
        <label>
          Which plan
          <select value={which} onChange={({ currentTarget: { value } }) => setWhich(value)}>
            <option value="plan">As everything holds</option>
            <option value="replan">Under {plural(replan.faults.length, 'chosen fault')}</option>
          </select>
        </label>
      )}
      <label className="adopt-reason">
        Why this plan
        <input
          type="text"
          required
          maxLength={2000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={why !== null || reason.trim() === ''}>
        Adopt it: {figure(told.armedAtAsk)} armed by hour {told.ask.byHour}
      </button>
      <p className="dim">
        {why ??
          `The entry names the plan ${told.planDigest.slice(0, 12)}, its network, its ${plural(told.assumptions.length, 'assumption')} and you.`}
      </p>
    </form>
  )
}
