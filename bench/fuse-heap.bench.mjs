/**
 * Memory of what follows moving things, over half an hour at 5,000 observations a second, as fast as it can be computed:
 * the same fleet as in `fuse-stream`, told and advanced as a deployment does, and the heap after a full collection each
 * minute. Ten minutes in, everything that is kept for some minutes is there; from then on it should be flat.
 *
 * HOLDFAST_BENCH_SECONDS is how much time passes (1,800 by default), HOLDFAST_BENCH_RATE the observations a second (5,000).
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MovingPicture } from '@holdfast/core/fuse/moving'
import { KINDS, fleet, rowOf } from './support/fleet.mjs'

const SECONDS = Number(process.env['HOLDFAST_BENCH_SECONDS'] ?? 1_800)
const RATE = Number(process.env['HOLDFAST_BENCH_RATE'] ?? 5_000)
const START_MS = Date.UTC(2026, 0, 15)
const TELLS_PER_S = 5
const SETTLED_S = Math.min(600, SECONDS / 3)

setFlagsFromString('--expose-gc')
const collect = /** @type {() => void} */ (runInNewContext('gc'))
const heapMiB = () => {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return Math.round((heapUsed + arrayBuffers) / 1024 / 102.4) / 10
}
/** @param {string} id @param {string} kind */
const sourceOf = (id, kind) => ({
  id,
  title: id,
  nation: 'XAA',
  kind,
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.01, basis: 'bench' },
  group: id,
})

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Measures. */
export async function measure() {
  const picture = new MovingPicture({ tellsInnovations: true })
  const sources = [
    sourceOf('bench-adsb', 'adsb'),
    sourceOf('bench-ais', 'ais'),
    sourceOf('bench-radar', 'radar'),
  ]
  picture.setSources(/** @type {any} */ (new Map(sources.map((source) => [source.id, source]))))
  const all = fleet(RATE)
  const turns = /** @type {const} */ (['air', 'sea', 'radar']).map((kind) => ({
    share: KINDS[kind].share,
    craft: all.filter((one) => one.kind === kind),
    next: 0,
    due: 0,
  }))
  const cpuBefore = process.cpuUsage()
  /** @type {number[]} */
  const settled = []
  for (let tick = 1; tick <= SECONDS * TELLS_PER_S; tick += 1) {
    const nowMs = START_MS + (tick * 1000) / TELLS_PER_S
    const observations = []
    for (const turn of turns) {
      turn.due += (RATE * turn.share) / TELLS_PER_S
      for (; turn.due >= 1; turn.due -= 1) {
        const craft = turn.craft[turn.next % turn.craft.length]
        turn.next += 1
        if (craft !== undefined)
          observations.push({ ...JSON.parse(rowOf(craft, nowMs)), id: `${craft.name}-${tick}` })
      }
    }
    picture.take(observations, nowMs)
    picture.advance(nowMs)
    if (tick % (60 * TELLS_PER_S) === 0 && tick / TELLS_PER_S > SETTLED_S) settled.push(heapMiB())
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  const half = Math.floor(settled.length / 2)
  const growth = median(settled.slice(half)) - median(settled.slice(0, half))
  return {
    heapPeak: { values: [Math.max(...settled)], unit: 'MiB after a full collection' },
    heapGrowth: {
      values: [Math.round(growth * 10) / 10],
      unit: `MiB from the first half to the second of ${Math.round(SECONDS - SETTLED_S)} s (medians)`,
      asked: { atMost: 10 },
    },
    tracks: { values: [picture.tracks.length], unit: 'tracks at the end' },
    cpu: {
      values: [Math.round((user + system) / 1e4 / SECONDS) / 100],
      unit: 'CPU-seconds for each second of the fleet, making it included',
    },
  }
}
