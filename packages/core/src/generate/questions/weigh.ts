/**
 * One number for how much is missing. The plan itself serves priorities one after the other; but "which loss costs most"
 * and "which ask helps most" need a common measure over lines, and that is a choice, so it is stated: a line-rotation that
 * lacks a share s of what it needs counts s × (10 − priority), as the spine's program weighs it.
 */
import type { ForceModel, ForceSolution, Shortfall } from '../model/types.ts'

const WEIGHT_OF_LOWEST = 10

/** 9 for priority 1, 1 for priority 9. */
export const weightOf = (priority: number): number => WEIGHT_OF_LOWEST - priority

const round = (value: number): number => Math.round(value * 1e9) / 1e9

/** The weighted gap of shortfalls: 0 where nothing is missing. */
export function weightedGap(
  { lines }: Pick<ForceModel, 'lines'>,
  shortfalls: readonly Shortfall[],
): number {
  const weights = new Map(lines.map(({ id, priority }) => [id, weightOf(priority)]))
  let sum = 0
  for (const { line, shortfall, required } of shortfalls)
    if (required > 0) sum += ((weights.get(line) ?? 0) * shortfall) / required
  return round(sum)
}

/** What a line lacks over its rotations. */
export interface LineStanding {
  readonly line: string
  readonly title: string
  readonly capability: string
  readonly place: string
  readonly priority: number
  readonly required: number
  /** The least that is on it in any of its rotations. */
  readonly delivered: number
  /** The most that it lacks in any of its rotations. */
  readonly shortfall: number
  /** The rotations in which it lacks something. */
  readonly shortIn: readonly number[]
}

/** Every line of the model with what it lacks, in the order of the model. */
export function lineStandings(
  { lines }: Pick<ForceModel, 'lines'>,
  { shortfalls }: Pick<ForceSolution, 'shortfalls'>,
): readonly LineStanding[] {
  return lines.map(({ id, title, capability, place, priority, quantity }) => {
    const own = shortfalls.filter(({ line }) => line === id)
    return {
      line: id,
      title,
      capability,
      place,
      priority,
      required: quantity,
      delivered: own.length === 0 ? 0 : Math.min(...own.map(({ delivered }) => delivered)),
      shortfall: Math.max(0, ...own.map(({ shortfall }) => shortfall)),
      shortIn: own.filter(({ shortfall }) => shortfall > 0).map(({ rotation }) => rotation),
    }
  })
}
