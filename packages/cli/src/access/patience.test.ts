// Goal: a loop of commands goes on slower when the server has had enough, and nobody waits for ever or unawares. Method: a
// server that the test plays, and a wait that takes no time; then one over HTTP.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WAITS_MAX, WAIT_S_MAX, askPatiently } from './patience.ts'

const answer = (status: number, retryAfter?: string): Response =>
  new Response(null, {
    status,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  })

async function asked(answers: readonly Response[]) {
  const [waited, told]: [number[], string[]] = [[], []]
  let n = 0
  const got = await askPatiently(
    async () => answers[Math.min(n++, answers.length - 1)] ?? answer(500),
    { wait: async (ms) => void waited.push(ms), tell: (text) => void told.push(text) },
  )
  return { status: got.status, asked: n, waited, told }
}

test('waits as long as the server says, tells it, and asks again', async () => {
  expect(await asked([answer(429, '37'), answer(200)])).toEqual({
    status: 200,
    asked: 2,
    waited: [37_000],
    told: ['the server has had too many requests in this minute; asking again in 37 s'],
  })
  expect((await asked([answer(429, '0'), answer(200)])).waited).toEqual([1_000])
})

test('asks once where nothing is to be waited for', async () => {
  for (const one of [answer(200), answer(403), answer(503, '2'), answer(422)])
    expect(await asked([one])).toMatchObject({ status: one.status, asked: 1, waited: [], told: [] })
})

test.each([undefined, 'soon', '-1', String(WAIT_S_MAX + 1), 'Wed, 21 Oct 2026 07:28:00 GMT'])(
  'does not wait for retry-after %s',
  async (after) => {
    expect(await asked([answer(429, after)])).toMatchObject({ status: 429, asked: 1, waited: [] })
  },
)

test('gives up in the server’s words when it is told to wait again and again', async () => {
  const got = await asked([answer(429, '5')])
  expect(got).toMatchObject({ status: 429, asked: 1 + WAITS_MAX })
  expect(got.told).toHaveLength(WAITS_MAX)
})

test('reads what a server writes', async () => {
  let n = 0
  const server = createServer((_, response) => {
    n += 1
    response.writeHead(n === 1 ? 429 : 200, { 'retry-after': '12' }).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  const waited: number[] = []
  const { port } = server.address() as AddressInfo
  const got = await askPatiently(async () => await fetch(`http://127.0.0.1:${port}/`), {
    wait: async (ms) => void waited.push(ms),
    tell: () => undefined,
  })
  expect([got.status, waited]).toEqual([200, [12_000]])
  await new Promise((done) => server.close(done))
})
