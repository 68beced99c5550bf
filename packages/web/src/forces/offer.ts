// An offer of one's own nation, as it is typed: the form's fields, and the pledge that they make or what is wrong.
import type { Caveat, Pledge, Quantity, Requirement } from '@holdfast/core/generate'
import type { ForceRegister } from '../api/index.ts'
import type { FormField, FormSpec, FormValues } from '../form/index.ts'
import { PLACE_WORD, capabilityTitle, capabilityUnit } from './words.ts'

type Of = Pick<
  ForceRegister,
  'requirements' | 'pledges' | 'conditions' | 'assumptions' | 'capabilities'
>
type Refusal = { readonly refused: string }

const DAY_MS = 86_400_000
const PLACES: readonly Requirement['place'][] = [
  'inUkraine',
  'neighbouringNato',
  'blackSea',
  'airspace',
  'remote',
]
/** What a caveat can be about. */
export const CATEGORIES: readonly { readonly value: Caveat['category']; readonly title: string }[] =
  [
    { value: 'geographic', title: 'where it may serve' },
    { value: 'role', title: 'what it may do' },
    { value: 'parliament', title: 'a parliament’s approval' },
    { value: 'mandate', title: 'a mandate' },
    { value: 'condition', title: 'another condition' },
  ]

/** The unit in which a capability is counted on record; null: nobody has counted it yet. */
export function unitOf(register: Of, capability: string): string | null {
  const { requirements, pledges, assumptions } = register
  const lines = requirements.filter((one) => one.capability === capability)
  const counted = [...lines, ...pledges.filter((one) => one.capability === capability)]
  for (const { quantity } of counted) if (quantity.kind === 'range') return quantity.unit
  const sized = assumptions.find(
    ({ about }) => lines.some(({ id }) => id === about) || about.startsWith(`${capability}:`),
  )
  return sized?.unit ?? capabilityUnit(register, capability)
}

/** The first free id of a nation's name space: `GBR-6` after GBR-1 and GBR-5. */
export function freeId(pledges: readonly Pick<Pledge, 'id'>[], nation: string): string {
  let most = 0
  for (const { id } of pledges) {
    const number = id.startsWith(`${nation}-`) ? Number(id.slice(nation.length + 1)) : 0
    if (Number.isSafeInteger(number)) most = Math.max(most, number)
  }
  return `${nation}-${most + 1}`
}

/** What was typed into a field, without space around it. */
export const text = (values: FormValues, name: string): string => (values[name] ?? '').trim()
const ticks = (values: FormValues, name: string): readonly string[] =>
  text(values, name)
    .split(/\s+/)
    .filter((one) => one !== '')

