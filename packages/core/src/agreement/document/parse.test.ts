/**
 * Goal: every mistake in a document is told with its place, what is wrong and how to mend it, and none passes.
 * Method: one sound document; a table of copies with one thing wrong, each with its whole message.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { BARE, TERM_HOURS_MIN, balanceOf, parseAgreement } from '../index.ts'

const basis = { kind: 'assumption', source: 'drawn for the test' }
const at = (lonDeg: number, latDeg: number): object => ({ lonDeg, latDeg })
const sound = {
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  lineOfContact: 'line',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [
    { id: 'v1', title: 'one', from: '2020-01-01T00:00:00Z', source: 's' },
    { id: 'v2', title: 'two', from: '2020-02-01T00:00:00Z', source: 's' },
  ],
  thresholds: {
    screening: 0.05,
    quorum: 3,
    occurredUnheardHours: 12,
    partiesHeardHours: 72,
    standards: [{ id: 'clear', title: 'clear', from: 0.5, to: 0.9 }],
  },
  lines: [{ id: 'line', title: 'l', basis, vertices: [at(38, 47), at(38, 49)] }],
  zones: [
    {
      id: 'box',
      title: 'b',
      kind: 'polygon',
      basis,
      ring: [at(0, 0), at(1, 0), at(1, 1), at(0, 0)],
    },
    {
      id: 'deep',
      title: 'd',
      kind: 'withdrawal',
      basis,
      widthM: 50_000,
      lineOf: { A: 'line', B: 'line' },
    },
  ],
  provisions: [
    {
      clause: 'C1',
      title: 't',
      source: 's',
      sinceVersion: 'v1',
      untilVersion: 'v2',
      zone: 'box',
      act: { kinds: ['explosion'], phases: ['outgoing'] },
      weapons: [{ classes: ['mortar'], calibreBelowMm: 121 }],
    },
  ],
  obligations: [
    { clause: 'O1', title: 't', source: 's', due: '2020-01-03T00:00:00Z', party: 'both' },
  ],
}

/** A copy of the sound document with the value at a path replaced. */
function changed(path: string, value: unknown): unknown {
  const copy: Record<string, unknown> = structuredClone(sound)
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  let here: Record<string, unknown> = copy
  for (const part of parts) here = here[part] as Record<string, unknown>
  here[last] = value
  return copy
}

const read = (value: unknown): string => {
  const parsed = parseAgreement(value, () => 'a.yaml:1:1')
  return isRefused(parsed) ? parsed.refused : 'read'
}

const first = sound.provisions[0]
const ring = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]

