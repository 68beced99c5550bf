import Table from 'cli-table3'
import { isRefused, visible, type Refused } from '@holdfast/core/units'

/** Prints one JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** Prints a titled table on stdout: plain characters, no colour, so that it can be pasted into a report. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  note?: string,
): void {
  process.stdout.write(`\n${visible(title)}\n`)
  if (rows.length === 0) {
    process.stdout.write('  none\n')
  } else {
    const table = new Table({
      head: [...head],
      style: { head: [], border: [] },
      chars: {
        top: '',
        'top-mid': '',
        'top-left': '',
        'top-right': '',
        bottom: '',
        'bottom-mid': '',
        'bottom-left': '',
        'bottom-right': '',
        left: ' ',
        'left-mid': ' ',
        mid: '─',
        'mid-mid': '─',
        right: '',
        'right-mid': '',
        middle: '  ',
      },
    })
    table.options.chars.mid = ''
    table.options.chars['left-mid'] = ''
    table.options.chars['mid-mid'] = ''
    for (const row of rows) table.push(row.map((cell) => visible(String(cell))))
    process.stdout.write(`${table.toString()}\n`)
  }
  if (note !== undefined) process.stdout.write(`  ${visible(note)}\n`)
}

/** Where commands print. */
interface Printed {
  readonly isTTY?: boolean
  write: NodeJS.WriteStream['write']
}

/**
 * Writes out, on a terminal, every sign that it would obey instead of showing it: what is printed was typed by somebody else.
 * A file or a pipe gets the bytes as they are, for documents are written to them.
 */
export function guardTerminal(stream: Printed): void {
  if (stream.isTTY !== true) return
  const write = stream.write.bind(stream) as (...given: readonly unknown[]) => boolean
  stream.write = (chunk: unknown, ...rest: readonly unknown[]) =>
    write(typeof chunk === 'string' ? visible(chunk) : chunk, ...rest)
}

/** Writes a line of progress on stderr, only where someone watches a terminal. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

/** Ends the progress line. */
export function progressDone(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}

/** An operating error: the command says it on stderr and exits with 1. */
export class CommandRefused extends Error {}

/** Passes a good result on; a refusal ends the command with its reason. */
export function orRefuse<T extends object>(result: T): Exclude<T, Refused> {
  if (isRefused(result)) throw new CommandRefused(result.refused)
  return result as Exclude<T, Refused>
}

/** An instant in ISO 8601, UTC, without the milliseconds when they are zero; words where no date holds it. */
export function iso(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime())
    ? `no date (${ms} ms)`
    : date.toISOString().replace('.000Z', 'Z')
}

/** A probability in two decimals. */
export const p = (probability: number): string => probability.toFixed(2)
/** A figure with what it is worth by an adopted recalibration: `0.54, raw 0.83`; empty where there is none. */
export const pWorth = (
  raw: number | null,
  worth: { readonly probability: number } | undefined,
): string => {
  if (raw === null) return ''
  return worth === undefined ? p(raw) : `${p(worth.probability)}, raw ${p(raw)}`
}
/** A candidate's figure (`pWorth`); `not known` where something is undecided and the figure is a bound of one, which bounds nothing. */
export const pCandidate = (one: {
  readonly probability: number | null
  readonly undecided: readonly string[]
  readonly recalibrated?: { readonly probability: number }
}): string =>
  one.probability !== null && one.undecided.length > 0 && one.probability >= 0.995
    ? 'not known'
    : pWorth(one.probability, one.recalibrated)
/** A probability with its interval of ignorance: `0.86 (0.41–0.97)`; without one where none is known. */
export const pWithin = ({
  probability,
  interval,
}: {
  readonly probability: number
  readonly interval?: { readonly low: number; readonly high: number }
}): string =>
  interval === undefined
    ? p(probability)
    : `${p(probability)} (${p(interval.low)}–${p(interval.high)})`
