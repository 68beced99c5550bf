/** How fast the whole loop runs on the real record: five replays, each a process of its own. */
import { spawnSync } from 'node:child_process'

const RUNS = 5

/** Measures. */
export async function measure() {
  const seconds = []
  const observationsPerSecond = []
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now()
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['bin/holdfast.mjs', 'replay', 'donbas', '--json'],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    )
    const elapsed = (performance.now() - start) / 1000
    if (status !== 0) throw new Error(`replay failed: ${stderr}`)
    const { observe } = JSON.parse(stdout)
    seconds.push(round(elapsed))
    observationsPerSecond.push(round(observe.accepted / elapsed))
  }
  return {
    wholeLoop: { values: seconds, unit: 's' },
    observations: {
      values: observationsPerSecond,
      unit: 'observations/s through every step, start-up included',
    },
  }
}

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100
