import { LIMITS } from '../observation/index.ts'
import {
  count,
  exercise,
  fix,
  formOf,
  list,
  maybe,
  nation,
  note,
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
import type { Shaped } from '../report/index.ts'
import { INDEPENDENT_MIN, independentN } from './independence.ts'

const SOURCES_MAX = 16
const ITEMS_MAX = 32

/** Who knows, and from where. First hand are those that were there themselves. */
const FIRST_HAND = ['inspection', 'patrol', 'eyewitness', 'hospital', 'imagery'] as const
const SECOND_HAND = ['hearsay', 'authority', 'media'] as const

const source = object(
  {
    pseudonym,
    kind: word(
      [...FIRST_HAND, ...SECOND_HAND],
      `How the source knows. At first hand: ${FIRST_HAND.join(', ')}. At second hand, which counts nothing towards corroboration: ${SECOND_HAND.join(', ')}.`,
    ),
    origin: maybe(pseudonym),
    toldBy: maybe(
      unique(
        list(
          pseudonym,
          { min: 0, max: SOURCES_MAX },
          'Pseudonyms of the sources of this report that it had something from.',
        ),
      ),
    ),
    presentedBy: maybe(
      word(
        ['partyA', 'partyB', 'localAuthority', 'employer', 'other'],
        'Who brought the source forward; left out: nobody. Sources that one body brought forward count as one.',
      ),
    ),
    nation: maybe(nation),
  },
  'One source. No name, address, function or anything else that finds a person.',
)

const casualty = object(
  {
    outcome: word(['killed', 'injured'], 'What happened.'),
    age: word(
      ['adult', 'child', 'unknown'],
      'Child: under 18 (Convention on the Rights of the Child, article 1).',
    ),
    status: word(
      ['civilian', 'mission'],
      'Civilian, or personnel of the mission or the coalition; others are not counted here.',
    ),
    count,
  },
  'People who were killed or injured, as numbers and never as names.',
)

const damage = object(
  {
    object: word(
      [
        'dwelling',
        'school',
        'hospital',
        'worship',
        'market',
        'humanitarian',
        'civilianVehicle',
        'civilianObject',
        'power',
        'water',
        'gas',
        'heating',
        'communications',
        'bridge',
        'railway',
        'dam',
        'nuclear',
        'infrastructure',
        'missionProperty',
      ],
      'What was damaged. Power to infrastructure are critical infrastructure; those before are civilian objects.',
    ),
    extent: word(['damaged', 'destroyed', 'unknown'], 'How badly.'),
    count,
  },
  'Objects that were damaged.',
)

/** A report of harm. */
export const shape = refine(
  object(
    {
      ...formOf('harm-report'),
      report,
      exercise,
      observer,
      place: maybe(fix),
      time,
      casualties: maybe(list(casualty, { min: 0, max: ITEMS_MAX }, 'Killed and injured.')),
      damage: maybe(list(damage, { min: 0, max: ITEMS_MAX }, 'Damaged objects.')),
      weapon,
      sources: list(source, { min: 1, max: SOURCES_MAX }, 'Who knows.'),
      stated: word(
        ['reported', 'corroborated'],
        `Corroborated needs ${INDEPENDENT_MIN} independent sources at first hand. Sources with one origin, of which one told another, or that one body brought forward, are one source.`,
      ),
      remarks: maybe(note('Remarks.')),
    },
    'A report of harm.',
  ),
  (value, tell) => {
    const names = new Set<string>()
    for (const [i, { pseudonym: name }] of value.sources.entries()) {
      if (names.has(name)) tell(`/sources/${i}/pseudonym`, 'is given twice; list each source once')
      names.add(name)
    }
    for (const [i, { toldBy }] of value.sources.entries())
      for (const [j, name] of (toldBy ?? []).entries())
        if (!names.has(name))
          tell(`/sources/${i}/toldBy/${j}`, 'is none of the sources; list it, or give it as origin')
    const [casualties, objects] = [value.casualties ?? [], value.damage ?? []]
    if (casualties.length + objects.length === 0)
      tell('', 'tells of no harm; give casualties or damage')
    const total = [...casualties, ...objects].reduce((sum, { count: { n } }) => sum + n, 0)
    if (total > LIMITS.countN) tell('', `counts ${total} in all; give at most ${LIMITS.countN}`)
    const independent = independentOf(value.sources)
    if (value.stated === 'corroborated' && independent < INDEPENDENT_MIN)
      tell(
        '/stated',
        `corroborated needs ${INDEPENDENT_MIN} independent sources at first hand, and these come to ${independent}; state reported, or add a source that has it from nobody here`,
      )
    return { ...value, casualties, damage: objects, independent }
  },
)

interface Source {
  readonly pseudonym: string
  readonly kind: (typeof FIRST_HAND)[number] | (typeof SECOND_HAND)[number]
  readonly origin: string | null
  readonly toldBy: readonly string[] | null
  readonly presentedBy: string | null
}
function independentOf(sources: readonly Source[]): number {
  const firstHand: readonly string[] = FIRST_HAND
  return independentN(
    sources.map((each) => ({
      pseudonym: each.pseudonym,
      isFirstHand: firstHand.includes(each.kind),
      origin: each.origin,
      toldBy: each.toldBy ?? [],
      presentedBy: each.presentedBy,
    })),
  )
}

/** A report of harm as it was read. */
export type HarmReport = Shaped<typeof shape>
