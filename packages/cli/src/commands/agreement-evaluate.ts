/** `holdfast agreement evaluate FILE EVENTS`: what each event raises under the text in force when it happened. */
import { once } from 'node:events'
import type { Command } from 'commander'
import {
  EMPTY_STANDING,
  compileAgreement,
  dueObligations,
  gatesAt,
  phasesAt,
  versionAt,
  type Agreement,
  type Candidate,
  type Standing,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import type { InstantMs } from '@holdfast/core/units'
import { eventsOf } from '../files/index.ts'
import { CommandRefused, iso, p, printTable } from '../output/index.ts'
import { agreementFrom, standingFrom } from './agreement-standing.ts'
import { tallyOf } from './agreement-tally.ts'
import { instantOf } from './options.ts'

interface Asked {
  readonly standing?: string
  readonly at?: string
  readonly clause?: string
  readonly json?: true
}
/** What was evaluated; `event` is null for what the passing of time raised. */
interface Evaluated {
  readonly event: string | null
  readonly version: string | null
  readonly candidates: readonly Candidate[]
}

/** Refuses a clause that the text does not have. */
export function needClause(text: Agreement, clause: string | undefined): void {
  const clauses = [...text.provisions, ...text.obligations].map((one) => one.clause)
  if (clause !== undefined && !clauses.includes(clause))
    throw new CommandRefused(
      `${text.id} has no clause ${clause}; write one of: ${clauses.join(', ')}`,
    )
}

/** Writes one JSON array, item by item, as the reader at the other end keeps up. */
class JsonArray {
  #separator = '[\n'

  async add(value: unknown): Promise<void> {
    const isRoom = process.stdout.write(`${this.#separator}${JSON.stringify(value)}`)
    this.#separator = ',\n'
    if (!isRoom) await once(process.stdout, 'drain')
  }

  end(): void {
    process.stdout.write(this.#separator === '[\n' ? '[]\n' : '\n]\n')
  }
}

function tell({ event, version, candidates }: Evaluated): void {
  const what = event === null ? 'the passing of time' : `event ${event.slice(0, 12)}`
  printTable(
    `${what} under ${version ?? 'no version in force'}`,
    ['clause', 'p', 'condition', 'held', 'because'],
    candidates.flatMap((candidate) =>
      candidate.conditions.map((condition) => [
        candidate.clause,
        p(candidate.probability),
        condition.within === undefined ? condition.condition : `- of ${condition.within}`,
        condition.held,
        condition.because,
      ]),
    ),
  )
}

function tellStanding(text: Agreement, standing: Standing, atMs: InstantMs): void {
  const gates = gatesAt(text, standing, atMs).map(({ gate, isOpen, missing, barredBy }) => {
    const why = [
      ...(missing.length === 0 ? [] : [`needs ${missing.join(', ')}`]),
      ...(barredBy.length === 0 ? [] : [`barred by ${barredBy.join(', ')}`]),
    ]
    return [gate, isOpen ? 'open' : 'shut', why.join('; ')]
  })
  const phases = phasesAt(text, standing, atMs)
  process.stdout.write(
    `${iso(atMs)}: version ${versionAt(text, atMs)?.id ?? 'none'}, ` +
      `phase ${phases.join(', ') || 'none'}\n`,
  )
  if (gates.length > 0) printTable('deployment gates', ['gate', 'stands', 'why'], gates)
}

const evaluated = (event: Event, text: Agreement, candidates: readonly Candidate[]): Evaluated => ({
  event: event.id,
  version: versionAt(text, event.observed.fromMs)?.id ?? null,
  candidates,
})

function dueBy(text: Agreement, standing: Standing, atMs: InstantMs): Evaluated {
  const candidates = dueObligations(text, standing, atMs)
  return { event: null, version: versionAt(text, atMs)?.id ?? null, candidates }
}

/** `holdfast agreement evaluate`. */
export function addEvaluate(agreement: Command): void {
  agreement
    .command('evaluate')
    .argument('<agreement>', 'a YAML document, as in data/agreements')
    .argument('<events>', 'JSON or NDJSON: events with estimate and support')
    .description('evaluate events against the text that was in force when they happened')
    .option('--standing <file>', 'what people declared, announced and showed (YAML or JSON)')
    .option('--at <instant>', 'as of then: no later events, what was due by then, phases and gates')
    .option('--clause <clause>', 'only this clause')
    .option('--json', 'print one JSON array')
    .addHelpText(
      'after',
      '\nWith --at the first item has event null: what the passing of time raised by then.\n\nExample:\n  $ holdfast export events --office monitor --data DIR > events.json\n  $ holdfast agreement evaluate data/agreements/minsk-2014-2015.yaml events.json\n',
    )
    .action(async (agreementFile: string, eventsFile: string, asked: Asked) => {
      const text = agreementFrom(agreementFile)
      needClause(text, asked.clause)
      const standing = standingFrom(asked.standing, text)
      const nowMs = asked.at === undefined ? null : instantOf('--at', asked.at)
      const compiled = compileAgreement(text)
      const array = new JsonArray()
      const give = async (one: Evaluated): Promise<void> => {
        const { clause } = asked
        const candidates = one.candidates.filter(
          (candidate) => clause === undefined || candidate.clause === clause,
        )
        if (asked.json === true) await array.add({ ...one, candidates })
        else tell({ ...one, candidates })
      }
      if (nowMs !== null) {
        const said = standing ?? EMPTY_STANDING
        if (asked.json !== true) tellStanding(text, said, nowMs)
        await give(dueBy(text, said, nowMs))
      }
      const isAsOf = (event: Event): boolean => nowMs === null || event.observed.fromMs <= nowMs
      const tally = await tallyOf(eventsFile, text, standing, isAsOf)
      let later = 0
      for await (const event of eventsOf(eventsFile)) {
        if (!isAsOf(event)) {
          later += 1
          continue
        }
        const options = { standing, tally, nowMs: nowMs ?? event.observed.toMs }
        await give(evaluated(event, text, compiled.evaluate(event, options)))
      }
      if (asked.json === true) array.end()
      if (later > 0) process.stderr.write(`${later} events begin after --at and are left out\n`)
    })
}
