/**
 * Events held against an agreement of 60 provisions, a line of contact of 1,200 km with 5,000 vertices (and another like it,
 * from which one party measures) and 100 zones of all kinds. Events lie up to 70 km from the line, each with 256 points in an
 * ellipse; exactly one in ten straddles the border of some zone. Half of 400,000 events are screened from the first one on
 * (`from the first on`: code and cells are cold), then the other half, none of which was met before (`evaluations`).
 * `explained` is what the sentences of every candidate cost on top; `history` is every candidate of all 400,000 in full, from
 * compiling on. One value a seed. An estimate comes with the extent of its support, as fusion makes it. Supports are drawn from
 * a pool of 512: so many events with points of their own would not fit into memory at once, and a deployment does not hold
 * them so either.
 */
import { compileAgreement } from '../packages/core/dist/agreement/index.js'
import { extentOf, frameAt } from '../packages/core/dist/geo/index.js'
import { DAY_MS, seededRandom } from '../packages/core/dist/units/index.js'
import { basis, lengthKm, lineFrom, normal, pick, zonesFrom } from './support/ground.mjs'

const SEEDS = Array.from(
  { length: Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 5) },
  (_, n) => n + 1,
)
const EVENTS = Number(process.env['HOLDFAST_BENCH_EVENTS'] ?? 400_000)
const STRADDLING = 0.1
const POINTS = 256
const SUPPORTS = 512
const FROM_MS = 20_000 * DAY_MS
const DAYS = 730

/** @typedef {import('../packages/core/dist/agreement/index.js').Agreement} Agreement */
/** @typedef {import('../packages/core/dist/agreement/index.js').Zone} Zone */
/** @typedef {import('../packages/core/dist/agreement/index.js').Provision} Provision */
/** @typedef {import('../packages/core/dist/fuse/index.js').Event} Event */
/** @typedef {{ lonDeg: number, latDeg: number }} Position */
/** @typedef {() => number} Random */

const WEAPONS = /** @type {const} */ ([
  { classes: ['mortar'], calibreBelowMm: 121 },
  { classes: ['artillery'], calibreFromMm: 100 },
  { classes: ['tank'] },
  { classes: ['mlrs'], terms: ['Grad'] },
  { classes: ['mlrs'], calibreFromMm: 220 },
  { classes: ['missile'] },
])
const FIRE = ['explosion', 'salvo', 'burst', 'shot']
const FOUND = ['P.WEAPON', 'P.DISENG.PRESENCE']

/** @param {Random} random @param {readonly Zone[]} zones @returns {Provision[]} */
function provisionsFrom(random, zones) {
  const head = { source: 'bench', sinceVersion: 'v1' }
  /** @type {Provision[]} */
  const provisions = [
    { ...head, clause: 'FIRE', title: 'No fire', act: { kinds: FIRE, phases: [] }, zone: 'region' },
  ]
  while (provisions.length < 60) {
    const n = provisions.length
    const zone = zones[1 + ((n * 7) % (zones.length - 1))]
    const isWithdrawal = zone.kind === 'withdrawal' || zone.kind === 'band'
    provisions.push({
      ...head,
      clause: `C-${n}`,
      title: `Clause ${n}`,
      act: {
        kinds: n % 3 === 0 ? [...FIRE, ...FOUND] : n % 3 === 1 ? FIRE : FOUND,
        phases: isWithdrawal ? ['outgoing'] : [],
      },
      ...(isWithdrawal || n % 4 === 0
        ? { weapons: [pick(random, WEAPONS), pick(random, WEAPONS)] }
        : {}),
      zone: zone.id,
      ...(n % 5 === 0 ? { phases: ['freeze', 'ceasefire'] } : {}),
      ...(n % 7 === 0 ? { binds: { party: n % 2 === 0 ? 'A' : 'B', why: 'bench' } } : {}),
      ...(n % 6 === 0
        ? { unless: [{ id: 'announced', title: 'Announced', notified: 'drill' }] }
        : {}),
      ...(n % 11 === 0 ? { untilVersion: 'v2' } : {}),
    })
  }
  return provisions
}

