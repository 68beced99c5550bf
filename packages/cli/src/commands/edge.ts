import { Option, type Command } from 'commander'
import {
  makeSourceKey,
  openEdge,
  readEdgeConfig,
  readEdgeStatus,
  registryLine,
  type EdgeStatus,
} from '@holdfast/server/edge'
import { CommandRefused, iso, orRefuse, printJson, printTable } from '../output/index.ts'

/** Where an edge lives when no directory is named. */
const EDGE_DIR = 'holdfast-edge'
const edgeDataOption = (): Option =>
  new Option('--data <dir>', "the edge's directory: keys, spool, answers")
    .default(EDGE_DIR)
    .env('HOLDFAST_EDGE_DATA')

const report = (text: string): void => {
  process.stderr.write(`${iso(Date.now())} ${text}\n`)
}

/** `holdfast edge run|status|key`: taking in at a hub or sensor site, and forwarding over a link that is not always there. */
export function addEdge(program: Command): void {
  const edge = program
    .command('edge')
    .description('take in at a hub or sensor site, sign, keep, and forward to the centre')
  addRun(edge)
  addStatus(edge)
  addKey(edge)
}

function addRun(edge: Command): void {
  edge
    .command('run')
    .description('take in by the ways of the document, and forward, until it is stopped')
    .requiredOption('--config <file>', "the edge's document (docs/guides/running-an-edge.md)")
    .addOption(edgeDataOption())
    .option('--json', 'print one JSON object once it runs')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast edge run --config edge.yaml --data /var/lib/holdfast-edge\n',
    )
    .action(
      async ({ config: path, data, json }: { config: string; data: string; json?: boolean }) => {
        const config = orRefuse(await readEdgeConfig(path))
        const running = orRefuse(await openEdge({ config, dir: data, report }))
        const { name, centre, ways, sources } = running.status()
        let isStopping = false
        const stop = (signal: string): void => {
          if (isStopping) return
          isStopping = true
          process.stderr.write(`${signal}: closing\n`)
          void running.close().then(
            () => process.exit(0),
            (error: unknown) => {
              process.stderr.write(
                `holdfast: ${error instanceof Error ? error.message : String(error)}\n`,
              )
              process.exit(1)
            },
          )
        }
        // Before it says that it runs: who waits for that may stop it at once.
        process.on('SIGINT', stop)
        process.on('SIGTERM', stop)
        if (json === true) printJson({ name, centre, data, ways })
        else {
          process.stdout.write(`the edge ${name} keeps in ${data} and forwards to ${centre}\n`)
          for (const { id, where } of ways) process.stdout.write(`  ${id}: ${where}\n`)
        }
        for (const { source, signer } of sources)
          if (signer === null)
            report(
              `${source} has neither a key here nor one of its own: nothing of it is taken; say \`holdfast edge key --source ${source}\``,
            )
      },
    )
}

function addStatus(edge: Command): void {
  edge
    .command('status')
    .description('how an edge stands: link, disk, and each source; also when it does not run')
    .addOption(edgeDataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast edge status --data /var/lib/holdfast-edge\n')
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const status = await readEdgeStatus(data)
      if (status === null)
        throw new CommandRefused(
          `${data} holds no status of an edge; name its directory with --data`,
        )
      if (json === true) printJson(status)
      else printStatus(status)
    })
}

function printStatus(status: EdgeStatus): void {
  const { name, centre, isRunning, atMs, link, disk, sources, ways, notUnderstood } = status
  const up = link.isUp === null ? 'not tried yet' : link.isUp ? 'up' : 'down'
  const lines = [
    `edge ${name}: ${isRunning ? `running as process ${status.pid}` : 'not running'}, as of ${iso(atMs)}`,
    `centre ${centre}: ${up} since ${iso(link.sinceMs)}${link.problem === null ? '' : `: ${link.problem}`}`,
    `disk: ${disk.bytes} of ${disk.bytesMax} bytes${disk.isFull ? '; FULL, nothing more is taken' : ''}${disk.failure === null ? '' : `; FAILED: ${disk.failure}`}`,
    `not understood, kept here and not forwarded: ${notUnderstood.ledger}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  printTable(
    'sources',
    ['source', 'signs', 'last', 'forwarded', 'waiting', 'bytes', 'dropped', 'rejected', 'lost'],
    sources.map((one) => [
      one.source,
      one.signer ?? 'nobody',
      one.head,
      one.forwarded,
      one.waiting.batches,
      one.waiting.bytes,
      one.droppedWaiting.batches + one.droppedForwarded.batches,
      one.answered.rejectedRows,
      one.lostBatches,
    ]),
    'last, forwarded: numbers of statements. dropped: batches of which only the statement is left. rejected: rows, by the centre.',
  )
  for (const { source, stuck } of sources)
    if (stuck !== null)
      process.stdout.write(
        `  ${source} is stuck since ${iso(stuck.sinceMs)}: ${stuck.status}: ${stuck.why}; next try ${iso(stuck.nextMs)}\n`,
      )
  printTable(
    'ways',
    ['way', 'kind', 'where', 'up', 'peers', 'last problem'],
    ways.map((way) => [
      way.id,
      way.kind,
      way.where,
      way.isUp ? 'yes' : 'no',
      way.peers,
      way.lastError ?? '',
    ]),
  )
}

function addKey(edge: Command): void {
  edge
    .command('key')
    .description("make, or show, the edge's signing key for a source")
    .addOption(edgeDataOption())
    .requiredOption('--source <id>', 'the source that the edge signs for')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      "\nPaste the line into the source's entry of the centre's registry.\n\nExample:\n  $ holdfast edge key --data /var/lib/holdfast-edge --source mast-7\n",
    )
    .action(async ({ data, source, json }: { data: string; source: string; json?: boolean }) => {
      const key = orRefuse(await makeSourceKey(data, source))
      const { keyId, publicKey } = key
      const fromMs = Math.floor(Date.now() / 1_000) * 1_000
      if (json === true) printJson({ source, keyId, publicKey, from: iso(fromMs) })
      else process.stdout.write(`${registryLine(key, fromMs)}\n`)
    })
}
