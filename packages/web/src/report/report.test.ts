// Goal: the page reads of a written report what an issue puts on record, whatever the format, and asks for a report by
// what its kind takes. Method: the files that the writer's own tests hold it to, a PDF's keywords as they are written, and
// tables of small forms.
import { readFileSync } from 'node:fs'
import type { Issued } from '@holdfast/core/report'
import { describe, expect, it } from 'vitest'
import { EDITIONS_OF, askedOf, issueCommand, standingIssue } from './asked.ts'
import type { Wanted } from './asked.ts'
import { digestOf, framed, stampOf, sumsOf } from './stamp.ts'
import type { Stamp } from './stamp.ts'

const golden = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../formats/src/edition/golden/${name}`, import.meta.url))
const text = (words: string): Uint8Array => new TextEncoder().encode(words)

const STAMP: Stamp = {
  head: {
    version: 3,
    kind: 'daily',
    number: 60,
    year: 2026,
    edition: 'public',
    period: { fromMs: 1, toMs: 2 },
    previous: null,
    topic: null,
    incident: null,
    asOfMs: 3,
    logSize: 12,
    exercise: null,
  },
  language: 'en',
  format: 'pdf',
}

describe('the stamp', () => {
  it.each([
    ['daily-monitor-en.html', 'html'],
    ['daily-public-fr.csv', 'csv'],
  ] as const)('is read from what the writer wrote: %s', (name, format) => {
    const stamp = stampOf(golden(name), format)
    expect(stamp).toMatchObject({ format, head: { kind: 'daily', number: 60, logSize: 12 } })
  })
  it('is read from a member of a GeoJSON', () => {
    const file = JSON.stringify({ type: 'FeatureCollection', report: { stamp: STAMP } })
    expect(stampOf(text(file), 'geojson')).toEqual(STAMP)
  })
  it('is read from the keywords of a PDF', () => {
    const hex = Buffer.from(JSON.stringify(STAMP)).toString('hex')
    expect(stampOf(text(`%PDF-1.7 /Keywords (HOLDFAST-REPORT:${hex})`), 'pdf')).toEqual(STAMP)
  })
  it('is none where a file bears none, whatever it is said to be', () => {
    for (const format of ['html', 'csv', 'geojson', 'pdf'] as const)
      for (const words of ['', '{', 'a,b', '%PDF-1.7 HOLDFAST-REPORT:00'])
        expect(stampOf(text(words), format)).toBeNull()
  })
})

it('a digest is the SHA-256 of the file (FIPS 180-4, of "abc")', () => {
  expect(digestOf(text('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

it('lines that name their entries are counted, and the page’s nonce goes to the style sheet alone', () => {
  const html =
    '<style>p{}</style><td data-cell="r1/n" x><td data-cell="r1/from" x><td data-cell="r2/n" x>'
  expect(sumsOf(html)).toEqual({ lines: 2, fields: 3, linked: 1 })
  expect(framed(html, 'N')).toBe(html.replace('<style>', '<style nonce="N">'))
})

const WANTED: Wanted = {
  kind: 'daily',
  edition: 'public',
  language: 'uk',
  date: '2026-03-01',
  from: '2026-02-01',
  to: '2026-03-01',
  topic: 'kinetic',
  incident: 'I-4',
}
it.each([
  ['daily', { date: '2026-03-01' }],
  ['twoWeekly', { date: '2026-03-01' }],
  ['spot', { incident: 'I-4' }],
  ['thematic', { topic: 'kinetic', from: '2026-02-01', to: '2026-03-01' }],
] as const)('a %s report is asked for by what it takes, and no more', (kind, takes) => {
  expect(askedOf({ ...WANTED, kind }, 'csv')).toEqual({
    kind,
    edition: 'public',
    language: 'uk',
    format: 'csv',
    ...takes,
  })
})

const issued = (entry: number, more: object = {}): Issued =>
  ({
    ...STAMP.head,
    language: 'en',
    format: 'pdf',
    entry,
    correctedBy: null,
    ...more,
  }) as unknown as Issued

describe('an issue', () => {
  it('says what its file says, and which one it corrects', () => {
    expect(issueCommand(STAMP, 'ab', { corrects: 7, reason: 'r' })).toMatchObject({
      type: 'issueReport',
      number: 60,
      format: 'pdf',
      period: { fromMs: 1, toMs: 2 },
      logSize: 12,
      asOfMs: 3,
      sha256: 'ab',
      corrects: 7,
      reason: 'r',
      incident: null,
    })
  })
  it('corrects the one of the same report in the same writing that stands', () => {
    const list = [issued(1, { correctedBy: 4 }), issued(4), issued(5, { format: 'csv' })]
    expect(standingIssue(list, STAMP)?.entry).toBe(4)
    expect(standingIssue([issued(1, { edition: 'monitor' })], STAMP)).toBeUndefined()
  })
})

it('an office that sees less has fewer editions, and none has another’s', () => {
  expect(EDITIONS_OF.monitor).toContain('monitor')
  expect(EDITIONS_OF.commission).not.toContain('monitor')
  expect(EDITIONS_OF.guarantors).toEqual(['coalition', 'public'])
})
