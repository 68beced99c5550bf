/** A line of contact of 1,200 km with 5,000 vertices and 100 zones of all kinds about it; one seed, one ground. */
import { destination, distanceM } from '../../packages/core/dist/geo/index.js'
import { seededRandom } from '../../packages/core/dist/units/index.js'

const LINE_KM = 1_200
const VERTICES = 5_000

/** @typedef {import('../../packages/core/dist/agreement/index.js').Zone} Zone */
/** @typedef {{ lonDeg: number, latDeg: number }} Position */
/** @typedef {() => number} Random */

export const basis = /** @type {const} */ ({ kind: 'assumption', source: 'drawn for the bench' })
/** @param {Random} random */
export const normal = (random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
/** @template T @param {Random} random @param {readonly T[]} list @returns {T} */
export const pick = (random, list) => list[Math.trunc(random() * list.length)]

/** @param {readonly Position[]} vertices */
export const lengthKm = (vertices) =>
  vertices.reduce((sum, to, i) => {
    const from = vertices[i - 1]
    return from === undefined ? 0 : sum + distanceM(from, to) / 1_000
  }, 0)

/**
 * A line that wanders north-east about a slow bend, `aside` degrees beside another's course; its legs are drawn longer or
 * shorter until it has its length.
 * @param {number} seed @param {number} asideDeg
 */
export function lineFrom(seed, asideDeg) {
  let legM = 240
  for (let turn = 0; ; turn += 1) {
    const random = seededRandom(seed)
    /** @type {Position[]} */
    const vertices = [{ lonDeg: 33 + asideDeg, latDeg: 46.6 }]
    let wander = 0
    while (vertices.length < VERTICES) {
      const along = vertices.length / VERTICES
      wander = 0.97 * wander + 9 * normal(random)
      const azimuthDeg = 75 - 70 * along + 25 * Math.sin(12 * along) + wander
      const last = /** @type {Position} */ (vertices.at(-1))
      vertices.push(destination(last, { azimuthDeg, distanceM: legM * (0.5 + random()) }))
    }
    const ratio = LINE_KM / lengthKm(vertices)
    if (Math.abs(ratio - 1) < 0.001 || turn === 20) return vertices
    legM *= ratio
  }
}

/** A place so many kilometres at most beside the line. @param {Random} random @param {readonly Position[]} line @param {number} km */
const beside = (random, line, km) =>
  destination(pick(random, line), {
    azimuthDeg: 360 * random(),
    distanceM: 1_000 * km * Math.sqrt(random()),
  })

/** @param {Random} random @param {Position} middle @param {{ radiusM: number, corners: number }} size */
function ringAround(random, middle, { radiusM, corners }) {
  const ring = Array.from({ length: corners }, (_, i) =>
    destination(middle, {
      azimuthDeg: (360 * i) / corners,
      distanceM: radiusM * (0.7 + 0.6 * random()),
    }),
  )
  return { ring: [...ring, ...ring.slice(0, 1)] }
}

/** @param {number} lonDeg @param {number} latDeg */
const corner = (lonDeg, latDeg) => ({ lonDeg, latDeg })

/** 100 zones of all kinds. @param {Random} random @param {readonly Position[]} line @returns {Zone[]} */
export function zonesFrom(random, line) {
  const region = [corner(31, 45), corner(43, 45), corner(43, 54), corner(31, 54), corner(31, 45)]
  /** @type {Zone[]} */
  const zones = [
    { id: 'region', title: 'Region', kind: 'polygon', polygon: { ring: region }, basis },
  ]
  for (let n = 0; n < 12; n += 1)
    zones.push({
      id: `withdrawal-${n}`,
      title: `Withdrawal ${n}`,
      kind: 'withdrawal',
      widthM: 2_000 * [2, 3, 8, 10, 15, 20, 25, 30, 35, 45, 60, 70][n],
      lineOf: { A: 'contact', B: n % 3 === 0 ? 'own' : 'contact' },
      basis,
    })
  for (let n = 0; n < 6; n += 1)
    zones.push({
      id: `band-${n}`,
      title: `Band ${n}`,
      kind: 'band',
      fromM: 1_000 * [0, 5, 25, 40, 50, 65][n],
      toM: n === 5 ? null : 1_000 * [5, 12, 40, 50, 65][n],
      side: /** @type {const} */ (['both', 'A', 'B'])[n % 3],
      basis,
    })
  for (let n = 0; n < 6; n += 1)
    zones.push({
      id: `corridor-${n}`,
      title: `Corridor ${n}`,
      kind: 'corridor',
      course: {
        vertices: Array.from({ length: 12 }, (_, i) => beside(random, [line[400 * n + 60 * i]], 8)),
      },
      widthM: 4_000,
      medium: 'land',
      basis,
    })
  for (let n = 0; n < 25; n += 1)
    zones.push({
      id: `site-${n}`,
      title: `Site ${n}`,
      kind: 'site',
      position: beside(random, line, 60),
      radiusM: pick(random, [1_000, 5_000, 15_000]),
      basis,
    })
  for (let n = 0; n < 50; n += 1)
    zones.push({
      id: `area-${n}`,
      title: `Area ${n}`,
      kind: 'polygon',
      polygon: ringAround(random, beside(random, line, 30), {
        radiusM: pick(random, [1_500, 4_000, 20_000]),
        corners: pick(random, [4, 12, 60]),
      }),
      basis,
    })
  return zones
}
