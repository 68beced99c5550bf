import { join } from 'node:path'
import type { Command } from 'commander'
import { verifyJournal } from '@holdfast/store/journal'
import { withAccess } from '../access/index.ts'
import { orRefuse, printJson } from '../output/index.ts'
import { dataOption } from './options.ts'

/** `holdfast log checkpoint|verify`: what outsiders hold us to. */
export function addLog(program: Command): void {
  const log = program
    .command('log')
    .description('the transparency log: its signed head, and its proof from the bytes')
  log
    .command('checkpoint')
    .description(
      'print the signed checkpoint: origin, size, root hash, signature (C2SP tlog-checkpoint)',
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast log checkpoint --data DIR > checkpoint.txt\n')
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const checkpoint = await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.checkpoint(),
      )
      if (json === true) printJson({ checkpoint })
      else process.stdout.write(checkpoint)
    })
  log
    .command('verify')
    .description(
      'rebuild the root from the entries on disk, without a lock, and refuse on any mismatch',
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast log verify --data DIR\n')
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const verified = orRefuse(await verifyJournal(join(data, 'journal')))
      if (json === true) printJson(verified)
      else process.stdout.write(`${verified.size} entries verified, root ${verified.rootHash}\n`)
    })
}
