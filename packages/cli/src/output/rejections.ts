import { once } from 'node:events'

/**
 * Tells of rows that were not taken as they come, and keeps none: a file of any length passes in the same memory.
 * In JSON they are the first member of the one object on stdout; otherwise each is a line on stderr.
 */
export class Rejections {
  readonly #file: string
  readonly #json: boolean
  #count = 0

  constructor(file: string, json: boolean) {
    this.#file = file
    this.#json = json
  }

  /** How many there were so far. */
  get count(): number {
    return this.#count
  }

  /** Tells of one row; resolves when the reader at the other end keeps up. */
  async add({ row, reason }: { readonly row: string; readonly reason: string }): Promise<void> {
    const out = this.#json ? process.stdout : process.stderr
    const text = this.#json
      ? `${this.#count === 0 ? '{"rejected":[\n' : ',\n'}${JSON.stringify({ row, reason })}`
      : `${this.#file}: ${row}: ${reason}\n`
    this.#count += 1
    if (!out.write(text)) await once(out, 'drain')
  }

  /** Ends the account with what was taken. */
  async end(taken: {
    readonly accepted: number
    readonly batches: readonly string[]
  }): Promise<void> {
    const { accepted, batches } = taken
    const head = this.#count === 0 ? '{"rejected":[' : '\n'
    const text = this.#json
      ? `${head}],"accepted":${accepted},"batches":${JSON.stringify(batches)}}\n`
      : `${accepted} accepted, ${this.#count} rejected\n`
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  }
}
