import { DISTANCE_M_MAX } from '@holdfast/core/observe'
import type { Count, Observer, Weapon, Whereabouts } from '@holdfast/core/observe'
import type { Position } from '@holdfast/core/geo'
import {
  HASH_PATTERN,
  LIMITS,
  LINE_PATTERN,
  NAME_PATTERN,
  NATION_PATTERN,
  WORDS,
} from '../observation/index.ts'
import { maybe, number, object, text, word } from './shape.ts'
import type { Shape } from './shape.ts'

/** Members that several forms have. */

/** The most characters of a remark: room for what was seen, none for a file on somebody. */
export const NOTE_CHARS_MAX = 1_000
/** The most characters of a report's own number. */
const REPORT_CHARS_MAX = 100

// Addresses of people: an e-mail address, or a telephone number as it is dialled from abroad.
const NOTE_PATTERN =
  '^(?![\\s\\S]*[^\\s@]@[^\\s@])(?![\\s\\S]*\\+[0-9][0-9 ()-]{7})[^\\u0000\\ud800-\\udfff]*$'

/** The name and version of the form, which every document of it begins with. */
export const formOf = <const N extends string>(name: N) => ({
  form: word([name], 'Which form the document fills in.'),
  version: word([1], 'Version of the form; a reader refuses those that it does not know.'),
})

/** One line of text. */
export const line = (max: number, description: string): Shape<string> =>
  text({ pattern: LINE_PATTERN, max, mend: `give one line of 1 to ${max} characters` }, description)

/** Some lines in somebody's own words, kept word for word; nothing is decided from them. */
export const note = (description: string): Shape<string> =>
  text(
    {
      pattern: NOTE_PATTERN,
      max: NOTE_CHARS_MAX,
      mend: `give up to ${NOTE_CHARS_MAX} characters without e-mail addresses and telephone numbers: what finds a person must not stand in a report`,
      isHidden: true,
    },
    `${description} Kept word for word; nothing is decided from it. No names or addresses of people: a report that leaks must not tell whom to punish.`,
  )

/** A code that stands for a person. A digit is asked for, because no name has one. */
export const pseudonym: Shape<string> = text(
  {
    pattern: '^(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._:-]{1,63}$',
    max: 64,
    mend: 'give a code with a digit and no spaces, such as P-17; never the name of a person',
    isHidden: true,
  },
  'A code that stands for a person, with a digit; never a name.',
)

/** A nation that contributes to the mission. */
export const nation: Shape<string> = text(
  { pattern: NATION_PATTERN, max: 8, mend: 'give the ISO 3166-1 alpha-3 code, such as POL' },
  "A nation's ISO 3166-1 alpha-3 code, or a body's abbreviation.",
)

/** A report's own number, unique within its source. */
export const report: Shape<string> = text(
  {
    pattern: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,${REPORT_CHARS_MAX - 1}}$`,
    max: REPORT_CHARS_MAX,
    mend: 'give letters, digits, dots, hyphens, colons or underscores, such as PR-2026-03-01-07',
  },
  "The report's own number, unique within its source, and no person's name.",
)

/** The exercise that the report belongs to. */
export const exercise: Shape<string | null> = maybe(
  text(
    {
      pattern: NAME_PATTERN,
      max: 128,
      mend: 'give letters, digits, dots, hyphens, colons or underscores',
    },
    'Id of the exercise or demonstration that it belongs to.',
  ),
)

/** SHA-256 of a file, lower-case hex. */
export const sha256Hex: Shape<string> = text(
  { pattern: HASH_PATTERN, max: 64, mend: 'give the SHA-256 as 64 lower-case hex digits' },
  'SHA-256 of the bytes, lower-case hex.',
)

const lonDeg = number({ min: -180, max: 180 }, 'Longitude, degrees east.')
const latDeg = number({ min: -90, max: 90 }, 'Latitude, degrees north.')
// As `faultOf` of @holdfast/core/observe refuses it.
const NULL_ISLAND = 0.0001
const axis = { type: 'number', minimum: -NULL_ISLAND, maximum: NULL_ISLAND }
const bare = object({ lonDeg, latDeg }, 'WGS 84. A position at 0, 0 stands for a missing one.')
/** A position, WGS 84, degrees; 0, 0 is refused as a missing one. */
export const position: Shape<Position> = {
  schema: {
    ...bare.schema,
    not: { type: 'object', properties: { lonDeg: axis, latDeg: axis } },
  },
  read: (reading, value, path) => {
    const before = reading.found.length
    const read = bare.read(reading, value, path)
    const isSound = reading.found.length === before
    if (isSound && Math.abs(read.lonDeg) <= NULL_ISLAND && Math.abs(read.latDeg) <= NULL_ISLAND)
      reading.add(
        path,
        undefined,
        '0° N 0° E stands for a missing position; give the true one, or leave it out where the form allows it',
      )
    return read
  },
}
/** A radius of error, metres. */
export const errorM = number(
  { min: 0, max: DISTANCE_M_MAX },
  'Radius, metres, that holds the true position with 95 % probability.',
)
/** A position with its error. */
export const fix: Shape<NonNullable<Whereabouts['fix']>> = object(
  { position, errorM },
  'A position that was measured, and how well.',
)
/** Where the observer stood. */
export const observer: Shape<Observer> = object(
  {
    place: line(LIMITS.place, 'Settlement that the observer stood in or near.'),
    position,
    errorM,
    control: word(WORDS.control, 'Who controls the ground there.'),
  },
  'Where the observer stood: never the place of what was observed.',
)
/** How many, and how well counted. */
export const count: Shape<Count> = object(
  {
    n: number({ min: 1, max: LIMITS.countN, whole: true }, 'How many.'),
    precision: word(WORDS.precision, '"Over 370" is at least 370.'),
  },
  'How many, and how well counted.',
)
const calibreMm = number(
  { min: 0, max: LIMITS.calibreMm, above: true },
  'Calibre, millimetres; left out: not assessed.',
)
/** A calibre in millimetres, or null where it was not assessed. */
export const calibre: Shape<number | null> = maybe(calibreMm)
/** The weapon as it was named; null where it is unknown. */
export const weapon: Shape<Weapon | null> = maybe(
  object(
    {
      term: line(LIMITS.term, 'The weapon in the words of who saw it.'),
      class: word(WORDS.weaponClass, 'Its family.'),
      calibreMm: calibre,
    },
    'The weapon; left out: unknown.',
  ),
)
/** An azimuth, degrees from true north in [0, 360). */
export const azimuth = (description: string): Shape<number> =>
  number({ min: 0, max: 360, open: true }, description)
