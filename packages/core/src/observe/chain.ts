import { HOUR_MS } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'

/**
 * A source that holds a key signs a statement for each batch: its number, the batch's root, and the hash of its
 * statement before. So nobody between the source and the record can leave a batch out, put one in or change one
 * without a mark: a number is missing (gap), two statements claim one place (fork), or an old one comes again.
 *
 * A gap does not stop the source: what comes after it is evidence too, and the missing batches may still come by a
 * slower way. A fork is refused, because one of the two is false and nobody here can say which.
 *
 * What is raised must neither be silenced nor fill the record. A gap comes with a batch that is recorded anyway, so it
 * is always raised. A fork needs the source's key and is raised once, as long as its mark is among the latest. A replay
 * needs no key, only an old statement: it is raised at most once in `REPLAY_RAISED_MS`, whatever its number.
 */

/** What a source signed, once its signature was found good. */
export interface SignedStatement {
  readonly source: string
  /** Hex SHA-256 of the public key that the signature was good for. */
  readonly keyId: string
  /** From 1, one more for each batch. */
  readonly sequence: number
  /** Hex SHA-256 of the statement of `sequence` − 1; null for the first. */
  readonly previous: string | null
  /** Hex root of the batch: the answer's `batch`. */
  readonly root: string
  readonly signedAtMs: InstantMs
  /** Hex SHA-256 of this statement's bytes. */
  readonly hash: string
  /** The COSE_Sign1 as it came, base64url: whoever has the source's public key can check it again. */
  readonly sign1: string
}
/** Numbers that never came, closed; `next` is what the statement after `to` names as its previous one. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly next: string | null
  /** Gaps were put together here, so some of the numbers between the ends may have come. */
  readonly merged?: true
}
/**
 * What is remembered of a source's statements.
 *
 * No missing number is ever forgotten. Over `GAPS_KEPT` gaps the two oldest become one range, which names the numbers
 * between them too although those were taken. Such a statement, come again, is no replay: it `fills`. At an end of the
 * range it takes its place once more, its rows rejected as duplicates, and the range is shorter by it; so a source
 * closes a range by sending all of it again, in order. Between the ends it gets the answer that its root has, and
 * nothing is recorded: otherwise whoever holds old statements could grow the record without a key.
 */
export interface Chain {
  /** The highest number that was taken. */
  readonly head: number
  /** Hashes of the latest `STATEMENTS_KEPT` statements by their numbers. */
  readonly hashes: ReadonlyMap<number, string>
  /** By rising numbers, none touching another; at most `GAPS_KEPT`. */
  readonly gaps: readonly Gap[]
  /** Kind and number of the latest `RAISED_MAX` forks that became entries, and of the latest replay. */
  readonly raised: ReadonlySet<string>
  /** When the latest replay became an entry, by that entry's own time. */
  readonly replayRaisedMs: InstantMs | null
}
/** How a statement fits its source's chain. */
export type Link =
  | { readonly kind: 'next' | 'fills' | 'repeats' }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }
  | { readonly kind: 'fork' | 'replay'; readonly why: string }

/** What is wrong with a chain, at which number, and when it was seen. */
interface Break {
  readonly kind: 'gap' | 'fork' | 'replay'
  readonly sequence: number
  readonly atMs: InstantMs
}

/** How far back a chain can be compared. */
export const STATEMENTS_KEPT = 256
/** Gaps that are remembered one by one; over it the two oldest become one range. */
export const GAPS_KEPT = 64
/** Forks of one source that are remembered as raised; an older one that comes again is raised again. */
export const RAISED_MAX = 256
/** Between two replays of one source that become entries, milliseconds. */
export const REPLAY_RAISED_MS = HOUR_MS

/** Before a source's first statement. */
export const NO_CHAIN: Chain = {
  head: 0,
  hashes: new Map(),
  gaps: [],
  raised: new Set(),
  replayRaisedMs: null,
}

