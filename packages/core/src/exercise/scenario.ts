import { parseInstant } from '../agreement/index.ts'
import type { At } from '../agreement/index.ts'
import { sha256, toHex, utf8 } from '../evidence/index.ts'
import type { Json } from '../evidence/index.ts'
import { OFFICES, isFictional } from '../nations/index.ts'
import type { NationCode, Office } from '../nations/index.ts'
import { COMMANDS as RESPOND_COMMANDS, DocumentReader } from '../respond/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import { COMMANDS as VERIFY_COMMANDS } from '../verify/index.ts'

/** An officer whom a demonstration plays: always of a fictional nation, always with the role `scripted`. */
export interface Officer {
  readonly id: string
  readonly name: string
  readonly nation: NationCode
  readonly office: Office
  /** Hex SHA-256 derived from the script's seed: it marks a script and proves nobody. */
  readonly keyId: string
}
/** One command of one officer at one instant. */
export interface Act {
  readonly atMs: InstantMs
  readonly officer: string
  /** The step that decides the command. */
  readonly step: 'verify' | 'respond'
  /** Which incident: a clause, and source records of which its observations hold one at least. */
  readonly incident: { readonly clause: string; readonly records: readonly string[] }
  /** The command without its incident and candidates: whoever plays it fills those in. Instants are milliseconds. */
  readonly command: { readonly type: string; readonly [field: string]: Json }
}
/** A script: who acts, and what they do, in the order of time. */
export interface Scenario {
  readonly id: string
  readonly title: string
  /** Said wherever what it did shows. */
  readonly notice: string
  readonly officers: readonly Officer[]
  readonly acts: readonly Act[]
}

/** Most officers and most acts of one script. */
export const OFFICERS_MAX = 100
/** See `OFFICERS_MAX`. */
export const ACTS_MAX = 10_000

const FILLED_IN = ['incident', 'candidates', 'candidate'] as const
/** Fields that the document gives as instants, and the command's own names for them. */
const INSTANTS: ReadonlyMap<string, string> = new Map([
  ['calledAt', 'calledAtMs'],
  ['fireStoppedAt', 'fireStoppedAtMs'],
])

function readOfficer(r: DocumentReader, value: unknown, path: string): Officer {
  const f = r.fields(value, path)
  const nation = r.text(f['nation'], `${path}.nation`)
  if (nation !== '' && !isFictional(nation))
    r.refuse(
      `${path}.nation`,
      `is ${nation}; a scripted officer belongs to a fictional nation, XAA to XAZ`,
    )
  return {
    id: r.text(f['id'], `${path}.id`),
    name: r.text(f['name'], `${path}.name`),
    nation,
    office: r.oneOf(f['office'], `${path}.office`, OFFICES),
    keyId: toHex(
      sha256(utf8(`holdfast scripted officer\n${r.text(f['keySeed'], `${path}.keySeed`)}`)),
    ),
  }
}

function readInstant(r: DocumentReader, value: unknown, path: string): InstantMs {
  const ms = typeof value === 'string' ? parseInstant(value) : null
  if (ms === null) r.refuse(path, 'is no instant; write one in UTC such as 2016-08-17T12:00:00Z')
  return ms ?? 0
}

function readCommand(r: DocumentReader, value: unknown, path: string): Act['command'] {
  const f = r.fields(value, path)
  const type = r.oneOf<string>(f['type'], `${path}.type`, [...VERIFY_COMMANDS, ...RESPOND_COMMANDS])
  for (const field of FILLED_IN)
    if (f[field] !== undefined)
      r.refuse(`${path}.${field}`, 'is filled in when the script is played; leave it out')
  const rest = Object.entries(f).map(([field, given]): [string, Json] => {
    const name = INSTANTS.get(field)
    if (name === undefined) return [field, given as Json]
    return [name, given === null ? null : readInstant(r, given, `${path}.${field}`)]
  })
  return { ...Object.fromEntries(rest), type }
}

function readAct(r: DocumentReader, value: unknown, path: string): Act {
  const f = r.fields(value, path)
  const incident = r.fields(f['incident'], `${path}.incident`)
  const command = readCommand(r, f['command'], `${path}.command`)
  const records = r.list(incident['records'], `${path}.incident.records`, ACTS_MAX, (item, at) =>
    r.text(item, at),
  )
  if (records.length === 0) r.refuse(`${path}.incident.records`, 'is empty; name a source record')
  return {
    atMs: readInstant(r, f['at'], `${path}.at`),
    officer: r.text(f['officer'], `${path}.officer`),
    step: (RESPOND_COMMANDS as readonly string[]).includes(command.type) ? 'respond' : 'verify',
    incident: { clause: r.text(incident['clause'], `${path}.incident.clause`), records },
    command,
  }
}

/**
 * The script that a document's value states, its acts in the order of time, or every error in it, one line each:
 * `place: path: what is wrong; how to mend`. `at` gives a path's place in the file. Whether a command is allowed is
 * decided when it is played, by the same path as anybody's.
 */
export function parseScenario(value: unknown, at: At): Scenario | Refused {
  const r = new DocumentReader(at)
  const f = r.fields(value, '')
  const scenario = {
    id: r.text(f['id'], 'id'),
    title: r.text(f['title'], 'title'),
    notice: r.text(f['notice'], 'notice'),
    officers: r.list(f['officers'], 'officers', OFFICERS_MAX, (item, path) =>
      readOfficer(r, item, path),
    ),
    acts: r.list(f['acts'], 'acts', ACTS_MAX, (item, path) => readAct(r, item, path)),
  }
  const ids = new Set(scenario.officers.map(({ id }) => id))
  for (const [i, act] of scenario.acts.entries())
    if (!ids.has(act.officer))
      r.refuse(`acts.${i}.officer`, `is ${act.officer}, whom officers does not list; add them`)
  if (r.errors.length > 0) return { refused: r.errors.join('\n') }
  return { ...scenario, acts: scenario.acts.toSorted((a, b) => a.atMs - b.atMs) }
}