/** A whole number as people write it: `1,200`, `1 200`; null where it is none. */
function whole(typed: string): number | null {
  const digits = typed.replaceAll(/[ ,\u00a0\u202f]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null
}

/** The quantity that was typed; nothing typed stays unknown and never becomes 0. */
export function quantityFrom(values: FormValues, unit: string): Quantity | Refusal {
  const [least, most] = [text(values, 'min'), text(values, 'max')]
  if (least === '' && most === '') return { kind: 'unknown' }
  const min = whole(least === '' ? '0' : least)
  const max = whole(most === '' ? least : most)
  if (min === null || max === null)
    return {
      refused: 'a number is no whole number; write it as 1200 or 1,200, or leave both empty',
    }
  if (max < 1)
    return { refused: 'the offer is of 0; leave both numbers empty if nobody says how much' }
  if (min > max) return { refused: `at least ${min} is more than at most ${max}; turn them round` }
  return unit === ''
    ? { refused: 'a number without a unit; write what is counted, such as troops' }
    : { kind: 'range', min, max, unit }
}

/** The places that were ticked, in the order of the register. */
export const placesFrom = (values: FormValues): Caveat['forbids'] =>
  PLACES.filter((place) => ticks(values, 'forbids').includes(place))

function noticeFrom(values: FormValues): number | null | Refusal {
  const typed = text(values, 'notice')
  if (typed === '') return null
  const days = whole(typed)
  return days === null || days > 3650
    ? { refused: 'the notice is no whole number of days up to 3650; write 30, or leave it empty' }
    : days * DAY_MS
}

function caveatsFrom(values: FormValues, sources: Pledge['sources']): readonly Caveat[] | Refusal {
  const title = text(values, 'caveat')
  if (title === '') return []
  const forbids = placesFrom(values)
  if (forbids.length === 0)
    return { refused: 'the caveat forbids no place; tick where it may not serve' }
  const waivableBy = text(values, 'waivableBy')
  const category = CATEGORIES.find(({ value }) => value === values['category'])?.value ?? 'role'
  return [{ category, title, forbids, waivableBy, sources }]
}

function releaseFrom(values: FormValues): Pick<Pledge, 'releasableTo'> | Refusal {
  switch (text(values, 'release')) {
    case 'own':
      return { releasableTo: [] }
    case 'some': {
      const nations = ticks(values, 'nations').map((one) => one.replaceAll(',', '').toUpperCase())
      return nations.every((one) => /^[A-Z]{3}$/.test(one))
        ? { releasableTo: nations }
        : { refused: 'a nation is no code of three letters; write FRA GBR' }
    }
    default:
      return {}
  }
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value

/** The pledge that was typed, of the nation itself, or what is wrong with it. */
export function pledgeFrom(register: Of, nation: string, values: FormValues): Pledge | Refusal {
  const capability = text(values, 'capability')
  const unit = unitOf(register, capability) ?? text(values, `unit`)
  const quantity = quantityFrom(values, unit)
  if (isRefusal(quantity)) return quantity
  const noticeMs = noticeFrom(values)
  if (isRefusal(noticeMs)) return noticeMs
  const sources = [{ article: text(values, 'source'), quote: text(values, 'quote') }]
  const caveats = caveatsFrom(values, sources)
  if (isRefusal(caveats)) return caveats
  const release = releaseFrom(values)
  if (isRefusal(release)) return release
  const conditions = ticks(values, 'conditions')
  return {
    id: freeId(register.pledges, nation),
    nation,
    title: text(values, 'title'),
    status: values['status'] === 'stated' ? 'stated' : 'offered',
    capability,
    quantity,
    noticeMs,
    ...(conditions.length === 0 ? {} : { conditions }),
    ...release,
    caveats,
    sources,
  }
}

function capabilityField(register: Of): FormField {
  const lines = register.requirements.toSorted((a, b) => a.priority - b.priority)
  const codes = [...new Set(lines.map(({ capability }) => capability))]
  return {
    name: 'capability',
    label: 'For',
    kind: 'choice',
    options: codes.map((value) => {
      const [first, ...others] = lines.filter((one) => one.capability === value)
      const rest = others.length > 0 ? ` and ${others.length} more` : ''
      return { value, title: `${capabilityTitle(register, value)}: ${first?.title ?? ''}${rest}` }
    }),
  }
}

const hasCaveat = (values: FormValues): boolean => text(values, 'caveat') !== ''

function bindingFields({ conditions }: Of): readonly FormField[] {
  return [
    { name: 'caveat', label: 'Caveat', kind: 'line', isOptional: true, hint: 'empty: none' },
    {
      name: 'category',
      label: 'The caveat is about',
      kind: 'choice',
      options: CATEGORIES,
      when: hasCaveat,
    },
    {
      name: 'forbids',
      label: 'It may not serve',
      kind: 'ticks',
      isOptional: true,
      options: PLACES.map((value) => ({ value, title: PLACE_WORD[value] ?? value })),
      when: hasCaveat,
    },
    { name: 'waivableBy', label: 'Waivable by', kind: 'line', when: hasCaveat },
    {
      name: 'conditions',
      label: 'Only if all of these are met',
      kind: 'ticks',
      isOptional: true,
      options: conditions.map(({ id, title }) => ({ value: id, title })),
      when: () => conditions.length > 0,
    },
  ]
}

const RELEASE: readonly FormField[] = [
  {
    name: 'release',
    label: 'Who may see it',
    kind: 'choice',
    options: [
      { value: 'all', title: 'every nation of the office' },
      { value: 'own', title: 'confidential: own nation only' },
      { value: 'some', title: 'confidential: own nation and those named' },
    ],
  },
  {
    name: 'nations',
    label: 'Those named',
    kind: 'line',
    hint: 'FRA GBR',
    when: (values) => values['release'] === 'some',
  },
]

const OFFERED: FormField = {
  name: 'status',
  label: 'How firm',
  kind: 'choice',
  options: [
    { value: 'offered', title: 'offered' },
    { value: 'stated', title: 'stated in public, not yet offered' },
  ],
}

/** The form of an offer of one's own nation. */
export function offerForm(
  register: Of,
  nation: string,
  { title, send }: { readonly title: string; readonly send: string },
): FormSpec<Pledge> {
  return {
    title,
    about: `An offer of ${nation}. Leave both numbers empty if nobody says how much: it is then not counted.`,
    fields: [
      capabilityField(register),
      { name: 'title', label: 'What is offered', kind: 'line' },
      { name: 'min', label: 'At least', kind: 'line', isOptional: true, hint: '1200' },
      { name: 'max', label: 'At most', kind: 'line', isOptional: true, hint: 'empty: the same' },
      {
        name: 'unit',
        label: 'Unit',
        kind: 'line',
        isOptional: true,
        hint: 'such as hubs',
        when: (values) => unitOf(register, text(values, 'capability')) === null,
      },
      {
        name: 'notice',
        label: 'Notice to move, days',
        kind: 'line',
        isOptional: true,
        hint: 'empty: not stated',
      },
      OFFERED,
      ...bindingFields(register),
      ...RELEASE,
      { name: 'source', label: 'Who says so, and where', kind: 'line' },
      { name: 'quote', label: 'In which words', kind: 'line' },
    ],
    sends: [{ label: send, build: (values) => pledgeFrom(register, nation, values) }],
  }
}

/** The form of words of a conference. `id` and the text must be free and said. */
export function minuteForm(
  { minutes, pledges }: Pick<ForceRegister, 'minutes' | 'pledges'>,
  nation: string,
): FormSpec<object> {
  const last = minutes.at(-1)?.minute.conference
  const named = pledges.filter((one) => one.nation === nation)
  return {
    title: 'Write a minute',
    fields: [
      {
        name: 'conference',
        label: 'Conference',
        kind: 'line',
        ...(last === undefined ? {} : { value: last }),
      },
      { name: 'text', label: 'What was said', kind: 'text' },
      {
        name: 'pledges',
        label: 'About own pledges',
        kind: 'ticks',
        isOptional: true,
        options: named.map(({ id, title }) => ({ value: id, title: `${id}: ${title}` })),
        when: () => named.length > 0,
      },
      ...RELEASE,
    ],
    sends: [
      { label: 'Put the minute on record', build: (values) => minuteFrom(minutes, nation, values) },
    ],
  }
}

function minuteFrom(
  minutes: ForceRegister['minutes'],
  nation: string,
  values: FormValues,
): object | Refusal {
  const release = releaseFrom(values)
  if (isRefusal(release)) return release
  const ids = minutes.map(({ minute: { id } }) => ({ id }))
  return {
    step: 'generate',
    type: 'recordMinute',
    minute: {
      id: freeId(ids, `${nation}-M`),
      conference: text(values, 'conference'),
      text: text(values, 'text'),
      pledges: ticks(values, 'pledges'),
      ...release,
    },
  }
}
