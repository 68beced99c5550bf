import { DocumentReader, pathOf } from '../units/index.ts'
import type { At, Fields, InstantMs, Refused } from '../units/index.ts'
import { sha256, toHex, utf8 } from '../evidence/index.ts'
import type { Json } from '../evidence/index.ts'
import { OFFICES, isFictional } from '../nations/index.ts'
import type { NationCode, Office } from '../nations/index.ts'
import { COVERAGE_STATES } from '../observe/index.ts'
import type { CoverageState } from '../observe/index.ts'
import { COMMANDS as RESPOND_COMMANDS } from '../respond/index.ts'
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
  /**
   * The command without its incident, its candidates and the log index of a claim (the newest that waits): whoever plays it
   * fills those in. Instants are milliseconds.
   */
  readonly command: { readonly type: string; readonly [field: string]: Json }
}
/** How sources stood, as one officer states it at one instant. */
export interface ScriptedCoverage {
  readonly atMs: InstantMs
  readonly officer: string
  readonly sources: readonly string[]
  readonly state: CoverageState
  readonly fromMs: InstantMs
  /** Null: until further notice. */
  readonly toMs: InstantMs | null
  readonly reason: string
}
/** A script: who acts, and what they do, in the order of time. */
export interface Scenario {
  readonly id: string
  readonly title: string
  /** Said wherever what it did shows. */
  readonly notice: string
  readonly officers: readonly Officer[]
  readonly acts: readonly Act[]
  /** What is stated of sources; a script that states nothing leaves every source unknown. */
  readonly coverage: readonly ScriptedCoverage[]
}

/** Most officers and most acts of one script. */
export const OFFICERS_MAX = 100
/** See `OFFICERS_MAX`. */
export const ACTS_MAX = 10_000

const FILLED_IN = ['incident', 'candidates', 'candidate', 'claim'] as const
/** Fields that the document gives as instants, and the command's own names for them. */
const INSTANTS: ReadonlyMap<string, string> = new Map([
  ['calledAt', 'calledAtMs'],
  ['fireStoppedAt', 'fireStoppedAtMs'],
  ['receivedAt', 'receivedAtMs'],
])
/** Fields that are maps of their own, with instants in them. */
const NESTED: ReadonlySet<string> = new Set(['source'])

function readOfficer(r: DocumentReader, f: Fields): Officer {
  const nation = r.text(f, 'nation')
  if (nation !== '' && !isFictional(nation))
    r.refuse(
      pathOf(f, 'nation'),
      `is ${nation}; a scripted officer belongs to a fictional nation, XAA to XAZ`,
    )
  return {
    id: r.text(f, 'id'),
    name: r.text(f, 'name'),
    nation,
    office: r.oneOf(f, 'office', OFFICES),
    keyId: toHex(sha256(utf8(`holdfast scripted officer\n${r.text(f, 'keySeed')}`))),
  }
}

function readCommand(r: DocumentReader, f: Fields): Act['command'] {
  const type = r.oneOf<string>(f, 'type', [...VERIFY_COMMANDS, ...RESPOND_COMMANDS])
  for (const field of FILLED_IN)
    if (f.value[field] !== undefined)
      r.refuse(pathOf(f, field), 'is filled in when the script is played; leave it out')
  return { ...readFields(r, f), type }
}

function readFields(r: DocumentReader, f: Fields): Readonly<Record<string, Json>> {
  const read = Object.entries(f.value).map(([field, given]): [string, Json] => {
    if (NESTED.has(field) && given !== null) return [field, readFields(r, r.map(f, field))]
    const name = INSTANTS.get(field)
    if (name === undefined) return [field, given as Json]
    return [name, given === null ? null : r.instant(f, field)]
  })
  return Object.fromEntries(read)
}

function readAct(r: DocumentReader, f: Fields): Act {
  const incident = r.map(f, 'incident')
  const command = readCommand(r, r.map(f, 'command'))
  const records = r.texts(incident, 'records', ACTS_MAX)
  if (records.length === 0) r.refuse(pathOf(incident, 'records'), 'is empty; name a source record')
  return {
    atMs: r.instant(f, 'at'),
    officer: r.text(f, 'officer'),
    step: (RESPOND_COMMANDS as readonly string[]).includes(command.type) ? 'respond' : 'verify',
    incident: { clause: r.text(incident, 'clause'), records },
    command,
  }
}

function readCoverage(r: DocumentReader, f: Fields): ScriptedCoverage {
  const fromMs = r.instant(f, 'from')
  const toMs = f.value['to'] === null ? null : r.instant(f, 'to')
  if (toMs !== null && toMs <= fromMs) r.refuse(pathOf(f, 'to'), 'is not after from; swap the two')
  const sources = r.texts(f, 'sources', ACTS_MAX)
  if (sources.length === 0) r.refuse(pathOf(f, 'sources'), 'is empty; name a source')
  return {
    atMs: r.instant(f, 'at'),
    officer: r.text(f, 'officer'),
    sources,
    state: r.oneOf(f, 'state', COVERAGE_STATES),
    fromMs,
    toMs,
    reason: r.text(f, 'reason'),
  }
}

/**
 * The script that a document's value states, its acts in the order of time, or every error in it, one line each:
 * `place: path: what is wrong; how to mend`. `at` gives a path's place in the file. Whether a command is allowed is
 * decided when it is played, by the same path as anybody's.
 */
export function parseScenario(value: unknown, at: At): Scenario | Refused {
  const r = new DocumentReader(at)
  const f = r.root(value)
  const scenario = {
    id: r.text(f, 'id'),
    title: r.text(f, 'title'),
    notice: r.text(f, 'notice'),
    officers: r.maps(f, 'officers', OFFICERS_MAX).map((item) => readOfficer(r, item)),
    acts: r.maps(f, 'acts', ACTS_MAX).map((item) => readAct(r, item)),
    coverage:
      f.value['coverage'] === undefined
        ? []
        : r.maps(f, 'coverage', ACTS_MAX).map((item) => readCoverage(r, item)),
  }
  const ids = new Set(scenario.officers.map(({ id }) => id))
  for (const list of ['acts', 'coverage'] as const)
    for (const [i, { officer }] of scenario[list].entries())
      if (!ids.has(officer))
        r.refuse(`${list}.${i}.officer`, `is ${officer}, whom officers does not list; add them`)
  if (r.errors.length > 0) return { refused: r.errors.join('\n') }
  return { ...scenario, acts: scenario.acts.toSorted((a, b) => a.atMs - b.atMs) }
}
