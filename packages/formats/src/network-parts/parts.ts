/** Most rows or features of one import. */
export const IMPORT_ROWS_MAX = 500_000

/** A node as a movement model reads it (docs/reference/movement-model.schema.json), with what the file says of it and no capacity. */
export interface ImportedNode {
  readonly id: string
  readonly title: string
  readonly kind:
    | 'depot'
    | 'railhead'
    | 'crossing'
    | 'port'
    | 'airfield'
    | 'hub'
    | 'storage'
    | 'site'
    | 'issuePoint'
  readonly position: { readonly lonDeg: number; readonly latDeg: number }
  /** Alpha-3 where the table of countries has it, as written otherwise. */
  readonly country: string
  readonly fictional: false
}
/** A leg as a movement model reads it. */
export interface ImportedLeg {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly mode: 'road' | 'rail' | 'air' | 'sea'
  readonly gaugeMm: 1435 | 1520 | null
  readonly distanceM: number
  readonly vehiclesPerHour: number
}
/** A row or feature that made nothing, with the reason in kebab case and how to mend it. */
export interface ImportReject {
  /** Line of the table from 1, or number of the feature from 0. */
  readonly at: number
  readonly reason: string
  readonly detail: string
}
/** What an import made, and what it did not. Every row is in one of these, or a blank line. */
export interface NetworkParts {
  readonly nodes: readonly ImportedNode[]
  readonly legs: readonly ImportedLeg[]
  /** Not understood. */
  readonly rejects: readonly ImportReject[]
  /** Understood and left out, by reason. */
  readonly left: Readonly<Record<string, number>>
}

/** Counts by reason. */
export function tally(reasons: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return Object.fromEntries([...counts.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
