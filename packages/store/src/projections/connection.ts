import type { Database, Parameter, Queryable, Row } from './database.ts'

/** One connection that runs one statement at a time; the caller sees to it that nobody else is in between. */
export interface Connection extends Queryable {
  close(): Promise<void>
}

/**
 * Makes a database of one connection. PGlite has a single session: a statement from elsewhere that slipped in between
 * BEGIN and COMMIT would become part of that transaction, so everything waits its turn in one queue.
 */
export class SingleConnectionDatabase implements Database {
  readonly kind = 'pglite'
  readonly #connection: Connection
  readonly #clean: boolean
  #tail: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> | null = null

  constructor(connection: Connection, cleanlyClosed: boolean) {
    this.#connection = connection
    this.#clean = cleanlyClosed
  }

  query<R extends Row>(sql: string, parameters: readonly Parameter[] = []): Promise<readonly R[]> {
    return this.#inTurn(() => this.#connection.query<R>(sql, parameters))
  }

  exec(sql: string): Promise<void> {
    return this.#inTurn(() => this.#connection.exec(sql))
  }

  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#connection.exec('begin')
      try {
        const result = await work(this.#connection)
        await this.#connection.exec('commit')
        return result
      } catch (error) {
        // A rollback that fails too must not hide why we roll back.
        await this.#connection.exec('rollback').catch(() => undefined)
        throw error
      }
    })
  }

  cleanlyClosed(): boolean {
    return this.#clean
  }

  close(): Promise<void> {
    this.#closing ??= this.#tail.then(() => this.#connection.close())
    return this.#closing
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== null) return Promise.reject(new Error('the database is closed'))
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => undefined)
    return turn
  }
}
