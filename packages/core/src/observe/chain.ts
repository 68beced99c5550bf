import type { InstantMs } from '../units/index.ts'

/**
 * A source that holds a key signs a statement for each batch: its number, the batch's root, and the hash of its
 * statement before. So nobody between the source and the record can leave a batch out, put one in or change one
 * without a mark: a number is missing (gap), two statements claim one place (fork), or an old one comes again.
 *
 * A gap does not stop the source: what comes after it is evidence too, and the missing batches may still come by a
 * slower way. A fork is refused, because one of the two is false and nobody here can say which.
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
}
/** What is remembered of a source's statements. */
export interface Chain {
  /** The highest number that was taken. */
  readonly head: number
  /** Hashes of the latest `STATEMENTS_KEPT` statements by their numbers. */
  readonly hashes: ReadonlyMap<number, string>
  readonly gaps: readonly Gap[]
  /** What was raised about this chain, each once: kind and number. */
  readonly raised: ReadonlySet<string>
}
/** How a statement fits its source's chain. */
export type Link =
  | { readonly kind: 'next' | 'fills' | 'repeats' }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }
  | { readonly kind: 'fork' | 'replay'; readonly why: string }

/** How far back a chain can be compared. */
export const STATEMENTS_KEPT = 256
/** Gaps that are remembered one by one; over it the oldest count as lost for good. */
export const GAPS_KEPT = 64
/** Forks and replays of one source that become entries; after so many the source itself is the problem. */
export const RAISED_MAX = 256

/** Before a source's first statement. */
export const NO_CHAIN: Chain = { head: 0, hashes: new Map(), gaps: [], raised: new Set() }

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
  const gap = chain.gaps.find(({ from, to }) => sequence >= from && sequence <= to)
  if (gap !== undefined) {
    const contradicts =
      (sequence === gap.to && gap.next !== hash) || (before !== undefined && before !== previous)
    return contradicts
      ? { kind: 'fork', why: `statement ${sequence} does not fit the statements around its gap` }
      : { kind: 'fills' }
  }
  const taken = chain.hashes.get(sequence)
  if (taken === hash) return { kind: 'repeats' }
  return taken === undefined
    ? {
        kind: 'replay',
        why: `statement ${sequence} is older than the latest ${STATEMENTS_KEPT}, of which ${chain.head} is the last`,
      }
    : { kind: 'fork', why: `statement ${sequence} was taken as ${taken}; this one is ${hash}` }
}

/** The chain with a statement taken: after `next`, `gap` or `fills`. */
export function linked(chain: Chain, { sequence, previous, hash }: SignedStatement): Chain {
  const hashes = new Map(chain.hashes).set(sequence, hash)
  const head = Math.max(chain.head, sequence)
  for (const kept of hashes.keys()) if (kept <= head - STATEMENTS_KEPT) hashes.delete(kept)
  const gaps = chain.gaps.flatMap((gap) => without(gap, sequence, previous))
  if (sequence > chain.head + 1)
    gaps.push({ from: chain.head + 1, to: sequence - 1, next: previous })
  return { ...chain, head, hashes, gaps: gaps.slice(-GAPS_KEPT) }
}

// A statement in the middle of a gap leaves two; the lower one now ends before a statement that names its last.
function without(gap: Gap, sequence: number, previous: string | null): readonly Gap[] {
  if (sequence < gap.from || sequence > gap.to) return [gap]
  const lower = { from: gap.from, to: sequence - 1, next: previous }
  const upper = { from: sequence + 1, to: gap.to, next: gap.next }
  return [lower, upper].filter(({ from, to }) => from <= to)
}

/** The chain with something raised about it. */
export const raisedOn = (chain: Chain, kind: string, sequence: number): Chain => ({
  ...chain,
  raised: new Set(chain.raised).add(`${kind} ${sequence}`),
})
/** Whether this was raised before, or so much was that nothing more is. */
export const isRaised = ({ raised }: Chain, kind: string, sequence: number): boolean =>
  raised.size >= RAISED_MAX || raised.has(`${kind} ${sequence}`)
