/**
 * The port to a SQL database, as small as the projections need it. Two drivers stand behind it (PGlite and PostgreSQL);
 * they share this contract and its test suite, never code.
 *
 * Only scalars go in as parameters: the two drivers disagree on how arrays and objects are written, so whatever is
 * larger travels as JSON text and is taken apart in SQL (`$1::text::jsonb`).
 */

/** A value bound to `$1`, `$2`, …; a `bigint` column takes a safe integer. */
export type Parameter = string | number | boolean | null
/** A row as it was read: int8 is a `number`, jsonb is parsed. */
export type Row = Readonly<Record<string, unknown>>

/** What can run statements: the database itself or a transaction in it. */
export interface Queryable {
  /** Runs one statement with parameters and gives its rows. */
  query<R extends Row>(sql: string, parameters?: readonly Parameter[]): Promise<readonly R[]>
  /** Runs one or more statements without parameters. */
  exec(sql: string): Promise<void>
}

/** An open database. */
export interface Database extends Queryable {
  /** Which driver stands behind it. */
  readonly kind: 'pglite' | 'postgres'
  /** Commits when `work` resolves, rolls back when it rejects. Transactions do not nest. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>
  /**
   * Whether what was found on opening can be trusted: it was closed properly, or is new, or is a server that sees to
   * its own durability, or the machine has not restarted since (the kernel then still held every write). False means
   * that writes may be lost: rebuild.
   */
  cleanlyClosed(): boolean
  /** Waits for what runs, then lets go. A second call does nothing. */
  close(): Promise<void>
}

/** The type identifier of int8 in PostgreSQL's catalogue (pg_type.dat). */
export const INT8_OID = 20

/**
 * Reads an int8, which the drivers otherwise hand out as a number, a BigInt or a string. Throws beyond the safe integers:
 * no column of ours holds such a value.
 */
export function int8FromText(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is no safe integer`)
  return value
}
