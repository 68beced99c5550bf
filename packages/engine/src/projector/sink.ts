import {
  TABLES,
  TABLE_NAMES,
  type Change,
  type Documents,
  type Page,
  type Projections,
  type Table,
} from '@holdfast/store/projections'

/** Where projections are kept: a database where screens read them, memory where a replay throws them away. */
export type ProjectionSink = Pick<
  Projections,
  'size' | 'apply' | 'list' | 'get' | 'many' | 'count' | 'drop'
>

/** The projections of a throw-away store: the same contract, gone with the process. */
export class MemoryProjections implements ProjectionSink {
  #size = 0
  #tables = emptyTables()

  #rows<T extends Table>(table: T): Map<string, Documents[T]> {
    return this.#tables[table] as Map<string, Documents[T]>
  }

  async size(): Promise<number> {
    return this.#size
  }

  async apply({ size, put, remove }: Change): Promise<void> {
    for (const table of TABLE_NAMES) {
      for (const id of remove?.[table] ?? []) this.#rows(table).delete(id)
      for (const doc of put?.[table] ?? []) this.#rows(table).set(doc.id, doc)
    }
    this.#size = size
  }

  async list<T extends Table>(
    table: T,
    { limit, after = '', newest }: Page,
  ): Promise<readonly Documents[T][]> {
    const inOrder = [...this.#rows(table).values()]
      .map((doc) => ({ doc, at: placeOf(table, doc) }))
      .toSorted((a, b) => a.at - b.at || (a.doc.id < b.doc.id ? -1 : 1))
      .map(({ doc }) => doc)
    const rows =
      after === '' ? inOrder : inOrder.slice(inOrder.findIndex(({ id }) => id === after) + 1)
    return newest === true ? rows.slice(-limit) : rows.slice(0, limit)
  }

  async get<T extends Table>(table: T, id: string): Promise<Documents[T] | null> {
    return this.#rows(table).get(id) ?? null
  }

  async many<T extends Table>(table: T, ids: readonly string[]): Promise<readonly Documents[T][]> {
    return ids.flatMap((id) => this.#rows(table).get(id) ?? [])
  }

  async count(table: Table): Promise<number> {
    return this.#rows(table).size
  }

  async drop(): Promise<void> {
    this.#tables = emptyTables()
    this.#size = 0
  }
}

const emptyTables = (): Record<Table, Map<string, unknown>> => ({
  observation: new Map(),
  source: new Map(),
  event: new Map(),
  engagement: new Map(),
  candidate: new Map(),
  incident: new Map(),
  clock: new Map(),
  gap: new Map(),
  plan: new Map(),
  entry: new Map(),
})

// What the table is listed by, before the id.
function placeOf(table: Table, doc: object): number {
  const { order, columns } = TABLES[table]
  const path = order === null ? [] : (columns[order]?.path ?? [])
  let value: unknown = path.length === 0 ? 0 : doc
  for (const name of path) value = (value as Record<string, unknown>)[name]
  return Number(value)
}
