/** Acts of finding: an incident is opened on candidates or on a claim, the parties are heard, somebody is on it. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { CommandRefused } from '../output/index.ts'
import { oneOf, textOf, textOrNull, type DayOptions } from './day.ts'
import {
  INCIDENT,
  REASON,
  WORK,
  WORKERS,
  entryOf,
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
const CLAIM = ['claim', 'the log index of its entry; `incident show` lists it'] as const
/** Largest document whose SHA-256 is taken, bytes. */
const DOCUMENT_BYTES_MAX = 256 * 1_024 * 1_024
/** Largest radius of a place, metres; core/verify wants it smaller still. */
const RADIUS_M_MAX = 1e7

const byWorkers = { as: WORKERS, roles: WORK } as const

/** The SHA-256 of a document: as it is given, or of the file of that name. */
function documentOf(text: string): string {
  if (/^[0-9a-f]{64}$/u.test(text)) return text
  const stat = statSync(text, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile())
    throw new CommandRefused(
      `--document ${text}: give a file, or the SHA-256 of one in 64 lowercase hex digits`,
    )
  if (stat.size > DOCUMENT_BYTES_MAX)
    throw new CommandRefused(
      `--document ${text} has ${stat.size} bytes: give the SHA-256 of what is larger than ${DOCUMENT_BYTES_MAX}`,
    )
  return createHash('sha256').update(readFileSync(text)).digest('hex')
}

/** Where a claim came from: who said it, when it was received, and by which channel or in which document. */
function sourceOf(options: DayOptions): object {
  const channel = textOrNull(options, 'channel')
  const document = textOrNull(options, 'document')
  if (channel === null && document === null)
    throw new CommandRefused(
      'say how the claim came: --channel, such as hotline or letter, or --document, the file that holds it',
    )
  return {
    by: textOf(options, 'saidBy'),
    receivedAtMs: instantOf('--received', textOf(options, 'received')),
    channel,
    document: document === null ? null : documentOf(document),
  }
}

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
    about:
      "file a party's account, with who said it and how it came; an officer of another nation confirms it",
    arguments: [INCIDENT, PARTY, ['stance', `one of ${STANCES.join(', ')}`]],
    options: [
      ['--text <text>', 'what it says', true],
      ['--said-by <who>', 'who said it, by post', true],
      ['--received <instant>', 'when it was received, UTC', true],
      ['--channel <way>', 'how it came: hotline, letter, post …', false],
      ['--document <file>', 'the file that holds it, or its SHA-256 in hex', false],
      ['--kind <kind>', 'what it says happened, as a kind of event', false],
      ['--from <instant>', '… and from when, UTC', false],
      ['--to <instant>', '… until when, UTC', false],
      ['--at <lon,lat>', '… where, degrees, WGS 84', false],
      ['--radius <metres>', '… within how far of that', false],
    ],
    ...byWorkers,
    example:
      'claim I-42 A denies --text "No gun of ours fired." --said-by "liaison officer of A" --received 2026-03-01T05:10:00Z --channel hotline',
    make: (words, options) => ({
      type: 'fileClaim',
      incident: wordAt(words, 0),
      party: oneOf('party', wordAt(words, 1), PARTIES),
      stance: oneOf('stance', wordAt(words, 2), STANCES),
      text: textOf(options, 'text'),
      ...allegedOf(options),
      source: sourceOf(options),
    }),
  },
  {
    name: 'confirm-claim',
    about:
      'confirm that a claim was made as its source says; an officer of another nation than the one who filed it',
    arguments: [INCIDENT, CLAIM],
    options: [],
    ...byWorkers,
    example: 'confirm-claim I-42 57 --as Lund',
    make: (words) => ({
      type: 'confirmClaim',
      incident: wordAt(words, 0),
      claim: entryOf('claim', wordAt(words, 1)),
    }),
  },
  {
    name: 'take-back-claim',
    about: 'take a claim back that was filed wrongly; it stays on record with the reason',
    arguments: [INCIDENT, CLAIM],
    options: [
      REASON,
      [
        '--said-by <who>',
        'who took it back for the party, by post (officers of two nations then); left out by who filed it',
        false,
      ],
      ['--received <instant>', '… when that was received, UTC', false],
      ['--channel <way>', '… how it came: hotline, letter, post', false],
      ['--document <file>', '… the file that holds it, or its SHA-256 in hex', false],
    ],
    ...byWorkers,
    example: 'take-back-claim I-42 57 --reason "it was about another road"',
    make: (words, options) => ({
      type: 'takeBackClaim',
      incident: wordAt(words, 0),
      claim: entryOf('claim', wordAt(words, 1)),
      reason: textOf(options, 'reason'),
      source: textOrNull(options, 'saidBy') === null ? null : sourceOf(options),
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
