/** `holdfast incident`: the cases opened on candidates and claims, from opening one to its finding. */
import { Option, type Command } from 'commander'
import { OFFICES, type Office } from '@holdfast/core/nations'
import type { ReleasedCandidate, ReleasedIncident } from '@holdfast/core/verify'
import { withAccess } from '../access/index.ts'
import { iso, pCandidate, printJson, printTable } from '../output/index.ts'
import { addAct, viewOf } from './incident-act.ts'
import { HEARING, OPENING } from './incident-find.ts'
import { GROUPING, WORKING } from './incident-group.ts'
import { ANSWERING, CLOSING } from './incident-judge.ts'
import { addShow } from './incident-show.ts'
import { TASKING } from './incident-task.ts'
import { dataOption } from './options.ts'

/** `incident list|show`, and every act on an incident that another command does not give. */
export function addIncident(program: Command): void {
  const incident = program
    .command('incident')
    .description('the cases opened on candidates and claims: from opening one to its finding')
    .addHelpText(
      'after',
      '\nWhat waits, of all of them: `holdfast desk`. Closing one before any inquiry, and bringing it back: `holdfast desk dismiss|reopen`.\n',
    )
  addList(incident)
  addCandidates(incident)
  addShow(incident)
  for (const act of [...OPENING, ...HEARING, ...ANSWERING, ...CLOSING, ...GROUPING, ...WORKING])
    addAct(incident, act)
  const task = incident
    .command('task')
    .description('somebody is sent to look: teams, drones, cameras, satellites; and what they met')
  for (const act of TASKING) addAct(task, act)
}

interface ViewOptions {
  readonly data: string
  readonly office: Office
  readonly json?: boolean
}
interface Picture {
  readonly incidents: readonly Pick<
    ReleasedIncident,
    'id' | 'status' | 'title' | 'sinceMs' | 'scripted' | 'candidates'
  >[]
  readonly candidates: readonly ReleasedCandidate[]
}

const viewed = (command: Command): Command =>
  command
    .addOption(dataOption())
    .addOption(
      new Option('--office <office>', 'whose view').choices([...OFFICES]).default('monitor'),
    )
    .option('--json', 'print one JSON object')

const pictureOf = async ({ data: dir, office }: ViewOptions): Promise<Picture> =>
  (await withAccess({ dir, office }, (access) => access.picture())) as Picture

function addList(incident: Command): void {
  viewed(incident.command('list').description('list the incidents that the office sees'))
    .addHelpText('after', '\nExample:\n  $ holdfast incident list --office commission\n')
    .action(async (options: ViewOptions) => {
      const { office, json } = options
      const { incidents } = await pictureOf(options)
      if (json === true) printJson({ office, incidents })
      else
        printTable(
          `incidents, ${viewOf(office)}`,
          ['incident', 'status', 'since', 'title', ''],
          incidents.map(({ id, status, sinceMs, title, scripted }) => [
            id,
            status,
            iso(sinceMs),
            title,
            scripted ? 'SCRIPTED' : '',
          ]),
        )
    })
}

function addCandidates(incident: Command): void {
  viewed(
    incident
      .command('candidates')
      .description('list the candidates that no incident has taken up, the newest last'),
  )
    .addHelpText('after', '\nExample:\n  $ holdfast incident candidates --json\n')
    .action(async (options: ViewOptions) => {
      const { office, json } = options
      const { incidents, candidates } = await pictureOf(options)
      const taken = new Set(incidents.flatMap((one) => one.candidates))
      const free = candidates.filter(({ id }) => !taken.has(id))
      if (json === true) printJson({ office, candidates: free })
      else
        printTable(
          `candidates that no incident has taken up, ${viewOf(office)}`,
          ['candidate', 'clause', 'version', 'p', 'at', 'undecided'],
          free.map((one) => [
            one.id,
            one.clause,
            one.agreementVersion,
            pCandidate(one),
            iso(one.atMs),
            one.undecided.join('; '),
          ]),
        )
    })
}
