import { CATEGORY } from '@holdfast/core/observe'
import type { Category } from '@holdfast/core/observe'
import { LIMITS, WORDS } from '../observation/index.ts'
import {
  calibre,
  exercise,
  fix,
  formOf,
  line,
  list,
  maybe,
  nation,
  note,
  number,
  object,
  position,
  pseudonym,
  refine,
  report,
  sha256Hex,
  utc,
  word,
} from '../report/index.ts'
import type { Shaped } from '../report/index.ts'
import { centreOf } from './counting.ts'

/** What an image can show. Whether a ceiling is exceeded is worked out from counts, and no image shows it. */
const SHOWN = [
  'P.WEAPON',
  'P.SETTLEMENT',
  'P.STORAGE.MISSING',
  'P.DISENG.PRESENCE',
  'P.FORTIFICATION',
  'P.CONVOY',
  'A.AIRCRAFT',
  'A.SHIP',
  'C.DAMAGE',
  'C.INFRA',
] as const satisfies readonly Category[]
const CORNERS_MAX = 64
/** Metres: beyond a degree or so no image of this kind reaches, and what was written is likely a slip. */
const FOOTPRINT_M_MAX = 200_000

const countN = (description: string) =>
  number({ min: 0, max: LIMITS.countN, whole: true }, description)

const analyst = refine(
  object(
    {
      pseudonym,
      nation,
      min: countN('Fewest that there can be in the image.'),
      max: countN('Most that there can be in the image; not below min.'),
      counted: utc,
    },
    'One analyst, who counted without knowing the other count.',
  ),
  (value, tell) => {
    if (value.min > value.max)
      tell('/min', `${value.min} is beyond max ${value.max}; exchange them`)
    return value
  },
)

const image = object(
  {
    sha256: sha256Hex,
    platform: line(LIMITS.place, 'What took it, as its owner names it.'),
    sensor: word(['optical', 'infrared', 'radar'], 'What kind of image.'),
    acquired: utc,
    resolutionM: number({ min: 0, max: 1_000, above: true }, 'Ground sample distance, metres.'),
    cloudShare: number(
      { min: 0, max: 1 },
      'Share of the counted place that clouds or shadow hide, 0 to 1.',
    ),
    footprint: list(
      position,
      { min: 3, max: CORNERS_MAX },
      'Corners of the image in order, without repeating the first; within 200 km of their middle.',
    ),
  },
  'The image. Its bytes are kept as evidence; here stands their SHA-256.',
)

/** Counts of an image. */
export const shape = refine(
  object(
    {
      ...formOf('imagery-count'),
      report,
      exercise,
      image,
      category: word(SHOWN, SHOWN.map((code) => `${code}: ${CATEGORY[code]}`).join('; ')),
      object: object(
        {
          term: line(LIMITS.term, 'What was counted, in words.'),
          class: maybe(word(WORDS.weaponClass, 'Family of weapons; left out: no weapon.')),
          calibreMm: calibre,
        },
        'The class of objects.',
      ),
      declaredN: maybe(
        countN('How many were declared to be there; P.STORAGE.MISSING needs it, and nothing else.'),
      ),
      place: maybe(fix),
      analysts: list(analyst, { min: 2, max: 2 }, 'Two analysts.'),
      remarks: maybe(note('Remarks.')),
    },
    'Counts of an image.',
  ),
  (value, tell) => {
    const [first, second] = value.analysts
    if (first?.pseudonym === second?.pseudonym)
      tell('/analysts/1/pseudonym', 'is that of the first; two different people must count')
    if ((value.category === 'P.STORAGE.MISSING') !== (value.declaredN !== null))
      tell(
        '/declaredN',
        'belongs to P.STORAGE.MISSING and to nothing else; give it there, or leave it out',
      )
    const { position: centre, errorM } = centreOf(value.image.footprint)
    if (errorM > FOOTPRINT_M_MAX)
      tell(
        '/image/footprint',
        `reaches ${errorM} m from its middle; give at most ${FOOTPRINT_M_MAX}`,
      )
    if (value.place === null && Math.abs(centre.lonDeg) < 0.001 && Math.abs(centre.latDeg) < 0.001)
      tell('/place', 'is missing, and the footprint lies around 0° N 0° E; give the place')
    if (value.object.class === null && value.object.calibreMm !== null)
      tell('/object/calibreMm', 'is given without a class of weapons; give the class too')
    return value
  },
)
/** Counts of an image as they were read. */
export type ImageryCount = Shaped<typeof shape>
