/** Acts of finding: an incident is opened on candidates or on a claim, the parties are heard, somebody is on it. */
import { CommandRefused } from '../output/index.ts'
import { oneOf, textOf, textOrNull, type DayOptions } from './day.ts'
import {
  INCIDENT,
  REASON,
  WORK,
  WORKERS,
  listAt,
  numberOf,
  positionOf,
  wordAt,
  type Act,
} from './incident-act.ts'
import { instantOf } from './options.ts'

const PARTIES = ['A', 'B'] as const
const STANCES = ['accuses', 'denies', 'admits', 'explains'] as const
const PARTY = ['party', 'A or B'] as const
/** Largest radius of a place, metres; core/verify wants it smaller still. */
const RADIUS_M_MAX = 1e7

const byWorkers = { as: WORKERS, roles: WORK } as const

const ALLEGED = ['kind', 'from', 'to', 'at', 'radius'] as const

/** What a claim says happened, when and where: all of it or nothing. */
function allegedOf(options: DayOptions): object {
  const missing = ALLEGED.filter((name) => textOrNull(options, name) === null)
  if (missing.length === ALLEGED.length) return {}
  if (missing.length > 0)
    throw new CommandRefused(
      `what a claim alleges takes --kind, --from, --to, --at and --radius together: ${missing.map((name) => `--${name}`).join(', ')} is missing`,
    )
  return {
    alleges: {
      kind: textOf(options, 'kind'),
      fromMs: instantOf('--from', textOf(options, 'from')),
      toMs: instantOf('--to', textOf(options, 'to')),
      position: positionOf(options),
      radiusM: numberOf('--radius', textOf(options, 'radius'), { least: 0, most: RADIUS_M_MAX }),
    },
  }
}

/** What it rests on. */
export const OPENING: readonly Act[] = [
  {
    name: 'open',
    about: 'open an incident on candidates; without any, on what a party claims',
    arguments: [['[candidates...]', 'ids of candidates; `incident candidates` lists them']],
    options: [['--title <text>', 'what it is about', true]],
    ...byWorkers,
    example: 'open --title "Explosions east of the mill" --nation SWE',
    make: (words, options) => {
      const candidates = listAt(words, 0)
      return {
        type: 'openIncident',
        title: textOf(options, 'title'),
        from: candidates.length === 0 ? 'claim' : 'candidate',
        candidates,
      }
    },
  },
  {
    name: 'add',
    about: 'take a candidate up into an incident',
    arguments: [INCIDENT, ['candidate', 'its id']],
    options: [],
    ...byWorkers,
    example: 'add I-42 CANDIDATE',
    make: (words) => ({
      type: 'addCandidate',
      incident: wordAt(words, 0),
      candidate: wordAt(words, 1),
    }),
  },
  {
    name: 'corroborate',
    about: 'say that independent sources report it; it takes two groups of them',
    arguments: [INCIDENT],
    options: [REASON],
    ...byWorkers,
    example: 'corroborate I-42 --reason "a mast and a patrol heard it"',
    make: (words, options) => ({
      type: 'corroborate',
      incident: wordAt(words, 0),
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'inquire',
    about: 'start the inquiry; both parties are asked, and their clock starts',
    arguments: [INCIDENT],
    options: [],
    ...byWorkers,
    example: 'inquire I-42',
    make: (words) => ({ type: 'startInquiry', incident: wordAt(words, 0) }),
  },
]

/** What the parties say. */
export const HEARING: readonly Act[] = [
  {
    name: 'claim',
    about: "file a party's account; it is the party's word and no finding",
    arguments: [INCIDENT, PARTY, ['stance', `one of ${STANCES.join(', ')}`]],
    options: [
      ['--text <text>', 'what it says', true],
      ['--kind <kind>', 'what it says happened, as a kind of event', false],
      ['--from <instant>', '… and from when, UTC', false],
      ['--to <instant>', '… until when, UTC', false],
      ['--at <lon,lat>', '… where, degrees, WGS 84', false],
      ['--radius <metres>', '… within how far of that', false],
    ],
    ...byWorkers,
    example: 'claim I-42 A denies --text "No gun of ours fired."',
    make: (words, options) => ({
      type: 'fileClaim',
      incident: wordAt(words, 0),
      party: oneOf('party', wordAt(words, 1), PARTIES),
      stance: oneOf('stance', wordAt(words, 2), STANCES),
      text: textOf(options, 'text'),
      ...allegedOf(options),
    }),
  },
  {
    name: 'silence',
    about: 'record that a party did not answer by its deadline',
    arguments: [INCIDENT, PARTY],
    options: [],
    ...byWorkers,
    example: 'silence I-42 B',
    make: (words) => ({
      type: 'recordSilence',
      incident: wordAt(words, 0),
      party: oneOf('party', wordAt(words, 1), PARTIES),
    }),
  },
]
