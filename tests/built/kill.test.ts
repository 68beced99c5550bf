/**
 * Goal: what was acknowledged over HTTP is there whatever happens to the server, once, and the import can be done again.
 * Method: batches are sent over four connections, the server is killed with SIGKILL at a random moment and started
 * again; then the answers and observations that it has are held against those that it gave. The judge of that is tried
 * too: an acknowledgement that was never given, and an observation taken away, must both be found.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { seededRandom } from '@holdfast/core/units'
import { runHoldfast, stackIn } from './support/holdfast.ts'
import { rows } from './support/rows.ts'
import {
  shownObservations,
  standing,
  startServer,
  type Client,
  type Running,
} from './support/server.ts'

const ROUNDS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 20 : 2
const SEED = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 1_000_000_007)
const CONNECTIONS = 4
/** Batches of one round, and observations of one batch. */
const BATCHES = 60
const ROWS = 40

const dir = mkdtempSync(join(tmpdir(), 'holdfast-kill-'))
let server: Running | null = null
afterAll(async () => {
  await server?.stop('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

/** A batch that was answered 201: which one of the round, and the answer's bytes. */
interface Acknowledged {
  readonly batch: number
  readonly text: string
}
/** What the server has after its restart: the answer to each batch sent again, and how many observations of it show. */
interface Found {
  readonly answers: ReadonlyMap<number, string>
  readonly shown: ReadonlyMap<number, number>
}

/** What was acknowledged and is not there as it was acknowledged. */
function lost(acknowledged: readonly Acknowledged[], found: Found): readonly string[] {
  return acknowledged.flatMap(({ batch, text }) => {
    const { accepted } = JSON.parse(text) as { accepted: number }
    const shown = found.shown.get(batch) ?? 0
    return [
      ...(found.answers.get(batch) === text ? [] : [`batch ${batch}: another answer than it had`]),
      ...(shown === accepted ? [] : [`batch ${batch}: ${shown} of ${accepted} observations`]),
    ]
  })
}

const firstOf = (round: number, batch: number): number => (round * BATCHES + batch) * ROWS
const bodyOf = (round: number, batch: number): string =>
  JSON.stringify(rows(ROWS, firstOf(round, batch), 'kill'))

/** Sends the round's batches, kills the server after so many answers, and gives all that was acknowledged. */
async function sendUntilKilled(
  { stop }: Running,
  client: Client,
  { round, after }: { readonly round: number; readonly after: number },
): Promise<readonly Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  let next = 0
  const connection = async (): Promise<void> => {
    for (let batch = next++; batch < BATCHES; batch = next++) {
      const answer = await client.postText('/observations', bodyOf(round, batch)).catch(() => null)
      if (answer === null) return
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text.slice(0, 400)}`)
      acknowledged.push({ batch, text: answer.text })
    }
  }
  const connections = Promise.all(Array.from({ length: CONNECTIONS }, connection))
  while (acknowledged.length < after) await delay(1)
  await stop('SIGKILL')
  await connections
  return acknowledged
}

/** Counts by batch the observations of the round that the server shows, by the name that the sender gave each. */
async function shownOf(client: Client, round: number): Promise<ReadonlyMap<number, number>> {
  const shown = new Map<number, number>()
  for (const { recordId } of await shownObservations(client)) {
    const batch = Math.floor(Number(recordId.slice('kill-'.length)) / ROWS) - round * BATCHES
    shown.set(batch, (shown.get(batch) ?? 0) + 1)
  }
  return shown
}

/** Sends every batch of the round again: the import is completed, and each answer is kept. */
async function importAgain(client: Client, round: number): Promise<ReadonlyMap<number, string>> {
  const answers = new Map<number, string>()
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const { status, text } = await client.postText('/observations', bodyOf(round, batch))
    expect(status, text).toBe(201)
    expect(JSON.parse(text)).toMatchObject({ accepted: ROWS, rejected: [] })
    answers.set(batch, text)
  }
  return answers
}

test(`kill -9 during an import, ${ROUNDS} times at random (HOLDFAST_SEED=${SEED})`, async () => {
  const random = seededRandom(SEED)
  server = await startServer(['--data', dir])
  let caughtUnderWay = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const killed = await sendUntilKilled(server, await server.login(), {
      round,
      after: Math.floor(random() * (BATCHES - 10)),
    })
    if (killed.length > 0 && killed.length < BATCHES) caughtUnderWay += 1

    const verified = await runHoldfast(['log', 'verify', '--data', dir, '--json'])
    expect(verified, `round ${round}`).toMatchObject({ code: 0, stderr: '' })
    const { size } = JSON.parse(verified.stdout) as { size: number }

    server = await startServer(['--data', dir])
    const client = await server.login()
    const before = await standing(client)
    expect(before).toMatchObject({ logSize: size, failure: null })
    expect(size).toBeGreaterThanOrEqual(round * BATCHES + killed.length)
    const shown = await shownOf(client, round)
    const answers = await importAgain(client, round)
    expect(lost(killed, { answers, shown }), `round ${round}, seed ${SEED}`).toEqual([])

    // One entry a batch and each observation once: nothing was stored twice.
    expect((await standing(client)).logSize).toBe((round + 1) * BATCHES)
    const ids = (await shownObservations(client)).map(({ id }) => id)
    expect(ids).toHaveLength((round + 1) * BATCHES * ROWS)
    expect(new Set(ids).size).toBe(ids.length)
    expect(stackIn(server.stderr())).toBeNull()

    expect(
      lost([...killed, { batch: BATCHES, text: `{"accepted":${ROWS}}` }], { answers, shown }),
    ).not.toEqual([])
    const [first] = killed
    if (first !== undefined) {
      const without = new Map(shown).set(first.batch, ROWS - 1)
      expect(lost(killed, { answers, shown: without })).toEqual([
        `batch ${first.batch}: ${ROWS - 1} of ${ROWS} observations`,
      ])
    }
  }
  // A kill that came before the first answer or after the last proves little.
  expect(caughtUnderWay, `seed ${SEED}`).toBeGreaterThan(0)
})
