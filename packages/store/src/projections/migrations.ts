import type { Database } from './database.ts'
import { TABLES, TABLE_NAMES, type Table } from './tables.ts'

/** The schema that holds everything of ours, so that a shared server keeps its own tables apart. */
export const SCHEMA = 'holdfast'

function tableDdl(table: Table): string {
  const { columns, order } = TABLES[table]
  const lines = Object.entries(columns).map(
    ([name, { type }]) => `${name} ${type}${name === order ? ' not null' : ''}`,
  )
  // "C" sorts by bytes: the same order on every server, whatever its locale.
  const ddl = `create table ${SCHEMA}.${table} (
    id text collate "C" primary key, ${lines.join(', ')}, doc jsonb not null);`
  return order === null
    ? ddl
    : `${ddl}\ncreate index ${table}_listed on ${SCHEMA}.${table} (${order}, id);`
}

/**
 * Every migration, oldest first; its version is its place, counted from 1. Since a projection is rebuilt from the journal,
 * a change to TABLES is a new migration that drops the tables, makes them anew and sets the size back to 0.
 */
const MIGRATIONS: readonly string[] = [
  `create table ${SCHEMA}.projected (
    only_row boolean primary key default true check (only_row), size bigint not null);
  insert into ${SCHEMA}.projected (size) values (0);
  ${TABLE_NAMES.map(tableDdl).join('\n')}`,
]

/** Brings the schema to the newest version, in one transaction. Rejects a schema that is newer than this program. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.exec(`create schema if not exists ${SCHEMA};
      create table if not exists ${SCHEMA}.migration (version bigint primary key);
      lock table ${SCHEMA}.migration in exclusive mode`)
    const [row] = await transaction.query<{ version: number }>(
      `select coalesce(max(version), 0) as version from ${SCHEMA}.migration`,
    )
    const version = row?.version ?? 0
    if (version > MIGRATIONS.length)
      throw new Error(
        `the projections have version ${version} and this program knows ${MIGRATIONS.length}: use a newer program, or drop the schema ${SCHEMA} and rebuild`,
      )
    for (const [at, sql] of MIGRATIONS.entries()) {
      if (at < version) continue
      await transaction.exec(sql)
      await transaction.query(`insert into ${SCHEMA}.migration values ($1::bigint)`, [at + 1])
    }
  })
}
