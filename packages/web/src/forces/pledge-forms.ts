// What a nation's officer does with its own pledge, as forms: a move along the life cycle, another number, a caveat declared
// or lifted; and what is told of a condition. Each builds one of the register's commands, or says what is wrong with what
// was typed. Only what the life cycle allows is offered; the server decides.
import type { Caveat, Pledge, Quantity, Requirement } from '@holdfast/core/generate'
import {
  CONDITION_STATES,
  MISSION,
  PLEDGE_MOVES,
  PLEDGE_TABLE,
  isLiftable,
} from '@holdfast/core/generate/register'
import type { Condition, PledgeMove } from '@holdfast/core/generate/register'
import type { ForceRegister, PledgeRow } from '../api/index.ts'
import type { FormField, FormSpec, FormValues } from '../form/index.ts'
import { CATEGORIES, placesFrom, quantityFrom, text, unitOf } from './offer.ts'
import { PLACE_WORD, codeOf, conditionWords, quantityWords } from './words.ts'

type Refusal = { readonly refused: string }
/** A command of the register, as the server takes it. */
export type RegisterForm = FormSpec<object>
/** What can be done with a pledge. */
export type PledgeDeed = 'move' | 'quantity' | 'declare' | 'lift'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value

/** What each move does, in words. */
const MOVE_WORD: Readonly<Record<PledgeMove, string>> = {
  offer: 'offer it',
  commit: 'commit it',
  assign: 'assign it to a line',
  release: 'release it from its line',
  deploy: 'deploy it',
  recover: 'recover it from its deployment',
  withdraw: 'withdraw it for good',
}

/** The moves that the life cycle allows from the pledge's status, with where each leads. */
export const movesOf = ({
  status,
}: Pick<Pledge, 'status'>): readonly { readonly value: PledgeMove; readonly title: string }[] =>
  PLEDGE_MOVES.flatMap((value) => {
    const cell = PLEDGE_TABLE[status][value]
    return cell.kind === 'refused'
      ? []
      : [{ value, title: `${MOVE_WORD[value]}: ${status} → ${cell.next}` }]
  })

/** Caveats of the pledge that can be lifted: they bind, or will. */
const liftableOf = ({ caveats }: Pick<Pledge, 'caveats'>, nowMs: number): readonly Caveat[] =>
  caveats.filter((caveat) => isLiftable(caveat, nowMs))

/** What the nation logged in may do with the pledge: nothing with another nation's, nor with one that is withdrawn. */
export function deedsOf(
  pledge: Pick<Pledge, 'nation' | 'status' | 'caveats'>,
  { viewer, nowMs }: Pick<ForceRegister, 'viewer' | 'nowMs'>,
): readonly PledgeDeed[] {
  if (viewer === null || pledge.nation !== viewer || pledge.status === 'withdrawn') return []
  return [
    'move',
    'quantity',
    'declare',
    ...(liftableOf(pledge, nowMs).length > 0 ? ['lift' as const] : []),
  ]
}

/** Whether the nation logged in may tell the condition's state: its own, or as the mission's staff that of no one nation. */
export const maySpeakFor = (
  { nation }: Pick<Condition, 'nation'>,
  viewer: string | null,
): boolean => viewer !== null && viewer === (nation ?? MISSION)

const SOURCE: readonly FormField[] = [
  { name: 'source', label: 'Who says so, and where', kind: 'line' },
  { name: 'quote', label: 'In which words', kind: 'line' },
]
const WHY: readonly FormField[] = [{ name: 'reason', label: 'Why', kind: 'text' }, ...SOURCE]
const sourcesFrom = (values: FormValues): Pledge['sources'] => [
  { article: text(values, 'source'), quote: text(values, 'quote') },
]

/** The fields of a number; `when` says whether they are asked for. */
function numberFields(
  unit: string | null,
  isAsked: (values: FormValues) => boolean,
): readonly FormField[] {
  const isRange = (values: FormValues): boolean => isAsked(values) && values['number'] === 'range'
  const optional = { kind: 'line', isOptional: true, when: isRange } as const
  return [
    { name: 'min', label: 'At least', hint: '1200', ...optional },
    { name: 'max', label: 'At most', hint: 'empty: the same', ...optional },
    {
      name: 'unit',
      label: 'Unit',
      kind: 'line',
      hint: 'such as hubs',
      when: (values) => isRange(values) && unit === null,
    },
  ]
}
const NUMBERED = { value: 'range', title: 'a number, or from – to' }
const UNKNOWN = { value: 'unknown', title: 'nobody says how much' }

/** The number that was typed; `null`: it stays as it is on record. */
function numberFrom(values: FormValues, unit: string | null): Quantity | null | Refusal {
  if (values['number'] === 'unknown') return { kind: 'unknown' }
  if (values['number'] !== 'range') return null
  const typed = quantityFrom(values, unit ?? text(values, 'unit'))
  return !isRefusal(typed) && typed.kind === 'unknown'
    ? { refused: 'no number is typed; write one, or choose that nobody says how much' }
    : typed
}

