/**
 * Goal: a registry's author hears of each fault at its line; and no key is enrolled under which nobody's signature, or
 * anybody's, could pass. Method: the document that ships; a table of one fault each with the whole line expected; the
 * eight points of small order of Ed25519, and honest keys with each of them added, made with another library's curve
 * arithmetic; honest keys of node's own.
 */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ed25519 } from '@noble/curves/ed25519.js'
import { isRefused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readSources } from './index.ts'

const refusal = (text: string): string => {
  const read = readSources(text, 'mine.yaml')
  return isRefused(read) ? read.refused : 'read'
}
const honest = (): string => {
  const { publicKey } = generateKeyPairSync('ed25519')
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex')
}

// One source, with the lines 10 on to be filled in.
const source = (more = '', change: Readonly<Record<string, string>> = {}): string => {
  const lines = {
    id: 'id: mast-7',
    title: 'title: Mast 7',
    nation: 'nation: XAA',
    kind: 'kind: camera',
    reach: 'reachM: { explosion: 9000 }',
    detection: 'detection:',
    pd: '  pd: 0.9',
    falseReport: '  falseReport: 0.1',
    basis: '  basis: measured',
    ...change,
  }
  return `sources:\n  - ${Object.values(lines).join('\n    ')}\n${more
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}\n`))
    .join('')}`
}
const key = (hex: string): string =>
  source(`keys:\n  - publicKey: '${hex}'\n    from: 2026-01-01T00:00:00Z`)

describe('documents that are good', () => {
  test('the example that ships is read whole', () => {
    const path = new URL('../../../../data/sources/example.yaml', import.meta.url)
    const read = readSources(readFileSync(path, 'utf8'), 'example.yaml')
    if (isRefused(read)) throw new Error(read.refused)
    const { sources } = read
    expect(new Set(sources.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(8)
    for (const { nation, detection } of sources) {
      expect(nation).toMatch(/^XA[A-E]$/)
      expect(detection.basis).toMatch(/^(ASSUMPTION: |measured )/)
    }
    expect(sources.find(({ id }) => id === 'mast-7')).toMatchObject({
      heartbeatMs: 60_000,
      model: { name: 'heat-net', version: '3.1' },
      calibration: {
        confusion: {
          rows: [
            [0.95, 0.05],
            [0.1, 0.9],
          ],
        },
        clock: 'gnss',
      },
    })
  })

  test('the least that a source needs is filled in without claiming anything', () => {
    expect(readSources(source(), 'mine.yaml')).toEqual({
      sources: [
        {
          id: 'mast-7',
          title: 'Mast 7',
          nation: 'XAA',
          kind: 'camera',
          reachM: { explosion: 9000 },
          detection: { pd: 0.9, falseReport: 0.1, basis: 'measured' },
          group: 'mast-7',
        },
      ],
    })
  })

  test('a key is named by the hash of its bytes, whatever the case of its digits', () => {
    const hex = honest()
    const keyId = createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')
    expect(readSources(key(hex.toUpperCase()), 'mine.yaml')).toMatchObject({
      sources: [{ keys: [{ keyId, publicKey: hex, fromMs: Date.UTC(2026, 0), revokedMs: null }] }],
    })
  })
})

const MEMBERS =
  'id, title, nation, kind, group, reachM, detection, site, trajectory, calibration, model, label, keys, unsigned, heartbeatSeconds, synthetic'
const INSTANT = 'write an instant in UTC such as 2015-02-14T22:00:00Z'
const KINDS =
  'patrol, camera, acoustic, radar, ais, adsb, uav, satellite, gateway, inspection, party, media, public, foreign'
const ID =
  'is no id; 1 to 128 letters, digits, dots, colons, hyphens or underscores, the first a letter or digit'

describe('faults are told at their line', () => {
  test.each<[string, string, string]>([
    [
      'a member that nobody knows',
      source('colour: red'),
      `mine.yaml:11:13: sources.0.colour: is not known here; write one of ${MEMBERS}`,
    ],
    ['an id of a path', source('', { id: 'id: ../mast' }), `mine.yaml:2:9: sources.0.id: ${ID}`],
    [
      'no kind of ours',
      source('', { kind: 'kind: spy' }),
      `mine.yaml:5:11: sources.0.kind: is "spy"; write one of ${KINDS}`,
    ],
    [
      'no reach',
      source('', { reach: 'reachM: { explosion: 0 }' }),
      'mine.yaml:6:26: sources.0.reachM.explosion: is 0; write a number above 0 and at most 20037508',
    ],
    [
      'no probability',
      source('', { pd: '  pd: 90' }),
      'mine.yaml:8:11: sources.0.detection.pd: is 90; write a number from 0 to 1',
    ],
    [
      'no basis',
      source('', { basis: '  basis: ""' }),
      'mine.yaml:10:14: sources.0.detection.basis: is ""; write a text that is not empty',
    ],
    [
      'a heartbeat that is none',
      source('heartbeatSeconds: 0'),
      'mine.yaml:11:23: sources.0.heartbeatSeconds: is 0; write a number from 1 to 604800',
    ],
    [
      'a word for unsigned',
      source('unsigned: yes'),
      'mine.yaml:11:15: sources.0.unsigned: is "yes"; write one of accepted, refused',
    ],
    [
      'a key too short',
      key('ab'),
      'mine.yaml:12:20: sources.0.keys.0.publicKey: is no Ed25519 key; write its 32 bytes as 64 hex digits',
    ],
    [
      'a key without a start',
      source(`keys:\n  - publicKey: '${'ab'.repeat(32)}'\n    from: soon`),
      `mine.yaml:13:15: sources.0.keys.0.from: is "soon"; ${INSTANT}`,
    ],
    [
      'a place off the globe',
      source('site: { lonDeg: 200, latDeg: 1, heightM: 0, errorM: 1 }'),
      'mine.yaml:11:21: sources.0.site.lonDeg: is 200; write a number from -180 to 180',
    ],
    [
      'an id twice',
      `${source()}  - { id: mast-7, title: x, nation: XAA, kind: ais, detection: { pd: 1, falseReport: 0, basis: x } }\n`,
      'mine.yaml:11:11: sources.1.id: mast-7 is there twice; give each its own id',
    ],
    [
      'a site at 0, 0',
      source('site: { lonDeg: 0, latDeg: 0, heightM: 0, errorM: 1 }'),
      'mine.yaml:2:5: sources.0: source mast-7: site.position 0, 0 stands for a missing one; leave the site out',
    ],
    ['no list', 'sources: 7\n', 'mine.yaml:1:10: sources: is 7; write a list'],
  ])('%s', (_, text, expected) => {
    expect(refusal(text)).toBe(expected)
  })

  test('several faults are told at once, each at its own line', () => {
    const told = refusal(source('unsigned: yes', { pd: '  pd: 90' })).split('\n')
    expect(told.map((line) => line.split(' ')[0])).toEqual(['mine.yaml:8:11:', 'mine.yaml:11:15:'])
  })

  test('text that is no YAML', () => {
    expect(refusal('sources: [')).toMatch(/^mine\.yaml:1:\d+: .*; /)
  })
})

const lines = (keys: readonly string[]): string =>
  source(
    `keys:\n${keys.map((hex) => `  - { publicKey: '${hex}', from: 2026-01-01T00:00:00Z }`).join('\n')}`,
  )

describe('keys', () => {
  const { Point } = ed25519
  // Multiplying by the order of the prime subgroup leaves what a point holds of small order: eight points in all.
  const order = Point.Fn.ORDER
  const torsion = new Map<string, InstanceType<typeof Point>>()
  for (let y = 0; torsion.size < 8 && y < 400; y += 1) {
    const bytes = createHash('sha256').update(String(y)).digest()
    bytes[31] = (bytes[31] ?? 0) & 127
    try {
      const point = Point.fromHex(bytes.toString('hex'))
      const small = point.multiplyUnsafe(order - 1n).add(point)
      torsion.set(small.toHex(), small)
    } catch {
      // About half of all y are on no point.
    }
  }
  const points = [...torsion.values()]
  const notNeutral = points.filter((point) => !point.equals(Point.ZERO))

  test('the points of small order are the known eight', () => {
    expect([...torsion.keys()].toSorted()).toEqual([
      '0000000000000000000000000000000000000000000000000000000000000000',
      '0000000000000000000000000000000000000000000000000000000000000080',
      '0100000000000000000000000000000000000000000000000000000000000000',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ])
  })

  test.each(points.map((point) => point.toHex()))('%s is refused: of small order', (hex) => {
    expect(refusal(key(hex))).toBe(
      `mine.yaml: source mast-7: key ${hex}: is a point of small order, which no honest key is; make a new key`,
    )
  })

  // Encodings with y at or above the field's prime name the same points again.
  test.each([
    'ed'.padEnd(62, 'f') + '7f',
    'ee'.padEnd(62, 'f') + '7f',
    'ed'.padEnd(62, 'f') + 'ff',
    'ff'.repeat(32),
    '01'.padEnd(62, '0') + '80',
  ])('%s is refused: no canonical encoding', (hex) => {
    expect(refusal(key(hex))).toContain(hex)
  })

  test('an honest key with each of the seven others added is refused: of mixed order', () => {
    expect(notNeutral).toHaveLength(7)
    for (const small of notNeutral) {
      const mixed = Point.fromHex(honest()).add(small)
      expect(refusal(key(mixed.toHex()))).toMatch(/: is a point of mixed order, /)
    }
  })

  test('32 bytes that are no point are refused', () => {
    // y = 2 has no x on the curve.
    expect(refusal(key('02'.padEnd(64, '0')))).toMatch(/: is no point on the curve Ed25519; /)
  })

  test('one bad key among honest ones is refused, and honest ones alone are taken', () => {
    const good = Array.from({ length: 8 }, honest)
    expect(refusal(lines(good))).toBe('read')
    expect(refusal(lines([...good, points[0]?.toHex() ?? '']))).toMatch(/ order, /)
  })
})
