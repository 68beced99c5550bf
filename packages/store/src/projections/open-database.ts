import type { Database } from './database.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/** Which database: PGlite in a directory (null: in memory), or a PostgreSQL server. */
export type DatabaseOptions =
  | { readonly kind: 'pglite'; readonly dir: string | null }
  | { readonly kind: 'postgres'; readonly url: string }

/**
 * Opens the projections' database. PGlite runs in its own thread. It has no directory lock: take the journal's first.
 * Rejects with what the driver says when it cannot be opened.
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.kind === 'pglite' ? openPglite(options.dir) : openPostgres(options.url)
}
