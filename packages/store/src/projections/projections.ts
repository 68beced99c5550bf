import assert from 'node:assert/strict'
import type { Database, Queryable } from './database.ts'
import { documentsText } from './document-text.ts'
import { migrate, SCHEMA } from './migrations.ts'
import { TABLES, TABLE_NAMES, type Documents, type Identified, type Table } from './tables.ts'

/** Rows that one statement writes; larger puts are split. */
export const STATEMENT_ROWS_MAX = 2_000
/** Rows that one `list` gives. */
export const LIST_ROWS_MAX = 10_000
/** Rows written before PGlite is vacuumed and checkpointed: it does neither by itself. */
export const MAINTENANCE_ROWS = 100_000

/** What a stretch of the journal changed. A row both put and removed is put: removal comes first. */
export interface Change {
  /** Log size that the rows stand for once this is applied. */
  readonly size: number
  readonly put?: { readonly [T in Table]?: readonly Documents[T][] }
  readonly remove?: Readonly<Partial<Record<Table, readonly string[]>>>
}
/** A page: at most `limit` rows (1 to LIST_ROWS_MAX) that follow the row with the id `after`. */
export interface Page {
  readonly limit: number
  readonly after?: string | undefined
  /** The last rows instead of the first, in the same order; not with `after`. */
  readonly newest?: true
}

const changedTables = (byTable: object | undefined): readonly Table[] =>
  TABLE_NAMES.filter((table) => byTable !== undefined && Object.hasOwn(byTable, table))

function upsertSql(table: Table): string {
  const columns = Object.entries(TABLES[table].columns)
  const names = ['id', ...columns.map(([name]) => name), 'doc']
  const values = columns.map(([, { type, path }]) => {
    // A column only repeats the document: half a millisecond there must not stop the projection, so it is rounded here.
    const cast = type === 'bigint' ? 'numeric::bigint' : type
    return `(d #>> '{${path.join(',')}}')::${cast}`
  })
  const updates = names.slice(1).map((name) => `${name} = excluded.${name}`)
  return `insert into ${SCHEMA}.${table} (${names.join(', ')})
    select d ->> 'id', ${[...values, 'd'].join(', ')}
    from jsonb_array_elements($1::text::jsonb) as d
    on conflict (id) do update set ${updates.join(', ')}`
}

const removeSql = (table: Table): string =>
  `delete from ${SCHEMA}.${table} where id in (select jsonb_array_elements_text($1::text::jsonb))`

// One statement may touch a row once only; of several versions of a row the last one stands.
function latest<T extends Identified>(documents: readonly T[]): readonly T[] {
  const byId = new Map(documents.map((document) => [document.id, document]))
  return byId.size === documents.length ? documents : [...byId.values()]
}

async function putRows(to: Queryable, table: Table, put: readonly Identified[]): Promise<number> {
  const documents = latest(put)
  const sql = upsertSql(table)
  for (let at = 0; at < documents.length; at += STATEMENT_ROWS_MAX) {
    await to.query(sql, [documentsText(documents.slice(at, at + STATEMENT_ROWS_MAX))])
  }
  return documents.length
}

const orderOf = (table: Table): string => {
  const { order } = TABLES[table]
  return order === null ? 'id' : `${order}, id`
}

/**
 * The rows that screens and reports read, and the log size that they stand for. One writer: the engine's runner. What
 * is read by two calls may be of two sizes.
 */
export class Projections {
  readonly #database: Database
  #rowsUnmaintained = 0
  readonly #touched = new Set<Table>()

  private constructor(database: Database) {
    this.#database = database
  }

  /** Migrates the database and takes it over; whoever opened the database closes it. */
  static async open(database: Database): Promise<Projections> {
    await migrate(database)
    return new Projections(database)
  }

