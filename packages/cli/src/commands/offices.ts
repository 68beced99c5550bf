import { once } from 'node:events'
import { Option, type Command } from 'commander'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { toGeoJson } from '@holdfast/formats/geojson'
import { withAccess, type Access } from '../access/index.ts'
import { iso, printJson, printTable, pWorth } from '../output/index.ts'
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

function addIncident(program: Command): void {
  const incident = program
    .command('incident')
    .description('the cases opened on candidates and claims')
  incident
    .command('list')
    .description('list the incidents that the office sees')
    .addOption(dataOption())
    .addOption(officeOption('monitor'))
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast incident list --office commission\n')
    .action(async ({ data, office, json }: Common) => {
      const picture = (await withAccess({ dir: data, office }, (access) => access.picture())) as {
        incidents: {
          id: string
          status: string
          title: string
          sinceMs: number
          scripted: boolean
        }[]
      }
      if (json === true) printJson({ office, incidents: picture.incidents })
      else
        printTable(
          `incidents, the ${office}'s view`,
          ['incident', 'status', 'since', 'title', ''],
          picture.incidents.map(({ id, status, sinceMs, title, scripted }) => [
            id,
            status,
            iso(sinceMs),
            title,
            scripted ? 'SCRIPTED' : '',
          ]),
        )
    })
  incident
    .command('show')
    .argument('<incident>', 'its id, for instance I-112')
    .description(
      'show one incident with its chain: observations, events, candidates, answers, entries and proofs',
    )
    .addOption(dataOption())
    .addOption(officeOption('monitor'))
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast incident show I-112 --json\n')
    .action(async (id: string, { data, office, json }: Common) => {
      const chain = (await withAccess({ dir: data, office }, (access) => access.chain(id))) as Chain
      if (json === true) printJson(chain)
      else printChain(chain, office)
    })
}

interface Chain {
  readonly incident: {
    readonly id: string
    readonly status: string
    readonly title: string
    readonly scripted: boolean
    /** By question: what the figure beside the answer is worth. */
    readonly recalibrated?: Readonly<Record<string, { readonly probability: number }>>
    readonly answers: Readonly<
      Record<
        string,
        {
          status: string
          value: unknown
          machineProbability: number | null
          votes: { nation: string; agrees: boolean; standard: string }[]
        }
      >
    >
  }
  readonly observations: readonly {
    recordId: string
    category: string
    count: { n: number; precision: string }
    means: string[]
  }[]
  readonly candidates: readonly {
    clause: string
    agreementVersion: string
    probability: number
    recalibrated?: { readonly probability: number }
    undecided: string[]
  }[]
  readonly entries: readonly {
    index: number
    kind: string
    atMs: number
    leafHash: string
    actor: { name: string; nation: string }
  }[]
}

function printChain({ incident, observations, candidates, entries }: Chain, office: Office): void {
  process.stdout.write(
    `${incident.id} ${incident.status}${incident.scripted ? ' SCRIPTED' : ''}: ${incident.title} (the ${office}'s view)\n`,
  )
  printTable(
    'observations',
    ['record', 'category', 'count', 'means'],
    observations.map((o) => [
      o.recordId,
      o.category,
      `${o.count.precision} ${o.count.n}`,
      o.means.join(', '),
    ]),
  )
  printTable(
    'candidates',
    ['clause', 'version', 'p', 'undecided'],
    candidates.map((c) => [
      c.clause,
      c.agreementVersion,
      pWorth(c.probability, c.recalibrated),
      c.undecided.join('; '),
    ]),
  )
  printTable(
    'answers',
    ['question', 'status', 'value', 'machine p', 'votes'],
    Object.entries(incident.answers).map(([question, answer]) => [
      question,
      answer.status,
      answer.value === null ? '' : JSON.stringify(answer.value),
      pWorth(answer.machineProbability, incident.recalibrated?.[question]),
      answer.votes
        .map((vote) => `${vote.nation} ${vote.agrees ? 'agrees' : 'disagrees'} (${vote.standard})`)
        .join('; '),
    ]),
  )
  printTable(
    'entries',
    ['index', 'kind', 'at', 'by', 'leaf'],
    entries.map((entry) => [
      entry.index,
      entry.kind,
      iso(entry.atMs),
      `${entry.actor.name}, ${entry.actor.nation}`,
      `${entry.leafHash.slice(0, 16)}…`,
    ]),
  )
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
          const picture = (await access.picture()) as Parameters<typeof toGeoJson>[0]
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
