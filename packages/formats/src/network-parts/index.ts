/** What importers of movement networks share: the parts that they make, and how what was not taken is told. */
export { countryOf } from './countries.ts'
export { IMPORT_ROWS_MAX, tally } from './parts.ts'
export type { ImportedLeg, ImportedNode, ImportReject, NetworkParts } from './parts.ts'
export { readNodes } from './read-nodes.ts'
export type { Field, RowRead } from './read-nodes.ts'
export { readTable } from './read-table.ts'
