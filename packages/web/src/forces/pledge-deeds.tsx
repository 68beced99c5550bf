import { useRef, useState } from 'react'
import type { Condition } from '@holdfast/core/generate/register'
import type { ForceRegister, PledgeRow } from '../api/index.ts'
import { CommandForm } from '../chain/index.ts'
import {
  conditionForm,
  declareForm,
  deedsOf,
  liftForm,
  moveForm,
  quantityForm,
} from './pledge-forms.ts'
import type { PledgeDeed, RegisterForm } from './pledge-forms.ts'
import { recordingOf } from './recording.ts'

const DEED_WORD: Readonly<Record<PledgeDeed, string>> = {
  move: 'Move',
  quantity: 'Change the number',
  declare: 'Declare a caveat',
  lift: 'Lift a caveat',
}

function formOf(deed: PledgeDeed, register: ForceRegister, pledge: PledgeRow): RegisterForm {
  switch (deed) {
    case 'move':
      return moveForm(register, pledge)
    case 'quantity':
      return quantityForm(register, pledge)
    case 'declare':
      return declareForm(register, pledge)
    case 'lift':
      return liftForm(register, pledge)
  }
}

interface Deed {
  readonly name: string
  /** The button's words, and for whom the row is not seen beside it. */
  readonly label: string
  readonly describedAs: string
}

/** Buttons of which one opens a form below them; whoever leaves the form is back on the button that opened it. */
function Deeds({
  deeds,
  formFor,
  onRecorded,
}: {
  readonly deeds: readonly Deed[]
  readonly formFor: (name: string) => RegisterForm | null
  /** Told once something is on record, and where a refusal says that the page may be behind. */
  readonly onRecorded: () => void
}): React.JSX.Element {
  const [open, setOpen] = useState<{ readonly name: string; readonly spec: RegisterForm } | null>(
    null,
  )
  const form = useRef<HTMLDivElement>(null)
  const buttons = useRef(new Map<string, HTMLButtonElement>())
  const toggle = (name: string): void => {
    const spec = open?.name === name ? null : formFor(name)
    setOpen(spec === null ? null : { name, spec })
  }
  const record = recordingOf(onRecorded)
  const send = async (command: object): Promise<string | null> => {
    const refused = await record(command)
    // Another page may have been first; nothing tells of what is confidential, so the register is read again.
    if (refused !== null) onRecorded()
    const typing = form.current
    // The button that was pressed could not keep the focus while it waited: whoever types goes on in the form.
    if (refused !== null && typing?.contains(document.activeElement) === false)
      typing.querySelector<HTMLElement>('input, select, textarea')?.focus({ preventScroll: true })
    return refused
  }
  const close = (): void => {
    const first = [...buttons.current.values()][0]
    const opener = open === null ? undefined : buttons.current.get(open.name)
    ;(opener ?? first)?.focus()
    setOpen(null)
  }
  return (
    <div className="deeds">
      <div className="deed-buttons">
        {deeds.map(({ name, label, describedAs }) => (
          <button
            key={name}
            type="button"
            aria-label={describedAs}
            aria-expanded={open?.name === name}
            ref={(button) => {
              if (button === null) buttons.current.delete(name)
              else buttons.current.set(name, button)
            }}
            onClick={() => toggle(name)}
          >
            {label}
          </button>
        ))}
      </div>
      {open !== null && (
        <div ref={form}>
          <CommandForm<object> key={open.name} spec={open.spec} send={send} onDone={close} />
        </div>
      )}
    </div>
  )
}

/** What the nation logged in may do with its own pledge; nothing is shown beside another nation's. */
export function PledgeDeeds({
  pledge,
  register,
  onRecorded,
}: {
  readonly pledge: PledgeRow
  readonly register: ForceRegister
  readonly onRecorded: () => void
}): React.JSX.Element | null {
  const allowed = deedsOf(pledge, register)
  if (allowed.length === 0) return null
  const deeds = allowed.map((name) => ({
    name,
    label: DEED_WORD[name],
    describedAs: `${DEED_WORD[name]}: ${pledge.id}`,
  }))
  return (
    <Deeds
      deeds={deeds}
      formFor={(name) => {
        const deed = allowed.find((one) => one === name)
        return deed === undefined ? null : formOf(deed, register, pledge)
      }}
      onRecorded={onRecorded}
    />
  )
}

/** Tells a condition's state. */
export function ConditionDeed({
  condition,
  onRecorded,
}: {
  readonly condition: Condition
  readonly onRecorded: () => void
}): React.JSX.Element {
  const describedAs = `Tell its state: ${condition.title}`
  return (
    <Deeds
      deeds={[{ name: 'state', label: 'Tell its state', describedAs }]}
      formFor={() => conditionForm(condition)}
      onRecorded={onRecorded}
    />
  )
}
