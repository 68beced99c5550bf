/**
 * Goal: whoever has not logged in cannot have us inflate far more than they sent, and an honest batch is never too much.
 * Method: a property over lengths; a real centre, to which a body that swells is posted by somebody and by nobody.
 */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RUN_MEDIA_TYPE } from '@holdfast/engine/intake'
import { openCentre, removeThrowaways, rowOf } from '../../../../tests/support/edge-centre.ts'
import { inflatedBytesMax } from './body.ts'

const MIB = 1024 * 1024
let centre: Awaited<ReturnType<typeof openCentre>>
beforeAll(async () => {
  centre = await openCentre()
})
afterAll(async () => {
  await centre.close()
  removeThrowaways()
})

test('a body may inflate to the limit, to 64 times its size, or to 4 MiB; with a session to the limit', () => {
  fc.assert(
    fc.property(fc.nat(20 * MIB), fc.nat(20 * MIB), (sent, bytesMax) => {
      expect(inflatedBytesMax(sent, true, bytesMax)).toBe(bytesMax)
      const most = inflatedBytesMax(sent, false, bytesMax)
      expect(most).toBeLessThanOrEqual(bytesMax)
      expect(most).toBe(Math.min(bytesMax, Math.max(4 * MIB, 64 * sent)))
    }),
  )
})

test('10,000 rows that differ in nothing but their names and times swell less than that', () => {
  const text = JSON.stringify(Array.from({ length: 10_000 }, (_, i) => rowOf('even', i)))
  const sent = gzipSync(text, { level: 9 }).length
  expect(inflatedBytesMax(sent, false, 16 * MIB)).toBeGreaterThan(text.length)
})

test.each([
  ['/api/v1/batches', RUN_MEDIA_TYPE],
  ['/api/v1/observations', 'application/vnd.holdfast.signed-batch+cbor'],
  ['/api/v1/observations', 'application/vnd.holdfast.signed-batch+json'],
])('what swells too far is refused where nobody logged in (%s, %s)', async (path, media) => {
  const send = async (bytes: number): Promise<{ status: number; text: string }> => {
    const headers = { 'content-type': media, 'content-encoding': 'gzip' }
    const body = gzipSync(Buffer.alloc(bytes))
    const answer = await fetch(`${centre.url}${path}`, { method: 'POST', headers, body })
    const text = await answer.text()
    // On a busy machine the server may say that it is overrun: the same bytes again.
    return answer.status === 503 ? await send(bytes) : { status: answer.status, text }
  }
  const swollen = await send(15 * MIB)
  expect(swollen.status).toBe(413)
  expect(swollen.text).toContain(`inflates to more than ${4 * MIB} bytes`)
  // What is small enough is read, and then is no batch.
  expect((await send(MIB)).text).not.toContain('inflates')
})
