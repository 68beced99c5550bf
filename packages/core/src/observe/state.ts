import type { InstantMs, Refused } from '../units/index.ts'
import type { Actor, Label, Role } from '../nations/index.ts'
import { canonicalJson } from '../evidence/index.ts'
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import { judge } from './batch.ts'
import type { Answer, Memory, Prepared, Rejected } from './batch.ts'
import { NO_CHAIN, isInside, isRaised, linkOf, linked, raisedOn } from './chain.ts'
import type { Chain, SignedStatement } from './chain.ts'
import { withPeriod } from './coverage.ts'
import type { CoveragePeriod, CoverageState } from './coverage.ts'
import { decideQuarantine, evolveQuarantine } from './quarantine.ts'
import type { Quarantine, QuarantineCommand } from './quarantine.ts'
import { keyInForce, registered, sourceFault, takesUnsigned } from './source.ts'
import type { Observation, Source } from './types.ts'

/** What this step remembers: who reports, what their chains of batches came to, how each stood when, and whom fusion leaves out. */
export interface ObserveState {
  readonly sources: ReadonlyMap<string, Source>
  readonly chains: ReadonlyMap<string, Chain>
  /** As stated; `coverageOf` lays quarantines over it. */
  readonly coverage: ReadonlyMap<string, readonly CoveragePeriod[]>
  readonly quarantines: ReadonlyMap<string, Quarantine>
}
/** Nothing registered, nothing known. */
export const initial: ObserveState = {
  sources: new Map(),
  chains: new Map(),
  coverage: new Map(),
  quarantines: new Map(),
}

/** The payload of `observe.source-registered`; a second entry of the same id replaces the first from then on. */
export interface SourceRegistered {
  readonly source: Source
  /** Why the calibration that was sent with it was not taken over. */
  readonly voided?: string
}
/** How a batch came in. */
export interface Via {
  /** `http`, `mqtt`, `udp`, `tcp`, `tls`, `folder`, `nats`, `import`, … */
  readonly channel: string
  readonly feed?: string
  readonly format?: string
  /** Each record was signed by itself, and its signature found good for a key of its source. */
  readonly signedRecords?: true
}
/** The payload of `observe.batch-accepted`. */
export interface BatchAccepted {
  /** The answer's `batch`. */
  readonly root: string
  /** Rows in the request, those that did not fit the schema included. */
  readonly received: number
  readonly rejected: readonly Rejected[]
  readonly via?: Via
  /** Absent: nobody signed it. */
  readonly signed?: SignedStatement
  /** Rows that an edge dropped for want of disk; `root` is then the signed one. */
  readonly dropped?: number
  /** The label that the signing source was registered with when it came: no row is read as more open (`observationsOf`). */
  readonly sourceLabel?: Label
  readonly observations: readonly Observation[]
}
/** The payload of `observe.chain-broken`. */
export interface ChainBroken {
  readonly source: string
  readonly kind: 'gap' | 'fork' | 'replay'
  readonly sequence: number
  readonly why: string
  readonly offered: SignedStatement
}
/** The payload of `observe.rejects-recorded`: what a feed brought that was not understood, by reason. */
export interface RejectsRecorded {
  readonly via: Via
  readonly source: string | null
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly counts: Readonly<Record<string, number>>
  /** Records that were understood and are no observation, by what they are. */
  readonly nothings: Readonly<Record<string, number>>
  /** Hex SHA-256 over the rejected bytes' own SHA-256, one after the other; the bytes are kept for a while beside the log. */
  readonly bytesSha256: string
}
/** What may be asked of this step. */
export type ObserveCommand =
  | { readonly type: 'registerSource'; readonly source: Source }
  /** All or none of them. */
  | { readonly type: 'registerSources'; readonly sources: readonly Source[] }
  | {
      readonly type: 'revokeKey'
      readonly source: string
      readonly keyId: string
      readonly reason: string
    }
  | {
      readonly type: 'stateCoverage'
      readonly source: string
      readonly state: CoverageState
      readonly fromMs: InstantMs
      readonly toMs: InstantMs | null
      readonly reason: string
    }
  | QuarantineCommand

/** Who asks and when. */
export interface ObserveContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
}
/** What a batch is judged with, beside the state. */
export interface BatchContext {
  readonly nowMs: InstantMs
  readonly memory: Memory
  readonly via?: Via
  /** What the source signed, found good; absent where nobody signed. */
  readonly signed?: SignedStatement
}
/** What is to be recorded. */
export interface Decided {
  readonly entries: readonly Draft[]
}
/**
 * What became of a batch. `taken` are the places of the prepared rows that belong into the entry; `entry` is its
 * payload without them, null where nothing is recorded. `raised` is recorded whether or not the batch was taken.
 */
export interface DecidedBatch {
  readonly answer: Answer
  readonly taken: readonly number[]
  readonly entry: Omit<BatchAccepted, 'observations'> | null
  readonly raised: readonly Draft[]
  /** Why nothing of it was looked at; the answer then accepts none. */
  readonly refused?: string
}

