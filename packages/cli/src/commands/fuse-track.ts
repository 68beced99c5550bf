/**
 * `holdfast fuse track SCENARIO OUT`: the tracker of a deployment on a file of detections, for measurement from outside. Each
 * scan is one look, and its tracks are told before the next is read.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { PLANE, TRACKER_OPTIONS, Tracker } from '@holdfast/core/fuse/tracker'
import type { Look, TrackerOptions } from '@holdfast/core/fuse/tracker'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import { needWritable, readJson } from '../files/index.ts'
import { CommandRefused, printJson } from '../output/index.ts'

/** Longest file that one string can hold. */
const BYTES_MAX = 500_000_000
const SCANS_MAX = 1_000_000

type Point = readonly [number, number]
type Row = readonly number[]

interface Scenario {
  readonly dt: number
  readonly sigma: number
  readonly pd: number
  readonly clutter: number
  readonly size: number
  readonly dets: readonly (readonly Point[])[]
}

interface Run {
  readonly seconds: number
  readonly cpu: number
  readonly count: number
  readonly tracks: readonly (readonly Row[])[]
}

type Algorithm = 'gnn' | 'lbp' | 'imm'
type Class = keyof typeof TRACKER_OPTIONS

/** What each algorithm changes in the options of a deployment; `imm` is what a deployment does. */
const ALGORITHMS: Readonly<
  Record<Algorithm, Partial<Pick<TrackerOptions, 'models' | 'contested'>>>
> = {
  gnn: { models: 'cv', contested: 'assignment' },
  lbp: { models: 'cv', contested: 'marginals' },
  imm: {},
}

/** `holdfast fuse track`. */
export function addFuseTrack(fuse: Command): void {
  fuse
    .command('track')
    .argument(
      '<scenario>',
      'detections: {dt, sigma, pd, clutter, size, dets: [[[x, y], …] per scan]}, m and s',
    )
    .argument('<out>', 'the file to write: tracks per scan, with what it cost')
    .description('track moving things from the detections of a scenario')
    .addOption(
      new Option(
        '--algorithm <name>',
        'gnn: constant velocity, best assignment; lbp: with marginals in contested clusters; imm: a bank of models, best assignment, as in a deployment',
      )
        .choices(Object.keys(ALGORITHMS))
        .default('imm'),
    )
    .addOption(
      new Option('--class <name>', `how things move; a track begins at up to ${speeds()}`)
        .choices(Object.keys(TRACKER_OPTIONS))
        .default('surface'),
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nOUT: {algo, seconds, cpu, dets, scans, tracks: [[[id, x, y, vx, vy, Pxx, Pxy, Pyy], …] per scan]}: the confirmed tracks\nafter each scan; cpu is what tracking alone took. See docs/specs/fusion-tracks.md.\n\nExample:\n  $ holdfast fuse track scenario.json tracks.json --algorithm imm\n',
    )
    .action(
      (file: string, out: string, options: { algorithm: Algorithm; class: Class; json?: true }) => {
        const { algorithm, json } = options
        needWritable(out, [file])
        const scenario = scenarioOf(parsed(file))
        if (isRefused(scenario)) throw new CommandRefused(`${file}: ${scenario.refused}`)
        const run = track(scenario, {
          ...TRACKER_OPTIONS[options.class],
          ...ALGORITHMS[algorithm],
        })
        write(out, algorithm, run)
        process.stderr.write(boundOf(options.class, run))
        const { seconds, cpu, count } = run
        const summary = { algo: algorithm, seconds, cpu, dets: count, scans: run.tracks.length }
        if (json === true) printJson({ ...summary, out })
        else
          process.stdout.write(
            `${out}: ${summary.scans} scans, ${count} detections, ${cpu.toFixed(2)} CPU-seconds (${Math.round(count / cpu)} detections a CPU-second)\n`,
          )
      },
    )
}

const speeds = (): string =>
  Object.entries(TRACKER_OPTIONS)
    .map(([name, { speedMaxMps }]) => `${speedMaxMps} m/s (${name})`)
    .join(', ')

/** What no output shows: a thing that is faster than its class has no track. */
function boundOf(named: Class, { count, tracks }: Run): string {
  const { speedMaxMps } = TRACKER_OPTIONS[named]
  const isNothing = count > 0 && tracks.every((rows) => rows.length === 0)
  const other = named === 'surface' ? '; for faster things give --class aircraft' : ''
  return `${isNothing ? 'no track was confirmed; ' : ''}class ${named}: a track begins at up to ${speedMaxMps} m/s, beyond the noise; faster things have none${other}\n`
}

const parsed = (file: string): unknown =>
  readJson(file, {
    how: 'give the path of a scenario; `holdfast fuse scenario` makes one',
    bytesMax: BYTES_MAX,
  })

