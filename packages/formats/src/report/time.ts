import { HOUR_MS, MINUTE_MS } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'
import type { ObservedTime } from '@holdfast/core/observe'
import { WORDS } from '../observation/index.ts'
import { either, maybe, object, refine, text, word } from './shape.ts'
import type { Shape, Tell } from './shape.ts'
import { calendarMs, instantsIn } from './zone.ts'

/**
 * When it was, as people write it: a clock time, a part of the day or a date, always with its zone. What was not
 * written widens the time: 09:10 is the whole of that minute, a date the whole of that day.
 */

/** A time as it is understood, and as it was written. */
export interface SaidTime {
  readonly observed: ObservedTime
  readonly said: string
}

/** Hours of each part of the day; those beyond 24 end on the next day. They overlap, as the words do. */
export const PARTS = {
  earlyMorning: { from: 4, to: 7 },
  morning: { from: 6, to: 12 },
  day: { from: 8, to: 18 },
  evening: { from: 16, to: 24 },
  night: { from: 21, to: 30 },
} as const
type Part = keyof typeof PARTS
const PART_WORDS: readonly Part[] = ['earlyMorning', 'morning', 'day', 'evening', 'night']
const PARTS_SAID = PART_WORDS.map((part) => `${part} ${PARTS[part].from} to ${PARTS[part].to} h`)

const zone = text(
  {
    pattern: '^(?:UTC|[A-Z][A-Za-z_]{1,30}(?:/[A-Z][A-Za-z0-9_+-]{1,30}){1,2})$',
    max: 64,
    mend: 'name the zone as the time zone database does, such as Europe/Kyiv, or UTC',
  },
  'Zone of the time zone database (IANA), or UTC; a name that the database does not have is refused.',
)
const date = text(
  {
    pattern: '^2[0-9]{3}-[0-9]{2}-[0-9]{2}$',
    max: 10,
    mend: 'give a date as YYYY-MM-DD',
  },
  'A date of the calendar, YYYY-MM-DD.',
)
const wall = text(
  {
    pattern: '^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?$',
    max: 19,
    mend: 'give YYYY-MM-DDTHH:MM, with :SS where it is known',
  },
  'Wall clock in the zone named, YYYY-MM-DDTHH:MM or YYYY-MM-DDTHH:MM:SS; it holds the whole minute or second.',
)
const kind = <const K extends string>(name: K): Shape<K> => word([name], 'Which kind of time.')

interface Wall {
  readonly zone: string
  readonly asUtcMs: number
  readonly end: 'first' | 'last'
  readonly below: string
}
function instant({ zone: name, asUtcMs, end, below }: Wall, tell: Tell): InstantMs {
  const instants = instantsIn(name, asUtcMs)
  if (instants === null) tell('/zone', `${name} is not in the time zone database; give UTC instead`)
  else if (instants.length === 0)
    tell(below, `does not exist in ${name}: the clocks jumped over it; look at the watch again`)
  return (end === 'first' ? instants?.[0] : instants?.at(-1)) ?? 0
}
function calendar(written: string, below: string, tell: Tell): number {
  const ms = calendarMs(written)
  if (ms === null) tell(below, `${written} is not in the calendar; give a day and hour that exist`)
  return ms ?? 0
}

const clock = refine(
  object(
    {
      kind: kind('clock'),
      from: wall,
      to: maybe(wall),
      zone,
      clock: maybe(
        word(WORDS.clock, 'How far the clock can be trusted; left out: a watch, set by hand.'),
      ),
    },
    'A clock time or a period between two; not reversed.',
  ),
  (time, tell): SaidTime => {
    const to = time.to ?? time.from
    const begin = calendar(time.from, '/from', tell)
    // Without an end, what is wrong with it was told of the beginning.
    const tellEnd: Tell = time.to === null ? () => undefined : tell
    const last = calendar(to, '/to', tellEnd) + (to.length === 16 ? MINUTE_MS : 1_000)
    const fromMs = instant({ zone: time.zone, asUtcMs: begin, end: 'first', below: '/from' }, tell)
    // The last instant that the clock still showed it: a midnight that follows belongs to the next day.
    const toMs = instant(
      { zone: time.zone, asUtcMs: last - 1_000, end: 'last', below: '/to' },
      tellEnd,
    )
    if (fromMs > toMs) tell('/to', `${to} is earlier than from ${time.from}; exchange them`)
    return {
      observed: { fromMs, toMs: toMs + 999, basis: 'clock', clock: time.clock ?? 'manual' },
      said: `${time.from}${time.to === null ? '' : ` to ${time.to}`} ${time.zone}`,
    }
  },
)

const partOfDay = refine(
  object(
    {
      kind: kind('partOfDay'),
      date,
      part: word(PART_WORDS, `${PARTS_SAID.join(', ')}; night is named by its first day.`),
      zone,
    },
    'A part of a day.',
  ),
  (time, tell): SaidTime => {
    const day = calendar(time.date, '/date', tell)
    const { from, to } = PARTS[time.part]
    const at = { zone: time.zone, below: '/part' }
    return {
      observed: {
        fromMs: instant({ ...at, asUtcMs: day + from * HOUR_MS, end: 'first' }, tell),
        toMs: instant({ ...at, asUtcMs: day + to * HOUR_MS, end: 'last' }, tell),
        basis: 'partOfDay',
        clock: 'manual',
      },
      said: `${time.date} ${time.part} ${time.zone}`,
    }
  },
)

const wholeDay = refine(
  object({ kind: kind('date'), date, zone }, 'Only the date is known.'),
  (time, tell): SaidTime => {
    const day = calendar(time.date, '/date', tell)
    const at = { zone: time.zone, below: '/date' }
    return {
      observed: {
        fromMs: instant({ ...at, asUtcMs: day, end: 'first' }, tell),
        toMs: instant({ ...at, asUtcMs: day + 24 * HOUR_MS, end: 'last' }, tell),
        basis: 'date',
        clock: 'manual',
      },
      said: `${time.date} ${time.zone}`,
    }
  },
)

/** A time as people write it. */
export const time: Shape<SaidTime> = either({ clock, partOfDay, date: wholeDay })

/** An instant in UTC, ISO 8601 with Z, down to milliseconds; a time without them is taken at their beginning. */
export const utc: Shape<InstantMs> = refine(
  text(
    {
      pattern: '^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,3})?Z$',
      max: 24,
      mend: 'give YYYY-MM-DDTHH:MM:SSZ, in UTC',
    },
    'UTC, YYYY-MM-DDTHH:MM:SSZ, with up to three decimals of a second; a day and time of the calendar.',
  ),
  (written, tell) => calendar(written, '', tell),
)
