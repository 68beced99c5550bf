import { existsSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import { withAccess, type Access } from '../access/index.ts'
import { rowsOf, type ImportRow } from '../files/index.ts'
import { CommandRefused, progress, progressDone, Rejections } from '../output/index.ts'
import { databaseOption, dataOption } from './options.ts'

/** How many observations one request of `import` carries. */
const IMPORT_BATCH = 1_000

interface ImportOptions {
  readonly data: string
  readonly database?: string
  readonly json?: boolean
}

/** `holdfast import observations FILE`. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('bring records in from files')
    .command('observations')
    .argument('<file>', 'NDJSON or a JSON array of observations, or the CSV of the OSCE SMM record')
    .description('import observations; every row that is not taken is named with its reason')
    .addOption(dataOption())
    .addOption(databaseOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast import observations data/donbas/smm_observations_2015_2020.csv --data DIR\n',
    )
    .action(async (file: string, { data, database, json }: ImportOptions) => {
      if (!existsSync(file)) throw new CommandRefused(`there is no file ${file}`)
      if (statSync(file).isDirectory())
        throw new CommandRefused(`${file} is a directory; give the path of one file`)
      const rejections = new Rejections(file, json === true)
      const taken: Taken = { accepted: 0, batches: [] }
      let begun = false
      try {
        await withAccess({ dir: data, office: 'monitor', database }, (access) => {
          begun = true
          return importRows(file, { access, rejections, taken })
        })
      } finally {
        progressDone()
        // What was taken before a failure is on record, so it is told in any case.
        if (begun) await rejections.end(taken)
      }
      if (taken.accepted === 0) {
        if (rejections.count === 0) process.stderr.write(`holdfast: ${file} holds no rows\n`)
        process.exitCode = 1
      }
    })
}

interface Taken {
  accepted: number
  readonly batches: string[]
}

async function importRows(
  file: string,
  {
    access,
    rejections,
    taken,
  }: { readonly access: Access; readonly rejections: Rejections; readonly taken: Taken },
): Promise<void> {
  let rows: (ImportRow & { value: unknown })[] = []
  const send = async (): Promise<void> => {
    if (rows.length === 0) return
    const sent = rows
    rows = []
    const { batch, accepted, rejected } = await access.ingest(sent.map(({ value }) => value))
    taken.accepted += accepted
    taken.batches.push(batch)
    for (const { index, reason } of rejected)
      await rejections.add({ row: sent[index]?.row ?? String(index), reason })
    progress(`${taken.accepted} accepted, ${rejections.count} rejected`)
  }
  for await (const item of rowsOf(file)) {
    if ('reason' in item) await rejections.add(item)
    else rows.push(item)
    if (rows.length >= IMPORT_BATCH) await send()
  }
  await send()
}
