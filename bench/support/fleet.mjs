/**
 * A fleet that reports at a steady rate: aircraft and ships report themselves; radars plot craft that tell nothing, each
 * in a cell of its own, so that a track is known by where it is; and explosions that a microphone heard. Seeded.
 */
/** Shares of the rate, and how often a thing of the kind reports, seconds. */
export const KINDS = {
  air: { share: 0.5, everyS: 1 },
  sea: { share: 0.3, everyS: 2 },
  radar: { share: 0.2, everyS: 4 },
}
const LABEL =
  '{"policy":"HOLDFAST","classification":"RESTRICTED","offices":["monitor"],"releasableTo":["ALL"]}'

/** @typedef {{ name: string, kind: 'air' | 'sea' | 'radar', lonDeg: number, latDeg: number, speedMps: number, pending: number[] }} Craft */

const CELL_DEG = 0.15
const COLUMNS = 220
/** @param {number} lonDeg @param {number} latDeg */
export const cellOf = (lonDeg, latDeg) =>
  `${Math.round((lonDeg - 8) / CELL_DEG)} ${Math.round((latDeg - 44) / CELL_DEG)}`

/** Craft on a grid, each circling in a cell of its own. @param {number} rate observations a second @returns {Craft[]} */
export function fleet(rate) {
  /** @type {Craft[]} */
  const all = []
  for (const kind of /** @type {const} */ (['air', 'sea', 'radar']))
    for (let i = 0; i < rate * KINDS[kind].share * KINDS[kind].everyS; i += 1) {
      const n = all.length
      const name = kind === 'sea' ? String(200_000_000 + n) : (0x100000 + n).toString(16)
      all.push({
        name,
        kind,
        lonDeg: 8 + (n % COLUMNS) * CELL_DEG,
        latDeg: 44 + Math.floor(n / COLUMNS) * CELL_DEG,
        speedMps: kind === 'sea' ? 8 : 100,
        pending: [],
      })
    }
  return all
}
const RADIUS_M = 3_000
/** Where it is on its circle, metres from the centre, and its course. @param {Craft} craft @param {number} nowMs */
function placeOf({ speedMps }, nowMs) {
  const turn = ((nowMs / 1000) * speedMps) / RADIUS_M
  const courseDeg = ((((turn * 180) / Math.PI + 90) % 360) + 360) % 360
  return { eastM: RADIUS_M * Math.sin(turn), northM: RADIUS_M * Math.cos(turn), courseDeg }
}
/** Normal numbers, seeded. @param {number} seed */
function normal(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 1) / 4_294_967_297
  }
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
}
const noise = normal(7)
let serial = 0

/** @param {Craft} craft @param {number} nowMs */
export function rowOf(craft, nowMs) {
  serial += 1
  const { eastM, northM, courseDeg } = placeOf(craft, nowMs)
  const errorM = craft.kind === 'radar' ? 100 : 20
  const sigma = errorM / 2.448
  const cos = Math.cos((craft.latDeg * Math.PI) / 180)
  const lon = (craft.lonDeg + (eastM + sigma * noise()) / (111_320 * cos)).toFixed(6)
  const lat = (craft.latDeg + (northM + sigma * noise()) / 111_320).toFixed(6)
  const source = { air: 'bench-adsb', sea: 'bench-ais', radar: 'bench-radar' }[craft.kind]
  const identity = {
    air: `"icao24":"${craft.name}"`,
    sea: `"mmsi":"${craft.name}"`,
    radar: '',
  }[craft.kind]
  const told = craft.kind !== 'radar'
  return (
    `{"source":"${source}","recordId":"r${serial}","count":{"n":1,"precision":"exact"},` +
    `"observed":{"fromMs":${nowMs},"toMs":${nowMs},"basis":"clock","clock":"gnss"},` +
    `"observer":{"place":"mast","position":{"lonDeg":30,"latDeg":48},"errorM":10,"control":"unknown"},` +
    `"where":{"sectors":[],"ring":null,"fix":{"position":{"lonDeg":${lon},"latDeg":${lat}},"errorM":${errorM}}},` +
    `"label":${LABEL},"rawSha256":"${'00'.repeat(32)}","means":["sensed"],` +
    `"category":"${craft.kind === 'sea' ? 'I.SEA' : 'I.AIR'}","phase":"undetermined","motion":{"heightM":null,` +
    `"heightDatum":null,"speedMps":${told ? craft.speedMps : null},"courseDeg":${told ? courseDeg.toFixed(2) : null},"climbMps":null,` +
    `"identity":{${identity}}}}`
  )
}
/** @param {number} nowMs */
export function explosion(nowMs) {
  serial += 1
  const lon = (22 + ((serial * 7919) % 180_000) / 10_000).toFixed(5)
  const lat = (44.5 + ((serial * 104_729) % 79_000) / 10_000).toFixed(5)
  const row =
    `{"source":"bench-mic","recordId":"e${serial}","count":{"n":1,"precision":"exact"},` +
    `"observed":{"fromMs":${nowMs},"toMs":${nowMs},"basis":"clock","clock":"gnss"},` +
    `"observer":{"place":"mast","position":{"lonDeg":30,"latDeg":48},"errorM":10,"control":"unknown"},` +
    `"where":{"sectors":[],"ring":null,"fix":{"position":{"lonDeg":${lon},"latDeg":${lat}},"errorM":150}},` +
    `"label":${LABEL},"rawSha256":"${'00'.repeat(32)}","means":["sensed"],"category":"K.EXPL.UNDET","phase":"undetermined"}`
  return { row, recordId: `e${serial}` }
}