/** @param {number} seed @returns {Agreement} */
function agreementFrom(seed) {
  const random = seededRandom(1_000 + seed)
  const contact = lineFrom(seed, 0)
  const zones = zonesFrom(random, contact)
  return {
    id: 'bench',
    title: 'Bench',
    ladder: 'bench',
    parties: { A: { title: 'A' }, B: { title: 'B' } },
    languages: [],
    definitions: [],
    versions: [
      { id: 'v1', title: 'one', fromMs: FROM_MS, source: 'bench' },
      { id: 'v2', title: 'two', fromMs: FROM_MS + (DAYS / 2) * DAY_MS, source: 'bench' },
    ],
    facts: [],
    phases: [
      {
        id: 'freeze',
        title: 'Freeze',
        kind: 'freeze',
        entry: [],
        exit: [],
        lastsMs: 30 * DAY_MS,
        basis,
      },
      { id: 'ceasefire', title: 'Ceasefire', kind: 'ceasefire', entry: ['held'], exit: [], basis },
    ],
    gates: [],
    baseline: null,
    lines: [
      { id: 'contact', title: 'Line of contact', line: { vertices: contact }, basis },
      { id: 'own', title: 'Own line', line: { vertices: lineFrom(seed, 0.04) }, basis },
    ],
    linesOfContact: [{ line: 'contact', fromMs: 0 }],
    zones,
    provisions: provisionsFrom(random, zones),
    obligations: [],
    notified: [
      {
        id: 'drill',
        title: 'Drill',
        activity: 'exercise',
        noticeMs: DAY_MS,
        to: 'monitor',
        says: [],
        explains: FIRE,
        source: 'bench',
      },
    ],
    repairs: [],
    benign: [],
    thresholds: {
      screening: 0.05,
      standards: [],
      quorum: 3,
      occurredUnheardMs: 1,
      partiesHeardMs: 1,
      breaches: [],
    },
  }
}

/** @param {Random} random */
function supportFrom(random) {
  const majorM = 50 * Math.exp(Math.log(40) * random())
  const minorM = majorM * (0.2 + 0.8 * random())
  const azimuth = Math.PI * random()
  const [sin, cos] = [Math.sin(azimuth), Math.cos(azimuth)]
  const support = Array.from({ length: POINTS }, () => {
    const along = (majorM / 2.4477) * normal(random)
    const across = (minorM / 2.4477) * normal(random)
    // Whole metres as JSON gives them back: it has no -0, which would cost a number of its own.
    return {
      eastM: Math.round(along * sin + across * cos) + 0,
      northM: Math.round(along * cos - across * sin) + 0,
    }
  })
  const ellipse95 = {
    semiMajorM: majorM,
    semiMinorM: minorM,
    azimuthDeg: (180 * azimuth) / Math.PI,
  }
  return { support, extent: extentOf(support), ellipse95 }
}

const SAID = /** @type {const} */ ([
  null,
  null,
  null,
  { term: '82mm mortar', class: 'mortar', calibreMm: 82 },
  { term: 'mortar', class: 'mortar', calibreMm: null },
  { term: 'BM-21 Grad 122mm MLRS', class: 'mlrs', calibreMm: 122 },
  { term: 'tank', class: 'tank', calibreMm: null },
  { term: '152mm artillery', class: 'artillery', calibreMm: 152 },
])

