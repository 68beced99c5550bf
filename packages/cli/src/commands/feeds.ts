import type { Command } from 'commander'
import { withAccess } from '../access/index.ts'
import { iso, printJson, printTable } from '../output/index.ts'
import { dataOption } from './options.ts'

interface FeedsAnswer {
  readonly ways: readonly {
    readonly id: string
    readonly kind: string
    readonly where: string
    readonly isUp: boolean
    readonly peers: number
    readonly lastError: string | null
  }[]
  readonly threadsReplaced: { readonly count: number; readonly last: string | null }
  readonly feeds: readonly {
    readonly spec: {
      readonly id: string
      readonly channel: string
      readonly format: string
      readonly source: string
    }
    readonly isOpen: boolean
    readonly counts: {
      readonly bytes: number
      readonly records: number
      readonly accepted: number
      readonly duplicates: number
      readonly rejects: Readonly<Record<string, number>>
      readonly nothings: Readonly<Record<string, number>>
      readonly lastMs: number | null
    }
  }[]
}

/** `holdfast feeds`: what each feed brought since the server started. */
export function addFeeds(program: Command): void {
  program
    .command('feeds')
    .description('the feeds of other formats, and what each brought since the server started')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nFeeds are open only while a server runs (`holdfast start --intake FILE`).\n\nExample:\n  $ holdfast feeds --json\n',
    )
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const answer = (await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.feeds(),
      )) as FeedsAnswer
      if (json === true) printJson(answer)
      else print(answer)
    })
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, n) => total + n, 0)

function print({ ways, threadsReplaced, feeds }: FeedsAnswer): void {
  printTable(
    'ways in',
    ['id', 'kind', 'where', '', 'peers', 'last trouble'],
    ways.map(({ id, kind, where, isUp, peers, lastError }) => [
      id,
      kind,
      where,
      isUp ? 'up' : 'DOWN',
      peers,
      lastError ?? 'none',
    ]),
    threadsReplaced.count === 0
      ? undefined
      : `${threadsReplaced.count} threads of intake had to be replaced, the last because: ${threadsReplaced.last ?? 'unknown'}`,
  )
  printTable(
    'feeds',
    [
      'feed',
      'by',
      'format',
      'source',
      '',
      'bytes',
      'records',
      'taken',
      'known',
      'no observation',
      'rejects',
      'last',
    ],
    feeds.map(({ spec, isOpen, counts }) => [
      spec.id,
      spec.channel,
      spec.format,
      spec.source,
      isOpen ? 'open' : 'closed',
      counts.bytes,
      counts.records,
      counts.accepted,
      counts.duplicates,
      sum(counts.nothings),
      sum(counts.rejects),
      counts.lastMs === null ? 'never' : iso(counts.lastMs),
    ]),
    'what was not understood: `holdfast rejects --feed FEED`',
  )
}
