import type { Command } from 'commander'
import { join } from 'node:path'
import { withAccess } from '../access/index.ts'
import { CommandRefused, orRefuse, printJson, progress, progressDone } from '../output/index.ts'
import { addImport } from './import.ts'
import { databaseOption, dataOption, DEMONSTRATION_DIR } from './options.ts'

interface StartOptions {
  readonly data?: string
  readonly port: string
  readonly host: string
  readonly database?: string
  readonly intake?: string
  readonly thermalBackground?: string
  readonly json?: boolean
}

/**
 * `holdfast start|status|migrate|rebuild|import`: running a deployment. What runs it is read where it is used: `status`
 * and `import` need none of it where a server answers.
 */
export function addDeployment(program: Command): void {
  addStart(program)
  addImport(program)
  program
    .command('status')
    .description('how the deployment stands: log, projections and their lag, what failed')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast status --json\n')
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const status = await withAccess({ dir: data, office: 'monitor' }, (access) => access.status())
      if (json === true) printJson(status)
      else
        for (const [name, value] of Object.entries(status as object))
          process.stdout.write(`${name}: ${JSON.stringify(value)}\n`)
    })
  addMigrate(program)
  addRebuild(program)
}

function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description("bring the projections' tables to this version; `start` does so by itself")
    .addOption(dataOption())
    .addOption(databaseOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast migrate --database postgres://localhost/holdfast\n',
    )
    .action(
      async ({ data, database, json }: { data: string; database?: string; json?: boolean }) => {
        const { readDeployment } = await import('@holdfast/engine/runtime')
        if (database === undefined && readDeployment(data) === null)
          throw new CommandRefused(
            `${data} holds no deployment; name its directory with --data, or a --database`,
          )
        const { openDatabase, Projections } = await import('@holdfast/store/projections')
        const opened = await openDatabase(
          database === undefined
            ? { kind: 'pglite', dir: join(data, 'projections') }
            : { kind: 'postgres', url: database },
        )
        const size = await (await Projections.open(opened)).size()
        await opened.close()
        if (json === true) printJson({ migrated: true, size })
        else process.stdout.write(`migrated; the projections stand for ${size} entries\n`)
      },
    )
}

function addRebuild(program: Command): void {
  program
    .command('rebuild')
    .description('drop every projection and make it anew from the journal')
    .addOption(dataOption())
    .addOption(databaseOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast rebuild --data DIR\n')
    .action(
      async ({ data, database, json }: { data: string; database?: string; json?: boolean }) => {
        const { readDeployment } = await import('@holdfast/engine/runtime')
        const deployment = readDeployment(data)
        if (deployment === null)
          throw new CommandRefused(`${data} holds no deployment; name its directory with --data`)
        progress('rebuilding')
        const { openHoldfast } = await import('@holdfast/engine/opening')
        const opened = orRefuse(
          await openHoldfast({
            dir: data,
            deployment,
            databaseUrl: database ?? null,
            rebuild: true,
          }),
        )
        try {
          await opened.holdfast.caughtUp()
        } finally {
          await opened.close()
          progressDone()
        }
        const status = opened.holdfast.status()
        if (json === true) printJson({ rebuilt: true, size: status.projected })
        else process.stdout.write(`rebuilt from ${status.projected} entries\n`)
      },
    )
}

function addStart(program: Command): void {
  program
    .command('start')
    .description(
      'start the server and serve the picture; without --data it is the demonstration donbas',
    )
    .option(
      '--data <dir>',
      `a live deployment in this directory; the demonstration lives in ./${DEMONSTRATION_DIR}`,
    )
    .option('--demonstration <dir>', 'where the demonstration lives', DEMONSTRATION_DIR)
    .option('--port <port>', 'where to listen', '8080')
    .option(
      '--host <address>',
      'address to bind to; the development login works on loopback only',
      '127.0.0.1',
    )
    .addOption(databaseOption())
    .option('--intake <file>', 'take observations in by the ways that this document names, too')
    .option(
      '--thermal-background <file>',
      'watch thermal anomalies against this file of `holdfast fuse background`',
    )
    .option('--json', 'print one JSON object once it serves')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast start\n  $ holdfast start --port 9000\n  $ holdfast start --data /var/lib/holdfast --database postgres://localhost/holdfast\n  $ holdfast start --data /var/lib/holdfast --intake data/intake/example.yaml\n',
    )
    .action(async (options: StartOptions & { demonstration: string }) => {
      // Number('') is 0, which would mean any free port.
      const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : Number.NaN
      if (!(port <= 65_535))
        throw new CommandRefused(`--port ${options.port}: give a number from 0 to 65535`)
      const { serve } = await import('@holdfast/server/main')
      const serving = orRefuse(
        await serve({
          dir: options.data ?? options.demonstration,
          kind: options.data === undefined ? 'demonstration' : 'live',
          host: options.host,
          port,
          databaseUrl: options.database ?? null,
          intakeFile: options.intake ?? null,
          thermalBackgroundFile: options.thermalBackground ?? null,
          progress,
        }),
      )
      progressDone()
      const stop = (signal: string): void => {
        process.stderr.write(`${signal}: closing\n`)
        void serving.close().then(
          () => process.exit(0),
          () => process.exit(1),
        )
      }
      // Before it says that it serves: who waits for that may stop it at once.
      process.once('SIGINT', stop)
      process.once('SIGTERM', stop)
      if (options.json === true)
        printJson({ url: serving.url, data: options.data ?? options.demonstration })
      else process.stdout.write(`holdfast serves ${serving.what} at ${serving.url}\n`)
    })
}
