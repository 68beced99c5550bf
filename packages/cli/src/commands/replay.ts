import type { Command } from 'commander'
import type { ReplayReport } from '@holdfast/engine/demonstration'
import {
  orRefuse,
  pWithin,
  printJson,
  printTable,
  progress,
  progressDone,
} from '../output/index.ts'

/** `holdfast replay donbas`: the whole loop on the real record, without a server, in a store that is thrown away. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .argument('<demonstration>', 'which record to replay; `donbas` is the only one that ships')
    .description('run the whole loop on a record, without a server, and print one table per step')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast replay donbas\n  $ holdfast replay donbas --json | jq .journal\n',
    )
    .action(async (demonstration: string, { json }: { json?: boolean }) => {
      if (demonstration !== 'donbas')
        orRefuse({
          refused: `no demonstration is called ${JSON.stringify(demonstration)}; say \`donbas\``,
        })
      const { replayDonbas } = await import('@holdfast/engine/demonstration')
      const report = orRefuse(await replayDonbas(progress))
      progressDone()
      if (json === true) printJson(report.json)
      else printReport(report)
    })
}

function printReport({ json, tables }: ReplayReport): void {
  process.stdout.write(`${json.notice}\n`)
  printTable(
    `observe: ${json.observe.accepted} observations accepted, ${json.observe.rejected} rejected`,
    ['ledger', 'means', 'category', 'rows', 'exact', 'about', 'at least'],
    tables.observations,
    'Counts are raw and counted apart by precision; the coverage they were made under is unknown for this record.',
  )
  printTable(
    `fuse: ${json.fuse.events.length} events, ${json.fuse.engagements.length} engagements`,
    ['kind', 'phase', 'from', 'position', '95 % ellipse', 'p', 'observations', 'paired with'],
    json.fuse.events.map((event) => [
      event.kind,
      event.phase,
      event.from,
      event.position === null
        ? 'unknown'
        : `${event.position.latDeg.toFixed(3)} N ${event.position.lonDeg.toFixed(3)} E`,
      event.ellipse95 === null
        ? 'none'
        : `${(event.ellipse95.semiMajorM / 1000).toFixed(1)} × ${(event.ellipse95.semiMinorM / 1000).toFixed(1)} km, ${event.ellipse95.azimuthDeg.toFixed(0)}°`,
      pWithin(event),
      event.observations.join(' '),
      tables.pairs.get(event.id) ?? '',
    ]),
    `${json.fuse.events.filter(({ observations }) => observations.length > 1).length} of them rest on more than one observation.`,
  )
  printTable(
    'engagements: events near in space and time',
    ['p', 'observations of its events'],
    tables.engagements,
  )
  printTable(
    'agreement: candidates by clause',
    ['clause', 'version', 'candidates', 'with something undecided', 'highest p (at most)'],
    tables.candidates,
    "A candidate is a machine's question to people; it accuses nobody. While something is undecided, p is an upper bound.",
  )
  printTable(
    'verify: incidents',
    ['incident', 'status', 'title', 'answers signed', 'breach established'],
    tables.incidents,
  )
  printTable(
    'respond: clocks',
    ['incident', 'rung', 'started', 'due', 'status'],
    tables.clocks,
    json.respond.notice,
  )
  printTable(
    'generate: gaps, as sums of offers',
    ['requirement', 'required', 'filled', 'shortfall', 'why', 'blocked by', 'assumptions'],
    tables.gaps,
    tables.gapsNote,
  )
  printTable(
    'move: troops armed by hour, a flow without vehicles',
    ['hour', 'armed'],
    tables.armed,
    tables.movementNote,
  )
  process.stdout.write(
    `\njournal: ${json.journal.size} entries, root ${json.journal.rootHash}, ${json.journal.verified ? 'verified from the bytes on disk' : 'NOT VERIFIED'}\n`,
  )
}
