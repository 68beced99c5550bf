import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import { evaluateEvent, versionAt } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { readAgreement } from '@holdfast/engine/documents'
import { decodeUtf8 } from '@holdfast/formats/observation'
import { withAccess } from '../access/index.ts'
import { dataOption } from './options.ts'
import { CommandRefused, iso, orRefuse, p, printJson, printTable } from '../output/index.ts'

function read(file: string): string {
  if (!existsSync(file))
    throw new CommandRefused(`there is no file ${file}; give the path of a document`)
  if (statSync(file).isDirectory())
    throw new CommandRefused(`${file} is a directory; give the path of a document`)
  const text = decodeUtf8(readFileSync(file))
  if (typeof text !== 'string') throw new CommandRefused(`${file}: ${text.refused}`)
  return text
}

// As `export events --office monitor` writes them: with the support points that zones are counted on.
const isEvent = (value: unknown): value is Event =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'kind' in value &&
  'phase' in value &&
  'observed' in value &&
  'estimate' in value &&
  (value.estimate === null ||
    (typeof value.estimate === 'object' &&
      'support' in value.estimate &&
      Array.isArray(value.estimate.support)))

function eventsOf(file: string): readonly Event[] {
  const how = 'give an array of events, as `holdfast export events --office monitor` writes it'
  let value: unknown
  try {
    value = JSON.parse(read(file))
  } catch (error) {
    if (error instanceof CommandRefused) throw error
    throw new CommandRefused(`${file} is not JSON; ${how}`)
  }
  if (!Array.isArray(value)) throw new CommandRefused(`${file} holds no array; ${how}`)
  const bad = value.findIndex((event: unknown) => !isEvent(event))
  if (bad >= 0)
    throw new CommandRefused(`${file}: item ${bad} is no event with its support points; ${how}`)
  return value as Event[]
}

/** `holdfast agreement check|evaluate`: reads the text as a machine does, and says what it finds. */
export function addAgreement(program: Command): void {
  const agreement = program
    .command('agreement')
    .description('check an agreement, or evaluate events against it')
  addAdopt(agreement)
  addCheck(agreement)
  addEvaluate(agreement)
}

function addAdopt(agreement: Command): void {
  agreement
    .command('adopt')
    .argument('<file>', 'a YAML document, as in data/agreements')
    .description("adopt an agreement as the commission's: events are judged by it from then on")
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast agreement adopt data/agreements/minsk-2014-2015.yaml --data DIR\n',
    )
    .action(async (file: string, { data, json }: { data: string; json?: boolean }) => {
      orRefuse(readAgreement(read(file), file))
      const command = { step: 'agreement', type: 'adoptAgreement', document: read(file) }
      const entries = await withAccess(
        { dir: data, office: 'commission', role: 'head-of-mission' },
        (access) => access.command(command),
      )
      if (json === true) printJson({ entries })
      else
        process.stdout.write(`adopted, as entry ${entries.map(({ index }) => index).join(', ')}\n`)
    })
}

function addCheck(agreement: Command): void {
  agreement
    .command('check')
    .argument('<file>', 'a YAML document, as in data/agreements')
    .description('read an agreement and say line by line what is wrong with it')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast agreement check data/agreements/minsk-2014-2015.yaml\n',
    )
    .action((file: string, { json }: { json?: boolean }) => {
      const { agreement: found } = orRefuse(readAgreement(read(file), file))
      const summary = {
        id: found.id,
        title: found.title,
        versions: found.versions.map(({ id, fromMs }) => ({ id, from: iso(fromMs) })),
        provisions: found.provisions.length,
        zones: found.zones.length,
        obligations: found.obligations.length,
        ladder: found.ladder,
      }
      if (json === true) {
        printJson(summary)
        return
      }
      process.stdout.write(`${found.title}\n`)
      printTable(
        'versions',
        ['version', 'in force from'],
        summary.versions.map(({ id, from }) => [id, from]),
      )
      printTable(
        'provisions',
        ['clause', 'title', 'since', 'source'],
        found.provisions.map((provision) => [
          provision.clause,
          provision.title,
          provision.sinceVersion,
          provision.source,
        ]),
      )
    })
}

function addEvaluate(agreement: Command): void {
  agreement
    .command('evaluate')
    .argument('<agreement>', 'a YAML document, as in data/agreements')
    .argument('<events>', 'a JSON file: an array of events with estimate and support')
    .description('evaluate events against the text that was in force when they happened')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast export events --office monitor --data DIR > events.json\n  $ holdfast agreement evaluate data/agreements/minsk-2014-2015.yaml events.json\n',
    )
    .action((agreementFile: string, eventsFile: string, { json }: { json?: boolean }) => {
      const { agreement: text } = orRefuse(readAgreement(read(agreementFile), agreementFile))
      const results = eventsOf(eventsFile).map((event) => ({
        event: event.id,
        version: versionAt(text, event.observed.fromMs)?.id ?? null,
        candidates: evaluateEvent(text, event, event.observed.toMs),
      }))
      if (json === true) {
        printJson(results)
        return
      }
      for (const { event, version, candidates } of results)
        printTable(
          `event ${event.slice(0, 12)} under ${version ?? 'no version in force'}`,
          ['clause', 'p', 'condition', 'held', 'because'],
          candidates.flatMap((candidate) =>
            candidate.conditions.map((condition) => [
              candidate.clause,
              p(candidate.probability),
              condition.condition,
              condition.held,
              condition.because,
            ]),
          ),
        )
    })
}
