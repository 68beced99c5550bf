/**
 * A factbook's table of nations' armed forces, as rows: how many serve, and what it says of people deployed already. How
 * many serve is a figure of all armed forces, which sustains nobody by itself; what cannot be read as a number of people
 * stays unknown, with the words as its source.
 */
import type { Commitment, Figure } from '@holdfast/core/generate/register'
import { isRefused, type Refused } from '@holdfast/core/units'
import { RowReader, headOf } from './columns.ts'
import type { Row } from './rows.ts'

const COLUMNS = [
  'iso3',
  'country',
  'gec',
  'active_low',
  'active_high',
  'personnel_text',
  'deployments_text',
  'service_obligation',
  'expenditure_latest',
  'inventory_text',
] as const
const NEEDED = ['iso3', 'active_low', 'active_high', 'personnel_text', 'deployments_text']
/** Longest words that are quoted, characters. */
const QUOTE_MAX = 400

/** What one table gives. */
export interface FactbookNumbers {
  readonly figures: readonly Figure[]
  readonly commitments: readonly Commitment[]
}

const quoteOf = (text: string): string =>
  text.length > QUOTE_MAX ? `${text.slice(0, QUOTE_MAX - 1)}…` : text
const yearOf = (text: string): string => /\((\d{4})\b[^)]*\)\s*$/u.exec(text)?.[1] ?? 'not stated'

const NUMBER = String.raw`\d{1,3}(?:,\d{3})*|\d+`
/** A list may name a place before its number, as `Lebanon 170 (UNIFIL)`. */
const PLACE_FIRST = String.raw`(\p{Lu}[\p{L} -]*?) (${NUMBER}) (\(\p{Lu}[^)]*\))`
const NEXT_PLACE = new RegExp(`, (?=${PLACE_FIRST})`, 'u')
const PLACE_AND_NUMBER = new RegExp(`^${PLACE_FIRST}`, 'u')
const NUMBER_AND_PLACE = new RegExp(
  `^(?:about |approximately |around |over |up to )?(${NUMBER}) (.+)$`,
  'iu',
)

/** The places where people are, one part each, in the table's own words but for the blanks of the page that it was. */
const partsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/&nbsp;?|\u00A0/gu, ' ')
    .split(';')
    .flatMap((part) => part.split(NEXT_PLACE).filter((_, i) => i % 4 === 0))
    .map((part) => part.trim())
    // A year alone says of when the words before it are.
    .filter((part) => part !== '' && !/^\(\d{4}\b[^)]*\)$/u.test(part))

/** The number of people that a part gives, and what of; null where it does not begin with either. */
function peopleIn(part: string): { readonly n: number; readonly title: string } | null {
  const [, digits, title] = NUMBER_AND_PLACE.exec(part) ?? []
  const [, place, after, of] = PLACE_AND_NUMBER.exec(part) ?? []
  const [number = after, what = place === undefined ? undefined : `${place} ${of ?? ''}`] = [
    digits,
    title,
  ]
  return number === undefined || what === undefined
    ? null
    : { n: Number(number.replaceAll(',', '')), title: what }
}

/** One part of the deployments: a number of people, else unknown. */
function commitmentOf(part: string, nation: string, at: number, article: string): Commitment {
  const read = peopleIn(part)
  return {
    id: `${nation}-factbook-deployed-${at + 1}`,
    nation,
    title: read?.title ?? quoteOf(part),
    persons:
      read === null
        ? { kind: 'unknown' }
        : { kind: 'range', min: /^up to /iu.test(part) ? 0 : read.n, max: read.n, unit: 'persons' },
    sources: [{ article, quote: quoteOf(part) }],
  }
}

/** The numbers of a factbook's rows, named by `article`; or every fault with its place, at most twenty. */
export function readFactbook(rows: readonly Row[], article: string): FactbookNumbers | Refused {
  const names = headOf(rows[0], COLUMNS, NEEDED)
  if (isRefused(names)) return names
  const faults: string[] = []
  const figures: Figure[] = []
  const commitments: Commitment[] = []
  for (const row of rows.slice(1)) {
    const read = new RowReader(row, names, faults)
    const nation = read.text('iso3')
    if (!/^[A-Z]{3}$/u.test(nation))
      read.fault(`iso3 is ${nation.slice(0, 20)}`, 'write three capitals')
    const words = read.cell('personnel_text').trim()
    const [low, high] = [read.number('active_low'), read.number('active_high')]
    if (low !== null && high !== null && high < low)
      read.fault('active_high is below active_low', 'correct one of them')
    // A nation without forces has words and no number: there is nothing to record of it.
    if (low !== null && high !== null)
      figures.push({
        id: `${nation}-factbook-active`,
        nation,
        basis: 'armedForces',
        quantity: { kind: 'range', min: low, max: high, unit: 'persons' },
        definition: 'active-duty military personnel of all services',
        asOf: yearOf(words),
        sources: [{ article, quote: quoteOf(words === '' ? 'no words' : words) }],
      })
    for (const [at, part] of partsOf(read.cell('deployments_text')).entries())
      commitments.push(commitmentOf(part, nation, at, article))
  }
  return faults.length === 0 ? { figures, commitments } : { refused: faults.join('\n') }
}
