/** How fast the whole loop runs on the real record: five replays, each a process of its own. */
import { spawnSync } from 'node:child_process'

const RUNS = 5

/** Measures. */
export async function measure() {
  const seconds = []
  const cpuSeconds = []
  const observationsPerSecond = []
  for (let run = 0; run < RUNS; run += 1) {
    const before = process.resourceUsage()
    const start = performance.now()
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['bin/holdfast.mjs', 'replay', 'donbas', '--json'],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    )
    const elapsed = (performance.now() - start) / 1000
    if (status !== 0) throw new Error(`replay failed: ${stderr}`)
    const { user, system } = childCpu(before)
    const { observe } = JSON.parse(stdout)
    seconds.push(round(elapsed))
    cpuSeconds.push(round(user + system))
    observationsPerSecond.push(round(observe.accepted / elapsed))
  }
  return {
    wholeLoop: { values: seconds, unit: 's' },
    cpu: { values: cpuSeconds, unit: 'CPU-s of the measuring process, children excluded' },
    observations: {
      values: observationsPerSecond,
      unit: 'observations/s through every step, start-up included',
    },
  }
}

/** @param {NodeJS.ResourceUsage} before */
function childCpu(before) {
  const after = process.resourceUsage()
  return {
    user: (after.userCPUTime - before.userCPUTime) / 1e6,
    system: (after.systemCPUTime - before.systemCPUTime) / 1e6,
  }
}

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100
