/**
 * A writer for the tests to kill, trace and race. Prints `ack INDEX N` after each acknowledgement, `open` and
 * `refused …` on opening. The bugs that a detector must catch are planted here, around the product, never in it:
 * `no-sync` (a disk whose fdatasync does nothing) and `early-ack` (an acknowledgement before the write).
 *
 * node writer.mjs DIR MODE BUG COUNT [BASE]; MODE: one (one at a time), many (eight in flight), hold (opens and waits)
 */
import { writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Journal, nodeFileSystem, seededSalts, seededSigner } from '@holdfast/store/journal'

const [dir = '', mode = 'one', bug = 'none', count = '0', base = '0'] = process.argv.slice(2)
const origin = 'holdfast.test/writer'
const IN_FLIGHT = mode === 'many' ? 8 : 1

/** @type {import('@holdfast/store/journal').FileSystem} */
const syncless = {
  ...nodeFileSystem,
  openFile: async (path, how) => ({
    ...(await nodeFileSystem.openFile(path, how)),
    datasync: () => Promise.resolve(),
  }),
}

const print = (/** @type {string} */ line) => writeSync(1, `${line}\n`)

/** @returns {import('@holdfast/store/journal').JournalRecord} */
const record = (/** @type {number} */ n) => ({
  kind: 'verify.claim-received',
  payload: { n, text: 'x'.repeat((n * 37) % 3000) },
  refs: [],
  actor: { name: 'Writer', nation: 'XAA', role: 'watch', office: 'monitor', keyId: 'dev' },
  atMs: n,
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: [],
  },
})

const opened = await Journal.open({
  dir,
  origin,
  signer: seededSigner(origin, 'writer'),
  salt: seededSalts('writer'),
  segmentBytesMax: mode === 'many' ? 60_000 : 10_000_000,
  fileSystem: bug === 'no-sync' ? syncless : nodeFileSystem,
})
if ('refused' in opened) {
  print(`refused ${opened.refused}`)
  process.exit(3)
}
const { journal, recovered } = opened
print(`open ${recovered.entries}`)

async function appendOne(/** @type {number} */ n) {
  if (bug === 'early-ack') {
    print(`ack ${journal.size} ${n}`)
    await delay(5)
    await journal.append([record(n)])
    return
  }
  for (const { index } of await journal.append([record(n)])) print(`ack ${index} ${n}`)
}

if (mode === 'hold') {
  await new Promise((resolve) => process.stdin.once('data', resolve))
  process.stdin.destroy()
} else {
  let next = Number(base)
  const end = next + Number(count)
  const lane = async () => {
    // oxlint-disable-next-line eslint/no-await-in-loop -- a lane is one client, which waits for its acknowledgement
    while (next < end) await appendOne(next++)
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
}
await journal.close()
