/** The register as one nation of the guarantors' office may see it. */
import { labelFor, releaseRegister, figuresOf, sustainable } from '@holdfast/core/generate/register'
import type { Taxonomy } from '@holdfast/core/generate/register'
import type { GenerateState } from '@holdfast/core/generate'
import type { InstantMs } from '@holdfast/core/units'
import type { AcceptanceVersion } from './acceptance-view.ts'

/** Requirements, pledges with their history, conditions, numbers and minutes, and the codes of capabilities. `notice` goes on every page. */
export function registerView(
  whole: GenerateState,
  {
    viewer,
    notice,
    nowMs,
    taxonomy,
    acceptance,
  }: {
    viewer: string | null
    notice: string | null
    nowMs: InstantMs
    taxonomy: Pick<Taxonomy, 'capabilities'>
    acceptance: AcceptanceVersion
  },
) {
  const state = releaseRegister(whole, viewer)
  const numbered = new Set([...state.figures.values()].map(({ nation }) => nation))
  return {
    notice,
    label: labelFor(whole, viewer),
    viewer,
    nowMs,
    requirements: [...state.requirements.values()],
    pledges: [...state.pledges.values()].map((pledge) => ({
      ...pledge,
      changes: state.changes.get(pledge.id) ?? [],
    })),
    exclusions: [...state.exclusions.values()],
    assessments: [...state.assessments.values()],
    conditions: [...state.conditions.values()],
    assumptions: [...state.assumptions.values()],
    commitments: [...state.commitments.values()],
    figures: [...numbered].toSorted().map((nation) => ({
      nation,
      groups: figuresOf(state.figures.values(), nation),
      sustainable: sustainable(state, nation, { atMs: nowMs }),
    })),
    minutes: [...state.minutes.values()],
    acceptance,
    capabilities: [...taxonomy.capabilities.values()],
  }
}
