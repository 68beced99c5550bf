/**
 * One run of a part of fusion as an operator would run it: scenario, tracker and score, each a fresh process of the
 * command, in a directory that is gone afterwards.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../../bin/holdfast.mjs', import.meta.url))

/** @param {readonly string[]} words */
function holdfast(words) {
  return execFileSync(process.execPath, [COMMAND, 'fuse', ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
}

/**
 * Scores of each algorithm on one scenario: what `fuse score --json` prints.
 * @param {{ kind: string, seed: number, objects: number, algorithms: readonly string[] }} scene
 * @returns {{ algorithm: string, score: { gospaM: number, nees: number, detectionsPerCpuSecond: number } }[]}
 */
export function trackedScene({ kind, seed, objects, algorithms }) {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const [scenario, truth] = [join(dir, 'scenario.json'), join(dir, 'truth.json')]
  try {
    holdfast(['scenario', kind, '--seed', `${seed}`, '--objects', `${objects}`, scenario, truth])
    return algorithms.map((algorithm) => {
      const out = join(dir, `${algorithm}.json`)
      holdfast(['track', scenario, out, '--algorithm', algorithm])
      return { algorithm, score: JSON.parse(holdfast(['score', truth, out, '--json'])) }
    })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
