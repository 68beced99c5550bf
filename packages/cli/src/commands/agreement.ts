import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import { evaluateEvent, versionAt } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { readAgreement } from '@holdfast/engine/documents'
import { decodeUtf8 } from '@holdfast/formats/observation'
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

function eventsOf(file: string): readonly Event[] {
  let value: unknown
  try {
    value = JSON.parse(read(file))
  } catch {
    throw new CommandRefused(
      `${file} is not JSON; give an array of events, as \`replay donbas --json\` prints under fuse`,
    )
  }
  if (!Array.isArray(value)) throw new CommandRefused(`${file} holds no array of events`)
  const bad = value.findIndex(
    (event: unknown) => typeof event !== 'object' || event === null || !('observed' in event),
  )
  if (bad >= 0) throw new CommandRefused(`${file}: event ${bad} has no \`observed\` interval`)
  return value as Event[]
}

/** `holdfast agreement check|evaluate`: reads the text as a machine does, and says what it finds. */
export function addAgreement(program: Command): void {
  const agreement = program
    .command('agreement')
    .description('check an agreement, or evaluate events against it')
  addCheck(agreement)
  addEvaluate(agreement)
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
      '\nExample:\n  $ holdfast export events --data DIR > events.json\n  $ holdfast agreement evaluate data/agreements/minsk-2014-2015.yaml events.json\n',
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
