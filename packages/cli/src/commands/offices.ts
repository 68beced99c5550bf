import { once } from 'node:events'
import { Option, type Command } from 'commander'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { toGeoJson } from '@holdfast/formats/geojson'
import { withAccess, type Access } from '../access/index.ts'
import { printJson } from '../output/index.ts'
import { addIncident } from './incident.ts'
import { dataOption } from './options.ts'

interface Common {
  readonly data: string
  readonly office: Office
  readonly json?: boolean
}

const officeOption = (office: Office): Option =>
  new Option('--office <office>', 'whose view').choices([...OFFICES]).default(office)

/** Commands that show what one office sees: incidents, exports. */
export function addOffices(program: Command): void {
  addIncident(program)
  addExport(program)
}

function addExport(program: Command): void {
  const exporting = program
    .command('export')
    .description(
      "write what the office sees; nothing leaves the monitor's office but under the release rules",
    )
  for (const what of ['geojson', 'observations', 'events'] as const)
    exporting
      .command(what)
      .description(
        what === 'geojson'
          ? 'a GeoJSON feature collection of the picture'
          : `a JSON array of ${what}`,
      )
      .addOption(dataOption())
      .addOption(officeOption('guarantors'))
      .option('--json', 'the output is JSON in any case')
      .addHelpText(
        'after',
        `\nExample:\n  $ holdfast export ${what} --office monitor > ${what}.json\n`,
      )
      .action(async ({ data, office }: Common) => {
        await withAccess({ dir: data, office }, async (access) => {
          if (what === 'observations') {
            await exportObservations(access)
            return
          }
          const picture = (await access.picture({ support: what === 'events' })) as Parameters<
            typeof toGeoJson
          >[0]
          printJson(what === 'geojson' ? toGeoJson(picture) : picture[what])
        })
      })
}

/** Observations of one page of an export. */
const EXPORT_PAGE = 1_000

// Page by page, so that all come out however many there are.
async function exportObservations(access: Access): Promise<void> {
  let after: string | null = null
  let separator = '[\n'
  do {
    const page = (await access.observations({
      limit: EXPORT_PAGE,
      ...(after === null ? {} : { after }),
    })) as { readonly observations: readonly object[]; readonly next: string | null }
    for (const observation of page.observations) {
      const isRoom = process.stdout.write(`${separator}${JSON.stringify(observation)}`)
      separator = ',\n'
      if (!isRoom) await once(process.stdout, 'drain')
    }
    after = page.next
  } while (after !== null)
  process.stdout.write(separator === '[\n' ? '[]\n' : '\n]\n')
}