/** How a statement fits; says nothing of its signature, which was checked before. */
export function linkOf(chain: Chain, statement: SignedStatement): Link {
  const { sequence, previous, hash } = statement
  const before = chain.hashes.get(sequence - 1)
  if (sequence > chain.head) {
    if (sequence > chain.head + 1) return { kind: 'gap', from: chain.head + 1, to: sequence - 1 }
    return (before ?? null) === previous
      ? { kind: 'next' }
      : {
          kind: 'fork',
          why: `statement ${sequence} names ${previous} as the one before it; taken was ${before ?? 'none'}`,
        }
  }
  const taken = chain.hashes.get(sequence)
  if (taken !== undefined && taken !== hash)
    return { kind: 'fork', why: `statement ${sequence} was taken as ${taken}; this one is ${hash}` }
  const gap = gapAt(chain, sequence)
  if (gap !== undefined) {
    const contradicts =
      (sequence === gap.to && gap.next !== hash) || (before !== undefined && before !== previous)
    return contradicts
      ? { kind: 'fork', why: `statement ${sequence} does not fit the statements around its gap` }
      : { kind: 'fills' }
  }
  if (taken === hash) return { kind: 'repeats' }
  return {
    kind: 'replay',
    why: `statement ${sequence} is older than the latest ${STATEMENTS_KEPT}, of which ${chain.head} is the last`,
  }
}

const gapAt = ({ gaps }: Chain, sequence: number): Gap | undefined =>
  gaps.find(({ from, to }) => sequence >= from && sequence <= to)

/** Whether a number lies between the ends of a range that was put together, where nobody knows if it came before. */
export function isInside(chain: Chain, sequence: number): boolean {
  const gap = gapAt(chain, sequence)
  return gap?.merged === true && sequence > gap.from && sequence < gap.to
}

/** The chain with a statement taken: after `next`, `gap` or `fills`. */
export function linked(chain: Chain, { sequence, previous, hash }: SignedStatement): Chain {
  const hashes = new Map(chain.hashes).set(sequence, hash)
  const head = Math.max(chain.head, sequence)
  for (const kept of hashes.keys()) if (kept <= head - STATEMENTS_KEPT) hashes.delete(kept)
  const gaps = chain.gaps.flatMap((gap) => without(gap, sequence, previous))
  if (sequence > chain.head + 1)
    gaps.push({ from: chain.head + 1, to: sequence - 1, next: previous })
  return { ...chain, head, hashes, gaps: bounded(gaps) }
}

// The oldest are the least likely to come, so it is there that the exact numbers are given up.
function bounded(gaps: readonly Gap[]): readonly Gap[] {
  const [first, second, ...rest] = gaps
  if (gaps.length <= GAPS_KEPT || first === undefined || second === undefined) return gaps
  return bounded([{ from: first.from, to: second.to, next: second.next, merged: true }, ...rest])
}

// A statement in the middle of a gap leaves two; the lower one now ends before a statement that names its last.
function without(gap: Gap, sequence: number, previous: string | null): readonly Gap[] {
  if (sequence < gap.from || sequence > gap.to) return [gap]
  const lower = { ...gap, to: sequence - 1, next: previous }
  const upper = { ...gap, from: sequence + 1 }
  return [lower, upper].filter(({ from, to }) => from <= to)
}

const isReplay = (mark: string): boolean => mark.startsWith('replay ')

/** The chain with something raised about it at an instant. Gaps leave no mark: each is raised. */
export function raisedOn(chain: Chain, { kind, sequence, atMs }: Break): Chain {
  if (kind === 'gap') return chain
  const mark = `${kind} ${sequence}`
  const others = [...chain.raised].filter((one) => one !== mark)
  const forks = others.filter((one) => !isReplay(one))
  if (kind === 'replay')
    return { ...chain, raised: new Set([...forks, mark]), replayRaisedMs: atMs }
  const kept = [...forks, mark].slice(-RAISED_MAX)
  return { ...chain, raised: new Set([...others.filter(isReplay), ...kept]) }
}
/** Whether this was raised before, or a replay so lately that another one says nothing new. */
export function isRaised(
  { raised, replayRaisedMs }: Chain,
  { kind, sequence, atMs }: Break,
): boolean {
  if (kind === 'gap') return false
  if (kind === 'fork') return raised.has(`fork ${sequence}`)
  // Either way in time: a clock that once ran ahead must not silence replays until it is reached again.
  return replayRaisedMs !== null && Math.abs(atMs - replayRaisedMs) < REPLAY_RAISED_MS
}