/** @param {number} seed @param {Agreement} agreement @returns {Event[]} */
function eventsFrom(seed, agreement) {
  const random = seededRandom(2_000 + seed)
  // A copy, so that nothing is known yet when the measuring begins.
  const judge = compileAgreement({ ...agreement })
  const contact = agreement.lines[0].line.vertices
  const shapes = Array.from({ length: SUPPORTS }, () => supportFrom(random))
  const wanted = {
    across: Math.round(EVENTS * STRADDLING),
    clear: EVENTS - Math.round(EVENTS * STRADDLING),
  }
  const places = { across: /** @type {object[]} */ ([]), clear: /** @type {object[]} */ ([]) }
  while (places.across.length < wanted.across || places.clear.length < wanted.clear) {
    const base = pick(random, contact)
    const { toPosition } = frameAt(base)
    const reachM = 70_000 * random()
    const turn = 2 * Math.PI * random()
    const estimate = {
      position: toPosition({ eastM: reachM * Math.sin(turn), northM: reachM * Math.cos(turn) }),
      covarianceM2: { ee: 1, en: 0, nn: 1 },
      ...pick(random, shapes),
    }
    const zones = judge.zones(
      /** @type {Event} */ ({ observed: { fromMs: FROM_MS, toMs: FROM_MS }, estimate }),
    )
    const kind = zones.some(({ probability }) => probability > 0 && probability < 1)
      ? 'across'
      : 'clear'
    if (places[kind].length < wanted[kind]) places[kind].push(estimate)
  }
  const mixed = [...places.across, ...places.clear]
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.trunc(random() * (i + 1))
    ;[mixed[i], mixed[j]] = [mixed[j], mixed[i]]
  }
  return mixed.map((estimate, i) => {
    const fromMs = FROM_MS + Math.trunc(DAYS * DAY_MS * random())
    return /** @type {Event} */ ({
      id: `event-${i}`,
      revision: 1,
      kind: pick(random, ['explosion', 'explosion', 'burst', 'salvo', 'P.WEAPON', 'A.UAV']),
      phase: pick(random, ['outgoing', 'impact', 'undetermined', 'undetermined']),
      observed: { fromMs, toMs: fromMs + Math.trunc(600_000 * random()) },
      estimate,
      probability: 0.3 + 0.7 * random(),
      count: { n: 1, precision: 'exact' },
      weapon: pick(random, SAID),
      observations: [`o-${i}`],
    })
  })
}

const seconds = (/** @type {() => void} */ work) => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** @param {number} seed */
function measured(seed) {
  const agreement = agreementFrom(seed)
  const events = eventsFrom(seed, agreement)
  const standing = {
    facts: [{ fact: 'held', fromMs: FROM_MS + 20 * DAY_MS, untilMs: null, entry: 1 }],
    notified: [],
    met: [],
  }
  const half = Math.trunc(EVENTS / 2)
  const compiled = compileAgreement(agreement)
  let raised = 0
  const screened = (/** @type {readonly Event[]} */ some) =>
    seconds(() => {
      for (const event of some) raised += compiled.screen(event, { standing }).length
    })
  const fresh = screened(events.slice(0, half))
  const steady = screened(events.slice(half))
  let candidates = 0
  const history = seconds(() => {
    const judge = compileAgreement({ ...agreement })
    for (const event of events) candidates += judge.evaluate(event, { standing }).length
  })
  if (candidates !== raised)
    throw new Error(`${candidates} candidates, but ${raised} were screened`)
  const across = events.filter((event) =>
    compiled.zones(event).some(({ probability }) => probability > 0 && probability < 1),
  )
  return {
    evaluations: (EVENTS - half) / steady,
    fresh: half / fresh,
    explained: candidates / Math.max(1e-9, history - fresh - steady),
    history: (history * 400_000) / EVENTS,
    straddling: across.length / EVENTS,
    raised: raised / EVENTS,
    provisions: agreement.provisions.length,
    zones: agreement.zones.length,
    vertices: agreement.lines[0].line.vertices.length,
    lineKm: lengthKm(agreement.lines[0].line.vertices),
  }
}

/** Measures. */
export function measure() {
  const runs = SEEDS.map(measured)
  const figure = (
    /** @type {keyof ReturnType<typeof measured>} */ key,
    /** @type {string} */ unit,
    /** @type {object | undefined} */ asked,
  ) => {
    const values = runs.map((run) => Math.round(run[key] * 1_000) / 1_000)
    return { values, unit, ...(asked ? { asked } : {}) }
  }
  return {
    evaluations: figure('evaluations', 'events a CPU-second, each met for the first time', {
      atLeast: 200_000,
    }),
    'evaluations from the first on': figure(
      'fresh',
      'events a CPU-second, cells not worked out yet',
    ),
    explained: figure('explained', 'candidates explained a CPU-second, on top'),
    history: figure('history', 'CPU-seconds for every candidate of 400,000 events', { atMost: 60 }),
    straddling: figure('straddling', 'of the events straddle a border', { atLeast: STRADDLING }),
    raised: figure('raised', 'candidates an event'),
    provisions: figure('provisions', 'provisions', { atLeast: 60 }),
    zones: figure('zones', 'zones', { atLeast: 100 }),
    vertices: figure('vertices', 'vertices of the line of contact', { atLeast: 5_000 }),
    'line length': figure('lineKm', 'km', { atLeast: 1_195 }),
  }
}
