import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { NO_FILTER, SAVED_NAME_MAX, filterFrom, queryOf } from './filters.ts'
import type { DeskFilter } from './filters.ts'
import { DESK_KEYS } from './keys.ts'
import type { DeskAct } from './keys.ts'
import { useSaved } from './use-saved.ts'

type Option = readonly [value: string, title: string]
const WHAT: readonly Option[] = [
  ['', 'incidents and candidates'],
  ['incident', 'incidents'],
  ['candidate', 'candidates'],
]
const STATE: readonly Option[] = [
  ['', 'open'],
  ['closed', 'closed'],
  ['all', 'open and closed'],
]
const AGE: readonly Option[] = [
  ['', 'of any age'],
  ['1', 'of the last hour'],
  ['6', 'of the last 6 h'],
  ['24', 'of the last 24 h'],
  ['72', 'of the last 72 h'],
  ['older', 'older than 24 h'],
]
const MARKS: readonly Option[] = [
  ['', 'anything'],
  ['flash', 'flash track'],
  ['late', 'occurred is late'],
  ['grouping', 'to group, duplicate'],
  ['task', 'open task'],
]
const free = (all: string, words: readonly string[]): readonly Option[] => [
  ['', all],
  ...words.map((word): Option => [word, word]),
]

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly onChange: (value: string) => void
}): React.JSX.Element {
  // A word of the address that no row bears stays visible: it is what empties the list.
  const known = options.some(([one]) => one === value)
  return (
    <select
      aria-label={label}
      title={label}
      value={value}
      data-set={value !== ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {(known ? options : [...options, [value, value] as const]).map(([one, title]) => (
        <option key={one} value={one}>
          {title}
        </option>
      ))}
    </select>
  )
}

/** The words that the rows offer to narrow by. */
export interface Offered {
  readonly kinds: readonly string[]
  readonly clauses: readonly string[]
  readonly regions: readonly string[]
  readonly officers: readonly string[]
}

/** The words of the filter. The address follows what is typed a moment later: while somebody types, the field leads. */
function Words({
  field,
  text,
  onText,
}: {
  readonly field: RefObject<HTMLInputElement | null>
  readonly text: string
  readonly onText: (text: string) => void
}): React.JSX.Element {
  const [typed, setTyped] = useState(text)
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(text)
  }, [text, field])
  return (
    <input
      ref={field}
      type="text"
      aria-label="Words"
      placeholder="/ words, id, place"
      maxLength={120}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onText(event.currentTarget.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}

/** What narrows the list. */
export function FilterBar({
  filter,
  offered,
  words,
  onPart,
}: {
  readonly filter: DeskFilter
  readonly offered: Offered
  /** The field that `/` goes to. */
  readonly words: RefObject<HTMLInputElement | null>
  readonly onPart: (part: Partial<DeskFilter>) => void
}): React.JSX.Element {
  const put = (member: keyof DeskFilter) => (value: string) => onPart({ [member]: value })
  const who: readonly Option[] = [
    ['', 'anybody’s'],
    ['me', 'mine'],
    ['nobody', 'nobody’s'],
    ...offered.officers.map((one): Option => [one, one]),
  ]
  const choices: readonly (readonly [string, keyof DeskFilter, readonly Option[]])[] = [
    ['What', 'what', WHAT],
    ['State', 'state', STATE],
    ['Kind of event', 'kind', free('any kind', offered.kinds)],
    ['Clause', 'clause', free('any clause', offered.clauses)],
    ['Area', 'region', free('any area', offered.regions)],
    ['Age', 'age', AGE],
    ['Who is on it', 'who', who],
    ['To decide', 'marks', MARKS],
  ]
  return (
    <div className="desk-filter" role="search" aria-label="Filter">
      <Words field={words} text={filter.text} onText={put('text')} />
      {choices.map(([label, member, options]) => (
        <Choice
          key={member}
          label={label}
          value={filter[member]}
          options={options}
          onChange={put(member)}
        />
      ))}
    </div>
  )
}

/** Filters with a name, and a way to name the one in force. */
export function SavedBar({
  filter,
  onPart,
}: {
  readonly filter: DeskFilter
  /** A named filter is whole: it changes every part. */
  readonly onPart: (part: DeskFilter) => void
}): React.JSX.Element {
  const { saved, onSave, onForget } = useSaved()
  const [name, setName] = useState('')
  const query = queryOf(filter).toString()
  return (
    <form
      className="desk-saved"
      aria-label="Saved filters"
      onSubmit={(event) => {
        event.preventDefault()
        onSave({ name, query })
        setName('')
      }}
    >
      <button type="button" aria-pressed={query === ''} onClick={() => onPart(NO_FILTER)}>
        All open
      </button>
      {saved.map((one) => (
        <span key={one.name} className="saved">
          <button
            type="button"
            aria-pressed={one.query === query}
            onClick={() => onPart(filterFrom(new URLSearchParams(one.query)))}
          >
            {one.name}
          </button>
          <button
            type="button"
            aria-label={`Forget the filter ${one.name}`}
            onClick={() => onForget(one.name)}
          >
            ×
          </button>
        </span>
      ))}
      {query !== '' && (
        <>
          <input
            aria-label="Name of the filter in force"
            placeholder="name this filter"
            maxLength={SAVED_NAME_MAX}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <button type="submit" disabled={name.trim() === ''}>
            Save
          </button>
        </>
      )}
    </form>
  )
}

/** Acts that have no button of their own: a list has rows to click, and fields to type into. */
const UNBUTTONED: ReadonlySet<DeskAct> = new Set<DeskAct>(['filter', 'clear'])

/** Every act as a button, with its key. */
export function ActBar({
  picked,
  hidden,
  onAct,
}: {
  readonly picked: number
  /** Rows with a tick that the filter does not show: an act takes them all the same. */
  readonly hidden: number
  readonly onAct: (act: DeskAct) => void
}): React.JSX.Element {
  return (
    <div className="desk-acts" role="toolbar" aria-label="What to do">
      <span className="dim" data-testid="desk-picked" data-hidden={hidden > 0}>
        {picked === 0 ? 'cursor row' : `${picked} selected`}
        {hidden > 0 && `, ${hidden} of them not shown`}
      </span>
      {DESK_KEYS.filter(({ act }) => !UNBUTTONED.has(act)).map(({ key, act, label, means }) => (
        <button key={act} type="button" title={means} onClick={() => onAct(act)}>
          <kbd>{key}</kbd> {label}
        </button>
      ))}
    </div>
  )
}

/** Every key with what it does. */
export function KeyHelp(): React.JSX.Element {
  return (
    <section className="desk-help" aria-label="Keys">
      <dl>
        {DESK_KEYS.map(({ key, label, means }) => (
          <div key={key}>
            <dt>
              <kbd>{key === 'Escape' ? 'Esc' : key}</kbd> {label}
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