/** The number that each field must be. */
const FIELDS: Readonly<
  Record<string, { readonly says: string; readonly is: (n: number) => boolean }>
> = {
  dt: { says: 'seconds between scans, above 0', is: (n) => n > 0 },
  sigma: { says: 'standard deviation of a coordinate, m, above 0', is: (n) => n > 0 },
  pd: { says: 'probability of detection, above 0 and at most 1', is: (n) => n > 0 && n <= 1 },
  clutter: { says: 'mean number of false detections in a scan, 0 or more', is: (n) => n >= 0 },
  size: { says: 'side of the square, m, above 0', is: (n) => n > 0 },
}

function scenarioOf(value: unknown): Scenario | Refused {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { refused: 'it is no JSON object; write {dt, sigma, pd, clutter, size, dets}' }
  const fields = value as Readonly<Record<string, unknown>>
  for (const [name, { says, is }] of Object.entries(FIELDS)) {
    const number = fields[name]
    if (typeof number !== 'number' || !Number.isFinite(number) || !is(number))
      return { refused: `${name} is ${told(number)}; write a number: ${says}` }
  }
  const { dets } = fields
  if (!Array.isArray(dets))
    return { refused: `dets is ${told(dets)}; write a list with a list of [x, y] for each scan` }
  if (dets.length > SCANS_MAX)
    return { refused: `dets has ${dets.length} scans, the most is ${SCANS_MAX}; split the file` }
  for (const [k, scan] of dets.entries()) {
    if (!Array.isArray(scan))
      return {
        refused: `dets[${k}] is ${told(scan)}; write a list of [x, y], empty if there are none`,
      }
    const wrong = scan.findIndex((point) => !isPoint(point))
    if (wrong >= 0)
      return { refused: `dets[${k}][${wrong}] is ${told(scan[wrong])}; write [x, y] in metres` }
  }
  return value as Scenario
}

const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) &&
  value.length === 2 &&
  Number.isFinite(value[0]) &&
  Number.isFinite(value[1])

function told(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** One look a scan, at its time, over the whole plane. */
function lookOf({ dt, sigma, pd, clutter, size, dets }: Scenario, scan: number): Look {
  const points = dets[scan] ?? []
  const count = points.length
  const z = new Float64Array(2 * count)
  const r = new Float64Array(3 * count)
  for (let i = 0; i < count; i += 1) {
    const point = points[i] as Point
    z[2 * i] = point[0]
    z[2 * i + 1] = point[1]
    r[3 * i] = sigma * sigma
    r[3 * i + 2] = sigma * sigma
  }
  return {
    atS: scan * dt,
    sensor: 0,
    measures: 'position',
    count,
    plane: new Int32Array(count),
    z,
    r,
    site: null,
    pd,
    clutterPerM2: clutter / (size * size),
    view: null,
  }
}

function track(scenario: Scenario, options: TrackerOptions): Run {
  const fromMs = performance.now()
  const from = process.cpuUsage()
  const tracker = new Tracker(options, PLANE)
  const tracks: Row[][] = []
  let count = 0
  for (let scan = 0; scan < scenario.dets.length; scan += 1) {
    const look = lookOf(scenario, scan)
    count += look.count
    tracker.look(look)
    tracks.push(rowsOf(tracker, look.atS))
  }
  const { user, system } = process.cpuUsage(from)
  return { seconds: (performance.now() - fromMs) / 1e3, cpu: (user + system) / 1e6, count, tracks }
}

/** The confirmed tracks: one that coasts is told until the odds turn against it. */
function rowsOf(tracker: Tracker, atS: number): Row[] {
  const rows: Row[] = []
  for (const state of tracker.atTime(atS)) {
    const { id, eastM, northM, eastMps, northMps, covariance: p } = state
    rows.push([id, eastM, northM, eastMps, northMps, p[0] ?? 0, p[1] ?? 0, p[4] ?? 0])
  }
  return rows
}

/** Written scan by scan: the tracks of ten thousand things are more than one string holds. */
function write(out: string, algo: Algorithm, { seconds, cpu, count, tracks }: Run): void {
  const head = JSON.stringify({ algo, seconds, cpu, dets: count, scans: tracks.length })
  try {
    const file = openSync(out, 'w')
    try {
      writeSync(file, `${head.slice(0, -1)},"tracks":[`)
      for (const [k, rows] of tracks.entries())
        writeSync(file, `${k === 0 ? '' : ',\n'}${JSON.stringify(rows)}`)
      writeSync(file, ']}\n')
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new CommandRefused(
      `${out} cannot be written (${error instanceof Error ? error.message : String(error)}); name another file`,
    )
  }
}