// Interfaces have no index signature, so the compiler cannot see that these payloads are JSON; they are.
const draft = (
  kind: string,
  payload: SourceRegistered | ChainBroken | CoveragePeriod | RejectsRecorded,
): Draft => ({ kind, payload: payload as unknown as Json, refs: [] })

/** The draft of what a feed brought that was not understood. */
export const rejectsRecorded = (payload: RejectsRecorded): Draft =>
  draft('observe.rejects-recorded', payload)
/** The draft of how a source stood. */
export const coverageStated = (period: CoveragePeriod): Draft =>
  draft('observe.coverage-stated', period)

/** The bytes, as text, that go to the sender: always these members in this order. */
export function answerJson({ batch, accepted, rejected }: Answer): string {
  const rows = rejected.map(({ index, reason }) => ({ index, reason }))
  return JSON.stringify({ batch, accepted, rejected: rows })
}

/** People who may change the registry and state coverage; what nobody decides is the system's. */
const KEEPERS: readonly Role[] = ['analyst', 'head-of-mission', 'system', 'scripted']
const STATERS: readonly Role[] = [...KEEPERS, 'watch']

/** What a command leads to. A source registered again as it stands leads to no entry. */
export function decide(
  state: ObserveState,
  command: ObserveCommand,
  { actor, nowMs }: ObserveContext,
): Decided | Refused {
  const may = command.type === 'stateCoverage' ? STATERS : KEEPERS
  if (!may.includes(actor.role))
    return {
      refused: `${command.type} is for ${may.filter((role) => role !== 'system').join(', ')}; ${actor.role} may not`,
    }
  if (command.type === 'registerSource') return decideSource(state, command.source)
  if (command.type === 'registerSources') {
    const entries: Draft[] = []
    for (const source of command.sources) {
      const decided = decideSource(state, source)
      if ('refused' in decided) return decided
      entries.push(...decided.entries)
    }
    return { entries }
  }
  const source = state.sources.get(command.source)
  if (source === undefined)
    return { refused: `there is no source ${JSON.stringify(command.source)} in the registry` }
  if (command.reason.trim() === '') return { refused: 'reason: empty; say why' }
  if (command.type === 'revokeKey') {
    const key = source.keys?.find(({ keyId }) => keyId === command.keyId)
    if (key === undefined) return { refused: `the source ${source.id} has no key ${command.keyId}` }
    if (key.revokedMs !== null) return { refused: `the key ${key.keyId} is revoked already` }
    const keys = source.keys?.map((one) =>
      one === key ? { ...one, revokedMs: Math.max(nowMs, one.fromMs) } : one,
    )
    return {
      entries: [draft('observe.source-registered', { source: { ...source, keys: keys ?? [] } })],
    }
  }
  if (command.type !== 'stateCoverage')
    return decideQuarantine(state.quarantines, command, { actor, nowMs })
  const { fromMs, toMs, reason, state: stands } = command
  if (toMs !== null && toMs <= fromMs)
    return { refused: `toMs ${toMs} is not after fromMs ${fromMs}` }
  return {
    entries: [
      coverageStated({ source: source.id, state: stands, fromMs, toMs, basis: 'report', reason }),
    ],
  }
}

function decideSource(state: ObserveState, offered: Source): Decided | Refused {
  const fault = sourceFault(offered)
  if (fault !== null) return { refused: fault }
  const before = state.sources.get(offered.id)
  const gone = before?.keys?.find(({ keyId }) =>
    (offered.keys ?? []).every((key) => key.keyId !== keyId),
  )
  if (gone !== undefined)
    return {
      refused: `source ${offered.id}: the key ${gone.keyId} is left out; revoke it instead, because batches were signed with it`,
    }
  const revived = before?.keys?.find(
    (old) =>
      old.revokedMs !== null &&
      offered.keys?.find(({ keyId }) => keyId === old.keyId)?.revokedMs !== old.revokedMs,
  )
  if (revived !== undefined)
    return { refused: `source ${offered.id}: the key ${revived.keyId} is revoked and stays so` }
  const { source, voided } = registered(before, offered)
  if (before !== undefined && sameJson(before, source)) return { entries: [] }
  return {
    entries: [
      draft('observe.source-registered', { source, ...(voided === null ? {} : { voided }) }),
    ],
  }
}

const sameJson = (a: Source, b: Source): boolean =>
  canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json)

/**
 * Why a source may not report in this way, or null. Until the first source is registered there is no registry to be
 * in, and everything that an officer sends is taken; from then on an unknown source is refused.
 */
function mayReport(
  { sources }: ObserveState,
  signed: SignedStatement | undefined,
  areRecordsSigned: boolean,
): (id: string) => string | null {
  return (id) => {
    const source = sources.get(id)
    if (source === undefined)
      return sources.size === 0
        ? null
        : `/source: ${JSON.stringify(id)} is not in the registry of sources; register it, then send again`
    if (signed !== undefined)
      return signed.source === id
        ? null
        : `/source: ${JSON.stringify(id)} reports in a batch that ${JSON.stringify(signed.source)} signed; sign it by itself`
    return areRecordsSigned || takesUnsigned(source)
      ? null
      : `/source: ${JSON.stringify(id)} signs its batches, and this one is not signed`
  }
}

