// Goal: what the page says of chains, bytes and last signs is what the records say. Method: examples by hand, and the chain
// of core itself, driven through orders of arrival, whose open gaps must be told and no others.
import fc from 'fast-check'
import { NO_CHAIN, linkOf, linked } from '@holdfast/core/observe'
import type { Chain, Quarantine, SignedStatement } from '@holdfast/core/observe'
import type { Finding, SensorHealth } from '@holdfast/core/fuse/health'
import { describe, expect, it } from 'vitest'
import type { FeedRow, SourceRow } from '../api/index.ts'
import { formatAgo } from './ago.ts'
import { bytesOf, dumpOf, formatBytes } from './bytes.ts'
import { wordsOfChain } from './chain-words.ts'
import { figuresOf, quarantineAnchor, standingOf, wordsOfFinding } from './health-words.ts'
import { lastSignOf } from './last-sign.ts'
import { mayDecide, wordsOfEvidence, wordsOfQuarantine } from './quarantine.ts'

const stands = { source: 's', toMs: null, basis: 'heartbeat', reason: '' } as const
const source = (more: Partial<SourceRow>): SourceRow => ({
  id: 's',
  title: 'S',
  nation: 'XAA',
  kind: 'camera',
  reachM: {},
  detection: { pd: 1, falseReport: 0, basis: 'test' },
  group: 's',
  stands: null,
  ...more,
})
const feed = (of: string, lastMs: number | null): FeedRow => ({
  spec: { id: 'f', channel: 'udp', format: 'cot', source: of },
  isOpen: true,
  counts: { bytes: 0, records: 0, accepted: 0, duplicates: 0, rejects: {}, nothings: {}, lastMs },
})

const statement = (sequence: number): SignedStatement => ({
  source: 's',
  keyId: '',
  sequence,
  previous: sequence === 1 ? null : `h${sequence - 1}`,
  root: '',
  signedAtMs: 0,
  hash: `h${sequence}`,
  sign1: '',
})
describe('a chain in words', () => {
  it('tells gaps, forks and replays', () => {
    const { problems, filled } = wordsOfChain({
      head: 9,
      gaps: [
        { from: 2, to: 2 },
        { from: 5, to: 7 },
      ],
      raised: ['gap 3', 'gap 8', 'fork 1', 'replay 4'],
    })
    expect(filled).toBe(0)
    expect(problems).toEqual([
      expect.stringMatching(/^Statement 2 is missing/),
      expect.stringMatching(/^Statements 5 to 7 are missing/),
      expect.stringMatching(/^Fork at statement 1/),
      expect.stringMatching(/^Replay: the old statement 4/),
    ])
  })
  it('keeps what it does not know word for word', () => {
    expect(wordsOfChain({ head: 1, gaps: [], raised: ['moon 3'] }).problems).toEqual(['moon 3'])
  })
  it('counts a gap as filled when all of it came, and not before, in every order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8]), (order) => {
        let chain: Chain = NO_CHAIN
        const raised: { shownBy: number; from: number }[] = []
        for (const n of order) {
          const link = linkOf(chain, statement(n))
          if (link.kind === 'gap') raised.push({ shownBy: n, from: link.from })
          chain = linked(chain, statement(n))
        }
        const missing = (from: number, to: number): boolean =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i).some((n) => !order.includes(n))
        const words = wordsOfChain({
          head: chain.head,
          gaps: chain.gaps,
          raised: raised.map(({ shownBy }) => `gap ${shownBy}`),
        })
        const stillOpen = raised.filter(({ shownBy, from }) => missing(from, shownBy - 1))
        expect(words.filled).toBe(raised.length - stillOpen.length)
        expect(words.problems.length).toBe(chain.gaps.length)
      }),
    )
  })
})

describe('bytes', () => {
  it('stand as hex and as text, sixteen a line', () => {
    const bytes = Uint8Array.from([0x21, 0x41, 0x00, 0xff, ...Array<number>(14).fill(0x42)])
    expect(dumpOf(bytes)).toEqual([
      {
        offset: '0000',
        hex: `21 41 00 ff ${Array(12).fill('42').join(' ')}`,
        text: '!A··BBBBBBBBBBBB',
      },
      { offset: '0010', hex: '42 42', text: 'BB' },
    ])
    expect(dumpOf(new Uint8Array())).toEqual([])
  })
  it('come back from base64; what is none gives none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(bytesOf(Buffer.from(bytes).toString('base64'))).toEqual(Uint8Array.from(bytes))
      }),
    )
    expect(bytesOf('§')).toEqual(new Uint8Array())
  })
  it('are counted in decimal units', () => {
    expect([999, 1_400, 2_345_678, 3_200_000_000].map(formatBytes)).toEqual([
      '999 B',
      '1.4 kB',
      '2.3 MB',
      '3.20 GB',
    ])
  })
})

describe('the last sign of a source', () => {
  it('is the latest of its feeds and observations; another source says nothing of it', () => {
    const feeds = [feed('s', 50), feed('x', 900), feed('s', null)]
    expect(lastSignOf(source({}), feeds, new Map([['s', 40]]))).toMatchObject({ atMs: 50 })
    expect(lastSignOf(source({}), feeds, new Map([['s', 60]]))).toMatchObject({ atMs: 60 })
    expect(lastSignOf(source({}), [feed('x', 900)], new Map())).toBeNull()
  })
  it('lies an interval before the instant from which it counts as down', () => {
    const down = source({ heartbeatMs: 10, stands: { ...stands, state: 'down', fromMs: 110 } })
    expect(lastSignOf(down, [], new Map())).toMatchObject({ atMs: 100 })
    const reported = source({ stands: { ...stands, basis: 'report', state: 'up', fromMs: 110 } })
    expect(lastSignOf(reported, [], new Map())).toBeNull()
  })
})

