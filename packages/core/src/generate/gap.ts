/**
 * Why a line is not filled. A number alone ("14,000 short") moves nobody; the caveat that would fill it, the nation
 * that set it and the assumption that the number rests on do.
 */
import type { InstantMs } from '../units/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { ReadAssignment } from './assignment.ts'
import { blocking, matches, offersOf, planLine } from './offer.ts'
import type { Offer, Sized } from './offer.ts'
import type { Assumption, Exclusion, Gap, Pledge, Requirement } from './types.ts'

/** What the gaps are read from. */
export interface GapInput {
  readonly requirements: readonly Requirement[]
  readonly pledges: readonly Pledge[]
  readonly exclusions: readonly Exclusion[]
  readonly assumptions: readonly Assumption[]
  readonly assignment: ReadAssignment
  /** The assignment if one nation alone lifted all its caveats. */
  readonly lifted: ReadonlyMap<NationCode, ReadAssignment>
  readonly asOfMs: InstantMs
}

interface Matching {
  readonly eligible: readonly Offer[]
  readonly blocked: readonly Offer[]
}

const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].toSorted()

/** How much of the line's shortfall goes when the nation lifts its caveats; null where the nation's offer is unsized. */
function fillOf(input: GapInput, line: Requirement, offer: Offer): number | null {
  const after = input.lifted.get(offer.nation)?.unmet.get(line.id)
  const before = input.assignment.unmet.get(line.id)
  return offer.size === null || after === undefined || before === undefined ? null : before - after
}

function blockedBy(input: GapInput, line: Requirement, { blocked }: Matching): Gap['blockedBy'] {
  return blocked.flatMap((offer) => {
    const fill = fillOf(input, line, offer)
    const { id: pledge, nation } = offer
    return blocking(offer, line).map(({ title: caveat }) =>
      fill === null
        ? { pledge, nation, caveat }
        : { pledge, nation, caveat, wouldFill: Math.max(0, fill) },
    )
  })
}

function unsizedGap(input: GapInput, line: Requirement, matching: Matching): Gap {
  const rule = input.assumptions.find(({ about }) => about === 'unsized')
  const enough = matching.eligible.length >= Math.max(1, rule?.value ?? 1)
  const why = enough
    ? 'unknownQuantity'
    : matching.blocked.length > 0
      ? 'blockedByCaveats'
      : 'noPledge'
  return {
    requirement: line.id,
    capability: line.capability,
    posture: line.posture ?? null,
    required: null,
    filled: null,
    shortfall: null,
    unit: 'not sized',
    why,
    blockedBy: blockedBy(input, line, matching).map(({ pledge, nation, caveat }) => ({
      pledge,
      nation,
      caveat,
    })),
    assumptions: rule === undefined ? [] : [rule.id],
    asOfMs: input.asOfMs,
  }
}

function whyOf(input: GapInput, line: Requirement, plan: Sized, matching: Matching): Gap['why'] {
  const { assignments, unmet } = input.assignment
  const here = assignments.filter(({ requirement }) => requirement === line.id)
  if ((unmet.get(line.id) ?? plan.value) === 0) {
    const isFirm = here.every(({ pledge }) =>
      matching.eligible.some(({ id, firm }) => id === pledge && firm),
    )
    return isFirm ? 'filled' : 'notFirm'
  }
  if (matching.blocked.some((offer) => (fillOf(input, line, offer) ?? 1) > 0))
    return 'blockedByCaveats'
  const eligible = new Set(matching.eligible.map(({ id }) => id))
  const elsewhere = assignments.some(
    ({ pledge, requirement }) => requirement !== line.id && eligible.has(pledge),
  )
  if (elsewhere) return 'competition'
  return matching.eligible.some(({ size }) => size?.unit !== plan.unit)
    ? 'unknownQuantity'
    : 'noPledge'
}

function sizedGap(input: GapInput, line: Requirement, plan: Sized, matching: Matching): Gap {
  const here = input.assignment.assignments.filter(({ requirement }) => requirement === line.id)
  const shortfall = input.assignment.unmet.get(line.id) ?? plan.value
  const unsized = matching.eligible.some(({ size }) => size?.unit !== plan.unit)
  // Nothing at all in a line rests on the rule that nobody's silence is given a number.
  const rests = unsized || shortfall === plan.value
  const rule = rests ? input.assumptions.find(({ about }) => about === 'unsized') : undefined
  const used = new Set(here.map(({ pledge }) => pledge))
  const weighed = [...matching.eligible.filter(({ id }) => used.has(id)), ...matching.blocked]
  return {
    requirement: line.id,
    capability: line.capability,
    posture: line.posture ?? null,
    required: plan.value,
    filled: plan.value - shortfall,
    shortfall,
    unit: plan.unit,
    why: whyOf(input, line, plan, matching),
    blockedBy: blockedBy(input, line, matching),
    assumptions: sorted([
      ...plan.assumptions,
      ...weighed.flatMap(({ size }) => size?.assumptions ?? []),
      ...(rule === undefined ? [] : [rule.id]),
    ]),
    asOfMs: input.asOfMs,
  }
}

/** A gap for every line, filled ones too, in the order of the lines. */
export function gaps(input: GapInput): readonly Gap[] {
  const offers = offersOf(input.pledges, input.exclusions, input.assumptions)
  return input.requirements.map((line) => {
    const matching = offers.filter((offer) => matches(offer, line))
    const parted: Matching = {
      eligible: matching.filter((offer) => blocking(offer, line).length === 0),
      blocked: matching.filter((offer) => blocking(offer, line).length > 0),
    }
    const plan = planLine(line, input.assumptions)
    return plan === null ? unsizedGap(input, line, parted) : sizedGap(input, line, plan, parted)
  })
}