const mistakes: readonly [path: string, value: unknown, message: string][] = [
  [
    'zones.0.ring',
    ring,
    'zones.0.ring: the polygon is not closed; repeat its first vertex as its last',
  ],
  [
    'zones.0.ring',
    [at(0, 0), at(1, 0), at(0, 0)],
    'zones.0.ring: the polygon has 3 vertices; give at least four, the last like the first',
  ],
  [
    'zones.0.ring',
    [at(0, 0), at(1, 1), at(1, 0), at(0, 1), at(0, 0)],
    'zones.0.ring: the polygon crosses itself after its vertices 0 and 2; put the vertices in order around it',
  ],
  [
    'provisions.0.zone',
    'bx',
    'provisions.0.zone: there is no zone bx; define it, or name one of the zones: box, deep',
  ],
  [
    'lineOfContact',
    'l',
    'lineOfContact: there is no line l; define it, or name one of the lines: line',
  ],
  [
    'zones.1.lineOf.B',
    'other',
    'zones.1.lineOf.B: there is no line other; define it, or name one of the lines: line',
  ],
  [
    'provisions.0.sinceVersion',
    'v0',
    'provisions.0.sinceVersion: there is no version v0; define it, or name one of the versions: v1, v2',
  ],
  [
    'provisions.0.untilVersion',
    'v1',
    'provisions.0.untilVersion: version v1 does not come after v1; name a later one, or leave it out',
  ],
  [
    'versions.1.from',
    '2019-12-31T00:00:00Z',
    'versions.1.from: version v2 does not begin after v1, which stands before it; put the versions in order of time',
  ],
  [
    'versions.1.from',
    '2020-02-30T00:00:00Z',
    'versions.1.from: is "2020-02-30T00:00:00Z"; write an instant in UTC such as 2015-02-14T22:00:00Z',
  ],
  [
    'versions.1.from',
    '2020-02-01T00:00:00+02:00',
    'versions.1.from: is "2020-02-01T00:00:00+02:00"; write an instant in UTC such as 2015-02-14T22:00:00Z',
  ],
  [
    'provisions.0.weapons.0.classes.0',
    'catapult',
    'provisions.0.weapons.0.classes.0: is "catapult"; write one of smallArms, heavyMachineGun, ' +
      'automaticGrenadeLauncher, antiAircraftGun, antiTank, infantryFightingVehicle, tank, mortar, ' +
      'artillery, mlrs, missile, uas',
  ],
  [
    'provisions.0.act.phases.0',
    'gone',
    'provisions.0.act.phases.0: is "gone"; write one of outgoing, impact, airburst, inFlight, undetermined',
  ],
  [
    'provisions.0.weapons.0',
    { calibreFromMm: 121, calibreBelowMm: 100 },
    'provisions.0.weapons.0: no calibre is from 121 mm and below 100 mm; swap the two',
  ],
  [
    'provisions.0.binds',
    { party: 'A' },
    'provisions.0.binds: binds party A only; say why, or remove binds so that it binds both',
  ],
  ['obligations.0.party', 'B', 'obligations.0: binds party B only; say why, or write both'],
  ['thresholds.screening', 1.5, 'thresholds.screening: is 1.5; write a number from 0 to 1'],
  ['thresholds.quorum', 1, 'thresholds.quorum: is 1; write a number from 2 to 50'],
  ['thresholds.quorum', 2.5, 'thresholds.quorum: is 2.5; write a whole number of nations'],
  [
    'thresholds.occurredUnheardHours',
    0.999,
    'thresholds.occurredUnheardHours: is 0.999; write a number from 1 to 8760',
  ],
  [
    'thresholds.partiesHeardHours',
    0,
    'thresholds.partiesHeardHours: is 0; write a number from 1 to 8760',
  ],
  [
    'thresholds.breaches',
    [
      {
        id: 'k',
        title: 'k',
        standard: 'clear',
        attributionStandard: 'clear',
        occurredUnheardHours: 0,
      },
    ],
    'thresholds.breaches.0.occurredUnheardHours: is 0; write a number from 1 to 8760',
  ],
  [
    'thresholds.standards.0.from',
    0.95,
    'thresholds.standards.0: the band of clear runs from 0.95 to 0.9; write the lower bound as from',
  ],
  ['zones.1.id', 'box', 'zones.1.id: box is there twice; give each its own id'],
  ['versions.1.id', 'v1', 'versions.1.id: v1 is there twice; give each its own id'],
  ['provisions', [first, first], 'provisions.1.clause: C1 is there twice; give each its own id'],
  ['obligations.0.clause', 'C1', 'obligations.0.clause: C1 is there twice; give each its own id'],
  [
    'obligations.0.due',
    '2019-01-01T00:00:00Z',
    'obligations.0.due: O1 is due before the first version begins; write a later instant',
  ],
  ['provisions', [], 'provisions: the list is empty; give at least one provision'],
  [
    'lines.0.vertices',
    [at(38, 47)],
    'lines.0.vertices: the line has 1 vertices; give at least two',
  ],
  [
    'lines.0.vertices.0',
    at(38, 91),
    'lines.0.vertices.0.latDeg: is 91; write a number from -90 to 90',
  ],
  ['parties.B', undefined, 'parties.B: is missing; write a map of keys and values'],
  ['title', ' ', 'title: is " "; write a text that is not empty'],
]

describe('parseAgreement', () => {
  test('takes the shortest time in which somebody can answer', () => {
    for (const key of ['occurredUnheardHours', 'partiesHeardHours'])
      expect(read(changed(`thresholds.${key}`, TERM_HOURS_MIN))).toBe('read')
  })

  test('reads a sound document', () => {
    const parsed = parseAgreement(sound, () => '')
    expect(parsed).toMatchObject({
      ...BARE,
      id: 'test',
      linesOfContact: [{ line: 'line', fromMs: 0 }],
      obligations: [{ due: { kind: 'at', atMs: 1_578_009_600_000 }, kind: 'other' }],
      versions: [{ fromMs: 1_577_836_800_000 }, { fromMs: 1_580_515_200_000 }],
      thresholds: { occurredUnheardMs: 43_200_000, partiesHeardMs: 259_200_000 },
      zones: [{ polygon: { ring: sound.zones[0]?.ring } }, { widthM: 50_000 }],
    })
  })

  test.each(mistakes)('%s = %j', (path, value, message) => {
    // A change may have a second error behind it (a version that is gone): the first line is the one told here.
    expect(
      read(changed(path, value))
        .split('\n')
        .map((line) => line.replace('a.yaml:1:1: ', '')),
    ).toContain(message)
  })

  test('tells every error at once, and survives any value', () => {
    expect(read({ ...sound, title: '', ladder: '' }).split('\n')).toHaveLength(2)
    fc.assert(
      fc.property(fc.jsonValue(), (value) => read(value) !== 'read'),
      { numRuns: 200 },
    )
  })

  test('what binds one party is allowed with a reason, and stays visible', () => {
    const parsed = parseAgreement(
      changed('provisions.0.binds', { party: 'A', why: 'B has none' }),
      () => '',
    )
    if (isRefused(parsed)) throw new Error(parsed.refused)
    expect(balanceOf(parsed)).toEqual({
      both: 1,
      onlyA: 1,
      onlyB: 0,
      oneSided: [{ clause: 'C1', party: 'A', why: 'B has none' }],
      places: [],
    })
  })
})
