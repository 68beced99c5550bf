/**
 * Goal: projections are worth nothing by themselves, so they must come out of the journal again, row for row.
 * Method: plays the full demonstration with PGlite, dumps every table, drops all, rebuilds from the journal, dumps again.
 * The detector is tried too: one row altered by hand must be found.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefused, type Refused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { DONBAS, DONBAS_OPENS_MS, playDonbas } from '@holdfast/engine/demonstration'
import { openHoldfast, type Opened } from '@holdfast/engine/opening'
import { TABLE_NAMES } from '@holdfast/store/projections'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-rebuild-'))
let opened: Opened

const good = <T extends object>(result: T | Refused): T => {
  if (isRefused(result)) throw new Error(result.refused)
  return result
}
const open = async (rebuild?: true): Promise<Opened> =>
  good(
    await openHoldfast({
      dir,
      deployment: DONBAS,
      databaseUrl: null,
      clock: new VirtualClock(DONBAS_OPENS_MS),
      ...(rebuild ? { rebuild } : {}),
    }),
  )
const dump = async (): Promise<Record<string, readonly string[]>> => {
  await opened.holdfast.caughtUp()
  const tables = await Promise.all(TABLE_NAMES.map((name) => opened.projections.dump(name)))
  return Object.fromEntries(TABLE_NAMES.map((name, i) => [name, tables[i] ?? []]))
}

beforeAll(async () => {
  opened = await open()
  const { holdfast } = opened
  const clock = new VirtualClock(DONBAS_OPENS_MS)
  holdfast.useClock(clock)
  good(await playDonbas(holdfast, clock, () => undefined))
})
afterAll(async () => {
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})

test('every projection of the full demonstration is rebuilt row for row', async () => {
  const before = await dump()
  expect(before['observation']).toHaveLength(104)
  expect(before['incident']?.length).toBeGreaterThan(3)
  for (const name of TABLE_NAMES) expect(before[name]?.length, name).toBeGreaterThan(0)

  await opened.close()
  opened = await open(true)
  expect(await dump()).toEqual(before)

  const [row] = await opened.projections.list('event', { limit: 1 })
  if (row === undefined) throw new Error('no event')
  await opened.projections.apply({
    size: opened.holdfast.journal.size,
    put: { event: [{ ...row, probability: row.probability / 2 }] },
  })
  expect(await dump()).not.toEqual(before)
})

test('what a crash left underived is derived on the next start', async () => {
  const [event] = await opened.projections.list('event', { limit: 1 })
  await opened.close()
  opened = await open(true)
  const before = await dump()
  // As if the process had died after the entries were projected and before anything was fused.
  await opened.projections.apply({
    size: opened.holdfast.journal.size,
    remove: {
      event: [event?.id ?? ''],
      candidate: (await opened.projections.list('candidate', { limit: 10_000 })).map(
        ({ id }) => id,
      ),
    },
  })
  await opened.close()
  rmSync(join(dir, 'derived'))
  opened = await open()
  expect(await dump()).toEqual(before)
})
