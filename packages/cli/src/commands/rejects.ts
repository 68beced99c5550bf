import type { Command } from 'commander'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption } from './options.ts'

/** The most rejects of one page. */
const LIMIT_MAX = 500
/** How many of a reject's bytes a line of the table shows. */
const SHOWN_BYTES = 24

interface RejectsOptions {
  readonly data: string
  readonly source?: string
  readonly reason?: string
  readonly feed?: string
  readonly before?: string
  readonly limit: string
  readonly json?: boolean
}
interface RejectsAnswer {
  readonly rows: readonly {
    readonly id: number
    readonly atMs: number
    readonly feed: string
    readonly source: string
    readonly format: string
    readonly reason: string
    readonly detail: string
    readonly offset: number
    readonly length: number
    readonly bytes: string
  }[]
  readonly next: number | null
}

/** `holdfast rejects`: what came in and was not understood. */
export function addRejects(program: Command): void {
  program
    .command('rejects')
    .description('what came in by feeds and was not understood, newest first, with its first bytes')
    .addOption(dataOption())
    .option('--source <id>', 'of this source only')
    .option('--reason <word>', 'for this reason only, for instance bad-checksum')
    .option('--feed <id>', 'of this feed only')
    .option('--before <id>', 'older than this reject: the next page')
    .option('--limit <n>', `how many, at the most ${LIMIT_MAX}`, '100')
    .option('--json', 'print one JSON object; `bytes` are base64')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast rejects --source mast-7 --reason bad-checksum\n',
    )
    .action(async ({ data, json, limit, before, source, reason, feed }: RejectsOptions) => {
      const asked = {
        ...(source === undefined ? {} : { source }),
        ...(reason === undefined ? {} : { reason }),
        ...(feed === undefined ? {} : { feed }),
        ...(before === undefined
          ? {}
          : { before: whole('--before', before, [0, Number.MAX_SAFE_INTEGER]) }),
        limit: whole('--limit', limit, [1, LIMIT_MAX]),
      }
      const answer = (await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.rejects(asked),
      )) as RejectsAnswer
      if (json === true) printJson(answer)
      else print(answer)
    })
}

function whole(option: string, text: string, [min, max]: readonly [number, number]): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max))
    throw new CommandRefused(`${option} ${text}: give a whole number from ${min} to ${max}`)
  return value
}

// Bytes of strangers: nothing of them reaches the terminal but as hex or plain ASCII.
function shown(base64: string): string {
  const bytes = Buffer.from(base64, 'base64').subarray(0, SHOWN_BYTES)
  const isPlain = bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
  return isPlain ? bytes.toString('latin1') : bytes.toString('hex')
}
const printable = (text: string): string => text.replaceAll(/[^\u0020-\u007e\u00a0-\uffff]/gu, '?')

function print({ rows, next }: RejectsAnswer): void {
  printTable(
    'not understood',
    ['id', 'at', 'feed', 'source', 'reason', 'detail', 'offset', 'bytes', 'first bytes'],
    rows.map(({ id, atMs, feed, source, reason, detail, offset, length, bytes }) => [
      id,
      iso(atMs),
      feed,
      source,
      reason,
      printable(detail),
      offset,
      length,
      shown(bytes),
    ]),
    next === null ? undefined : `older ones: --before ${next}`,
  )
}
