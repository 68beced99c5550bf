import type { TagBlock } from './types.ts'
import { merged } from './tag-block.ts'

/**
 * Messages of several sentences. Parts belong together that agree on talker, total, channel and sequence number, on
 * the tag block's source and group where both give one, and that came near each other: sequence numbers run from 0 to
 * 9 only, so an old part must not be completed by a stranger's. Parts may come in any order.
 */

/** How many messages may wait for parts. */
export const WAITING_MAX = 64
/** How many sentences a message waits for its parts. */
export const WAIT_SENTENCES_MAX = 1_000
/** How far the tag blocks' times of parts of one message may lie apart, milliseconds. */
export const WAIT_MS_MAX = 10_000

/** One sentence of several. */
export interface Part {
  readonly offset: number
  readonly length: number
  /** The line, its own copy. */
  readonly bytes: Uint8Array
  readonly payload: Uint8Array
  readonly address: string
  readonly total: number
  readonly number: number
  readonly sequence: string
  readonly channel: string
  readonly fillBits: number
  readonly tag: TagBlock | null
}
interface Waiting {
  readonly first: Part
  readonly parts: Map<number, Part>
  tag: TagBlock | null
  readonly since: number
}
/** What a part came to: a whole message where `whole` is not null, and parts that are given up. */
export interface Added {
  readonly whole: readonly Part[] | null
  readonly tag: TagBlock | null
  readonly givenUp: readonly Part[]
}

const agree = (a: string | null, b: string | null): boolean => a === null || b === null || a === b

function belongs({ first, tag }: Waiting, part: Part): boolean {
  return (
    first.sequence === part.sequence &&
    first.address === part.address &&
    (first.channel === part.channel || first.channel === '' || part.channel === '') &&
    agree(tag?.source ?? null, part.tag?.source ?? null) &&
    agree(tag?.group?.id ?? null, part.tag?.group?.id ?? null)
  )
}

function isApart(a: TagBlock | null, b: TagBlock | null): boolean {
  const from = a?.timeMs ?? null
  const to = b?.timeMs ?? null
  return from !== null && to !== null && Math.abs(to - from) > WAIT_MS_MAX
}

/** Puts parts together. */
export class Assembler {
  readonly #waiting: Waiting[] = []

  /** How many messages wait. */
  get size(): number {
    return this.#waiting.length
  }

  /** Takes a part; `count` is how many sentences were read so far. */
  add(part: Part, count: number): Added {
    const givenUp = this.#expired(count)
    const index = this.#waiting.findIndex((waiting) => belongs(waiting, part))
    const waiting = this.#waiting[index]
    if (waiting !== undefined) {
      const isNext =
        waiting.first.total === part.total &&
        !waiting.parts.has(part.number) &&
        !isApart(waiting.tag, part.tag)
      if (isNext) return this.#join(waiting, index, part, givenUp)
      this.#waiting.splice(index, 1)
      givenUp.push(...waiting.parts.values())
    }
    if (this.#waiting.length >= WAITING_MAX)
      givenUp.push(...(this.#waiting.shift()?.parts.values() ?? []))
    this.#waiting.push({
      first: part,
      parts: new Map([[part.number, part]]),
      tag: part.tag,
      since: count,
    })
    return { whole: null, tag: null, givenUp }
  }

  /** Gives up everything that waits. */
  drain(): readonly Part[] {
    return this.#waiting.splice(0).flatMap(({ parts }) => [...parts.values()])
  }

  #join(waiting: Waiting, index: number, part: Part, givenUp: readonly Part[]): Added {
    waiting.parts.set(part.number, part)
    waiting.tag =
      part.number < waiting.first.number
        ? merged(part.tag, waiting.tag)
        : merged(waiting.tag, part.tag)
    if (waiting.parts.size < part.total) return { whole: null, tag: null, givenUp }
    this.#waiting.splice(index, 1)
    const whole = [...waiting.parts.values()].toSorted((a, b) => a.number - b.number)
    return { whole, tag: waiting.tag, givenUp }
  }

  #expired(count: number): Part[] {
    const parts: Part[] = []
    // They stand in the order in which they began.
    for (;;) {
      const oldest = this.#waiting[0]
      if (oldest === undefined || count - oldest.since <= WAIT_SENTENCES_MAX) return parts
      this.#waiting.shift()
      parts.push(...oldest.parts.values())
    }
  }
}