const ownUnit = (register: ForceRegister, { quantity, capability }: Pledge): string | null =>
  quantity.kind === 'range' ? quantity.unit : unitOf(register, capability)

/** Lines that the pledge can be assigned to: those of its capability first. */
function linesFor(
  register: ForceRegister,
  { capability }: Pledge,
): readonly { readonly value: string; readonly title: string }[] {
  const code = codeOf(register, capability)
  const isOf = (line: Requirement): boolean => codeOf(register, line.capability) === code
  const order = (line: Requirement): number => (isOf(line) ? 0 : 100) + line.priority
  return register.requirements
    .toSorted((a, b) => order(a) - order(b))
    .map((line) => ({
      value: line.id,
      title: `${line.id}: ${line.title}${isOf(line) ? '' : ' (another capability)'}`,
    }))
}

const namesNumber = ({ move }: FormValues): boolean => move === 'offer' || move === 'commit'

/** Moves the pledge along its life cycle. */
export function moveForm(register: ForceRegister, pledge: PledgeRow): RegisterForm {
  const unit = ownUnit(register, pledge)
  return {
    title: `Move ${pledge.id}`,
    about: `It is ${pledge.status}. What is withdrawn comes back only as a new pledge.`,
    fields: [
      { name: 'move', label: 'What is done', kind: 'choice', options: movesOf(pledge) },
      {
        name: 'requirement',
        label: 'The line',
        kind: 'choice',
        options: linesFor(register, pledge),
        when: ({ move }) => move === 'assign',
      },
      {
        name: 'number',
        label: 'How much',
        kind: 'choice',
        options: [
          { value: 'same', title: `as on record: ${quantityWords(pledge.quantity)}` },
          NUMBERED,
          UNKNOWN,
        ],
        when: namesNumber,
      },
      ...numberFields(unit, namesNumber),
      ...WHY,
    ],
    sends: [{ label: 'Put the move on record', build: (values) => moveFrom(values, pledge, unit) }],
  }
}

function moveFrom(values: FormValues, pledge: Pledge, unit: string | null): object | Refusal {
  const move = movesOf(pledge).find(({ value }) => value === values['move'])?.value
  if (move === undefined)
    return { refused: `${pledge.id} is ${pledge.status}: choose a move of it` }
  const quantity = namesNumber(values) ? numberFrom(values, unit) : null
  if (isRefusal(quantity)) return quantity
  return {
    step: 'generate',
    type: 'movePledge',
    pledge: pledge.id,
    move,
    reason: text(values, 'reason'),
    sources: sourcesFrom(values),
    ...(move === 'assign' ? { requirement: text(values, 'requirement') } : {}),
    ...(quantity === null ? {} : { quantity }),
  }
}

/** The pledge as a whole, as its nation amends it: without its history. */
function amended(row: PledgeRow, change: Partial<Pledge>, reason: string): object {
  const { changes: _, ...pledge } = row
  return { step: 'generate', type: 'recordPledge', pledge: { ...pledge, ...change }, reason }
}

/** Names another number. The one before stays beside it with its own sources, and is not counted. */
export function quantityForm(register: ForceRegister, pledge: PledgeRow): RegisterForm {
  const unit = ownUnit(register, pledge)
  return {
    title: `Change the number of ${pledge.id}`,
    about: `On record: ${quantityWords(pledge.quantity)}. It stays beside the new number, with its source, and is not counted.`,
    fields: [
      { name: 'number', label: 'How much', kind: 'choice', options: [NUMBERED, UNKNOWN] },
      ...numberFields(unit, () => true),
      ...WHY,
    ],
    sends: [
      {
        label: 'Put the number on record',
        build: (values) => {
          const quantity = numberFrom(values, unit)
          if (isRefusal(quantity)) return quantity
          if (quantity === null || isSame(quantity, pledge.quantity))
            return { refused: `${quantityWords(pledge.quantity)} is on record already` }
          const { quantity: before, sources, otherFigures = [] } = pledge
          const told = { quantity: before, definition: 'what it was before', sources }
          const change = { quantity, otherFigures: [...otherFigures, told] }
          const reason = text(values, 'reason')
          return amended(pledge, { ...change, sources: sourcesFrom(values) }, reason)
        },
      },
    ],
  }
}

const isSame = (a: Quantity, b: Quantity): boolean =>
  a.kind === 'unknown' || b.kind === 'unknown'
    ? a.kind === b.kind
    : a.min === b.min && a.max === b.max && a.unit === b.unit

