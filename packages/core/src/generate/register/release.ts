/**
 * Who sees which pledge. A nation sees its own and what is released to it; nobody sees more because they plan for all.
 * Whatever is computed for a viewer (gaps, linchpins, chances) is computed from what this leaves of the register: a
 * figure that a hidden pledge changed would tell of it. A viewer of no nation sees what is released to every nation.
 */
import type { Entry } from '../../evidence/index.ts'
import type { Label, NationCode } from '../../nations/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Assumption } from '../types.ts'

/** The word that stands for every nation. */
export const EVERY_NATION = 'ALL'
/** Whose eyes: a nation's, or null for what every nation of the office may see. */
export type Viewer = NationCode | null

/** Whether the viewer may see what `owner` released to `releasableTo`; absent means to every nation. */
export function isReleasedTo(
  { releasableTo, owner }: { releasableTo?: readonly NationCode[] | undefined; owner: Viewer },
  viewer: Viewer,
): boolean {
  if (releasableTo === undefined || releasableTo.includes(EVERY_NATION)) return true
  return viewer !== null && (viewer === owner || releasableTo.includes(viewer))
}

/** The pledge that an assumption of a chance is about, or null where it is about something else. */
export const pledgeAbout = (about: string): string | null =>
  about.startsWith('pledge:') ? about.slice('pledge:'.length) : null

/** Whether the viewer may see the assumption: what is assumed of a pledge tells that there is one, and was said in its confidence. */
export function seesAssumption(
  { pledges, heldAssumptions }: Pick<GenerateState, 'pledges' | 'heldAssumptions'>,
  { id, about }: Pick<Assumption, 'id' | 'about'>,
  viewer: Viewer,
): boolean {
  const held = heldAssumptions.get(id)
  if (held !== undefined && !isReleasedTo({ ...held, owner: held.nation }, viewer)) return false
  const pledge = pledges.get(pledgeAbout(about) ?? '')
  if (pledge === undefined) return true
  const { releasableTo, nation: owner } = pledge
  return isReleasedTo({ releasableTo, owner }, viewer)
}

/** The register as the viewer may see it: what is not released is not there, neither it nor its history. */
export function releaseRegister(state: GenerateState, viewer: Viewer): GenerateState {
  const pledges = new Map(
    [...state.pledges].filter(([, { nation: owner, releasableTo }]) =>
      isReleasedTo({ releasableTo, owner }, viewer),
    ),
  )
  // Words about a pledge that was narrowed since go no further than it; who wrote them keeps them, without its name.
  const minutes = [...state.minutes].filter(
    ([, { minute, recordedBy: owner }]) =>
      isReleasedTo({ releasableTo: minute.releasableTo, owner }, viewer) &&
      (viewer === owner || minute.pledges.every((id) => pledges.has(id) || !state.pledges.has(id))),
  )
  const assumptions = new Map(
    [...state.assumptions].filter(([, one]) => seesAssumption(state, one, viewer)),
  )
  return {
    ...state,
    pledges,
    changes: new Map(
      [...state.changes].flatMap(([id, changes]) => {
        const owner = pledges.get(id)?.nation
        if (owner === undefined) return []
        // A pledge that is released today does not release what was changed in confidence before.
        const seen = changes.filter(({ releasableTo }) =>
          isReleasedTo({ releasableTo, owner }, viewer),
        )
        return [[id, seen] as const]
      }),
    ),
    assumptions,
    heldAssumptions: new Map([...state.heldAssumptions].filter(([id]) => assumptions.has(id))),
    minutes: new Map(
      minutes.map(([id, kept]) => {
        const named = kept.minute.pledges.filter((pledge) => pledges.has(pledge))
        return [id, { ...kept, minute: { ...kept.minute, pledges: named } }]
      }),
    ),
  }
}

type Fields = { readonly [key: string]: unknown }
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}

/** The nations that an entry of this step may be released to, by what its payload says; `ALL` where it says nothing. */
export function entryReleasableTo({
  kind,
  payload,
  actor,
}: Pick<Entry, 'kind' | 'payload' | 'actor'>): readonly NationCode[] {
  if (!kind.startsWith('generate.')) return [EVERY_NATION]
  const fields = fieldsOf(payload)
  for (const holder of [fields, fieldsOf(fields['pledge']), fieldsOf(fields['minute'])]) {
    const named = holder['releasableTo']
    if (!Array.isArray(named)) continue
    if (named.includes(EVERY_NATION)) return [EVERY_NATION]
    const nation = holder['nation']
    const owner = typeof nation === 'string' ? nation : actor.nation
    return [...new Set([owner, ...(named as readonly NationCode[])])].toSorted()
  }
  return [EVERY_NATION]
}

/** Ids of the pledges that an entry of this step is about. */
function pledgesOf(payload: unknown): readonly string[] {
  const fields = fieldsOf(payload)
  const { pledge } = fields
  const { id } = fieldsOf(pledge)
  const about = fieldsOf(fields['assumption'])['about']
  const named = fieldsOf(fields['minute'])['pledges']
  const all: readonly unknown[] = [
    pledge,
    id,
    typeof about === 'string' ? pledgeAbout(about) : null,
    ...(Array.isArray(named) ? (named as readonly unknown[]) : []),
  ]
  return all.filter((one) => typeof one === 'string')
}

/**
 * Whether the viewer may read the entry now (null: whether every nation of the office may): by what its payload says, and by how the pledges that it is about
 * stand today. Who narrows a pledge narrows what was said of it before, too; what a nation read meanwhile it has read.
 */
export function isReleasedNow(
  entry: Pick<Entry, 'kind' | 'payload' | 'actor'>,
  { pledges }: Pick<GenerateState, 'pledges'>,
  viewer: Viewer = null,
): boolean {
  if (!isReleasedTo({ releasableTo: entryReleasableTo(entry), owner: null }, viewer)) return false
  if (!entry.kind.startsWith('generate.')) return true
  return pledgesOf(entry.payload).every((id) => {
    const pledge = pledges.get(id)
    return (
      pledge === undefined ||
      isReleasedTo({ releasableTo: pledge.releasableTo, owner: pledge.nation }, viewer)
    )
  })
}

/** The label of what is told about gaps, caveats, linchpins and criticality: the highest (do no harm, rule 4). */
export const criticalLabel = (viewer: Viewer, isOfAll: boolean): Label => ({
  policy: 'HOLDFAST',
  classification: 'SECRET',
  offices: ['guarantors'],
  releasableTo: isOfAll ? [EVERY_NATION] : viewer === null ? [] : [viewer],
})

/** The label of what was computed for the viewer: releasable to all only where nothing was used that all may not see. */
export function labelFor(state: GenerateState, viewer: Viewer): Label {
  const seen = releaseRegister(state, viewer)
  const common = releaseRegister(state, null)
  return criticalLabel(
    viewer,
    seen.pledges.size === common.pledges.size &&
      seen.minutes.size === common.minutes.size &&
      seen.assumptions.size === common.assumptions.size &&
      [...seen.changes].every(([id, { length }]) => common.changes.get(id)?.length === length),
  )
}
