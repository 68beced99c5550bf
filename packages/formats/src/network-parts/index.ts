/** What importers of movement networks share: the parts that they make, and how what was not taken is told. */
export { countryOf } from './countries.ts'
export { IMPORT_ROWS_MAX, tally } from './parts.ts'
export type { ImportedLeg, ImportedNode, ImportReject, NetworkParts } from './parts.ts'
export { readTable } from './read-table.ts'
export type { TableRow } from './read-table.ts'
