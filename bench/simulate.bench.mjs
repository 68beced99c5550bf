/**
 * The simulation of movement: the event core, an M/M/4 queue on it at load 0.9 beside Erlang's answer, and the asked plan (60
 * nodes, 150 legs, three fleets, 96 h in steps of 2 h, 50,000 kits) with the reference faults by `holdfast move simulate`.
 *
 * The core is measured by that queue: two draws, two heap operations and a queue for each customer, in CPU-seconds of this
 * process. The published peer, SimPy, does about 63 thousand truck trips a second; our trips are those of the plan, with
 * loading, slots, lanes and faults, in CPU-seconds of the whole command, Node's start and reading included. Replications a
 * minute are by the clock on two threads, as the command tells them. One value a seed.
 *
 * M/M/4: 40 replications of 1,000,000 customers a seed, each after a warm-up of 50,000; the half-width is that of the 95 %
 * interval of their mean (Student's t), in per cent of Erlang's mean wait.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  erlangWaitHours,
  meanWithInterval,
  runWaitingLine,
} from '../packages/core/dist/move/simulate/index.js'
import { movementModel } from './support/movement.mjs'

const SEEDS = Array.from(
  { length: Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 5) },
  (_, n) => n + 1,
)
const CUSTOMERS = Number(process.env['HOLDFAST_BENCH_CUSTOMERS'] ?? 1_000_000)
const REPLICATIONS = Number(process.env['HOLDFAST_BENCH_REPLICATIONS'] ?? 1_000)
const WARM_UP = 50_000
const QUEUE_RUNS = 40
const LINE = { arrivalsPerHour: 3.6, servicesPerHour: 1, servers: 4 }

/** @param {NodeJS.CpuUsage} before */
const cpuSince = (before) => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
/** @param {number} value @param {number} [digits] */
const round = (value, digits = 100) => Math.round(value * digits) / digits

/** @param {number} seed */
function waitingLine(seed) {
  const before = process.cpuUsage()
  const runs = Array.from({ length: QUEUE_RUNS }, (_, replication) =>
    runWaitingLine(LINE, { seed, replication, warmUpCustomers: WARM_UP, customers: CUSTOMERS }),
  )
  const cpu = cpuSince(before)
  const { mean, interval } = meanWithInterval(runs.map(({ meanWaitHours }) => meanWaitHours))
  const erlang = erlangWaitHours(LINE)
  return {
    eventsPerCpuS: runs.reduce((sum, { events }) => sum + events, 0) / cpu,
    off: 100 * Math.abs(mean / erlang - 1),
    half: (100 * (interval.high - mean)) / erlang,
  }
}

/** @param {readonly string[]} args */
function holdfast(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/holdfast.mjs', ...args], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (status !== 0) throw new Error(`holdfast ${args.join(' ')}: ${stderr}`)
  return { stdout, stderr }
}

/** @param {string} dir @param {number} seed */
function simulated(dir, seed) {
  const [model, plan] = [join(dir, 'model.json'), join(dir, 'plan.json')]
  writeFileSync(model, JSON.stringify(movementModel(seed)))
  holdfast(['move', 'solve', model, plan])
  const { serials, empties } =
    /** @type {Record<'serials' | 'empties', { vehicles: number }[]>} */ (
      JSON.parse(readFileSync(plan, 'utf8'))
    )
  const trips = [...serials, ...empties].reduce((sum, { vehicles }) => sum + vehicles, 0)
  const counts = ['--replications', String(REPLICATIONS), '--criticality', '0', '--workers', '2']
  const { stderr, stdout } = holdfast(
    ['move', 'simulate', plan, '--model', model, '--seed', String(seed), '--json'].concat(counts),
  )
  /** @type {{ seconds: number, cpuSeconds: number, events: number }} */
  const cost = JSON.parse(stderr)
  const { chance } = /** @type {{ chance: { value: number } }} */ (JSON.parse(stdout))
  return { trips, ...cost, chance: chance.value }
}

/** Measures. */
export function measure() {
  const lines = SEEDS.map(waitingLine)
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-simulate-'))
  const runs = SEEDS.map((seed) => simulated(dir, seed))
  rmSync(dir, { recursive: true })
  return {
    'event core': {
      values: lines.map(({ eventsPerCpuS }) => Math.round(eventsPerCpuS)),
      unit: 'events a CPU-second',
      asked: { atLeast: 3_000_000 },
    },
    'M/M/4 at load 0.9, mean wait off Erlang C': {
      values: lines.map(({ off }) => round(off)),
      unit: '%',
      asked: { atMost: 2 },
    },
    'M/M/4, half-width of the 95 % interval': {
      values: lines.map(({ half }) => round(half)),
      unit: '%',
    },
    'asked plan with faults': {
      values: runs.map(({ seconds }) => Math.round((60 * REPLICATIONS) / seconds)),
      unit: 'replications a minute, 2 threads',
      asked: { atLeast: 1_000 },
    },
    'asked plan, vehicles': { values: runs.map(({ trips }) => trips), unit: 'trips a replication' },
    'asked plan, trips': {
      values: runs.map(({ trips, cpuSeconds }) => Math.round((trips * REPLICATIONS) / cpuSeconds)),
      unit: 'trips a CPU-second (SimPy: about 63,000 truck trips a second)',
    },
    'asked plan, events': {
      values: runs.map(({ events, cpuSeconds }) => Math.round(events / cpuSeconds)),
      unit: 'events a CPU-second',
    },
    'asked plan, chance of the ask': {
      values: runs.map(({ chance }) => round(chance, 10_000)),
      unit: 'of the replications, with the reference faults',
    },
  }
}