it.each([
  [0, 'under 1 min ago'],
  [4 * 60_000, '4 min ago'],
  [26 * 3_600_000, '26 h ago'],
  [12 * 86_400_000, '12 days ago'],
  [-300_000, '5 min ahead'],
])('%d ms are %s', (elapsedMs, said) => {
  expect(formatAgo(elapsedMs)).toBe(said)
})

describe('a quarantine in words', () => {
  const period = { sinceMs: 0, toMs: null, coverage: 'down', reason: 'r' } as const
  const quarantine = (more: Partial<Quarantine>): Quarantine => ({
    status: 'provisional',
    periods: [period],
    proposedBy: 'machine',
    reason: 'r',
    evidence: [],
    entry: 7,
    changedMs: 0,
    liftedMs: null,
    liftedKinds: {},
    ...more,
  })
  it('says who left the source out, and that nobody looked where nobody did', () => {
    expect(wordsOfQuarantine(quarantine({}))).toMatch(/the machine leaves it out, and nobody/)
    expect(wordsOfQuarantine(quarantine({ status: 'confirmed' }))).toMatch(/a person confirmed/)
    const byHand = quarantine({ status: 'confirmed', proposedBy: 'person' })
    expect(wordsOfQuarantine(byHand)).toMatch(/set by a person/)
    expect(wordsOfQuarantine(quarantine({ status: 'lifted' }))).toBeNull()
    expect(wordsOfQuarantine(quarantine({ status: 'free', periods: [] }))).toBeNull()
  })
  it('tells its evidence with the numbers, and that a sample is one', () => {
    const { what, numbers } = wordsOfEvidence({
      kind: 'bias',
      fromMs: 0,
      toMs: 180_000,
      statistic: 92.1,
      threshold: 9.21,
      count: 1_200,
      says: 'bias 300 ± 12 m east, 4 ± 12 m north (95 %)',
      observations: ['a', 'b'],
    })
    expect(what).toMatch(/shifted/)
    expect(numbers).toMatch(/^bias 300 ± 12 m east.*10 times its limit/)
    expect(numbers).toMatch(/From 1,200 reports.*a sample of 2 on record/)
  })
  it('lets those decide whom the server lets', () => {
    expect((['analyst', 'head-of-mission', 'watch', 'system'] as const).map(mayDecide)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

const finding = (more: Partial<Finding>): Finding => ({
  kind: 'clock',
  source: 's',
  area: null,
  identities: [],
  fromMs: 0,
  toMs: 600_000,
  score: 3.21,
  count: 1_200,
  observations: [],
  benign: null,
  ...more,
})
describe('what was found, in words', () => {
  it('tells what, of whom, since when and by which figure', () => {
    const words = wordsOfFinding(finding({}), new Map([['s', 'Mast 7']]))
    expect(words).toMatchObject({ subject: 'Mast 7', figure: '3.2 times its limit', benign: null })
    expect(words.what).toMatch(/clock is off/)
    expect(words.since).toMatch(/^since .*, last .*, found 1,200 times$/)
  })
  it('counts the names that it does not tell, says where, and what else it may be', () => {
    const { subject, benign } = wordsOfFinding(
      finding({
        kind: 'manyAtOnePoint',
        source: null,
        identities: ['mmsi:1', 'mmsi:2', 'mmsi:3', 'mmsi:4', 'mmsi:5'],
        area: { centre: { lonDeg: 30, latDeg: 48 }, radiusM: 500 },
        benign: 'oneReceiver',
      }),
      new Map(),
    )
    expect(subject).toMatch(/^mmsi:1, mmsi:2, mmsi:3 and 2 more, within 500 m of /)
    expect(benign).toMatch(/one receiver/)
  })
  it('says which source is left out for it', () => {
    const quarantine = { status: 'provisional' } as Quarantine
    const rows = [{ ...source({}), quarantine }, source({ id: 't' })]
    expect(standingOf(finding({}), rows)).toBe('quarantined')
    expect(standingOf(finding({ source: 't' }), rows)).toBe('used')
    expect(standingOf(finding({ source: null }), rows)).toBeNull()
    expect(quarantineAnchor('s')).toBe('quarantine-s')
  })
  it('lays each figure beside what it should be', () => {
    const sensor: SensorHealth = {
      source: 's',
      fromMs: 0,
      toMs: 60_000,
      count: 400,
      tracks: 9,
      nisRatio: 2.5,
      nisLow: 0.8,
      nisHigh: 1.2,
      frame: 'eastNorth',
      bias: [
        { value: 300, standardError: 10 },
        { value: 0, standardError: 10 },
      ],
      clockS: { value: 2, standardError: 0.1 },
      orElse: [],
      failed: { innovation: 3, bias: 3, clock: 3 },
    }
    expect(figuresOf(sensor)).toEqual([
      'errors 2.5 of what it says (outside 0.80 to 1.2)',
      'shifted 300 ± 20 m east, 0.00 ± 20 m north',
      'clock 2.00 ± 0.20 s',
    ])
    expect(figuresOf({ ...sensor, nisRatio: 1, bias: null, clockS: null })).toEqual([
      'errors 1.0 of what it says (within 0.80 to 1.2)',
    ])
  })
})