/** Judges a request that was prepared and says what to record. Pure: the same state, memory and request, the same outcome. */
export function decideBatch(
  state: ObserveState,
  prepared: Prepared,
  { nowMs, memory, via, signed }: BatchContext,
): DecidedBatch {
  const received = prepared.rows.length + prepared.malformed.length
  const { dropped } = prepared
  const root = dropped === undefined ? prepared.root : (signed?.root ?? prepared.root)
  const refused = (why: string, raised: readonly Draft[] = []): DecidedBatch => ({
    answer: { batch: root, accepted: 0, rejected: [] },
    taken: [],
    entry: null,
    raised,
    refused: why,
  })
  const raised: Draft[] = []
  // A statement that is new takes its own place in the chain, even where its rows were sent before.
  let isRetry = signed === undefined && prepared.rows.length > 0
  if (signed !== undefined) {
    const fault = statementFault(state, prepared, signed, nowMs)
    if (fault !== null) return refused(fault)
    const chain = state.chains.get(signed.source) ?? NO_CHAIN
    const link = linkOf(chain, signed)
    isRetry = link.kind === 'repeats' || (link.kind === 'fills' && isInside(chain, signed.sequence))
    if (link.kind === 'gap' || link.kind === 'fork' || link.kind === 'replay') {
      const why =
        link.kind === 'gap' ? `statements ${link.from} to ${link.to} did not come` : link.why
      const { source, sequence } = signed
      if (!isRaised(chain, { kind: link.kind, sequence, atMs: nowMs }))
        raised.push(
          draft('observe.chain-broken', {
            source,
            kind: link.kind,
            sequence,
            why,
            offered: signed,
          }),
        )
      if (link.kind !== 'gap') return refused(`${link.kind}: ${why}`, raised)
    }
  }
  const { kind, answer, taken } = judge(
    { ...prepared, root },
    {
      has: memory.has,
      answerOf: (name) => (isRetry ? memory.answerOf(name) : undefined),
      sourceFault: mayReport(state, signed, via?.signedRecords === true),
    },
  )
  if (kind === 'repeated') return { answer, taken, entry: null, raised: [] }
  if (kind === 'refused' && signed === undefined) return { answer, taken, entry: null, raised }
  const sourceLabel = signed === undefined ? undefined : state.sources.get(signed.source)?.label
  // A signed batch of which no row is taken still takes its place in the chain: its number was used.
  const entry = {
    root: answer.batch,
    received,
    rejected: answer.rejected,
    ...(via === undefined ? {} : { via }),
    ...(signed === undefined ? {} : { signed }),
    ...(dropped === undefined ? {} : { dropped }),
    ...(sourceLabel === undefined ? {} : { sourceLabel }),
  }
  return { answer, taken, entry, raised }
}

function statementFault(
  { sources }: ObserveState,
  { root, dropped }: Prepared,
  signed: SignedStatement,
  nowMs: InstantMs,
): string | null {
  const source = sources.get(signed.source)
  if (source === undefined)
    return `the source ${JSON.stringify(signed.source)} is not in the registry; register it with its key, then send again`
  // By our clock, too: whoever holds a revoked key can write any time into what they sign.
  for (const atMs of [signed.signedAtMs, nowMs]) {
    const key = keyInForce(source, signed.keyId, atMs)
    if ('refused' in key) return key.refused
  }
  return signed.root === root || dropped !== undefined
    ? null
    : `the statement names the root ${signed.root}; the rows that came with it have ${root}`
}

/** The state after an entry. Entries of other steps and tombstones leave it as it is; nothing is changed in place. */
export function evolve(state: ObserveState, entry: Entry | Tombstone): ObserveState {
  if ('tombstone' in entry) return state
  switch (entry.kind) {
    case 'observe.source-registered': {
      const { source } = entry.payload as unknown as SourceRegistered
      return { ...state, sources: new Map(state.sources).set(source.id, source) }
    }
    case 'observe.batch-accepted': {
      const { signed } = entry.payload as unknown as BatchAccepted
      if (signed === undefined) return state
      const chain = linked(state.chains.get(signed.source) ?? NO_CHAIN, signed)
      return { ...state, chains: new Map(state.chains).set(signed.source, chain) }
    }
    case 'observe.chain-broken': {
      const { source, kind, sequence } = entry.payload as unknown as ChainBroken
      const { atMs } = entry
      const chain = raisedOn(state.chains.get(source) ?? NO_CHAIN, { kind, sequence, atMs })
      return { ...state, chains: new Map(state.chains).set(source, chain) }
    }
    case 'observe.coverage-stated': {
      const period = entry.payload as unknown as CoveragePeriod
      const periods = withPeriod(state.coverage.get(period.source) ?? [], period)
      return { ...state, coverage: new Map(state.coverage).set(period.source, periods) }
    }
    case 'observe.source-quarantined':
    case 'observe.quarantine-confirmed':
    case 'observe.source-restored': {
      const quarantines = evolveQuarantine(state.quarantines, entry)
      return quarantines === state.quarantines ? state : { ...state, quarantines }
    }
    default:
      return state
  }
}
