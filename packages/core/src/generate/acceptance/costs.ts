import type { Acceptance } from '../model/types.ts'
import type { AcceptanceTable, AcceptanceView, ViewKind } from './types.ts'

/** What a nation would do, and where. */
export interface Part {
  readonly nation: string
  readonly capability: string
  readonly place: string
}
/** One view that bears on a part. */
export interface Bearing {
  readonly party: string
  readonly view: ViewKind
  readonly weight: number
  readonly statement: string
  readonly viewId: string
}

const isAbout = ({ capabilities, places }: AcceptanceView, { capability, place }: Part): boolean =>
  (capabilities === null || capabilities.includes(capability)) &&
  (places === null || places.includes(place))

/**
 * The views that bear on a part: for each party what it said of the nation itself, or, where it said nothing of it, what
 * it said of a group that the nation is in. Of several as near the heaviest counts, of equals the first.
 */
export function bearingsOn(table: AcceptanceTable, part: Part): readonly Bearing[] {
  const weightOf = (view: ViewKind): number =>
    table.weights.find((one) => one.view === view)?.weight ?? 0
  const isIn = (group: string | null): boolean =>
    table.groups.some(({ id, nations }) => id === group && nations.includes(part.nation))
  return table.parties.flatMap(({ id: party }): readonly Bearing[] => {
    const mine = table.views.filter((view) => view.party === party && isAbout(view, part))
    const own = mine.filter(({ nation }) => nation === part.nation)
    const found = own.length > 0 ? own : mine.filter(({ group }) => isIn(group))
    const [heaviest] = found.toSorted((a, b) => weightOf(b.view) - weightOf(a.view))
    return heaviest === undefined
      ? []
      : [
          {
            party,
            view: heaviest.view,
            weight: weightOf(heaviest.view),
            statement: heaviest.statement,
            viewId: heaviest.id,
          },
        ]
  })
}

/** Lines that a cost is asked for. */
export interface CostedLine {
  readonly id: string
  readonly capability: string
  readonly place: string
}

/**
 * Soft costs of a force generation model, one for each nation, line and party with a view that weighs; the source names
 * the statement and the view. They say who would object, never who may not go: that is a caveat.
 */
export function acceptanceCosts(
  table: AcceptanceTable,
  nations: readonly string[],
  lines: readonly CostedLine[],
): readonly Acceptance[] {
  return nations.flatMap((nation) =>
    lines.flatMap(({ id: line, capability, place }) =>
      bearingsOn(table, { nation, capability, place })
        .filter(({ weight }) => weight > 0)
        .map(({ party, view, weight, statement, viewId }) => ({
          nation,
          place: null,
          line,
          weight,
          source: `${statement} (${viewId}): ${party} ${view}`,
        })),
    ),
  )
}

/**
 * The same for places, whatever lines a model will have: only views about all capabilities, since a place has none.
 */
export function acceptanceByPlace(
  table: AcceptanceTable,
  nations: readonly string[],
  places: readonly string[],
): readonly Acceptance[] {
  const views = table.views.filter(({ capabilities }) => capabilities === null)
  const lines = places.map((place) => ({ id: place, capability: '', place }))
  return acceptanceCosts({ ...table, views }, nations, lines).map(({ line, ...cost }) => ({
    ...cost,
    place: line,
    line: null,
  }))
}

/** Nations of which no party is on record as having said anything, for any part. */
export const unsaid = (table: AcceptanceTable, nations: readonly string[]): readonly string[] =>
  nations.filter(
    (nation) =>
      !table.views.some(
        (view) =>
          view.nation === nation ||
          table.groups.some(({ id, nations: of }) => id === view.group && of.includes(nation)),
      ),
  )
