/**
 * A batch made ready for the record: everything that costs time and hangs on nothing but the rows. It is made in a
 * worker thread, so it is shaped to be handed over cheaply: texts are bytes, and only those observations come as objects
 * that are projected one by one.
 */
import {
  isStreamed,
  prepare,
  type Observation,
  type Prepared,
  type Request,
  type SignedStatement,
} from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import { nodeHashing } from './hashing.ts'

/** A batch, prepared. */
export interface PreparedBatch extends Prepared {
  /** The rows as JSON in UTF-8, in their order, with a comma between two. */
  readonly texts: Uint8Array
  /** Where each row's text begins in `texts`, and after the last one its length plus one. */
  readonly starts: Uint32Array
  /** Rows that are projected one by one, by their place in `rows`. */
  readonly listed: readonly (readonly [number, Observation])[]
  /** What its source signed, the signature found good. */
  readonly signed?: SignedStatement
}

/** What a batch is prepared under. */
export interface Preparing {
  readonly nowMs: InstantMs
  /** The exercise that all of a deployment's data bears; null for a live one. */
  readonly exercise: string | null
}

// Exercise data bears its exercise's id from the first byte, and never enters a deployment that is not that exercise's.
function ofExercise({ rows, malformed }: Request, exercise: string | null): Request {
  const isOurs = ({ observation }: Request['rows'][number]): boolean =>
    (observation.exercise ?? null) === exercise
  if (rows.every(isOurs)) return { rows, malformed }
  const reason =
    exercise === null
      ? "/exercise: this deployment is live and takes no exercise data; send it to the exercise's own deployment"
      : `/exercise: this deployment takes data of the exercise ${exercise} only; mark the row with it`
  const strays = rows.filter((row) => !isOurs(row))
  return {
    rows: rows.filter(isOurs),
    malformed: [...malformed, ...strays.map(({ index }) => ({ index, reason }))],
  }
}

/** Prepares a request that was read. */
export function prepareBatch(
  request: Request,
  { nowMs, exercise }: Preparing,
  signed?: SignedStatement,
): PreparedBatch {
  const { root, rows, malformed, observations, contents } = prepare(ofExercise(request, exercise), {
    nowMs,
    hashing: nodeHashing,
  })
  const starts = new Uint32Array(rows.length + 1)
  let at = 0
  const texts: string[] = []
  for (const [i, { id }] of rows.entries()) {
    const text = `{"id":"${id}",${contents[i]?.slice(1) ?? ''}`
    starts[i] = at
    at += Buffer.byteLength(text, 'utf8') + 1
    texts.push(text)
  }
  starts[rows.length] = at
  return {
    root,
    rows,
    malformed,
    texts: Buffer.from(texts.join(','), 'utf8'),
    starts,
    listed: observations.flatMap((one, i) => (isStreamed(one.category) ? [] : [[i, one] as const])),
    ...(signed === undefined ? {} : { signed }),
  }
}

const [COMMA, CLOSE] = [Buffer.from(','), Buffer.from(']}')]

/** The payload of an entry as bytes: its head's members, then the taken rows as `observations`. */
export function payloadOf(
  head: object,
  batch: PreparedBatch,
  taken: readonly number[],
): Uint8Array {
  const opening = Buffer.from(`${JSON.stringify(head).slice(0, -1)},"observations":[`, 'utf8')
  if (taken.length === batch.rows.length) return Buffer.concat([opening, batch.texts, CLOSE])
  const parts: Uint8Array[] = [opening]
  for (const [n, i] of taken.entries()) {
    if (n > 0) parts.push(COMMA)
    parts.push(batch.texts.subarray(batch.starts[i] ?? 0, (batch.starts[i + 1] ?? 1) - 1))
  }
  return Buffer.concat([...parts, CLOSE])
}
