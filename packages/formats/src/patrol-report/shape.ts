import { CATEGORY, DISTANCE_M_MAX, PHASES, PHASE_OF_EXPLOSION } from '@holdfast/core/observe'
import type { Category, Phase, RangeRing, Sector } from '@holdfast/core/observe'
import { LIMITS, WORDS } from '../observation/index.ts'
import {
  azimuth,
  count,
  either,
  exercise,
  formOf,
  line,
  list,
  maybe,
  nation,
  note,
  number,
  object,
  observer,
  pseudonym,
  refine,
  report,
  time,
  unique,
  weapon,
  word,
} from '../report/index.ts'
import type { Shape, Shaped } from '../report/index.ts'
import { DISTANCES, DISTANCE_WORDS, POINTS, arcOf, windsOf } from './words.ts'

/** The most entries of one report, all lists together; a patrol that has more files a second report. */
export const ENTRIES_MAX = 64

/** What was done to the patrol, or near it. */
const SAFETY = [
  'X.FIRE.NEAR',
  'X.FIRE.UAV',
  'X.JAMMING',
  'X.SENSOR.ATTACK',
  'X.THREAT',
  'C.MISSION',
] as const satisfies readonly Category[]
const ACCESS = [
  'X.DENIAL',
  'X.DELAY',
  'X.CONDITIONAL',
  'X.IMPEDIMENT',
] as const satisfies readonly Category[]
/** What a patrol sees and hears of others; harm to civilians has a form of its own, which asks for its sources. */
const SEEN: readonly Category[] = WORDS.category.filter(
  (category) => /^[KPAB]\./u.test(category) || category === 'C.HUMACCESS' || category === 'C.ABUSE',
)
const told = (words: readonly Category[]): string =>
  words.map((category) => `${category}: ${CATEGORY[category]}`).join('; ')

const sector = refine(
  object(
    {
      kind: word(['sector'], 'An arc in degrees.'),
      fromDeg: azimuth('Azimuth from true north, degrees in [0, 360).'),
      toDeg: azimuth('Azimuth from true north, clockwise from fromDeg, degrees in [0, 360).'),
    },
    'An arc of azimuths.',
  ),
  ({ fromDeg, toDeg }): Said<Sector> => ({ is: { fromDeg, toDeg }, said: null }),
)
const compass = refine(
  object(
    {
      kind: word(['compass'], 'A point of the compass.'),
      point: word(POINTS, 'The point.'),
      winds: maybe(
        word(
          [8, 16],
          'How many winds were told apart: of 8 a point holds 45°, of 16 it holds 22.5°. Left out: 16 for points of three letters, else 8.',
        ),
      ),
    },
    'A point of the compass, from true north.',
  ),
  ({ point, winds }, tell): Said<Sector> => {
    if (winds === 8 && point.length === 3)
      tell('/winds', `8 winds have no ${point}; give 16, or a point of one or two letters`)
    return {
      is: arcOf(point, winds ?? windsOf(point)),
      said: winds === null ? point : `${point} of ${winds}`,
    }
  },
)
const metres = (description: string) => number({ min: 0, max: DISTANCE_M_MAX }, description)
const ring = refine(
  object(
    {
      kind: word(['ring'], 'A distance in metres.'),
      minM: metres('Metres from the observer; not beyond maxM.'),
      maxM: metres('Metres from the observer.'),
    },
    'A distance in metres.',
  ),
  ({ minM, maxM }, tell): Said<RangeRing> => {
    if (minM > maxM) tell('/minM', `${minM} is beyond maxM ${maxM}; exchange them`)
    return { is: { minM, maxM }, said: null }
  },
)
const wordsOfDistance = DISTANCE_WORDS.map(
  (each) => `${each} ${DISTANCES[each].minM} to ${DISTANCES[each].maxM} m`,
)
const distance = refine(
  object(
    {
      kind: word(['word'], 'A distance in words.'),
      word: word(DISTANCE_WORDS, `What it stands for: ${wordsOfDistance.join(', ')}.`),
    },
    'A distance in words, where nobody could give metres.',
  ),
  ({ word: said }): Said<RangeRing> => ({ is: DISTANCES[said], said }),
)

