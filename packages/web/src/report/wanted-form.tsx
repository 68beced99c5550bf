import { LANGUAGES, LEDGERS, REPORT_KINDS } from '@holdfast/core/report'
import type { Picture } from '../api/index.ts'
import { EDITIONS_OF, KIND_WORD, LANGUAGE_WORD } from './asked.ts'
import type { Wanted } from './asked.ts'

type Put = (part: Partial<Wanted>) => void

function Choice<W extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: W
  readonly options: readonly (readonly [W, string])[]
  readonly onChange: (value: W) => void
}): React.JSX.Element {
  return (
    <label className="form-field">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const [found] = options.find(([one]) => one === event.currentTarget.value) ?? []
          if (found !== undefined) onChange(found)
        }}
      >
        {options.map(([one, title]) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}

function DayField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}): React.JSX.Element {
  return (
    <label className="form-field">
      <span>{label}</span>
      <input
        value={value}
        inputMode="numeric"
        pattern="\d{4}-\d{2}-\d{2}"
        placeholder="YYYY-MM-DD"
        maxLength={10}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}

/** What the kind of report takes beside its kind. */
function About({
  wanted: { kind, date, from, to, topic, incident },
  picture,
  put,
}: {
  readonly wanted: Wanted
  readonly picture: Picture
  readonly put: Put
}): React.JSX.Element {
  if (kind === 'spot')
    return (
      <Choice
        label="Incident"
        value={incident}
        options={[
          ['', picture.incidents.length === 0 ? 'there is no incident' : 'choose one'] as const,
          ...picture.incidents
            .toReversed()
            .map(({ id, title }) => [id, `${id}: ${title}`] as const),
        ]}
        onChange={(value) => put({ incident: value })}
      />
    )
  if (kind !== 'thematic')
    return (
      <DayField
        label={kind === 'daily' ? 'Day, until 19:30 Kyiv' : 'A day of the fortnight'}
        value={date}
        onChange={(value) => put({ date: value })}
      />
    )
  return (
    <>
      <Choice
        label="Ledger"
        value={topic}
        options={LEDGERS.map((one) => [one, one] as const)}
        onChange={(value) => put({ topic: value })}
      />
      <DayField label="From" value={from} onChange={(value) => put({ from: value })} />
      <DayField label="To" value={to} onChange={(value) => put({ to: value })} />
    </>
  )
}

/** Asks which report; the draft is made of the record as it stands and changes nothing. */
export function WantedForm({
  wanted,
  picture,
  isBusy,
  onWanted,
  onMake,
}: {
  readonly wanted: Wanted
  readonly picture: Picture
  readonly isBusy: boolean
  readonly onWanted: (wanted: Wanted) => void
  readonly onMake: () => void
}): React.JSX.Element {
  const put: Put = (part) => onWanted({ ...wanted, ...part })
  return (
    <form
      className="panel report-form"
      aria-label="Make a draft"
      onSubmit={(event) => {
        event.preventDefault()
        onMake()
      }}
    >
      <h2>Make a draft</h2>
      <Choice
        label="Kind"
        value={wanted.kind}
        options={REPORT_KINDS.map((one) => [one, KIND_WORD[one]] as const)}
        onChange={(kind) => put({ kind })}
      />
      <Choice
        label="Edition"
        value={wanted.edition}
        options={EDITIONS_OF[picture.office].map((one) => [one, `${one} edition`] as const)}
        onChange={(edition) => put({ edition })}
      />
      <Choice
        label="Language"
        value={wanted.language}
        options={LANGUAGES.map((one) => [one, LANGUAGE_WORD[one]] as const)}
        onChange={(language) => put({ language })}
      />
      <About wanted={wanted} picture={picture} put={put} />
      <button type="submit" disabled={isBusy}>
        {isBusy ? 'Making it…' : 'Make the draft'}
      </button>
      <p className="dim">It is made of the record as it stands. Nothing is issued by making it.</p>
    </form>
  )
}