/** The start of a day, UTC; null where none is typed. */
function dayFrom(values: FormValues, name: string): number | null | Refusal {
  const typed = text(values, name)
  if (typed === '') return null
  const atMs = Date.parse(`${typed}T00:00:00Z`)
  // A day that the calendar lacks, such as 30 February, is read as another one.
  const isDay = DAY.test(typed) && Number.isFinite(atMs)
  return isDay && new Date(atMs).toISOString().startsWith(typed)
    ? atMs
    : { refused: `${JSON.stringify(typed)} is no day; write it as 2026-03-01` }
}

/** Declares a caveat of the pledge: where it may not serve, from when until when, and who may waive it. */
export function declareForm({ nowMs }: ForceRegister, pledge: PledgeRow): RegisterForm {
  const day = { kind: 'line', isOptional: true } as const
  return {
    title: `Declare a caveat of ${pledge.id}`,
    fields: [
      { name: 'caveat', label: 'Caveat', kind: 'line' },
      { name: 'category', label: 'It is about', kind: 'choice', options: CATEGORIES },
      {
        name: 'forbids',
        label: 'It may not serve',
        kind: 'ticks',
        isOptional: true,
        options: Object.entries(PLACE_WORD).map(([value, title]) => ({ value, title })),
      },
      {
        name: 'from',
        label: 'From the day, UTC',
        hint: '2026-03-01; empty: from the start',
        ...day,
      },
      {
        name: 'until',
        label: 'Until the day, UTC',
        hint: 'not included; empty: without end',
        ...day,
      },
      { name: 'waivableBy', label: 'Waivable by', kind: 'line' },
      ...WHY,
    ],
    sends: [
      { label: 'Put the caveat on record', build: (values) => declareFrom(values, pledge, nowMs) },
    ],
  }
}

function declareFrom(values: FormValues, pledge: PledgeRow, nowMs: number): object | Refusal {
  const title = text(values, 'caveat')
  if (liftableOf(pledge, nowMs).some((one) => one.title === title))
    return { refused: `${pledge.id} has the caveat ${JSON.stringify(title)} already` }
  const forbids = placesFrom(values)
  if (forbids.length === 0)
    return { refused: 'the caveat forbids no place; tick where it may not serve' }
  const fromMs = dayFrom(values, 'from')
  if (isRefusal(fromMs)) return fromMs
  const untilMs = dayFrom(values, 'until')
  if (isRefusal(untilMs)) return untilMs
  if (untilMs !== null && untilMs <= (fromMs ?? nowMs))
    return { refused: 'the caveat ends before it begins to bind; write a later day' }
  const caveat: Caveat = {
    category: CATEGORIES.find(({ value }) => value === values['category'])?.value ?? 'role',
    title,
    forbids,
    waivableBy: text(values, 'waivableBy'),
    declaredMs: nowMs,
    ...(fromMs === null ? {} : { fromMs }),
    ...(untilMs === null ? {} : { untilMs }),
    sources: sourcesFrom(values),
  }
  return amended(pledge, { caveats: [...pledge.caveats, caveat] }, text(values, 'reason'))
}

/** Lifts a caveat of the pledge. */
export const liftForm = ({ nowMs }: ForceRegister, pledge: PledgeRow): RegisterForm => ({
  title: `Lift a caveat of ${pledge.id}`,
  fields: [
    {
      name: 'caveat',
      label: 'Caveat',
      kind: 'choice',
      options: liftableOf(pledge, nowMs).map(({ title, waivableBy, untilMs }) => ({
        value: title,
        title: `${title} (waivable by: ${waivableBy}${untilMs === undefined ? '' : `; until ${new Date(untilMs).toISOString().slice(0, 10)}`})`,
      })),
    },
    ...WHY,
  ],
  sends: [
    {
      label: 'Put the lifting on record',
      build: (values) => ({
        step: 'generate',
        type: 'liftCaveat',
        pledge: pledge.id,
        caveat: values['caveat'] ?? '',
        reason: text(values, 'reason'),
        sources: sourcesFrom(values),
      }),
    },
  ],
})

/** Tells whether a condition holds. */
export const conditionForm = (condition: Condition): RegisterForm => ({
  title: `Tell condition ${condition.id}`,
  about: `On record: ${conditionWords(condition)}. Anything but met opens nothing.`,
  fields: [
    {
      name: 'state',
      label: 'It is',
      kind: 'choice',
      options: CONDITION_STATES.filter((state) => state !== condition.state).map((value) => ({
        value,
        title: value === 'unknown' ? 'not known' : value,
      })),
    },
    ...WHY,
  ],
  sends: [
    {
      label: 'Put the condition on record',
      build: (values) => ({
        step: 'generate',
        type: 'moveCondition',
        condition: condition.id,
        state: values['state'] ?? '',
        reason: text(values, 'reason'),
        sources: sourcesFrom(values),
      }),
    },
  ],
})
