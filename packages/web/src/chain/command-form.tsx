import { useEffect, useRef, useState } from 'react'
import type { FormField, FormSend, FormSpec, FormValues } from '../form/index.ts'

/** Longest text of a command, characters. */
const TEXT_MAX = 4_000

const isRefusal = (value: unknown): value is { readonly refused: string } =>
  typeof value === 'object' && value !== null && 'refused' in value

function Ticks({
  field: { options = [], label },
  value,
  onChange,
}: {
  readonly field: FormField
  readonly value: string
  readonly onChange: (value: string) => void
}): React.JSX.Element {
  const ticked = new Set(value.split(' ').filter((one) => one !== ''))
  const toggle = (one: string): void => {
    if (ticked.has(one)) ticked.delete(one)
    else ticked.add(one)
    onChange([...ticked].join(' '))
  }
  return (
    <fieldset className="form-field form-ticks">
      <legend>{label}</legend>
      {options.map(({ value: one, title }) => (
        <label key={one}>
          <input type="checkbox" checked={ticked.has(one)} onChange={() => toggle(one)} /> {title}
        </label>
      ))}
    </fieldset>
  )
}

function Field({
  field,
  value,
  isFirst,
  onChange,
}: {
  readonly field: FormField
  readonly value: string
  readonly isFirst: boolean
  readonly onChange: (value: string) => void
}): React.JSX.Element {
  const first = useRef<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>(null)
  useEffect(() => {
    if (isFirst) first.current?.focus()
  }, [isFirst])
  if (field.kind === 'ticks') return <Ticks field={field} value={value} onChange={onChange} />
  const shared = {
    ref: first,
    value,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange(event.currentTarget.value),
  }
  return (
    <label className="form-field" data-kind={field.kind}>
      <span>{field.label}</span>
      {field.kind === 'choice' ? (
        <select {...shared}>
          {(field.options ?? []).map(({ value: one, title }) => (
            <option key={one} value={one}>
              {title}
            </option>
          ))}
        </select>
      ) : field.kind === 'text' ? (
        <textarea {...shared} rows={3} maxLength={TEXT_MAX} placeholder={field.hint} />
      ) : (
        <input {...shared} maxLength={TEXT_MAX} placeholder={field.hint} />
      )}
    </label>
  )
}

const firstOf = ({ value, kind, options = [] }: FormField): string =>
  value ?? (kind === 'choice' ? (options[0]?.value ?? '') : '')

/** What was typed into a form, and what came of sending it. */
function useForm<Sent>(
  fields: readonly FormField[],
  {
    send,
    onDone,
  }: {
    readonly send: (what: Sent) => Promise<string | null>
    readonly onDone: () => void
  },
) {
  const [typed, setTyped] = useState<FormValues>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const values = Object.fromEntries(
    fields.map((field) => [field.name, typed[field.name] ?? firstOf(field)]),
  )
  const shown = fields.filter(({ when }) => when === undefined || when(values))
  const isFull = shown.every(
    ({ name, isOptional }) => isOptional === true || (values[name] ?? '').trim() !== '',
  )
  const click = async ({ build }: FormSend<Sent>): Promise<void> => {
    const built = build(values)
    if (isRefusal(built)) {
      setProblem(built.refused)
      return
    }
    setIsBusy(true)
    const refused = await send(built)
    setIsBusy(false)
    setProblem(refused)
    if (refused === null) onDone()
  }
  const put = (name: string, value: string): void =>
    setTyped((before) => ({ ...before, [name]: value }))
  return { values, shown, problem, maySend: isFull && !isBusy, click, put }
}

/**
 * Asks what a command has to say, and sends it. Nothing is sent before every field is filled in; a refusal stands in the
 * form with what was typed, and nothing has changed.
 */
export function CommandForm<Sent>({
  spec: { title, about, fields, sends },
  send,
  onDone,
}: {
  readonly spec: FormSpec<Sent>
  /** Sends, and says what was refused; null where all is on record. */
  readonly send: (what: Sent) => Promise<string | null>
  readonly onDone: () => void
}): React.JSX.Element {
  const { values, shown, problem, maySend, click, put } = useForm(fields, { send, onDone })
  const submit = useRef<HTMLButtonElement>(null)
  const isBare = fields.length === 0
  // A form that asks nothing is a question by itself: its answer has the focus.
  useEffect(() => {
    if (isBare) submit.current?.focus()
  }, [isBare])
  // Whoever came by a key types at once: what is chosen already can stand.
  const leading = Math.max(
    0,
    shown.findIndex(({ kind }) => kind === 'line' || kind === 'text'),
  )
  return (
    <form
      className="command-form"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        const [first] = sends
        if (first !== undefined && maySend) void click(first)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone()
      }}
    >
      <h3>{title}</h3>
      {about !== undefined && <p className="dim">{about}</p>}
      {shown.map((field, i) => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          isFirst={i === leading}
          onChange={(value) => put(field.name, value)}
        />
      ))}
      <div className="form-sends">
        {sends.map((one, i) => (
          <button
            key={one.label}
            ref={i === 0 ? submit : undefined}
            type={i === 0 ? 'submit' : 'button'}
            disabled={!maySend}
            onClick={i === 0 ? undefined : () => void click(one)}
          >
            {one.label}
          </button>
        ))}
        <button type="button" onClick={onDone}>
          Leave it
        </button>
      </div>
      {problem !== null && (
        <p role="alert" className="bad">
          Not recorded: {problem}. Nothing changed.
        </p>
      )}
    </form>
  )
}
