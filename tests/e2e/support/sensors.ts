/** Sensors around a line of contact, one that signs among them, and what they send. All of it is invented. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { prepare } from '@holdfast/core/observe'
import { readValues } from '@holdfast/formats/observation'
import { statementToSign } from '@holdfast/formats/signed-batch'

const keys = generateKeyPairSync('ed25519')
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
const keyId = createHash('sha256').update(publicKey).digest('hex')

interface Invented {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly at?: readonly [lonDeg: number, latDeg: number]
  readonly reachM?: number
  readonly heartbeatSeconds?: number
  readonly isSigning?: boolean
}
const SENSORS: readonly Invented[] = [
  {
    id: 'mast-7',
    title: 'Acoustic mast 7',
    kind: 'acoustic',
    at: [38.1, 48.05],
    reachM: 18_000,
    heartbeatSeconds: 3_600,
    isSigning: true,
  },
  { id: 'mast-9', title: 'Acoustic mast 9', kind: 'acoustic', at: [38.55, 47.75], reachM: 18_000 },
  { id: 'radar-2', title: 'Radar 2', kind: 'radar', at: [38.35, 47.4], reachM: 26_000 },
  { id: 'cam-3', title: 'Camera 3', kind: 'camera', at: [37.75, 48.35], reachM: 9_000 },
  { id: 'ais-1', title: 'Coast station', kind: 'ais', at: [37.75, 47.15], reachM: 24_000 },
  { id: 'patrol-4', title: 'Patrol 4', kind: 'patrol' },
]

/** The registry as a document. */
export const SENSORS_YAML = `sources:\n${SENSORS.map(
  ({ id, title, kind, at, reachM, heartbeatSeconds, isSigning }) => `
  - id: ${id}
    title: ${title}
    nation: XAA
    kind: ${kind}
    reachM: ${reachM === undefined ? '{}' : `{ explosion: ${reachM} }`}
    detection: { pd: 0.9, falseReport: 0.01, basis: 'ASSUMPTION: invented' }
${at === undefined ? '' : `    site: { lonDeg: ${at[0]}, latDeg: ${at[1]}, heightM: 120, errorM: 5 }\n`}${
    heartbeatSeconds === undefined ? '' : `    heartbeatSeconds: ${heartbeatSeconds}\n`
  }${
    isSigning === true
      ? `    keys: [{ publicKey: '${publicKey.toString('hex')}', from: 2020-01-01T00:00:00Z }]`
      : '    unsigned: accepted'
  }`,
).join('\n')}\n`

/** A row of mast 7. */
export const heardBy = (recordId: string, atMs: number): Readonly<Record<string, unknown>> => ({
  source: 'mast-7',
  recordId,
  means: ['heard'],
  category: 'K.EXPL.UNDET',
  phase: 'undetermined',
  count: { n: 3, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: {
    place: 'Mast 7',
    position: { lonDeg: 38.1, latDeg: 48.05 },
    errorM: 5,
    control: 'unknown',
  },
  where: { sectors: [{ fromDeg: 80, toDeg: 95 }], ring: { minM: 4_000, maxM: 6_000 }, fix: null },
  weapon: null,
})

/** A batch that mast 7 signed for a place in its chain, and the hash that the next one names as `previous`. */
export function signedBatch(
  rows: readonly unknown[],
  place: { readonly sequence: number; readonly previous: string | null },
): { readonly text: string; readonly hash: string } {
  const { root } = prepare(readValues(rows), { nowMs: Date.now() })
  const statement = { source: 'mast-7', ...place, root, signedAtMs: Date.now() }
  const { signedBytes, hash, finish } = statementToSign(statement, keyId)
  const signed = Buffer.from(finish(sign(null, signedBytes, keys.privateKey)))
  return {
    text: JSON.stringify({ signed: signed.toString('base64url'), observations: rows }),
    hash,
  }
}
/** The media type of such a batch. */
export const SIGNED_TYPE = 'application/vnd.holdfast.signed-batch+json'

/** A file of the coast station: one true position report (ITU-R M.1371-5, message 1) between lines that are none. */
export const NMEA_FILE = [
  '!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C',
  '!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*00',
  'boot: receiver 2 restarted, antenna short',
  '',
].join('\r\n')
