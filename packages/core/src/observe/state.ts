import type { InstantMs, Refused } from '../units/index.ts'
import type { Actor } from '../nations/index.ts'
import { isRefused } from '../units/index.ts'
import { canonicalJson } from '../evidence/index.ts'
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import { judgeBatch } from './batch.ts'
import type { Answer, Rejected, Request } from './batch.ts'
import type { Hashing } from './hashing.ts'
import { sourceFault } from './source.ts'
import { NO_IDS, withIds } from './id-set.ts'
import type { IdSet } from './id-set.ts'
import type { Observation, Source } from './types.ts'

/** What this step remembers: who reports, which observations are known, and what each batch was answered. */
export interface ObserveState {
  readonly sources: ReadonlyMap<string, Source>
  readonly ids: IdSet
  /** Answers by batch root, in generations that double, so that a new batch copies few of them. */
  readonly answers: readonly ReadonlyMap<string, Answer>[]
}
/** Nothing registered, nothing known. */
export const initial: ObserveState = { sources: new Map(), ids: NO_IDS, answers: [] }

/** The payload of `observe.source-registered`; a second entry of the same id replaces the first from then on. */
export interface SourceRegistered {
  readonly source: Source
}
/** The payload of `observe.batch-accepted`. */
export interface BatchAccepted {
  /** The answer's `batch`. */
  readonly root: string
  /** Rows in the request, those that did not fit the schema included. */
  readonly received: number
  readonly rejected: readonly Rejected[]
  readonly observations: readonly Observation[]
}
/** What may be asked of this step. */
export type ObserveCommand =
  | { readonly type: 'registerSource'; readonly source: Source }
  | ({ readonly type: 'acceptBatch' } & Request)
/**
 * Who asks and when. `sources` says whether those that nobody registered may report (the default) or not; `hashing` is
 * the platform's SHA-256 where there is one, core's own by default.
 */
export interface ObserveContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
  readonly sources?: 'any' | 'registered'
  readonly hashing?: Hashing
}
/** What is to be recorded: nothing for a batch that is known. `answer` is set for batches. */
export interface Decided {
  readonly entries: readonly Draft[]
  readonly answer?: Answer
}
/** A request of which nothing was taken: the answer says why, row by row. */
export interface RefusedBatch extends Refused {
  readonly answer: Answer
}

// Interfaces have no index signature, so the compiler cannot see that these payloads are JSON; they are.
const draft = (kind: string, payload: SourceRegistered | BatchAccepted): Draft => ({
  kind,
  payload: payload as unknown as Json,
  refs: [],
})

/** The answer that a batch was given, or undefined where the root is unknown. */
export function answerOf({ answers }: ObserveState, root: string): Answer | undefined {
  for (const generation of answers) {
    const answer = generation.get(root)
    if (answer !== undefined) return answer
  }
  return undefined
}

/** The bytes, as text, that go to the sender: always these members in this order. */
export function answerJson({ batch, accepted, rejected }: Answer): string {
  const rows = rejected.map(({ index, reason }) => ({ index, reason }))
  return JSON.stringify({ batch, accepted, rejected: rows })
}

function decideBatch(
  state: ObserveState,
  request: Request,
  { nowMs, sources, hashing }: ObserveContext,
): Decided | RefusedBatch {
  const { kind, answer, observations } = judgeBatch(request, {
    ids: state.ids,
    answerOf: (root) => answerOf(state, root),
    isRegistered: sources === 'registered' ? (source) => state.sources.has(source) : null,
    nowMs,
    hashing,
  })
  if (kind === 'repeated') return { entries: [], answer }
  const received = request.rows.length + request.malformed.length
  if (kind === 'refused')
    return {
      refused: `none of ${received} observations was accepted; the reasons are given row by row`,
      answer,
    }
  const payload = { root: answer.batch, received, rejected: answer.rejected, observations }
  return { entries: [draft('observe.batch-accepted', payload)], answer }
}

/**
 * What a command leads to. A refused batch carries its answer too. A source registered again as it stands leads to
 * no entry.
 */
export function decide(
  state: ObserveState,
  command: ObserveCommand,
  context: ObserveContext,
): Decided | Refused | RefusedBatch {
  if (command.type === 'acceptBatch') return decideBatch(state, command, context)
  const { source } = command
  const fault = sourceFault(source)
  if (fault !== null) return { refused: fault }
  const before = state.sources.get(source.id)
  if (
    before !== undefined &&
    canonicalJson(before as unknown as Json) === canonicalJson(source as unknown as Json)
  )
    return { entries: [] }
  return { entries: [draft('observe.source-registered', { source })] }
}

function withAnswer(
  answers: readonly ReadonlyMap<string, Answer>[],
  answer: Answer,
): readonly ReadonlyMap<string, Answer>[] {
  let generation: ReadonlyMap<string, Answer> = new Map([[answer.batch, answer]])
  const rest = [...answers]
  for (let last = rest.at(-1); last && last.size < 2 * generation.size; last = rest.at(-1)) {
    generation = new Map([...last, ...generation])
    rest.pop()
  }
  return [...rest, generation]
}

/** The state after an entry. Entries of other steps and tombstones leave it as it is; nothing is changed in place. */
export function evolve(state: ObserveState, entry: Entry | Tombstone): ObserveState {
  if ('tombstone' in entry) return state
  if (entry.kind === 'observe.source-registered') {
    const { source } = entry.payload as unknown as SourceRegistered
    return { ...state, sources: new Map(state.sources).set(source.id, source) }
  }
  if (entry.kind === 'observe.batch-accepted') {
    const { root, rejected, observations } = entry.payload as unknown as BatchAccepted
    const answer = { batch: root, accepted: observations.length, rejected }
    return {
      ...state,
      ids: withIds(
        state.ids,
        observations.map(({ id }) => id),
      ),
      answers: withAnswer(state.answers, answer),
    }
  }
  return state
}

/** Judges a request and says what to record: `decide` of a batch, for callers that have no command. */
export function acceptBatch(
  state: ObserveState,
  request: Request,
  context: ObserveContext,
): { readonly answer: Answer; readonly entries: readonly Draft[]; readonly accepted: boolean } {
  const decided = decideBatch(state, request, context)
  return isRefused(decided)
    ? { answer: decided.answer, entries: [], accepted: false }
    : {
        answer: decided.answer ?? { batch: '', accepted: 0, rejected: [] },
        entries: decided.entries,
        accepted: true,
      }
}
