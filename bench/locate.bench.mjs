/**
 * Places of sounds by `holdfast fuse locate` against the Cramér–Rao bound, on seeded cases: sensors uniform in a square
 * (dense, sparse) or along a line of 20 km, the sound anywhere among them, onset errors of 10 to 23 ms, the speed of sound
 * known to 2 m/s; with echoes; and lines that grow ever more exact, up to sounds on the line itself, where there is no bound.
 * Rates are as the command tells them: from the first case on, compiling included, in solves a CPU-second. One value a seed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { boundOf } from '../packages/core/dist/fuse/locate/index.js'
import { seededRandom } from '../packages/core/dist/units/index.js'

const SEEDS = Array.from(
  { length: Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 5) },
  (_, n) => n + 1,
)
const CASES = Number(process.env['HOLDFAST_BENCH_CASES'] ?? 10_000)
const SOUND = { speedMps: 343, sigmaMps: 2 }

/**
 * `sensors` stand anywhere on `eastM` × `northM`; the sound is there too, or up to `soundM` to either side of the middle line.
 * `asked` are kinds with figures that must be reached.
 */
const KINDS = {
  dense: { sensors: 8, eastM: 4_000, northM: 4_000, late: 0, asked: true },
  sparse: { sensors: 4, eastM: 8_000, northM: 8_000, late: 0, asked: true },
  line: { sensors: 10, eastM: 20_000, northM: 2_000, late: 0, asked: true },
  multipath: { sensors: 9, eastM: 6_000, northM: 6_000, late: 2, asked: true },
  'line, sounds 5 km off': { sensors: 10, eastM: 20_000, northM: 2_000, late: 0, soundM: 5_000 },
  'line of 100 m': { sensors: 10, eastM: 20_000, northM: 100, late: 0, soundM: 5_000 },
  'exact line': { sensors: 10, eastM: 20_000, northM: 0, late: 0, soundM: 5_000 },
  'on the exact line': { sensors: 10, eastM: 20_000, northM: 0, late: 0 },
}

/** @typedef {{ sensors: number, eastM: number, northM: number, late: number, asked?: boolean, soundM?: number }} Kind */

/** @param {() => number} random */
const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** @param {Kind} kind @param {() => number} random */
function made(kind, random) {
  const count = kind.sensors
  const place = () => [kind.eastM * random(), kind.northM * random()]
  const sensors = Array.from({ length: count }, place)
  const [eastM = 0, across = 0] = place()
  const northM =
    kind.soundM === undefined ? across : kind.northM / 2 + kind.soundM * (2 * random() - 1)
  const speed = SOUND.speedMps + SOUND.sigmaMps * normal(random)
  const sigmaS = Float64Array.from(sensors, () => 0.01 + 0.013 * random())
  const atS = Float64Array.from(
    sensors,
    ([e = 0, n = 0], i) => Math.hypot(e - eastM, n - northM) / speed + sigmaS[i] * normal(random),
  )
  const late = new Set()
  while (late.size < kind.late) late.add(Math.trunc(count * random()))
  for (const i of late) atS[i] += 0.15 - 0.6 * Math.log(1 - random())
  return {
    truth: { eastM, northM },
    arrivals: {
      count,
      eastM: Float64Array.from(sensors, ([e = 0]) => e),
      northM: Float64Array.from(sensors, ([, n = 0]) => n),
      atS,
      sigmaS,
    },
  }
}

/** @param {readonly ReturnType<typeof made>[]} cases @param {string} dir */
function located(cases, dir) {
  const [file, out] = [join(dir, 'cases.json'), join(dir, 'places.json')]
  const rows = cases.map(({ arrivals: { eastM, northM, atS, sigmaS } }, id) => ({
    id,
    sensors: Array.from(eastM, (e, i) => [e, northM[i]]),
    t: [...atS],
    sigma_t: [...sigmaS],
    c0: SOUND.speedMps,
    sigma_c: SOUND.sigmaMps,
  }))
  writeFileSync(file, JSON.stringify(rows))
  const { status, stderr } = spawnSync(
    process.execPath,
    ['bin/holdfast.mjs', 'fuse', 'locate', file, out],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  const cost = /** @type {{ cpu: number }} */ (JSON.parse(stderr))
  /** @type {{ x: number, y: number, cov: [[number, number], [number, number]] }[]} */
  const places = JSON.parse(readFileSync(out, 'utf8'))
  return { places, cpu: cost.cpu }
}

/** @param {Kind} kind @param {number} seed @param {string} dir */
function scored(kind, seed, dir) {
  const random = seededRandom(1_000 * seed + kind.sensors + kind.northM)
  const cases = Array.from({ length: CASES }, () => made(kind, random))
  const { places, cpu } = located(cases, dir)
  const errors = []
  let held = 0
  for (const [k, { arrivals, truth }] of cases.entries()) {
    const place = places[k]
    if (place === undefined) throw new Error(`case ${k} has no row`)
    const e = place.x - truth.eastM
    const n = place.y - truth.northM
    const [[ee, en], [, nn]] = place.cov
    const bound = boundOf(arrivals, SOUND, truth)
    errors.push(Math.hypot(e, n) / Math.sqrt(bound.ee + bound.nn))
    if (nn * e * e - 2 * en * e * n + ee * n * n <= 5.991 * (ee * nn - en * en)) held += 1
  }
  return {
    median: errors.toSorted((a, b) => a - b)[Math.trunc(errors.length / 2)] ?? Number.NaN,
    gross: (100 * errors.filter((error) => !(error <= 5)).length) / CASES,
    coverage: held / CASES,
    rate: CASES / cpu,
  }
}

/** Measures. */
export function measure() {
  const figures = /** @type {Record<string, object>} */ ({})
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-locate-'))
  for (const [name, kind] of /** @type {[string, Kind][]} */ (Object.entries(KINDS))) {
    const runs = SEEDS.map((seed) => scored(kind, seed, dir))
    const isAsked = kind.asked === true
    const isClean = isAsked && kind.late === 0
    const add = (
      /** @type {'median' | 'gross' | 'coverage' | 'rate'} */ key,
      /** @type {string} */ unit,
      /** @type {object | undefined} */ asked,
    ) => {
      const digits = key === 'rate' ? 1 : 10_000
      const values = runs.map((run) => Math.round(run[key] * digits) / digits)
      figures[`${name} ${key}`] = { values, unit, ...(asked ? { asked } : {}) }
    }
    // With sensors and sound on one line the arrivals say nothing of the place across: there is no bound to measure by.
    if (kind.northM > 0 || kind.soundM !== undefined) {
      add(
        'median',
        'error over the root of the trace of the bound',
        isClean ? { atMost: 0.8 } : undefined,
      )
      add(
        'gross',
        'per cent of errors above five such roots',
        isAsked ? { atMost: isClean ? 1 : 3 } : undefined,
      )
    }
    add(
      'coverage',
      'of the truths in the 95 % ellipse',
      isAsked
        ? { atLeast: isClean ? 0.92 : 0.85, ...(isClean ? { atMost: 0.97 } : {}) }
        : undefined,
    )
    add('rate', 'solves a CPU-second', isClean ? { atLeast: 50_000 } : undefined)
  }
  rmSync(dir, { recursive: true })
  return figures
}
