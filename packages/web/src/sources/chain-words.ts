import type { SourceChain } from '../api/index.ts'

/** What is said of one source's chain of signed batches. */
export interface ChainWords {
  /** What is wrong now, a sentence each. */
  readonly problems: readonly string[]
  /** Gaps that were raised and have since been filled. */
  readonly filled: number
}

const numberOf = (raised: string): number => Number(raised.slice(raised.indexOf(' ') + 1))
const missing = (from: number, to: number): string =>
  from === to
    ? `Statement ${from} is missing: it was signed and has not been received. It may still come.`
    : `Statements ${from} to ${to} are missing: they were signed and have not been received. They may still come.`

/** A chain in plain words. A gap stands under the statement that showed it, so a raised gap with none left was filled. */
export function wordsOfChain({ gaps, raised }: SourceChain): ChainWords {
  const raisedGaps = raised.filter((one) => one.startsWith('gap ')).map(numberOf)
  const stillOpen = new Set(
    gaps.map(({ to }) => Math.min(...raisedGaps.filter((shownBy) => shownBy > to))),
  )
  const told = raised.flatMap((one): readonly string[] => {
    const n = numberOf(one)
    if (one.startsWith('fork '))
      return [
        `Fork at statement ${n}: two that contradict each other claim its place. One of them is false; the later one was refused.`,
      ]
    if (one.startsWith('replay '))
      return [`Replay: the old statement ${n} came again, too old to be compared. It was refused.`]
    return one.startsWith('gap ') ? [] : [one]
  })
  return {
    problems: [...gaps.map(({ from, to }) => missing(from, to)), ...told],
    filled: raisedGaps.filter((shownBy) => !stillOpen.has(shownBy)).length,
  }
}