  /**
   * Applies a change in one transaction: all of it and the new size, or nothing. The size never goes back; rejects when
   * it would, for then a second writer is at work.
   */
  async apply(change: Change): Promise<void> {
    const { size, put, remove } = change
    assert(Number.isSafeInteger(size) && size >= 0, `size ${size} is no log size`)
    let rows = 0
    await this.#database.transaction(async (transaction) => {
      const moved = await transaction.query(
        `update ${SCHEMA}.projected set size = $1::bigint where size <= $1::bigint returning size`,
        [size],
      )
      if (moved.length !== 1)
        throw new Error(
          `the projections stand for more than ${size} entries: is there a second writer?`,
        )
      for (const table of changedTables(remove)) {
        const ids = remove?.[table] ?? []
        if (ids.length > 0) await transaction.query(removeSql(table), [JSON.stringify(ids)])
        rows += ids.length
      }
      for (const table of changedTables(put))
        rows += await putRows(transaction, table, put?.[table] ?? [])
    })
    for (const table of [...changedTables(put), ...changedTables(remove)]) this.#touched.add(table)
    this.#rowsUnmaintained += rows
    if (this.#rowsUnmaintained >= MAINTENANCE_ROWS) await this.maintain()
  }

  /** Vacuums and checkpoints what was written since; `apply` does so by itself every MAINTENANCE_ROWS rows. */
  async maintain(): Promise<void> {
    const tables = [...this.#touched].map((table) => `${SCHEMA}.${table}`)
    this.#touched.clear()
    this.#rowsUnmaintained = 0
    // A server has autovacuum and its own checkpoints.
    if (this.#database.kind !== 'pglite' || tables.length === 0) return
    await this.#database.exec(`vacuum (analyze) ${tables.join(', ')}`)
    await this.#database.exec('checkpoint')
  }

  /** The log size that the rows stand for; 0 when there are none yet. */
  async size(): Promise<number> {
    const [row] = await this.#database.query<{ size: number }>(
      `select size from ${SCHEMA}.projected`,
    )
    assert(row !== undefined, 'the size row is missing')
    return row.size
  }

  /** Lists rows in the table's order (see TABLES). An unknown `after` gives an empty page. */
  async list<T extends Table>(table: T, page: Page): Promise<readonly Documents[T][]> {
    const { limit, after, newest } = page
    assert(newest === undefined || after === undefined, 'newest with after')
    assert(Number.isInteger(limit) && limit >= 1 && limit <= LIST_ROWS_MAX, `limit ${limit}`)
    const order = orderOf(table)
    // Last things last, whichever end they are taken from.
    const taken = newest === true ? `${order.split(', ').join(' desc, ')} desc` : order
    const from =
      after === undefined
        ? ''
        : `where (${order}) > (select ${order} from ${SCHEMA}.${table} where id = $2)`
    const rows = await this.#database.query<{ doc: string }>(
      `select doc::text as doc from ${SCHEMA}.${table} ${from} order by ${taken} limit $1::bigint`,
      after === undefined ? [limit] : [limit, after],
    )
    const docs = rows.map((row) => JSON.parse(row.doc) as Documents[T])
    return newest === true ? docs.toReversed() : docs
  }

  /** Gives one row, or null. */
  async get<T extends Table>(table: T, id: string): Promise<Documents[T] | null> {
    const [document] = await this.many(table, [id])
    return document ?? null
  }

  /** Gives the rows with these ids (at most LIST_ROWS_MAX) in the table's order; unknown ids are left out. */
  async many<T extends Table>(table: T, ids: readonly string[]): Promise<readonly Documents[T][]> {
    assert(ids.length <= LIST_ROWS_MAX, `${ids.length} ids`)
    const rows = await this.#database.query<{ doc: string }>(
      `select doc::text as doc from ${SCHEMA}.${table}
      where id in (select jsonb_array_elements_text($1::text::jsonb)) order by ${orderOf(table)}`,
      [JSON.stringify(ids)],
    )
    return rows.map((row) => JSON.parse(row.doc) as Documents[T])
  }

  /** Counts the rows of a table. */
  async count(table: Table): Promise<number> {
    const [row] = await this.#database.query<{ rows: number }>(
      `select count(*) as rows from ${SCHEMA}.${table}`,
    )
    return row?.rows ?? 0
  }

  /** Every row of a table as text, by id, columns and document: what two builds are compared by. */
  async dump(table: Table): Promise<readonly string[]> {
    const rows = await this.#database.query<{ row: string }>(
      `select row_to_json(t)::text as row from ${SCHEMA}.${table} as t order by id`,
    )
    return rows.map(({ row }) => row)
  }

  /** Drops every row and table and makes them anew, empty, at size 0. */
  async drop(): Promise<void> {
    await this.#database.exec(`drop schema ${SCHEMA} cascade`)
    await migrate(this.#database)
    this.#touched.clear()
    this.#rowsUnmaintained = 0
  }
}
