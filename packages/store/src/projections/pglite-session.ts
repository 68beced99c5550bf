import { PGlite } from '@electric-sql/pglite'
import type { Connection } from './connection.ts'
import { INT8_OID, int8FromText, type Parameter, type Row } from './database.ts'

/** Opens PGlite in the calling thread; in memory when `dir` is null. Makes the cluster when `dir` holds none. */
export async function openPgliteSession(dir: string | null): Promise<Connection> {
  const parsers = { [INT8_OID]: int8FromText }
  const pglite = await PGlite.create(dir === null ? { parsers } : { dataDir: dir, parsers })
  return {
    async query<R extends Row>(sql: string, parameters: readonly Parameter[] = []) {
      const { rows } = await pglite.query<R>(sql, [...parameters])
      return rows
    },
    async exec(sql) {
      await pglite.exec(sql)
    },
    close: () => pglite.close(),
  }
}
