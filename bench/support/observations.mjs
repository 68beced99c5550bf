/**
 * Observations for benchmarks: seeded, so that every run measures the same work. They lie along a line of about
 * 1,000 km over 30 days, from many sources, with sectors, rings, fixes and weapons in the proportions of a real
 * record, and fit the published schema. They mean nothing: every one bears the exercise `bench`.
 */

const DAY_MS = 86_400_000
/** First instant observed, 2025-01-01T00:00:00Z; the period is 30 days. */
export const FROM_MS = 1_735_689_600_000
const PERIOD_MS = 30 * DAY_MS

// A coarse course of about 1,000 km through eastern Europe's latitudes: places that stand for none in particular.
const COURSE = [
  [36.2, 50.4],
  [37.6, 49.9],
  [38.2, 49.1],
  [38.4, 48.3],
  [37.7, 47.9],
  [36.6, 47.5],
  [35.3, 47.4],
  [34.4, 47.5],
  [33.4, 46.8],
  [32.3, 46.5],
]

/** @param {number} seed @returns {() => number} uniform numbers in [0, 1) (mulberry32) */
export function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** @type {[string, string, string | null, string, number | null][]} category, phase, weapon term, class, calibre */
const KINDS = [
  ['K.EXPL.UNDET', 'undetermined', null, 'unknown', null],
  ['K.EXPL.UNDET', 'undetermined', null, 'unknown', null],
  ['K.EXPL.OUTGOING', 'outgoing', '82mm mortar', 'mortar', 82],
  ['K.EXPL.IMPACT', 'impact', '82mm mortar', 'mortar', 82],
  ['K.EXPL.IMPACT', 'impact', 'artillery', 'artillery', null],
  ['K.BURST', 'undetermined', 'HMG', 'heavyMachineGun', null],
  ['K.SHOT', 'undetermined', 'small arms', 'smallArms', null],
  ['K.PROJ', 'inFlight', null, 'unknown', null],
  ['K.SALVO', 'outgoing', '122mm MLRS', 'mlrs', 122],
]

const SOURCES = 400

/** @param {number} degrees */
const round = (degrees) => Math.round(degrees * 10_000) / 10_000

/** @param {() => number} next */
function places(next) {
  return Array.from({ length: SOURCES }, (_, i) => {
    const along = (i / SOURCES) * (COURSE.length - 1)
    const [a, b] = [COURSE[Math.floor(along)] ?? [0, 0], COURSE[Math.ceil(along)] ?? [0, 0]]
    const part = along - Math.floor(along)
    const at = (/** @type {number} */ k) => (a[k] ?? 0) * (1 - part) + (b[k] ?? 0) * part
    const kind = ['patrol', 'camera', 'acoustic'][i % 3] ?? 'patrol'
    return {
      id: `bench-${kind}-${i}`,
      kind,
      place: `Post ${i}`,
      position: {
        lonDeg: round(at(0) + (next() - 0.5) * 0.2),
        latDeg: round(at(1) + (next() - 0.5) * 0.2),
      },
    }
  })
}

const MEANS = { patrol: ['heard'], camera: ['recorded'], acoustic: ['sensed'] }

/**
 * @param {{ n: number, seed?: number, from?: number }} options how many, and from which serial number on
 * @yields {Record<string, unknown>} observations without ids, as they would be posted
 */
export function* observations({ n, seed = 1, from = 0 }) {
  const next = random(seed)
  const sources = places(next)
  const pick = (/** @type {number} */ count) => Math.floor(next() * count)
  for (let i = from; i < from + n; i += 1) {
    const source = sources[pick(SOURCES)] ?? {
      id: '',
      kind: 'patrol',
      place: '',
      position: { lonDeg: 30, latDeg: 50 },
    }
    const [category, phase, term, weaponClass, calibreMm] =
      KINDS[pick(KINDS.length)] ?? KINDS[0] ?? []
    const fromMs = FROM_MS + Math.floor(next() * PERIOD_MS)
    const centre = pick(16) * 22.5
    const minM = (1 + pick(8)) * 1_000
    const hasSector = next() < 0.9
    yield {
      source: source.id,
      recordId: `bench-${seed}-${i}`,
      means: MEANS[/** @type {'patrol'} */ (source.kind)],
      category,
      phase,
      count: { n: 1 + pick(40), precision: next() < 0.85 ? 'exact' : 'about' },
      observed: {
        fromMs,
        toMs: fromMs + pick(60) * 60_000,
        basis: 'clock',
        clock: source.kind === 'patrol' ? 'manual' : 'gnss',
      },
      observer: {
        place: source.place,
        position: source.position,
        errorM: 50 + pick(2_000),
        control: i % 2 ? 'partyA' : 'partyB',
      },
      where: {
        sectors: hasSector
          ? [{ fromDeg: (centre + 337.5) % 360, toDeg: (centre + 22.5) % 360 }]
          : [],
        ring: hasSector && next() < 0.95 ? { minM, maxM: minM + (1 + pick(4)) * 1_000 } : null,
        fix: null,
      },
      weapon: term === null ? null : { term, class: weaponClass, calibreMm },
      grade: { reliability: 'B', credibility: 2 },
      label: {
        policy: 'HOLDFAST',
        classification: 'UNCLASSIFIED',
        offices: ['monitor'],
        releasableTo: ['ALL'],
      },
      residual: {},
      exercise: 'bench',
    }
  }
}
