export type { Database, Parameter, Queryable, Row } from './database.ts'
export { openDatabase, type DatabaseOptions } from './open-database.ts'
export { discardPglite } from './pglite.ts'
export {
  LIST_ROWS_MAX,
  MAINTENANCE_ROWS,
  Projections,
  STATEMENT_ROWS_MAX,
  type Change,
  type Page,
} from './projections.ts'
export {
  TABLES,
  TABLE_NAMES,
  type Column,
  type Documents,
  type Identified,
  type Table,
  type TableSpec,
} from './tables.ts'
