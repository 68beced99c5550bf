import { Pool, types } from 'pg'
import type { PoolClient } from 'pg'
import { INT8_OID, int8FromText } from './database.ts'
import type { Database, Parameter, Queryable, Row } from './database.ts'

/** Sessions that one process holds. */
const SESSIONS_MAX = 4
/** The oldest server whose SQL we use; the number as `server_version_num` gives it. */
const VERSION_MIN = 150_000

const typeParsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8_OID ? int8FromText : types.getTypeParser(oid, format),
} as typeof types

const queryable = (session: Pool | PoolClient): Queryable => ({
  async query<R extends Row>(sql: string, parameters: readonly Parameter[] = []) {
    const { rows } = await session.query<R>(sql, [...parameters])
    return rows
  },
  async exec(sql) {
    await session.query(sql)
  },
})

/** Opens a pool to a PostgreSQL 15+ server at a `postgres://` address. Rejects with the reason when it cannot be reached. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: SESSIONS_MAX, types: typeParsers })
  // An idle session that the server ends must not end us: the next statement gets a new one.
  pool.on('error', () => undefined)
  const all = queryable(pool)
  try {
    const [row] = await all.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    )
    if (row === undefined || row.version < VERSION_MIN)
      throw new Error(`PostgreSQL ${row?.version} is too old: use version 15 or later`)
  } catch (error) {
    await pool.end()
    throw error
  }
  let closing: Promise<void> | null = null
  return {
    kind: 'postgres',
    ...all,
    async transaction(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('begin')
        const result = await work(queryable(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((lost: unknown) => {
          broken = lost instanceof Error ? lost : new Error(String(lost))
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    cleanlyClosed: () => true,
    close: () => (closing ??= pool.end()),
  }
}
