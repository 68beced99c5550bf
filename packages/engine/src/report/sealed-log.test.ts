/**
 * Goal: what the thread of reports reads is the log, entry for entry, erased ones too, however it is cut into chunks.
 * Method: random logs, packed and asked for as the thread does; then logs that meet the bounds of a chunk.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry, Json, Sealed } from '@holdfast/core/evidence'
import { askedLog, packFrom, type Chunk, type SealedLog } from './sealed-log.ts'

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
const ENVELOPE = { kind: 'test.told', refs: [], actor: {}, atMs: 0, label: {} }

/** A log with these payloads; undefined: erased. */
function logOf(payloads: readonly (Json | undefined)[]): SealedLog {
  const sealed = async (index: number): Promise<Sealed | null> => {
    const payload = payloads[index]
    if (payload === undefined) return null
    return {
      salt: new Uint8Array(32),
      envelope: bytesOf({ index, ...ENVELOPE }),
      payload: bytesOf(payload),
    }
  }
  return {
    size: payloads.length,
    exercise: null,
    nowMs: 0,
    entries: () => {
      throw new Error('the thread asks for what is sealed')
    },
    sealedFrom: async function* sealedFrom(from) {
      // A window that moves on: what was given before holds no longer.
      const window = new Uint8Array(5_000_000)
      for (let index = from; index < payloads.length; index += 1) {
        const one = await sealed(index)
        if (one === null) {
          yield null
          continue
        }
        const { length } = one.envelope
        window.set(one.envelope)
        window.set(one.payload, length)
        yield {
          salt: one.salt,
          envelope: window.subarray(0, length),
          payload: window.subarray(length, length + one.payload.length),
        }
      }
    },
  }
}
const told = (payloads: readonly (Json | undefined)[]) =>
  payloads.map((payload, index) =>
    payload === undefined ? { index, tombstone: true } : { index, ...ENVELOPE, payload },
  )

async function read(log: SealedLog): Promise<{ entries: unknown[]; chunks: Chunk[] }> {
  const chunks: Chunk[] = []
  const asked = askedLog(log, async (from) => {
    const chunk = await packFrom(log, from)
    chunks.push(chunk)
    return chunk
  })
  const entries: unknown[] = []
  for await (const entry of asked.entries()) entries.push(entry)
  return { entries, chunks }
}

describe('a log that is asked for', () => {
  test('is the log', async () => {
    const payloads = fc.array(fc.option(fc.json(), { nil: undefined }), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(payloads, async (texts) => {
        const some = texts.map((text) => (text === undefined ? text : (JSON.parse(text) as Json)))
        expect((await read(logOf(some))).entries).toEqual(told(some))
      }),
    )
  })

  test('comes in chunks that are bounded by entries', async () => {
    const { entries, chunks } = await read(logOf(Array.from({ length: 4_100 }, (_, i) => i)))
    expect(entries).toHaveLength(4_100)
    expect(chunks.map(({ lengths }) => lengths.length)).toEqual([2_048, 2_048, 4])
  })

  test('comes in chunks that are bounded by bytes; one entry always fits', async () => {
    const large = 'x'.repeat(700_000)
    const huge = 'ж'.repeat(2_000_000)
    const payloads = [large, large, large, huge, undefined, 'ж']
    const { entries, chunks } = await read(logOf(payloads))
    expect(chunks.map(({ lengths }) => lengths.length)).toEqual([2, 2, 2])
    expect((entries as Entry[]).map((one) => one.payload)).toEqual(payloads)
  })

  test('is not read where it is empty', async () => {
    expect(await read(logOf([]))).toEqual({ entries: [], chunks: [] })
  })
})