/** What a word stands for, and the word, which no member of an observation holds; null where none was used. */
export interface Said<T> {
  readonly is: T
  readonly said: string | null
}

const entryNumber = number(
  { min: 1, max: 9_999, whole: true },
  'Number of the entry, unique in the report.',
)
const sightingOf = <const C extends Category>(categories: readonly C[]) =>
  refine(
    object(
      {
        number: entryNumber,
        category: word(categories, told(categories)),
        phase: maybe(word(PHASES, 'Part of a flight; left out: undetermined.')),
        count,
        means: unique(
          list(word(['heard', 'saw'], 'How it was noticed.'), { min: 1, max: 2 }, 'Both may hold.'),
        ),
        directions: maybe(
          list(
            either<Said<Sector>>({ sector, compass }),
            { min: 1, max: LIMITS.sectors },
            'Directions from the observer: alternatives or a spread. Left out: unknown.',
          ),
        ),
        distance: maybe(either<Said<RangeRing>>({ ring, word: distance })),
        weapon,
        time,
        remarks: maybe(note('Remarks.')),
      },
      'One thing seen or heard.',
    ),
    ({ phase, ...rest }, tell) => ({ ...rest, phase: phaseOf(rest.category, phase, tell) }),
  )

function phaseOf(
  category: Category,
  phase: Phase | null,
  tell: (below: string, rest: string) => void,
): Phase {
  const must = PHASE_OF_EXPLOSION[category]
  if (must !== undefined && phase !== null && must !== phase)
    tell('/phase', `${phase} contradicts ${category}, whose phase is ${must}; give ${must}`)
  return must ?? phase ?? 'undetermined'
}

const access = object(
  {
    number: entryNumber,
    category: word(ACCESS, told(ACCESS)),
    time,
    by: word(
      ['partyA', 'partyB', 'civilians', 'mines', 'weather', 'unknown'],
      'Who or what held the patrol up, as it was seen; not why.',
    ),
    delayMin: maybe(
      number({ min: 1, max: 100_000, whole: true }, 'Minutes that were lost; left out: unknown.'),
    ),
    wayTo: maybe(line(LIMITS.place, 'Where the patrol was going.')),
    remarks: maybe(note('Remarks.')),
  },
  'The patrol was held up or turned back, at the place where it stood.',
)

const entries = <T>(shape: Shape<T>, description: string) =>
  maybe(list(shape, { min: 0, max: ENTRIES_MAX }, description))

/** A patrol's report. */
export const shape = refine(
  object(
    {
      ...formOf('patrol-report'),
      report,
      exercise,
      patrol: object(
        { pseudonym, nation },
        'Who reports: a pseudonym and a nation, never a person.',
      ),
      observer,
      sightings: entries(sightingOf(SEEN), 'What was seen and heard.'),
      access: entries(access, 'Freedom of movement.'),
      safety: entries(
        sightingOf(SAFETY),
        'Fire near the patrol, and attacks on personnel of the mission or the coalition: asked for as carefully as everything else, for it is the same breach.',
      ),
    },
    'A report of a patrol.',
  ),
  (value, tell) => {
    const sightings = value.sightings ?? []
    const [denied, safety] = [value.access ?? [], value.safety ?? []]
    const seen = new Set<number>()
    const lists = { sightings, access: denied, safety }
    for (const [name, items] of Object.entries(lists))
      for (const [i, { number: n }] of items.entries()) {
        if (seen.has(n))
          tell(
            `/${name}/${i}/number`,
            `${n} is given twice in the report; number the entries apart`,
          )
        seen.add(n)
      }
    const total = sightings.length + denied.length + safety.length
    if (total === 0) tell('', 'has no entry; give sightings, access or safety')
    if (total > ENTRIES_MAX)
      tell('', `has ${total} entries; give at most ${ENTRIES_MAX}, in several reports`)
    return { ...value, sightings, access: denied, safety }
  },
)
/** A patrol's report as it was read. */
export type PatrolReport = Shaped<typeof shape>
