// Who speaks for and against an event, one witness for each group of sources: what shares its means corroborates once.
// A group that reported has noticed: that one of its sources did not report is then no evidence.
import type { Observation, Source } from '../../observe/index.ts'
import { FAMILY_RATIO_MAX, GROUP_RATIO_MAX } from './assumptions.ts'
import { familyOf } from './families.ts'
import type { Family } from './families.ts'
import type { Silence } from './types.ts'

/** A group's word: how much likelier it is if the event occurred than if nothing did. */
export interface Witness {
  readonly family: Family
  readonly ratio: number
}

/** What a report must tell to be weighed. */
export type Reported = Pick<Observation, 'source' | 'means' | 'category'>

const isShare = (value: number): boolean => value >= 0 && value <= 1

/** A ratio of two probabilities within what a group of the family may bring; 1 where it says nothing. */
function ratioOf(ifSo: number, ifNot: number, family: Family): number {
  if (!isShare(ifSo) || !isShare(ifNot) || (ifSo === 0 && ifNot === 0)) return 1
  const most = Math.min(GROUP_RATIO_MAX, FAMILY_RATIO_MAX[family])
  const ratio = ifNot === 0 ? most : ifSo / ifNot
  return Math.min(most, Math.max(1 / most, ratio))
}

/** Whether the source only passes on what somebody claims. */
const isClaimOnly = ({ means }: Reported): boolean =>
  means.length > 0 && means.every((one) => one === 'claimed')

/** Whether a word goes before the one that its group has; ties by family, so that the order of the input does not matter. */
const goesBefore = (a: Witness, b: Witness | undefined, sign: 1 | -1): boolean =>
  b === undefined || sign * (a.ratio - b.ratio) > 0 || (a.ratio === b.ratio && a.family < b.family)

/**
 * The witnesses of an event, one a group, in an order that does not depend on that of the input. Sources that are not
 * registered, and reports that are claims only, bring none.
 */
export function witnessesOf(
  members: readonly Reported[],
  silent: readonly Silence[],
  sources: ReadonlyMap<string, Source>,
): readonly Witness[] {
  const reported = new Map<string, Witness>()
  for (const member of members) {
    const source = sources.get(member.source)
    if (source === undefined || isClaimOnly(member)) continue
    const { pd, falseReport } = source.detection
    const family = familyOf(source.kind)
    const witness = { family, ratio: ratioOf(pd, falseReport, family) }
    if (goesBefore(witness, reported.get(source.group), 1)) reported.set(source.group, witness)
  }
  const missed = new Map<string, Witness>()
  for (const { source: id, pd } of silent) {
    const source = sources.get(id)
    if (source === undefined || reported.has(source.group) || !isShare(pd)) continue
    const family = familyOf(source.kind)
    const { falseReport } = source.detection
    // Silence speaks against, never for: whoever reports falsely more often than truly is no witness by being quiet.
    const ratio = Math.min(1, ratioOf(1 - pd, 1 - falseReport, family))
    if (goesBefore({ family, ratio }, missed.get(source.group), -1))
      missed.set(source.group, { family, ratio })
  }
  return [...reported.values(), ...missed.values()].toSorted(
    (a, b) => a.ratio - b.ratio || (a.family < b.family ? -1 : Number(a.family > b.family)),
  )
}
